//! What can go wrong with a log on its storage.

use std::io;

use crate::{Fault, checkpoint, merkle, merkle::Hash, tile};

/// Why the log could not be opened, appended to or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The storage failed.
    #[error("cannot {action} {path}: {source}")]
    Storage {
        /// What was being done.
        action: &'static str,
        /// To which file.
        path: String,
        /// Why it failed.
        source: io::Error,
    },
    /// A file that must be there is not.
    #[error("{path} is missing")]
    Missing {
        /// The file.
        path: String,
    },
    /// There are tiles but no checkpoint: the storage lost it, and starting again at zero would shrink the log.
    #[error("there are tiles but no checkpoint; restore the checkpoint, or move the tiles away")]
    CheckpointLost,
    /// The checkpoint on the storage is malformed or not signed by this log's key.
    #[error("the checkpoint on the storage fails: {0}")]
    Checkpoint(#[from] checkpoint::Error),
    /// A tile is malformed.
    #[error("{path} is malformed: {source}")]
    Tile {
        /// The tile.
        path: String,
        /// Why.
        source: tile::Error,
    },
    /// A tile is there with other content: writing on would fork the log.
    #[error("{path} already holds something else; the log would fork")]
    Fork {
        /// The tile.
        path: String,
    },
    /// An entry was brought again under its index but with other content: appending it would fork the log.
    #[error("entry {index} was published as another entry; the log would fork")]
    ForkedEntry {
        /// The entry's index.
        index: u64,
    },
    /// Somebody else moved the checkpoint since it was last read or written here.
    #[error("another publisher moved the checkpoint from {own} leaves; open the log again")]
    Moved {
        /// The size this publisher knows.
        own: u64,
    },
    /// The published log is larger than what the caller has: the caller lost entries.
    #[error("{published} entries are published, but only {held} are held")]
    Ahead {
        /// The size of the log.
        published: u64,
        /// The number of entries the caller has.
        held: u64,
    },
    /// Entries were left out between the log's end and the first one brought.
    #[error("entry {first} would leave a gap after {size} entries")]
    Gap {
        /// The first entry brought.
        first: u64,
        /// The size of the log.
        size: u64,
    },
    /// An entry is too long for a bundle.
    #[error(
        "entry {index} has {length} bytes, more than {}",
        tile::MAX_ENTRY_BYTES
    )]
    EntryTooLong {
        /// The entry's index.
        index: u64,
        /// Its length.
        length: usize,
    },
    /// The tiles lead to another root than the checkpoint signs.
    #[error("the tiles of {size} leaves lead to the root {computed}, but {signed} is signed")]
    Root {
        /// The size of the tree.
        size: u64,
        /// The root from the tiles.
        computed: Hash,
        /// The root in the checkpoint.
        signed: Hash,
    },
    /// An entry in a bundle does not hash to its leaf.
    #[error("{path} does not match the leaf hash of entry {index}")]
    Entry {
        /// The bundle.
        path: String,
        /// The entry's index.
        index: u64,
    },
    /// A tile does not follow from the tiles below it.
    #[error("{path} does not follow from the tiles below it")]
    Hashes {
        /// The tile.
        path: String,
    },
    /// A proof was asked for that cannot be.
    #[error(transparent)]
    Proof(#[from] merkle::Error),
}

impl Error {
    /// Says whose fault this is.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Checkpoint(error) => error.fault(),
            Self::Tile { .. } => Fault::Malformed,
            Self::Fork { .. }
            | Self::ForkedEntry { .. }
            | Self::Root { .. }
            | Self::Entry { .. }
            | Self::Hashes { .. } => Fault::Contradiction,
            _ => Fault::Ours,
        }
    }
}
