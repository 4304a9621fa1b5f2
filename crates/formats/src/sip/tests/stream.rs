//! Messages cut out of a stream.

use super::{
    super::{Frame, MAX_BODY, MAX_HEAD, Problem, frame, read},
    archive, crlf, invite,
};

/// Cuts a stream that arrives in pieces of this size; returns the messages and the pings.
fn cut(stream: &[u8], size: usize) -> (Vec<Vec<u8>>, usize) {
    let (mut buffer, mut messages, mut pings) = (Vec::new(), Vec::new(), 0);
    for piece in stream.chunks(size) {
        buffer.extend_from_slice(piece);
        loop {
            let used = match frame(&buffer) {
                Frame::Need => break,
                Frame::Message(length) => {
                    messages.push(buffer[..length].to_vec());
                    length
                }
                Frame::Keepalive { length, is_ping } => {
                    pings += usize::from(is_ping);
                    length
                }
                Frame::Broken { problem, .. } => panic!("{problem}"),
            };
            buffer.drain(..used);
        }
    }
    assert!(buffer.iter().all(u8::is_ascii_whitespace));
    (messages, pings)
}

#[test]
fn messages_are_cut_however_they_arrive() {
    let one = invite(&[]);
    let two = invite(&[("Content-Length: {length}", "l :\t{length}")]);
    let three = b"OPTIONS sip:a@example.net SIP/2.0\r\nVia: x\r\n\r\n".to_vec();
    let pieces: [&[u8]; 6] = [b"\r\n\r\n", &one, b"\r\n", &two, &three, &one];
    let stream = pieces.concat();
    for size in [1, 2, 3, 7, 100, stream.len()] {
        let (messages, pings) = cut(&stream, size);
        assert_eq!(
            messages,
            [one.clone(), two.clone(), three.clone(), one.clone()]
        );
        assert_eq!(pings, 1, "{size}");
    }
}

#[test]
fn a_ping_is_told_from_line_ends() {
    let keepalive = |length, is_ping| Frame::Keepalive { length, is_ping };
    for (text, expected) in [
        ("", Frame::Need),
        ("\r", Frame::Need),
        ("\r\n", Frame::Need),
        ("\r\n\r", Frame::Need),
        ("\r\n\r\n", keepalive(4, true)),
        ("\r\n\r\n\r\n", keepalive(4, true)),
        ("\r\nINVITE", keepalive(2, false)),
        ("\nINVITE", keepalive(1, false)),
        ("INVITE", Frame::Need),
        ("A: b\n\n", Frame::Message(6)),
    ] {
        assert_eq!(frame(text.as_bytes()), expected, "{text:?}");
    }
}

#[test]
fn a_stream_whose_messages_cannot_be_told_apart_is_broken() {
    let head = "OPTIONS sip:a@example.net SIP/2.0\r\n";
    let head_length = |lines: &str| head.len() + lines.len() + 2;
    for (lines, problem) in [
        ("Content-Length: -1\r\n", Problem::Number),
        ("Content-Length: 1 2\r\n", Problem::Trailing),
        ("Content-Length:\r\n", Problem::Number),
        ("l: 4294967296\r\n", Problem::NumberLarge),
        ("l: 1\r\nContent-Length: 1\r\n", Problem::Repeated),
    ] {
        let text = format!("{head}{lines}\r\nbody");
        let length = head_length(lines);
        assert_eq!(
            frame(text.as_bytes()),
            Frame::Broken { length, problem },
            "{lines:?}"
        );
        // The peer can be told.
        assert!(
            read(&text.as_bytes()[..length]).verdict().is_some(),
            "{lines:?}"
        );
    }
}

#[test]
fn bounds_are_kept() {
    let endless = vec![b'a'; MAX_HEAD + 1];
    assert_eq!(frame(&endless[..MAX_HEAD]), Frame::Need);
    let problem = Problem::HeadLong;
    let length = MAX_HEAD;
    assert_eq!(frame(&endless), Frame::Broken { length, problem });
    let with = |length: usize| format!("OPTIONS x SIP/2.0\r\nl: {length}\r\n\r\n");
    assert_eq!(frame(with(MAX_BODY).as_bytes()), Frame::Need);
    let long = with(MAX_BODY + 1);
    let (length, problem) = (long.len(), Problem::BodyLong);
    assert_eq!(frame(long.as_bytes()), Frame::Broken { length, problem });
}

#[test]
fn recorded_streams_are_cut() {
    let files = archive("voice/sip_samples_sip2json.tar.gz");
    for (name, bytes) in &files {
        // Some begin with the time at which they were recorded.
        let from = bytes
            .iter()
            .position(|byte| *byte == b'\n')
            .unwrap_or_default();
        let has_time = bytes.first().is_some_and(u8::is_ascii_digit);
        let bytes = crlf(if has_time { &bytes[from + 1..] } else { bytes });
        // Lengths were counted with other line ends, so only heads are whole for certain.
        match frame(&bytes) {
            Frame::Message(length) => {
                let reading = read(&bytes[..length]);
                assert!(reading.message.is_some(), "{name}: {:?}", reading.faults);
            }
            Frame::Need => {}
            other => panic!("{name}: {other:?}"),
        }
    }
}
