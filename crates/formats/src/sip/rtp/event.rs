//! Digits that were dialled (RFC 4733).

use std::collections::VecDeque;

use super::Packet;

/// A report of an event (section 2.3).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Event {
    /// Which event: 0 to 9, 10 for `*`, 11 for `#`, 12 to 15 for `A` to `D`; others are no digits.
    pub code: u8,
    /// Whether it has ended.
    pub is_end: bool,
    /// The power of the tone below 0 dBm0, in dB.
    pub volume: u8,
    /// How long it lasts so far, in samples.
    pub duration: u16,
}

impl Event {
    /// Reads a payload; nothing where it is too short.
    pub fn read(payload: &[u8]) -> Option<Self> {
        let [code, flags, high, low] = *payload.first_chunk()?;
        Some(Self {
            code,
            is_end: flags & 0x80 != 0,
            volume: flags & 0x3F,
            duration: u16::from_be_bytes([high, low]),
        })
    }

    /// Writes a payload.
    pub const fn write(&self) -> [u8; 4] {
        let [high, low] = self.duration.to_be_bytes();
        let flags = ((self.is_end as u8) << 7) | (self.volume & 0x3F);
        [self.code, flags, high, low]
    }

    /// Returns the digit (table 3).
    pub fn digit(&self) -> Option<char> {
        const DIGITS: &[u8; 16] = b"0123456789*#ABCD";
        DIGITS.get(usize::from(self.code)).copied().map(char::from)
    }
}

/// Events that are remembered, so that a late report does not count as a digit again.
const REMEMBERED: usize = 16;
/// The longest that one report can say. What lasts longer goes on in another event with a later time
/// (section 2.5.1.3).
const LONGEST: u32 = 0xFFFF;

/// Finds out which digits were dialled from reports that come several times, late or not at all.
///
/// A digit is told when the first report of it comes, so that it does not matter which others are
/// lost. All reports of one event have the time it began, which names it.
#[derive(Clone, Debug, Default)]
pub struct Detector {
    ssrc: Option<u32>,
    /// When an event began, and which it is.
    known: VecDeque<(u32, u8)>,
    last: Option<Last>,
}

#[derive(Clone, Copy, Debug)]
struct Last {
    began: u32,
    code: u8,
    is_ended: bool,
}

impl Detector {
    /// Takes a packet of the payload of telephone events; returns the digit that begins with it.
    pub fn take(&mut self, packet: &Packet<'_>) -> Option<char> {
        let event = Event::read(packet.payload)?;
        let digit = event.digit()?;
        if self.ssrc != Some(packet.ssrc) {
            *self = Self {
                ssrc: Some(packet.ssrc),
                ..Self::default()
            };
        }
        let name = (packet.timestamp, event.code);
        if self.known.contains(&name) {
            if let Some(last) = &mut self.last
                && (last.began, last.code) == name
            {
                last.is_ended |= event.is_end;
            }
            return None;
        }
        let goes_on = self.last.is_some_and(|last| {
            let later = packet.timestamp.wrapping_sub(last.began);
            last.code == event.code && !last.is_ended && (LONGEST..=LONGEST + 1).contains(&later)
        });
        if self.known.len() == REMEMBERED {
            self.known.pop_front();
        }
        self.known.push_back(name);
        self.last = Some(Last {
            began: packet.timestamp,
            code: event.code,
            is_ended: event.is_end,
        });
        (!goes_on).then_some(digit)
    }
}
