//! Canonical JSON is JSON with the same meaning, and canonical already.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use watchbell_tlog::canonical;

fuzz_target!(|data: &[u8]| {
    let Ok(value) = serde_json::from_slice::<Value>(data) else { return };
    let Ok(once) = canonical::to_vec(&value) else { return };
    let read: Value = serde_json::from_slice(&once).expect("canonical JSON is JSON");
    assert_eq!(canonical::to_vec(&read).as_deref(), Ok(&once[..]));
});
