//! Messages of MM7, alone or with attachments, are read or answered with a fault; answers are read as they are written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::mm7::{self, Fault, Status};

fuzz_target!(|data: &[u8]| {
    for kind in ["text/xml", "multipart/related; boundary=b; start=\"<s>\""] {
        let answer = match mm7::read(kind, data) {
            Err(error) => Fault::of(&error),
            Ok(message) => match message.answer(Status::of(2004).with("not here"), Some("1")) {
                Some(answer) => answer,
                None => message,
            },
        };
        assert_eq!(mm7::read("text/xml", mm7::write(&answer).as_bytes()).as_ref(), Ok(&answer));
    }
});
