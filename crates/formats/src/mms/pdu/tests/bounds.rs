//! Every bound, kept and crossed.

use super::{
    super::{Error, MAX_BYTES, MAX_DEPTH, MAX_HEADERS, MAX_PARTS, read, wsp::Octets},
    HEAD, err, part,
};

#[test]
fn a_pdu_is_no_longer_than_it_may_be() {
    let mut bytes = [HEAD, b"\x84\x83"].concat();
    bytes.resize(MAX_BYTES, b'a');
    assert!(read(&bytes).is_ok());
    bytes.push(b'a');
    let bytes_too_many = MAX_BYTES + 1;
    assert_eq!(
        err(&bytes),
        Error::TooLong {
            bytes: bytes_too_many
        }
    );
}

#[test]
fn there_are_no_more_header_fields_than_may_be() {
    let fields = |count| [b"\x8C\x84".as_slice(), &b"\x8F\x80".repeat(count)].concat();
    assert!(read(&fields(MAX_HEADERS)).is_ok());
    assert_eq!(
        err(&fields(MAX_HEADERS + 1)),
        Error::Headers {
            at: 2 + 2 * MAX_HEADERS
        }
    );
    let of_part = |count| {
        let header = [b"\x83".as_slice(), &b"X\0y\0".repeat(count)].concat();
        [HEAD, b"\x84\xA3\x01", &part(&header, b"")].concat()
    };
    assert!(read(&of_part(MAX_HEADERS)).is_ok());
    assert!(matches!(
        err(&of_part(MAX_HEADERS + 1)),
        Error::Headers { .. }
    ));
}

#[test]
fn there_are_no_more_parts_than_may_be() {
    let body = |count: usize| {
        let head = [HEAD, b"\x84\xA3", &[u8::try_from(count).unwrap()]].concat();
        [head, part(b"\x83", b"").repeat(count)].concat()
    };
    assert!(read(&body(MAX_PARTS)).is_ok());
    assert!(matches!(err(&body(MAX_PARTS + 1)), Error::Parts { .. }));
}

#[test]
fn parts_are_nested_no_deeper_than_they_may_be() {
    let body = |depth: usize| {
        let mut body = part(b"\x83", b"text");
        for _ in 1..depth {
            body = part(b"\xA3", &[&[1], body.as_slice()].concat());
        }
        [HEAD, b"\x84\xA3\x01", &body].concat()
    };
    assert!(read(&body(MAX_DEPTH)).is_ok());
    assert!(matches!(err(&body(MAX_DEPTH + 1)), Error::Depth { .. }));
}

#[test]
fn lengths_have_no_more_than_32_bits() {
    let read = |bytes: &[u8]| Octets::of(bytes).uintvar();
    for (bytes, expected) in [
        (&b"\x00"[..], Ok(0)),
        (b"\x81\x00", Ok(128)),
        (b"\x80\x80\x01", Ok(1)),
        (b"\x8F\xFF\xFF\xFF\x7F", Ok(u32::MAX)),
        (b"\x90\x80\x80\x80\x00", Err(Error::Uintvar { at: 0 })),
        (b"\x80\x80\x80\x80\x80\x00", Err(Error::Uintvar { at: 0 })),
        (b"\x81", Err(Error::End { at: 1 })),
    ] {
        assert_eq!(read(bytes), expected, "{bytes:02x?}");
    }
    // A part that says it is longer than any PDU is as long as what is there.
    let lies = b"\x84\xA3\x8F\xFF\xFF\xFF\x7F\x01\x8F\xFF\xFF\xFF\x7F\x83rest";
    let (pdu, _) = super::ok(&[HEAD, lies].concat());
    assert_eq!(pdu.multimedia().parts[0].text(), Some("rest"));
}
