//! The state of one reporter, and what a message makes of it.

use serde::{Deserialize, Serialize};
use watchbell_model::Time;

use super::{
    AnswerKind, Event, How, Incoming, Sender, Settings, language, sender,
    words::{Word, word},
};
use crate::smpp::waiting::digest;

/// How often something else than a sender may come before a report ends without one.
const MAX_TRIES: u8 = 3;
/// What a state takes in memory besides its texts, roughly.
const STATE_BYTES: usize = 256;
/// Seconds in which answers are counted.
const HOUR: i64 = 3_600;

/// What is known of a reporter, as long as it matters.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Talk {
    /// Where the dialogue is.
    pub state: State,
    /// The language of answers.
    pub language: String,
    /// Whether there are to be none.
    pub quiet: bool,
    /// How many there were since `counted_from`.
    pub answers: u8,
    /// When counting them began.
    pub counted_from: Time,
}

/// Where a dialogue is.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// A message waits for its sender.
    Content {
        /// The message.
        text: String,
        /// When it came.
        at: Time,
        /// How often something else came.
        tries: u8,
    },
    /// A sender waits for its message.
    Sender {
        /// The sender.
        sender: Sender,
        /// When it came.
        at: Time,
    },
    /// It came to its end; what was in it is known when it comes again.
    Done {
        /// A digest of the message.
        content: u64,
        /// The sender.
        sender: Option<Sender>,
        /// When.
        at: Time,
    },
}

/// What a message says.
#[derive(Debug)]
enum Said {
    Word(Word),
    Nothing,
    Sender(Sender),
    Both(Sender),
    Content,
}

impl Talk {
    /// Returns when this stops waiting.
    pub(super) fn end(&self, settings: &Settings) -> Time {
        match &self.state {
            State::Content { at, .. } => at.plus_seconds(settings.wait_seconds),
            State::Sender { at, .. } => at.plus_seconds(settings.early_seconds),
            State::Done { at, .. } => at.plus_seconds(settings.repeat_seconds),
        }
    }

    pub(super) fn bytes(&self) -> usize {
        STATE_BYTES
            + match &self.state {
                State::Content { text, .. } => text.len(),
                State::Sender { .. } | State::Done { .. } => 0,
            }
    }
}

/// Says what ends without an answer of the reporter.
pub(super) fn end(
    talk: &Talk,
    reporter: &str,
    how: How,
    settings: &Settings,
    events: &mut Vec<Event>,
) {
    match &talk.state {
        State::Content { text, at, .. } => {
            events.push(report(reporter, text, None, *at, how));
            if how == How::Expired && !talk.quiet && talk.answers < settings.answers {
                events.push(Event::Answer {
                    to: reporter.to_owned(),
                    kind: AnswerKind::Expired,
                    language: language::listed(&talk.language).unwrap_or("en"),
                });
            }
        }
        State::Sender { sender, at } => events.push(Event::SenderOnly {
            reporter: reporter.to_owned(),
            sender: sender.clone(),
            received_at: *at,
        }),
        State::Done { .. } => {}
    }
}

/// Takes a message, and returns what is to be known from then on.
pub(super) fn take(
    before: Option<&Talk>,
    incoming: &Incoming<'_>,
    settings: &Settings,
    events: &mut Vec<Event>,
) -> Option<Talk> {
    let state = before.map(|talk| &talk.state);
    let mut turn = Turn {
        incoming,
        events,
        answer: None,
    };
    let next = turn.take(state);
    let answer = turn.answer;
    let known = before.and_then(|talk| language::listed(&talk.language));
    let chosen = match incoming.language.and_then(language::of_tag).or(known) {
        Some(language) => language,
        None => language::choose(None, incoming.text, &settings.language),
    };
    let (mut answers, mut counted_from) = match before {
        Some(talk) if talk.counted_from.plus_seconds(HOUR) > incoming.at => {
            (talk.answers, talk.counted_from)
        }
        _ => (0, incoming.at),
    };
    let is_wanted = !incoming.quiet || matches!(answer, Some(AnswerKind::Started));
    if let Some(kind) = answer.filter(|_| is_wanted && answers < settings.answers) {
        events.push(Event::Answer {
            to: incoming.reporter.to_owned(),
            kind,
            language: chosen,
        });
        if answers == 0 {
            counted_from = incoming.at;
        }
        answers = answers.saturating_add(1);
    }
    next.map(|state| Talk {
        state,
        language: chosen.to_owned(),
        quiet: incoming.quiet && answer != Some(AnswerKind::Started),
        answers,
        counted_from,
    })
}

struct Turn<'a> {
    incoming: &'a Incoming<'a>,
    events: &'a mut Vec<Event>,
    answer: Option<AnswerKind>,
}

