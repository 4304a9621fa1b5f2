//! PDUs that phones and relays have sent, and what others read in them.

use serde_json::Value as Json;

use super::super::{Body, Field, Part, Pdu, read, write};
use crate::tests::{data, path};

#[test]
fn captured_pdus_have_what_is_expected_of_them() {
    let Some(expected) = data("mms/pdu/expected.json") else {
        return;
    };
    let all: Json = serde_json::from_str(&expected).unwrap();
    for (name, about) in all.as_object().unwrap() {
        let bytes = std::fs::read(path(&format!("mms/pdu/{name}")).unwrap()).unwrap();
        let (pdu, notes) = read(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(read(&write(&pdu)).unwrap().0, pdu, "{name}");
        let octet = format!("{:#04x}", pdu.kind.octet());
        assert_eq!(about["message_type_octet"], octet, "{name}");
        // Some of the phones leave out what they have to write; all else is as it should be.
        for note in &notes {
            let is_known = matches!(note.deviation, super::Deviation::Missing(_));
            assert!(is_known, "{name}: {note}");
        }
        let Some(expected) = about["expected"].as_object() else {
            continue;
        };
        for (header, value) in expected["headers"].as_object().unwrap() {
            assert_eq!(&told(&pdu, header), value, "{name}: {header}");
        }
        let content = pdu.content.as_ref().unwrap();
        assert_eq!(
            expected["content_type"], content.media_type.essence,
            "{name}"
        );
        let Body::Parts(parts) = &content.body else {
            panic!("{name} has no parts");
        };
        assert_eq!(expected["part_count"], parts.len(), "{name}");
        for (at, value) in expected["parts"].as_object().unwrap() {
            let part = &parts[at.parse::<usize>().unwrap()];
            is_as_expected(name, part, value);
        }
        let message = pdu.multimedia();
        assert_eq!(message.parts.len(), parts.len(), "{name}");
    }
}

fn is_as_expected(name: &str, part: &Part, expected: &Json) {
    assert_eq!(expected["content_type"], part.media_type.essence, "{name}");
    for (parameter, value) in expected["content_type_parameters"]
        .as_object()
        .into_iter()
        .flatten()
    {
        let own = part.media_type.parameter(&parameter.to_ascii_lowercase());
        assert_eq!(own, value.as_str(), "{name}: {parameter}");
    }
    let Some(text) = expected["data"].as_str() else {
        return;
    };
    // The table has each octet as one character.
    let octets: Vec<u8> = text
        .chars()
        .map(|sign| u8::try_from(sign).unwrap())
        .collect();
    assert_eq!(part.body, Body::Octets(octets), "{name}");
}

/// What a PDU says of a header field, as the table has it.
fn told(pdu: &Pdu, header: &str) -> Json {
    let yes = |field: Field| Json::from(pdu.text(field).unwrap() == "Yes");
    match header {
        "Content-Type" => {
            let media_type = &pdu.content.as_ref().unwrap().media_type;
            let name = |name: &str| match name {
                "start" => "Start".to_owned(),
                "type" => "Type".to_owned(),
                other => other.to_owned(),
            };
            let parameters = media_type.parameters.iter();
            let parameters: serde_json::Map<String, Json> = parameters
                .map(|(own, value)| (name(own), Json::from(value.as_str())))
                .collect();
            serde_json::json!([media_type.essence, parameters])
        }
        "Date" => Json::from(pdu.date().unwrap().to_string()),
        "MMS-Version" => {
            let version = pdu.version.unwrap();
            Json::from(format!("{}.{}", version.major, version.minor))
        }
        "Message-Type" => Json::from(pdu.kind.name()),
        // Where a PDU has none, the table has what its decoder fills in.
        "Transaction-Id" => Json::from(pdu.transaction_id.as_deref().unwrap_or("1234")),
        "From" => pdu.from().map_or_else(
            || Json::from("<not inserted>"),
            |from| Json::from(from.text()),
        ),
        "Subject" => Json::from(pdu.text(Field::Subject)),
        "To" => Json::from(pdu.texts(Field::To).join(", ")),
        "Message-Class" => Json::from(pdu.text(Field::MessageClass)),
        "Priority" => Json::from(pdu.text(Field::Priority)),
        "Sender-Visibility" => Json::from(pdu.text(Field::SenderVisibility)),
        "Delivery-Report" => yes(Field::DeliveryReport),
        "Read-Reply" => yes(Field::ReadReport),
        other => panic!("{other} is new in the table"),
    }
}

#[test]
fn presentations_show_the_parts_of_their_messages() {
    for (name, shown, left_out) in [
        ("BTMMS.MMS", &[1, 2, 3][..], &[][..]),
        ("TOMSLOT.MMS", &[1, 2, 3, 4, 5, 6, 7], &[]),
        ("gallery2test.mms", &[2, 1], &[]),
        ("images_are_cut_off_debug.mms", &[0], &[]),
        ("projekt_exempel.mms", &[0, 1], &[]),
        ("SIMPLE.MMS", &[0], &[]),
    ] {
        let Some(path) = path(&format!("mms/pdu/{name}")) else {
            return;
        };
        let (pdu, _) = read(&std::fs::read(path).unwrap()).unwrap();
        let message = pdu.multimedia();
        let parts: Vec<usize> = message.shown().iter().filter_map(|one| one.part).collect();
        assert_eq!(
            (parts.as_slice(), message.left_out().as_slice()),
            (shown, left_out),
            "{name}"
        );
    }
}
