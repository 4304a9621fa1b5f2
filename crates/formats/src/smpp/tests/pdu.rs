use super::*;

#[test]
fn every_kind_is_read_as_it_was_written() {
    for (sequence, body) in (1..).zip(samples()) {
        let pdu = Pdu {
            status: Status(sequence % 3),
            sequence,
            body,
        };
        let bytes = written(&pdu);
        assert_eq!(read(&bytes).as_ref(), Ok(&pdu));
        assert_eq!(written(&read(&bytes).unwrap()), bytes);
    }
}

#[test]
fn the_example_of_the_standard_is_read() {
    let bytes = b"\x00\x00\x00\x2F\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x01SMPP3TEST\x00secret08\x00SUBMIT1\x00\x50\x01\x01\x00";
    let pdu = read(bytes).unwrap();
    let Body::Bind(Role::Transmitter, bind) = &pdu.body else {
        panic!("{pdu:?}");
    };
    assert_eq!((pdu.sequence, pdu.status), (1, Status::ROK));
    assert_eq!(bind.system_id, field("SMPP3TEST"));
    assert_eq!(bind.password, Password(field("secret08")));
    assert_eq!(bind.system_type, field("SUBMIT1"));
    assert_eq!(bind.interface_version, 0x50);
    assert_eq!((bind.range.ton, bind.range.npi), (Ton(1), Npi(1)));
    assert_eq!(written(&pdu), bytes);
}

#[test]
fn passwords_are_not_shown() {
    let shown = format!("{:?}", samples());
    assert!(!shown.contains("secret"), "{shown}");
}

#[test]
fn every_request_has_its_answer_and_no_answer_has_one() {
    for body in samples() {
        let pdu = Pdu::request(9, body);
        let id = pdu.body.id();
        let answer = pdu.reply(Status::RTHROTTLED);
        let is_silent =
            id.is_response() || matches!(id, CommandId::OUTBIND | CommandId::ALERT_NOTIFICATION);
        assert_eq!(answer.is_none(), is_silent, "{id}");
        let Some(answer) = answer else { continue };
        assert_eq!(answer.sequence, 9);
        assert_eq!(
            written(&answer).len(),
            HEADER,
            "{id}: no body after an error"
        );
        if let Body::Opaque(..) = pdu.body {
            assert_eq!(answer, Pdu::nack(9, Status::RINVCMDID));
            continue;
        }
        assert_eq!(answer.status, Status::RTHROTTLED);
        assert_eq!(answer.body.id().0, id.0 | 0x8000_0000, "{id}");
        let accepted = pdu.reply(Status::ROK).unwrap();
        assert_eq!(read(&written(&accepted)).as_ref(), Ok(&accepted));
    }
}

#[test]
fn a_deliver_is_acknowledged_with_an_empty_identity() {
    let pdu = Pdu::request(1, Body::DeliverSm(message(b"x")));
    let bytes = written(&pdu.reply(Status::ROK).unwrap());
    assert_eq!(bytes.get(HEADER..), Some(&[0][..]));
}

#[test]
fn an_answer_without_its_zero_is_read() {
    let mut bytes = written(&Pdu::request(
        3,
        Body::SubmitSmResp(Resp {
            message_id: Some(field("4711")),
            tlvs: Tlvs::default(),
        }),
    ));
    bytes.pop();
    bytes[3] -= 1;
    let Body::SubmitSmResp(resp) = read(&bytes).unwrap().body else {
        panic!();
    };
    assert_eq!(resp.message_id, Some(field("4711")));
}

#[test]
fn what_follows_a_header_without_a_body_is_passed_over() {
    let mut bytes = request(Body::EnquireLink);
    bytes.extend([1, 2, 3]);
    bytes[3] += 3;
    assert_eq!(read(&bytes).unwrap().body, Body::EnquireLink);
}

