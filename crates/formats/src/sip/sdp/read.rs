//! Reads a description.

use super::{
    Attribute, Connection, Error, MAX_BYTES, MAX_FORMATS, MAX_MEDIA, Media, Origin, Result, Session,
};

/// Reads a description.
///
/// # Errors
/// [`Error`] with the line of the first thing that cannot be read.
pub fn read(bytes: &[u8]) -> Result<Session> {
    if bytes.len() > MAX_BYTES {
        return Err(Error::Bytes(bytes.len()));
    }
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split('\n').map(|line| line.trim_end_matches('\r'));
    let first = lines.next().unwrap_or_default();
    if first.trim_end() != "v=0" {
        return Err(Error::Version(Error::shown(first)));
    }
    let mut session = Session::default();
    for (index, text) in lines.enumerate() {
        let line = index + 2;
        if text.trim().is_empty() {
            continue;
        }
        let parted = text.split_once('=').filter(|(letter, value)| {
            let mut bytes = letter.bytes();
            let is_letter = bytes.next().is_some_and(|byte| byte.is_ascii_lowercase());
            is_letter && bytes.next().is_none() && !value.contains('\r')
        });
        let Some((letter, value)) = parted else {
            let value = Error::shown(text);
            return Err(Error::Line { line, value });
        };
        let value = value.trim();
        let taken = match letter {
            "m" => {
                let media = medium(value, line)?;
                if session.media.len() == MAX_MEDIA {
                    return Err(Error::Media(line));
                }
                media.map(|media| session.media.push(media))
            }
            _ => take(&mut session, letter, value),
        };
        if taken.is_none() {
            let value = Error::shown(text);
            return Err(Error::Value { line, value });
        }
    }
    Ok(session)
}

/// Takes a line into the last medium, or into the session before there is one; nothing where its value
/// is none.
fn take(session: &mut Session, letter: &str, value: &str) -> Option<()> {
    let Some(media) = session.media.last_mut() else {
        match letter {
            "o" => session.origin = Some(origin(value)?),
            "s" => value.clone_into(&mut session.name),
            "c" => session.connection = Some(connection(value)?),
            "t" => session.time = time(value)?,
            "a" => session.attributes.push(attribute(value)?),
            _ => {}
        }
        return Some(());
    };
    match letter {
        // Several are for several ports; the first one is for the first.
        "c" if media.connection.is_some() => {}
        "c" => media.connection = Some(connection(value)?),
        "a" => media.attributes.push(attribute(value)?),
        _ => {}
    }
    Some(())
}

fn medium(value: &str, line: usize) -> Result<Option<Media>> {
    let mut words = value.split_whitespace();
    let mut read = || {
        let kind = words.next()?.to_owned();
        // What follows a slash is a number of ports.
        let port = words.next()?.split('/').next()?.parse().ok()?;
        let protocol = words.next()?.to_owned();
        Some((kind, port, protocol))
    };
    let Some((kind, port, protocol)) = read() else {
        return Ok(None);
    };
    let formats: Vec<String> = words.map(str::to_owned).collect();
    if formats.len() > MAX_FORMATS {
        return Err(Error::Formats(line));
    }
    let media = Media {
        kind,
        port,
        protocol,
        formats,
        connection: None,
        attributes: Vec::new(),
    };
    Ok(Some(media).filter(|media| !media.formats.is_empty()))
}

fn origin(value: &str) -> Option<Origin> {
    let mut words = value.split_whitespace();
    Some(Origin {
        user: words.next()?.to_owned(),
        id: words.next()?.to_owned(),
        version: words.next()?.to_owned(),
        connection: address(words)?,
    })
}

fn connection(value: &str) -> Option<Connection> {
    address(value.split_whitespace())
}

fn address<'a>(mut words: impl Iterator<Item = &'a str>) -> Option<Connection> {
    Some(Connection {
        net: words.next()?.to_owned(),
        family: words.next()?.to_owned(),
        address: words.next()?.to_owned(),
    })
}

fn time(value: &str) -> Option<(u64, u64)> {
    let (begin, end) = value.split_once(' ')?;
    Some((begin.parse().ok()?, end.trim().parse().ok()?))
}

fn attribute(value: &str) -> Option<Attribute> {
    let (name, value) = match value.split_once(':') {
        Some((name, value)) => (name.trim(), Some(value.trim().to_owned())),
        None => (value, None),
    };
    let name = name.to_owned();
    (!name.is_empty()).then_some(Attribute { name, value })
}
