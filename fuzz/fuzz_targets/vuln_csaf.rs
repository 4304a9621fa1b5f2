//! Whatever a document holds, the tests of CSAF end, and a finding names a place in bounds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_vuln::csaf;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let check = csaf::check(text);
    assert!(check.findings.len() <= csaf::MAX_FINDINGS);
    let _ = csaf::file_name(text);
});
