//! Texts of a document as one, and its times.

use watchbell_iodef as iodef;
use watchbell_model::Time;

/// Joins texts, one a line, without the blanks around them.
pub(crate) fn in_words(texts: &[iodef::Text]) -> String {
    let texts = texts.iter().map(|text| text.value.trim());
    let texts = texts.filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join("\n")
}

/// Returns the first line that says what happened, or which incident it is.
pub(crate) fn title(incident: &iodef::Incident) -> String {
    let words = in_words(&incident.descriptions);
    match words.lines().next() {
        Some(line) => line.trim().to_owned(),
        None => format!("Incident {} of {}", incident.id.id, incident.id.name),
    }
}

/// Returns a time as STIX has it: in UTC, with three digits of a second; what is no time is the
/// beginning of time.
pub(crate) fn timestamp(text: &str) -> String {
    let at = text.parse().unwrap_or_else(|_| Time::default());
    let seconds = Time::from_micros(at.seconds() * Time::SECOND).to_string();
    let rest = at.micros().rem_euclid(Time::SECOND) / 1_000;
    format!("{}.{rest:03}Z", seconds.trim_end_matches('Z'))
}
