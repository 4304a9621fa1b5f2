//! PDUs to octets, as the specification has them.

use super::{
    Body, Deadline, EncodedString, Field, Header, Name, Part, Pdu, Sender, Value,
    field::Shape,
    wsp::{Put, write_media_type, write_parameters},
};
use crate::mms::{MediaType, charset};

/// Writes a PDU; `read(&write(p)).0 == p` for what was read.
///
/// Type, transaction and version come first, the body last (section 7.1).
pub fn write(pdu: &Pdu) -> Vec<u8> {
    let mut out = Put::default();
    put_name(Field::MessageType, &mut out);
    out.octet(pdu.kind.octet());
    if let Some(id) = &pdu.transaction_id {
        put_name(Field::TransactionId, &mut out);
        out.text(id);
    }
    if let Some(version) = pdu.version {
        put_name(Field::MmsVersion, &mut out);
        out.octet(0x80 | (version.major & 0x07) << 4 | version.minor & 0x0F);
    }
    for header in &pdu.headers {
        put_header(header, &mut out);
    }
    if let Some(content) = &pdu.content {
        put_name(Field::ContentType, &mut out);
        write_media_type(&content.media_type, &mut out);
        put_body(&content.body, &mut out);
    }
    out.0
}

fn put_name(field: Field, out: &mut Put) {
    out.octet(field.number() | 0x80);
}

fn put_header(header: &Header, out: &mut Put) {
    match &header.name {
        Name::Known(field) => {
            put_name(*field, out);
            put_value(*field, &header.value, out);
        }
        Name::Numbered(number) => {
            out.octet(number | 0x80);
            put_other(&header.value, out);
        }
        Name::Application(name) => {
            out.text(name);
            put_other(&header.value, out);
        }
    }
}

fn put_value(field: Field, value: &Value, out: &mut Put) {
    match (field.shape(), value) {
        (Shape::Long, Value::Number(number)) => out.long(*number),
        _ => put_other(value, out),
    }
}

fn put_other(value: &Value, out: &mut Put) {
    let mut within = Put::default();
    match value {
        Value::Text(text) => return out.text(text),
        Value::Encoded(text) => return put_encoded(text, out),
        Value::Number(number) => return out.integer(*number),
        Value::Token(token) => return out.octet(token | 0x80),
        Value::Raw(octets) => return out.octets(octets),
        Value::Sender(Sender::Insert) => within.octet(0x81),
        Value::Sender(Sender::Address(address)) => {
            within.octet(0x80);
            put_encoded(address, &mut within);
        }
        Value::Deadline(Deadline::At(seconds)) => {
            within.octet(0x80);
            within.long(*seconds);
        }
        Value::Deadline(Deadline::In(seconds)) => {
            within.octet(0x81);
            within.integer(*seconds);
        }
        Value::SentBy(count, address) => {
            within.integer(*count);
            put_encoded(address, &mut within);
        }
        Value::SentDate(count, seconds) => {
            within.integer(*count);
            within.long(*seconds);
        }
        Value::Flags(action, words) => {
            within.octet(action | 0x80);
            put_encoded(words, &mut within);
        }
        Value::Total(unit, number) => {
            within.octet(unit | 0x80);
            within.integer(*number);
        }
    }
    out.counted(&within.0);
}

fn put_encoded(text: &EncodedString, out: &mut Put) {
    let Some(number) = text.charset else {
        return out.text_octets(&text.octets);
    };
    let mut within = Put::default();
    within.integer(u64::from(number));
    if charset::is_wide(number) {
        if !matches!(text.octets.first(), Some(32..127)) {
            within.octet(127);
        }
        within.octets(&text.octets);
        within.octet(0);
    } else {
        within.text_octets(&text.octets);
    }
    out.counted(&within.0);
}

fn put_body(body: &Body, out: &mut Put) {
    match body {
        Body::Octets(octets) => out.octets(octets),
        Body::Parts(parts) => {
            out.uintvar(parts.len());
            for part in parts {
                put_part(part, out);
            }
        }
    }
}

fn put_part(part: &Part, out: &mut Put) {
    let mut header = Put::default();
    write_media_type(&part.media_type, &mut header);
    if let Some(id) = &part.id {
        header.octet(0xC0);
        header.quoted(&format!("<{id}>"));
    }
    if let Some(location) = &part.location {
        header.octet(0x8E);
        header.text(location);
    }
    if let Some(disposition) = &part.disposition {
        header.octet(0xAE);
        put_disposition(disposition, &mut header);
    }
    for other in &part.headers {
        put_header(other, &mut header);
    }
    let mut data = Put::default();
    put_body(&part.body, &mut data);
    out.uintvar(header.0.len());
    out.uintvar(data.0.len());
    out.octets(&header.0);
    out.octets(&data.0);
}

fn put_disposition(disposition: &MediaType, out: &mut Put) {
    let mut within = Put::default();
    match disposition.essence.as_str() {
        "form-data" => within.octet(0x80),
        "attachment" => within.octet(0x81),
        "inline" => within.octet(0x82),
        other => within.text(other),
    }
    write_parameters(&disposition.parameters, &mut within);
    out.counted(&within.0);
}
