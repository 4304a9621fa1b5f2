//! URIs: `sip`, `sips` (RFC 3261, section 19.1), `tel` (RFC 3966), and others as they are.

use std::{borrow::Cow, fmt};

use super::{
    Host, Problem, Wrong,
    scan::{Scan, is_blank},
};

/// A URI.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Uri<'a> {
    /// Of the scheme `sip` or `sips`.
    Sip(SipUri<'a>),
    /// Of the scheme `tel`.
    Tel(Tel<'a>),
    /// Of any other scheme.
    Other {
        /// The scheme, its case kept.
        scheme: &'a str,
        /// What follows the colon.
        rest: &'a str,
    },
}

/// A URI of SIP.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SipUri<'a> {
    /// Whether the scheme is `sips`.
    pub is_secure: bool,
    /// The user, its escapes kept; not empty.
    pub user: Option<&'a str>,
    /// The password, its escapes kept.
    pub password: Option<&'a str>,
    /// The host.
    pub host: Host<'a>,
    /// The port.
    pub port: Option<u16>,
    /// The parameters, their escapes kept.
    pub params: UriParams<'a>,
    /// What follows the question mark.
    pub headers: Option<&'a str>,
}

/// A URI of a telephone number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Tel<'a> {
    /// The number with its visual separators.
    pub number: &'a str,
    /// The parameters, their escapes kept.
    pub params: UriParams<'a>,
}

/// Parameters of a URI, as they are written: `lr;transport=tcp`.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct UriParams<'a>(&'a str);

impl<'a> Uri<'a> {
    /// Reads a URI that stands alone.
    ///
    /// # Errors
    /// [`Wrong`] with the byte that is not of the grammar.
    pub fn read(text: &'a str) -> Result<Self, Wrong> {
        Self::scan(text).map(|(uri, _)| uri)
    }

    /// Reads a URI and what is odd about it.
    pub(super) fn scan(text: &'a str) -> Result<(Self, Option<Wrong>), Wrong> {
        let mut scan = Scan::new(text);
        let is_scheme = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
        let scheme = scan.run(is_scheme);
        let is_letter = |sign: char| sign.is_ascii_alphabetic();
        if !scheme.starts_with(is_letter) || !scan.eat(b':') {
            let problem = if text.starts_with([' ', '\t']) {
                Problem::UriBlank
            } else {
                Problem::Scheme
            };
            return Err(problem.at(0));
        }
        let is = |word: &str| scheme.eq_ignore_ascii_case(word);
        let uri = if is("sip") || is("sips") {
            Self::Sip(SipUri::scan(is("sips"), &mut scan)?)
        } else if is("tel") {
            Self::Tel(Tel::scan(&mut scan)?)
        } else {
            let rest = scan.rest();
            checked(&mut scan, |byte| b";/?:@&=+$,#[]".contains(&byte))?;
            if rest.is_empty() {
                return Err(scan.wrong(Problem::UriChar));
            }
            Self::Other { scheme, rest }
        };
        if scan.is_done() {
            Ok((uri, scan.odd))
        } else {
            Err(stopped(&scan))
        }
    }

    /// Returns the scheme in lower case, as far as it is known here.
    pub fn scheme(&self) -> Cow<'a, str> {
        match self {
            Self::Sip(SipUri {
                is_secure: true, ..
            }) => Cow::Borrowed("sips"),
            Self::Sip(_) => Cow::Borrowed("sip"),
            Self::Tel(_) => Cow::Borrowed("tel"),
            Self::Other { scheme, .. } => Cow::Owned(scheme.to_ascii_lowercase()),
        }
    }

    /// Returns the URI of SIP that this is.
    pub const fn sip(&self) -> Option<&SipUri<'a>> {
        match self {
            Self::Sip(uri) => Some(uri),
            _ => None,
        }
    }

    /// Returns the telephone number in it without visual separators: that of a `tel`, and the user
    /// of a `sip` that says so by `user=phone` or that looks like one, of three digits or more.
    pub fn telephone(&self) -> Option<String> {
        let (text, is_said) = match self {
            Self::Tel(tel) => (Cow::Borrowed(tel.number), true),
            Self::Sip(uri) => {
                let is_said = uri.params.get("user").flatten();
                let is_said = is_said.is_some_and(|value| value.eq_ignore_ascii_case("phone"));
                let user = unescape(uri.user?);
                let number = user.split(';').next().unwrap_or_default().to_owned();
                (Cow::Owned(number), is_said)
            }
            Self::Other { .. } => return None,
        };
        let number: String = text
            .chars()
            .filter(|sign| !"-.()".contains(*sign))
            .collect();
        let digits = number.strip_prefix('+').unwrap_or(&number);
        let is_digit = |sign: char| sign.is_ascii_digit() || (is_said && "*#".contains(sign));
        let is_number = digits.chars().all(is_digit) && digits.len() >= if is_said { 1 } else { 3 };
        is_number.then_some(number)
    }
}

impl<'a> SipUri<'a> {
    fn scan(is_secure: bool, scan: &mut Scan<'a>) -> Result<Self, Wrong> {
        // A user and a password have no at sign that is not escaped.
        let (mut user, mut password) = (None, None);
        if scan.rest().contains('@') {
            user = Some(part(scan, b"&=+$,;?/#")?);
            if scan.eat(b':') {
                password = Some(part(scan, b"&=+$,")?);
            }
            if user == Some("") || !scan.eat(b'@') {
                return Err(stopped(scan));
            }
        }
        let host = Host::scan(scan)?;
        let port = port(scan)?;
        let params = UriParams::scan(scan)?;
        let headers = if scan.eat(b'?') {
            let headers = scan.rest();
            checked(scan, |byte| b"[]/?:+$=&".contains(&byte))?;
            Some(headers)
        } else {
            None
        };
        Ok(Self {
            is_secure,
            user,
            password,
            host,
            port,
            params,
            headers,
        })
    }
}

