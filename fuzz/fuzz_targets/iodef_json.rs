//! JSON documents that are read are read again as they are written, in both forms.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_iodef::{json, validate, xml};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let _ = json::read_lenient(text);
    let Ok(document) = json::read(text) else { return };
    let joined = json::read(&json::write(&document)).expect("what is written is read");
    assert_eq!(json::read(&json::write(&joined)), Ok(joined));
    let _ = validate(&document);
    // XML replaces some characters, once.
    let replaced = xml::read(&xml::write(&document)).expect("what is written is read");
    assert_eq!(xml::read(&xml::write(&replaced)), Ok(replaced));
});
