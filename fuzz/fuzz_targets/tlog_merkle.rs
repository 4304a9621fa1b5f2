//! Proofs of any size never panic and are refused unless they are the right ones.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_tlog::merkle::{self, Error, Hash, Node, leaf_hash};

fuzz_target!(|data: &[u8]| {
    let Some((numbers, rest)) = data.split_first_chunk::<24>() else { return };
    let number = |at: usize| u64::from_be_bytes(*numbers[at..].first_chunk().expect("24 bytes"));
    let (start, end, size) = (number(0), number(8), number(16));
    let read = |node: Node| Ok::<_, Error>(leaf_hash(&[&node.level.to_be_bytes()[..], &node.index.to_be_bytes()].concat()));
    let given: Vec<Hash> = rest.as_chunks::<32>().0.iter().map(|hash| Hash(*hash)).collect();

    let subtree = merkle::root_of(start, end, read);
    let proof = merkle::subtree_consistency_proof(start, end, size, read);
    if let (Ok(root), Ok(proof)) = (&subtree, &proof) {
        // These hashes belong to no tree, so only the shape can be right.
        let outcome = merkle::verify_subtree_consistency(start, end, size, proof, *root, *root);
        assert!(!matches!(outcome, Err(Error::Length { .. })));
    }
    let zero = Hash([0; 32]);
    assert!(start == end || merkle::verify_subtree_consistency(start, end, size, &given, zero, leaf_hash(b"x")).is_err());
    assert!(merkle::verify_inclusion(start, size, zero, &given, leaf_hash(rest)).is_err());
    assert!(merkle::verify_consistency(start, end, &given, zero, leaf_hash(rest)).is_err());
});
