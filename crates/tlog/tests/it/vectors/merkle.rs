//! Proofs with verdicts, and roots of trees of known leaves.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;
use watchbell_tlog::merkle::{
    EMPTY_ROOT, Hash, leaf_hash, root, verify_consistency, verify_inclusion,
    verify_subtree_consistency, verify_subtree_inclusion,
};

use crate::shared::{Differences, read};

#[test]
fn every_probe_gets_its_verdict() {
    let Some(text) = read("merkle_proof_probes.jsonl") else {
        return;
    };
    let mut differences = Differences::of("merkle_proof_probes");
    for line in text.lines() {
        let probe: Value = serde_json::from_str(line).expect("a probe is JSON");
        let file = probe["file"].as_str().expect("a probe has a name");
        let wanted = !probe["wantErr"].as_bool().expect("a probe has a verdict");
        differences.case(file, holds(file, &probe), wanted);
    }
    differences.check(387);
}

/// Our verdict; a hash that is not 32 bytes long cannot even be said.
fn holds(file: &str, probe: &Value) -> bool {
    let number = |key: &str| probe[key].as_u64().expect("a number");
    let hash = |value: &Value| {
        Some(Hash(
            STANDARD.decode(value.as_str()?).ok()?.try_into().ok()?,
        ))
    };
    let proof: Option<Vec<Hash>> = match &probe["proof"] {
        Value::Array(hashes) => hashes.iter().map(hash).collect(),
        _ => Some(Vec::new()),
    };
    let Some(proof) = proof else { return false };
    let (one, two) = match file.starts_with("inclusion") || file.starts_with("subtreeinclusion") {
        true => (hash(&probe["leafHash"]), hash(&probe["root"])),
        false => (hash(&probe["root1"]), hash(&probe["root2"])),
    };
    let (Some(one), Some(two)) = (one, two) else {
        return false;
    };
    match file.split('/').next() {
        Some("inclusion") => {
            verify_inclusion(number("leafIdx"), number("treeSize"), one, &proof, two)
        }
        Some("consistency") => {
            verify_consistency(number("size1"), number("size2"), &proof, one, two)
        }
        Some("subtreeinclusion") => verify_subtree_inclusion(
            number("leafIdx"),
            (number("start"), number("end")),
            one,
            &proof,
            two,
        ),
        Some("subtreeconsistency") => verify_subtree_consistency(
            number("start"),
            number("end"),
            number("size"),
            &proof,
            one,
            two,
        ),
        _ => panic!("{file}: an unknown kind of probe"),
    }
    .is_ok()
}

#[test]
fn hashes_are_those_of_rfc_6962() {
    let Some(text) = read("merkle_rfc6962_test.go.txt") else {
        return;
    };
    let node = {
        use sha2::Digest as _;
        Hash(sha2::Sha256::digest(b"\x01N123N456").into())
    };
    let ours = [EMPTY_ROOT, leaf_hash(b""), leaf_hash(b"L123456"), node];
    let theirs: Vec<&str> = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("want: \"")?.strip_suffix("\","))
        .collect();
    let ours: Vec<String> = ours
        .iter()
        .map(|hash| hash.0.iter().map(|byte| format!("{byte:02x}")).collect())
        .collect();
    assert_eq!(ours, theirs);
}

#[test]
fn roots_of_trees_of_two_byte_leaves() {
    let Some(text) = read("merkle_range_test.go.txt") else {
        return;
    };
    let (_, table) = text
        .split_once("func TestGetRootHashGolden")
        .expect("the test is there");
    let (table, _) = table.split_once("t.Run(").expect("the table ends");
    let value = |piece: &str, key: &str| -> Option<String> {
        let (_, rest) = piece.split_once(key)?;
        Some(
            rest.trim_start()
                .trim_start_matches('"')
                .chars()
                .take_while(|c| !matches!(c, ',' | '"'))
                .collect(),
        )
    };
    let mut cases = 0;
    for piece in table
        .split("{size:")
        .flat_map(|piece| piece.split("size: "))
        .skip(1)
    {
        let size: String = piece
            .trim_start()
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        let (Ok(size), Some(wanted)) = (size.parse::<u64>(), value(piece, "wantRoot:")) else {
            continue;
        };
        let leaves = (0..size).map(|i| leaf_hash(&[i as u8, (i >> 8) as u8]));
        let wanted = if size == 0 {
            EMPTY_ROOT.to_string()
        } else {
            wanted
        };
        assert_eq!(root(leaves).to_string(), wanted, "{size} leaves");
        cases += 1;
    }
    assert_eq!(cases, 12);
}
