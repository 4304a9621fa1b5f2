//! The one who appends: tiles first, durably; then the checkpoint that speaks of them.

use super::{
    Backend, Error, File,
    backend::{read, store},
    edge::Edge,
    tree::TileReader,
};
use crate::{
    checkpoint::Checkpoint,
    merkle::{EMPTY_ROOT, Hash, leaf_hash},
    note::{SigningKey, Unknown},
    tile::{self, CHECKPOINT, Kind, MAX_ENTRY_BYTES, Tile},
};

/// How many files are gathered before they are stored; bounds the memory an append of any length takes.
const FILES_AT_ONCE: usize = 64;

/// Appends entries to a log and signs its checkpoints. The origin of the log is the name of its key.
#[derive(Debug)]
pub struct Publisher<B> {
    backend: B,
    key: SigningKey,
    state: State,
    /// A store failed halfway, so what is on the storage must be read again before anything is built on it.
    uncertain: bool,
}

/// What is published, as the storage has it.
#[derive(Debug, Clone)]
struct State {
    edge: Edge,
    /// The partial entry bundle.
    bundle: Vec<u8>,
    checkpoint: Checkpoint,
    note: String,
}

impl<B: Backend> Publisher<B> {
    /// Opens a log, or begins one where there is nothing; reads its right edge and checks it against the checkpoint.
    pub fn open(backend: B, key: SigningKey) -> Result<Self, Error> {
        let state = recover(&backend, &key)?;
        Ok(Self {
            backend,
            key,
            state,
            uncertain: false,
        })
    }

    /// Returns the last checkpoint.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.state.checkpoint
    }

    /// Returns the last checkpoint as signed.
    pub fn note(&self) -> &str {
        &self.state.note
    }

    /// Returns the number of entries published.
    pub fn size(&self) -> u64 {
        self.state.edge.size()
    }

    /// Refuses to go on where the log has more entries than the caller holds: the caller lost some.
    pub fn expect_within(&self, held: u64) -> Result<(), Error> {
        let published = self.size();
        if published <= held {
            Ok(())
        } else {
            Err(Error::Ahead { published, held })
        }
    }

    /// Publishes entries, the first of them at index `first`, and returns the new checkpoint.
    ///
    /// Entries the log already has are compared and skipped, so that after a crash or an error the caller may bring the same
    /// entries again, with more after them. When this returns, all files are durable.
    pub fn append<E: AsRef<[u8]>>(
        &mut self,
        first: u64,
        entries: &[E],
    ) -> Result<&Checkpoint, Error> {
        if self.uncertain {
            self.state = recover(&self.backend, &self.key)?;
            self.uncertain = false;
        }
        let size = self.size();
        let known = size.checked_sub(first).ok_or(Error::Gap { first, size })?;
        let known = usize::try_from(known)
            .unwrap_or(usize::MAX)
            .min(entries.len());
        let (known, new) = entries.split_at(known);
        self.expect_unmoved()?;
        self.expect_published(first, known)?;
        if let Some((index, long)) = (size..)
            .zip(new)
            .find(|(_, entry)| entry.as_ref().len() > MAX_ENTRY_BYTES)
        {
            return Err(Error::EntryTooLong {
                index,
                length: long.as_ref().len(),
            });
        }
        if !new.is_empty() {
            self.uncertain = true;
            self.state = self.publish(new)?;
            self.uncertain = false;
        }
        Ok(&self.state.checkpoint)
    }

    fn publish<E: AsRef<[u8]>>(&self, entries: &[E]) -> Result<State, Error> {
        let State {
            mut edge,
            mut bundle,
            ..
        } = self.state.clone();
        let before = edge.size();
        let mut files = Vec::new();
        let mut filled = Vec::new();
        for entry in entries {
            let entry = entry.as_ref();
            tile::write_entry(&mut bundle, entry).map_err(|source| Error::Tile {
                path: "tile/entries".into(),
                source,
            })?;
            edge.append(leaf_hash(entry), |tile, hashes| {
                if tile.kind() == (Kind::Hashes { level: 0 })
                    && let Some(entries) = Tile::new(Kind::Entries, tile.index(), tile.width())
                {
                    files.push(File {
                        path: entries.to_string(),
                        bytes: std::mem::take(&mut bundle),
                    });
                    filled.push(entries);
                }
                files.push(File {
                    path: tile.to_string(),
                    bytes: tile::write_hashes(hashes),
                });
                filled.push(tile);
            });
            if files.len() >= FILES_AT_ONCE {
                store(&self.backend, &self.only_new(std::mem::take(&mut files))?)?;
            }
        }
        let after = edge.size();
        for level in 0..edge.height() {
            let shift = u32::from(level * tile::HEIGHT);
            if let Some((tile, hashes)) = edge
                .partial(level)
                .filter(|_| after >> shift != before >> shift)
            {
                files.push(File {
                    path: tile.to_string(),
                    bytes: tile::write_hashes(hashes),
                });
            }
        }
        if let Some((tile, _)) = edge.partial(0)
            && let Some(entries) = Tile::new(Kind::Entries, tile.index(), tile.width())
        {
            files.push(File {
                path: entries.to_string(),
                bytes: bundle.clone(),
            });
        }
        let files = self.only_new(files)?;
        let (checkpoint, note) = sign(&self.key, after, edge.root())?;
        let head = File {
            path: CHECKPOINT.into(),
            bytes: note.clone().into_bytes(),
        };
        let failed = |source| Error::Storage {
            action: "store",
            path: head.path.clone(),
            source,
        };
        self.backend.publish(&files, &head).map_err(failed)?;
        // No checkpoint needs these any more. Should this fail, they only take room.
        for tile in filled {
            let _ = self.backend.remove(&tile.partials());
        }
        Ok(State {
            edge,
            bundle,
            checkpoint,
            note,
        })
    }

    /// Leaves out the files that are there already; one that is there with other content would be a fork.
    fn only_new(&self, files: Vec<File>) -> Result<Vec<File>, Error> {
        let mut new = Vec::with_capacity(files.len());
        for file in files {
            match read(&self.backend, &file.path)? {
                None => new.push(file),
                Some(bytes) if bytes == file.bytes => {}
                Some(_) => return Err(Error::Fork { path: file.path }),
            }
        }
        Ok(new)
    }

    fn expect_unmoved(&self) -> Result<(), Error> {
        match read(&self.backend, CHECKPOINT)? {
            Some(bytes) if bytes == self.state.note.as_bytes() => Ok(()),
            Some(_) => Err(Error::Moved { own: self.size() }),
            None => Err(Error::CheckpointLost),
        }
    }

    fn expect_published<E: AsRef<[u8]>>(&self, first: u64, entries: &[E]) -> Result<(), Error> {
        let mut tiles = TileReader::new(&self.backend, self.size());
        for (index, entry) in (first..).zip(entries) {
            if tiles.leaf(index)? != leaf_hash(entry.as_ref()) {
                return Err(Error::ForkedEntry { index });
            }
        }
        Ok(())
    }
}

