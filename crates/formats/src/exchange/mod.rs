//! Between the languages in which incidents are exchanged: what can be observed, and how IODEF, STIX
//! and MISP say it.
//!
//! One table, [`kinds`], is the whole mapping of what can be observed. What a language has no word for
//! is told, never dropped in silence.

pub(crate) mod form;
pub(crate) mod id;
mod iodef;
mod kept;
mod language;
mod lost;
mod observable;
pub(crate) mod tlp;
mod told;
mod words;

use std::sync::LazyLock;

pub use iodef::{Item, MOST, Shape, Told, collect};
pub(crate) use kept::{kept, kept_as, kept_text};
pub(crate) use language::json;
pub use language::{Error, Language, MAX_BYTES};
pub use lost::lost;
pub(crate) use observable::{event_of, is_observed, of_items, put_shape};
pub use observable::{of_misp, of_stix};
pub use told::Summary;
pub(crate) use words::{in_words, timestamp, title};

/// A kind of thing that can be observed.
#[derive(Debug)]
pub struct Kind {
    /// Its name here.
    pub name: &'static str,
    /// Where IODEF has it, for example `address:ipv4-addr`.
    pub iodef: &'static str,
    /// The property that STIX has it in, for example `ipv4-addr:value`.
    pub stix: Option<&'static str>,
    /// Types of MISP; the first is written.
    pub misp: Vec<&'static str>,
}

static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let lines = include_str!("kinds.txt").lines();
    let rows = lines.filter(|line| !line.starts_with('#'));
    let kinds = rows.map(|row| {
        let mut cells = row.split('\t');
        let mut cell = || cells.next().unwrap_or("-");
        let (name, iodef, stix, misp) = (cell(), cell(), cell(), cell());
        let words = misp.split(' ').filter(|word| *word != "-");
        Kind {
            name,
            iodef,
            stix: Some(stix).filter(|word| *word != "-"),
            misp: words.collect(),
        }
    });
    kinds.collect()
});

/// Returns the table, in its order.
pub fn kinds() -> &'static [Kind] {
    &KINDS
}

/// Returns the kind that IODEF has there.
pub fn of_iodef(place: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.iodef == place)
}

#[cfg(test)]
mod tests {
    use watchbell_iodef as document;

    use super::*;

    #[test]
    fn every_row_has_a_name_of_its_own_and_a_place_in_iodef() {
        assert!(kinds().len() > 30);
        for (number, kind) in kinds().iter().enumerate() {
            let others = &kinds()[..number];
            assert!(others.iter().all(|other| other.name != kind.name));
            assert!(others.iter().all(|other| other.iodef != kind.iodef));
            assert!(kind.stix.is_none_or(|stix| stix.contains(':')), "{kind:?}");
            assert!(kind.stix.is_some() || !kind.misp.is_empty(), "{kind:?}");
        }
    }

    /// Each of many indicators combines all of them: followed without bound, they would never end.
    #[test]
    fn indicators_that_refer_to_each_other_end() {
        let id = |number: usize| format!("i{number}");
        let indicators = (0..40).map(|number| document::Indicator {
            id: document::IndicatorId {
                id: document::Id::new(id(number)).unwrap(),
                ..document::IndicatorId::default()
            },
            expression: Some(document::IndicatorExpression {
                operator: document::Operator::Or,
                observables: vec![
                    of_items(&[Item {
                        kind: of_iodef("domain").unwrap(),
                        value: format!("host{number}.example"),
                    }])
                    .unwrap(),
                ],
                references: (0..40)
                    .map(|number| document::IndicatorReference {
                        uid_ref: document::IdRef::new(id(number)),
                        ..document::IndicatorReference::default()
                    })
                    .collect(),
                ..document::IndicatorExpression::default()
            }),
            ..document::Indicator::default()
        });
        let incident = document::Incident {
            indicator_data: Some(document::IndicatorData {
                indicators: indicators.collect(),
            }),
            ..document::Incident::default()
        };
        let told = collect(&incident);
        let items: usize = told
            .indicators
            .iter()
            .map(|(_, shape)| shape.items().len())
            .sum();
        assert!((40..=MOST).contains(&items), "{items}");
    }
}
