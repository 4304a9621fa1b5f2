//! Where in a document something stands.

use std::fmt;

use crate::{Error, error::shown};

/// A path from the root, built as readers go down.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    above: Option<&'a Self>,
    name: &'a str,
    /// Which of several of that name, from 1; 0 where there is one.
    number: usize,
}

impl<'a> Place<'a> {
    pub(crate) const fn root(name: &'a str) -> Self {
        Self {
            above: None,
            name,
            number: 0,
        }
    }

    pub(crate) const fn below(&'a self, name: &'a str) -> Self {
        self.nth(name, 0)
    }

    pub(crate) const fn nth(&'a self, name: &'a str, number: usize) -> Self {
        Self {
            above: Some(self),
            name,
            number,
        }
    }

    pub(crate) fn missing(&self, name: &'static str) -> Error {
        let place = self.to_string();
        Error::Missing { place, name }
    }

    pub(crate) fn twice(&self, name: &'static str) -> Error {
        let place = self.to_string();
        Error::Twice { place, name }
    }

    pub(crate) fn unknown(&self, name: &str) -> Error {
        Error::Unknown {
            place: self.to_string(),
            name: shown(name),
        }
    }

    pub(crate) fn value(&self, value: &str, expected: &'static str) -> Error {
        Error::Value {
            place: self.to_string(),
            value: shown(value),
            expected,
        }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(above) = self.above {
            write!(f, "{above}/")?;
        }
        f.write_str(self.name)?;
        if self.number > 0 {
            write!(f, "[{}]", self.number)?;
        }
        Ok(())
    }
}
