//! Orders of versions: one file a scheme, each citing the rule it follows.
//!
//! Every order but that of [`Scheme::Git`] is total and agrees with its own equality: for any three versions that are
//! read, `a ≤ b` and `b ≤ c` give `a ≤ c`. Numbers of any length compare exactly.
//!
//! Read once, compare often: [`Version::parse`] keeps what it found, [`Scheme::compare`] is both steps in one.

mod apk;
mod composer;
mod custom;
mod deb;
mod error;
mod gem;
mod git;
mod go;
mod maven;
mod names;
mod npm;
mod nuget;
mod part;
mod python;
mod rpm;
mod semver;
mod token;

use std::{cmp::Ordering, fmt};

use error::Fault;
pub use error::{Error, Reason};

/// Longest version that is read, in bytes: `maxLength` of `version` in the CVE Record Format 5.
pub const MAX_BYTES: usize = 1024;

/// Words that stand where a version should and name none, as found in published records.
pub const PLACEHOLDERS: &[&str] = &[
    "*",
    "-",
    "n/a",
    "na",
    "none",
    "all",
    "any",
    "unspecified",
    "unknown",
    "not specified",
    "see references",
    "multiple",
    "various",
];

/// A rule by which versions are read and ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Scheme {
    /// Semantic Versioning 2.0.0, read leniently.
    Semver,
    /// RPM labels: epoch, version, release.
    Rpm,
    /// Debian package versions: epoch, upstream version, revision.
    Deb,
    /// Maven's version order specification.
    Maven,
    /// Python's PEP 440.
    Python,
    /// node-semver with its loose forms.
    Npm,
    /// The `Gem::Version` of Ruby.
    Gem,
    /// Go module versions and toolchain names.
    Go,
    /// `NuGet`: semantic versions with up to four numbers, whose labels ignore case.
    Nuget,
    /// Alpine's `pkgver-rN`.
    Apk,
    /// Composer's normalised versions, in the order of PHP's `version_compare`.
    Composer,
    /// Git commit ids; not an order, see [`Scheme::is_ordered`].
    Git,
    /// A heuristic for versions whose rule nobody named; see [`Scheme::is_heuristic`].
    Custom,
}

impl Scheme {
    /// Every scheme.
    pub const ALL: &'static [Self] = &[
        Self::Semver,
        Self::Rpm,
        Self::Deb,
        Self::Maven,
        Self::Python,
        Self::Npm,
        Self::Gem,
        Self::Go,
        Self::Nuget,
        Self::Apk,
        Self::Composer,
        Self::Git,
        Self::Custom,
    ];

    /// Returns the name as it is shown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Semver => "semver",
            Self::Rpm => "rpm",
            Self::Deb => "deb",
            Self::Maven => "maven",
            Self::Python => "python",
            Self::Npm => "npm",
            Self::Gem => "gem",
            Self::Go => "go",
            Self::Nuget => "nuget",
            Self::Apk => "apk",
            Self::Composer => "composer",
            Self::Git => "git",
            Self::Custom => "custom",
        }
    }

    /// Says whether two different versions always have an order: true for all but [`Scheme::Git`], where only the
    /// commit graph knows.
    pub const fn is_ordered(self) -> bool {
        !matches!(self, Self::Git)
    }

    /// Says whether the order is a guess that no producer promised.
    pub const fn is_heuristic(self) -> bool {
        matches!(self, Self::Custom)
    }

    /// Says whether rpm does not order two labels in a dependency: alike, but only one of them names a release.
    pub fn is_open(self, a: &str, b: &str) -> bool {
        let keys = |text| Version::parse(self, text).map(|version| version.key);
        matches!((keys(a), keys(b)), (Ok(Key::Rpm(a)), Ok(Key::Rpm(b))) if a.is_open(&b))
    }

    /// Reads both versions and compares them.
    pub fn compare(self, a: &str, b: &str) -> Result<Ordering, Error> {
        let (left, right) = (Version::parse(self, a)?, Version::parse(self, b)?);
        left.compare(&right)
            .ok_or_else(|| Error::new(self, a, Fault::at(0, Reason::NoOrder)))
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// A version that was read by the rule of one scheme.
#[derive(Debug, Clone)]
pub struct Version<'a> {
    scheme: Scheme,
    text: &'a str,
    key: Key<'a>,
}

