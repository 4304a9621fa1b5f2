//! RFC 6962 Merkle trees: hashing, compact ranges, proofs. Pure, and strict: a proof has exactly one right length.
//!
//! **Size zero.** Inclusion in an empty tree and consistency with an empty older tree are refused ([`Error::Empty`]): every
//! tree extends nothing, so such a proof says nothing, and accepting it lets a caller believe it checked. Only where the
//! caller itself asks about an empty *subtree* is the answer yes, for [`EMPTY_ROOT`] and no proof; it says nothing about the
//! tree's root. The root of the empty tree is [`EMPTY_ROOT`].

mod error;
mod hash;
mod path;
mod proof;
mod range;

pub use error::Error;
pub use hash::{EMPTY_ROOT, Hash, ParseHashError, leaf_hash, node_hash};
pub use proof::{
    consistency_proof, inclusion_proof, root_of, subtree_consistency_proof, verify_consistency,
    verify_inclusion, verify_subtree_consistency, verify_subtree_inclusion,
};
pub use range::{Misaligned, Node, Range};

/// Computes the root of a whole tree from its leaf hashes.
pub fn root(leaves: impl IntoIterator<Item = Hash>) -> Hash {
    let mut range = Range::default();
    for leaf in leaves {
        range.append(leaf, |_, _| {});
    }
    range.root()
}
