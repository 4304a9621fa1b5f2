//! Values of headers that are short: numbers, dates, types, reasons.

use std::{borrow::Cow, fmt};

use watchbell_model::Time;

use super::{
    Method, Params, Problem, Wrong,
    scan::{self, Scan, is_blank},
};

/// `CSeq`: which request of a call this is (RFC 3261, section 20.16).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CSeq {
    /// Its number, less than 2³¹.
    pub number: u32,
    /// The method of the request.
    pub method: Method,
}

impl CSeq {
    /// Reads a value.
    ///
    /// # Errors
    /// [`Wrong`] with the byte that is not of the grammar.
    pub fn read(text: &str) -> Result<Self, Wrong> {
        let mut scan = Scan::new(text);
        // Section 8.1.1.5.
        let number = scan.number((1 << 31) - 1)?;
        let wrong = scan.wrong(Problem::Method);
        if !scan.peek().is_some_and(is_blank) {
            return Err(wrong);
        }
        scan.blanks();
        let method = Method::read(scan.token().map_err(|_| wrong)?).ok_or(wrong)?;
        scan.end()?;
        let number = u32::try_from(number).unwrap_or_default();
        Ok(Self { number, method })
    }
}

impl fmt::Display for CSeq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.number, self.method)
    }
}

/// Content-Type (RFC 3261, section 20.15).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MediaType<'a> {
    /// The type, its case kept.
    pub kind: &'a str,
    /// The subtype, its case kept.
    pub subtype: &'a str,
    /// Parameters.
    pub params: Params<'a>,
}

impl<'a> MediaType<'a> {
    /// Reads a value.
    ///
    /// # Errors
    /// [`Wrong`] with the byte that is not of the grammar.
    pub fn read(text: &'a str) -> Result<Self, Wrong> {
        let mut scan = Scan::new(text);
        let wrong = scan.wrong(Problem::ContentType);
        let kind = scan.token().map_err(|_| wrong)?;
        if !scan.separator(b'/') {
            return Err(scan.wrong(Problem::ContentType));
        }
        let wrong = scan.wrong(Problem::ContentType);
        let subtype = scan.token().map_err(|_| wrong)?;
        let params = Params::scan(&mut scan)?;
        scan.end()?;
        Ok(Self {
            kind,
            subtype,
            params,
        })
    }

    /// Tells whether this is a type: `application/sdp`.
    pub fn is(&self, name: &str) -> bool {
        let parts = name.split_once('/');
        parts.is_some_and(|(kind, subtype)| {
            self.kind.eq_ignore_ascii_case(kind) && self.subtype.eq_ignore_ascii_case(subtype)
        })
    }
}

/// Reason: why a call ended or was refused (RFC 3326).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reason<'a> {
    /// Whose causes these are: `SIP`, `Q.850`.
    pub protocol: &'a str,
    /// The cause: a status of SIP, or a cause of Q.850.
    pub cause: Option<u16>,
    /// In words.
    pub text: Option<Cow<'a, str>>,
}

impl<'a> Reason<'a> {
    /// Reads one value.
    ///
    /// # Errors
    /// [`Wrong`] with the byte that is not of the grammar.
    pub fn read(text: &'a str) -> Result<Self, Wrong> {
        let mut scan = Scan::new(text);
        let protocol = scan.token()?;
        let params = Params::scan(&mut scan)?;
        scan.end()?;
        Ok(Self {
            protocol,
            cause: params.raw("cause").and_then(|cause| cause.parse().ok()),
            text: params.get("text"),
        })
    }
}

impl fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.protocol)?;
        if let Some(cause) = self.cause {
            write!(f, ";cause={cause}")?;
        }
        match &self.text {
            Some(text) => write!(f, ";text={}", scan::quote(text)),
            None => Ok(()),
        }
    }
}

/// Warning: what was not as asked for (RFC 3261, section 20.43).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Warning<'a> {
    /// The code, of three digits.
    pub code: u16,
    /// Who warns.
    pub agent: &'a str,
    /// In words.
    pub text: Cow<'a, str>,
}

impl<'a> Warning<'a> {
    /// Reads one value.
    ///
    /// # Errors
    /// [`Wrong`] with the byte that is not of the grammar.
    pub fn read(text: &'a str) -> Result<Self, Wrong> {
        let mut scan = Scan::new(text);
        let wrong = scan.wrong(Problem::Warning);
        let digits = scan.run(|byte| byte.is_ascii_digit());
        let code = digits.parse().ok().filter(|_| digits.len() == 3);
        let code = code.ok_or(wrong)?;
        scan.blanks();
        let agent = scan.run(|byte| !is_blank(byte) && byte != b'"');
        scan.blanks();
        if agent.is_empty() || scan.peek() != Some(b'"') {
            return Err(scan.wrong(Problem::Warning));
        }
        let text = scan::unquoted(scan.quoted()?);
        scan.end()?;
        Ok(Self { code, agent, text })
    }
}

impl fmt::Display for Warning<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {} {}",
            self.code,
            self.agent,
            scan::quote(&self.text)
        )
    }
}

/// Reads Retry-After: the seconds to wait; comment and parameters are passed over (section 20.33).
pub(super) fn retry_after(text: &str) -> Result<u32, Wrong> {
    let mut scan = Scan::new(text);
    let seconds = scan.number(u32::MAX.into())?;
    scan.blanks();
    if scan.peek() == Some(b'(') {
        let opened = scan.wrong(Problem::Trailing);
        let end = scan.rest().rfind(')').ok_or(opened)?;
        scan.at += end + 1;
    }
    Params::scan(&mut scan)?;
    scan.end()?;
    Ok(u32::try_from(seconds).unwrap_or(u32::MAX))
}

/// Reads a value that is a whole number up to `most` and nothing else.
pub(super) fn number(text: &str, most: u64) -> Result<u64, Wrong> {
    let mut scan = Scan::new(text);
    let number = scan.number(most)?;
    scan.end()?;
    Ok(number)
}

/// Reads Date: of RFC 1123, and always in GMT (section 20.17).
pub(super) fn date(text: &str) -> Result<Time, Wrong> {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let read = || {
        let (day_name, rest) = text.split_once(", ")?;
        let mut words = rest.split(' ');
        let (day, month, year) = (words.next()?, words.next()?, words.next()?);
        let (clock, zone) = (words.next()?, words.next()?);
        let is_form = DAYS.contains(&day_name)
            && day.len() == 2
            && year.len() == 4
            && clock.len() == 8
            && zone == "GMT"
            && words.next().is_none();
        let month = MONTHS.iter().position(|name| *name == month)? + 1;
        let text = format!("{year}-{month:02}-{day}T{clock}Z");
        let is_number = |byte: u8| byte.is_ascii_digit() || b"-:TZ".contains(&byte);
        (is_form && text.bytes().all(is_number))
            .then_some(text)?
            .parse()
            .ok()
    };
    read().ok_or(Wrong {
        problem: Problem::Date,
        at: 0,
    })
}