#[test]
fn parameters_are_read_by_their_tags() {
    let tlvs = tlvs(&[
        (tlv::SAR_MSG_REF_NUM, &[1, 2]),
        // As some libraries write it: two bytes instead of one.
        (tlv::SAR_TOTAL_SEGMENTS, &[0, 3]),
        (tlv::SAR_SEGMENT_SEQNUM, &[2]),
        (tlv::RECEIPTED_MESSAGE_ID, b"4711\0"),
        (tlv::MESSAGE_STATE, &[2]),
        (tlv::NETWORK_ERROR_CODE, &[3, 1, 0]),
        (tlv::LANGUAGE_INDICATOR, &[2]),
        (tlv::USER_MESSAGE_REFERENCE, &[0, 9]),
        (tlv::SOURCE_PORT, &[0x23, 0xF0]),
        (tlv::DESTINATION_PORT, &[0x0B, 0x84]),
        (tlv::MESSAGE_PAYLOAD, b"text"),
        (tlv::MESSAGE_PAYLOAD, b"another"),
    ]);
    let part = Part::new(PartKind::Sar, 0x102, 3, 2);
    assert!(part.is_some());
    assert_eq!(tlvs.segment(), part);
    assert_eq!(tlvs.receipted_message_id(), Some(field("4711")));
    assert_eq!(tlvs.message_state(), Some(2));
    assert_eq!(tlvs.network_error_code(), Some((3, 256)));
    assert_eq!(tlvs.language(), Some("fr"));
    assert_eq!(tlvs.user_message_reference(), Some(9));
    assert_eq!(tlvs.ports(), (Some(9200), Some(2948)));
    assert_eq!(tlvs.message_payload(), Some(&b"text"[..]));
    assert_eq!(tlv::name(0x0424), Some("message_payload"));
    assert_eq!(tlv::name(0x1400), None);
}

#[test]
fn names_are_those_of_the_standard() {
    let name = |status: Status| status.to_string();
    assert_eq!(name(Status::RTHROTTLED), "ESME_RTHROTTLED");
    assert_eq!((Status::RX_R_APPN.0, Status::RTHROTTLED.0), (0x66, 0x58));
    assert_eq!(name(Status(0x400)), "0x400");
    assert_eq!(CommandId::DELIVER_SM.to_string(), "deliver_sm");
    assert_eq!(CommandId(0x0111).to_string(), "0x00000111");
}

#[test]
fn addresses_are_made_as_they_are_shown() {
    for (text, ton) in [
        ("+15550100", Ton::INTERNATIONAL),
        ("7726", Ton::UNKNOWN),
        ("ExampleBank", Ton::ALPHANUMERIC),
        ("+", Ton::ALPHANUMERIC),
        ("", Ton::UNKNOWN),
    ] {
        let made = Address::new(text).unwrap();
        assert_eq!((made.ton, made.text().as_str()), (ton, text));
    }
    assert_eq!(address("+15550100").value, field("15550100"));
    let long = Address::new(&"1".repeat(21)).unwrap_err();
    assert!(matches!(long, Error::TooLong { length: 21, .. }), "{long}");
    assert!(matches!(Address::new("Bänk"), Err(Error::Character { .. })));
    // What others write is kept, whatever it is.
    assert_eq!(Field::read(b"B\xE4nk").text(), "Bänk");
    assert_eq!(Field::read("Bänk".as_bytes()).text(), "Bänk");
}

#[test]
fn what_cannot_be_written_leaves_nothing_behind() {
    let long = |field, body| {
        let mut out = vec![1, 2, 3];
        let error = write(&Pdu::request(1, body), &mut out).unwrap_err();
        assert_eq!(out, [1, 2, 3]);
        assert!(
            matches!(error, Error::TooLong { field: of, .. } if of == field),
            "{error}"
        );
    };
    let of = |short_message, tlvs| {
        Body::SubmitSm(ShortMessage {
            short_message,
            tlvs,
            ..ShortMessage::default()
        })
    };
    long("short_message", of(vec![0; 256], Tlvs::default()));
    long("optional parameter", of(vec![], tlvs(&[(1, &[0; 65_536])])));
    let twice: &[(u16, &[u8])] = &[(1, &[0; 40_000]), (2, &[0; 40_000])];
    long("command_length", of(vec![], tlvs(twice)));
    long("body", Body::Opaque(CommandId(0x99), vec![0; MAX_PDU]));
    long(
        "number_of_dests",
        Body::SubmitMulti(SubmitMulti {
            targets: vec![Target::List(field("x")); 256],
            message: ShortMessage::default(),
        }),
    );
}

#[test]
fn a_message_has_its_kind() {
    for (class, kind) in [
        (0x00, Kind::Message),
        (0x43, Kind::Message),
        (0x04, Kind::Receipt),
        (0x08, Kind::Acknowledgement),
        (0x10, Kind::Acknowledgement),
        (0x18, Kind::Abort),
        (0x20, Kind::Notification),
        (0x3C, Kind::Reserved),
    ] {
        assert_eq!(EsmClass(class).kind(), kind, "{class:#x}");
    }
}
