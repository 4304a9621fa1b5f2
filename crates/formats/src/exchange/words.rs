//! Texts of a document as one.

use watchbell_iodef as iodef;

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