/// Reads a user or a password.
fn part<'a>(scan: &mut Scan<'a>, signs: &[u8]) -> Result<&'a str, Wrong> {
    let part = checked(scan, |byte| signs.contains(&byte))?;
    // Blanks between a word and the sign that parts it from the next were once allowed (RFC 2543,
    // section C).
    let before = scan.at;
    scan.blanks();
    if scan.at > before {
        if !matches!(scan.peek(), Some(b':' | b'@')) {
            scan.at = before;
            return Err(scan.wrong(Problem::UriBlank));
        }
        scan.note(Problem::UserBlank);
    }
    Ok(part)
}

/// Reads a colon and a port, if they come next.
fn port(scan: &mut Scan<'_>) -> Result<Option<u16>, Wrong> {
    if !scan.eat(b':') {
        return Ok(None);
    }
    let wrong = scan.wrong(Problem::Port);
    let number = scan.number(u16::MAX.into()).map_err(|_| wrong)?;
    Ok(u16::try_from(number).ok())
}

impl<'a> Tel<'a> {
    fn scan(scan: &mut Scan<'a>) -> Result<Self, Wrong> {
        let wrong = scan.wrong(Problem::Tel);
        let start = scan.rest();
        let is_global = scan.eat(b'+');
        let is_digit = |byte: u8| {
            byte.is_ascii_digit()
                || (!is_global && (byte.is_ascii_hexdigit() || b"*#".contains(&byte)))
        };
        let digits = scan.run(|byte| is_digit(byte) || b"-.()".contains(&byte));
        if !digits.bytes().any(is_digit) {
            return Err(wrong);
        }
        let number = start.get(..digits.len() + usize::from(is_global));
        Ok(Self {
            number: number.unwrap_or_default(),
            params: UriParams::scan(scan)?,
        })
    }
}

impl<'a> UriParams<'a> {
    fn scan(scan: &mut Scan<'a>) -> Result<Self, Wrong> {
        let is_sign = |byte: u8| b"[]/:&+$".contains(&byte);
        let start = scan.rest();
        while scan.eat(b';') {
            let name = checked(scan, is_sign)?;
            if name.is_empty() || (scan.eat(b'=') && checked(scan, is_sign)?.is_empty()) {
                let is_blank = scan.peek().is_some_and(is_blank);
                return Err(scan.wrong(if is_blank {
                    Problem::UriBlank
                } else {
                    Problem::Param
                }));
            }
        }
        let length = start.len() - scan.rest().len();
        Ok(Self(start.get(1..length).unwrap_or_default()))
    }

    /// Returns every name with its value, if it has one.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, Option<&'a str>)> {
        let params = self.0.split(';').filter(|param| !param.is_empty());
        params.map(|param| match param.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (param, None),
        })
    }

    /// Returns a parameter: nothing where it is absent, no value where it has none.
    pub fn get(&self, name: &str) -> Option<Option<&'a str>> {
        let mut params = self.iter();
        let found = params.find(|(one, _)| one.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value)
    }
}

/// Reads what is unreserved, escaped or one of these signs.
fn checked<'a>(scan: &mut Scan<'a>, is_sign: impl Fn(u8) -> bool) -> Result<&'a str, Wrong> {
    let is_plain =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-_.!~*'()%".contains(&byte) || is_sign(byte);
    let start = scan.at;
    let text = scan.run(is_plain);
    let mut rest = text;
    while let Some(escape) = rest.find('%') {
        let after = rest.get(escape + 1..).unwrap_or_default();
        let digits = after.as_bytes().first_chunk::<2>();
        if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
            let at = start + text.len() - after.len() - 1;
            return Err(Problem::Escape.at(at));
        }
        rest = after.get(2..).unwrap_or_default();
    }
    Ok(text)
}

/// Says why a URI does not go on.
fn stopped(scan: &Scan<'_>) -> Wrong {
    let is_blank = scan.peek().is_some_and(is_blank);
    scan.wrong(if is_blank {
        Problem::UriBlank
    } else {
        Problem::UriChar
    })
}

/// Undoes the escapes of a part of a URI; bytes that are no UTF-8 become U+FFFD.
pub fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let escaped = match after.first_chunk::<2>() {
            Some(&[high, low]) if byte == b'%' => digit(high).zip(digit(low)),
            _ => None,
        };
        if let Some((high, low)) = escaped {
            out.push(high << 4 | low);
            rest = after.get(2..).unwrap_or_default();
        } else {
            out.push(byte);
            rest = after;
        }
    }
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}

fn digit(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}

impl fmt::Display for Uri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sip(uri) => uri.fmt(f),
            Self::Tel(tel) => write!(f, "tel:{}{}", tel.number, tel.params),
            Self::Other { scheme, rest } => write!(f, "{scheme}:{rest}"),
        }
    }
}

impl fmt::Display for SipUri<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_secure { "sips:" } else { "sip:" })?;
        if let Some(user) = self.user {
            f.write_str(user)?;
            if let Some(password) = self.password {
                write!(f, ":{password}")?;
            }
            f.write_str("@")?;
        }
        self.host.fmt(f)?;
        if let Some(port) = self.port {
            write!(f, ":{port}")?;
        }
        self.params.fmt(f)?;
        match self.headers {
            Some(headers) => write!(f, "?{headers}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for UriParams<'_> {
    /// Writes them with the semicolon before each.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        write!(f, ";{}", self.0)
    }
}
