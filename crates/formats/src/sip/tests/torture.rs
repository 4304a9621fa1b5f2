//! The messages of RFC 4475 and RFC 5118, as the shared data has them.

use super::{super::read, archive, crlf};

/// Messages that were typed anew with another length than their Content-Length says, and what it
/// should say: the bytes of the RFC keep it.
const RETYPED: [(&str, &str, &str); 4] = [
    // A placeholder stands for 330 bytes of a signature.
    ("mpart01", "Content-Length: 553", "Content-Length: 255"),
    // The RFC says 154.
    ("unreason", "Content-Length: 162", "Content-Length: 154"),
    // A sign was left out of the body.
    ("multi01", "l: 154", "l: 152"),
    // Attributes were left out of the body.
    ("ipv6-in-sdp", "Content-Length: 268", "Content-Length: 250"),
];

/// Returns each message with its name and whether it is to be rejected.
fn messages() -> Vec<(String, Vec<u8>, bool)> {
    let files = archive("voice/sip_torture_rvoip.tar.gz");
    let Some((_, index)) = files.iter().find(|(name, _)| name == "index.tsv") else {
        return Vec::new();
    };
    let index = String::from_utf8(index.clone()).expect("it is text");
    let rows = index.lines().skip(1).map(|row| {
        let cells: Vec<&str> = row.split('\t').collect();
        let (path, name, verdict) = (cells[0], cells[3], cells[4]);
        let (_, bytes) = files.iter().find(|(file, _)| file == path).expect("it is listed");
        let mut bytes = crlf(bytes);
        if let Some((_, from, to)) = RETYPED.iter().find(|(one, _, _)| *one == name) {
            let text = String::from_utf8(bytes).expect("it is text");
            assert!(text.contains(from), "{name}");
            bytes = text.replace(from, to).into_bytes();
        }
        (name.to_owned(), bytes, verdict == "reject")
    });
    rows.collect()
}

#[test]
fn every_message_gets_the_verdict_of_the_index() {
    let mut wrong = Vec::new();
    for (name, bytes, is_rejected) in messages() {
        let reading = read(&bytes);
        if reading.is_well_formed() == is_rejected {
            let faults: Vec<String> = reading.faults.iter().map(ToString::to_string).collect();
            wrong.push(format!("{name}: {faults:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn show() {
    for (name, bytes, is_rejected) in messages() {
        let reading = read(&bytes);
        println!("{name} {is_rejected}");
        for f in reading.faults { println!("    {} {:?} {} {f}", f.code(), f.grade(), f.status()); }
    }
}
