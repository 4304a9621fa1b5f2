//! Hosts: names and addresses (RFC 3261, section 25.1; RFC 5118).

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr},
};

use super::{Problem, Wrong, scan::Scan};

/// A host.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Host<'a> {
    /// A name.
    Name(&'a str),
    /// An address; that of IPv6 stands in brackets.
    Address(IpAddr),
}

impl<'a> Host<'a> {
    /// Reads a host as a whole; nothing where it is none.
    ///
    /// Underscores in names are let pass, and a third colon in an address of IPv6, which an early
    /// grammar asked for (RFC 5118, section 4.10).
    pub fn read(text: &'a str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix('[') {
            return address6(rest.strip_suffix(']')?).map(Self::Address);
        }
        let labels = || text.strip_suffix('.').unwrap_or(text).split('.');
        if !labels().all(is_label) {
            return None;
        }
        let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
        if !labels().next_back().is_some_and(is_number) {
            return Some(Self::Name(text));
        }
        let mut bytes = [0; 4];
        let mut parts = text.split('.');
        for byte in &mut bytes {
            *byte = parts.next()?.parse().ok()?;
        }
        let is_whole = parts.next().is_none();
        is_whole.then(|| Self::Address(Ipv4Addr::from(bytes).into()))
    }

    /// Reads the host that comes next.
    pub(super) fn scan(scan: &mut Scan<'a>) -> Result<Self, Wrong> {
        let wrong = scan.wrong(Problem::Host);
        let start = scan.rest();
        if scan.eat(b'[') {
            scan.run(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.'));
            scan.eat(b']');
        } else {
            scan.run(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'));
        }
        let length = start.len() - scan.rest().len();
        let text = start.get(..length).unwrap_or_default();
        Self::read(text).ok_or(wrong)
    }

    /// Returns the address, where the host is none that has to be looked up.
    pub const fn address(&self) -> Option<IpAddr> {
        match self {
            Self::Name(_) => None,
            Self::Address(address) => Some(*address),
        }
    }
}

impl fmt::Display for Host<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Address(IpAddr::V4(address)) => address.fmt(f),
            Self::Address(IpAddr::V6(address)) => write!(f, "[{address}]"),
        }
    }
}

/// Reads an address that may stand in brackets or not, as that in `received` does (RFC 5118,
/// section 4.5).
pub(super) fn address(text: &str) -> Option<IpAddr> {
    let inner = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    let text = inner.unwrap_or(text);
    address6(text).or_else(|| text.parse().ok())
}

fn address6(text: &str) -> Option<IpAddr> {
    let text = text.replace(":::", "::");
    text.parse().ok().map(IpAddr::V6)
}

fn is_label(label: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !label.is_empty()
        && label.bytes().all(is_inner)
        && !label.starts_with('-')
        && !label.ends_with('-')
}
