//! The versions of Go modules and toolchains.
//!
//! Modules: <https://go.dev/ref/mod#versions>; the order is that of semantic versioning, pseudo-versions are ordinary
//! pre-releases in it, and `+incompatible` is build metadata that does not count. The leading `v` may be missing, as
//! it is in OSV records.
//!
//! Toolchains: <https://go.dev/doc/toolchain#version>, `go1.21.3`, `go1.22rc1`. They are read into the same order, as
//! the Go vulnerability database writes them: `go1.22rc1` as `1.22.0-rc.1`. From 1.21 on, a name without a patch
//! number is the language version, below its release candidates: `go1.21 < go1.21rc1 < go1.21.0`; it is read as
//! `1.21.0-0`. What follows a hyphen is a vendor's mark and does not count.

use super::{
    Reason,
    error::Fault,
    part::{Number, digits, run},
    semver::{self, Identifier, Key},
};

/// The first minor version of Go 1 whose bare name is not a release.
const FIRST_LANGUAGE_VERSION: &str = "21";

pub(super) fn parse(text: &str) -> Result<Key<'_>, Fault> {
    match text.get(..2) {
        Some("go") => toolchain(text),
        _ => semver::parse(text),
    }
}

fn toolchain(text: &str) -> Result<Key<'_>, Fault> {
    let name = text.split(['-', ' ', '+']).next().unwrap_or(text);
    let mut numbers = Vec::with_capacity(3);
    let mut at = 2;
    loop {
        let end = digits(name, at);
        if end == at {
            return Err(Fault::at(at, Reason::DigitMissing));
        }
        numbers.push(Number::new(&name[at..end]));
        at = end;
        if numbers.len() == 3 || name.as_bytes().get(at) != Some(&b'.') {
            break;
        }
        at += 1;
    }
    let mut pre = Vec::new();
    let kind = run(name, at, |byte| byte.is_ascii_lowercase());
    if kind > at && numbers.len() < 3 {
        let end = digits(name, kind);
        if end == kind {
            return Err(Fault::at(kind, Reason::DigitMissing));
        }
        pre.push(Identifier::Text(&name[at..kind]));
        pre.push(Identifier::Number(Number::new(&name[kind..end])));
        at = end;
    } else if numbers.len() == 2 && numbers[1] >= Number::new(FIRST_LANGUAGE_VERSION) {
        pre.push(Identifier::Number(Number::ZERO));
    }
    if at < name.len() {
        return Err(Fault::unexpected(name, at));
    }
    while numbers.last().is_some_and(|number| number.is_zero()) {
        numbers.pop();
    }
    Ok(Key {
        numbers,
        released: pre.is_empty(),
        pre,
    })
}
