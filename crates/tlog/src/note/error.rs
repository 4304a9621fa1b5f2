//! What can be wrong with a note or a key.

use crate::Fault;

/// Why a note or a key was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The note is longer than [`super::MAX_NOTE_BYTES`].
    #[error("the note has {length} bytes, more than {}", super::MAX_NOTE_BYTES)]
    TooLong {
        /// Its length.
        length: usize,
    },
    /// The note is not UTF-8.
    #[error("the note is not UTF-8 at byte {at}")]
    NotUtf8 {
        /// Where.
        at: usize,
    },
    /// The note has a control character other than a newline.
    #[error("the note has a control character at byte {at}")]
    ControlCharacter {
        /// Where.
        at: usize,
    },
    /// The text to sign does not end in a newline.
    #[error("the text does not end in a newline")]
    TextEnd,
    /// No blank line followed by whole signature lines.
    #[error("the note does not end in a blank line and signature lines")]
    NoSignatures,
    /// The note has more than [`super::MAX_SIGNATURES`].
    #[error("the note has {found} signatures, more than {}", super::MAX_SIGNATURES)]
    TooManySignatures {
        /// How many.
        found: usize,
    },
    /// A signature line is not written as it must be.
    #[error("line {line}: not a signature line, by its {part}")]
    SignatureLine {
        /// The line, from 1.
        line: usize,
        /// The part at fault: `dash`, `name`, `base64` or `length`.
        part: &'static str,
    },
    /// A signature by a key the caller did not give, where that is refused.
    #[error("a signature by the unknown key {name:?} with id {id:08x}")]
    UnknownKey {
        /// The key's name.
        name: String,
        /// The key's id.
        id: u32,
    },
    /// None of the given keys signed.
    #[error("not signed by a known key")]
    NotSigned,
    /// A known key did not make this signature over this text.
    #[error("the signature by {name:?} with id {id:08x} does not belong to this text")]
    BadSignature {
        /// The key's name.
        name: String,
        /// The key's id.
        id: u32,
    },
    /// A key signed twice, where that is refused.
    #[error("{name:?} with id {id:08x} signed twice")]
    SignedTwice {
        /// The key's name.
        name: String,
        /// The key's id.
        id: u32,
    },
    /// A key name is empty, too long, or has a space, a plus sign or a control character.
    #[error("{name:?} cannot name a key")]
    KeyName {
        /// The name, shortened.
        name: String,
    },
    /// A key is not written as it must be; secret parts are not repeated.
    #[error("not a key: its {part} is malformed")]
    KeyForm {
        /// The part at fault.
        part: &'static str,
    },
    /// A key says it is of a kind that is not supported.
    #[error("signature type {kind:#04x} is not supported, only Ed25519 (0x01)")]
    KeyKind {
        /// The type byte.
        kind: u8,
    },
    /// A key's id does not belong to its name and bytes.
    #[error("the key says its id is {written:08x}, but it is {computed:08x}")]
    KeyId {
        /// What the key says.
        written: u32,
        /// What it is.
        computed: u32,
    },
    /// A key's bytes are no Ed25519 key, or one for which anything is a signature.
    #[error("the key is not a sound Ed25519 key")]
    KeyPoint,
    /// The system gave no random bytes for a new key.
    #[error("the system gave no random bytes: {0}")]
    Random(getrandom::Error),
}

impl Error {
    /// Says whose fault this is.
    pub fn fault(&self) -> Fault {
        match self {
            Self::UnknownKey { .. } | Self::NotSigned => Fault::NotTrusted,
            Self::BadSignature { .. } => Fault::Contradiction,
            Self::Random(_) | Self::TextEnd => Fault::Ours,
            _ => Fault::Malformed,
        }
    }
}
