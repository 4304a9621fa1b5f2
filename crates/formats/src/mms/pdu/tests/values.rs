//! Header fields and parts as they should be.

use super::{
    super::{
        Body, Deadline, EncodedString, Field, Header, Kind, Name, Pdu, Sender, Value, Version,
        is_pdu, write,
    },
    HEAD, ok, part,
};
use crate::mms::{AddressKind, Content, MediaType};

/// The value of a field that is written after a header.
fn value(field: Field, octets: &[u8]) -> Value {
    let bytes = [HEAD, &[field.number() | 0x80], octets].concat();
    let (pdu, _) = ok(&bytes);
    pdu.value(field).expect("the field").clone()
}

fn encoded(charset: Option<u32>, octets: &[u8]) -> EncodedString {
    let octets = octets.to_vec();
    EncodedString { charset, octets }
}

#[test]
fn values_are_read_by_the_type_of_their_field() {
    let text = |text: &str| Value::Text(text.to_owned());
    let plain = |text: &[u8]| encoded(None, text);
    for (field, octets, expected) in [
        (Field::MessageId, &b"abc\0"[..], text("abc")),
        (Field::MessageId, b"\x7F\xC3\xA4\0", text("\u{E4}")),
        (
            Field::ContentLocation,
            b"http://mms.example.com/1\0",
            text("http://mms.example.com/1"),
        ),
        (Field::Subject, b"Hello\0", Value::Encoded(plain(b"Hello"))),
        (
            Field::Subject,
            b"\x08\xEA\x7F\xC3\xA4\xC3\xB6\x21\0",
            Value::Encoded(encoded(Some(106), b"\xC3\xA4\xC3\xB6!")),
        ),
        (
            Field::Subject,
            b"\x08\x02\x03\xE8\0H\0i\0",
            Value::Encoded(encoded(Some(1000), b"\0H\0i")),
        ),
        (
            Field::Subject,
            b"\x1F\x04\x84K\xF6\0",
            Value::Encoded(encoded(Some(4), b"K\xF6")),
        ),
        (Field::MessageSize, b"\x02\x01\x00", Value::Number(256)),
        (Field::MessageCount, b"\x85", Value::Number(5)),
        (Field::Priority, b"\x82", Value::Token(0x82)),
        (Field::MessageClass, b"\x81", Value::Token(0x81)),
        (
            Field::MessageClass,
            b"example.com/x\0",
            text("example.com/x"),
        ),
        (Field::From, b"\x01\x81", Value::Sender(Sender::Insert)),
        (
            Field::From,
            b"\x05\x80+15\0",
            Value::Sender(Sender::Address(plain(b"+15"))),
        ),
        (
            Field::Expiry,
            b"\x06\x80\x04\x65\x53\xF1\x00",
            Value::Deadline(Deadline::At(1_700_000_000)),
        ),
        (
            Field::Expiry,
            b"\x05\x81\x03\x01\x51\x80",
            Value::Deadline(Deadline::In(86_400)),
        ),
        (
            Field::DeliveryTime,
            b"\x02\x81\x8A",
            Value::Deadline(Deadline::In(10)),
        ),
        (
            Field::PreviouslySentBy,
            b"\x04\x81ab\0",
            Value::SentBy(1, plain(b"ab")),
        ),
        (
            Field::PreviouslySentDate,
            b"\x03\x82\x01\x07",
            Value::SentDate(2, 7),
        ),
        (
            Field::MmFlags,
            b"\x04\x80hi\0",
            Value::Flags(0x80, plain(b"hi")),
        ),
        (Field::MboxTotals, b"\x02\x80\x83", Value::Total(0x80, 3)),
        (
            Field::Content,
            b"\x03\x01\x02\x03",
            Value::Raw(b"\x03\x01\x02\x03".to_vec()),
        ),
    ] {
        assert_eq!(value(field, octets), expected, "{field:?} {octets:02x?}");
    }
}

