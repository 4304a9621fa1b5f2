//! Parameters of headers (RFC 3261, section 25.1, `generic-param`).

use std::{borrow::Cow, fmt};

use super::{
    Wrong,
    scan::{self, Scan},
};

/// Parameters of a header, in their order.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Params<'a>(Vec<(&'a str, Option<&'a str>)>);

impl<'a> Params<'a> {
    /// Reads the parameters that come next, each after a semicolon.
    pub(super) fn scan(scan: &mut Scan<'a>) -> Result<Self, Wrong> {
        let mut params = Vec::new();
        while scan.separator(b';') {
            let wrong = scan.wrong(super::Problem::Param);
            let name = scan.token().map_err(|_| wrong)?;
            let value = match scan.separator(b'=') {
                true => Some(scan.value()?),
                false => None,
            };
            params.push((name, value));
        }
        Ok(Self(params))
    }

    /// Returns a value as it is written, with its quotes; nothing where the parameter is absent or
    /// has none.
    pub fn raw(&self, name: &str) -> Option<&'a str> {
        self.find(name).flatten()
    }

    /// Returns a value without its quotes.
    pub fn get(&self, name: &str) -> Option<Cow<'a, str>> {
        self.raw(name).map(scan::unquoted)
    }

    /// Tells whether there is such a parameter, with a value or without.
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// Returns every name with its value as it is written.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, Option<&'a str>)> {
        self.0.iter().copied()
    }

    fn find(&self, name: &str) -> Option<Option<&'a str>> {
        let mut params = self.0.iter();
        let found = params.find(|(one, _)| one.eq_ignore_ascii_case(name));
        found.map(|(_, value)| *value)
    }

    /// Sets a parameter whose value needs no quotes.
    pub(super) fn set(&mut self, name: &'a str, value: &'a str) {
        let found = self.0.iter_mut();
        let found = found.filter(|(one, _)| one.eq_ignore_ascii_case(name));
        match found.last() {
            Some(param) => param.1 = Some(value),
            None => self.0.push((name, Some(value))),
        }
    }
}

impl fmt::Display for Params<'_> {
    /// Writes them with the semicolon before each.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in self.iter() {
            write!(f, ";{name}")?;
            match value {
                Some(value) if value.starts_with('"') => {
                    write!(f, "={}", scan::quote(&scan::unquoted(value)))?;
                }
                Some(value) => write!(f, "={value}")?,
                None => {}
            }
        }
        Ok(())
    }
}
