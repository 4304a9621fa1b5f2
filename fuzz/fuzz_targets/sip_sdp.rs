//! Descriptions that are read are read again as they are written, and so are the answers to them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::sip::{
    rtp::Law,
    sdp::{Local, answer, chosen, read, write},
};

fuzz_target!(|data: &[u8]| {
    let Ok(mut session) = read(data) else { return };
    let local = Local {
        address: "192.0.2.1".parse().expect("an address"),
        port: 4000,
        id: 1,
        version: 1,
        laws: vec![Law::A, Law::Mu],
    };
    if session.name.is_empty() {
        session.name = "-".to_owned();
    }
    assert_eq!(read(&write(&session)).as_ref(), Ok(&session));
    let _ = chosen(&session, &local);
    let Ok((answer, agreed)) = answer(&session, &local) else { return };
    assert_eq!(answer.media.len(), session.media.len());
    assert_eq!(answer.media.iter().filter(|media| media.port != 0).count(), 1);
    assert_eq!(read(&write(&answer)).as_ref(), Ok(&answer));
    assert_eq!(chosen(&answer, &local).map(|chosen| chosen.payload), Ok(agreed.payload));
});
