//! A message between relays.

use watchbell_model::Time;

use super::{Kind, Status};
use crate::mms::Multimedia;

/// A message between relays.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Message {
    /// What it is.
    pub kind: Kind,
    /// The version of the specification: `6.3.0`.
    pub version: Option<String>,
    /// What joins it to its answer.
    pub transaction_id: Option<String>,
    /// The multimedia message that it is about, as its relay calls it.
    pub message_id: Option<String>,
    /// Where an answer is to go.
    pub originator_system: Option<String>,
    /// Whether an answer is wanted.
    pub is_answer_wanted: bool,
    /// In an answer, what became of the request.
    pub status: Option<Status>,
    /// The same in words.
    pub status_text: Option<String>,
    /// Other fields whose names begin with `X-Mms-`, in their order.
    pub fields: Vec<(String, String)>,
    /// The multimedia message; in reports and answers, who speaks to whom and when.
    pub multimedia: Multimedia,
}

/// What the relay that writes a message puts in itself.
#[derive(Clone, Copy, Debug)]
pub struct Stamp<'a> {
    /// The address of this relay: `system@mmsc.example.net`.
    pub sender: &'a str,
    /// The present.
    pub at: Time,
    /// An identity for the mail, without brackets, that no other has.
    pub mail_id: &'a str,
}

impl Message {
    /// Returns what answers this message; nothing where nothing does, or nobody is known to answer to.
    ///
    /// Send it with [`super::write()`] where [`Self::is_answer_wanted`].
    pub fn answer(&self, status: Status, text: Option<&str>) -> Option<Self> {
        let to = self
            .originator_system
            .as_deref()
            .map(crate::mms::Address::read);
        let to = to.or_else(|| self.multimedia.from.clone())?;
        Some(Self {
            kind: self.kind.answer()?,
            version: self.version.clone(),
            transaction_id: self.transaction_id.clone(),
            message_id: self.message_id.clone(),
            originator_system: None,
            is_answer_wanted: false,
            status: Some(status),
            status_text: text.map(str::to_owned),
            fields: Vec::new(),
            multimedia: Multimedia {
                id: self.message_id.clone(),
                to: vec![to],
                ..Multimedia::default()
            },
        })
    }

    /// Returns the value of one of the other fields.
    pub fn field(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        let found = fields.find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}
