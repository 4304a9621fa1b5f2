//! A log on bad storage, or in bad hands, stops and says where.

use watchbell_tlog::{
    log::{Backend as _, Directory, Error, File, Memory, Publisher, Tree, check},
    note::SigningKey,
    tile::{CHECKPOINT, MAX_ENTRY_BYTES},
};

use crate::growth::{entries, key};

/// A log of 600 entries: two full tiles, one partial.
fn log() -> Memory {
    let disk = Memory::default();
    Publisher::open(&disk, key())
        .expect("opens")
        .append(0, &entries(600))
        .expect("appends");
    disk
}

fn append(disk: &Memory, first: u64, entries: &[Vec<u8>]) -> Result<u64, Error> {
    Publisher::open(disk, key())?
        .append(first, entries)
        .map(|head| head.size)
}

#[test]
fn a_foreign_tile_in_the_way_is_a_fork() {
    let all = entries(800);
    for path in [
        "tile/0/002",
        "tile/entries/002",
        "tile/1/000.p/3",
        "tile/0/003.p/32",
    ] {
        let disk = log();
        disk.tamper(path, |file| *file = Some(b"other".to_vec()));
        let before = disk.files()[CHECKPOINT].clone();
        assert!(
            matches!(append(&disk, 600, &all[600..]), Err(Error::Fork { path: named }) if named == path)
        );
        assert_eq!(disk.files()[CHECKPOINT], before, "nothing was published");
    }
}

#[test]
fn another_entry_under_a_published_index_is_a_fork() {
    let disk = log();
    let mut all = entries(700);
    assert_eq!(
        append(&disk, 0, &all).expect("the same entries again, and more"),
        700
    );
    assert_eq!(append(&disk, 0, &all[..10]).expect("nothing new"), 700);
    all[123].push(b'!');
    assert!(matches!(
        append(&disk, 100, &all[100..]),
        Err(Error::ForkedEntry { index: 123 })
    ));
}

#[test]
fn gaps_and_losses_are_refused() {
    let disk = log();
    assert!(matches!(
        append(&disk, 601, &entries(1)),
        Err(Error::Gap {
            first: 601,
            size: 600
        })
    ));
    let publisher = Publisher::open(&disk, key()).expect("opens");
    assert!(publisher.expect_within(600).is_ok());
    assert!(matches!(
        publisher.expect_within(599),
        Err(Error::Ahead {
            published: 600,
            held: 599
        })
    ));
}

#[test]
fn a_lost_foreign_or_moved_checkpoint_stops_the_publisher() {
    let disk = log();
    disk.tamper(CHECKPOINT, |file| *file = None);
    assert!(matches!(
        append(&disk, 0, &entries(700)),
        Err(Error::CheckpointLost)
    ));

    let disk = log();
    let other = SigningKey::from_seed("log.example", &[2; 32]).expect("a good name");
    assert!(matches!(
        Publisher::open(&disk, other),
        Err(Error::Checkpoint(_))
    ));

    let disk = log();
    let mut first = Publisher::open(&disk, key()).expect("opens");
    assert_eq!(
        append(&disk, 600, &entries(1)).expect("a second publisher"),
        601
    );
    assert!(matches!(
        first.append(600, &entries(1)),
        Err(Error::Moved { own: 600 })
    ));
    disk.tamper(CHECKPOINT, |file| *file = None);
    assert!(matches!(
        first.append(600, &entries(1)),
        Err(Error::CheckpointLost)
    ));
}

#[test]
fn a_damaged_edge_is_noticed_before_anything_is_built_on_it() {
    for path in ["tile/0/002.p/88", "tile/1/000.p/2"] {
        let disk = log();
        disk.tamper(path, |file| file.as_mut().expect("there")[7] ^= 1);
        assert!(
            matches!(
                append(&disk, 600, &entries(1)),
                Err(Error::Root { size: 600, .. })
            ),
            "{path}"
        );
        disk.tamper(path, |file| file.as_mut().expect("there").truncate(5));
        assert!(
            matches!(append(&disk, 600, &entries(1)), Err(Error::Tile { .. })),
            "{path}"
        );
        disk.tamper(path, |file| *file = None);
        assert!(
            matches!(append(&disk, 600, &entries(1)), Err(Error::Missing { .. })),
            "{path}"
        );
    }
    let disk = log();
    disk.tamper("tile/entries/002.p/88", |file| {
        file.as_mut().expect("there")[3] ^= 1;
    });
    assert!(matches!(
        append(&disk, 600, &entries(1)),
        Err(Error::Entry { index: 512, .. })
    ));
}

