//! Every text gets a verdict within its bounds, and what is said of a place is said of one that there is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::stix::check::{MOST, check};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let found = check(text);
    assert!(found.errors.len() <= MOST && found.warnings.len() <= MOST);
    let Ok(value) = serde_json::from_str::<serde_json::Value>(text) else {
        assert!(!found.is_valid());
        return;
    };
    for fault in found.errors.iter().chain(&found.warnings) {
        assert!(fault.line > 0 && fault.column > 0);
        // What is missing is said of a member that is not there.
        let parent = fault.path.rsplit_once('/').map_or("", |(parent, _)| parent);
        assert!(value.pointer(parent).is_some(), "{fault:?}");
    }
});
