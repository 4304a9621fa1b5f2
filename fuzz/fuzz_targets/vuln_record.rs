//! A record that is read is kept whole, and summing it up and asking about it never fails.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_vuln::{
    affected::{self, Options},
    record::{
        Record, Summary, minified,
        pack::{Packer, Unpacker},
    },
};

fuzz_target!(|data: &[u8]| {
    let Ok(record) = Record::read(data) else { return };
    let json = minified(data);
    let packed = Packer::new().expect("memory").pack(&json).expect("it fits");
    let again = Unpacker::new().expect("memory").unpack(&packed).expect("what is packed is unpacked");
    assert_eq!(json, again);
    let summary = Summary::of(&record);
    for entry in &summary.entries {
        for version in [None, Some("1.2.3"), Some("1da177e4c3f4")] {
            affected::decide(entry, version, None, Options::default());
        }
        let kept = serde_json::to_string(entry).expect("an entry is written");
        assert_eq!(serde_json::from_str::<affected::Entry>(&kept).ok().as_ref(), Some(entry));
    }
});
