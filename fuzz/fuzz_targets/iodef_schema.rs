//! Any text is held against the schemas, within bounds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_iodef::schema::{MAX_TOLD, check};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let checked = check(text);
    assert!(checked.errors.len() <= MAX_TOLD && checked.warnings.len() <= MAX_TOLD);
});
