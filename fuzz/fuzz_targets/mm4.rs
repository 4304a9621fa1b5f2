//! Messages between relays are read, and their answers read as they are written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::mm4::{self, Stamp, Status};
use watchbell_model::Time;

fuzz_target!(|data: &[u8]| {
    let Ok(message) = mm4::read(data) else { return };
    let _ = message.multimedia.texts();
    let Some(answer) = message.answer(Status::ContentNotAccepted, Some("not here")) else { return };
    let stamp = Stamp { sender: "system@mmsc.example.net", at: Time::default(), mail_id: "1@mmsc.example.net" };
    let again = mm4::read(&mm4::write(&answer, &stamp)).expect("what is written is read");
    assert_eq!((again.kind, again.status, again.fields.len()), (answer.kind, answer.status, 0));
});
