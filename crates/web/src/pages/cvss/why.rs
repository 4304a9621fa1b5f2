//! Why a score is what it is: what it would be if one metric were another.

use watchbell_cvss::{Group, Metric, Score, Value, Vector};

use super::{draw, is_said, permalink};
use crate::markup::Markup;

/// Metrics that the sentence names at most.
const NAMED: usize = 3;

/// What moves a score, and what does not.
#[derive(Debug)]
pub(super) struct Why {
    /// What moves it most, in words.
    pub(super) sentences: Vec<String>,
    /// Metrics that the vector states, those that move it most first.
    pub(super) said: Vec<Reach>,
    /// Optional metrics that it does not state, in the same order.
    pub(super) unsaid: Vec<Reach>,
    /// Names of metrics that would not move it, whatever their value.
    pub(super) idle: Vec<&'static Metric>,
}

/// What scores one metric can reach while all others stay.
#[derive(Debug)]
pub(super) struct Reach {
    pub(super) metric: &'static Metric,
    pub(super) now: &'static Value,
    pub(super) tries: Vec<Try>,
    pub(super) drawing: Markup,
}

/// One value that a metric could have.
#[derive(Debug)]
pub(super) struct Try {
    pub(super) value: &'static Value,
    pub(super) score: Score,
    pub(super) address: String,
    /// It is the one that the metric has.
    pub(super) here: bool,
    /// How many tenths it is above what the score is.
    tenths: i16,
}

impl Try {
    /// How far the score would move: `−1.3`.
    pub(super) fn change(&self) -> String {
        match self.tenths {
            0 => "±0".to_owned(),
            tenths => {
                let sign = if tenths < 0 { '−' } else { '+' };
                let size = tenths.unsigned_abs();
                format!("{sign}{}.{}", size / 10, size % 10)
            }
        }
    }
}

impl Reach {
    fn new(vector: &Vector, metric: &'static Metric) -> Option<Self> {
        let now = vector.value(metric.abbreviation)?;
        let score = vector.score();
        let tries: Vec<Try> = metric
            .values
            .iter()
            .filter_map(|value| {
                let changed = vector.with_value(metric.abbreviation, value.abbreviation)?;
                Some(Try {
                    value,
                    score: changed.score(),
                    address: permalink(&changed),
                    here: value == now,
                    tenths: i16::from(changed.score().tenths()) - i16::from(score.tenths()),
                })
            })
            .collect();
        Some(Self {
            metric,
            now,
            drawing: draw::reach(score, &tries),
            tries,
        })
    }

    /// How many tenths the score moves at most.
    fn most(&self) -> u16 {
        let moves = self.tries.iter().map(|other| other.tenths.unsigned_abs());
        moves.max().unwrap_or(0)
    }

    /// The value that moves the score most.
    fn farthest(&self) -> Option<&Try> {
        // Of equals the first.
        let tries = self.tries.iter().rev();
        tries.max_by_key(|other| other.tenths.unsigned_abs())
    }
}

impl Why {
    pub(super) fn new(vector: &Vector) -> Self {
        let mut idle = Vec::new();
        let (mut said, mut unsaid) = (Vec::new(), Vec::new());
        for metric in vector.metrics() {
            if metric.group == Group::Supplemental {
                continue;
            }
            match Reach::new(vector, metric) {
                Some(reach) if reach.most() == 0 => idle.push(metric),
                Some(reach) if is_said(vector, metric) => said.push(reach),
                Some(reach) => unsaid.push(reach),
                None => {}
            }
        }
        for list in [&mut said, &mut unsaid] {
            list.sort_by_key(|reach| std::cmp::Reverse(reach.most()));
        }
        Self {
            sentences: sentences(vector, &said, &unsaid),
            said,
            unsaid,
            idle,
        }
    }
}

fn sentences(vector: &Vector, said: &[Reach], unsaid: &[Reach]) -> Vec<String> {
    let mut sentences = Vec::new();
    let named: Vec<String> = said.iter().take(NAMED).filter_map(told).collect();
    match named.as_slice() {
        [] => sentences.push(format!(
            "No single metric that is stated moves the score away from {}.",
            vector.score()
        )),
        [one] => sentences.push(format!("One metric moves the score: {one}.")),
        [all @ .., last] => sentences.push(format!(
            "What moves the score most: {}, and {last}.",
            all.join(", ")
        )),
    }
    // A modified metric says of one place what its base metric says of all.
    let own = |reach: &&Reach| !reach.metric.name.starts_with("Modified ");
    if let Some(reach) = unsaid.iter().find(own)
        && let Some(far) = reach.farthest()
    {
        sentences.push(format!(
            "Of what is not stated yet, {} could move it most: {} makes it {}.",
            reach.metric.name, far.value.name, far.score
        ));
    }
    sentences
}

/// `Attack Vector (Physical instead of Network makes it 4.1)`
fn told(reach: &Reach) -> Option<String> {
    let far = reach.farthest()?;
    Some(format!(
        "{} ({} instead of {} makes it {})",
        reach.metric.name, far.value.name, reach.now.name, far.score
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(text: &str) -> Why {
        Why::new(&Vector::parse(text).unwrap())
    }

    #[test]
    fn the_sentence_names_what_moves_the_score_most() {
        let why = why("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N");
        assert!(
            why.sentences[0].starts_with(
                "What moves the score most: Confidentiality Impact (None instead of High makes it 0.0), "
            ),
            "{:?}",
            why.sentences
        );
        assert!(why.sentences[1].starts_with("Of what is not stated yet"));
        let most: Vec<u16> = why.said.iter().map(Reach::most).collect();
        assert!(
            most.is_sorted_by(|a, b| a >= b) && most.len() == 8,
            "{most:?}"
        );
        let first = &why.said[0].tries;
        assert_eq!(first.iter().filter(|other| other.here).count(), 1);
        assert_eq!(first[2].change(), "−7.5");
        assert!(first[2].address.ends_with("/C:N/I:N/A:N"));
    }

    #[test]
    fn what_cannot_move_the_score_is_named_apart() {
        // Modified metrics stand in for those of the base.
        let why = why("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N/MAV:P");
        assert!(why.idle.iter().any(|metric| metric.abbreviation == "AV"));
        assert!(
            why.said
                .iter()
                .any(|reach| reach.metric.abbreviation == "MAV")
        );
        let none = Why::new(&Vector::new(watchbell_cvss::Version::V2));
        assert!(!none.sentences.is_empty());
    }
}
