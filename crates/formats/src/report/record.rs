use std::borrow::Cow;

use watchbell_model::{Channel, CleanText, Report, Time};

use super::{
    Field,
    bad::{Fault, Reason},
};
use crate::verdict::Id;

/// One report as it stands in the input, borrowed where nothing had to be undone.
///
/// No text in it holds a NUL.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Record<'a> {
    /// Which record of the input it is, bad ones counted, from 1.
    pub number: u64,
    /// The line it starts on, from 1.
    pub line: u64,
    /// The sender's own reference.
    pub id: Option<Cow<'a, str>>,
    /// The reference was a bare integer in JSON, and goes back as one.
    pub id_is_integer: bool,
    /// How the message came; SMS where absent.
    pub channel: Channel,
    /// When the report arrived.
    pub received_at: Option<Time>,
    /// When the reported message or call happened.
    pub event_at: Option<Time>,
    /// Who complains.
    pub reporter: Option<Cow<'a, str>>,
    /// Who sent the message.
    pub originator: Option<Cow<'a, str>>,
    /// Who received it.
    pub recipient: Option<Cow<'a, str>>,
    /// The message, or the words of the complaint.
    pub text: Cow<'a, str>,
    /// Language of the text.
    pub lang: Option<Cow<'a, str>>,
    /// Whether the content may be looked at and kept.
    pub consent: Option<bool>,
}

impl Record<'static> {
    /// Returns the record of a report that another format yielded.
    pub(super) fn of(report: Report, number: u64, line: u64) -> Self {
        let text = |text: CleanText| Cow::Owned(text.into_string());
        Record {
            number,
            line,
            id: report.id.map(text),
            id_is_integer: false,
            channel: report.channel,
            received_at: report.received_at,
            event_at: report.event_at,
            reporter: report.reporter.map(text),
            originator: report.originator.map(text),
            recipient: report.recipient.map(text),
            text: text(report.text),
            lang: report.lang.map(text),
            consent: report.consent,
        }
    }
}

impl Record<'_> {
    /// Returns what stands for this record in its verdict: its own reference,
    /// or its number where it has none.
    pub fn verdict_id(&self) -> Id<'_> {
        match &self.id {
            Some(id) if self.id_is_integer => Id::Integer(id),
            Some(id) => Id::Text(id),
            None => Id::Number(self.number),
        }
    }

    /// Returns the report, owned.
    pub fn into_report(self) -> Report {
        let clean = |text: Cow<'_, str>| {
            CleanText::new(text.into_owned()).expect("the reader refuses text with a NUL")
        };
        Report {
            id: self.id.map(clean),
            channel: self.channel,
            received_at: self.received_at,
            event_at: self.event_at,
            reporter: self.reporter.map(clean),
            originator: self.originator.map(clean),
            recipient: self.recipient.map(clean),
            text: clean(self.text),
            lang: self.lang.map(clean),
            consent: self.consent,
        }
    }
}

/// A value as the syntax gave it.
#[derive(Clone, Debug)]
pub(super) enum Value<'a> {
    Text(Cow<'a, str>),
    /// A JSON number, as written.
    Number(&'a str),
    Bool(bool),
    Array,
    Object,
}

impl Value<'_> {
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a string",
            Self::Number(_) => "a number",
            Self::Bool(_) => "a boolean",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// A record that is being put together.
#[derive(Debug, Default)]
pub(super) struct Draft<'a> {
    seen: u16,
    text: Option<Cow<'a, str>>,
    id: Option<Cow<'a, str>>,
    id_is_integer: bool,
    reporter: Option<Cow<'a, str>>,
    originator: Option<Cow<'a, str>>,
    recipient: Option<Cow<'a, str>>,
    lang: Option<Cow<'a, str>>,
    channel: Channel,
    received_at: Option<Time>,
    event_at: Option<Time>,
    consent: Option<bool>,
}

impl<'a> Draft<'a> {
    /// Notes that `field` is given at byte `at`.
    pub(super) fn meet(&mut self, field: Field, at: usize) -> Result<(), Fault> {
        let bit = 1 << field as u16;
        if self.seen & bit != 0 {
            return Err(Fault::new(at, Reason::Twice).of(field));
        }
        self.seen |= bit;
        Ok(())
    }

