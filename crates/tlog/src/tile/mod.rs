//! C2SP tlog-tiles: the paths and contents of the files a log consists of. Pure.

mod content;
mod path;

pub use content::{read_entries, read_hashes, write_entry, write_hashes};
pub use path::{Kind, Tile, changed};

/// The number of hashes in a full tile, and of entries in a full bundle.
pub const WIDTH: u16 = 256;
/// The number of tree levels a tile spans.
pub const HEIGHT: u8 = 8;
/// The longest entry a bundle can hold: its length is written in 16 bits.
pub const MAX_ENTRY_BYTES: usize = u16::MAX as usize;
/// The highest tile level the format knows.
pub const MAX_LEVEL: u8 = 63;
/// Where the checkpoint lies.
pub const CHECKPOINT: &str = "checkpoint";

/// Why a path or a tile's content was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The path is not one the format knows, or not its only spelling.
    #[error("{path:?} is not the path of a tile")]
    Path {
        /// The path, shortened.
        path: String,
    },
    /// A hash tile has another length than its width asks for.
    #[error("a tile of {width} hashes has {expected} bytes, not {found}")]
    Length {
        /// The width.
        width: u16,
        /// The bytes needed.
        expected: usize,
        /// The bytes found.
        found: usize,
    },
    /// An entry bundle ends inside an entry.
    #[error("the bundle ends inside entry {entry}, which starts at byte {at}")]
    Truncated {
        /// The entry within the bundle.
        entry: usize,
        /// Where it starts.
        at: usize,
    },
    /// An entry bundle has bytes after its last entry.
    #[error("the bundle has {extra} bytes after its {width} entries")]
    Trailing {
        /// The width.
        width: u16,
        /// How many bytes.
        extra: usize,
    },
    /// An entry is longer than 16 bits can say.
    #[error("an entry of {length} bytes is longer than {MAX_ENTRY_BYTES}")]
    EntryTooLong {
        /// Its length.
        length: usize,
    },
}
