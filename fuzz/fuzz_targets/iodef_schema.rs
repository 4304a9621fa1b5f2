//! Anything is judged, in memory that does not grow with it; a stream as its text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_iodef::{Form, schema};

fuzz_target!(|data: &[u8]| {
    let streamed = schema::check_stream(&mut &*data);
    let _ = Form::Xml.read_lenient(data);
    let Ok(text) = std::str::from_utf8(data) else { return };
    let checked = schema::check(text);
    // A text has no encoding any more, whatever it says.
    let is_plain = !text.contains("encoding") && !data.contains(&0);
    if is_plain {
        assert_eq!(streamed, checked);
    }
    for found in checked.errors.iter().chain(&checked.warnings) {
        assert!(found.line > 0 && found.column > 0);
    }
});
