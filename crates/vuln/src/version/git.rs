//! Git commit ids: <https://git-scm.com/docs/gitrevisions>, full or abbreviated.
//!
//! Text does not order commits. In a CVE record `<` between commits means "is an ancestor of" (CVE Record Format,
//! `versions.md`), which only the commit graph answers; here two ids can be the same or not.

use super::{Reason, error::Fault};

/// Shortest abbreviation that git writes by itself.
const SHORTEST: usize = 7;
/// Length of a SHA-256 id.
const LONGEST: usize = 64;

#[derive(Debug, Clone)]
pub(super) struct Key<'a>(&'a str);

pub(super) fn parse(text: &str) -> Result<Key<'_>, Fault> {
    if let Some(at) = text.find(|char: char| !char.is_ascii_hexdigit()) {
        return Err(Fault::unexpected(text, at));
    }
    if !(SHORTEST..=LONGEST).contains(&text.len()) {
        return Err(Fault::at(text.len().min(LONGEST), Reason::CommitLength));
    }
    Ok(Key(text))
}

impl Key<'_> {
    /// Says whether one id is the other, or its beginning.
    pub(super) fn same(&self, other: &Key<'_>) -> bool {
        let length = self.0.len().min(other.0.len());
        self.0[..length].eq_ignore_ascii_case(&other.0[..length])
    }
}
