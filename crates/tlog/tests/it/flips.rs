//! One changed bit anywhere in a proof file makes it fail, and the error says where.

use watchbell_tlog::{
    Fault, canonical, checkpoint,
    log::{Memory, Publisher, Tree},
    note::{self, SigningKey, VerifierKey},
    proof::{Error, MAX_FILE_BYTES, MAX_HASHES, Proof},
    tile::MAX_ENTRY_BYTES,
};

/// Makes the proof file of one entry in a log of `size`.
fn proof(size: u64, index: u64) -> (String, VerifierKey) {
    let key = SigningKey::from_seed("log.example.org/watch", &[5; 32]).expect("a good name");
    let vkey = key.verifier();
    let entries: Vec<Vec<u8>> = (0..size)
        .map(|i| {
            canonical::to_vec(
                &serde_json::json!({"verdict": "unwanted", "report": i, "score": 0.97}),
            )
            .expect("canonical")
        })
        .collect();
    let disk = Memory::default();
    Publisher::open(&disk, key)
        .expect("opens")
        .append(0, &entries)
        .expect("appends");
    (
        Tree::open(&disk, &vkey)
            .expect("opens")
            .prove(index)
            .expect("proves")
            .to_string(),
        vkey,
    )
}

fn verify(file: &[u8], vkey: &VerifierKey) -> Result<(), Error> {
    Proof::parse(file)?.verify(vkey).map(|_| ())
}

#[test]
fn every_single_flipped_bit_is_noticed() {
    for (size, index) in [(1, 0), (2, 1), (7, 6), (300, 0), (300, 299), (1000, 617)] {
        let (file, vkey) = proof(size, index);
        assert_eq!(verify(file.as_bytes(), &vkey), Ok(()));
        let mut bytes = file.into_bytes();
        for bit in 0..bytes.len() * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(
                verify(&bytes, &vkey).is_err(),
                "entry {index} of {size}: bit {} of byte {}",
                bit % 8,
                bit / 8
            );
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
    }
}

#[test]
fn every_removed_added_or_doubled_byte_is_noticed() {
    let (file, vkey) = proof(300, 123);
    let bytes = file.as_bytes();
    for at in 0..=bytes.len() {
        let (before, after) = bytes.split_at(at);
        for added in [b'\n', b' ', b'=', b'A', b'0', 0, b'\r'] {
            assert!(
                verify(&[before, &[added], after].concat(), &vkey).is_err(),
                "{added} added at {at}"
            );
        }
        if let [byte, rest @ ..] = after {
            assert!(
                verify(&[before, rest].concat(), &vkey).is_err(),
                "byte {at} removed"
            );
            assert!(
                verify(&[before, &[*byte], after].concat(), &vkey).is_err(),
                "byte {at} doubled"
            );
            assert!(verify(before, &vkey).is_err(), "cut at {at}");
        }
    }
    let lines: Vec<&str> = file.split_inclusive('\n').collect();
    for at in 0..lines.len() {
        let mut doubled = lines.clone();
        doubled.insert(at, lines[at]);
        assert!(
            verify(doubled.concat().as_bytes(), &vkey).is_err(),
            "line {} doubled",
            at + 1
        );
        if at > 0 {
            let mut swapped = lines.clone();
            swapped.swap(at - 1, at);
            assert!(
                verify(swapped.concat().as_bytes(), &vkey).is_err(),
                "lines {at} and {} swapped",
                at + 1
            );
        }
    }
}

