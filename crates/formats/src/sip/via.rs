//! Via: the way a request came (RFC 3261, section 20.42; RFC 3581).

use std::{fmt, net::IpAddr};

use super::{
    Host, Params, Problem, Wrong,
    host::address,
    scan::{Scan, is_blank},
};

/// One step of the way.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Via<'a> {
    /// The protocol, `SIP`.
    pub protocol: &'a str,
    /// Its version, `2.0`.
    pub version: &'a str,
    /// The transport: `UDP`, `TCP`, `TLS` and others.
    pub transport: &'a str,
    /// Who sent it, as they say.
    pub host: Host<'a>,
    /// The port that answers go to.
    pub port: Option<u16>,
    /// `branch`, `received`, `rport` and others.
    pub params: Params<'a>,
}

impl<'a> Via<'a> {
    /// How a branch begins that is unique (RFC 3261, section 8.1.1.7).
    pub const COOKIE: &'static str = "z9hG4bK";

    /// Reads one value as a whole.
    ///
    /// # Errors
    /// [`Wrong`] with the byte that is not of the grammar.
    pub fn read(text: &'a str) -> Result<Self, Wrong> {
        let mut scan = Scan::new(text);
        let via = Self::scan(&mut scan)?;
        scan.end()?;
        Ok(via)
    }

    pub(super) fn scan(scan: &mut Scan<'a>) -> Result<Self, Wrong> {
        scan.blanks();
        let protocol = word(scan)?;
        slash(scan)?;
        let version = word(scan)?;
        slash(scan)?;
        let transport = word(scan)?;
        if !scan.peek().is_some_and(is_blank) {
            return Err(scan.wrong(Problem::SentProtocol));
        }
        scan.blanks();
        let host = Host::scan(scan)?;
        let mut port = None;
        if scan.separator(b':') {
            let wrong = scan.wrong(Problem::Port);
            let number = scan.number(u16::MAX.into()).map_err(|_| wrong)?;
            port = u16::try_from(number).ok();
        }
        let params = Params::scan(scan)?;
        Ok(Self {
            protocol,
            version,
            transport,
            host,
            port,
            params,
        })
    }

    /// Returns the branch, where it names one transaction: it begins with the cookie and goes on.
    pub fn branch(&self) -> Option<&'a str> {
        let branch = self.params.raw("branch")?;
        let rest = branch.get(Self::COOKIE.len()..)?;
        let is_unique = branch.starts_with(Self::COOKIE) && !rest.is_empty();
        is_unique.then_some(branch)
    }

    /// Returns the address that it was received from, if that was written into it.
    pub fn received(&self) -> Option<IpAddr> {
        address(self.params.raw("received")?)
    }

    /// Returns the port that it was received from, if that was written into it (RFC 3581).
    pub fn rport(&self) -> Option<u16> {
        self.params.raw("rport")?.parse().ok()
    }
}

fn word<'a>(scan: &mut Scan<'a>) -> Result<&'a str, Wrong> {
    let wrong = scan.wrong(Problem::SentProtocol);
    scan.token().map_err(|_| wrong)
}

fn slash(scan: &mut Scan<'_>) -> Result<(), Wrong> {
    if scan.separator(b'/') {
        return Ok(());
    }
    Err(scan.wrong(Problem::SentProtocol))
}

impl fmt::Display for Via<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (protocol, version, transport) = (self.protocol, self.version, self.transport);
        write!(f, "{protocol}/{version}/{transport} {}", self.host)?;
        if let Some(port) = self.port {
            write!(f, ":{port}")?;
        }
        self.params.fmt(f)
    }
}
