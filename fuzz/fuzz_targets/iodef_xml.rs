//! XML documents that are read are read again as they are written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_iodef::{json, validate, xml};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let _ = xml::read_lenient(text);
    let Ok(document) = xml::read(text) else { return };
    assert_eq!(xml::read(&xml::write(&document)).as_ref(), Ok(&document));
    let _ = validate(&document);
    // JSON joins what XML keeps apart, once.
    let joined = json::read(&json::write(&document)).expect("what is written is read");
    assert_eq!(json::read(&json::write(&joined)), Ok(joined));
});
