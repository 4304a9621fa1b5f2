//! Identity: who vouches for a caller, and by which signature (RFC 8224).

use std::fmt;

use super::{
    Problem, Wrong,
    scan::{self, Scan},
};

/// One value of Identity. A message may have several.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Identity<'a> {
    /// The token: header, claims and signature in base64url with dots between, of which the first two
    /// may be empty (RFC 8224, section 4.1; RFC 8225, section 7).
    pub token: &'a str,
    /// Where the certificate is, without its brackets.
    pub info: Option<&'a str>,
    /// The algorithm, `ES256` unless it says otherwise.
    pub alg: Option<&'a str>,
    /// The extension of the token, without quotes: `shaken`.
    pub ppt: Option<&'a str>,
}

impl<'a> Identity<'a> {
    /// Reads one value.
    ///
    /// # Errors
    /// [`Wrong`] with the byte that is not of the grammar.
    pub fn read(text: &'a str) -> Result<Self, Wrong> {
        let mut scan = Scan::new(text);
        let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=-_.".contains(&byte);
        let token = scan.run(is_sign);
        if token.is_empty() {
            return Err(scan.wrong(Problem::Extension));
        }
        let (mut info, mut alg, mut ppt) = (None, None, None);
        while scan.separator(b';') {
            let name = scan.token()?;
            if !scan.separator(b'=') {
                continue;
            }
            if name.eq_ignore_ascii_case("info") {
                info = Some(bracketed(&mut scan)?);
                continue;
            }
            let value = scan.value()?;
            let value = value.strip_prefix('"').unwrap_or(value);
            let value = value.strip_suffix('"').unwrap_or(value);
            if name.eq_ignore_ascii_case("alg") {
                alg = Some(value);
            } else if name.eq_ignore_ascii_case("ppt") {
                ppt = Some(value);
            }
        }
        scan.end()?;
        Ok(Self {
            token,
            info,
            alg,
            ppt,
        })
    }
}

/// Reads an address of a certificate, which stands in angle brackets; some agents forget them, and
/// others write quotes.
fn bracketed<'a>(scan: &mut Scan<'a>) -> Result<&'a str, Wrong> {
    if !scan.eat(b'<') {
        let value = scan.value()?;
        let inner = value
            .strip_prefix('"')
            .and_then(|value| value.strip_suffix('"'));
        return Ok(inner.unwrap_or(value));
    }
    let wrong = scan.wrong(Problem::Brackets);
    let end = scan.rest().find('>').ok_or(wrong)?;
    let inner = scan.rest().get(..end).unwrap_or_default();
    scan.at += end + 1;
    Ok(inner)
}

impl fmt::Display for Identity<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.token)?;
        if let Some(info) = self.info {
            write!(f, ";info=<{info}>")?;
        }
        if let Some(alg) = self.alg {
            write!(f, ";alg={alg}")?;
        }
        match self.ppt {
            Some(ppt) => write!(f, ";ppt={}", scan::quote(ppt)),
            None => Ok(()),
        }
    }
}

/// Reads every value of Identity that can be read, of any number of headers.
pub(super) fn all<'a>(headers: impl Iterator<Item = &'a str>) -> Vec<Identity<'a>> {
    let values = headers.flat_map(scan::list);
    values
        .filter_map(|value| Identity::read(value).ok())
        .collect()
}
