//! Media types and their parameters.

/// A media type (RFC 2045, section 5), its name and the names of its parameters in lower case.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct MediaType {
    /// Type and subtype: `image/jpeg`.
    pub essence: String,
    /// Parameters, in their order; a character set has its name, a number its digits.
    pub parameters: Vec<(String, String)>,
}

impl MediaType {
    /// Returns a media type without parameters.
    pub fn new(essence: &str) -> Self {
        Self {
            essence: essence.to_ascii_lowercase(),
            parameters: Vec::new(),
        }
    }

    /// Returns it with one parameter more.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let name = name.to_ascii_lowercase();
        self.parameters.push((name, value.to_owned()));
        self
    }

    /// Returns the value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether it holds other parts, encoded in the way of WSP or written as a type of MIME.
    pub fn is_multipart(&self) -> bool {
        self.essence.starts_with("application/vnd.wap.multipart.")
            || self.essence.starts_with("multipart/")
    }

    /// Whether it is text that a program can read: plain, marked up, a presentation.
    pub fn is_readable(&self) -> bool {
        let is_xml = self.essence.ends_with("+xml") || self.essence.ends_with("/xml");
        self.essence.starts_with("text/") || is_xml || self.is_presentation()
    }

    /// Whether it is a presentation (OMA MMS Conformance, section 7: SMIL).
    pub fn is_presentation(&self) -> bool {
        matches!(
            self.essence.as_str(),
            "application/smil" | "application/smil+xml"
        )
    }
}
