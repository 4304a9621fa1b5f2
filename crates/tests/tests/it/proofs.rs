//! A proof holds as it is, and no other way.

use std::{collections::BTreeSet, fs};

use watchbell_node::proof;

use crate::support::{
    folder,
    messages::{harmless, smishing},
    node::{config, start, take},
    program::run,
    random::Random,
};

/// Bits flipped through the library, and by hand through the program.
const FLIPS: u64 = 1_000;
const BY_HAND: u64 = 10;

#[tokio::test(flavor = "multi_thread")]
async fn one_flipped_bit_anywhere_fails_and_says_what_failed() {
    let here = folder();
    let node = start(config(&here.path().join("data"), "")).await;
    let reports = (0..300).map(|n| if n % 2 == 0 { smishing(n) } else { harmless(n) });
    take(&node, reports.collect()).await;
    let file = node.proof("act-1").await.unwrap().into_bytes();
    let vkey = node.vkey().to_owned();
    node.stop().await;
    proof::verify(&file, &vkey).unwrap();

    let mut random = Random::new(0xF11F);
    let mut flipped = BTreeSet::new();
    while (flipped.len() as u64) < FLIPS.min(file.len() as u64 * 8) {
        flipped.insert(random.below(file.len() as u64 * 8));
    }
    let mut reasons = BTreeSet::new();
    for &bit in &flipped {
        let mut other = file.clone();
        other[(bit / 8) as usize] ^= 1 << (bit % 8);
        let Err(refusal) = proof::verify(&other, &vkey) else {
            panic!("bit {bit} of {} makes no difference", file.len() * 8);
        };
        let said = refusal.to_string();
        assert!(said.len() > "the proof does not hold: ".len(), "{said}");
        // Without the values, what is left is the kind of fault.
        reasons.insert(said.split(['"', '0']).next().unwrap_or_default().to_owned());
    }
    assert!(
        reasons.len() >= 4,
        "what failed is told apart: {reasons:#?}"
    );

    fs::write(here.path().join("good"), &file).unwrap();
    let verify = |name: &str, key: &str| run(here.path(), &["proof", "verify", name, "--key", key]);
    verify("good", &vkey).expect(0);
    for &bit in flipped.iter().step_by((FLIPS / BY_HAND) as usize) {
        let mut other = file.clone();
        other[(bit / 8) as usize] ^= 1 << (bit % 8);
        fs::write(here.path().join("bad"), &other).unwrap();
        let refused = verify("bad", &vkey);
        assert!(
            refused.stderr.contains("the proof does not hold: "),
            "{refused:#?}"
        );
        assert_eq!(
            refused.expect(1),
            "",
            "nothing is shown of what is not proven"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_log_or_no_key_proves_nothing() {
    let here = folder();
    let mut made = Vec::new();
    for name in ["one", "two"] {
        let node = start(config(&here.path().join(name), "")).await;
        take(&node, (0..10).map(smishing).collect()).await;
        made.push((node.proof("act-1").await.unwrap(), node.vkey().to_owned()));
        node.stop().await;
    }
    let (file, _) = &made[0];
    let (_, other) = &made[1];
    fs::write(here.path().join("proof"), file).unwrap();
    let verify = |key: &str| run(here.path(), &["proof", "verify", "proof", "--key", key]);
    verify(other).expect(1);
    verify("no key at all").expect_failure(&["no key at all"]);
    run(here.path(), &["proof", "verify", "missing", "--key", other]).expect_failure(&["missing"]);
    for cut in [0, 1, file.len() / 2, file.len() - 1] {
        assert!(proof::verify(&file.as_bytes()[..cut], &made[0].1).is_err());
    }
}
