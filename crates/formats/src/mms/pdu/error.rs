use super::{MAX_BYTES, MAX_DEPTH, MAX_HEADERS, MAX_PARTS};

/// A PDU that cannot be read.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// More than [`MAX_BYTES`].
    #[error("the PDU has {bytes} octets, more than {MAX_BYTES}")]
    TooLong {
        /// How many it has.
        bytes: usize,
    },
    /// It ends within a value.
    #[error("octet {at}: the PDU ends within a value")]
    End {
        /// Where it ends, from 0.
        at: usize,
    },
    /// A length of more than 32 bits (WAP-230, section 8.1.2).
    #[error("octet {at}: the length has more than 32 bits")]
    Uintvar {
        /// Where it begins, from 0.
        at: usize,
    },
    /// Something else than the name of a header field.
    #[error("octet {at}: 0x{octet:02x} is not the name of a header field")]
    Name {
        /// Where, from 0.
        at: usize,
        /// What is there.
        octet: u8,
    },
    /// A value that is not of its type.
    #[error("octet {at}: the value is not {expected}")]
    Value {
        /// Where it begins, from 0.
        at: usize,
        /// What is accepted.
        expected: &'static str,
    },
    /// A type of message that is not known (OMA-TS-MMS-ENC, section 7.3.30).
    #[error("octet {at}: message type 0x{octet:02x} is not known")]
    Kind {
        /// Where, from 0.
        at: usize,
        /// The type.
        octet: u8,
    },
    /// No `X-Mms-Message-Type` among the header fields.
    #[error("there is no X-Mms-Message-Type")]
    NoKind,
    /// More than [`MAX_HEADERS`].
    #[error("octet {at}: there are more than {MAX_HEADERS} header fields")]
    Headers {
        /// Where, from 0.
        at: usize,
    },
    /// More than [`MAX_PARTS`].
    #[error("octet {at}: the message has more than {MAX_PARTS} parts")]
    Parts {
        /// Where, from 0.
        at: usize,
    },
    /// Parts within parts past [`MAX_DEPTH`].
    #[error("octet {at}: parts are nested deeper than {MAX_DEPTH} levels")]
    Depth {
        /// Where, from 0.
        at: usize,
    },
}

impl Error {
    /// Returns what kind of thing is wrong, the same in every release: `mms/end`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "mms/too-long",
            Self::End { .. } => "mms/end",
            Self::Uintvar { .. } => "mms/uintvar",
            Self::Name { .. } => "mms/name",
            Self::Value { .. } => "mms/value",
            Self::Kind { .. } | Self::NoKind => "mms/kind",
            Self::Headers { .. } => "mms/headers",
            Self::Parts { .. } => "mms/parts",
            Self::Depth { .. } => "mms/depth",
        }
    }

    /// Whether a bound was crossed, past which nothing is read leniently.
    pub(super) const fn is_bound(&self) -> bool {
        matches!(
            self,
            Self::TooLong { .. } | Self::Headers { .. } | Self::Parts { .. } | Self::Depth { .. }
        )
    }
}
