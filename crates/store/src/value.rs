//! Values to bind and rows to read, the same for both databases.

use rusqlite::types::{FromSql, Value as Cell};
use sqlx::{Row as _, postgres::PgRow};

use crate::{Error, Result};

/// A value to bind; its type is known even when it is NULL.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// Integers, booleans (0 and 1) and times (microseconds since 1970).
    Int(Option<i64>),
    /// UTF-8 text without NUL, also JSON documents.
    Text(Option<String>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
    /// Floating point.
    Real(Option<f64>),
}

macro_rules! from {
    ($($ty:ty => $variant:ident($convert:expr);)*) => {$(
        impl From<$ty> for Value {
            fn from(value: $ty) -> Self {
                let convert: fn($ty) -> _ = $convert;
                Self::$variant(convert(value))
            }
        }
    )*};
}

from! {
    i64 => Int(Some);
    Option<i64> => Int(|v| v);
    String => Text(Some);
    Option<String> => Text(|v| v);
    &str => Text(|v| Some(v.to_owned()));
    Vec<u8> => Bytes(Some);
    &[u8] => Bytes(|v| Some(v.to_vec()));
    f64 => Real(Some);
    watchbell_model::Time => Int(|v| Some(v.micros()));
    bool => Int(|v| Some(i64::from(v)));
}

/// One result row.
pub(crate) enum Row {
    Sqlite(Vec<Cell>),
    Postgres(PgRow),
}

macro_rules! getters {
    ($($(#[$doc:meta])* $name:ident -> $ty:ty;)*) => {$(
        $(#[$doc])*
        pub(crate) fn $name(&self, column: usize) -> Result<$ty> {
            Ok(match self {
                Self::Sqlite(row) => read(row, column)?,
                Self::Postgres(row) => row.try_get(column)?,
            })
        }
    )*};
}

impl Row {
    getters! {
        int -> i64;
        int_opt -> Option<i64>;
        text -> String;
        text_opt -> Option<String>;
        bytes -> Vec<u8>;
        bytes_opt -> Option<Vec<u8>>;
        real -> f64;
        real_opt -> Option<f64>;
    }

    /// A column that holds a digest or a salt; zeros where it was forgotten.
    pub(crate) fn array<const N: usize>(&self, column: usize) -> Result<[u8; N]> {
        let bytes = self.bytes(column)?;
        Ok(bytes.try_into().unwrap_or([0; N]))
    }

    pub(crate) fn time(&self, column: usize) -> Result<watchbell_model::Time> {
        Ok(watchbell_model::Time::from_micros(self.int(column)?))
    }

    /// A column that holds a word of a fixed list, an id or a document.
    pub(crate) fn parse<T: std::str::FromStr>(
        &self,
        column: usize,
        name: &'static str,
    ) -> Result<T> {
        let text = self.text(column)?;
        text.parse().map_err(|_| Error::Corrupt {
            column: name,
            what: std::any::type_name::<T>(),
            value: text.chars().take(80).collect(),
        })
    }

    /// A column that holds a JSON document.
    pub(crate) fn json<T: serde::de::DeserializeOwned>(
        &self,
        column: usize,
        name: &'static str,
    ) -> Result<T> {
        let text = self.text(column)?;
        serde_json::from_str(&text).map_err(|_| Error::Corrupt {
            column: name,
            what: std::any::type_name::<T>(),
            value: text.chars().take(80).collect(),
        })
    }
}

fn read<T: FromSql>(row: &[Cell], column: usize) -> rusqlite::Result<T> {
    let cell = row
        .get(column)
        .ok_or(rusqlite::Error::InvalidColumnIndex(column))?;
    T::column_result(cell.into()).map_err(Into::into)
}
