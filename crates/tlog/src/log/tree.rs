//! Reading a log: roots, entries and proofs from its tiles.

use std::collections::BTreeMap;

use super::{Backend, Error, backend::read, edge::Edge};
use crate::{
    checkpoint::Checkpoint,
    merkle::{self, Hash, Node, Range, leaf_hash},
    note::{Unknown, VerifierKey},
    proof::Proof,
    tile::{self, CHECKPOINT, HEIGHT, Kind, Tile, WIDTH},
};

/// A log as of one signed checkpoint. Every proof it hands out was verified against that checkpoint.
#[derive(Debug)]
pub struct Tree<B> {
    backend: B,
    checkpoint: Checkpoint,
    note: String,
}

impl<B: Backend> Tree<B> {
    /// Reads the checkpoint of the log that a key belongs to.
    pub fn open(backend: B, log: &VerifierKey) -> Result<Self, Error> {
        let note = read(&backend, CHECKPOINT)?.ok_or_else(|| Error::Missing {
            path: CHECKPOINT.into(),
        })?;
        let checkpoint = Checkpoint::open(&note, log, &[], Unknown::Ignore)?;
        // `Checkpoint::open` read the note, so it is UTF-8.
        Ok(Self {
            backend,
            checkpoint,
            note: String::from_utf8_lossy(&note).into_owned(),
        })
    }

    /// Returns the checkpoint.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// Returns the checkpoint as signed.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// Returns the number of entries.
    pub fn size(&self) -> u64 {
        self.checkpoint.size
    }

    /// Reads one entry and checks it against its leaf.
    pub fn entry(&self, index: u64) -> Result<Vec<u8>, Error> {
        self.tiles().entry(index)
    }

    /// Computes the root that the log had at a smaller size.
    pub fn root_at(&self, size: u64) -> Result<Hash, Error> {
        let mut tiles = self.tiles();
        if size > self.size() {
            return Err(merkle::Error::Outside {
                index: size - 1,
                size: self.size(),
            }
            .into());
        }
        if size == 0 {
            return Ok(merkle::EMPTY_ROOT);
        }
        merkle::root_of(0, size, |node| tiles.node(node))
    }

    /// Makes the inclusion proof of an entry.
    pub fn inclusion_proof(&self, index: u64) -> Result<Vec<Hash>, Error> {
        let mut tiles = self.tiles();
        let hashes = merkle::inclusion_proof(index, self.size(), |node| tiles.node(node))?;
        let leaf = tiles.leaf(index)?;
        merkle::verify_inclusion(index, self.size(), leaf, &hashes, self.checkpoint.root)?;
        Ok(hashes)
    }

    /// Makes the proof that the log only grew since it had `old` leaves.
    pub fn consistency_proof(&self, old: u64) -> Result<Vec<Hash>, Error> {
        let mut tiles = self.tiles();
        let hashes = merkle::consistency_proof(old, self.size(), |node| tiles.node(node))?;
        let old_root = merkle::root_of(0, old, |node| tiles.node(node))?;
        merkle::verify_consistency(old, self.size(), &hashes, old_root, self.checkpoint.root)?;
        Ok(hashes)
    }

    /// Makes the proof file of an entry, with the entry in it.
    pub fn prove(&self, index: u64) -> Result<Proof, Error> {
        let hashes = self.inclusion_proof(index)?;
        Ok(Proof {
            extra: Some(self.entry(index)?),
            index,
            hashes,
            checkpoint: self.note.clone(),
        })
    }

    fn tiles(&self) -> TileReader<'_, B> {
        TileReader::new(&self.backend, self.size())
    }
}

/// Reads hashes out of the tiles of a tree, each tile once.
pub(super) struct TileReader<'a, B> {
    backend: &'a B,
    size: u64,
    cache: BTreeMap<Tile, Vec<Hash>>,
}

/// The most tiles kept; a proof in a tree of 64-bit size touches at most 16.
const MAX_CACHED: usize = 32;

impl<'a, B: Backend> TileReader<'a, B> {
    pub(super) fn new(backend: &'a B, size: u64) -> Self {
        Self {
            backend,
            size,
            cache: BTreeMap::new(),
        }
    }

    /// Reads the hash of a leaf.
    pub(super) fn leaf(&mut self, index: u64) -> Result<Hash, Error> {
        self.node(Node { level: 0, index })
    }