    /// Sets `field` to `value`, found at byte `at`.
    pub(super) fn set(&mut self, field: Field, value: Value<'a>, at: usize) -> Result<(), Fault> {
        match field {
            Field::Text => match value {
                Value::Text(text) => self.text = Some(clean(field, text, at)?),
                other => return Err(wrong_type(field, &other, "a string", at)),
            },
            Field::Id => {
                self.id_is_integer = matches!(value, Value::Number(_));
                self.id = name(field, value, at)?;
            }
            Field::Reporter => self.reporter = name(field, value, at)?,
            Field::Originator => self.originator = name(field, value, at)?,
            Field::Recipient => self.recipient = name(field, value, at)?,
            Field::Lang => self.lang = word(field, value, at)?,
            Field::Channel => {
                if let Some(word) = word(field, value, at)? {
                    self.channel = channel(&word)
                        .ok_or_else(|| Fault::new(at, Reason::Channel).of(field).showing(&word))?;
                }
            }
            Field::ReceivedAt => self.received_at = time(field, value, at)?,
            Field::EventAt => self.event_at = time(field, value, at)?,
            Field::Consent => self.consent = consent(&value, at)?,
        }
        Ok(())
    }

    pub(super) fn finish(self, number: u64, line: u64) -> Result<Record<'a>, Fault> {
        let Some(text) = self.text else {
            return Err(Fault::new(0, Reason::Missing).of(Field::Text));
        };
        Ok(Record {
            number,
            line,
            id: self.id,
            id_is_integer: self.id_is_integer,
            channel: self.channel,
            received_at: self.received_at,
            event_at: self.event_at,
            reporter: self.reporter,
            originator: self.originator,
            recipient: self.recipient,
            text,
            lang: self.lang,
            consent: self.consent,
        })
    }
}

fn clean(field: Field, text: Cow<'_, str>, at: usize) -> Result<Cow<'_, str>, Fault> {
    match memchr::memchr(0, text.as_bytes()) {
        None => Ok(text),
        Some(_) => Err(Fault::new(at, Reason::Nul).of(field).showing(&text)),
    }
}

fn wrong_type(field: Field, value: &Value<'_>, expected: &'static str, at: usize) -> Fault {
    let found = value.kind();
    let fault = Fault::new(at, Reason::Type { found, expected }).of(field);
    match value {
        Value::Text(text) => fault.showing(text),
        Value::Number(digits) => fault.showing(digits),
        Value::Bool(value) => fault.showing(if *value { "true" } else { "false" }),
        Value::Array | Value::Object => fault,
    }
}

/// A string, or nothing where it is empty.
fn word(field: Field, value: Value<'_>, at: usize) -> Result<Option<Cow<'_, str>>, Fault> {
    match value {
        Value::Text(text) if text.is_empty() => Ok(None),
        Value::Text(text) => clean(field, text, at).map(Some),
        other => Err(wrong_type(field, &other, "a string", at)),
    }
}

/// A string or an integer, as people write telephone numbers and references.
fn name(field: Field, value: Value<'_>, at: usize) -> Result<Option<Cow<'_, str>>, Fault> {
    match value {
        Value::Number(digits) if !digits.contains(['.', 'e', 'E']) => {
            Ok(Some(Cow::Borrowed(digits)))
        }
        Value::Text(_) => word(field, value, at),
        other => Err(wrong_type(field, &other, "a string or an integer", at)),
    }
}

fn time(field: Field, value: Value<'_>, at: usize) -> Result<Option<Time>, Fault> {
    let Value::Text(text) = value else {
        return Err(wrong_type(field, &value, "a string", at));
    };
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse() {
        Ok(time) => Ok(Some(time)),
        Err(_) => Err(Fault::new(at, Reason::Time).of(field).showing(&text)),
    }
}

fn channel(word: &str) -> Option<Channel> {
    Channel::ALL
        .iter()
        .copied()
        .find(|channel| channel.as_str().eq_ignore_ascii_case(word))
}

fn consent(value: &Value<'_>, at: usize) -> Result<Option<bool>, Fault> {
    let expected = "a boolean";
    match value {
        Value::Bool(value) => Ok(Some(*value)),
        Value::Number("1") => Ok(Some(true)),
        Value::Number("0") => Ok(Some(false)),
        Value::Text(text) => match text.to_ascii_lowercase().as_str() {
            "" => Ok(None),
            "true" | "yes" | "1" => Ok(Some(true)),
            "false" | "no" | "0" => Ok(Some(false)),
            _ => Err(Fault::new(at, Reason::Consent)
                .of(Field::Consent)
                .showing(text)),
        },
        other => Err(wrong_type(Field::Consent, other, expected, at)),
    }
}
