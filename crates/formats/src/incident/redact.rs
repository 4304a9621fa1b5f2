//! What an agreement keeps out of a document.

use watchbell_iodef as iodef;
use watchbell_model::Redaction;

use super::indicator;

/// Takes parts out of a document; returns what was taken, with how many there were, for who sends it.
///
/// What is left says nothing of what was taken: neither a mark nor a count.
pub fn redact(document: &mut iodef::Document, parts: &[Redaction]) -> Vec<(Redaction, usize)> {
    let taken = parts.iter().map(|part| {
        let taken = document
            .incidents
            .iter_mut()
            .map(|incident| take(incident, *part));
        (*part, taken.sum())
    });
    taken.filter(|(_, count)| *count > 0).collect()
}

fn take(incident: &mut iodef::Incident, part: Redaction) -> usize {
    match part {
        Redaction::Reporters => without(incident, |one| one.name.as_deref() == Some("reporter")),
        Redaction::Proofs => {
            let before = incident.additional.len();
            incident
                .additional
                .retain(|one| one.name.as_deref() != Some("tlog-leaf"));
            before - incident.additional.len()
        }
        Redaction::History => incident
            .history
            .take()
            .map_or(0, |history| history.items.len()),
        Redaction::Originators => {
            let mut count = 0;
            for event in &mut incident.events {
                count += std::mem::take(&mut event.flows).len();
            }
            // What an incident is recognized by names them too.
            if let Some(data) = &mut incident.indicator_data {
                let before = data.indicators.len();
                data.indicators.retain(|one| !indicator::is_originator(one));
                count += before - data.indicators.len();
            }
            incident
                .indicator_data
                .take_if(|data| data.indicators.is_empty());
            count
        }
        Redaction::Texts => {
            let mut count = 0;
            for event in &mut incident.events {
                if event.record.take().is_none() {
                    continue;
                }
                count += 1;
                // The evidence of a finding quotes the text, and its place is a place in it.
                for one in &mut event.additional {
                    let meaning = one.meaning.as_deref().unwrap_or_default();
                    if let Some((finding, _)) = meaning.split_once(", bytes ") {
                        one.meaning = Some(finding.to_owned());
                    }
                    if meaning_is_finding(one) {
                        one.value.clear();
                    }
                }
            }
            count
        }
    }
}

fn meaning_is_finding(one: &iodef::Extension) -> bool {
    one.meaning
        .as_deref()
        .is_some_and(|meaning| meaning.starts_with("finding of weight"))
}

fn without(incident: &mut iodef::Incident, is_it: impl Fn(&iodef::Extension) -> bool) -> usize {
    let mut count = 0;
    for event in &mut incident.events {
        let before = event.additional.len();
        event.additional.retain(|one| !is_it(one));
        count += before - event.additional.len();
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::incident::{document, tests::file};

    fn written(parts: &[Redaction]) -> (String, Vec<(Redaction, usize)>) {
        let mut document = document(&file("Pay the fee at 192.0.2.7"));
        let taken = redact(&mut document, parts);
        (iodef::xml::write(&document), taken)
    }

    #[test]
    fn each_part_is_taken_and_counted_and_leaves_no_mark() {
        let (whole, none) = written(&[]);
        assert!(none.is_empty());
        for (part, mark) in [
            (Redaction::Reporters, "pseudonym of who reported"),
            (Redaction::Texts, "text of the message"),
            (Redaction::Originators, "Flow"),
            (Redaction::History, "HistoryItem"),
            (Redaction::Proofs, "tlog-leaf"),
        ] {
            assert!(whole.contains(mark), "{part}");
            let (left, taken) = written(&[part]);
            assert!(!left.contains(mark), "{part}");
            assert_eq!(taken.len(), 1, "{part}");
            assert!(taken[0].1 > 0 && taken[0].0 == part);
            assert!(!left.contains("redact"), "{part}");
        }
    }

    #[test]
    fn evidence_goes_where_its_text_goes() {
        let (left, _) = written(&[Redaction::Texts]);
        assert!(!left.contains(" of the text"));
        let all = Redaction::ALL;
        let (left, taken) = written(all);
        assert_eq!(taken.len(), all.len());
        assert_eq!(
            iodef::xml::read(&left)
                .map(|read| read.incidents.len())
                .ok(),
            Some(1)
        );
    }
}
