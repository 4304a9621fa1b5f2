//! Objects of an envelope keep what they wrote, and what is summed up of any document has a bound.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::{
    exchange::{Language, Summary},
    taxii::{Envelope, Object, is_uuid},
};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(envelope) = Envelope::read(text) {
        for body in envelope.objects {
            let Ok(object) = Object::read(body) else { continue };
            assert_eq!(object.body, body);
            assert!(object.id.strip_prefix(&object.kind).is_some_and(|rest| is_uuid(&rest[2..])));
            assert!(matches!(object.spec.as_str(), "2.0" | "2.1"));
        }
    }
    if let Some(language) = Language::of(data)
        && let Ok((document, _)) = language.read_lenient(data)
    {
        let summary = Summary::of(&document);
        assert!(summary.text.len() <= 8_000 && summary.title.chars().count() <= 200);
    }
});
