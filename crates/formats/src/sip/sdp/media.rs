//! What a medium says of its payloads and its direction.

use super::{Attribute, Connection, Media, Session};

/// A payload of RTP.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Payload {
    /// Its number in this session.
    pub number: u8,
    /// Its encoding in lower case: `pcma`, `telephone-event`.
    pub encoding: String,
    /// Its clock, in Hertz.
    pub rate: u32,
    /// Its channels.
    pub channels: u8,
}

/// Which way sound goes, as the one who describes it sees it (RFC 8866, section 6.7).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Direction {
    /// Both ways.
    #[default]
    Both,
    /// From him only.
    Send,
    /// To him only.
    Receive,
    /// No way.
    None,
}

impl Direction {
    /// Returns the direction as the other end sees it (RFC 3264, section 6.1).
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Send => Self::Receive,
            Self::Receive => Self::Send,
            same => same,
        }
    }

    /// Returns the name of the attribute.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Both => "sendrecv",
            Self::Send => "sendonly",
            Self::Receive => "recvonly",
            Self::None => "inactive",
        }
    }

    fn of(attributes: &[Attribute]) -> Option<Self> {
        let all = [Self::Both, Self::Send, Self::Receive, Self::None];
        attributes.iter().find_map(|attribute| {
            let mut all = all.into_iter();
            all.find(|direction| direction.as_str() == attribute.name)
        })
    }
}

/// Payloads whose numbers need no further words (RFC 3551, table 4).
const STATIC: [(u8, &str, u32); 7] = [
    (0, "pcmu", 8000),
    (3, "gsm", 8000),
    (4, "g723", 8000),
    (8, "pcma", 8000),
    (9, "g722", 8000),
    (13, "cn", 8000),
    (18, "g729", 8000),
];

impl Media {
    /// Returns the payloads that are known by their number or by `rtpmap`, in the order in which they
    /// are preferred.
    pub fn payloads(&self) -> impl Iterator<Item = Payload> {
        let numbers = self.formats.iter().filter_map(|format| format.parse().ok());
        numbers.filter_map(|number| self.payload(number))
    }

    fn payload(&self, number: u8) -> Option<Payload> {
        let mapped = self.about("rtpmap", number).and_then(|map| {
            let mut parts = map.split('/');
            let encoding = parts.next()?.trim().to_ascii_lowercase();
            let rate = parts.next()?.trim().parse().ok()?;
            let channels = parts.next().and_then(|text| text.trim().parse().ok());
            let channels = channels.unwrap_or(1);
            Some(Payload {
                number,
                encoding,
                rate,
                channels,
            })
        });
        let known = || {
            let known = STATIC.iter().find(|(one, _, _)| *one == number);
            known.map(|(_, encoding, rate)| Payload {
                number,
                encoding: (*encoding).to_owned(),
                rate: *rate,
                channels: 1,
            })
        };
        mapped.or_else(known)
    }

    /// Returns what an attribute says of a payload: `fmtp`, `rtpmap`.
    pub fn about(&self, name: &str, number: u8) -> Option<&str> {
        let attributes = self.attributes.iter().filter(|one| one.name == name);
        let mut values = attributes.filter_map(|attribute| attribute.value.as_deref());
        values.find_map(|value| {
            let (first, rest) = value.split_once(char::is_whitespace)?;
            (first.parse() == Ok(number)).then(|| rest.trim())
        })
    }

    /// Returns how many milliseconds of sound a packet should hold.
    pub fn ptime(&self) -> Option<u32> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|attribute| attribute.name == "ptime");
        found?.value.as_ref()?.trim().parse().ok()
    }

    /// Returns the direction: its own, or that of the session.
    pub fn direction(&self, session: &Session) -> Direction {
        let own = Direction::of(&self.attributes);
        own.or_else(|| Direction::of(&session.attributes))
            .unwrap_or_default()
    }

    /// Returns where it goes: its own address, or that of the session.
    pub fn target<'a>(&'a self, session: &'a Session) -> Option<&'a Connection> {
        self.connection.as_ref().or(session.connection.as_ref())
    }
}
