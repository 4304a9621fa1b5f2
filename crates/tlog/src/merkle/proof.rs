//! Inclusion and consistency proofs.
//!
//! One walk serves them all. A proof that the leaves `[start, end)` are a subtree of a tree of `size` leaves goes from the
//! root down towards the subtree and notes what it leaves aside at each fork. Inclusion is that proof for one leaf,
//! consistency that proof for `[0, old size)` (RFC 6962 sections 2.1.1 and 2.1.2).

use super::{
    Error,
    hash::{EMPTY_ROOT, Hash},
    path::{Path, check_subtree, hash_of, inclusion_path},
    range::Node,
};

/// Checks that a leaf hash is at `index` in the tree of `size` leaves with that root.
pub fn verify_inclusion(
    index: u64,
    size: u64,
    leaf: Hash,
    proof: &[Hash],
    root: Hash,
) -> Result<(), Error> {
    let path = inclusion_path(index, size)?;
    path.check_length(proof)?;
    let (_, computed) = path.fold(leaf, proof);
    expect_root(computed, root)
}

/// Checks that the tree of `new` leaves only appended to the tree of `old` leaves.
pub fn verify_consistency(
    old: u64,
    new: u64,
    proof: &[Hash],
    old_root: Hash,
    new_root: Hash,
) -> Result<(), Error> {
    expect_growth(old, new)?;
    verify_subtree_consistency(0, old, new, proof, old_root, new_root)
}

/// Checks that a leaf hash is at `index` in the subtree `[start, end)` with that root.
pub fn verify_subtree_inclusion(
    index: u64,
    (start, end): (u64, u64),
    leaf: Hash,
    proof: &[Hash],
    root: Hash,
) -> Result<(), Error> {
    check_subtree(start, end)?;
    let inside = index.checked_sub(start).ok_or(Error::Outside {
        index,
        size: end - start,
    })?;
    verify_inclusion(inside, end - start, leaf, proof, root)
}

/// Checks that the subtree `[start, end)` is part of the tree of `size` leaves.
///
/// An empty subtree is, with [`EMPTY_ROOT`] and no proof; that says nothing about `root`.
pub fn verify_subtree_consistency(
    start: u64,
    end: u64,
    size: u64,
    proof: &[Hash],
    subtree_root: Hash,
    root: Hash,
) -> Result<(), Error> {
    if is_empty_within(start, end, size)? {
        return match proof.len() {
            0 if subtree_root == EMPTY_ROOT => Ok(()),
            0 => Err(Error::OldRoot {
                computed: EMPTY_ROOT,
                claimed: subtree_root,
            }),
            found => Err(Error::Length { expected: 0, found }),
        };
    }
    let path = Path::towards(start, end, size)?;
    path.check_length(proof)?;
    let (computed_subtree, computed) = path.fold(subtree_root, proof);
    if computed_subtree != subtree_root {
        return Err(Error::OldRoot {
            computed: computed_subtree,
            claimed: subtree_root,
        });
    }
    expect_root(computed, root)
}

/// Makes the proof for [`verify_inclusion`]; `read` looks up the hash of a perfect subtree.
pub fn inclusion_proof<E: From<Error>>(
    index: u64,
    size: u64,
    mut read: impl FnMut(Node) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    inclusion_path(index, size)?.collect(&mut read)
}

/// Makes the proof for [`verify_consistency`].
pub fn consistency_proof<E: From<Error>>(
    old: u64,
    new: u64,
    mut read: impl FnMut(Node) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    expect_growth(old, new)?;
    Path::towards(0, old, new)?.collect(&mut read)
}

/// Makes the proof for [`verify_subtree_consistency`].
pub fn subtree_consistency_proof<E: From<Error>>(
    start: u64,
    end: u64,
    size: u64,
    mut read: impl FnMut(Node) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    if is_empty_within(start, end, size)? {
        return Ok(Vec::new());
    }
    Path::towards(start, end, size)?.collect(&mut read)
}

/// Computes the hash over the leaves `[start, end)`, a subtree, from perfect subtrees.
pub fn root_of<E: From<Error>>(
    start: u64,
    end: u64,
    mut read: impl FnMut(Node) -> Result<Hash, E>,
) -> Result<Hash, E> {
    check_subtree(start, end)?;
    hash_of(start, end, &mut read)
}

fn expect_growth(old: u64, new: u64) -> Result<(), Error> {
    match old {
        0 => Err(Error::Empty),
        _ if old > new => Err(Error::Shrunk { old, new }),
        _ => Ok(()),
    }
}