#[test]
fn the_check_finds_damage_in_any_file() {
    let vkey = key().verifier();
    for path in log().files().into_keys() {
        for damage in 0..3 {
            let disk = log();
            disk.tamper(&path, |file| match damage {
                0 => file.as_mut().expect("there")[9] ^= 1,
                1 => file.as_mut().expect("there").push(0),
                _ => *file = None,
            });
            let found = check(&disk, &vkey, |_| {}).map(|checked| checked.is_sound());
            assert!(!matches!(found, Ok(true)), "{path} damaged {damage}");
        }
    }
    assert!(check(&log(), &vkey, |_| {}).expect("readable").is_sound());
}

#[test]
fn a_proof_is_never_handed_out_from_damaged_tiles() {
    let vkey = key().verifier();
    let disk = log();
    disk.tamper("tile/0/000", |file| file.as_mut().expect("there")[40] ^= 1);
    let tree = Tree::open(&disk, &vkey).expect("opens");
    for index in 0..256 {
        assert!(tree.prove(index).is_err());
    }
    assert!(matches!(tree.prove(600), Err(Error::Proof(_))));
    assert!(matches!(tree.root_at(601), Err(Error::Proof(_))));
    disk.tamper("tile/entries/001", |file| {
        file.as_mut().expect("there")[3] ^= 1;
    });
    assert!(matches!(
        tree.entry(256),
        Err(Error::Entry { index: 256, .. })
    ));
}

#[test]
fn an_entry_too_long_stops_before_anything_is_written() {
    let disk = log();
    let before = disk.files();
    let long = vec![b"fine".to_vec(), vec![0; MAX_ENTRY_BYTES + 1]];
    assert!(matches!(
        append(&disk, 600, &long),
        Err(Error::EntryTooLong { index: 601, .. })
    ));
    assert_eq!(disk.files(), before);
    assert_eq!(
        append(&disk, 600, &[vec![0; MAX_ENTRY_BYTES]]).expect("the longest"),
        601
    );
}

#[test]
fn a_folder_holds_the_same_files_as_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    {
        let disk = Directory::writing(folder.path()).expect("a folder");
        Publisher::open(&disk, key())
            .expect("opens")
            .append(0, &entries(600))
            .expect("appends");
    }
    let disk = Directory::reading(folder.path());
    for (path, bytes) in log().files() {
        assert_eq!(disk.read(&path).expect("readable"), Some(bytes), "{path}");
    }
    // A crash between writing beside and renaming leaves a file that nobody reads and the next attempt replaces.
    std::fs::write(folder.path().join("tile/0/.002.new"), b"half").expect("writes");
    let mut log =
        Publisher::open(Directory::writing(folder.path()).expect("free"), key()).expect("opens");
    assert_eq!(log.append(600, &entries(300)).expect("appends").size, 900);
    assert!(
        check(&disk, &key().verifier(), |_| {})
            .expect("readable")
            .is_sound()
    );
}

#[test]
fn a_read_only_or_unwritable_folder_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("log"), b"a file").expect("writes");
    assert!(Directory::writing(folder.path().join("log")).is_err());
    let disk = Directory::writing(folder.path().join("other")).expect("a folder");
    let mut log = Publisher::open(&disk, key()).expect("opens");
    // Something that is not a folder stands where the tiles go.
    std::fs::write(folder.path().join("other/tile"), b"a file").expect("writes");
    let refused = log.append(0, &entries(3)).expect_err("cannot store");
    assert!(refused.to_string().starts_with("cannot "), "{refused}");
    std::fs::remove_file(folder.path().join("other/tile")).expect("removes");
    assert_eq!(log.append(0, &entries(3)).expect("mended").size, 3);
    let stray = File {
        path: "../outside".into(),
        bytes: Vec::new(),
    };
    assert!(disk.store(&[stray]).is_err());
}
