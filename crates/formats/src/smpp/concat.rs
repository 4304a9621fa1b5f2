//! Messages that came in parts, joined before they are read.
//!
//! A part that never comes does not lose the others: what waited too long, or had to make room, is released
//! with what there is of it. The state is a value for each message, so that a caller can make it durable:
//! every step says what became of which, and can be undone where that failed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use watchbell_model::Time;

use super::{
    Coding, Content, National, Part, PartKind, Text,
    text::decode,
    waiting::{Waiting, digest},
};

/// Most bytes of a message that is joined.
const MAX_JOINED: usize = 64 << 10;
/// What a part takes in memory besides its bytes, roughly.
const PART_BYTES: usize = 96;

/// How much may wait, and how long.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Limits {
    /// Seconds from the first part on.
    pub seconds: i64,
    /// Messages that wait at once.
    pub messages: usize,
    /// Bytes that wait at once.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            seconds: 300,
            messages: 20_000,
            bytes: 64 << 20,
        }
    }
}

/// What is the same in all parts of a message.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Key {
    /// Who it is from.
    pub source: String,
    /// Whom it is for.
    pub destination: String,
    /// How it was said that it has parts.
    pub kind: PartKind,
    /// Its reference.
    pub reference: u16,
}

/// What there is of a message.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Pending {
    /// When the first part came.
    pub first_at: Time,
    /// How many parts there are to be.
    pub total: u8,
    /// The parts, by their number; none of them once it was whole.
    pub parts: BTreeMap<u8, Piece>,
    /// Digests of the parts once it was whole, so that one that comes again is known.
    pub done: BTreeMap<u8, u64>,
}

/// A part.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Piece {
    octets: Vec<u8>,
    coding: Coding,
    national: National,
}

/// Parts that follow each other and are coded alike.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Run {
    /// Whether parts are missing before it.
    pub after_gap: bool,
    /// Its bytes; septets are unpacked.
    pub octets: Vec<u8>,
    /// How they are coded.
    pub coding: Coding,
    /// The languages whose alphabets they use.
    pub national: National,
}

/// A message, or what there is of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Joined {
    /// Who it is from.
    pub source: String,
    /// Whom it is for.
    pub destination: String,
    /// When its first part came.
    pub first_at: Time,
    /// How many parts it has.
    pub total: u8,
    /// How many of them are missing.
    pub missing: u8,
    /// Whether the last of them is.
    pub ends_early: bool,
    /// What it holds.
    pub runs: Vec<Run>,
}

/// What came of a part.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The message is whole.
    Whole(Joined),
    /// Others are missing.
    Waiting,
    /// This part was there already.
    Duplicate,
}

/// What became of what waits for one message.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Change {
    /// Which message.
    pub key: Key,
    /// What there was of it.
    pub before: Option<Pending>,
    /// What there is of it; nothing where it need not be kept any longer.
    pub after: Option<Pending>,
}

/// What a part or the time brought about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Step {
    /// What came of the part; [`Outcome::Waiting`] where there was none.
    pub outcome: Outcome,
    /// Messages of which no more parts are waited for, with what there is of them.
    pub released: Vec<Joined>,
    /// What the caller makes durable before it acknowledges the part.
    pub changes: Vec<Change>,
}

/// Joins the parts of messages.
#[derive(Debug, Default)]
pub struct Concat {
    limits: Limits,
    waiting: Waiting<Key, Pending>,
}

impl Concat {
    /// Joins within these limits.
    pub fn new(limits: Limits) -> Self {
        let waiting = Waiting::default();
        Self { limits, waiting }
    }

    /// Returns how many messages are kept.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Returns whether none is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes what was kept of a message, as after a start.
    pub fn restore(&mut self, key: Key, pending: Pending) {
        self.set(key, Some(pending));
    }

    /// Takes back a step that could not be made durable; several are taken back from the last on.
    pub fn undo(&mut self, step: &Step) {
        for change in step.changes.iter().rev() {
            self.set(change.key.clone(), change.before.clone());
        }
    }

    /// Takes a message, or a part of one.
    pub fn insert(&mut self, source: &str, destination: &str, content: Content, now: Time) -> Step {
        let mut step = Step {
            outcome: Outcome::Waiting,
            released: Vec::new(),
            changes: Vec::new(),
        };
        let piece = Piece {
            octets: content.octets,
            coding: content.coding,
            national: content.national,
        };
        let Some(part) = content.part.filter(|part| part.total > 1) else {
            let (source, destination) = (source.to_owned(), destination.to_owned());
            let pending = Pending::new(now, 1, 1, piece);
            step.outcome = Outcome::Whole(pending.join(source, destination));
            return step;
        };
        let key = Key {
            source: source.to_owned(),
            destination: destination.to_owned(),
            kind: part.kind,
            reference: part.reference,
        };
        self.take(key, part, piece, now, &mut step);
        self.make_room(now, &mut step);
        step
    }

    /// Releases what has waited too long.
    pub fn expire(&mut self, now: Time) -> Step {
        let mut step = Step {
            outcome: Outcome::Waiting,
            released: Vec::new(),
            changes: Vec::new(),
        };
        self.make_room(now, &mut step);
        step
    }

