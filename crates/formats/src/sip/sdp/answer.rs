//! Offers and answers of a call in G.711 with telephone events (RFC 3264, RFC 4733).

use std::net::{IpAddr, SocketAddr};

use super::{super::rtp::Law, Attribute, Connection, Direction, Media, Origin, Payload, Session};

/// Our end of the sound.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Local {
    /// The address that we receive at.
    pub address: IpAddr,
    /// The port.
    pub port: u16,
    /// The number of the session; the same as long as the call lasts.
    pub id: u64,
    /// The version of our description, one more each time it changes.
    pub version: u64,
    /// The codings in the order in which we offer them, and take one where the offer prefers none.
    pub laws: Vec<Law>,
}

/// What was agreed on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Chosen {
    /// Where our sound goes; nothing where that is a name, or where none is wanted.
    pub remote: Option<SocketAddr>,
    /// The coding.
    pub law: Law,
    /// The number of its payload.
    pub payload: u8,
    /// The number of the payload of telephone events, if the other end sends such.
    pub event: Option<u8>,
    /// The direction, as we see it.
    pub direction: Direction,
}

/// There is no sound in it that we could receive: it is to be answered with 488.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no medium is audio over RTP in G.711")]
pub struct NoAudio;

/// The number under which we offer telephone events.
const EVENT: u8 = 101;

/// Answers an offer: of its media the first one that is audio in G.711 is taken, every other refused
/// (RFC 3264, section 6).
///
/// # Errors
/// [`NoAudio`] where nothing can be taken.
pub fn answer(offer: &Session, local: &Local) -> Result<(Session, Chosen), NoAudio> {
    let mut taken = None;
    let mut media = Vec::with_capacity(offer.media.len());
    for offered in &offer.media {
        let agreed = match taken {
            None => agree(offer, offered, local),
            Some(_) => None,
        };
        media.push(match &agreed {
            Some(chosen) => described(offered, local, chosen),
            None => refused(offered),
        });
        taken = taken.or(agreed);
    }
    let chosen = taken.ok_or(NoAudio)?;
    let mut session = session(local, media);
    session.time = offer.time;
    Ok((session, chosen))
}

/// Makes an offer, for an INVITE that has none (section 5).
pub fn offer(local: &Local) -> Session {
    let mut formats: Vec<String> = Vec::new();
    let mut attributes = Vec::new();
    for law in &local.laws {
        let number = law.payload();
        formats.push(number.to_string());
        attributes.push(map(number, law.name()));
    }
    formats.push(EVENT.to_string());
    attributes.extend(event_attributes(EVENT));
    attributes.push(Attribute::new("ptime", "20"));
    attributes.push(Attribute::flag(Direction::Both.as_str()));
    let media = Media {
        kind: "audio".to_owned(),
        port: local.port,
        protocol: "RTP/AVP".to_owned(),
        formats,
        connection: None,
        attributes,
    };
    session(local, vec![media])
}

/// Returns what an answer to our offer chose.
///
/// # Errors
/// [`NoAudio`] where it refuses what we offered.
pub fn chosen(answer: &Session, local: &Local) -> Result<Chosen, NoAudio> {
    let mut media = answer.media.iter();
    media
        .find_map(|media| agree(answer, media, local))
        .ok_or(NoAudio)
}

/// Returns what we could agree on with the one who describes this medium.
fn agree(session: &Session, media: &Media, local: &Local) -> Option<Chosen> {
    let protocol = media.protocol.to_ascii_uppercase();
    let is_sound = media.kind.eq_ignore_ascii_case("audio")
        && matches!(protocol.as_str(), "RTP/AVP" | "RTP/AVPF")
        && media.port != 0;
    if !is_sound {
        return None;
    }
    let plain = |payload: &Payload| payload.rate == 8000 && payload.channels == 1;
    let law = |payload: &Payload| {
        let mut laws = local.laws.iter().copied();
        laws.find(|law| law.name().eq_ignore_ascii_case(&payload.encoding))
    };
    let mut payloads = media.payloads().filter(plain);
    let (law, payload) = payloads.find_map(|payload| Some((law(&payload)?, payload.number)))?;
    let mut events = media.payloads().filter(plain);
    let event = events.find(|payload| payload.encoding == "telephone-event");
    let direction = media.direction(session).reversed();
    let address = media.target(session).and_then(Connection::ip);
    // An address of zeros is how RFC 2543 put a call on hold.
    let remote = address
        .filter(|address| !address.is_unspecified())
        .map(|address| SocketAddr::new(address, media.port));
    Some(Chosen {
        remote,
        law,
        payload,
        event: event.map(|payload| payload.number),
        direction,
    })
}

fn described(offered: &Media, local: &Local, chosen: &Chosen) -> Media {
    let mut formats = vec![chosen.payload.to_string()];
    let mut attributes = vec![map(chosen.payload, chosen.law.name())];
    if let Some(event) = chosen.event {
        formats.push(event.to_string());
        attributes.extend(event_attributes(event));
    }
    attributes.push(Attribute::new("ptime", "20"));
    attributes.push(Attribute::flag(chosen.direction.as_str()));
    Media {
        kind: offered.kind.clone(),
        port: local.port,
        protocol: offered.protocol.clone(),
        formats,
        connection: None,
        attributes,
    }
}

/// A medium that is refused has port 0, and its formats mean nothing (section 6).
fn refused(offered: &Media) -> Media {
    Media {
        port: 0,
        connection: None,
        attributes: Vec::new(),
        ..offered.clone()
    }
}

fn session(local: &Local, media: Vec<Media>) -> Session {
    let connection = Connection::of(local.address);
    Session {
        origin: Some(Origin {
            user: "-".to_owned(),
            id: local.id.to_string(),
            version: local.version.to_string(),
            connection: connection.clone(),
        }),
        name: "-".to_owned(),
        connection: Some(connection),
        time: (0, 0),
        attributes: Vec::new(),
        media,
    }
}

fn map(number: u8, encoding: &str) -> Attribute {
    Attribute::new("rtpmap", format!("{number} {encoding}/8000"))
}

fn event_attributes(number: u8) -> [Attribute; 2] {
    [
        map(number, "telephone-event"),
        Attribute::new("fmtp", format!("{number} 0-15")),
    ]
}
