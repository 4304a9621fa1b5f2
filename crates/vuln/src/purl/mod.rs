//! Package URLs: <https://github.com/package-url/purl-spec>, ECMA-427.
//!
//! ```
//! use watchbell_vuln::purl::Purl;
//!
//! let purl: Purl = "pkg:NPM/%40angular/animation@12.3.1?b=2&A=1#/src//lib/".parse()?;
//! assert_eq!(purl.namespace(), Some("@angular"));
//! assert_eq!(purl.to_string(), "pkg:npm/%40angular/animation@12.3.1?a=1&b=2#src/lib");
//! assert!(purl.same_package(&"pkg:npm/%40Angular/animation@11".parse()?));
//! # Ok::<(), watchbell_vuln::purl::Error>(())
//! ```

mod ecosystem;
mod error;
mod kind;
mod parse;
mod percent;

use std::{fmt, str::FromStr};

pub use ecosystem::{ECOSYSTEMS, Ecosystem};
pub use error::{Error, Reason};

/// Longest package URL that is read, in bytes: `maxLength` of `packageURL` and of URIs in the CVE Record Format 5.
pub const MAX_BYTES: usize = 2048;

/// Most qualifiers that are read.
pub const MAX_QUALIFIERS: usize = 64;

/// A package URL in its canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Purl {
    kind: String,
    namespace: Option<String>,
    name: String,
    version: Option<String>,
    qualifiers: Vec<(String, String)>,
    subpath: Option<String>,
}

impl Purl {
    /// Reads a package URL and brings it into its canonical form.
    pub fn parse(text: &str) -> Result<Self, Error> {
        parse::parse(text).map_err(|fault| fault.of(text))
    }

    /// Makes one from a type, a namespace and a name that are not encoded.
    pub fn new(kind: &str, namespace: Option<&str>, name: &str) -> Result<Self, Error> {
        parse::build(kind, namespace, name).map_err(|fault| fault.of(name))
    }

    /// Adds a version that is not encoded; an empty one is none.
    pub fn with_version(mut self, version: &str) -> Result<Self, Error> {
        parse::plain(version).map_err(|fault| fault.of(version))?;
        self.version = Some(version.to_owned()).filter(|version| !version.is_empty());
        kind::normalise(&mut self);
        Ok(self)
    }

    /// Returns the type, in small letters.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Returns the namespace, its parts between slashes.
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    /// Returns the name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the version.
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// Returns the qualifiers, sorted by key.
    pub fn qualifiers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.qualifiers
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// Returns the value of a qualifier.
    pub fn qualifier(&self, key: &str) -> Option<&str> {
        self.qualifiers()
            .find(|(found, _)| *found == key)
            .map(|(_, value)| value)
    }

    /// Returns the path inside the package, its parts between slashes.
    pub fn subpath(&self) -> Option<&str> {
        self.subpath.as_deref()
    }

    /// Returns what tells the package from all others of the world: type, namespace and name as its registry
    /// compares them. Made to be a key of an index; it is not a package URL.
    pub fn package_key(&self) -> String {
        kind::identity(self)
    }

    /// Says whether both are of one package, whatever their versions, qualifiers and subpaths.
    pub fn same_package(&self, other: &Self) -> bool {
        self.kind == other.kind && self.package_key() == other.package_key()
    }

    /// Returns what is known about its type.
    pub fn ecosystem(&self) -> Option<&'static Ecosystem> {
        Ecosystem::of_type(&self.kind)
    }
}

impl FromStr for Purl {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text)
    }
}

impl fmt::Display for Purl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "pkg:{}/", self.kind)?;
        if let Some(namespace) = &self.namespace {
            percent::encode_path(out, namespace)?;
            out.write_str("/")?;
        }
        percent::encode(out, &self.name, "")?;
        if let Some(version) = &self.version {
            out.write_str("@")?;
            percent::encode(out, version, "")?;
        }
        for (at, (key, value)) in self.qualifiers.iter().enumerate() {
            write!(out, "{}{key}=", if at == 0 { '?' } else { '&' })?;
            // A slash stays as it is in the published test suite.
            percent::encode(out, value, "/")?;
        }
        if let Some(subpath) = &self.subpath {
            out.write_str("#")?;
            percent::encode_path(out, subpath)?;
        }
        Ok(())
    }
}
