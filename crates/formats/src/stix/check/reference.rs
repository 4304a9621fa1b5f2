//! References to what is outside (section 2.5), and hashes (section 2.7).

use serde_json::{Map, Value};

use super::{
    fault::{Found, Place, quoted},
    should, value, words,
};

/// Checks that a reference outside says where, and in the form of its source.
pub(super) fn external(members: &Map<String, Value>, place: &Place<'_>, found: &mut Found) {
    should::external(members, place, found);
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    let is_there = |name: &&str| members.contains_key(*name);
    let id = text("external_id").unwrap_or_default();
    let place_of_id = &Place::Member(place, "external_id");
    let (is_cve, is_capec) = (is_cve(id), is_capec(id));
    match text("source_name") {
        Some(source @ ("cve" | "capec")) => {
            let is_right = if source == "cve" { is_cve } else { is_capec };
            if !is_right {
                let message = format!("{} is no identifier of {source}", quoted(id));
                found.error("external-reference", place_of_id, message);
            }
        }
        Some(source) if is_cve || is_capec => {
            let word = if is_cve { "cve" } else { "capec" };
            let message = format!(
                "the source of {} is `{word}`, not {}",
                quoted(id),
                quoted(source)
            );
            found.error("external-reference", place_of_id, message);
        }
        Some(_) if !["description", "url", "external_id"].iter().any(is_there) => {
            let message = "there is no description, URL or identifier".to_owned();
            found.error("external-reference", place, message);
        }
        _ => {}
    }
}

/// `CVE-`, a year, a number of four digits or more.
fn is_cve(id: &str) -> bool {
    let parts = id
        .strip_prefix("CVE-")
        .and_then(|rest| rest.split_once('-'));
    parts.is_some_and(|(year, number)| {
        let is_number = number.len() == 4 || number.len() > 4 && !number.starts_with('0');
        year.len() == 4 && is_digits(year) && is_number && is_digits(number)
    })
}

fn is_capec(id: &str) -> bool {
    id.strip_prefix("CAPEC-")
        .is_some_and(|number| !number.is_empty() && is_digits(number))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Checks hashes; where only named ones may be there, others are errors.
pub(super) fn hashes(value: &Value, is_named: bool, place: &Place<'_>, found: &mut Found) {
    let Some(hashes) = value::dictionary(value, place, found) else {
        return;
    };
    for (name, hash) in hashes {
        let place = &Place::Member(place, name);
        let is_known = words::list("hash-algorithm").contains(name.as_str());
        if name.len() < 3 || is_named && !is_known {
            let message = format!("{} is no name of a hash", quoted(name));
            found.error("hash-name", place, message);
        } else if !is_known {
            should::hash_name(name, place, found);
        }
        let Some(hash) = value::text(hash, place, found) else {
            continue;
        };
        if !is_hash(name, hash) {
            let message = format!("{} is no hash of {name}", quoted(hash));
            found.error("hash-value", place, message);
        }
    }
}

fn is_hash(name: &str, hash: &str) -> bool {
    let length = match name {
        "MD5" => 32,
        "SHA-1" => 40,
        "SHA-256" | "SHA3-256" => 64,
        "SHA-512" | "SHA3-512" => 128,
        "SSDEEP" => {
            let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"/+:.".contains(&byte);
            return (1..=128).contains(&hash.len()) && hash.bytes().all(is_sign);
        }
        "TLSH" => {
            // Newer ones say their version before.
            let digits = hash.strip_prefix("T1").filter(|rest| rest.len() == 70);
            let digits = digits.unwrap_or(hash);
            return digits.len() == 70 && digits.bytes().all(|byte| byte.is_ascii_alphanumeric());
        }
        _ => return true,
    };
    hash.len() == length && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_cve_and_capec_have_a_form() {
        assert!(is_cve("CVE-2026-0001") && is_cve("CVE-2026-12345"));
        assert!(!is_cve("CVE-2026-01234") && !is_cve("CVE-26-1234") && !is_cve("CVE-2026-123"));
        assert!(!is_cve("cve-2026-1234") && !is_cve("CVE-2026"));
        assert!(is_capec("CAPEC-1") && !is_capec("CAPEC-") && !is_capec("CAPEC-abc"));
    }

    #[test]
    fn hashes_have_the_length_of_their_method() {
        assert!(is_hash("MD5", &"aB".repeat(16)) && !is_hash("MD5", &"a".repeat(31)));
        assert!(!is_hash("SHA-256", &"g".repeat(64)) && is_hash("x_own", "any"));
        assert!(is_hash("SSDEEP", "3:AB/c+d:e") && !is_hash("SSDEEP", "a b"));
        assert!(is_hash("TLSH", &"A".repeat(70)) && !is_hash("TLSH", &"A".repeat(69)));
    }
}
