//! Where in a document something stands.

use std::fmt;

use crate::{DataKind, Error, Result, error::shown, note::Notes};

/// A path from the root, built as readers go down.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    above: Option<&'a Self>,
    name: &'a str,
    /// Which of several of that name, from 1; 0 where there is one.
    number: usize,
    /// The language of texts that name none.
    lang: Option<&'a str>,
    notes: &'a Notes<'a>,
}

impl<'a> Place<'a> {
    pub(crate) const fn root(name: &'a str, notes: &'a Notes<'a>) -> Self {
        Self {
            above: None,
            name,
            number: 0,
            lang: None,
            notes,
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
            lang: self.lang,
            notes: self.notes,
        }
    }

    /// The same place, where texts are in a language unless they say otherwise.
    pub(crate) fn in_lang(self, lang: Option<&'a str>) -> Self {
        Self {
            lang: lang.or(self.lang),
            ..self
        }
    }

    /// The language of texts that name none.
    pub(crate) const fn lang(&self) -> Option<&'a str> {
        self.lang
    }

    pub(crate) const fn notes(&self) -> &'a Notes<'a> {
        self.notes
    }

    /// Notes a change at this place; says whether it may be made.
    pub(crate) fn may(&self, code: &'static str, message: &str) -> bool {
        self.notes.is_lenient() && self.notes.may(code, self.to_string(), message)
    }

    /// Keeps what is not known here, or refuses it.
    pub(crate) fn keep(
        &self,
        name: &str,
        kind: DataKind,
        value: impl FnOnce() -> Result<String>,
    ) -> Result<()> {
        if !self.may("unknown", &format!("{name} is not known here; it is kept")) {
            return Err(self.unknown(name));
        }
        self.notes.keep(format!("{self}/{name}"), kind, value()?)
    }

    /// Returns what stands for a mandatory part that is missing, where that is allowed.
    pub(crate) fn instead<T>(&self, name: &'static str, value: impl FnOnce() -> T) -> Result<T> {
        if self.may(
            "missing",
            &format!("{name} is missing; something stands for it"),
        ) {
            return Ok(value());
        }
        Err(self.missing(name))
    }

    /// Keeps a value that is not understood, where that is allowed.
    pub(crate) fn or_keep<T>(&self, read: Result<T>, value: &str) -> Result<Option<T>> {
        let error = match read {
            Ok(read) => return Ok(Some(read)),
            Err(error) => error,
        };
        if let Error::Value { expected, .. } = error
            && self.may("value", &format!("{value:?} is kept: it is not {expected}"))
        {
            self.notes
                .keep(self.to_string(), DataKind::String, value.to_owned())?;
            return Ok(None);
        }
        Err(error)
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
