//! RFC 6962 section 2.1: the three hash functions of a tree.

use std::{fmt, str::FromStr};

use sha2::{Digest, Sha256};

use crate::codec::{from_base64, to_base64};

/// A SHA-256 hash of a leaf, an inner node or a root; written in base64, as the C2SP texts do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The number of bytes in a hash.
    pub const LENGTH: usize = 32;
}

/// The root of the tree without leaves: the hash of nothing.
pub const EMPTY_ROOT: Hash = Hash([
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
    0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
]);

/// Hashes an entry to a leaf; the prefix keeps leaves and inner nodes apart.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Hash(
        Sha256::new_with_prefix([0x00])
            .chain_update(entry)
            .finalize()
            .into(),
    )
}

/// Hashes two neighbours to their parent.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut both = [0x01; 1 + 2 * Hash::LENGTH];
    both[1..=Hash::LENGTH].copy_from_slice(&left.0);
    both[1 + Hash::LENGTH..].copy_from_slice(&right.0);
    Hash(Sha256::digest(both).into())
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&to_base64(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// A text that is not the base64 of exactly 32 bytes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not the base64 of a 32-byte hash")]
pub struct ParseHashError {
    /// The text, shortened.
    pub text: String,
}

impl FromStr for Hash {
    type Err = ParseHashError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        from_base64(text)
            .and_then(|bytes| bytes.try_into().ok())
            .map(Self)
            .ok_or_else(|| ParseHashError {
                text: text.chars().take(64).collect(),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(hash: Hash) -> String {
        hash.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn known_hashes() {
        assert_eq!(EMPTY_ROOT, Hash(Sha256::digest([]).into()));
        assert_eq!(
            hex(leaf_hash(b"")),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
        assert_eq!(
            hex(leaf_hash(b"L123456")),
            "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
        );
    }

    #[test]
    fn a_leaf_cannot_pass_for_a_node() {
        let (left, right) = (leaf_hash(b"Hello"), leaf_hash(b"World"));
        let joined = [left.0, right.0].concat();
        assert_ne!(node_hash(&left, &right), leaf_hash(&joined));
        assert_ne!(node_hash(&left, &right), node_hash(&right, &left));
    }

    #[test]
    fn text_has_one_spelling() {
        let hash = leaf_hash(b"x");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert!("AAAA".parse::<Hash>().is_err());
        assert!(format!("{hash} ").parse::<Hash>().is_err());
    }
}
