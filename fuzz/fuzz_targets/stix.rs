//! Bundles of STIX that are read are documents, and become bundles again; patterns are read or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::{misp, stix};
use watchbell_iodef::{json, xml};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let _ = stix::pattern::parse(text);
    let Ok(document) = stix::read(text) else { return };
    assert_eq!(json::read(&json::write(&document)).as_ref(), Ok(&document));
    xml::read(&xml::write(&document)).expect("what is written is read");
    let (made, _) = stix::bundle(&document);
    stix::read(&made.to_string()).expect("what is made is read");
    let _ = misp::events(&document);
});
