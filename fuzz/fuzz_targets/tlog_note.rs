//! Notes, checkpoints and keys that are read are written back byte for byte.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_tlog::{
    checkpoint::Checkpoint,
    note::{Note, SigningKey, VerifierKey},
};

fuzz_target!(|data: &[u8]| {
    if let Ok(note) = Note::parse(data) {
        let text = std::str::from_utf8(data).expect("a note is text");
        assert!(text.starts_with(note.text) && note.text.ends_with('\n'));
        assert!(note.signatures.iter().all(|signature| !signature.bytes.is_empty()));
    }
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(checkpoint) = Checkpoint::parse(text) {
        assert_eq!(checkpoint.to_string(), text);
    }
    if let Ok(key) = text.parse::<VerifierKey>() {
        assert_eq!(key.to_string(), text);
    }
    if let Ok(key) = SigningKey::from_secret(text) {
        assert_eq!(key.to_secret().as_str(), text);
    }
});
