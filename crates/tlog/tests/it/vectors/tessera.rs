//! A log that another implementation wrote, at every size from 0 to 15.

use std::{path::Path, process::Command};

use watchbell_tlog::{
    log::{Backend as _, Directory, File, Memory, Publisher, Tree, check},
    merkle::{leaf_hash, root, verify_consistency},
    note::{Note, SigningKey, VerifierKey},
    tile,
};

use crate::shared::vectors;

/// The key of that log, published with it; its id is checked against the signatures.
const KEY: &str = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

fn unpack() -> Option<tempfile::TempDir> {
    let archive = vectors()?.join("tessera_log.tar.xz");
    let folder = tempfile::tempdir().expect("a folder");
    let done = Command::new("tar")
        .arg("-xf")
        .arg(&archive)
        .arg("-C")
        .arg(folder.path())
        .status();
    assert!(
        done.expect("tar is installed").success(),
        "cannot unpack {}",
        archive.display()
    );
    Some(folder)
}

/// Copies the log into memory as it was at one of its sizes.
fn at_size(folder: &Path, size: u64) -> Memory {
    let disk = Directory::reading(folder.join("log"));
    let memory = Memory::default();
    let read = |path: &str| {
        disk.read(path)
            .expect("readable")
            .unwrap_or_else(|| panic!("{path} is missing"))
    };
    let mut files = vec![File {
        path: tile::CHECKPOINT.into(),
        bytes: read(&format!("checkpoint.{size}")),
    }];
    files.extend(tile::changed(0, size).map(|tile| File {
        path: tile.to_string(),
        bytes: read(&tile.to_string()),
    }));
    memory.store(&files).expect("stores");
    memory
}

#[test]
fn every_size_is_sound_and_every_entry_proved() {
    let Some(folder) = unpack() else { return };
    let key: VerifierKey = KEY.parse().expect("a sound key");
    let latest = at_size(folder.path(), 15);
    let latest = Tree::open(&latest, &key).expect("opens");
    for size in 0..=15 {
        let log = at_size(folder.path(), size);
        let checked = check(&log, &key, |_| {}).expect("readable");
        assert!(checked.is_sound(), "{size}: {:?}", checked.problems);
        let tree = Tree::open(&log, &key).expect("opens");
        assert_eq!(tree.size(), size);
        for index in 0..size {
            let proof = tree.prove(index).expect("proves");
            assert_eq!(proof.verify(&key).expect("holds").index, index);
        }
        assert_eq!(
            latest.root_at(size).expect("inside"),
            tree.checkpoint().root
        );
        if size > 0 {
            let proof = latest.consistency_proof(size).expect("inside");
            let (old, new) = (tree.checkpoint(), latest.checkpoint());
            assert_eq!(
                verify_consistency(old.size, new.size, &proof, old.root, new.root),
                Ok(())
            );
        }
    }
}

#[test]
fn our_publisher_writes_the_same_files() {
    let Some(folder) = unpack() else { return };
    let theirs = at_size(folder.path(), 15).files();
    let bundle = &theirs["tile/entries/000.p/15"];
    let entries = tile::read_entries(bundle, 15).expect("a bundle");
    let ours = Memory::default();
    let key = SigningKey::from_seed("log.example", &[1; 32]).expect("a good name");
    Publisher::open(&ours, key)
        .expect("opens")
        .append(0, &entries)
        .expect("appends");
    for (path, bytes) in ours.files() {
        if path == tile::CHECKPOINT {
            let note = Note::parse(&theirs[&path]).expect("a note");
            assert!(
                note.text
                    .contains(&root(entries.iter().map(|entry| leaf_hash(entry))).to_string())
            );
        } else {
            assert_eq!(bytes, theirs[&path], "{path}");
        }
    }
}
