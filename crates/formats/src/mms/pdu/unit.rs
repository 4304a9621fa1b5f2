//! A PDU of the encapsulation.

use watchbell_model::Time;

use super::{EncodedString, Field, Header, Kind, Name, Part, Sender, Value};

/// A PDU (OMA-TS-MMS-ENC 1.3, section 6).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Pdu {
    /// What it is.
    pub kind: Kind,
    /// What joins it to its answer.
    pub transaction_id: Option<String>,
    /// The version of the encapsulation.
    pub version: Option<Version>,
    /// Its other header fields, in their order.
    pub headers: Vec<Header>,
    /// Its body, where it has one.
    pub content: Option<Part>,
}

/// A version of the encapsulation (section 7.3.34).
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Version {
    /// Changes when older ones cannot be understood; 0 to 7.
    pub major: u8,
    /// Changes when something is added; 0 to 15.
    pub minor: u8,
}

impl Pdu {
    /// Returns a PDU of version 1.3 that has nothing else in it.
    pub fn new(kind: Kind, transaction_id: Option<&str>) -> Self {
        Self {
            kind,
            transaction_id: transaction_id.map(str::to_owned),
            version: Some(Version { major: 1, minor: 3 }),
            headers: Vec::new(),
            content: None,
        }
    }

    /// Returns it with one header field more.
    #[must_use]
    pub fn with(mut self, field: Field, value: Value) -> Self {
        let name = Name::Known(field);
        self.headers.push(Header { name, value });
        self
    }

    /// Returns the PDU that answers this one with a status, in its version; nothing where none does.
    ///
    /// The status is a token of `X-Mms-Response-Status` for what was to be sent or forwarded, of
    /// `X-Mms-Status` for a notice, of `X-Mms-Cancel-Status` for what was to be taken back. A message
    /// that was fetched is acknowledged without one.
    pub fn answer(&self, status: u8) -> Option<Self> {
        let (kind, field) = match self.kind {
            Kind::SendReq => (Kind::SendConf, Some(Field::ResponseStatus)),
            Kind::ForwardReq => (Kind::ForwardConf, Some(Field::ResponseStatus)),
            Kind::NotificationInd => (Kind::NotifyrespInd, Some(Field::Status)),
            Kind::CancelReq => (Kind::CancelConf, Some(Field::CancelStatus)),
            Kind::RetrieveConf => (Kind::AcknowledgeInd, None),
            _ => return None,
        };
        let mut answer = Self::new(kind, self.transaction_id.as_deref());
        answer.version = self.version.or(answer.version);
        if let Some(field) = field {
            answer = answer.with(field, Value::Token(status));
        }
        Some(answer)
    }

    /// Returns the first value of a header field.
    pub fn value(&self, field: Field) -> Option<&Value> {
        self.values(field).next()
    }

    /// Returns all values of a header field.
    pub fn values(&self, field: Field) -> impl Iterator<Item = &Value> {
        let all = self.headers.iter();
        let found = all.filter(move |header| header.name == Name::Known(field));
        found.map(|header| &header.value)
    }

    /// Returns what a header field says in text: a text, an address, the word of a token.
    pub fn text(&self, field: Field) -> Option<String> {
        match self.value(field)? {
            Value::Text(text) => Some(text.clone()),
            Value::Encoded(text) => Some(text.text()),
            Value::Token(token) => field.word(*token).map(str::to_owned),
            Value::Sender(Sender::Address(address)) => Some(address.text()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// Returns the texts of a header field that may be there several times, such as `To`.
    pub fn texts(&self, field: Field) -> Vec<String> {
        let encoded = |value: &Value| match value {
            Value::Encoded(text) => Some(text.text()),
            _ => None,
        };
        self.values(field).filter_map(encoded).collect()
    }

    /// Returns the sender's address; nothing where the relay is to put it in.
    pub fn from(&self) -> Option<&EncodedString> {
        match self.value(Field::From)? {
            Value::Sender(Sender::Address(address)) => Some(address),
            _ => None,
        }
    }

    /// Returns when the message was sent.
    pub fn date(&self) -> Option<Time> {
        match self.value(Field::Date)? {
            Value::Number(seconds) => {
                let seconds = i64::try_from(*seconds).ok()?;
                Some(Time::from_micros(seconds.saturating_mul(Time::SECOND)))
            }
            _ => None,
        }
    }
}