#[test]
fn texts_are_read_in_their_character_sets() {
    for (charset, octets, expected) in [
        (None, "Grüße".as_bytes(), "Grüße"),
        (None, b"K\xF6ln", "Köln"),
        (Some(3), b"plain", "plain"),
        (Some(4), b"K\xF6ln", "Köln"),
        (Some(17), b"\x93\xFA\x96\x7B", "日本"),
        (Some(106), "日本".as_bytes(), "日本"),
        (Some(1000), b"\x65\xE5\x67\x2C", "日本"),
        (Some(1014), b"\xE5\x65\x2C\x67", "日本"),
        (Some(1015), b"\xFF\xFE\xE5\x65\x2C\x67", "日本"),
        (Some(2025), b"\xD6\xD0\xB9\xFA", "中国"),
        (Some(2026), b"\xA4\xA4\xB0\xEA", "中國"),
        (Some(2251), b"\xCF\xF0\xE8\xE2\xE5\xF2", "Привет"),
        (Some(9_999), b"what", "what"),
        (Some(106), b"\xFF", "\u{FFFD}"),
    ] {
        assert_eq!(encoded(charset, octets).text(), expected, "{charset:?}");
    }
    for text in ["Hello", "", "Grüße", "\nx", "日本 🎁"] {
        assert_eq!(EncodedString::new(text).text(), text);
    }
}

#[test]
fn every_kind_and_field_has_its_own_number_and_name() {
    let mut names = Vec::new();
    for number in 0..128 {
        if let Some(field) = Field::of(number) {
            assert_eq!(field.number(), number);
            names.push(field.name());
        }
    }
    assert_eq!(names.len(), 63);
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 63);
    let kinds: Vec<Kind> = (0..=255).filter_map(Kind::of).collect();
    assert_eq!(kinds.len(), 24);
    for kind in kinds {
        assert!(kind.name().starts_with("m-"));
        assert!(is_pdu(&[0x8C, kind.octet()]));
    }
    for (field, word, token) in [
        (Field::ResponseStatus, "Ok", 0x80),
        (
            Field::ResponseStatus,
            "error-permanent-content-not-accepted",
            0xE5,
        ),
        (
            Field::RetrieveStatus,
            "Error-permanent-content-unsupported",
            0xE3,
        ),
        (Field::Status, "Unreachable", 0x87),
        (Field::Attributes, "Subject", 0x96),
    ] {
        assert_eq!(field.token(word), Some(token));
    }
    assert_eq!(Field::Priority.word(0x83), None);
}

#[test]
fn parts_have_their_types_names_and_places() {
    let header = [
        b"\x19\x9E\x85photo.jpg\0\x81\xEAx\0\"y\0\x83\x96".as_slice(),
        b"\xC0\"<one>\0\x8Eone.jpg\0\xAE\x08\x81\x86a.jpg\0X-Own\0yes\0\xB1\x81",
    ]
    .concat();
    // The length in front counts the type's parameters.
    let mut header = header;
    let end = header.iter().position(|octet| *octet == 0xC0).unwrap();
    header[0] = u8::try_from(end - 1).unwrap();
    let body = [&[1][..], &part(&header, b"JPEG")].concat();
    let bytes = [HEAD, b"\x84\xA3", &body].concat();
    let (pdu, notes) = ok(&bytes);
    assert_eq!(notes, []);
    let content = pdu.content.clone().unwrap();
    assert_eq!(
        content.media_type.essence,
        "application/vnd.wap.multipart.mixed"
    );
    let Body::Parts(parts) = &content.body else {
        panic!("{content:?}");
    };
    let one = &parts[0];
    assert_eq!(
        one.media_type,
        MediaType::new("image/jpeg")
            .with("name", "photo.jpg")
            .with("charset", "utf-8")
            .with("x", "y")
            .with("type", "application/vnd.wap.wta-eventc")
    );
    assert_eq!(
        (one.id.as_deref(), one.location.as_deref()),
        (Some("one"), Some("one.jpg"))
    );
    assert_eq!(
        one.disposition,
        Some(MediaType::new("attachment").with("filename", "a.jpg"))
    );
    let own = Header {
        name: Name::Application("X-Own".to_owned()),
        value: Value::Text("yes".to_owned()),
    };
    let numbered = Header {
        name: Name::Numbered(0x31),
        value: Value::Raw(vec![0x81]),
    };
    assert_eq!(one.headers, [own, numbered]);
    assert_eq!(one.body, Body::Octets(b"JPEG".to_vec()));
    let message = pdu.multimedia();
    assert_eq!(message.parts[0].name.as_deref(), Some("photo.jpg"));
    assert_eq!(message.parts[0].content, Content::Bytes(b"JPEG".to_vec()));
    assert!(message.is_image_only());
}

