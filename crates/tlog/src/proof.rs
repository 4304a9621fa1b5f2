//! C2SP tlog-proof: one `.tlog-proof` file that proves one entry to anybody who has the log's vkey. Pure.
//!
//! Our files carry the entry itself in the `extra` line, so the file and the key are all that is needed. The specification
//! warns that `extra` is not authenticated; here it is, because it is hashed to the leaf that the proof starts from.
//!
//! Reading is strict: each line has one spelling, and no signature line is skipped. So a changed bit anywhere is noticed,
//! and the error says in which part.

use std::fmt;

use crate::{
    Fault,
    checkpoint::{self, Checkpoint},
    codec::{from_base64, from_decimal, to_base64},
    merkle::{self, Hash, leaf_hash},
    note::{MAX_NOTE_BYTES, Unknown, VerifierKey},
    tile::MAX_ENTRY_BYTES,
};

/// The first line of every proof.
const HEADER: &str = "c2sp.org/tlog-proof@v1";
/// The most hashes an inclusion proof in a tree of 64-bit size can have.
pub const MAX_HASHES: usize = 64;
/// The longest proof file that is read.
pub const MAX_FILE_BYTES: usize = MAX_NOTE_BYTES + MAX_ENTRY_BYTES * 4 / 3 + 64 * MAX_HASHES;

/// A proof file, taken apart but not yet believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The data of the `extra` line; in our files the entry.
    pub extra: Option<Vec<u8>>,
    /// The entry's place in the log.
    pub index: u64,
    /// The inclusion proof, from the leaf's sibling up.
    pub hashes: Vec<Hash>,
    /// The signed checkpoint, word for word.
    pub checkpoint: String,
}

/// What a proof that holds shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The entry that the log holds.
    pub entry: Vec<u8>,
    /// The entry's place in the log.
    pub index: u64,
    /// The tree head that covers it.
    pub checkpoint: Checkpoint,
}

/// Why a proof was refused; each says which part of the file failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file is longer than [`MAX_FILE_BYTES`].
    #[error("the file has {length} bytes, more than {MAX_FILE_BYTES}")]
    TooLong {
        /// Its length.
        length: usize,
    },
    /// The file is not UTF-8.
    #[error("the file is not UTF-8 at byte {at}")]
    NotUtf8 {
        /// Where.
        at: usize,
    },
    /// The first line is not the header.
    #[error("line 1: the header is not {HEADER:?}")]
    Header,
    /// The extra line is not canonical base64 of at most [`MAX_ENTRY_BYTES`] bytes.
    #[error("line 2: the extra data (the entry) is malformed")]
    Extra,
    /// There is no `index` line with a plain decimal.
    #[error("line {line}: the index is malformed")]
    Index {
        /// The line, from 1.
        line: usize,
    },
    /// A line of the inclusion proof is no hash.
    #[error("line {line}: proof hash {number} is malformed")]
    ProofHash {
        /// The line, from 1.
        line: usize,
        /// Which hash, from 1.
        number: usize,
    },
    /// The inclusion proof has more than [`MAX_HASHES`].
    #[error("the file has more than {MAX_HASHES} proof hashes")]
    TooManyHashes,
    /// No empty line before the checkpoint.
    #[error("no empty line before the checkpoint")]
    NoCheckpoint,
    /// The checkpoint is malformed, of another log, or not signed as it must be.
    #[error("the checkpoint fails: {0}")]
    Checkpoint(#[from] checkpoint::Error),
    /// Neither the file nor the caller gave the entry.
    #[error("the file does not carry the entry")]
    NoEntry,
    /// The signed checkpoint does not cover the entry: entry, index or a proof hash is not the logged one.
    #[error("the entry (extra line), the index or a proof hash is not what the log signed: {0}")]
    Inclusion(#[from] merkle::Error),
}

impl Error {
    /// Says whose fault this is.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Checkpoint(error) => error.fault(),
            Self::Inclusion(_) => Fault::Contradiction,
            Self::NoEntry => Fault::Ours,
            _ => Fault::Malformed,
        }
    }
}

impl Proof {
    /// Reads a proof file without believing it.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > MAX_FILE_BYTES {
            return Err(Error::TooLong {
                length: bytes.len(),
            });
        }
        let text = std::str::from_utf8(bytes).map_err(|error| Error::NotUtf8 {
            at: error.valid_up_to(),
        })?;
        let rest = text
            .strip_prefix(HEADER)
            .and_then(|rest| rest.strip_prefix('\n'))
            .ok_or(Error::Header)?;
        let (head, checkpoint) = rest.split_once("\n\n").ok_or(Error::NoCheckpoint)?;
        let mut lines = head.split('\n').zip(2..).peekable();
        let extra = lines.next_if(|(line, _)| line.starts_with("extra "));
        let extra = extra.map(|(line, _)| read_extra(line)).transpose()?;
        let index_line = 2 + usize::from(extra.is_some());
        let index = lines
            .next()
            .and_then(|(line, _)| from_decimal(line.strip_prefix("index ")?))
            .ok_or(Error::Index { line: index_line })?;
        let mut hashes = Vec::new();
        for (text, line) in lines {
            if hashes.len() == MAX_HASHES {
                return Err(Error::TooManyHashes);
            }
            hashes.push(text.parse().map_err(|_| Error::ProofHash {
                line,
                number: hashes.len() + 1,
            })?);
        }
        Ok(Self {
            extra,
            index,
            hashes,
            checkpoint: checkpoint.to_owned(),
        })
    }

    /// Checks a file that carries its entry, against the vkey of the log.
    pub fn verify(&self, log: &VerifierKey) -> Result<Shown, Error> {
        let entry = self.extra.clone().ok_or(Error::NoEntry)?;
        let checkpoint = self.verify_leaf(leaf_hash(&entry), log, &[], Unknown::Refuse)?;
        Ok(Shown {
            entry,
            index: self.index,
            checkpoint,
        })
    }

    /// Checks that the log holds a leaf the caller knows, as the specification describes it.
    ///
    /// With [`Unknown::Ignore`], signature lines of strangers are skipped and changes in them go unnoticed. What is in
    /// [`Self::extra`] is not looked at.
    pub fn verify_leaf(
        &self,
        leaf: Hash,
        log: &VerifierKey,
        witnesses: &[&VerifierKey],
        unknown: Unknown,
    ) -> Result<Checkpoint, Error> {
        let checkpoint = Checkpoint::open(self.checkpoint.as_bytes(), log, witnesses, unknown)?;
        merkle::verify_inclusion(
            self.index,
            checkpoint.size,
            leaf,
            &self.hashes,
            checkpoint.root,
        )?;
        Ok(checkpoint)
    }
}

impl fmt::Display for Proof {
    /// Writes the file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", to_base64(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.hashes
            .iter()
            .try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

fn read_extra(line: &str) -> Result<Vec<u8>, Error> {
    line.strip_prefix("extra ")
        .and_then(from_base64)
        .filter(|entry| entry.len() <= MAX_ENTRY_BYTES)
        .ok_or(Error::Extra)
}
