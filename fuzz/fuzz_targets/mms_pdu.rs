//! PDUs that are read are written and read again, and become messages.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::mms::pdu;

fuzz_target!(|data: &[u8]| {
    let Ok((pdu, notes)) = pdu::read(data) else { return };
    assert!(notes.len() <= 100);
    let (again, _) = pdu::read(&pdu::write(&pdu)).expect("what is written is read");
    assert_eq!(again, pdu);
    let message = pdu.multimedia();
    let _ = (message.texts(), message.left_out(), message.is_image_only());
    if let Some(answer) = pdu.answer(0x80) {
        assert_eq!(pdu::read(&pdu::write(&answer)).map(|(pdu, _)| pdu), Ok(answer));
    }
});
