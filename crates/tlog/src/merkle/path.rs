//! The walk from the root to a subtree, which decides what a proof consists of.

use super::{
    Error,
    hash::{Hash, node_hash},
    range::Node,
};

/// What the walk left aside at a fork, and on which side it lay.
#[derive(Clone, Copy)]
enum Aside {
    /// Right of the subtree.
    Right(u64, u64),
    /// Left of the subtree.
    Left(u64, u64),
    /// The left part of the subtree itself.
    Within(u64, u64),
}

/// The walk from the root to a subtree.
pub(super) struct Path {
    forks: Vec<Aside>,
    /// The node where the walk ended, if it is not the whole subtree and so must come with the proof.
    seed: Option<(u64, u64)>,
}

impl Path {
    pub(super) fn towards(mut start: u64, end: u64, size: u64) -> Result<Self, Error> {
        if size == 0 {
            return Err(Error::Empty);
        }
        check_subtree(start, end)?;
        if end > size {
            return Err(Error::Outside {
                index: end - 1,
                size,
            });
        }
        let (mut low, mut high, mut whole) = (0, size, true);
        let mut forks = Vec::new();
        while (low, high) != (start, end) {
            let middle = low + split(high - low);
            if end <= middle {
                forks.push(Aside::Right(middle, high));
                high = middle;
            } else if start >= middle {
                forks.push(Aside::Left(low, middle));
                low = middle;
            } else {
                // A subtree that spans a fork starts where the node starts (`check_subtree`).
                forks.push(Aside::Within(low, middle));
                (low, start, whole) = (middle, middle, false);
            }
        }
        forks.reverse();
        Ok(Self {
            forks,
            seed: (!whole).then_some((low, high)),
        })
    }

    pub(super) fn check_length(&self, proof: &[Hash]) -> Result<(), Error> {
        let expected = self.forks.len() + usize::from(self.seed.is_some());
        if proof.len() == expected {
            Ok(())
        } else {
            Err(Error::Length {
                expected,
                found: proof.len(),
            })
        }
    }

    /// Returns the roots of the subtree and of the tree that a proof of the right length leads to.
    pub(super) fn fold(&self, subtree: Hash, proof: &[Hash]) -> (Hash, Hash) {
        let (seed, rest) = match proof {
            [first, rest @ ..] if self.seed.is_some() => (*first, rest),
            _ => (subtree, proof),
        };
        let (mut part, mut tree) = (seed, seed);
        for (fork, hash) in self.forks.iter().zip(rest) {
            match fork {
                Aside::Right(..) => tree = node_hash(&tree, hash),
                Aside::Left(..) => tree = node_hash(hash, &tree),
                Aside::Within(..) => {
                    part = node_hash(hash, &part);
                    tree = node_hash(hash, &tree);
                }
            }
        }
        (part, tree)
    }

    pub(super) fn collect<E>(
        &self,
        read: &mut impl FnMut(Node) -> Result<Hash, E>,
    ) -> Result<Vec<Hash>, E> {
        let forks = self.forks.iter().map(|fork| match fork {
            Aside::Right(low, high) | Aside::Left(low, high) | Aside::Within(low, high) => {
                (*low, *high)
            }
        });
        self.seed
            .into_iter()
            .chain(forks)
            .map(|(low, high)| hash_of(low, high, read))
            .collect()
    }
}

pub(super) fn inclusion_path(index: u64, size: u64) -> Result<Path, Error> {
    if size == 0 {
        return Err(Error::Empty);
    }
    if index >= size {
        return Err(Error::Outside { index, size });
    }
    Path::towards(index, index + 1, size)
}

/// The width of the left child: the largest power of two smaller than `leaves`, which is at least 2.
fn split(leaves: u64) -> u64 {
    1 << (leaves - 1).ilog2()
}

pub(super) fn check_subtree(start: u64, end: u64) -> Result<(), Error> {
    let leaves = match end.checked_sub(start) {
        None => return Err(Error::NotASubtree { start, end }),
        Some(0) => return Err(Error::Empty),
        Some(leaves) => leaves,
    };
    // Beyond 2^63 the rounded length leaves 64 bits, and only a start of 0 is a multiple of it.
    let aligned = leaves
        .checked_next_power_of_two()
        .map_or(start == 0, |width| start.is_multiple_of(width));
    if aligned {
        Ok(())
    } else {
        Err(Error::NotASubtree { start, end })
    }
}

pub(super) fn hash_of<E>(
    low: u64,
    high: u64,
    read: &mut impl FnMut(Node) -> Result<Hash, E>,
) -> Result<Hash, E> {
    let leaves = high - low;
    if leaves.is_power_of_two() {
        let level = leaves.ilog2();
        return read(Node {
            level: level as u8,
            index: low >> level,
        });
    }
    let middle = low + split(leaves);
    let left = hash_of(low, middle, read)?;
    Ok(node_hash(&left, &hash_of(middle, high, read)?))
}
