//! Ours against `smpplib` and `gsmcodecs`, where they are there.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use serde_json::{Map, Value, json};

use super::*;
use crate::tests::absent;

/// Runs the judge; nothing where a module that it needs is absent.
fn judge(module: &str, what: &str, input: &str) -> Option<String> {
    let known = Command::new("python3")
        .args(["-c", &format!("import smpplib, {module}")])
        .output();
    if !known.is_ok_and(|output| output.status.success()) {
        absent(&format!(
            "{module} for python3 (`pip install smpplib gsmcodecs`)"
        ));
        return None;
    }
    let mut child = Command::new("python3")
        .args(["-c", include_str!("judge.py"), what])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let pairs = (0..text.len()).step_by(2);
    pairs
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

/// What a PDU says, by the names of the standard; octets in hexadecimal.
fn fields(pdu: &Pdu) -> Value {
    let mut all = Map::new();
    let mut put = |name: &str, value: Value| {
        all.insert(name.to_owned(), value);
    };
    let text = |field: &Field| json!(hex(field.as_bytes()));
    put("command", json!(pdu.body.id().to_string()));
    put("status", json!(pdu.status.0));
    put("sequence", json!(pdu.sequence));
    let none = Tlvs::default();
    let mut address = |names: [&str; 3], address: &Address| {
        put(names[0], json!(address.ton.0));
        put(names[1], json!(address.npi.0));
        put(names[2], text(&address.value));
    };
    const SOURCE: [&str; 3] = ["source_addr_ton", "source_addr_npi", "source_addr"];
    const DESTINATION: [&str; 3] = ["dest_addr_ton", "dest_addr_npi", "destination_addr"];
    let tlvs = match &pdu.body {
        Body::Bind(_, bind) => {
            address(["addr_ton", "addr_npi", "address_range"], &bind.range);
            put("system_id", text(&bind.system_id));
            put("password", text(&bind.password.0));
            put("system_type", text(&bind.system_type));
            put("interface_version", json!(bind.interface_version));
            &none
        }
        Body::BindResp(_, resp) => {
            if let Some(system_id) = &resp.system_id {
                put("system_id", text(system_id));
            }
            &resp.tlvs
        }
        Body::SubmitSm(message) | Body::DeliverSm(message) => {
            address(SOURCE, &message.source);
            address(DESTINATION, &message.destination);
            put("service_type", text(&message.service_type));
            put("esm_class", json!(message.esm_class.0));
            put("protocol_id", json!(message.protocol_id));
            put("priority_flag", json!(message.priority));
            put(
                "schedule_delivery_time",
                text(&message.schedule_delivery_time),
            );
            put("validity_period", text(&message.validity_period));
            put("registered_delivery", json!(message.registered_delivery));
            put("replace_if_present_flag", json!(message.replace_if_present));
            put("data_coding", json!(message.data_coding));
            put("sm_default_msg_id", json!(message.default_message));
            put("sm_length", json!(message.short_message.len()));
            if !message.short_message.is_empty() {
                put("short_message", json!(hex(&message.short_message)));
            }
            &message.tlvs
        }
        Body::SubmitSmResp(resp) | Body::DeliverSmResp(resp) | Body::DataSmResp(resp) => {
            if let Some(message_id) = &resp.message_id {
                put("message_id", text(message_id));
            }
            &resp.tlvs
        }
        Body::DataSm(data) => {
            address(SOURCE, &data.source);
            address(DESTINATION, &data.destination);
            put("service_type", text(&data.service_type));
            put("esm_class", json!(data.esm_class.0));
            put("registered_delivery", json!(data.registered_delivery));
            put("data_coding", json!(data.data_coding));
            &data.tlvs
        }
        Body::QuerySm(query) => {
            address(SOURCE, &query.source);
            put("message_id", text(&query.message_id));
            &none
        }
        Body::QuerySmResp(Some(resp)) => {
            put("message_id", text(&resp.message_id));
            put("final_date", text(&resp.final_date));
            put("message_state", json!(resp.message_state));
            put("error_code", json!(resp.error_code));
            &resp.tlvs
        }
        Body::AlertNotification(alert) => {
            address(SOURCE, &alert.source);
            address(["esme_addr_ton", "esme_addr_npi", "esme_addr"], &alert.esme);
            &alert.tlvs
        }
        _ => &none,
    };
    for tlv in tlvs {
        let name = tlv::name(tlv.tag).unwrap();
        let value = match tlv.tag {
            tlv::MESSAGE_PAYLOAD | tlv::CALLBACK_NUM => json!(hex(&tlv.value)),
            tlv::RECEIPTED_MESSAGE_ID => text(&tlvs.field(tlv.tag).unwrap()),
            tag => json!(tlvs.number(tag).unwrap()),
        };
        put(name, value);
    }
    Value::Object(all)
}

#[test]
fn pdus_of_smpplib_are_read_as_it_reads_them() {
    let Some(told) = judge("smpplib", "make", "") else {
        return;
    };
    assert_eq!(told.lines().count(), 24);
    for line in told.lines() {
        let (octets, expected) = line.split_once('\t').unwrap();
        let octets = unhex(octets);
        let expected: Value = serde_json::from_str(expected).unwrap();
        let Frame::Pdu(pdu, length) = next(&octets) else {
            panic!("{expected}");
        };
        assert_eq!(length, octets.len());
        assert_eq!(fields(&pdu), expected);
        assert_eq!(written(&pdu), octets, "{expected}");
    }
}

#[test]
fn pdus_of_ours_are_read_by_smpplib_as_we_read_them() {
    // Those that it knows, with the parameters that it knows there.
    let known: Vec<Pdu> = (1..)
        .zip(samples())
        .map(|(sequence, body)| Pdu::request(sequence, body))
        .filter_map(|mut pdu| {
            match &mut pdu.body {
                Body::Outbind(_)
                | Body::SubmitMulti(_)
                | Body::SubmitMultiResp(_)
                | Body::CancelSm(_)
                | Body::CancelSmResp
                | Body::ReplaceSm(_)
                | Body::ReplaceSmResp
                | Body::Opaque(..) => return None,
                Body::SubmitSm(message) | Body::DeliverSm(message) => {
                    message.tlvs = tlvs(&[
                        (tlv::SOURCE_PORT, &[1, 2]),
                        (tlv::SAR_MSG_REF_NUM, &[1, 2]),
                        (tlv::SAR_TOTAL_SEGMENTS, &[3]),
                        (tlv::SAR_SEGMENT_SEQNUM, &[1]),
                    ]);
                }
                // It writes no parameters of this answer, and cannot write an answer without a body.
                Body::DataSmResp(resp) => resp.tlvs = Tlvs::default(),
                Body::BindResp(_, resp) if resp.system_id.is_none() => return None,
                Body::SubmitSmResp(resp) if resp.message_id.is_none() => return None,
                Body::QuerySmResp(None) => return None,
                _ => {}
            }
            Some(pdu)
        })
        .collect();
    let lines: Vec<String> = known.iter().map(|pdu| hex(&written(pdu))).collect();
    let Some(told) = judge("smpplib", "read", &lines.join("\n")) else {
        return;
    };
    assert_eq!(told.lines().count(), known.len());
    for (pdu, line) in known.iter().zip(told.lines()) {
        let found: Value = serde_json::from_str(line).unwrap();
        assert_eq!(found, fields(pdu), "{pdu:?}");
    }
}

#[test]
fn texts_of_smpplib_are_read() {
    let Some(told) = judge("smpplib", "texts", "") else {
        return;
    };
    assert_eq!(told.lines().count(), 27);
    for line in told.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let &[coding, esm_class, parts, text] = cells.as_slice() else {
            panic!("{line}");
        };
        let expected: String = serde_json::from_str(text).unwrap();
        let mut concat = Concat::default();
        let mut found = None;
        for octets in parts.split(',') {
            let message = ShortMessage {
                esm_class: EsmClass(esm_class.parse().unwrap()),
                data_coding: coding.parse().unwrap(),
                short_message: unhex(octets),
                ..ShortMessage::default()
            };
            let content = message.content(Alphabet::Gsm7);
            let step = concat.insert(
                "+15550100",
                "7726",
                content,
                watchbell_model::Time::default(),
            );
            if let Outcome::Whole(joined) = step.outcome {
                found = Some(joined.text());
            }
        }
        let found = found.unwrap();
        assert_eq!((found.text, found.is_exact), (expected, true));
    }
}

