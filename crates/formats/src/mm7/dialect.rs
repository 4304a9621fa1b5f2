//! Which language a message is in.

/// What stands before the release in a namespace of the specification.
const SCHEMAS: &str = "http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/";

/// A version of SOAP.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Soap {
    /// 1.1, which the specification has.
    #[default]
    V11,
    /// 1.2.
    V12,
}

impl Soap {
    /// Returns the namespace of its envelopes.
    pub const fn namespace(self) -> &'static str {
        match self {
            Self::V11 => "http://schemas.xmlsoap.org/soap/envelope/",
            Self::V12 => "http://www.w3.org/2003/05/soap-envelope",
        }
    }
}

/// Which language a message is in; an answer is in the same.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Dialect {
    /// The version of its envelope.
    pub soap: Soap,
    /// The namespace of its elements; empty where they are in none.
    pub namespace: String,
}

impl Default for Dialect {
    /// The dialect that most speak: release 6, `REL-6-MM7-1-4`.
    fn default() -> Self {
        Self {
            soap: Soap::V11,
            namespace: format!("{SCHEMAS}REL-6-MM7-1-4"),
        }
    }
}

impl Dialect {
    /// Returns the release and the version of its schema: 6 and 4 for `REL-6-MM7-1-4`; nothing for a dialect
    /// that is not of the specification.
    pub fn release(&self) -> Option<(u8, u8)> {
        let name = self.namespace.strip_prefix(SCHEMAS)?;
        let (release, version) = name.strip_prefix("REL-")?.split_once("-MM7-1-")?;
        Some((release.parse().ok()?, version.parse().ok()?))
    }
}
