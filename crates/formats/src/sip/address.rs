//! A URI with a name and parameters: To, From, Contact, Route, P-Asserted-Identity and their like
//! (RFC 3261, section 20.10; RFC 3325).

use std::{borrow::Cow, fmt};

use super::{
    Params, Problem, Uri, Wrong,
    scan::{self, Scan, is_blank, is_token},
};

/// One value of such a header.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Address<'a> {
    /// The name, unquoted.
    pub name: Option<Cow<'a, str>>,
    /// The URI.
    pub uri: Uri<'a>,
    /// What follows the URI.
    pub params: Params<'a>,
}

impl<'a> Address<'a> {
    /// Reads one value as a whole.
    ///
    /// # Errors
    /// [`Wrong`] with the byte that is not of the grammar.
    pub fn read(text: &'a str) -> Result<Self, Wrong> {
        let mut scan = Scan::new(text);
        let address = Self::scan(&mut scan)?;
        scan.end()?;
        Ok(address)
    }

    /// Reads the value that comes next.
    pub(super) fn scan(scan: &mut Scan<'a>) -> Result<Self, Wrong> {
        scan.blanks();
        let name = if scan.peek() == Some(b'"') {
            let name = scan::unquoted(scan.quoted()?);
            scan.blanks();
            if scan.peek() != Some(b'<') {
                return Err(scan.wrong(Problem::DisplayName));
            }
            Some(name)
        } else {
            // Names beyond ASCII should be quoted, and often are not.
            let before = scan.at;
            let words = scan.run(|byte| is_token(byte) || is_blank(byte) || !byte.is_ascii());
            if scan.peek() != Some(b'<') {
                if scan.rest().contains('<') {
                    return Err(scan.wrong(Problem::DisplayName));
                }
                scan.at = before;
                return Self::bare(scan);
            }
            let words = words.trim();
            (!words.is_empty()).then_some(Cow::Borrowed(words))
        };
        let opened = scan.wrong(Problem::Brackets);
        scan.eat(b'<');
        let end = scan.rest().find('>').ok_or(opened)?;
        let uri = uri(scan, end)?;
        scan.eat(b'>');
        Ok(Self {
            name,
            uri,
            params: Params::scan(scan)?,
        })
    }

    /// Reads a URI without brackets: what follows a semicolon is no part of it.
    fn bare(scan: &mut Scan<'a>) -> Result<Self, Wrong> {
        let rest = scan.rest();
        let end = rest.find([';', ' ', '\t']).unwrap_or(rest.len());
        let text = rest.get(..end).unwrap_or_default();
        if let Some(at) = text.find(['?', ',']) {
            return Err(Wrong {
                problem: Problem::UriBare,
                at: scan.at + at,
            });
        }
        Ok(Self {
            name: None,
            uri: uri(scan, end)?,
            params: Params::scan(scan)?,
        })
    }

    /// Returns the tag, which names one end of a call (RFC 3261, section 19.3).
    pub fn tag(&self) -> Option<&'a str> {
        self.params.raw("tag")
    }
}

/// Reads the URI of the next bytes.
fn uri<'a>(scan: &mut Scan<'a>, length: usize) -> Result<Uri<'a>, Wrong> {
    let text = scan.rest().get(..length).unwrap_or_default();
    let moved = |wrong: Wrong| Wrong {
        at: scan.at + wrong.at,
        ..wrong
    };
    let (uri, odd) = Uri::scan(text).map_err(moved)?;
    if let Some(odd) = odd.map(moved) {
        scan.odd.get_or_insert(odd);
    }
    scan.at += length;
    Ok(uri)
}

impl fmt::Display for Address<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = &self.name {
            write!(f, "{} ", scan::quote(name))?;
        }
        write!(f, "<{}>{}", self.uri, self.params)
    }
}
