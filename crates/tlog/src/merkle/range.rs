//! Compact ranges: a run of leaves kept as the fewest perfect subtrees, which is all an append needs to remember.

use super::hash::{EMPTY_ROOT, Hash, node_hash};

/// A perfect subtree: `index` counts the subtrees of `2^level` leaves from the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Node {
    /// The height above the leaves.
    pub level: u8,
    /// The place among the nodes of that height.
    pub index: u64,
}

/// The leaves `[begin, end)` as perfect subtrees, left to right; memory is two hashes a level at most.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Range {
    begin: u64,
    end: u64,
    parts: Vec<(u8, Hash)>,
}

/// A subtree was pushed where the range does not end on a multiple of its width, or beyond what 64 bits can count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a subtree of 2^{level} leaves cannot start at leaf {at}")]
pub struct Misaligned {
    /// The level of the subtree.
    pub level: u8,
    /// Where the range ends.
    pub at: u64,
}

impl Range {
    /// Begins an empty range at a leaf.
    pub fn starting_at(begin: u64) -> Self {
        Self {
            begin,
            end: begin,
            parts: Vec::new(),
        }
    }

    /// Returns the first leaf covered.
    pub fn begin(&self) -> u64 {
        self.begin
    }

    /// Returns the leaf after the last one covered.
    pub fn end(&self) -> u64 {
        self.end
    }

    /// Returns the hashes of the perfect subtrees, left to right.
    pub fn hashes(&self) -> impl DoubleEndedIterator<Item = Hash> + ExactSizeIterator + '_ {
        self.parts.iter().map(|(_, hash)| *hash)
    }

    /// Appends one leaf and calls `visit` for every perfect subtree it completes, the leaf first.
    ///
    /// # Panics
    /// At 2^64 leaves.
    pub fn append(&mut self, leaf: Hash, visit: impl FnMut(Node, Hash)) {
        self.push(0, leaf, visit)
            .expect("a leaf fits everywhere below 2^64 leaves");
    }

    /// Appends a perfect subtree of `2^level` leaves.
    pub fn push(
        &mut self,
        level: u8,
        hash: Hash,
        mut visit: impl FnMut(Node, Hash),
    ) -> Result<(), Misaligned> {
        let misaligned = Misaligned {
            level,
            at: self.end,
        };
        let width = 1_u64.checked_shl(u32::from(level)).ok_or(misaligned)?;
        let end = self.end.checked_add(width).ok_or(misaligned)?;
        if !self.end.is_multiple_of(width) {
            return Err(misaligned);
        }
        let (mut level, mut hash, mut index) = (level, hash, self.end >> level);
        visit(Node { level, index }, hash);
        // A right child whose left sibling is wholly in the range closes their parent.
        while index % 2 == 1
            && let Some((before, left)) = self.parts.last()
            && *before == level
        {
            hash = node_hash(left, &hash);
            self.parts.pop();
            (level, index) = (level + 1, index / 2);
            visit(Node { level, index }, hash);
        }
        self.parts.push((level, hash));
        self.end = end;
        Ok(())
    }

    /// Appends a range that begins where this one ends.
    pub fn extend(
        &mut self,
        next: &Self,
        mut visit: impl FnMut(Node, Hash),
    ) -> Result<(), Misaligned> {
        if next.begin != self.end {
            return Err(Misaligned {
                level: 0,
                at: next.begin,
            });
        }
        // The parts of `next` were visited when `next` was made; only the parents they close here are new.
        for (level, hash) in &next.parts {
            let part = Node {
                level: *level,
                index: self.end >> level,
            };
            self.push(*level, *hash, |node, hash| {
                if node != part {
                    visit(node, hash);
                }
            })?;
        }
        Ok(())
    }

    /// Computes the hash over all parts; the tree's root where the range begins at leaf 0.
    pub fn root(&self) -> Hash {
        let mut parts = self.hashes().rev();
        let Some(last) = parts.next() else {
            return EMPTY_ROOT;
        };
        parts.fold(last, |right, left| node_hash(&left, &right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::leaf_hash;

    fn leaf(i: u64) -> Hash {
        leaf_hash(&i.to_be_bytes())
    }

    #[test]
    fn visits_every_node_once() {
        for size in [0, 1, 2, 3, 255, 256, 555] {
            let mut seen = std::collections::BTreeSet::new();
            let mut range = Range::default();
            for i in 0..size {
                range.append(leaf(i), |node, _| {
                    assert!(seen.insert(node), "{node:?} twice");
                });
            }
            assert_eq!(range.hashes().len(), u64::count_ones(size) as usize);
            let perfect: u64 = (0..64).map(|level| size >> level).sum();
            assert_eq!(seen.len() as u64, perfect);
        }
    }

    #[test]
    fn joining_pieces_equals_appending_leaves() {
        let mut whole = Range::default();
        (0..220).for_each(|i| whole.append(leaf(i), |_, _| {}));
        for piece in [1, 2, 3, 7, 13, 64, 219] {
            let mut joined = Range::default();
            let mut seen = 0;
            while joined.end() < 220 {
                let mut next = Range::starting_at(joined.end());
                let stop = (joined.end() + piece).min(220);
                (joined.end()..stop).for_each(|i| next.append(leaf(i), |_, _| seen += 1));
                joined.extend(&next, |_, _| seen += 1).expect("adjacent");
            }
            assert_eq!(joined, whole, "pieces of {piece}");
            assert_eq!(seen, (0..64).map(|level| 220 >> level).sum::<u64>());
        }
    }

    #[test]
    fn a_gap_or_a_crooked_subtree_is_refused() {
        let mut range = Range::default();
        assert!(range.extend(&Range::starting_at(1), |_, _| {}).is_err());
        range.append(leaf(0), |_, _| {});
        assert_eq!(
            range.push(1, leaf(1), |_, _| {}),
            Err(Misaligned { level: 1, at: 1 })
        );
        assert_eq!(
            range.push(64, leaf(1), |_, _| {}),
            Err(Misaligned { level: 64, at: 1 })
        );
    }
}
