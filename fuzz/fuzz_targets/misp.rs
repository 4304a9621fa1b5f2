//! Events of MISP that are read are valid documents, and become events again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::{misp, stix};
use watchbell_iodef::{json, xml};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(document) = misp::read(text) else { return };
    assert_eq!(json::read(&json::write(&document)).as_ref(), Ok(&document));
    xml::read(&xml::write(&document)).expect("what is written is read");
    let (made, _) = misp::events(&document);
    misp::read(&made.to_string()).expect("what is made is read");
    let _ = stix::bundle(&document);
});
