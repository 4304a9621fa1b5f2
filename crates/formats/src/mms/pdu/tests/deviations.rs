//! What is read although it should not be so.

use super::{
    super::{Body, Deviation as D, Field, Header, Name, Value},
    HEAD, err, ok, part,
};
use crate::mms::pdu::Error;

#[test]
fn deviations_are_read_over_and_told() {
    for (after, expected) in [
        (&b"\x96\xC3\xA4\0"[..], D::Unquoted),
        (b"\x96abc", D::Unended),
        (b"\x8B\x7F\xE4\0", D::Charset),
        (b"\x8F\x99", D::Token(Field::Priority)),
        (b"\x8Fabc\0", D::Value(Field::Priority)),
        (b"\x85\x80", D::Again(Field::Date)),
        (b"\x8E\x00", D::Value(Field::MessageSize)),
        (b"\x89\x03\x81\x00\x00", D::Length),
        (b"\xFF\x80", D::Unknown(0xFF)),
        (b"\x96\x05\x84ab", D::Cut),
        (b"\x84\xB3", D::Body),
        (b"\x84\x00xyz", D::MediaType),
    ] {
        let (pdu, notes) = ok(&[HEAD, after].concat());
        assert!(notes.contains(&expected), "{after:02x?}: {notes:?}");
        assert_eq!(pdu.date().unwrap().seconds(), 1_700_000_000);
    }
    let (_, notes) = ok(b"\x8C\x82");
    let missing = [
        Field::TransactionId,
        Field::MmsVersion,
        Field::MessageClass,
        Field::MessageSize,
        Field::Expiry,
        Field::ContentLocation,
    ];
    assert_eq!(notes, missing.map(D::Missing));
}

#[test]
fn what_is_not_known_is_kept() {
    let (pdu, _) = ok(&[HEAD, b"\x8Fabc\0\xE0\x03abcX-Own\0value\0"].concat());
    let raw = |name, octets: &[u8]| Header {
        name,
        value: Value::Raw(octets.to_vec()),
    };
    assert_eq!(
        pdu.headers[1..],
        [
            raw(Name::Known(Field::Priority), b"abc\0"),
            raw(Name::Numbered(0x60), b"\x03abc"),
            Header {
                name: Name::Application("X-Own".to_owned()),
                value: Value::Text("value".to_owned()),
            },
        ]
    );
}

#[test]
fn parts_are_read_as_far_as_they_go() {
    let one = part(b"\x83", b"one");
    let two = part(b"\x83", b"two");
    let texts = |body: &[u8]| {
        let (pdu, notes) = ok(&[HEAD, b"\x84\xA3", body].concat());
        let parts = pdu.multimedia().parts;
        let texts: Vec<String> = parts
            .iter()
            .filter_map(|part| part.text().map(str::to_owned))
            .collect();
        (texts.join(" "), notes)
    };
    let body = |count: u8, rest: &[&[u8]]| [&[count], rest.concat().as_slice()].concat();
    for (body, expected, note) in [
        (body(2, &[&one, &two]), "one two", None),
        (body(3, &[&one, &two]), "one two", Some(D::CutParts)),
        (body(2, &[&one, &two[..5]]), "one tw", Some(D::CutParts)),
        (body(1, &[&one, &two]), "one", Some(D::Trailing)),
        (body(0, &[&one]), "", Some(D::Trailing)),
        (body(9, &[]), "", Some(D::Body)),
    ] {
        let (texts, notes) = texts(&body);
        assert_eq!(texts, expected, "{body:02x?}");
        assert_eq!(notes.last().copied(), note, "{body:02x?}");
    }
}

#[test]
fn types_of_mime_are_understood() {
    let (pdu, _) = ok(&[
        HEAD,
        b"\x84text/plain; charset=\"utf-8\"; Name=a.txt\0h\xC3\xA4",
    ]
    .concat());
    let content = pdu.content.unwrap();
    let media_type = &content.media_type;
    assert_eq!(media_type.essence, "text/plain");
    assert_eq!(
        (
            media_type.parameter("charset"),
            media_type.parameter("name")
        ),
        (Some("utf-8"), Some("a.txt"))
    );
    assert_eq!(content.body, Body::Octets("h\u{E4}".as_bytes().to_vec()));
    let mail = part(
        b"image/gif\0Content-Transfer-Encoding\0base64\0Content-ID\0<a>\0",
        b"R0lG",
    );
    let (pdu, _) = ok(&[HEAD, b"\x84\xA3\x01", &mail].concat());
    let message = pdu.multimedia();
    assert_eq!(
        (message.parts[0].bytes(), message.parts[0].id.as_deref()),
        (Some(&b"GIF"[..]), Some("a"))
    );
}

#[test]
fn what_is_no_pdu_is_refused() {
    for (bytes, expected) in [
        (&b""[..], Error::NoKind),
        (b"\x8D\x90", Error::NoKind),
        (b"\x8C\x98", Error::Kind { at: 1, octet: 0x98 }),
        (
            b"\x8Cabc\0",
            Error::Value {
                at: 1,
                expected: "a type of message",
            },
        ),
        (b"\x8C", Error::End { at: 1 }),
        (b"\x8C\x80\x05", Error::Name { at: 2, octet: 5 }),
        (b"\x8C\x80\x7F\x02", Error::Name { at: 2, octet: 127 }),
        (b"GET / HTTP/1.1", Error::NoKind),
    ] {
        assert_eq!(err(bytes), expected, "{bytes:02x?}");
        assert!(expected.code().starts_with("mms/"));
    }
}