/// Says whether the subtree has no leaves; then it is part of any tree that reaches so far.
fn is_empty_within(start: u64, end: u64, size: u64) -> Result<bool, Error> {
    if start == end && end > size {
        return Err(Error::Outside { index: end, size });
    }
    Ok(start == end)
}

fn expect_root(computed: Hash, claimed: Hash) -> Result<(), Error> {
    if computed == claimed {
        Ok(())
    } else {
        Err(Error::Root { computed, claimed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::{Range, leaf_hash};
    use std::collections::BTreeMap;

    struct Grown {
        nodes: BTreeMap<Node, Hash>,
        roots: Vec<Hash>,
    }

    fn grow(size: u64) -> Grown {
        let mut grown = Grown {
            nodes: BTreeMap::new(),
            roots: vec![EMPTY_ROOT],
        };
        let mut range = Range::default();
        for i in 0..size {
            range.append(leaf_hash(&i.to_be_bytes()), |node, hash| {
                grown.nodes.insert(node, hash);
            });
            grown.roots.push(range.root());
        }
        grown
    }

    impl Grown {
        fn read(&self) -> impl FnMut(Node) -> Result<Hash, Error> {
            |node| Ok(self.nodes[&node])
        }
    }

    #[test]
    fn every_proof_of_every_small_tree_holds_and_no_changed_one_does() {
        let tree = grow(70);
        for size in 1..=70 {
            let root = tree.roots[size as usize];
            for index in 0..size {
                let leaf = tree.nodes[&Node { level: 0, index }];
                let mut proof = inclusion_proof(index, size, tree.read()).expect("inside");
                assert_eq!(verify_inclusion(index, size, leaf, &proof, root), Ok(()));
                for other in (0..size).filter(|other| *other != index) {
                    assert!(
                        verify_inclusion(other, size, leaf, &proof, root).is_err(),
                        "{index} passes for {other}"
                    );
                }
                for i in 0..proof.len() {
                    proof[i].0[i % 32] ^= 1;
                    assert!(verify_inclusion(index, size, leaf, &proof, root).is_err());
                    proof[i].0[i % 32] ^= 1;
                }
                proof.push(root);
                assert!(verify_inclusion(index, size, leaf, &proof, root).is_err());
            }
            for old in 1..=size {
                let old_root = tree.roots[old as usize];
                let mut proof = consistency_proof(old, size, tree.read()).expect("inside");
                assert_eq!(
                    verify_consistency(old, size, &proof, old_root, root),
                    Ok(())
                );
                for i in 0..proof.len() {
                    proof[i].0[0] ^= 1;
                    assert!(
                        verify_consistency(old, size, &proof, old_root, root).is_err(),
                        "{old} {size} {i}"
                    );
                    proof[i].0[0] ^= 1;
                }
            }
        }
    }

    #[test]
    fn every_subtree_of_a_small_tree_is_proved() {
        let tree = grow(40);
        for end in 1..=40 {
            for start in (0..end).filter(|start| check_subtree(*start, end).is_ok()) {
                let root = root_of(start, end, tree.read()).expect("a subtree");
                let proof = subtree_consistency_proof(start, end, 40, tree.read()).expect("inside");
                assert_eq!(
                    verify_subtree_consistency(start, end, 40, &proof, root, tree.roots[40]),
                    Ok(())
                );
            }
        }
    }

    #[test]
    fn nonsense_is_refused_before_any_hashing() {
        let none = |_| Err(Error::Empty);
        assert_eq!(inclusion_proof(0, 0, none), Err(Error::Empty));
        assert_eq!(
            inclusion_proof(7, 7, none),
            Err(Error::Outside { index: 7, size: 7 })
        );
        assert_eq!(consistency_proof(0, 5, none), Err(Error::Empty));
        assert_eq!(
            consistency_proof(9, 8, none),
            Err(Error::Shrunk { old: 9, new: 8 })
        );
        let crooked = Error::NotASubtree {
            start: 1,
            end: (1 << 63) + 2,
        };
        assert_eq!(
            subtree_consistency_proof(1, (1 << 63) + 2, u64::MAX, none),
            Err(crooked)
        );
        assert_eq!(
            verify_consistency(0, 0, &[], EMPTY_ROOT, EMPTY_ROOT),
            Err(Error::Empty)
        );
    }
}
