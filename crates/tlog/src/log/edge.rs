//! The right edge of a growing log: the tiles that are not full yet.

use crate::{
    merkle::{Hash, Misaligned, Range},
    tile::{HEIGHT, Kind, Tile, WIDTH},
};

/// What an append must know about the leaves before it; at most 8 partial tiles.
#[derive(Debug, Clone, Default)]
pub(super) struct Edge {
    range: Range,
    /// The partial hash tiles, from the leaves up.
    levels: Vec<Vec<Hash>>,
}

impl Edge {
    /// Puts an edge together from the partial hash tiles of a tree, leaves first.
    pub(super) fn from_tiles(levels: Vec<Vec<Hash>>) -> Result<Self, Misaligned> {
        let mut range = Range::default();
        for (level, hashes) in levels.iter().enumerate().rev() {
            for hash in hashes {
                range.push(level as u8 * HEIGHT, *hash, |_, _| {})?;
            }
        }
        Ok(Self { range, levels })
    }

    /// Returns the number of leaves.
    pub(super) fn size(&self) -> u64 {
        self.range.end()
    }

    /// Computes the root.
    pub(super) fn root(&self) -> Hash {
        self.range.root()
    }

    /// Returns the partial tile of a level, if that is not empty.
    pub(super) fn partial(&self, level: u8) -> Option<(Tile, &[Hash])> {
        let hashes = self.levels.get(usize::from(level))?;
        let tile = Tile::of_tree(Kind::Hashes { level }, self.tile_index(level), self.size())?;
        Some((tile, hashes))
    }

    /// Appends a leaf; hands over every tile it fills.
    pub(super) fn append(&mut self, leaf: Hash, mut full: impl FnMut(Tile, &[Hash])) {
        let levels = &mut self.levels;
        self.range.append(leaf, |node, hash| {
            if !node.level.is_multiple_of(HEIGHT) {
                return;
            }
            let level = node.level / HEIGHT;
            if levels.len() <= usize::from(level) {
                levels.push(Vec::with_capacity(usize::from(WIDTH)));
            }
            let hashes = &mut levels[usize::from(level)];
            hashes.push(hash);
            if hashes.len() == usize::from(WIDTH) {
                if let Some(tile) =
                    Tile::new(Kind::Hashes { level }, node.index / u64::from(WIDTH), WIDTH)
                {
                    full(tile, hashes);
                }
                hashes.clear();
            }
        });
    }

    /// Returns the number of tile levels, full or not.
    pub(super) fn height(&self) -> u8 {
        self.levels.len() as u8
    }

    fn tile_index(&self, level: u8) -> u64 {
        self.size()
            .checked_shr(u32::from(level + 1) * u32::from(HEIGHT))
            .unwrap_or(0)
    }
}
