//! The versions of `NuGet` packages: <https://learn.microsoft.com/nuget/concepts/package-versioning>.
//!
//! The order is that of semantic versioning with a fourth number, and the labels of pre-releases compare without case.

use super::{
    error::Fault,
    part::Folded,
    semver::{self, Identifier},
};

pub(super) fn parse(text: &str) -> Result<semver::Key<'_>, Fault> {
    let mut key = semver::parse(text)?;
    for identifier in &mut key.pre {
        if let Identifier::Text(label) = identifier {
            *identifier = Identifier::Folded(Folded(label));
        }
    }
    Ok(key)
}
