//! RFC 8785: one spelling for each JSON value, so that equal values hash equally. Pure.
//!
//! ```
//! let leaf = serde_json::json!({"b": 1.0, "a": "€", "A": [null, 1e21]});
//! assert_eq!(watchbell_tlog::canonical::to_vec(&leaf)?, r#"{"A":[null,1e+21],"a":"€","b":1}"#.as_bytes());
//! # Ok::<(), watchbell_tlog::canonical::Error>(())
//! ```
//!
//! Stricter than the letter of the RFC where two values would share one spelling: an integer that would be rounded to be
//! written as a double is refused, and so is a repeated key, which `serde` types can produce.

mod key;
mod number;
mod serializer;

use std::fmt;

use serde::Serialize;

/// How deep arrays and objects may nest.
pub const MAX_DEPTH: usize = 128;

/// Writes a value in its canonical spelling.
pub fn to_vec(value: &(impl Serialize + ?Sized)) -> Result<Vec<u8>, Error> {
    let mut out = Vec::with_capacity(256);
    value.serialize(serializer::Serializer::new(&mut out))?;
    Ok(out)
}

/// Why a value has no canonical spelling.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Not a number or infinite (RFC 8785 section 3.2.2.3).
    #[error("{value} has no JSON spelling")]
    NotFinite {
        /// The number.
        value: f64,
    },
    /// An integer that JSON's numbers, which are doubles, would round.
    #[error("the integer {value} is not exact as a JSON number; write it as a string")]
    Inexact {
        /// The number.
        value: String,
    },
    /// An object key is not a string.
    #[error("an object key is not a string")]
    Key,
    /// A key comes twice in one object (RFC 8785 section 3.1).
    #[error("the key {key:?} comes twice")]
    RepeatedKey {
        /// The key.
        key: String,
    },
    /// Deeper than [`MAX_DEPTH`].
    #[error("nested deeper than {MAX_DEPTH}")]
    TooDeep,
    /// The value's own `Serialize` gave up.
    #[error("the value refused to be written: {reason}")]
    Refused {
        /// What it said.
        reason: String,
    },
}

impl serde::ser::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Refused {
            reason: message.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn text(value: &impl Serialize) -> String {
        String::from_utf8(to_vec(value).expect("has a spelling")).expect("UTF-8")
    }

    /// RFC 8785 section 3.2.2 and its result in 3.2.3.
    #[test]
    fn the_sample_of_the_rfc() {
        let value = json!({
            "numbers": [333_333_333.333_333_3, 1E30, 4.50, 2e-3, 0.000_000_000_000_000_000_000_000_001],
            "string": "\u{20ac}$\u{f}\u{a}A'\u{42}\u{22}\u{5c}\\\"/",
            "literals": [null, true, false]
        });
        let expected = concat!(
            r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#,
            r#""string":"€$\u000f\nA'B\"\\\\\"/"}"#
        );
        assert_eq!(text(&value), expected);
    }

    /// RFC 8785 section 3.2.3: by UTF-16 code units, so the emoji comes before U+FB33.
    #[test]
    fn keys_are_sorted_as_utf16() {
        let value = json!({
            "\u{20ac}": "Euro Sign",
            "\r": "Carriage Return",
            "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
            "1": "One",
            "\u{1f600}": "Emoji: Grinning Face",
            "\u{80}": "Control",
            "\u{f6}": "Latin Small Letter O With Diaeresis"
        });
        let written = text(&value);
        let order = [
            "Carriage Return",
            "One",
            "Control",
            "Latin Small",
            "Euro Sign",
            "Emoji",
            "Hebrew",
        ];
        let places: Vec<_> = order
            .iter()
            .map(|word| written.find(word).expect("there"))
            .collect();
        assert!(places.is_sorted(), "{written}");
        assert_eq!(
            text(&json!({"ab": 1, "aa": 2, "a": 3, "": {"z": 1, "y": 2}})),
            r#"{"":{"y":2,"z":1},"a":3,"aa":2,"ab":1}"#
        );
    }

    #[test]
    fn strings_escape_what_must_be_and_nothing_else() {
        let all: String = (0..0x20).filter_map(char::from_u32).collect();
        assert_eq!(
            text(&all),
            r#""\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f""#
        );
        assert_eq!(
            text(&"\u{7f}\u{2028}/<\"\\"),
            "\"\u{7f}\u{2028}/<\\\"\\\\\""
        );
    }

    #[test]
    fn rust_types_are_written_as_serde_json_does() {
        #[derive(Serialize)]
        enum Shape {
            Unit,
            New(u8),
            Pair(u8, i8),
            Named { b: Option<u8>, a: () },
        }
        let shapes = (
            Shape::Unit,
            Shape::New(1),
            Shape::Pair(2, -3),
            Shape::Named { b: Some(1), a: () },
        );
        assert_eq!(
            text(&shapes),
            r#"["Unit",{"New":1},{"Pair":[2,-3]},{"Named":{"a":null,"b":1}}]"#
        );
        let map: std::collections::BTreeMap<i32, bool> = [(10, true), (9, false)].into();
        assert_eq!(text(&map), r#"{"10":true,"9":false}"#);
    }

    #[test]
    fn values_without_one_spelling_are_refused() {
        assert!(matches!(to_vec(&f64::NAN), Err(Error::NotFinite { .. })));
        assert!(matches!(
            to_vec(&[f32::INFINITY]),
            Err(Error::NotFinite { .. })
        ));
        assert_eq!(text(&9_007_199_254_740_992_u64), "9007199254740992");
        assert_eq!(
            to_vec(&9_007_199_254_740_993_u64),
            Err(Error::Inexact {
                value: "9007199254740993".into()
            })
        );
        assert_eq!(text(&23_446_238_872_608_910_u64), "23446238872608910");
        for rounded in [i64::MIN, 23_446_238_872_608_912] {
            assert!(
                matches!(to_vec(&rounded), Err(Error::Inexact { .. })),
                "{rounded}"
            );
        }
        assert!(matches!(to_vec(&u64::MAX), Err(Error::Inexact { .. })));
        let bad_key: std::collections::BTreeMap<Vec<u8>, u8> = [(vec![1], 1)].into();
        assert_eq!(to_vec(&bad_key), Err(Error::Key));
        let nested = |depth| (0..depth).fold(json!(1), |inner, _| json!([inner]));
        assert!(to_vec(&nested(MAX_DEPTH)).is_ok());
        assert_eq!(to_vec(&nested(MAX_DEPTH + 1)), Err(Error::TooDeep));
    }

    #[test]
    fn a_repeated_key_is_refused() {
        struct Twice;
        impl Serialize for Twice {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_map([("a", 1), ("b", 2), ("a", 3)])
            }
        }
        assert_eq!(to_vec(&Twice), Err(Error::RepeatedKey { key: "a".into() }));
    }
}