#[derive(Debug, Clone)]
enum Key<'a> {
    Semver(semver::Key<'a>),
    Rpm(rpm::Key<'a>),
    Deb(deb::Key<'a>),
    Tokens(token::Key<'a>),
    Python(python::Key<'a>),
    Gem(gem::Key<'a>),
    Apk(apk::Key<'a>),
    Git(git::Key<'a>),
}

impl<'a> Version<'a> {
    /// Reads a version; white space around it is skipped.
    pub fn parse(scheme: Scheme, value: &'a str) -> Result<Self, Error> {
        let text = value.trim_ascii();
        let skipped = value.bytes().take_while(u8::is_ascii_whitespace).count();
        match Self::key(scheme, text) {
            Ok(key) => Ok(Self { scheme, text, key }),
            Err(fault) => Err(Error::new(scheme, value, fault.after(skipped))),
        }
    }

    /// Returns the scheme whose rule was used.
    pub const fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Returns the version as it was written.
    pub const fn as_str(&self) -> &'a str {
        self.text
    }

    /// Compares; `None` between different schemes and between different commits.
    pub fn compare(&self, other: &Version<'_>) -> Option<Ordering> {
        if self.scheme != other.scheme {
            return None;
        }
        match (&self.key, &other.key) {
            (Key::Semver(a), Key::Semver(b)) => Some(a.cmp(b)),
            (Key::Rpm(a), Key::Rpm(b)) => Some(a.cmp(b)),
            (Key::Deb(a), Key::Deb(b)) => Some(a.cmp(b)),
            (Key::Tokens(a), Key::Tokens(b)) => Some(a.cmp(b)),
            (Key::Python(a), Key::Python(b)) => Some(a.cmp(b)),
            (Key::Gem(a), Key::Gem(b)) => Some(a.cmp(b)),
            (Key::Apk(a), Key::Apk(b)) => Some(a.cmp(b)),
            (Key::Git(a), Key::Git(b)) => a.same(b).then_some(Ordering::Equal),
            _ => None,
        }
    }

    fn key(scheme: Scheme, text: &'a str) -> Result<Key<'a>, Fault> {
        if text.is_empty() {
            return Err(Fault::at(0, Reason::Empty));
        }
        if text.len() > MAX_BYTES {
            return Err(Fault::at(MAX_BYTES, Reason::TooLong));
        }
        if PLACEHOLDERS
            .iter()
            .any(|word| word.eq_ignore_ascii_case(text))
        {
            return Err(Fault::at(0, Reason::Placeholder));
        }
        Ok(match scheme {
            Scheme::Semver => Key::Semver(semver::parse(text)?),
            Scheme::Npm => Key::Semver(npm::parse(text)?),
            Scheme::Nuget => Key::Semver(nuget::parse(text)?),
            Scheme::Go => Key::Semver(go::parse(text)?),
            Scheme::Rpm => Key::Rpm(rpm::parse(text)?),
            Scheme::Deb => Key::Deb(deb::parse(text)?),
            Scheme::Maven => Key::Tokens(maven::parse(text)?),
            Scheme::Custom => Key::Tokens(custom::parse(text)?),
            Scheme::Python => Key::Python(python::parse(text)?),
            Scheme::Gem => Key::Gem(gem::parse(text)?),
            Scheme::Apk => Key::Apk(apk::parse(text)?),
            Scheme::Composer => Key::Tokens(composer::parse(text)?),
            Scheme::Git => Key::Git(git::parse(text)?),
        })
    }
}