impl Turn<'_> {
    fn take(&mut self, state: Option<&State>) -> Option<State> {
        let text = self.incoming.text;
        let is_asked = matches!(state, Some(State::Content { .. }));
        match (understand(text, is_asked), state) {
            (Said::Word(Word::Help), _) => self.stay(AnswerKind::Help, state),
            (Said::Word(Word::Start), _) => {
                self.quiet(false);
                self.stay(AnswerKind::Started, state)
            }
            (Said::Word(Word::Stop), _) => self.stop(state),
            (Said::Word(Word::Unknown), Some(State::Content { text, at, .. })) => {
                self.done(text, None, *at, How::Unknown)
            }
            // Thanks for thanks need no answer.
            (Said::Word(Word::Chat), Some(State::Done { .. })) => state.cloned(),
            (Said::Nothing | Said::Word(Word::Chat), Some(State::Content { text, at, tries })) => {
                self.again(text, *at, *tries)
            }
            (Said::Nothing | Said::Word(Word::Unknown), _) => {
                self.stay(AnswerKind::NotUnderstood, state)
            }
            (Said::Sender(sender), _) => self.sender(sender, state),
            (Said::Both(sender), _) => self.content(Some(sender), state),
            (Said::Content | Said::Word(Word::Chat), _) => self.content(None, state),
        }
    }

    fn stay(&mut self, kind: AnswerKind, state: Option<&State>) -> Option<State> {
        self.answer = Some(kind);
        state.cloned()
    }

    fn quiet(&mut self, quiet: bool) {
        self.events.push(Event::Quiet {
            reporter: self.incoming.reporter.to_owned(),
            quiet,
        });
    }

    fn stop(&mut self, state: Option<&State>) -> Option<State> {
        self.release(state, How::Stopped);
        self.quiet(true);
        self.answer = Some(AnswerKind::Stopped);
        None
    }

    /// Lets go of what waits.
    fn release(&mut self, state: Option<&State>, how: How) {
        let reporter = self.incoming.reporter;
        match state {
            Some(State::Content { text, at, .. }) => {
                self.events.push(report(reporter, text, None, *at, how));
            }
            Some(State::Sender { sender, at }) => self.events.push(Event::SenderOnly {
                reporter: reporter.to_owned(),
                sender: sender.clone(),
                received_at: *at,
            }),
            Some(State::Done { .. }) | None => {}
        }
    }

    fn again(&mut self, text: &str, at: Time, tries: u8) -> Option<State> {
        let tries = tries.saturating_add(1);
        if tries >= MAX_TRIES {
            return self.done(text, None, at, How::GaveUp);
        }
        self.answer = Some(AnswerKind::NotUnderstood);
        let text = text.to_owned();
        Some(State::Content { text, at, tries })
    }

    fn done(
        &mut self,
        text: &str,
        sender: Option<Sender>,
        received_at: Time,
        how: How,
    ) -> Option<State> {
        let reporter = self.incoming.reporter;
        let event = report(reporter, text, sender.clone(), received_at, how);
        self.events.push(event);
        self.answer = Some(AnswerKind::Thanks);
        Some(State::Done {
            content: digest(text.as_bytes()),
            sender,
            at: self.incoming.at,
        })
    }

    fn sender(&mut self, sender: Sender, state: Option<&State>) -> Option<State> {
        match state {
            Some(State::Content { text, at, .. }) => {
                return self.done(text, Some(sender), *at, How::Answered);
            }
            Some(State::Done { sender: known, .. }) if known.as_ref() == Some(&sender) => {
                return self.stay(AnswerKind::Thanks, state);
            }
            Some(State::Sender { sender: known, .. }) if *known == sender => {
                return self.stay(AnswerKind::AskContent, state);
            }
            _ => self.release(state, How::Followed),
        }
        self.answer = Some(AnswerKind::AskContent);
        let at = self.incoming.at;
        Some(State::Sender { sender, at })
    }

    fn content(&mut self, sender: Option<Sender>, state: Option<&State>) -> Option<State> {
        let Incoming { text, at, .. } = *self.incoming;
        match state {
            Some(State::Content { text: known, .. }) if known == text && sender.is_none() => {
                return self.stay(AnswerKind::AskSender, state);
            }
            Some(State::Done {
                content,
                sender: Some(_),
                ..
            }) if *content == digest(text.as_bytes()) => {
                return self.stay(AnswerKind::Thanks, state);
            }
            // What was told on purpose is surer than what stands in the text.
            Some(State::Sender { sender, .. }) => {
                return self.done(text, Some(sender.clone()), at, How::SenderFirst);
            }
            // The same again, now with its sender.
            Some(State::Content { text: known, .. }) if known == text => {}
            _ => self.release(state, How::Followed),
        }
        if sender.is_some() {
            return self.done(text, sender, at, How::InText);
        }
        self.answer = Some(AnswerKind::AskSender);
        Some(State::Content {
            text: text.to_owned(),
            at,
            tries: 0,
        })
    }
}

fn understand(text: &str, is_asked: bool) -> Said {
    if let Some(word) = word(text) {
        return Said::Word(word);
    }
    if !text.chars().any(char::is_alphanumeric) && !text.chars().any(is_symbol) {
        return Said::Nothing;
    }
    if let Some(sender) = sender::alone(text, is_asked) {
        return Said::Sender(sender);
    }
    match sender::within(text, is_asked) {
        Some((sender, before)) if is_asked && before <= sender::MAX_PREAMBLE => {
            Said::Sender(sender)
        }
        Some((sender, _)) => Said::Both(sender),
        None => Said::Content,
    }
}

/// Emoji and the like, which a message may consist of.
const fn is_symbol(character: char) -> bool {
    matches!(character, '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

fn report(
    reporter: &str,
    content: &str,
    sender: Option<Sender>,
    received_at: Time,
    how: How,
) -> Event {
    Event::Report {
        reporter: reporter.to_owned(),
        content: content.to_owned(),
        sender,
        received_at,
        how,
    }
}
