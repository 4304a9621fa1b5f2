//! What an agreement keeps out of a document.

use watchbell_iodef as iodef;
use watchbell_model::Redaction;

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
