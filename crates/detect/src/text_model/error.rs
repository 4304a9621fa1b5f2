/// Why labelled texts or weights could not be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A line has fewer columns than it should.
    #[error("line {line}: no column {name}")]
    Column {
        /// The line, from 1.
        line: usize,
        /// The column that is missing.
        name: &'static str,
    },
    /// A label is not known.
    #[error("line {line}: unknown label {label:?}")]
    Label {
        /// The line, from 1.
        line: usize,
        /// The label as read.
        label: String,
    },
    /// A line is too long.
    #[error("line {line}: {length} bytes, more than a text may have")]
    Line {
        /// The line, from 1.
        line: usize,
        /// Its length.
        length: usize,
    },
    /// A split has no such part.
    #[error("no part {fold} of {folds}")]
    Fold {
        /// The part asked for, from 0.
        fold: u64,
        /// How many there are.
        folds: u64,
    },
    /// A labelled report is not valid.
    #[error("line {line}: {reason}")]
    Report {
        /// The line, from 1.
        line: usize,
        /// What the JSON reader says.
        reason: String,
    },
    /// Bytes are not weights.
    #[error("not the weights of a text model: wrong {what} in {length} bytes")]
    Weights {
        /// What is wrong.
        what: &'static str,
        /// How many bytes there are.
        length: usize,
    },
    /// Weights are for another version.
    #[error("weights of version {found}, not {expected}: train them again")]
    Version {
        /// The version in the file.
        found: u16,
        /// The version that can be read.
        expected: u16,
    },
}

/// The result of reading labelled texts or weights.
pub type Result<T, E = Error> = std::result::Result<T, E>;