#[test]
fn alphabets_are_those_of_gsmcodecs() {
    let Some(told) = judge("gsmcodecs", "alphabets", "") else {
        return;
    };
    let ours = text::alphabets();
    let ours = ours.iter().flat_map(|(kind, id, table)| {
        let rows = (0_u8..).zip(table);
        rows.filter_map(move |(septet, point)| Some((*kind, *id, septet, (*point)?)))
    });
    let mut ours: Vec<(String, u8, u8, char)> = ours
        .map(|(kind, id, septet, point)| (kind.to_owned(), id, septet, point))
        .collect();
    let theirs = told.lines().map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let point = char::from_u32(cells[3].parse().unwrap()).unwrap();
        (
            cells[0].to_owned(),
            cells[1].parse().unwrap(),
            cells[2].parse().unwrap(),
            point,
        )
    });
    let theirs = theirs.filter_map(
        |(kind, id, septet, point)| match (kind.as_str(), id, septet) {
            // The escape, which it has as a space.
            (_, _, 0x1b) => None,
            // Indian alphabets have a comma there to Android and oFono, and as all others do.
            ("locking", 4.., 0x2c) if point == '\'' => Some((kind, id, septet, ',')),
            _ => Some((kind, id, septet, point)),
        },
    );
    let mut theirs: Vec<_> = theirs.collect();
    ours.sort();
    theirs.sort();
    assert_eq!(ours, theirs);
}
