//! What the room is held against: the messages of RFC 4475 and RFC 5118, and others with reserved names.

use std::{fs, io::Read as _, net::SocketAddr, time::Duration};

use flate2::read::GzDecoder;

use super::{
    Message,
    agent::{Event, Flow, Output, Transport},
    read,
};

mod agent;
mod dialog;
mod faults;
mod odd;
mod respond;
mod rtp;
mod samples;
mod sdp;
mod stream;
mod torture;
mod transaction;
mod values;

/// A call to the number, as most agents make it. `{length}` is that of the body.
const INVITE: &str = "INVITE sip:7726@example.net SIP/2.0
Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK776asdhds;rport
Max-Forwards: 70
To: \"Desk\" <sip:7726@example.net>
From: \"Caller\" <sip:+15550100@example.com;user=phone>;tag=1928301774
Call-ID: a84b4c76e66710@192.0.2.7
CSeq: 314159 INVITE
Contact: <sip:+15550100@192.0.2.7:5060>
Supported: replaces, timer
Date: Sat, 21 Nov 2026 08:30:00 GMT
Content-Type: application/sdp
Content-Length: {length}

v=0
o=- 1 1 IN IP4 192.0.2.7
s=-
c=IN IP4 192.0.2.7
t=0 0
m=audio 49170 RTP/AVP 8 0 101
a=rtpmap:101 telephone-event/8000
";

/// Writes a message with the line ends and the length that it has to have.
fn bytes(text: &str) -> Vec<u8> {
    let text = text.replace('\n', "\r\n");
    let length = text
        .split_once("\r\n\r\n")
        .map_or(0, |(_, body)| body.len());
    text.replace("{length}", &length.to_string()).into_bytes()
}

/// Returns the call with pieces of it put in place of others.
fn invite(edits: &[(&str, &str)]) -> Vec<u8> {
    let mut text = INVITE.to_owned();
    for (from, to) in edits {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    bytes(&text)
}

/// Reads a message that has no fault at all.
fn message(bytes: &[u8]) -> Message {
    let reading = read(bytes);
    assert_eq!(reading.faults, []);
    reading.message.expect("it is one")
}

/// The way between a caller at 192.0.2.7 and us.
fn flow(transport: Transport) -> Flow {
    let address = |text: &str| text.parse::<SocketAddr>().expect("an address");
    Flow {
        transport,
        local: address("198.51.100.10:5060"),
        peer: address("192.0.2.7:5060"),
    }
}

const fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// Returns the messages that are to be sent.
fn sent(outputs: &[Output]) -> Vec<Message> {
    let sent = outputs.iter().filter_map(|output| match output {
        Output::Send { bytes, .. } => Some(message(bytes)),
        Output::Event(_) => None,
    });
    sent.collect()
}

/// Returns the statuses of the responses that are to be sent. They may repeat what is malformed.
fn statuses(outputs: &[Output]) -> Vec<u16> {
    let sent = outputs.iter().filter_map(|output| match output {
        Output::Send { bytes, .. } => read(bytes).message?.status(),
        Output::Event(_) => None,
    });
    sent.collect()
}

/// Returns what happened.
fn events(outputs: Vec<Output>) -> Vec<Event> {
    let events = outputs.into_iter().filter_map(|output| match output {
        Output::Event(event) => Some(event),
        Output::Send { .. } => None,
    });
    events.collect()
}

/// Returns the files of an archive of the shared test data; none where it is absent.
fn archive(name: &str) -> Vec<(String, Vec<u8>)> {
    let Some(path) = crate::tests::path(name) else {
        return Vec::new();
    };
    let bytes = fs::read(path).expect("it can be read");
    let mut archive = tar::Archive::new(GzDecoder::new(bytes.as_slice()));
    let entries = archive.entries().expect("it is an archive");
    let files = entries.filter_map(|entry| {
        let mut entry = entry.expect("it is whole");
        let name = entry.path().expect("it has a path").display().to_string();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("it is whole");
        entry
            .header()
            .entry_type()
            .is_file()
            .then_some((name, bytes))
    });
    files.collect()
}

/// Makes each line end carriage return and line feed.
fn crlf(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 16);
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_suffix(b"\n") {
            Some(line) => {
                out.extend_from_slice(line.strip_suffix(b"\r").unwrap_or(line));
                out.extend_from_slice(b"\r\n");
            }
            None => out.extend_from_slice(line),
        }
    }
    out
}
