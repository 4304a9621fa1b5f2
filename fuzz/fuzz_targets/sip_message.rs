//! Messages of SIP that are well formed are read again as they are written, and so are their values.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::sip::{
    Address, CSeq, Frame, Identity, MAX_HEAD, MAX_HEADERS, Message, Name, Reason, Uri, Via, Warning, frame, read,
};

fuzz_target!(|data: &[u8]| {
    if let Frame::Message(length) | Frame::Keepalive { length, .. } = frame(data) {
        assert!(0 < length && length <= data.len());
    }
    let reading = read(data);
    for fault in &reading.faults {
        let _ = fault.to_string();
    }
    let is_well_formed = reading.is_well_formed();
    let Some(message) = reading.message else { return };
    values(&message);
    let peer = "192.0.2.1:4000".parse().expect("an address");
    let mut stamped = message.clone();
    stamped.stamp(peer);
    let _ = (stamped.reply_to(peer), message.caller(), message.sdp());
    let response = read(&message.respond(200, Some("tag")).write());
    assert!(response.message.is_some());
    let written = message.write();
    if !is_well_formed || written.len() - message.body.len() > MAX_HEAD || message.headers.0.len() >= MAX_HEADERS {
        return;
    }
    let again = read(&written);
    assert!(again.is_well_formed(), "{:?}", again.faults);
    assert_eq!(again.message.as_ref(), Some(&message));
    assert_eq!(frame(&written), Frame::Message(written.len()));
});

/// What is read of a value is read again of what it is written as.
fn values(message: &Message) {
    for header in &message.headers.0 {
        for value in message.headers.list(&header.name) {
            same(value, |text| Address::read(text).ok().map(|value| value.to_string()));
            same(value, |text| Via::read(text).ok().map(|value| value.to_string()));
            same(value, |text| Identity::read(text).ok().map(|value| value.to_string()));
            same(value, |text| Reason::read(text).ok().map(|value| value.to_string()));
            same(value, |text| Warning::read(text).ok().map(|value| value.to_string()));
            same(value, |text| CSeq::read(text).ok().map(|value| value.to_string()));
            same(value, |text| Uri::read(text).ok().map(|value| value.to_string()));
            assert_eq!(Name::read(header.name.as_str()).as_ref(), Some(&header.name));
        }
    }
}

fn same(value: &str, write: impl Fn(&str) -> Option<String>) {
    let Some(once) = write(value) else { return };
    assert_eq!(write(&once).as_ref(), Some(&once), "{value:?}");
}