#[test]
fn messages_say_who_sends_what_to_whom() {
    let address = |text: &str| Value::Encoded(EncodedString::new(text));
    let pdu = Pdu::new(Kind::SendReq, Some("t1"))
        .with(
            Field::From,
            Value::Sender(Sender::Address(EncodedString::new("+15550100/TYPE=PLMN"))),
        )
        .with(Field::To, address("+447700900123/TYPE=PLMN"))
        .with(Field::To, address("ann@example.com"))
        .with(Field::Cc, address("+33199000001/TYPE=PLMN"))
        .with(Field::Bcc, address("7726/TYPE=PLMN"))
        .with(Field::Subject, address("Gewinn für dich"))
        .with(Field::MessageClass, Value::Token(0x81))
        .with(Field::Date, Value::Number(1_700_000_000));
    let (again, _) = ok(&write(&pdu));
    assert_eq!(again, pdu);
    assert_eq!(again.version, Some(Version { major: 1, minor: 3 }));
    let message = again.multimedia();
    assert_eq!(
        message.from.map(|from| from.value).as_deref(),
        Some("+15550100")
    );
    let to: Vec<(AddressKind, &str)> = message
        .to
        .iter()
        .map(|to| (to.kind, to.value.as_str()))
        .collect();
    assert_eq!(
        to,
        [
            (AddressKind::Number, "+447700900123"),
            (AddressKind::Mailbox, "ann@example.com"),
            (AddressKind::Number, "+33199000001"),
            (AddressKind::Number, "7726"),
        ]
    );
    assert_eq!(message.subject.as_deref(), Some("Gewinn für dich"));
    assert_eq!(message.class.as_deref(), Some("Advertisement"));
    assert_eq!(message.date.unwrap().to_string(), "2023-11-14T22:13:20Z");
}

#[test]
fn requests_are_answered_in_their_version() {
    for (kind, status, expected) in [
        (Kind::SendReq, 0x80, &b"\x8C\x81\x98t\0\x8D\x90\x92\x80"[..]),
        (
            Kind::NotificationInd,
            0x83,
            b"\x8C\x83\x98t\0\x8D\x90\x95\x83",
        ),
        (Kind::RetrieveConf, 0, b"\x8C\x85\x98t\0\x8D\x90"),
        (Kind::ForwardReq, 0xE1, b"\x8C\x8A\x98t\0\x8D\x90\x92\xE1"),
        (Kind::CancelReq, 0x80, b"\x8C\x97\x98t\0\x8D\x90\xBF\x80"),
    ] {
        let mut request = Pdu::new(kind, Some("t"));
        request.version = Some(Version { major: 1, minor: 0 });
        let answer = request.answer(status).expect("an answer");
        assert_eq!(write(&answer), expected, "{kind:?}");
        assert_eq!(ok(expected).0, answer);
    }
    assert_eq!(Pdu::new(Kind::SendConf, None).answer(0x80), None);
}