    fn take(&mut self, key: Key, part: Part, piece: Piece, now: Time, step: &mut Step) {
        let before = self.waiting.get(&key).cloned();
        if before.as_ref().is_some_and(|old| old.has(part, &piece)) {
            step.outcome = Outcome::Duplicate;
            return;
        }
        let mut pending = match &before {
            Some(old) if old.accepts(part, &piece) => {
                let mut pending = old.clone();
                pending.parts.insert(part.index, piece);
                pending
            }
            // A reference that is used again, or a part that contradicts: another message begins.
            Some(old) => {
                step.release(&key, old);
                Pending::new(now, part.total, part.index, piece)
            }
            None => Pending::new(now, part.total, part.index, piece),
        };
        if pending.parts.len() == usize::from(pending.total) {
            let whole = pending.join(key.source.clone(), key.destination.clone());
            step.outcome = Outcome::Whole(whole);
            pending.finish();
        }
        self.set(key.clone(), Some(pending.clone()));
        step.changes.push(Change {
            key,
            before,
            after: Some(pending),
        });
    }

    /// Lets go of what is over its time, and of the oldest while there is too much.
    fn make_room(&mut self, now: Time, step: &mut Step) {
        while let Some((key, end)) = self.waiting.first() {
            let is_over = self.waiting.len() > self.limits.messages
                || self.waiting.bytes() > self.limits.bytes;
            if end > now && !is_over {
                break;
            }
            let key = key.clone();
            let before = self.waiting.take(&key);
            if let Some(pending) = &before {
                step.release(&key, pending);
            }
            step.changes.push(Change {
                key,
                before,
                after: None,
            });
        }
    }

    fn set(&mut self, key: Key, pending: Option<Pending>) {
        match pending {
            None => {
                self.waiting.take(&key);
            }
            Some(pending) => {
                let end = pending.first_at.plus_seconds(self.limits.seconds);
                let bytes = pending.bytes() + key.source.len() + key.destination.len();
                self.waiting.put(key, pending, end, bytes);
            }
        }
    }
}

impl Step {
    fn release(&mut self, key: &Key, pending: &Pending) {
        if !pending.parts.is_empty() {
            let joined = pending.join(key.source.clone(), key.destination.clone());
            self.released.push(joined);
        }
    }
}

impl Pending {
    fn new(first_at: Time, total: u8, index: u8, piece: Piece) -> Self {
        Self {
            first_at,
            total,
            parts: BTreeMap::from([(index, piece)]),
            done: BTreeMap::new(),
        }
    }

    fn has(&self, part: Part, piece: &Piece) -> bool {
        let is_same = self.parts.get(&part.index) == Some(piece);
        let was_same = self.done.get(&part.index) == Some(&digest(&piece.octets));
        self.total == part.total && (is_same || was_same)
    }

    fn accepts(&self, part: Part, piece: &Piece) -> bool {
        let length: usize = self.parts.values().map(|piece| piece.octets.len()).sum();
        self.done.is_empty()
            && self.total == part.total
            && !self.parts.contains_key(&part.index)
            && length.saturating_add(piece.octets.len()) <= MAX_JOINED
    }

    fn finish(&mut self) {
        let parts = std::mem::take(&mut self.parts);
        let digests = parts
            .into_iter()
            .map(|(index, piece)| (index, digest(&piece.octets)));
        self.done = digests.collect();
    }

    fn bytes(&self) -> usize {
        let octets = self
            .parts
            .values()
            .map(|piece| piece.octets.len() + PART_BYTES);
        octets.sum::<usize>() + (self.done.len() + 1) * PART_BYTES
    }

    fn join(&self, source: String, destination: String) -> Joined {
        let mut runs: Vec<Run> = Vec::new();
        let mut last = 0;
        for (&index, piece) in &self.parts {
            let after_gap = index > last + 1;
            last = index;
            match runs.last_mut() {
                Some(run)
                    if !after_gap
                        && (run.coding, run.national) == (piece.coding, piece.national) =>
                {
                    run.octets.extend_from_slice(&piece.octets);
                }
                _ => runs.push(Run {
                    after_gap,
                    octets: piece.octets.clone(),
                    coding: piece.coding,
                    national: piece.national,
                }),
            }
        }
        let there = u8::try_from(self.parts.len()).unwrap_or(u8::MAX);
        Joined {
            source,
            destination,
            first_at: self.first_at,
            total: self.total,
            missing: self.total.saturating_sub(there),
            ends_early: last < self.total,
            runs,
        }
    }
}

impl Joined {
    /// Returns its text, with `…` for parts that are missing.
    pub fn text(&self) -> Text {
        let mut whole = Text {
            text: String::new(),
            is_exact: self.missing == 0,
        };
        for run in &self.runs {
            let read = decode(&run.octets, run.coding, run.national);
            if run.after_gap {
                whole.text.push('…');
            }
            whole.text.push_str(&read.text);
            whole.is_exact &= read.is_exact;
        }
        if self.ends_early {
            whole.text.push('…');
        }
        whole
    }
}