#[test]
fn the_error_says_what_failed() {
    let (file, vkey) = proof(300, 123);
    let changed = |from: &str, to: &str| {
        assert!(file.contains(from), "{from:?} is not in the file");
        verify(file.replacen(from, to, 1).as_bytes(), &vkey).expect_err("changed")
    };
    let line = |number: usize| file.lines().nth(number - 1).expect("there");
    assert_eq!(changed("@v1", "@v2"), Error::Header);
    assert_eq!(changed("extra ", "extra  "), Error::Extra);
    assert_eq!(changed("extra ", "Extra "), Error::Index { line: 2 });
    assert_eq!(changed("index 123", "index 0123"), Error::Index { line: 3 });
    assert_eq!(
        changed(line(5), &line(5)[1..]),
        Error::ProofHash { line: 5, number: 2 }
    );
    assert!(matches!(
        changed("index 123", "index 122"),
        Error::Inclusion(_)
    ));
    assert!(matches!(
        changed("index 123", "index 999"),
        Error::Inclusion(_)
    ));
    assert!(matches!(
        changed(&format!("{}\n", line(5)), ""),
        Error::Inclusion(_)
    ));
    let swapped = line(4).to_owned();
    assert!(matches!(changed(&swapped, line(6)), Error::Inclusion(_)));
    let note = |error| match error {
        Error::Checkpoint(checkpoint::Error::Note(note)) => note,
        other => panic!("{other}"),
    };
    assert!(matches!(
        note(changed("\n300\n", "\n301\n")),
        note::Error::BadSignature { .. }
    ));
    assert!(matches!(
        note(changed("— log", "— lag")),
        note::Error::UnknownKey { .. }
    ));
    assert!(matches!(
        changed("\n\nlog", "\nlog"),
        Error::ProofHash { .. }
    ));

    let other = SigningKey::from_seed("log.example.org/watch", &[6; 32])
        .expect("a good name")
        .verifier();
    let refused = verify(file.as_bytes(), &other).expect_err("another key");
    assert_eq!(refused.fault(), Fault::NotTrusted);
    assert_eq!(changed("\n300\n", "\n301\n").fault(), Fault::Contradiction);
    assert_eq!(Error::Header.fault(), Fault::Malformed);
}

#[test]
fn a_signature_has_one_spelling() {
    // Adding the group order to S gives the same equation; strict verification refuses it (RFC 8032 section 8.4).
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let (file, vkey) = proof(7, 3);
    let (rest, signature) = file.trim_end().rsplit_once(' ').expect("a signature line");
    let mut bytes = STANDARD.decode(signature).expect("base64");
    let mut carry = 0_u16;
    for (byte, order) in bytes[36..].iter_mut().zip(ORDER) {
        carry += u16::from(*byte) + u16::from(order);
        *byte = carry as u8;
        carry >>= 8;
    }
    let forged = format!("{rest} {}\n", STANDARD.encode(bytes));
    assert!(verify(forged.as_bytes(), &vkey).is_err());
}

#[test]
fn a_cosigned_proof_is_strict_about_witnesses_it_knows() {
    let (file, vkey) = proof(7, 3);
    let witness = SigningKey::from_seed("witness.example", &[9; 32]).expect("a good name");
    let (_, checkpoint) = file.split_once("\n\n").expect("a checkpoint");
    let text = note::Note::parse(checkpoint.as_bytes())
        .expect("a note")
        .text;
    let line = note::sign(text, &[&witness])
        .expect("signs")
        .lines()
        .last()
        .expect("a signature")
        .to_owned();
    let cosigned = Proof::parse(format!("{file}{line}\n").as_bytes()).expect("well formed");
    let leaf = watchbell_tlog::merkle::leaf_hash(cosigned.extra.as_deref().expect("carried"));
    assert!(cosigned.verify(&vkey).is_err(), "a stranger signed too");
    assert!(
        cosigned
            .verify_leaf(leaf, &vkey, &[], note::Unknown::Ignore)
            .is_ok()
    );
    assert!(
        cosigned
            .verify_leaf(leaf, &vkey, &[&witness.verifier()], note::Unknown::Refuse)
            .is_ok()
    );
}

#[test]
fn bounds_hold() {
    let (file, _) = proof(7, 3);
    let hash = file.lines().nth(3).expect("a hash").to_owned() + "\n";
    let many = |count| file.replacen(&hash, &hash.repeat(count), 1);
    assert!(Proof::parse(many(MAX_HASHES - 2).as_bytes()).is_ok());
    assert_eq!(
        Proof::parse(many(MAX_HASHES - 1).as_bytes()),
        Err(Error::TooManyHashes)
    );
    let long = vec![b'x'; MAX_FILE_BYTES + 1];
    assert_eq!(
        Proof::parse(&long),
        Err(Error::TooLong {
            length: MAX_FILE_BYTES + 1
        })
    );
    assert_eq!(Proof::parse(&long[1..]), Err(Error::Header));
    let mut proof = Proof::parse(file.as_bytes()).expect("well formed");
    for (length, fine) in [(MAX_ENTRY_BYTES, true), (MAX_ENTRY_BYTES + 1, false)] {
        proof.extra = Some(vec![b'x'; length]);
        assert_eq!(Proof::parse(proof.to_string().as_bytes()).is_ok(), fine);
    }
}
