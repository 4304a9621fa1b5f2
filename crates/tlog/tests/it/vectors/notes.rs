//! Signed notes and keys.

use serde_json::Value;
use watchbell_tlog::{
    checkpoint::{self, Checkpoint},
    merkle::leaf_hash,
    note::{self, SigningKey, Unknown, VerifierKey},
};

use crate::shared::{Differences, read};

#[test]
fn keys_and_notes_of_the_go_library() {
    let Some(text) = read("signed_note_vectors.json") else {
        return;
    };
    let vectors: Value = serde_json::from_str(&text).expect("JSON");
    let string = |key: &str| vectors[key].as_str().expect("a string");
    let peter: VerifierKey = string("vkey_ok").parse().expect("a sound key");
    let enoch: VerifierKey = string("vkey2_ok").parse().expect("a sound key");
    assert_eq!(peter.to_string(), string("vkey_ok"));

    let secret = SigningKey::from_secret(string("skey")).expect("a sound key");
    assert_eq!(secret.verifier(), peter);
    assert_eq!(secret.to_secret().as_str(), string("skey"));

    let (body, by_peter, by_enoch) = (string("text"), string("sig_peter"), string("sig_enoch"));
    assert_eq!(
        note::sign(body, &[&secret]),
        Ok(format!("{body}\n{by_peter}")),
        "Ed25519 is deterministic"
    );
    let both = format!("{body}\n{by_peter}{by_enoch}");
    assert_eq!(
        note::open(both.as_bytes(), &[&peter, &enoch], Unknown::Refuse),
        Ok(body)
    );
    assert_eq!(
        note::open(both.as_bytes(), &[&enoch], Unknown::Ignore),
        Ok(body)
    );

    let mut differences = Differences::of("signed_note_keys");
    for key in vectors["vkey_bad"].as_array().expect("a list") {
        let key = key.as_str().expect("a string");
        differences.case(key, key.parse::<VerifierKey>().is_ok(), false);
    }
    differences.check(2);
}

#[test]
fn trees_of_the_go_checksum_database() {
    let Some(text) = read("signed_note_vectors.json") else {
        return;
    };
    let vectors: Value = serde_json::from_str(&text).expect("JSON");
    let tree = &vectors["tree"];
    let body = tree["text"].as_str().expect("a string");
    let parsed = Checkpoint::parse(body).expect("a tree is a checkpoint");
    assert_eq!(Some(parsed.size), tree["n"].as_u64());
    assert_eq!(
        parsed.root,
        leaf_hash(tree["hash_of_leaf"].as_str().expect("a string").as_bytes())
    );
    assert_eq!(parsed.to_string(), body);
    let mut differences = Differences::of("go_trees");
    for (number, bad) in tree["bad"].as_array().expect("a list").iter().enumerate() {
        let read = Checkpoint::parse(bad.as_str().expect("a string"));
        // The origin is part of their format; in ours the caller says which one is wanted.
        let ours = read.is_ok_and(|checkpoint| checkpoint.origin == "go.sum database tree");
        differences.case(&number.to_string(), ours, false);
    }
    differences.check(3);
}

#[test]
fn examples_of_the_specifications() {
    let Some(text) = read("c2sp/signed-note.md") else {
        return;
    };
    let (_, example) = text
        .split_once("### Example")
        .expect("the example is there");
    let vkey = example
        .lines()
        .find_map(|line| line.strip_prefix("    "))
        .expect("a key");
    let signed = example.split("```\n").nth(1).expect("a note");
    let key: VerifierKey = vkey.parse().expect("a sound key");
    assert_eq!(
        note::open(signed.as_bytes(), &[&key], Unknown::Refuse),
        Ok("This is an example message.\n")
    );

    let head = read("c2sp/tlog-checkpoint.md").expect("beside the other");
    let example = note::Note::parse(head.split("```\n").nth(1).expect("a checkpoint").as_bytes())
        .expect("a note");
    let checkpoint = Checkpoint::parse(example.text).expect("a checkpoint");
    assert_eq!(
        (checkpoint.origin.as_str(), checkpoint.size),
        ("example.com/behind-the-sofa", 20_852_163)
    );
}

/// A real RFC 6962 tree head, signed with ECDSA: we do not speak that signature type, so a note that carries it is believed
/// only for our own signature beside it.
#[test]
fn a_certificate_log_signature_is_an_unknown_one() {
    let Some(text) = read("sth_to_checkpoint_vector.go.txt") else {
        return;
    };
    let field = |key: &str| {
        text.split_once(key)
            .expect("there")
            .1
            .chars()
            .skip(1)
            .take_while(|c| !matches!(c, '"' | '\n'))
            .collect::<String>()
    };
    let root = field("\"sha256_root_hash\": ").parse().expect("a hash");
    let size = field("\"tree_size\":").trim().parse().expect("a number");
    let head = Checkpoint {
        origin: "example.com".into(),
        size,
        root,
        extensions: Vec::new(),
    };
    assert_eq!(Checkpoint::parse(&head.to_string()), Ok(head.clone()));

    let key = SigningKey::from_seed("example.com", &[3; 32]).expect("a good name");
    let foreign = format!("— example.com {}\n", field("DecodeString("));
    let both = head.sign(&key).expect("signs") + &foreign;
    assert_eq!(
        Checkpoint::open(both.as_bytes(), &key.verifier(), &[], Unknown::Ignore),
        Ok(head)
    );
    let refused = Checkpoint::open(both.as_bytes(), &key.verifier(), &[], Unknown::Refuse);
    assert!(matches!(
        refused,
        Err(checkpoint::Error::Note(note::Error::UnknownKey { .. }))
    ));
    let vkey = "example.com+00000000+BQ==";
    assert_eq!(
        vkey.parse::<VerifierKey>(),
        Err(note::Error::KeyKind { kind: 5 })
    );
}
