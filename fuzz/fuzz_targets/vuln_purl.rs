//! Package URLs that are read have one canonical form, which is read as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_vuln::purl::{Ecosystem, MAX_BYTES, Purl};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let _ = Ecosystem::of_collection(text);
    if let Some((ecosystem, name)) = text.split_once('\n') {
        let _ = Purl::of_osv(ecosystem, name);
    }
    let Ok(purl) = Purl::parse(text) else { return };
    let written = purl.to_string();
    // A canonical form may be longer than what is read.
    if written.len() <= MAX_BYTES {
        let again = Purl::parse(&written).expect("what is written is read");
        assert_eq!(again, purl);
        assert!(again.same_package(&purl));
    }
});
