//! What can be wrong with a proof.

use super::hash::Hash;

/// Why a proof cannot be made or does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The tree or the subtree has no leaves, so there is nothing to prove.
    #[error("a proof about an empty tree says nothing")]
    Empty,
    /// The leaf or the subtree lies outside the tree.
    #[error("leaf {index} is outside a tree of {size} leaves")]
    Outside {
        /// The leaf asked for.
        index: u64,
        /// The number of leaves there are.
        size: u64,
    },
    /// The newer tree is smaller than the older one.
    #[error("the tree shrank from {old} to {new} leaves")]
    Shrunk {
        /// The older size.
        old: u64,
        /// The newer size.
        new: u64,
    },
    /// The interval is not a node of any tree.
    #[error(
        "[{start}, {end}) is not a subtree: it must start on a multiple of its length rounded up to a power of two"
    )]
    NotASubtree {
        /// The first leaf.
        start: u64,
        /// The leaf after the last.
        end: u64,
    },
    /// The proof has too few or too many hashes.
    #[error("the proof has {found} hashes where {expected} are needed")]
    Length {
        /// The only right number.
        expected: usize,
        /// The number found.
        found: usize,
    },
    /// The hashes lead to another root of the older tree or of the subtree.
    #[error("the proof leads to the older root {computed}, not to {claimed}")]
    OldRoot {
        /// The root the hashes lead to.
        computed: Hash,
        /// The root that was claimed.
        claimed: Hash,
    },
    /// The hashes lead to another root of the tree.
    #[error("the proof leads to the root {computed}, not to {claimed}")]
    Root {
        /// The root the hashes lead to.
        computed: Hash,
        /// The root that was claimed.
        claimed: Hash,
    },
}
