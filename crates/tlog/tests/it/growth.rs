//! A log grows: in any steps, to the same files; through any crash, to the same files.

use std::collections::BTreeMap;

use watchbell_tlog::{
    log::{Error, Memory, Publisher, Tree, check},
    merkle::{leaf_hash, root, verify_consistency},
    note::SigningKey,
    tile::{self, CHECKPOINT},
};

pub(crate) fn key() -> SigningKey {
    SigningKey::from_seed("log.example", &[1; 32]).expect("a good name")
}

pub(crate) fn entries(count: u64) -> Vec<Vec<u8>> {
    (0..count)
        .map(|i| format!("entry {i}{}", ".".repeat((i % 7) as usize)).into_bytes())
        .collect()
}

/// Appends in steps; returns the files.
fn grow(disk: &Memory, all: &[Vec<u8>], steps: &[usize]) -> BTreeMap<String, Vec<u8>> {
    let mut log = Publisher::open(disk, key()).expect("opens");
    let mut done = 0;
    for step in steps.iter().cycle() {
        let next = (done + step).min(all.len());
        let head = log.append(done as u64, &all[done..next]).expect("appends");
        assert_eq!(head.size, next as u64);
        done = next;
        if done == all.len() {
            return disk.files();
        }
    }
    unreachable!("an endless cycle of steps")
}

/// Says whether a file is a partial tile that a later full tile makes superfluous.
fn is_partial(path: &str) -> bool {
    path.contains(".p/")
}

#[test]
fn any_steps_lead_to_the_same_tiles() {
    let all = entries(70_000);
    for size in [1_usize, 255, 256, 257, 1000, 65_536, 70_000] {
        let all = &all[..size];
        let expected: Vec<String> = tile::changed(0, size as u64)
            .map(|tile| tile.to_string())
            .collect();
        let once = grow(&Memory::default(), all, &[size]);
        let mut names: Vec<&String> = once.keys().filter(|path| *path != CHECKPOINT).collect();
        names.sort_by_key(|path| expected.iter().position(|other| other == *path));
        assert_eq!(
            names,
            expected.iter().collect::<Vec<_>>(),
            "{size}: nothing missing, nothing superfluous"
        );
        for steps in [&[300, 1, 255, 17][..], &[256], &[4096, 5]] {
            let disk = Memory::default();
            let stepped = grow(&disk, all, steps);
            for (path, bytes) in &once {
                assert_eq!(
                    stepped.get(path),
                    Some(bytes),
                    "{size} in steps of {steps:?}: {path}"
                );
            }
            assert!(
                check(&disk, &key().verifier(), |_| {})
                    .expect("readable")
                    .is_sound()
            );
        }
        let tree = root(all.iter().map(|entry| leaf_hash(entry)));
        assert!(String::from_utf8_lossy(&once[CHECKPOINT]).contains(&tree.to_string()));
    }
}

#[test]
fn one_by_one_over_two_tile_borders() {
    let all = entries(600);
    let disk = Memory::default();
    let mut log = Publisher::open(&disk, key()).expect("opens");
    let vkey = key().verifier();
    for (i, entry) in all.iter().enumerate() {
        let before = log.checkpoint().clone();
        log.append(i as u64, &[entry]).expect("appends");
        let tree = Tree::open(&disk, &vkey).expect("opens");
        assert_eq!(tree.entry(i as u64).expect("there"), *entry);
        if before.size > 0 {
            let proof = tree.consistency_proof(before.size).expect("inside");
            let now = tree.checkpoint();
            assert_eq!(
                verify_consistency(before.size, now.size, &proof, before.root, now.root),
                Ok(())
            );
        }
    }
    // Filled tiles leave no partial ones behind.
    let partial: Vec<String> = disk
        .files()
        .into_keys()
        .filter(|path| is_partial(path))
        .collect();
    assert!(
        partial
            .iter()
            .all(|path| path.contains("/002.p/") || path.contains("tile/1/000.p/")),
        "{partial:?}"
    );
}

#[test]
fn a_crash_anywhere_is_mended_by_bringing_the_entries_again() {
    let all = entries(1200);
    let steps = [300, 1, 255, 17, 627];
    let whole = grow(&Memory::default(), &all, &steps);
    let vkey = key().verifier();
    for reopen in [true, false] {
        for crash in 0.. {
            let disk = Memory::default();
            disk.fail_after(crash);
            let (mut log, mut published, mut crashed) = (None, 0, false);
            let mut bounds = steps.iter().scan(0, |end, step| {
                *end += step;
                Some((*end).min(all.len()))
            });
            let mut next = bounds.next().expect("a step");
            loop {
                let publisher = match log.take() {
                    Some(publisher) => Ok(publisher),
                    None => Publisher::open(&disk, key()),
                };
                let outcome = publisher.and_then(|mut publisher| {
                    let outcome = publisher
                        .append(published as u64, &all[published..next])
                        .map(|head| head.size);
                    if outcome.is_ok() || !reopen {
                        log = Some(publisher);
                    }
                    outcome
                });
                match outcome {
                    Ok(size) => {
                        published = size as usize;
                        match bounds.next() {
                            Some(bound) => next = bound,
                            None => break,
                        }
                    }
                    Err(Error::Storage { .. }) => {
                        assert!(!crashed, "healed");
                        crashed = true;
                        // Whatever the crash left, a reader sees a sound log, never a shorter one.
                        if let Ok(tree) = Tree::open(&disk, &vkey) {
                            assert!(tree.size() >= published as u64);
                            assert!(
                                check(&disk, &vkey, |_| {}).expect("readable").is_sound(),
                                "crash {crash}"
                            );
                        }
                        disk.heal();
                        // The caller may be behind what was published, and may have got more entries meanwhile.
                        published = published.saturating_sub(100);
                    }
                    Err(other) => panic!("crash {crash}: {other}"),
                }
            }
            for (path, bytes) in disk.files() {
                match whole.get(&path) {
                    Some(expected) => assert_eq!(&bytes, expected, "crash {crash}: {path}"),
                    None => assert!(is_partial(&path), "crash {crash}: {path} is superfluous"),
                }
            }
            assert!(whole.keys().all(|path| disk.files().contains_key(path)));
            if !crashed {
                break;
            }
        }
    }
}
