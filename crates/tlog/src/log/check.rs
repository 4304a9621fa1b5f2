//! Reading a whole log again, from the entries up.

use super::{Backend, Error, Tree, edge::Edge, tree::TileReader};
use crate::{
    merkle::Hash,
    note::VerifierKey,
    tile::{Kind, Tile},
};

/// How many problems are listed before the check gives up.
pub const MAX_PROBLEMS: usize = 100;

/// What a check found.
#[derive(Debug)]
pub struct Checked {
    /// The number of entries under the checkpoint.
    pub size: u64,
    /// How many tiles and bundles were read.
    pub files: u64,
    /// What is wrong; empty for a sound log, at most [`MAX_PROBLEMS`].
    pub problems: Vec<Error>,
}

/// Reads every entry and every tile under the checkpoint and computes the tree again, in constant memory.
///
/// `progress` is told after each bundle how many entries were checked.
pub fn check<B: Backend>(
    backend: &B,
    log: &VerifierKey,
    mut progress: impl FnMut(u64),
) -> Result<Checked, Error> {
    let tree = Tree::open(backend, log)?;
    let size = tree.size();
    let mut checked = Checked {
        size,
        files: 1,
        problems: Vec::new(),
    };
    let mut edge = Edge::default();
    let bundles = (0..).map_while(|index| Tile::of_tree(Kind::Hashes { level: 0 }, index, size));
    for leaves in bundles {
        let mut tiles = TileReader::new(backend, size);
        match tiles.hashes(leaves) {
            Ok(hashes) => {
                let hashes = hashes.to_vec();
                checked.note(tiles.bundle_of(leaves.index(), &hashes).map(|_| ()));
                checked.files += 2;
                checked.append(&mut edge, &hashes, &mut tiles);
            }
            Err(error) => {
                // Without this tile nothing above or after it can be computed.
                checked.problems.push(error);
                return Ok(checked);
            }
        }
        progress(edge.size());
        if checked.problems.len() >= MAX_PROBLEMS {
            return Ok(checked);
        }
    }
    for level in 1..edge.height() {
        if let Some((tile, hashes)) = edge.partial(level) {
            checked.expect_tile(tile, hashes, &mut TileReader::new(backend, size));
        }
    }
    if edge.root() != tree.checkpoint().root {
        let signed = tree.checkpoint().root;
        checked.problems.push(Error::Root {
            size,
            computed: edge.root(),
            signed,
        });
    }
    Ok(checked)
}

impl Checked {
    /// Says whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    fn note(&mut self, outcome: Result<(), Error>) {
        self.problems.extend(outcome.err());
    }

    fn append<B: Backend>(
        &mut self,
        edge: &mut Edge,
        leaves: &[Hash],
        tiles: &mut TileReader<'_, B>,
    ) {
        for leaf in leaves {
            edge.append(*leaf, |tile, hashes| {
                if tile.kind() != (Kind::Hashes { level: 0 }) {
                    self.expect_tile(tile, hashes, tiles);
                }
            });
        }
    }

    fn expect_tile<B: Backend>(
        &mut self,
        tile: Tile,
        hashes: &[Hash],
        tiles: &mut TileReader<'_, B>,
    ) {
        self.files += 1;
        let outcome = match tiles.hashes(tile) {
            Ok(found) if found == hashes => Ok(()),
            Ok(_) => Err(Error::Hashes {
                path: tile.to_string(),
            }),
            Err(error) => Err(error),
        };
        self.note(outcome);
    }
}
