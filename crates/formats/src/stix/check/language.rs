//! Tags of languages (RFC 5646), and what is translated by them.

use serde_json::Value;

use super::{
    fault::{Found, Place, quoted, shown},
    identifier::is_step,
    words,
};

/// Whether a text is a tag whose language is known.
pub(super) fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-').peekable();
    let language = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_part = |part: &&str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    if matches!(language.as_str(), "x" | "i") {
        return parts.peek().is_some() && parts.all(|part| is_part(&part));
    }
    if !words::list("language").contains(language.as_str()) {
        return false;
    }
    let is_letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    // Up to three extensions of the language, a script, a region, in this order.
    for _ in 0..3 {
        parts.next_if(|part| part.len() == 3 && is_letters(part));
    }
    parts.next_if(|part| part.len() == 4 && is_letters(part));
    let region = parts
        .next_if(|part| part.len() == 2 && is_letters(part) || part.len() == 3 && is_digits(part));
    let is_region = region.is_none_or(|region| region.len() == 3 || is_country(region));
    let is_variant = |part: &str| {
        part.len() >= 5 || part.len() == 4 && part.starts_with(|first: char| first.is_ascii_digit())
    };
    let mut is_right = is_region;
    let mut is_extended = false;
    for part in parts {
        is_extended |= part.len() == 1;
        is_right &= is_part(&part) && (is_extended || is_variant(part));
        if !is_right {
            break;
        }
    }
    is_right && !text.ends_with('-')
}

/// Whether a word is the code of a country (ISO 3166-1, two letters).
pub(super) fn is_country(code: &str) -> bool {
    words::list("country").contains(code.to_ascii_uppercase().as_str())
}

/// Checks translations: by language, by property.
pub(super) fn contents(value: &Value, place: &Place<'_>, found: &mut Found) {
    let Value::Object(languages) = value else {
        let message = format!("{} is no dictionary", shown(value));
        return found.error("value-type", place, message);
    };
    if languages.is_empty() {
        found.error(
            "empty-object",
            place,
            "a dictionary has no entries".to_owned(),
        );
    }
    for (tag, translations) in languages {
        let place = &Place::Member(place, tag);
        if !is_tag(tag) {
            let message = format!("{} is no tag of a language", quoted(tag));
            found.error("language", place, message);
        }
        let Value::Object(translations) = translations else {
            let message = format!("{} is no dictionary", shown(translations));
            found.error("value-type", place, message);
            continue;
        };
        for (name, translation) in translations {
            let place = &Place::Member(place, name);
            if !is_step(name) {
                let message = format!("{} is no name of a property", quoted(name));
                found.error("property-name", place, message);
            }
            if translation.is_null() {
                found.error("null-value", place, "a value is null".to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_a_language_and_parts_in_order() {
        for tag in [
            "en",
            "de-CH",
            "zh-Hant-TW",
            "es-419",
            "sl-rozaj",
            "de-1996",
            "en-US-u-ca-gregory",
            "x-own",
            "kok",
            "EN-us",
            "az-Cyrl-AZ",
        ] {
            assert!(is_tag(tag), "{tag}");
        }
        for tag in [
            "", "english", "xx", "en_US", "en-", "en-US-US", "en-XQ", "e", "en--US", "en-u-ä", "x",
        ] {
            assert!(!is_tag(tag), "{tag}");
        }
    }
}
