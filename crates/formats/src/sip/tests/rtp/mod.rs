//! Packets, and what is in them.

mod digits;
mod sound;
mod wav;

use super::super::rtp::{Error, FRAME, Packet, Stream};

fn packet(payload: &[u8]) -> Packet<'_> {
    Packet {
        marker: false,
        payload_type: 101,
        sequence: 0xFFFF,
        timestamp: 160,
        ssrc: 0xDEAD_BEEF,
        payload,
    }
}

#[test]
fn packets_are_written_and_read() {
    let one = packet(b"\x01\x02");
    let bytes = one.write();
    assert_eq!(bytes, b"\x80\x65\xFF\xFF\0\0\0\xA0\xDE\xAD\xBE\xEF\x01\x02");
    assert_eq!(Packet::read(&bytes), Ok(one));
    // Two sources, an extension of one word, three bytes of padding.
    let long =
        b"\xB2\xE5\xFF\xFF\0\0\0\xA0\xDE\xAD\xBE\xEF_one_two\xBE\xDE\0\x01_ext\x01\x02\0\0\x03";
    assert_eq!(
        Packet::read(long),
        Ok(Packet {
            marker: true,
            ..one
        })
    );
}

#[test]
fn what_is_no_packet_is_told() {
    let head = |first: u8, second: u8, rest: &[u8]| [&[first, second], &[0; 10][..], rest].concat();
    for (bytes, expected) in [
        (vec![], Error::Short(0)),
        (vec![0x80; 11], Error::Short(11)),
        // STUN and the version before.
        (head(0x00, 1, b""), Error::Version(0)),
        (head(0x40, 1, b""), Error::Version(1)),
        (head(0x80, 200, b""), Error::Control(200)),
        (head(0x81, 0, b"abc"), Error::Short(15)),
        (head(0x90, 0, b"abc"), Error::Short(15)),
        (head(0x90, 0, b"\0\0\0\x01abc"), Error::Short(19)),
        (head(0xA0, 0, b""), Error::Padding(0)),
        (head(0xA0, 0, b"\0"), Error::Padding(0)),
        (head(0xA0, 0, b"\x02"), Error::Padding(2)),
    ] {
        assert_eq!(Packet::read(&bytes), Err(expected), "{bytes:?}");
    }
}

#[test]
fn a_stream_counts_packets_and_samples() {
    let mut stream = Stream::new(8, 7, 0xFFFF, u32::MAX - 100);
    let frame = [0xD5; FRAME];
    let first = stream.packet(&frame);
    let second = stream.packet(&frame);
    stream.pause(800);
    let third = stream.packet(&frame);
    let read = |bytes| {
        let packet = Packet::read(bytes).unwrap();
        (
            packet.marker,
            packet.sequence,
            packet.timestamp,
            packet.payload.len(),
        )
    };
    assert_eq!(read(&first), (true, 0xFFFF, u32::MAX - 100, 160));
    assert_eq!(read(&second), (false, 0, 59, 160));
    assert_eq!(read(&third), (true, 1, 1019, 160));
}

/// Returns the datagrams of a capture over Ethernet and IPv4.
fn datagrams(capture: &[u8]) -> Vec<&[u8]> {
    assert_eq!(capture[..4], [0xD4, 0xC3, 0xB2, 0xA1]);
    let mut rest = &capture[24..];
    let mut found = Vec::new();
    while rest.len() >= 16 {
        let length = u32::from_le_bytes(rest[8..12].try_into().unwrap());
        let end = 16 + usize::try_from(length).unwrap();
        found.push(&rest[16 + 14 + 20 + 8..end]);
        rest = &rest[end..];
    }
    found
}
