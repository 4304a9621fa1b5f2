//! Patterns of STIX 2.1 (section 9): read, and made of what indicators look for.

mod parse;
mod shape;
mod write;

pub use parse::{Error, MAX_BYTES, MAX_DEPTH, parse};
pub(super) use shape::{one, shape};
pub(super) use write::of;

/// What has to be observed.
#[derive(Clone, Debug, PartialEq)]
pub enum Observation {
    /// One observation, `[…]`.
    One(Comparison),
    /// All of them, each of another observation.
    And(Vec<Self>),
    /// One of them at least.
    Or(Vec<Self>),
    /// One behind the other.
    FollowedBy(Vec<Self>),
    /// One within bounds of time and number.
    Within(Box<Self>, Qualifier),
}

/// Bounds of an observation.
#[derive(Clone, Debug, PartialEq)]
pub enum Qualifier {
    /// Within so many seconds.
    Within(f64),
    /// So many times.
    Repeats(u64),
    /// Between two moments, as written.
    Between(String, String),
}

/// What one observation is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Comparison {
    /// A property with values.
    Test {
        /// The property, `file:hashes.'SHA-256'`; a step is quoted where it has to be.
        path: String,
        /// Whether it is the contrary.
        is_not: bool,
        /// How they are compared.
        operator: Operator,
        /// With what; several for `IN` alone.
        values: Vec<Literal>,
    },
    /// A property that is there.
    Exists {
        /// The property.
        path: String,
        /// Whether it is the contrary.
        is_not: bool,
    },
    /// All of them.
    And(Vec<Self>),
    /// One of them at least.
    Or(Vec<Self>),
}

/// How a property is compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Operator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `>`
    Above,
    /// `<`
    Below,
    /// `>=`
    From,
    /// `<=`
    To,
    /// `IN`
    In,
    /// `LIKE`
    Like,
    /// `MATCHES`
    Matches,
    /// `ISSUBSET`
    IsSubset,
    /// `ISSUPERSET`
    IsSuperset,
}

/// What a property is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Real(f64),
    /// True or false.
    Bool(bool),
    /// Bytes, as hexadecimal digits.
    Hex(String),
    /// Bytes, in base64.
    Binary(String),
    /// A moment, as written.
    Time(String),
}

/// Returns a step of a path, quoted where it has to be.
pub(super) fn step(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if starts && name.chars().all(is_plain) {
        name.to_owned()
    } else {
        write::quoted(name)
    }
}
