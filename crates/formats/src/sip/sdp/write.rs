//! Writes a description.

use std::fmt::Write as _;

use super::{Attribute, Connection, Session};

/// Writes a description; [`read`](super::read) gives it again.
///
/// Signs that would begin another line or another word become nothing, so that a value is never more than
/// its own.
pub fn write(session: &Session) -> Vec<u8> {
    let mut out = String::from("v=0\r\n");
    if let Some(origin) = &session.origin {
        let words = [&origin.user, &origin.id, &origin.version];
        let words = words.map(|text| word(text));
        let [user, id, version] = &words;
        let _ = write!(out, "o={user} {id} {version} ");
        address(&mut out, &origin.connection);
    }
    let name = session.name.trim();
    let name = if name.is_empty() { "-" } else { name };
    line(&mut out, "s", name);
    if let Some(connection) = &session.connection {
        out.push_str("c=");
        address(&mut out, connection);
    }
    let (begin, end) = session.time;
    line(&mut out, "t", &format!("{begin} {end}"));
    attributes(&mut out, &session.attributes);
    for media in &session.media {
        let formats: Vec<String> = media.formats.iter().map(|text| word(text)).collect();
        let (kind, protocol) = (word(&media.kind), word(&media.protocol));
        let formats = formats.join(" ");
        let port = media.port;
        line(
            &mut out,
            "m",
            &format!("{kind} {port} {protocol} {formats}"),
        );
        if let Some(connection) = &media.connection {
            out.push_str("c=");
            address(&mut out, connection);
        }
        attributes(&mut out, &media.attributes);
    }
    out.into_bytes()
}

fn attributes(out: &mut String, attributes: &[Attribute]) {
    for Attribute { name, value } in attributes {
        match value {
            Some(value) => line(out, "a", &format!("{name}:{value}")),
            None => line(out, "a", name),
        }
    }
}

fn address(out: &mut String, connection: &Connection) {
    let Connection {
        net,
        family,
        address,
    } = connection;
    let _ = write!(out, "{} {} {}\r\n", word(net), word(family), word(address));
}

fn line(out: &mut String, letter: &str, value: &str) {
    out.push_str(letter);
    out.push('=');
    out.extend(value.chars().filter(|sign| !matches!(sign, '\r' | '\n')));
    out.push_str("\r\n");
}

fn word(text: &str) -> String {
    text.split_whitespace().collect()
}
