//! Takes a package URL apart, from its right end to its left, as the specification tells to.

use super::{MAX_BYTES, MAX_QUALIFIERS, Purl, Reason, error::Fault, kind, percent};

pub(super) fn parse(text: &str) -> Result<Purl, Fault> {
    if text.len() > MAX_BYTES {
        return Err(Fault::at(MAX_BYTES, Reason::TooLong));
    }
    let scheme = text
        .get(..4)
        .filter(|scheme| scheme.eq_ignore_ascii_case("pkg:"));
    if scheme.is_none() {
        return Err(Fault::at(0, Reason::Scheme));
    }
    let (rest, subpath) = cut(text, '#');
    let (rest, qualifiers) = cut(rest, '?');
    // Slashes after the scheme and at the end say nothing.
    let start = rest.len() - rest[4..].trim_start_matches('/').len();
    let slash = rest[start..].find('/').map_or(rest.len(), |at| start + at);
    let kind = type_name(&rest[start..slash], start)?;
    let (path, version) = version(rest, slash)?;
    let path = path.trim_end_matches('/');
    let name_at = path.rfind('/').map_or(path.len(), |at| at + 1).max(slash);
    let name = percent::decode(path.get(name_at..).unwrap_or_default(), name_at)?;
    if name.is_empty() {
        return Err(Fault::at(path.len().max(slash), Reason::NameMissing));
    }
    let namespace = path.get(slash..name_at).unwrap_or_default();
    let mut purl = Purl {
        kind,
        namespace: segments(namespace, slash, Steps::Kept)?,
        name,
        version,
        qualifiers: match qualifiers {
            Some(at) => read_qualifiers(&text[at..subpath.map_or(text.len(), |at| at - 1)], at)?,
            None => Vec::new(),
        },
        subpath: match subpath {
            Some(at) => segments(&text[at..], at, Steps::Dropped)?,
            None => None,
        },
    };
    kind::normalise(&mut purl);
    kind::check(&purl, slash, name_at)?;
    Ok(purl)
}

/// Makes one of parts; no place can be named but the beginning.
pub(super) fn build(kind: &str, namespace: Option<&str>, name: &str) -> Result<Purl, Fault> {
    let namespace = namespace.unwrap_or_default();
    plain(namespace)?;
    plain(name)?;
    if name.is_empty() {
        return Err(Fault::at(0, Reason::NameMissing));
    }
    let parts: Vec<&str> = namespace
        .split('/')
        .filter(|part| !part.is_empty())
        .collect();
    let mut purl = Purl {
        kind: type_name(kind, 0)?,
        namespace: Some(parts.join("/")).filter(|namespace| !namespace.is_empty()),
        name: name.to_owned(),
        version: None,
        qualifiers: Vec::new(),
        subpath: None,
    };
    kind::normalise(&mut purl);
    Ok(purl)
}

/// Refuses what no part may be, however it is encoded.
pub(super) fn plain(text: &str) -> Result<(), Fault> {
    if text.len() > MAX_BYTES {
        return Err(Fault::at(MAX_BYTES, Reason::TooLong));
    }
    match text.find(char::is_control) {
        Some(at) => Err(Fault::at(at, Reason::ControlCharacter)),
        None => Ok(()),
    }
}

/// Cuts at the last separator; gives what is before, and where what is behind starts.
fn cut(text: &str, separator: char) -> (&str, Option<usize>) {
    match text.rfind(separator) {
        Some(at) => (&text[..at], Some(at + 1)),
        None => (text, None),
    }
}

fn type_name(kind: &str, at: usize) -> Result<String, Fault> {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-');
    if !kind.starts_with(|char: char| char.is_ascii_alphabetic()) || !kind.bytes().all(known) {
        return Err(Fault::at(at, Reason::Type));
    }
    Ok(kind.to_ascii_lowercase())
}

/// Cuts the version off: behind the last `@` that follows a name. One after a slash is an npm scope left unencoded.
fn version(rest: &str, slash: usize) -> Result<(&str, Option<String>), Fault> {
    let path = &rest[slash..];
    let Some(at) = path
        .rfind('@')
        .filter(|at| *at > 1 && !path[..*at].ends_with('/'))
    else {
        // `pkg:type/@1.0` has a version and no name.
        let nameless = path
            .rfind('/')
            .filter(|slash| path[*slash..].starts_with("/@"));
        return match nameless {
            Some(at) => Err(Fault::at(slash + at + 1, Reason::NameMissing)),
            None => Ok((rest, None)),
        };
    };
    let start = slash + at + 1;
    let version = percent::decode(&rest[start..], start)?;
    Ok((
        &rest[..slash + at],
        Some(version).filter(|version| !version.is_empty()),
    ))
}

/// What becomes of `.` and `..` in a path.
#[derive(Clone, Copy, PartialEq)]
enum Steps {
    Kept,
    Dropped,
}

/// Decodes the parts of a path and joins those that are not empty.
fn segments(path: &str, start: usize, steps: Steps) -> Result<Option<String>, Fault> {
    let mut joined = String::new();
    let mut at = start;
    for part in path.split('/') {
        let decoded = percent::decode(part, at)?;
        if decoded.contains('/') {
            return Err(Fault::at(at, Reason::PathPart));
        }
        let step = steps == Steps::Dropped && matches!(decoded.as_str(), "." | "..");
        if step && decoded.len() != part.len() {
            return Err(Fault::at(at, Reason::PathPart));
        }
        if !decoded.is_empty() && !step {
            if !joined.is_empty() {
                joined.push('/');
            }
            joined.push_str(&decoded);
        }
        at += part.len() + 1;
    }
    Ok(Some(joined).filter(|joined| !joined.is_empty()))
}

/// Reads `key=value` between ampersands; one with an empty value counts as not given.
fn read_qualifiers(text: &str, start: usize) -> Result<Vec<(String, String)>, Fault> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut at = start;
    for pair in text.split('&') {
        if !pair.is_empty() {
            let (key, value) = pair
                .split_once('=')
                .ok_or_else(|| Fault::at(at, Reason::QualifierKey))?;
            let known =
                |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
            if !key.starts_with(|char: char| char.is_ascii_alphabetic()) || !key.bytes().all(known)
            {
                return Err(Fault::at(at, Reason::QualifierKey));
            }
            let key = key.to_ascii_lowercase();
            let value = percent::decode(value, at + key.len() + 1)?;
            if pairs.iter().any(|(other, _)| *other == key) {
                return Err(Fault::at(at, Reason::QualifierTwice));
            }
            if pairs.len() == MAX_QUALIFIERS {
                return Err(Fault::at(at, Reason::TooManyQualifiers));
            }
            pairs.push((key, value));
        }
        at += pair.len() + 1;
    }
    pairs.retain(|(_, value)| !value.is_empty());
    pairs.sort();
    Ok(pairs)
}
