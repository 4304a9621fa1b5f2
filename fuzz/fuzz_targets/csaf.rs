//! CSAF documents that are read are valid documents, and become CSAF documents again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::{csaf, stix};
use watchbell_iodef::{json, xml};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(document) = csaf::read(text) else { return };
    assert_eq!(json::read(&json::write(&document)).as_ref(), Ok(&document));
    xml::read(&xml::write(&document)).expect("what is written is read");
    let (made, _) = csaf::advisory(&document);
    csaf::read(&made.to_string()).expect("what is made is read");
    let _ = stix::bundle(&document);
});
