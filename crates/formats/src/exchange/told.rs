//! What a document that came in says, for whoever files and judges it.

use watchbell_iodef::Document;
use watchbell_model::Tlp;

use super::{collect, in_words, title, tlp};

/// Kinds of what something comes from.
const ORIGINATORS: [&str; 4] = ["telephone-number", "sender-name", "ipv4-addr", "ipv6-addr"];
/// Bytes of what is judged.
const MAX_TEXT: usize = 8_000;
/// Characters of a line.
const MAX_LINE: usize = 200;

/// What a document says.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Summary {
    /// Who names its first incident, and its name there: `desk.example/inc-7`.
    pub document: String,
    /// When its content was made: what tells revisions of the same incident apart.
    pub revision: String,
    /// One line: what it is about.
    pub title: String,
    /// How far it may go: the strictest label in it; amber where none is said.
    pub tlp: Tlp,
    /// What it says in words, and what it names, one a line.
    pub text: String,
    /// The first address that something came from.
    pub originator: Option<String>,
    /// When it happened, as it says.
    pub event_at: Option<String>,
}

impl Summary {
    /// Sums a document up.
    pub fn of(document: &Document) -> Self {
        let mut summary = Self::default();
        let mut lines: Vec<String> = Vec::new();
        let mut labels: Vec<Tlp> = Vec::new();
        for (place, incident) in document.incidents.iter().enumerate() {
            let told = collect(incident);
            let name = title(incident);
            if place == 0 {
                summary.document = format!("{}/{}", incident.id.name, incident.id.id);
                summary.revision = incident.generation_time.as_str().to_owned();
                summary.title = cut(&name, MAX_LINE);
                let at = incident
                    .start_time
                    .as_ref()
                    .or(incident.detect_time.as_ref());
                summary.event_at = at.map(|at| at.as_str().to_owned());
            }
            let label = incident.restriction.as_ref().and_then(tlp::label);
            labels.extend(label.and_then(|label| label.parse::<Tlp>().ok()));
            lines.push(name);
            lines.extend(in_words(&incident.descriptions).lines().map(str::to_owned));
            for (_, shape) in &told.indicators {
                lines.extend(shape.items().iter().map(|item| item.value.clone()));
            }
            for event in &incident.events {
                for item in told.seen(event) {
                    let is_address = ORIGINATORS.contains(&item.kind.name);
                    if is_address && summary.originator.is_none() {
                        summary.originator = Some(cut(&item.value, MAX_LINE));
                    }
                    lines.push(item.value.clone());
                }
            }
        }
        summary.tlp = labels.into_iter().max().unwrap_or_default();
        let mut text = String::new();
        let mut known = std::collections::HashSet::new();
        for line in &lines {
            let line = line.trim();
            let room = MAX_TEXT.saturating_sub(text.len() + 1);
            if !line.is_empty() && room > 0 && known.insert(line) {
                text.push_str(&line[..line.floor_char_boundary(room)]);
                text.push('\n');
            }
        }
        summary.text = text.trim_end().to_owned();
        summary
    }
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use watchbell_iodef::{Incident, IncidentId, Restriction};

    use super::*;

    fn document(restrictions: &[Option<Restriction>]) -> Document {
        Document {
            incidents: restrictions
                .iter()
                .map(|restriction| Incident {
                    restriction: restriction.clone(),
                    id: IncidentId {
                        name: "desk.example".to_owned(),
                        id: "7".to_owned(),
                        ..IncidentId::default()
                    },
                    descriptions: vec!["Parcel lure\nSee host.example".into()],
                    ..Incident::default()
                })
                .collect(),
            ..Document::default()
        }
    }

    #[test]
    fn every_restriction_is_a_label() {
        let extended = |word: &str| Restriction::Extended(word.to_owned());
        for (restriction, label) in [
            (Restriction::Public, Tlp::Clear),
            (Restriction::White, Tlp::Clear),
            (Restriction::Partner, Tlp::Green),
            (Restriction::Green, Tlp::Green),
            (Restriction::NeedToKnow, Tlp::Amber),
            (Restriction::Amber, Tlp::Amber),
            (extended("amber+strict"), Tlp::AmberStrict),
            (extended("TLP:AMBER+STRICT"), Tlp::AmberStrict),
            (Restriction::Private, Tlp::Red),
            (Restriction::Red, Tlp::Red),
            // What says nothing that is known here goes no further than it must.
            (Restriction::Standard, Tlp::Amber),
            (extended("ours"), Tlp::Amber),
        ] {
            let summary = Summary::of(&document(&[Some(restriction.clone())]));
            assert_eq!(summary.tlp, label, "{restriction:?}");
        }
        assert_eq!(Summary::of(&document(&[None])).tlp, Tlp::Amber);
    }

    #[test]
    fn the_strictest_label_counts_and_the_first_incident_names() {
        let both = [
            Some(Restriction::Green),
            Some(Restriction::Red),
            Some(Restriction::White),
        ];
        let summary = Summary::of(&document(&both));
        assert_eq!(
            (summary.tlp, summary.document.as_str()),
            (Tlp::Red, "desk.example/7")
        );
        assert_eq!(summary.title, "Parcel lure");
        assert_eq!(summary.text, "Parcel lure\nSee host.example");
    }

    #[test]
    fn what_is_judged_has_a_bound() {
        let mut long = document(&[None]);
        long.incidents[0].descriptions = (0..10_000)
            .map(|n| format!("line {n}").as_str().into())
            .collect();
        let summary = Summary::of(&long);
        assert!(
            (7_000..=MAX_TEXT).contains(&summary.text.len()),
            "{}",
            summary.text.len()
        );
    }
}
