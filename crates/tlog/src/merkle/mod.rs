//! RFC 6962 Merkle trees: hashing, compact ranges, proofs. Pure, and strict: a proof has exactly one right length.
//!
//! **Size zero.** A proof about an empty tree or an empty subtree is refused ([`Error::Empty`]), whichever side is
//! empty: everything extends nothing, so such a proof says nothing, and accepting it has let callers believe they checked.
//! The root of the empty tree itself is [`EMPTY_ROOT`].

mod hash;
mod proof;
mod range;

pub use hash::{EMPTY_ROOT, Hash, ParseHashError, leaf_hash, node_hash};
pub use proof::{
    Error, consistency_proof, inclusion_proof, root_of, subtree_consistency_proof,
    verify_consistency, verify_inclusion, verify_subtree_consistency, verify_subtree_inclusion,
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
