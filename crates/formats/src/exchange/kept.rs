//! What another language says, kept in a document beside what was made of it.

use serde_json::Value;
use watchbell_iodef as iodef;

/// Keeps a value under a name.
pub(crate) fn kept(name: &str, meaning: &str, value: &Value) -> iodef::Extension {
    kept_text(name, meaning, value.to_string())
}

/// Keeps a text of JSON under a name.
pub(crate) fn kept_text(name: &str, meaning: &str, text: String) -> iodef::Extension {
    iodef::Extension {
        kind: iodef::DataKind::Extended("json".to_owned()),
        ..iodef::Extension::string(name, meaning, text)
    }
}

/// Returns what was kept under a name.
pub(crate) fn kept_as<'a>(
    name: &'a str,
    additional: &'a [iodef::Extension],
) -> impl Iterator<Item = Value> + 'a {
    let named = additional
        .iter()
        .filter(move |one| one.name.as_deref() == Some(name));
    named.filter_map(|one| serde_json::from_str(&one.value).ok())
}
