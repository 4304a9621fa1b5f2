//! Languages (BCP 47; 6.1.12, 6.1.15, 6.1.28, 6.2.12, 6.2.14, 6.2.15).

use super::{Check, document::Document, shape::short};

/// The registry of subtags (IANA, 25 August 2025): under the name of a kind all subtags of it that
/// are not for private use.
const REGISTRY: &str = include_str!("language.txt");

/// Tags that are registered as a whole and fit no rule.
const WHOLE: &[&str] = &["i-default", "i-mingo"];

/// What a part of a tag is (2.2 of RFC 5646).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Language,
    Extlang,
    Script,
    Region,
    Variant,
    Extension,
    Private,
}

pub(super) fn check(document: &Document<'_>, check: &mut Check) {
    let head = document.head();
    let (lang, source) = (head.text("lang"), head.text("source_lang"));
    for (member, tag) in [("lang", lang), ("source_lang", source)] {
        let path = format!("/document/{member}");
        if tag.is_empty() || !is_tag(tag) {
            continue;
        }
        if tag.eq_ignore_ascii_case("i-default") {
            check.add("6.2.15", path, "i-default is no language");
        } else if let Some(subtag) = unknown(tag) {
            check.add(
                "6.1.12",
                path,
                format!("{} is not registered", short(subtag)),
            );
        } else if let Some(subtag) = private(tag) {
            check.add(
                "6.2.14",
                path,
                format!("{} is for private use", short(subtag)),
            );
        }
    }
    let category = head.get("publisher");
    let category = category.map_or("", |publisher| publisher.text("category"));
    if category == "translator" && source.is_empty() {
        check.add(
            "6.1.15",
            "/document/source_lang",
            "a translation has to name it",
        );
    }
    if !lang.is_empty() && lang.eq_ignore_ascii_case(source) {
        check.add(
            "6.1.28",
            "/document/source_lang",
            format!("is {} too", short(lang)),
        );
    }
    if lang.is_empty() {
        check.add("6.2.12", "/document/lang", "is missing");
    }
}

/// Whether it has the form of a language tag (2.1 of RFC 5646).
pub(super) fn is_tag(tag: &str) -> bool {
    WHOLE.iter().any(|whole| tag.eq_ignore_ascii_case(whole)) || subtags(tag).is_some()
}

/// The parts of a tag; nothing where it has not the form of one.
fn subtags(tag: &str) -> Option<Vec<(Kind, &str)>> {
    let mut parts = tag.split('-').peekable();
    let alphabetic = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    let plain = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let digits = |part: &str| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_x = |part: &str| part.eq_ignore_ascii_case("x");
    let mut found = Vec::new();
    if !parts.peek().is_some_and(|part| is_x(part)) {
        let language = parts.next().filter(|part| alphabetic(part, 2..=8))?;
        found.push((Kind::Language, language));
        for _ in 0..3 {
            if language.len() <= 3 {
                let part = parts.next_if(|part| alphabetic(part, 3..=3));
                found.extend(part.map(|part| (Kind::Extlang, part)));
            }
        }
        let script = parts.next_if(|part| alphabetic(part, 4..=4));
        found.extend(script.map(|part| (Kind::Script, part)));
        let region = parts.next_if(|part| alphabetic(part, 2..=2) || digits(part));
        found.extend(region.map(|part| (Kind::Region, part)));
        let is_variant = |part: &&str| {
            plain(part, 5..=8)
                || (plain(part, 4..=4) && part.starts_with(|c: char| c.is_ascii_digit()))
        };
        while let Some(variant) = parts.next_if(is_variant) {
            found.push((Kind::Variant, variant));
        }
        while let Some(singleton) = parts.next_if(|part| plain(part, 1..=1) && !is_x(part)) {
            found.push((Kind::Extension, singleton));
            parts.next_if(|part| plain(part, 2..=8))?;
            while parts.next_if(|part| plain(part, 2..=8)).is_some() {}
        }
    }
    match parts.next() {
        None => Some(found),
        Some(x) if is_x(x) => {
            found.push((Kind::Private, x));
            let is_right = parts.peek().is_some() && parts.all(|part| plain(part, 1..=8));
            is_right.then_some(found)
        }
        Some(_) => None,
    }
}

/// A part of a tag that the registry does not have.
fn unknown(tag: &str) -> Option<&str> {
    if is_registered("grandfathered", tag) {
        return None;
    }
    let parts = subtags(tag).unwrap_or_default();
    let is_unknown = |(kind, part): &(Kind, &str)| {
        let heading = match kind {
            Kind::Language => "language",
            Kind::Extlang => "extlang",
            Kind::Script => "script",
            Kind::Region => "region",
            Kind::Variant => "variant",
            Kind::Extension | Kind::Private => return false,
        };
        !is_private(*kind, part) && !is_registered(heading, part)
    };
    let unknown = parts.into_iter().find(is_unknown);
    unknown.map(|(_, part)| part)
}

fn is_registered(kind: &str, subtag: &str) -> bool {
    let mut lines = REGISTRY.lines();
    let heading = lines.find(|line| line.strip_prefix("# ") == Some(kind));
    debug_assert!(heading.is_some(), "{kind}");
    let mut subtags = lines
        .take_while(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace);
    subtags.any(|known| known.eq_ignore_ascii_case(subtag))
}

/// A part of a tag that means what its users agreed on (2.2.7 and 4.6 of RFC 5646).
fn private(tag: &str) -> Option<&str> {
    let mut parts = subtags(tag)?.into_iter();
    let found = parts.find(|(kind, part)| is_private(*kind, part));
    found.map(|(_, part)| part)
}

fn is_private(kind: Kind, subtag: &str) -> bool {
    let lower = subtag.to_ascii_lowercase();
    match kind {
        Kind::Private => true,
        Kind::Language => ("qaa"..="qtz").contains(&&*lower) && lower.len() == 3,
        Kind::Script => ("qaaa"..="qabx").contains(&&*lower),
        Kind::Region => {
            matches!(&*lower, "aa" | "zz")
                || ("qm"..="qz").contains(&&*lower)
                || lower.starts_with('x')
        }
        Kind::Extlang | Kind::Variant | Kind::Extension => false,
    }
}
