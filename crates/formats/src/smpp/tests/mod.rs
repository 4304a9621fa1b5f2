mod concat;
mod frame;
mod judged;
mod pdu;
mod whole;

use super::*;

/// A field as it may be read, without the bounds of what is written.
fn field(text: &str) -> Field {
    Field::new("field", text, 255).unwrap()
}

fn address(text: &str) -> Address {
    Address::new(text).unwrap()
}

fn tlvs(all: &[(u16, &[u8])]) -> Tlvs {
    let mut tlvs = Tlvs::default();
    for (tag, value) in all {
        tlvs.push(*tag, value).unwrap();
    }
    tlvs
}

fn message(text: &[u8]) -> ShortMessage {
    ShortMessage {
        service_type: field("CMT"),
        source: address("+15550100"),
        destination: address("7726"),
        esm_class: EsmClass(0x40),
        protocol_id: 1,
        priority: 2,
        schedule_delivery_time: field("260101000000000+"),
        validity_period: field("000001000000000R"),
        registered_delivery: 1,
        replace_if_present: 1,
        data_coding: 8,
        default_message: 3,
        short_message: text.to_vec(),
        tlvs: tlvs(&[
            (tlv::SAR_MSG_REF_NUM, &[1, 2]),
            (tlv::SAR_TOTAL_SEGMENTS, &[3]),
            (tlv::SAR_SEGMENT_SEQNUM, &[1]),
            (0x1400, b"of a vendor"),
            (0x1401, &[]),
        ]),
    }
}

/// A PDU of every kind, with something in every field.
fn samples() -> Vec<Body> {
    let bind = Bind {
        system_id: field("watchbell"),
        password: Password(field("secret08")),
        system_type: field("VMA"),
        interface_version: 0x34,
        range: address("+1555"),
    };
    let bound = BindResp {
        system_id: Some(field("smsc")),
        tlvs: tlvs(&[(tlv::SC_INTERFACE_VERSION, &[0x34])]),
    };
    let resp = |id: Option<&str>, all: &[(u16, &[u8])]| Resp {
        message_id: id.map(field),
        tlvs: tlvs(all),
    };
    let delivered: &[(u16, &[u8])] = &[(tlv::DELIVERY_FAILURE_REASON, &[2])];
    let mut all = Vec::new();
    for role in [Role::Receiver, Role::Transmitter, Role::Transceiver] {
        all.push(Body::Bind(role, bind.clone()));
        all.push(Body::BindResp(role, bound.clone()));
        all.push(Body::BindResp(role, BindResp::default()));
    }
    all.extend([
        Body::Outbind(Outbind {
            system_id: field("smsc"),
            password: Password(field("secret")),
        }),
        Body::Unbind,
        Body::UnbindResp,
        Body::GenericNack,
        Body::SubmitSm(message(b"\x00H\x00i")),
        Body::SubmitSm(ShortMessage::default()),
        Body::SubmitSm(message(&[7; 255])),
        Body::SubmitSmResp(resp(Some("4711"), &[])),
        Body::SubmitSmResp(resp(Some(""), &[])),
        Body::SubmitSmResp(resp(None, &[])),
        Body::DeliverSm(message(b"\x00H\x00i")),
        Body::DeliverSmResp(resp(Some(""), &[])),
        Body::DataSm(Data {
            service_type: field("WAP"),
            source: address("ExampleBank"),
            destination: address("7726"),
            esm_class: EsmClass(3),
            registered_delivery: 1,
            data_coding: 8,
            tlvs: tlvs(&[(tlv::MESSAGE_PAYLOAD, &[9; 60_000])]),
        }),
        Body::DataSmResp(resp(Some("1"), delivered)),
        Body::SubmitMulti(SubmitMulti {
            targets: vec![
                Target::Address(address("+15550101")),
                Target::List(field("everyone")),
            ],
            message: ShortMessage {
                destination: Address::default(),
                ..message(b"to many")
            },
        }),
        Body::SubmitMultiResp(Some(SubmitMultiResp {
            message_id: field("5"),
            unsuccess: vec![Unsuccess {
                address: address("+15550101"),
                status: Status::RINVDSTADR,
            }],
            tlvs: Tlvs::default(),
        })),
        Body::SubmitMultiResp(None),
        Body::QuerySm(Query {
            message_id: field("4711"),
            source: address("7726"),
        }),
        Body::QuerySmResp(Some(QueryResp {
            message_id: field("4711"),
            final_date: field("260101000000000+"),
            message_state: 2,
            error_code: 7,
            tlvs: Tlvs::default(),
        })),
        Body::QuerySmResp(None),
        Body::CancelSm(Cancel {
            service_type: field(""),
            message_id: field("4711"),
            source: address("7726"),
            destination: address("+15550100"),
        }),
        Body::CancelSmResp,
        Body::ReplaceSm(Replace {
            message_id: field("4711"),
            source: address("7726"),
            schedule_delivery_time: field(""),
            validity_period: field(""),
            registered_delivery: 1,
            default_message: 0,
            short_message: b"other".to_vec(),
            tlvs: Tlvs::default(),
        }),
        Body::ReplaceSmResp,
        Body::EnquireLink,
        Body::EnquireLinkResp,
        Body::AlertNotification(Alert {
            source: address("+15550100"),
            esme: address("7726"),
            tlvs: tlvs(&[(tlv::MS_AVAILABILITY_STATUS, &[0])]),
        }),
        Body::Opaque(CommandId(0x0111), b"of 5.0".to_vec()),
        Body::Opaque(CommandId(0x8001_0000), Vec::new()),
    ]);
    all
}

fn written(pdu: &Pdu) -> Vec<u8> {
    let mut out = Vec::new();
    write(pdu, &mut out).unwrap();
    out
}

fn request(body: Body) -> Vec<u8> {
    written(&Pdu::request(7, body))
}
