use std::{borrow::Cow, fmt};

use thiserror::Error;

/// A field of a report.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Field {
    /// The sender's own reference.
    Id,
    /// How the message came.
    Channel,
    /// When the report arrived.
    ReceivedAt,
    /// When the message or call happened.
    EventAt,
    /// Who complains.
    Reporter,
    /// Who sent the message.
    Originator,
    /// Who received it.
    Recipient,
    /// The message itself.
    Text,
    /// Language of the text.
    Lang,
    /// Whether the content may be looked at.
    Consent,
}

impl Field {
    /// Every field, in the order of the documentation.
    pub const ALL: [Self; 10] = [
        Self::Id,
        Self::Channel,
        Self::ReceivedAt,
        Self::EventAt,
        Self::Reporter,
        Self::Originator,
        Self::Recipient,
        Self::Text,
        Self::Lang,
        Self::Consent,
    ];

    /// Returns the field's own name, which is its key or column unless mapped.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Channel => "channel",
            Self::ReceivedAt => "received_at",
            Self::EventAt => "event_at",
            Self::Reporter => "reporter",
            Self::Originator => "originator",
            Self::Recipient => "recipient",
            Self::Text => "text",
            Self::Lang => "lang",
            Self::Consent => "consent",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Which key or column each field is read from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ColumnMap {
    /// In the order of [`Field::ALL`]; nothing where another field took the name.
    names: [Option<Cow<'static, str>>; Field::ALL.len()],
}

impl Default for ColumnMap {
    /// Every field under its own name.
    fn default() -> Self {
        Self {
            names: Field::ALL.map(|field| Some(Cow::Borrowed(field.as_str()))),
        }
    }
}

impl ColumnMap {
    /// Reads `field=column` pairs divided by commas, for example
    /// `text=body,originator=sender`.
    ///
    /// A renamed field is no longer read under its own name, and a column that
    /// was given to one field is not read for another.
    ///
    /// # Errors
    /// [`MapError`] naming the part that is wrong.
    pub fn parse(spec: &str) -> Result<Self, MapError> {
        let mut named: [Option<&str>; Field::ALL.len()] = [None; Field::ALL.len()];
        for part in spec.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            let Some((field, column)) = part.split_once('=') else {
                return Err(MapError::NoColumn { part: part.into() });
            };
            let (name, column) = (field.trim(), column.trim());
            let Some(field) = Field::named(name) else {
                return Err(MapError::UnknownField { name: name.into() });
            };
            if column.is_empty() {
                return Err(MapError::NoColumn { part: part.into() });
            }
            if let Some(other) = named.iter().position(|taken| *taken == Some(column)) {
                return Err(MapError::ColumnTwice {
                    column: column.into(),
                    first: Field::ALL[other],
                    second: field,
                });
            }
            if named[field as usize].replace(column).is_some() {
                return Err(MapError::FieldTwice { field });
            }
        }
        Ok(Self {
            names: Field::ALL.map(|field| match named[field as usize] {
                Some(column) => Some(Cow::Owned(column.to_owned())),
                None if named.contains(&Some(field.as_str())) => None,
                None => Some(Cow::Borrowed(field.as_str())),
            }),
        })
    }

    /// Returns the field that is read from the key or column `name`.
    pub fn field(&self, name: &str) -> Option<Field> {
        self.find(|own| own == name)
    }

    /// Like [`ColumnMap::field`], whatever the case of `name`.
    pub(super) fn field_in_any_case(&self, name: &str) -> Option<Field> {
        self.field(name)
            .or_else(|| self.find(|own| own.eq_ignore_ascii_case(name)))
    }

    /// Returns the key or column that `field` is read from.
    pub fn column(&self, field: Field) -> Option<&str> {
        self.names[field as usize].as_deref()
    }

    fn find(&self, is: impl Fn(&str) -> bool) -> Option<Field> {
        let at = self
            .names
            .iter()
            .position(|own| own.as_deref().is_some_and(&is))?;
        Some(Field::ALL[at])
    }
}

/// A column map that cannot be used.
#[derive(Clone, Debug, Error, Eq, PartialEq)]
#[non_exhaustive]
pub enum MapError {
    /// A part without a column.
    #[error("{part:?} names no column; expected field=column, for example text=body")]
    NoColumn {
        /// The offending part.
        part: String,
    },
    /// A field that reports do not have.
    #[error(
        "{name:?} is not a field of a report; expected one of id, channel, received_at, event_at, \
         reporter, originator, recipient, text, lang, consent"
    )]
    UnknownField {
        /// The offending name.
        name: String,
    },
    /// A field mapped more than once.
    #[error("{field} is mapped twice")]
    FieldTwice {
        /// The field.
        field: Field,
    },
    /// One column for two fields.
    #[error("column {column:?} is mapped to both {first} and {second}")]
    ColumnTwice {
        /// The column.
        column: String,
        /// Who had it first.
        first: Field,
        /// Who wants it, too.
        second: Field,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_can_be_renamed() {
        let map = ColumnMap::parse("text=body, originator = sender ,").unwrap();
        assert_eq!(map.field("body"), Some(Field::Text));
        assert_eq!(map.field("sender"), Some(Field::Originator));
        assert_eq!(map.field("lang"), Some(Field::Lang));
        assert_eq!(map.field("text"), None);
        assert_eq!(ColumnMap::parse(""), Ok(ColumnMap::default()));
    }

    #[test]
    fn a_column_given_away_is_not_read_for_its_own_field() {
        let map = ColumnMap::parse("text=id").unwrap();
        assert_eq!(map.field("id"), Some(Field::Text));
        assert_eq!(map.column(Field::Id), None);
        let swapped = ColumnMap::parse("text=id,id=text").unwrap();
        assert_eq!(swapped.field("text"), Some(Field::Id));
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        for (spec, part) in [
            ("text", "\"text\" names no column"),
            ("text=", "\"text=\" names no column"),
            ("txet=body", "\"txet\" is not a field"),
            ("text=a,text=b", "text is mapped twice"),
            ("text=a,id=a", "\"a\" is mapped to both text and id"),
        ] {
            let error = ColumnMap::parse(spec).unwrap_err().to_string();
            assert!(error.contains(part), "{spec}: {error}");
        }
    }
}
