use super::*;

fn broken(buffer: &[u8]) -> Broken {
    match next(buffer) {
        Frame::Broken(broken) => broken,
        other => panic!("{other:?}"),
    }
}

/// Changes the length that a PDU says to what it is.
fn fitted(mut bytes: Vec<u8>) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap();
    bytes[..4].copy_from_slice(&length.to_be_bytes());
    bytes
}

#[test]
fn a_pdu_is_waited_for_byte_by_byte() {
    for body in samples() {
        let bytes = request(body);
        let mut stream = bytes.clone();
        stream.extend(request(Body::EnquireLink));
        for count in 0..bytes.len().min(400) {
            let Frame::Need(more) = next(&stream[..count]) else {
                panic!("{count} of {bytes:?}");
            };
            assert!(more >= 1 && count + more <= bytes.len(), "{count} {more}");
        }
        let Frame::Pdu(pdu, length) = next(&stream) else {
            panic!("{bytes:?}");
        };
        assert_eq!((written(&pdu), length), (bytes, stream.len() - HEADER));
    }
}

#[test]
fn a_length_that_lies_ends_the_connection() {
    let most = u32::try_from(MAX_PDU).unwrap();
    for told in [0, 1, 15, most + 1, 0x4745_5420, u32::MAX] {
        let mut bytes = request(Body::EnquireLink);
        bytes[..4].copy_from_slice(&told.to_be_bytes());
        let whole = broken(&bytes);
        assert_eq!(whole.error, Error::Length { told });
        assert_eq!(whole.answer, Some(Pdu::nack(7, Status::RINVCMDLEN)));
        assert_eq!(whole.skip, None);
        let start = broken(&bytes[..4]);
        assert_eq!(start.answer, Some(Pdu::nack(0, Status::RINVCMDLEN)));
        assert_eq!(start.skip, None);
    }
    assert!(matches!(next(&most.to_be_bytes()), Frame::Need(_)));
    assert_eq!(next(b"\0\0\0"), Frame::Need(13));
}

#[test]
fn the_longest_pdu_is_read() {
    let body = Body::Opaque(CommandId(0x99), vec![1; MAX_PDU - HEADER]);
    let bytes = request(body);
    assert!(matches!(next(&bytes), Frame::Pdu(_, MAX_PDU)));
}

#[test]
fn a_wrong_body_is_answered_and_passed_over() {
    let message = request(Body::DeliverSm(message(b"Hi")));
    let cut = |length: usize| fitted(message[..length].to_vec());
    let without_zero = |body: Body, at: usize| {
        let mut bytes = request(body);
        bytes.truncate(at);
        bytes.extend([b'x'; MAX_FIELD + 1]);
        fitted(bytes)
    };
    let tlv = |tail: &[u8]| {
        let mut bytes = request(Body::SubmitSm(ShortMessage::default()));
        bytes.extend(tail);
        fitted(bytes)
    };
    let mut multi = request(Body::SubmitMulti(SubmitMulti {
        targets: vec![Target::List(field("x"))],
        ..SubmitMulti::default()
    }));
    multi[HEADER + 5] = 3;
    let bind = samples().remove(0);
    let at_text = message.windows(2).position(|pair| pair == b"Hi").unwrap();
    for (bytes, id, status) in [
        (cut(HEADER), CommandId::DELIVER_SM_RESP, Status::RINVCMDLEN),
        (
            cut(HEADER + 2),
            CommandId::DELIVER_SM_RESP,
            Status::RINVCMDLEN,
        ),
        (
            cut(HEADER + 9),
            CommandId::DELIVER_SM_RESP,
            Status::RINVCMDLEN,
        ),
        (
            cut(at_text + 1),
            CommandId::DELIVER_SM_RESP,
            Status::RINVMSGLEN,
        ),
        (
            cut(at_text + 3),
            CommandId::DELIVER_SM_RESP,
            Status::RINVOPTPARSTREAM,
        ),
        (
            tlv(&[0, 1, 0]),
            CommandId::SUBMIT_SM_RESP,
            Status::RINVOPTPARSTREAM,
        ),
        (
            tlv(&[0, 1, 0, 2, 9]),
            CommandId::SUBMIT_SM_RESP,
            Status::RINVOPTPARSTREAM,
        ),
        (
            tlv(&[0x14, 0, 0, 0].repeat(MAX_TLVS + 1)),
            CommandId::SUBMIT_SM_RESP,
            Status::RINVOPTPARSTREAM,
        ),
        (multi, CommandId::SUBMIT_MULTI_RESP, Status::RINVDESTFLAG),
        (
            without_zero(bind.clone(), HEADER),
            CommandId::BIND_RECEIVER_RESP,
            Status::RINVSYSID,
        ),
        (
            without_zero(bind, HEADER + 10),
            CommandId::BIND_RECEIVER_RESP,
            Status::RINVPASWD,
        ),
        (
            without_zero(Body::QuerySm(Query::default()), HEADER + 3),
            CommandId::QUERY_SM_RESP,
            Status::RINVSRCADR,
        ),
    ] {
        let found = broken(&bytes);
        let answer = found.answer.unwrap();
        assert_eq!(
            (answer.body.id(), answer.status),
            (id, status),
            "{}",
            found.error
        );
        assert_eq!(answer.sequence, 7);
        assert_eq!(found.skip, Some(bytes.len()));
        assert!(read(&written(&answer)).is_ok());
    }
    assert!(matches!(
        next(&tlv(&[0x14, 0, 0, 0].repeat(MAX_TLVS))),
        Frame::Pdu(..)
    ));
}

#[test]
fn a_wrong_answer_is_not_answered() {
    let mut bytes = request(Body::QuerySmResp(Some(QueryResp::default())));
    bytes.pop();
    let found = broken(&fitted(bytes));
    assert_eq!((found.answer, found.skip), (None, Some(HEADER + 3)));
}

#[test]
fn the_longest_field_is_read() {
    let of = |length: usize| {
        let mut bytes = request(Body::Unbind);
        bytes[7] = 0x03;
        bytes.extend(vec![b'x'; length]);
        bytes.extend([0, 0, 0, 0]);
        next(&fitted(bytes))
    };
    assert!(matches!(of(MAX_FIELD), Frame::Pdu(..)));
    assert!(matches!(of(MAX_FIELD + 1), Frame::Broken(_)));
}

#[test]
fn what_is_not_known_is_a_pdu() {
    let bytes = request(Body::Opaque(CommandId(0x0001_0203), b"?".to_vec()));
    let Frame::Pdu(pdu, _) = next(&bytes) else {
        panic!();
    };
    assert_eq!(
        pdu.reply(Status::ROK),
        Some(Pdu::nack(7, Status::RINVCMDID))
    );
}
