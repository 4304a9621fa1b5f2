//! CBOR documents that are read are read again as they are written, in every form.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_iodef::{cbor, json, validate, xml};

fuzz_target!(|data: &[u8]| {
    let _ = cbor::read_lenient(data);
    let Ok(document) = cbor::read(data) else { return };
    assert_eq!(cbor::read(&cbor::write(&document)).as_ref(), Ok(&document));
    assert_eq!(json::read(&json::write(&document)).as_ref(), Ok(&document));
    let _ = validate(&document);
    let replaced = xml::read(&xml::write(&document)).expect("what is written is read");
    assert_eq!(xml::read(&xml::write(&replaced)), Ok(replaced));
});
