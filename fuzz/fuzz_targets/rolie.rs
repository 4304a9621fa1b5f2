//! Feeds, entries, services and categories that are read are read again as they are written, in both forms.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::rolie::{self, json, xml};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(feed) = rolie::read_feed(text) {
        assert_eq!(json::read_feed(&json::write_feed(&feed)).as_ref(), Ok(&feed));
        // XML has fewer characters, and no blanks around texts.
        let plain = xml::read_feed(&xml::write_feed(&feed)).expect("what is written is read");
        assert_eq!(xml::read_feed(&xml::write_feed(&plain)), Ok(plain));
        let _ = rolie::check_feed(&feed);
    }
    if let Ok(entry) = xml::read_entry(text) {
        let plain = xml::read_entry(&xml::write_entry(&entry)).expect("what is written is read");
        assert_eq!(xml::read_entry(&xml::write_entry(&plain)), Ok(plain));
        let _ = rolie::check_entry(&entry);
    }
    if let Ok(service) = rolie::read_service(text) {
        assert_eq!(json::read_service(&json::write_service(&service)).as_ref(), Ok(&service));
        let plain = xml::read_service(&xml::write_service(&service)).expect("what is written is read");
        assert_eq!(xml::read_service(&xml::write_service(&plain)), Ok(plain));
        let _ = rolie::check_service(&service);
    }
    if let Ok(all) = rolie::read_categories(text) {
        assert_eq!(json::read_categories(&json::write_categories(&all)).as_ref(), Ok(&all));
        let plain = xml::read_categories(&xml::write_categories(&all)).expect("what is written is read");
        assert_eq!(xml::read_categories(&xml::write_categories(&plain)), Ok(plain));
    }
});
