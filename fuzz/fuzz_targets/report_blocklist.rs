//! Block lists that are read are read again as they are written, and make a zone.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::blocklist::{csv, json, rpz};

fuzz_target!(|data: &[u8]| {
    for list in [csv::read(data), json::read(data)].into_iter().flatten() {
        assert_eq!(csv::read(csv::write(&list).as_bytes()).as_ref(), Ok(&list));
        assert_eq!(json::read(json::write_lines(&list).as_bytes()).as_ref(), Ok(&list));
        assert_eq!(json::read(json::write_array(&list).as_bytes()).as_ref(), Ok(&list));
        let zone = rpz::write(&list, "rpz.example.net", watchbell_model::Time::default()).expect("a name");
        assert!(zone.text.lines().count() <= 4 + 2 * list.len());
    }
});
