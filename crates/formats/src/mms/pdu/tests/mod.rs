mod bounds;
mod captured;
mod deviations;
mod round;
mod values;

use super::{Deviation, Error, Pdu, read};

/// Header of a message, up to the type of its body.
const HEAD: &[u8] = b"\x8C\x84\x8D\x93\x85\x04\x65\x53\xF1\x00";

fn ok(bytes: &[u8]) -> (Pdu, Vec<Deviation>) {
    let (pdu, notes) = read(bytes).expect("a PDU");
    (pdu, notes.into_iter().map(|note| note.deviation).collect())
}

fn err(bytes: &[u8]) -> Error {
    read(bytes).expect_err("no PDU")
}

/// One part of a multipart body.
fn part(header: &[u8], data: &[u8]) -> Vec<u8> {
    let mut out = super::wsp::Put::default();
    out.uintvar(header.len());
    out.uintvar(data.len());
    out.octets(header);
    out.octets(data);
    out.0
}