    /// Reads or computes the hash of a perfect subtree.
    pub(super) fn node(&mut self, node: Node) -> Result<Hash, Error> {
        let outside = merkle::Error::Outside {
            index: node.index,
            size: self.size,
        };
        let (level, above) = (node.level / HEIGHT, node.level % HEIGHT);
        // The node covers `span` hashes of the tile, from `first` on.
        let span = 1_usize << above;
        let first = node.index.checked_shl(u32::from(above)).ok_or(outside)?;
        let index = first / u64::from(WIDTH);
        let tile = Tile::of_tree(Kind::Hashes { level }, index, self.size).ok_or(outside)?;
        let offset = (first % u64::from(WIDTH)) as usize;
        let hashes = self
            .hashes(tile)?
            .get(offset..offset + span)
            .ok_or(outside)?;
        let mut range = Range::default();
        hashes
            .iter()
            .for_each(|hash| range.append(*hash, |_, _| {}));
        Ok(range.root())
    }

    /// Reads one entry and checks it against its leaf.
    pub(super) fn entry(&mut self, index: u64) -> Result<Vec<u8>, Error> {
        let leaf = self.leaf(index)?;
        let outside = merkle::Error::Outside {
            index,
            size: self.size,
        };
        let tile =
            Tile::of_tree(Kind::Entries, index / u64::from(WIDTH), self.size).ok_or(outside)?;
        let (tile, bytes) = self.bytes(tile)?;
        let malformed = |source| Error::Tile {
            path: tile.to_string(),
            source,
        };
        let entries = tile::read_entries(&bytes, tile.width()).map_err(malformed)?;
        let entry = entries
            .get((index % u64::from(WIDTH)) as usize)
            .ok_or(outside)?;
        if leaf_hash(entry) == leaf {
            Ok(entry.to_vec())
        } else {
            Err(Error::Entry {
                path: tile.to_string(),
                index,
            })
        }
    }

    /// Reads the partial tiles.
    pub(super) fn edge(&mut self) -> Result<Edge, Error> {
        let mut levels = Vec::new();
        let mut hashes = self.size;
        while hashes > 0 {
            let kind = Kind::Hashes {
                level: levels.len() as u8,
            };
            let partial = Tile::of_tree(kind, hashes / u64::from(WIDTH), self.size);
            levels.push(partial.map_or(Ok(Vec::new()), |tile| {
                self.hashes(tile).map(<[Hash]>::to_vec)
            })?);
            hashes /= u64::from(WIDTH);
        }
        let misaligned = |_| merkle::Error::Outside {
            index: self.size,
            size: self.size,
        };
        Ok(Edge::from_tiles(levels).map_err(misaligned)?)
    }

    /// Reads the bundle that goes with a hash tile at level 0, cut to the same width, checking every entry.
    pub(super) fn bundle_of(&self, index: u64, leaves: &[Hash]) -> Result<Vec<u8>, Error> {
        let missing = || Error::Missing {
            path: format!("tile/entries, bundle {index}"),
        };
        let tile = Tile::new(Kind::Entries, index, leaves.len() as u16).ok_or_else(missing)?;
        let (found, bytes) = self.bytes(tile)?;
        let malformed = |source| Error::Tile {
            path: found.to_string(),
            source,
        };
        let entries = tile::read_entries(&bytes, found.width()).map_err(malformed)?;
        let mut bundle = Vec::with_capacity(bytes.len());
        for (place, (entry, leaf)) in entries.iter().zip(leaves).enumerate() {
            if leaf_hash(entry) != *leaf {
                let index = index * u64::from(WIDTH) + place as u64;
                return Err(Error::Entry {
                    path: found.to_string(),
                    index,
                });
            }
            tile::write_entry(&mut bundle, entry).map_err(malformed)?;
        }
        Ok(bundle)
    }

    /// Reads a hash tile, cut to the width asked for.
    pub(super) fn hashes(&mut self, tile: Tile) -> Result<&[Hash], Error> {
        if !self.cache.contains_key(&tile) {
            let (found, bytes) = self.bytes(tile)?;
            let malformed = |source| Error::Tile {
                path: found.to_string(),
                source,
            };
            let mut hashes = tile::read_hashes(&bytes, found.width()).map_err(malformed)?;
            hashes.truncate(usize::from(tile.width()));
            if self.cache.len() >= MAX_CACHED {
                self.cache.pop_first();
            }
            self.cache.insert(tile, hashes);
        }
        Ok(self.cache.get(&tile).map_or(&[], Vec::as_slice))
    }

    /// Reads a tile, or the full one in its place where a partial tile has been removed.
    fn bytes(&self, tile: Tile) -> Result<(Tile, Vec<u8>), Error> {
        for tile in [tile, tile.full()] {
            if let Some(bytes) = read(self.backend, &tile.to_string())? {
                return Ok((tile, bytes));
            }
        }
        Err(Error::Missing {
            path: tile.to_string(),
        })
    }
}
