//! A proof file that is read is written back byte for byte: it has one spelling.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_tlog::proof::Proof;

fuzz_target!(|data: &[u8]| {
    if let Ok(proof) = Proof::parse(data) {
        assert_eq!(proof.to_string().as_bytes(), data);
    }
});
