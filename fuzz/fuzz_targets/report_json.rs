//! A JSON line is read where `serde_json` reads it, and to the same text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use watchbell_formats::report::{ColumnMap, Error, Format, Reader, Reason};

fuzz_target!(|data: &[u8]| {
    let blank = data.iter().all(u8::is_ascii_whitespace);
    let array = data.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[');
    if blank || array || data.contains(&b'\n') || data.starts_with(b"\xEF\xBB\xBF") || data.starts_with(b"\xFF\xFE") || data.starts_with(b"\xFE\xFF") {
        return;
    }
    let mut reader = Reader::new(data, Some(Format::Json), ColumnMap::default());
    let ours = reader.next_record().expect("one line is one record");
    let theirs = serde_json::from_slice::<Value>(data);
    match (ours, theirs) {
        (Ok(record), Ok(value)) => assert_eq!(value["text"].as_str(), Some(&*record.text)),
        // Only half a surrogate pair and a number too large for a float are taken by us alone.
        (Ok(_), Err(error)) => {
            let error = error.to_string();
            assert!(error.contains("surrogate") || error.contains("unexpected end of hex escape") || error.contains("out of range"), "{error}");
        }
        (Err(Error::Bad(bad)), Ok(value)) => {
            let ours_alone = matches!(bad.reason, Reason::TooDeep | Reason::TooLong);
            assert!(bad.field.is_some() || ours_alone || !value.is_object(), "{bad}");
        }
        (Err(_), _) => {}
    }
});