/// Reads the state from the storage; begins the log where there is nothing at all.
fn recover(backend: &impl Backend, key: &SigningKey) -> Result<State, Error> {
    let Some(note) = read(backend, CHECKPOINT)? else {
        let lost = backend.holds("tile").map_err(|source| Error::Storage {
            action: "look for",
            path: "tile".into(),
            source,
        })?;
        if lost {
            return Err(Error::CheckpointLost);
        }
        let (checkpoint, note) = sign(key, 0, EMPTY_ROOT)?;
        store(
            backend,
            &[File {
                path: CHECKPOINT.into(),
                bytes: note.clone().into_bytes(),
            }],
        )?;
        return Ok(State {
            edge: Edge::default(),
            bundle: Vec::new(),
            checkpoint,
            note,
        });
    };
    let checkpoint = Checkpoint::open(&note, &key.verifier(), &[], Unknown::Ignore)?;
    let size = checkpoint.size;
    let mut tiles = TileReader::new(backend, size);
    let edge = tiles.edge()?;
    if edge.root() != checkpoint.root || edge.size() != size {
        return Err(Error::Root {
            size,
            computed: edge.root(),
            signed: checkpoint.root,
        });
    }
    let bundle = match edge.partial(0) {
        Some((tile, hashes)) => tiles.bundle_of(tile.index(), hashes)?,
        None => Vec::new(),
    };
    // `Checkpoint::open` read the note, so it is UTF-8.
    let note = String::from_utf8_lossy(&note).into_owned();
    Ok(State {
        edge,
        bundle,
        checkpoint,
        note,
    })
}

fn sign(key: &SigningKey, size: u64, root: Hash) -> Result<(Checkpoint, String), Error> {
    let checkpoint = Checkpoint {
        origin: key.verifier().name().to_owned(),
        size,
        root,
        extensions: Vec::new(),
    };
    let note = checkpoint.sign(key)?;
    Ok((checkpoint, note))
}
