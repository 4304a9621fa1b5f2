//! What is said on a number to which people forward what they were sent, such as 7726.
//!
//! First comes the message that somebody complains about; they are asked who sent it; then comes the sender.
//! It may also come first, or with the message, or never. Each message that comes in becomes one report,
//! whatever happens: one that is not answered in time, that another one follows, or that has to make room,
//! becomes a report without a sender.
//!
//! Nothing here waits or keeps time. The state is a value for each reporter, so that a caller can make it
//! durable: every step says what became of whose, and can be undone where that failed. Reporters are opaque;
//! they may be pseudonyms.

mod answer;
mod language;
mod sender;
mod talk;
mod words;

use serde::{Deserialize, Serialize};
use watchbell_model::Time;

pub use answer::{AnswerKind, LANGUAGES, text};
pub use language::choose;
pub use sender::Sender;
pub use talk::{State, Talk};

use super::waiting::Waiting;

/// How long things wait, and how many.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// Seconds that a message waits for its sender.
    pub wait_seconds: i64,
    /// Seconds that a sender waits for its message.
    pub early_seconds: i64,
    /// Seconds in which the same again is known to be the same.
    pub repeat_seconds: i64,
    /// Reporters whose state is kept at once.
    pub reporters: usize,
    /// Bytes of their states at once, roughly.
    pub bytes: usize,
    /// Answers to one reporter within an hour, so that two machines do not talk without end.
    pub answers: u8,
    /// The language of answers where none is known.
    pub language: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            wait_seconds: 900,
            early_seconds: 120,
            repeat_seconds: 600,
            reporters: 100_000,
            bytes: 64 << 20,
            answers: 12,
            language: "en".to_owned(),
        }
    }
}

/// A message of a reporter.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// Whose it is.
    pub reporter: &'a str,
    /// Its text, whole.
    pub text: &'a str,
    /// Their language as a tag (BCP 47), where it is known.
    pub language: Option<&'a str>,
    /// They asked for no more answers ([`Event::Quiet`]).
    pub quiet: bool,
    /// When it came.
    pub at: Time,
}

/// How a report came to its end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum How {
    /// The sender was asked for and told.
    Answered,
    /// The sender was told first.
    SenderFirst,
    /// The sender stands in the message itself, which may be wrong.
    InText,
    /// The reporter does not know the sender.
    Unknown,
    /// Another message came instead of the sender.
    Followed,
    /// What came instead was not understood too often.
    GaveUp,
    /// Nothing came in time.
    Expired,
    /// The reporter asked to stop.
    Stopped,
    /// It had to make room.
    Evicted,
}

/// What comes of a message, or of the time.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A report.
    Report {
        /// Whose.
        reporter: String,
        /// The message that they complain about.
        content: String,
        /// Who sent it to them, as they told it.
        sender: Option<Sender>,
        /// When the message came in.
        received_at: Time,
        /// How it came to its end.
        how: How,
    },
    /// A sender to which no message came.
    SenderOnly {
        /// Whose.
        reporter: String,
        /// The sender.
        sender: Sender,
        /// When it came in.
        received_at: Time,
    },
    /// Something to answer.
    Answer {
        /// Whom.
        to: String,
        /// What.
        kind: AnswerKind,
        /// In which language, one of [`LANGUAGES`].
        language: &'static str,
    },
    /// A reporter asked for no more answers, or for answers again. The caller keeps it.
    Quiet {
        /// Who.
        reporter: String,
        /// Whether there are to be no more.
        quiet: bool,
    },
}

/// What became of the state of one reporter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Change {
    /// Whose.
    pub reporter: String,
    /// What it was.
    pub before: Option<Talk>,
    /// What it is; nothing where it need not be kept any longer.
    pub after: Option<Talk>,
}

/// What a message or the time brought about.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Step {
    /// What comes of it.
    pub events: Vec<Event>,
    /// What the caller makes durable, with the reports, before it acknowledges the message.
    pub changes: Vec<Change>,
}

/// All dialogues.
#[derive(Debug, Default)]
pub struct Dialogues {
    settings: Settings,
    waiting: Waiting<String, Talk>,
}

impl Dialogues {
    /// Begins with none.
    pub fn new(settings: Settings) -> Self {
        let waiting = Waiting::default();
        Self { settings, waiting }
    }

    /// Returns how many reporters' states are kept.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Returns whether none is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes what was kept of a reporter, as after a start.
    pub fn restore(&mut self, reporter: String, talk: Talk) {
        self.set(reporter, Some(talk));
    }

    /// Takes back a step that could not be made durable; several are taken back from the last on.
    pub fn undo(&mut self, step: &Step) {
        for change in step.changes.iter().rev() {
            self.set(change.reporter.clone(), change.before.clone());
        }
    }

    /// Takes a message.
    pub fn take(&mut self, incoming: &Incoming<'_>) -> Step {
        let mut step = Step::default();
        let reporter = incoming.reporter.to_owned();
        let mut before = self.waiting.get(&reporter).cloned();
        // What is over ends before what is new begins.
        if before
            .as_ref()
            .is_some_and(|talk| talk.end(&self.settings) <= incoming.at)
        {
            self.end(&reporter, How::Expired, &mut step);
            before = None;
        }
        let after = talk::take(before.as_ref(), incoming, &self.settings, &mut step.events);
        if before != after {
            self.set(reporter.clone(), after.clone());
            step.changes.push(Change {
                reporter,
                before,
                after,
            });
        }
        self.make_room(incoming.at, &mut step);
        step
    }

    /// Ends what has waited too long.
    pub fn expire(&mut self, now: Time) -> Step {
        let mut step = Step::default();
        self.make_room(now, &mut step);
        step
    }

    fn make_room(&mut self, now: Time, step: &mut Step) {
        while let Some((reporter, end)) = self.waiting.first() {
            let is_over = self.waiting.len() > self.settings.reporters
                || self.waiting.bytes() > self.settings.bytes;
            let how = match end <= now {
                true => How::Expired,
                false if is_over => How::Evicted,
                false => break,
            };
            let reporter = reporter.clone();
            self.end(&reporter, how, step);
        }
    }

    fn end(&mut self, reporter: &String, how: How, step: &mut Step) {
        let Some(talk) = self.waiting.take(reporter) else {
            return;
        };
        talk::end(&talk, reporter, how, &self.settings, &mut step.events);
        step.changes.push(Change {
            reporter: reporter.clone(),
            before: Some(talk),
            after: None,
        });
    }

    fn set(&mut self, reporter: String, talk: Option<Talk>) {
        match talk {
            None => {
                self.waiting.take(&reporter);
            }
            Some(talk) => {
                let end = talk.end(&self.settings);
                let bytes = talk.bytes().saturating_add(reporter.len());
                self.waiting.put(reporter, talk, end, bytes);
            }
        }
    }
}

#[cfg(test)]
mod tests;
