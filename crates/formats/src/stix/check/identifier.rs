//! Identifiers (section 2.9), and names of types and properties (sections 3.1 and 11).

/// An identifier, in its parts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Identifier<'a> {
    /// The type of what it names.
    pub(super) kind: &'a str,
    /// The version of its UUID.
    pub(super) version: u8,
}

/// Reads an identifier.
pub(super) fn read(text: &str) -> Option<Identifier<'_>> {
    let (kind, uuid) = text.split_at_checked(text.len().checked_sub(36)?)?;
    let kind = kind.strip_suffix("--")?;
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let bytes = kind.as_bytes();
    let is_kind = bytes.len() >= 3
        && bytes.first().is_some_and(u8::is_ascii_lowercase)
        && bytes.last().is_some_and(|byte| is_part(*byte))
        && bytes.iter().all(|byte| is_part(*byte) || *byte == b'-');
    let is_uuid = uuid.bytes().enumerate().all(|(at, byte)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        14 => (b'1'..=b'5').contains(&byte),
        19 => matches!(byte, b'8' | b'9' | b'a' | b'b' | b'A' | b'B'),
        _ => byte.is_ascii_hexdigit(),
    });
    let version = uuid.as_bytes().get(14)?.wrapping_sub(b'0');
    (is_kind && is_uuid).then_some(Identifier { kind, version })
}

/// Whether a word can be the name of a type: lower-case words between single hyphens.
pub(super) fn is_type(name: &str) -> bool {
    let words = name.strip_suffix('-').unwrap_or(name);
    let is_word = |word: &str| {
        let mut bytes = word.bytes();
        !word.is_empty() && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    (3..=250).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && words.split('-').all(is_word)
}

/// Whether a word can be the name of a property.
pub(super) fn is_property(name: &str) -> bool {
    name == "id" || name.starts_with(|first: char| first.is_ascii_lowercase()) && is_step(name)
}

/// Whether a word can be a step to a property in a pattern or a translation.
pub(super) fn is_step(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (3..=250).contains(&name.len()) && name.bytes().all(is_part)
}

/// Whether a word can be a key of a dictionary.
pub(super) fn is_key(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    name.len() <= 250 && name.bytes().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    const UUID: &str = "8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";

    #[test]
    fn identifiers_have_a_type_and_a_uuid() {
        let read_one = |kind: &str| read(&format!("{kind}--{UUID}")).map(|id| id.version);
        assert_eq!(read_one("x-example"), Some(4));
        for kind in ["", "ab", "X-example", "1ab", "ab-", "a_b"] {
            assert_eq!(read_one(kind), None, "{kind}");
        }
        for uuid in [
            "8e2e2d2b-17d4-6cbf-938f-98ee46b3cd3f",
            "8e2e2d2b-17d4-4cbf-738f-98ee46b3cd3f",
            "8e2e2d2b17d44cbf938f98ee46b3cd3f",
            "8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3",
        ] {
            assert_eq!(read(&format!("tool--{uuid}")), None, "{uuid}");
        }
        assert_eq!(read("ä"), None);
    }

    #[test]
    fn names_have_a_form() {
        assert!(is_type("x-example") && is_type("x509-certificate"));
        assert!(!is_type("x--a") && !is_type("Xab") && !is_type("ab") && !is_type("a_bc"));
        assert!(is_property("id") && is_property("x_own") && is_property("cwd"));
        assert!(!is_property("ab") && !is_property("Own") && !is_property("1st"));
        assert!(!is_property(&"a".repeat(251)));
    }
}
