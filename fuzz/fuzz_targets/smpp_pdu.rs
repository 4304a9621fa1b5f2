//! PDUs that are read are written and read again; what is no PDU is passed over or ends the stream.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::smpp::{Body, Frame, MAX_PDU, Status, next, read, write};

fuzz_target!(|data: &[u8]| {
    let mut stream = data;
    let mut out = Vec::new();
    loop {
        match next(stream) {
            Frame::Need(more) => {
                assert!(more > 0 && stream.len() + more <= MAX_PDU);
                break;
            }
            Frame::Pdu(pdu, length) => {
                out.clear();
                write(&pdu, &mut out).expect("what was read can be written");
                assert_eq!(read(&out).as_ref(), Ok(&pdu));
                let again = out.clone();
                out.clear();
                write(&read(&again).expect("it was read"), &mut out).expect("it was written");
                assert_eq!(out, again);
                for status in [Status::ROK, Status::RTHROTTLED] {
                    let Some(answer) = pdu.reply(status) else { continue };
                    assert!(!pdu.body.id().is_response() && answer.reply(status).is_none());
                    out.clear();
                    write(&answer, &mut out).expect("an answer can be written");
                    assert_eq!(read(&out), Ok(answer));
                }
                if let Body::SubmitSm(message) | Body::DeliverSm(message) = &pdu.body {
                    let _ = message.tlvs.segment();
                }
                stream = &stream[length..];
            }
            Frame::Broken(broken) => {
                if let Some(answer) = broken.answer {
                    out.clear();
                    write(&answer, &mut out).expect("an answer can be written");
                    assert_eq!(read(&out), Ok(answer));
                }
                let Some(length) = broken.skip else { break };
                assert!(length >= 16);
                stream = &stream[length..];
            }
        }
    }
});
