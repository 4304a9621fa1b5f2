//! What a message says: its header, its coding, its alphabet, and texts that are to be sent.

mod coding;
mod content;
mod encode;
mod gsm7;
mod header;

pub use coding::{Alphabet, Coding, Text};
pub use content::Content;
pub use encode::{Encoded, encode};
pub use header::{National, Part, PartKind, UserHeader};

pub(super) use coding::decode;
#[cfg(test)]
pub(super) use gsm7::alphabets;

#[cfg(test)]
mod tests;
