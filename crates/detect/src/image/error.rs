use super::{Format, MAX_BYTES, MAX_PIXELS, MAX_SIDE};

/// An image that cannot be looked at.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// More than [`MAX_BYTES`].
    #[error("the image has {bytes} bytes, more than {MAX_BYTES}")]
    TooLong {
        /// How many it has.
        bytes: usize,
    },
    /// More than [`MAX_SIDE`] or [`MAX_PIXELS`], or nothing at all.
    #[error(
        "the image has {width} columns and {height} rows; there may be {MAX_SIDE} of each and {MAX_PIXELS} pixels"
    )]
    Size {
        /// Its columns.
        width: usize,
        /// Its rows.
        height: usize,
    },
    /// Something else than an image of a format that is known.
    #[error("this is no image of a format that is known")]
    Format,
    /// A way of writing a format that is not known.
    #[error("{format}: {what} is not known")]
    Unsupported {
        /// The format.
        format: Format,
        /// What is not known.
        what: &'static str,
    },
    /// An image that ends before it shows anything.
    #[error("{format}: the image is cut off")]
    Cut {
        /// The format.
        format: Format,
    },
    /// An image that is damaged.
    #[error("{format}: {problem}")]
    Damaged {
        /// The format.
        format: Format,
        /// What its decoder said.
        problem: String,
    },
}

impl Error {
    /// Returns what kind of thing is wrong, the same in every release: `image/size`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "image/too-long",
            Self::Size { .. } => "image/size",
            Self::Format => "image/format",
            Self::Unsupported { .. } => "image/unsupported",
            Self::Cut { .. } => "image/cut",
            Self::Damaged { .. } => "image/damaged",
        }
    }
}
