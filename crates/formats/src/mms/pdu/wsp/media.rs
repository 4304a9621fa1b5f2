//! Media types and parameters (section 8.4.2.24).

use super::{
    super::{
        Error,
        note::{Deviation, Notes},
    },
    Octets, Put, assigned,
};
use crate::mms::{MediaType, charset};

/// Most parameters of one value; what follows is passed over.
const MAX_PARAMETERS: usize = 32;
/// Stands for any character set.
const ANY_CHARSET: u8 = 0x80;

/// Content-type-value: a number, a text, or either of them with parameters.
pub(in crate::mms::pdu) fn read_media_type(
    octets: &mut Octets<'_>,
    notes: &mut Notes,
) -> Result<MediaType, Error> {
    let at = octets.at();
    let (essence, parameters) = match octets.peek() {
        Some(0..32) => {
            let mut general = octets.counted()?;
            let essence = read_essence(&mut general, notes)?;
            (essence, read_parameters(&mut general, notes))
        }
        _ => (read_essence(octets, notes)?, Vec::new()),
    };
    // Some write a type as MIME has it, parameters and all.
    let mut pieces = essence.split(';');
    let essence = pieces.next().unwrap_or_default().trim();
    let mut media_type = MediaType::new(essence);
    if essence.is_empty() {
        notes.note(at, Deviation::MediaType);
        media_type.essence.push_str("application/octet-stream");
    }
    for piece in pieces {
        if let Some((name, value)) = piece.split_once('=') {
            let value = value.trim().trim_matches('"');
            let name = name.trim().to_ascii_lowercase();
            let value = canonical(&name, value.to_owned());
            if !name.is_empty() {
                media_type.parameters.push((name, value));
            }
        }
    }
    media_type.parameters.extend(parameters);
    media_type.parameters.truncate(MAX_PARAMETERS);
    Ok(media_type)
}

/// Media-type without its parameters; nothing where there is nothing.
fn read_essence(octets: &mut Octets<'_>, notes: &mut Notes) -> Result<String, Error> {
    match octets.peek() {
        None => Ok(String::new()),
        Some(32..128) => Ok(octets.text(notes)),
        Some(_) => {
            let number = octets.integer()?;
            let name = assigned::media_type(number).map(str::to_owned);
            Ok(name.unwrap_or_else(|| format!("application/x-wap-{number}")))
        }
    }
}

/// Parameters up to the end; at one that cannot be read it stops (section 8.4.2.4).
pub(in crate::mms::pdu) fn read_parameters(
    octets: &mut Octets<'_>,
    notes: &mut Notes,
) -> Vec<(String, String)> {
    let mut parameters = Vec::new();
    while !octets.is_empty() && parameters.len() < MAX_PARAMETERS {
        let at = octets.at();
        match read_parameter(octets, notes) {
            Ok((name, value)) => {
                let value = canonical(&name, value);
                parameters.push((name, value));
            }
            Err(_) => {
                notes.note(at, Deviation::Length);
                break;
            }
        }
    }
    parameters
}

fn read_parameter(octets: &mut Octets<'_>, notes: &mut Notes) -> Result<(String, String), Error> {
    let at = octets.at();
    let (name, is_typed) = match octets.peek() {
        Some(32..128) => (octets.text(notes).to_ascii_lowercase(), false),
        _ => {
            let number = octets.integer()?;
            let name = assigned::parameter(number).map(str::to_owned);
            (name.unwrap_or_else(|| format!("x-wap-{number}")), true)
        }
    };
    if name.is_empty() {
        let expected = "the name of a parameter";
        return Err(Error::Value { at, expected });
    }
    let value = match (name.as_str(), octets.peek()) {
        ("q", Some(_)) if is_typed => octets.uintvar()?.to_string(),
        // No-value.
        (_, None) => String::new(),
        (_, Some(0)) => {
            octets.octet()?;
            String::new()
        }
        ("charset", Some(ANY_CHARSET)) => {
            octets.octet()?;
            "*".to_owned()
        }
        ("type", Some(1..32 | 128..)) => {
            let number = octets.integer()?;
            let known = assigned::media_type(number).map(str::to_owned);
            known.unwrap_or_else(|| number.to_string())
        }
        (_, Some(32..128)) => octets.quoted(notes),
        (_, Some(_)) => octets.integer()?.to_string(),
    };
    Ok((name, value))
}

/// Returns a value as it is written again: character sets by the name that their number has.
fn canonical(name: &str, value: String) -> String {
    match (name, charset::number(&value)) {
        ("charset", Some(number)) => charset::name(number),
        _ => value,
    }
}

/// Writes a media type in the shortest form.
pub(in crate::mms::pdu) fn write_media_type(media_type: &MediaType, out: &mut Put) {
    let mut general = Put::default();
    match assigned::media_number(&media_type.essence) {
        Some(number) => general.integer(u64::from(number)),
        None => general.text(&media_type.essence),
    }
    if media_type.parameters.is_empty() {
        return out.octets(&general.0);
    }
    write_parameters(&media_type.parameters, &mut general);
    out.counted(&general.0);
}

/// Writes parameters: those that phones look for by number, others by name.
pub(in crate::mms::pdu) fn write_parameters(parameters: &[(String, String)], out: &mut Put) {
    for (name, value) in parameters {
        match (name.as_str(), charset::number(value)) {
            ("charset", _) if value == "*" => out.octets(&[0x81, ANY_CHARSET]),
            ("charset", Some(number)) => {
                out.octet(0x81);
                out.integer(u64::from(number));
            }
            ("type", _) => {
                out.octet(0x89);
                match assigned::media_number(value) {
                    Some(number) => out.integer(u64::from(number)),
                    None => out.text_value(value),
                }
            }
            ("name", _) => put_text(0x85, value, out),
            ("filename", _) => put_text(0x86, value, out),
            ("start", _) => put_text(0x8A, value, out),
            ("start-info", _) => put_text(0x8B, value, out),
            _ => {
                out.text(name);
                out.text_value(value);
            }
        }
    }
}

fn put_text(number: u8, value: &str, out: &mut Put) {
    out.octet(number);
    out.text_value(value);
}
