//! What a message says, wherever in its PDU that stands.

use serde::{Deserialize, Serialize};

use super::{Alphabet, Coding, National, Part, Text, UserHeader, coding, gsm7};
use crate::smpp::{Data, EsmClass, ShortMessage, Tlvs};

/// What a message says, without its header, and which part of a longer one it is.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Content {
    /// The message; septets are unpacked.
    pub octets: Vec<u8>,
    /// How it is coded.
    pub coding: Coding,
    /// The languages whose alphabets it uses.
    pub national: National,
    /// Which part of a longer message it is.
    pub part: Option<Part>,
    /// The ports that it is to and from; a message to a port is for a program, not for a person.
    pub ports: Option<(u16, u16)>,
}

impl Content {
    /// Returns its text. That of a part is to be read after joining ([`crate::smpp::Concat`]).
    pub fn text(&self) -> Text {
        coding::decode(&self.octets, self.coding, self.national)
    }

    fn new(
        short_message: &[u8],
        esm_class: EsmClass,
        data_coding: u8,
        tlvs: &Tlvs,
        alphabet: Alphabet,
    ) -> Self {
        let payload = tlvs.message_payload().unwrap_or_default();
        let whole = if short_message.is_empty() {
            payload
        } else {
            short_message
        };
        // A header that cannot be one is text, so that nothing is lost.
        let read = esm_class.has_header().then(|| UserHeader::read(whole));
        let (header, rest) = match read {
            Some(Ok((header, rest))) => (header, rest),
            _ => (UserHeader::default(), whole),
        };
        let coding = Coding::of(data_coding, alphabet);
        let is_packed = coding == Coding::Gsm7 && alphabet == Alphabet::Gsm7Packed;
        let octets = if is_packed {
            gsm7::unpack(rest, whole.len().saturating_sub(rest.len()))
        } else {
            rest.to_vec()
        };
        let ports = match tlvs.ports() {
            (from, Some(to)) => Some((to, from.unwrap_or(0))),
            _ => None,
        };
        Self {
            octets,
            coding,
            national: header.national,
            part: header.part.or_else(|| tlvs.segment()),
            ports: header.ports.or(ports),
        }
    }
}

impl ShortMessage {
    /// Returns what it says: its short message, or its payload where that is empty.
    pub fn content(&self, alphabet: Alphabet) -> Content {
        Content::new(
            &self.short_message,
            self.esm_class,
            self.data_coding,
            &self.tlvs,
            alphabet,
        )
    }
}

impl Data {
    /// Returns what it says: its payload.
    pub fn content(&self, alphabet: Alphabet) -> Content {
        Content::new(&[], self.esm_class, self.data_coding, &self.tlvs, alphabet)
    }
}
