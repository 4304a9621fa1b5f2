//! A record that is read is kept whole, and checking it, converting it and asking about it never fails.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_vuln::{
    affected::{self, Options},
    osv::{self, Record},
};

fuzz_target!(|data: &[u8]| {
    let _ = osv::ghsa::convert(data);
    let Ok(record) = Record::read(data) else { return };
    let again = Record::read(record.json()).expect("what is kept is read");
    assert_eq!(again.json(), record.json());
    if let Ok(value) = serde_json::from_slice(record.json()) {
        assert!(osv::check(&value).len() <= osv::MAX_FINDINGS);
    }
    for (_, entry) in record.entries() {
        for version in [None, Some("1.2.3"), Some("1da177e4c3f4")] {
            affected::decide(&entry, version, None, Options::default());
        }
        let kept = serde_json::to_string(&entry).expect("an entry is written");
        assert_eq!(serde_json::from_str::<affected::Entry>(&kept).ok(), Some(entry));
    }
});
