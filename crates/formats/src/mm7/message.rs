//! A message between a relay and a provider.

use super::{Dialect, Fault, Status};
use crate::mms::{Address, Multimedia};

/// A message between a relay and a provider.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Message {
    /// Which language it is in.
    pub dialect: Dialect,
    /// What joins it to its answer.
    pub transaction_id: Option<String>,
    /// The version of the specification that it says it keeps to: `6.8.0`.
    pub version: Option<String>,
    /// What it says.
    pub body: Body,
}

/// What a message says.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one of them at a time, and it is a request"
)]
pub enum Body {
    /// It asks for something.
    Request(Request),
    /// It answers.
    Response(Response),
    /// It says that a message was not understood.
    Fault(Fault),
}

/// What a request asks for, and what a response answers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// To send a message (provider to relay).
    Submit,
    /// To take a message (relay to provider).
    Deliver,
    /// To take back what was submitted.
    Cancel,
    /// To put something in its place.
    Replace,
    /// To hear what became of a message.
    DeliveryReport,
    /// To hear that a message was read.
    ReadReply,
    /// To take back messages by what they belong to (release 6).
    ExtendedCancel,
    /// To put something in the place of such messages (release 6).
    ExtendedReplace,
}

const KINDS: &[(Kind, &str)] = &[
    (Kind::Submit, "Submit"),
    (Kind::Deliver, "Deliver"),
    (Kind::Cancel, "Cancel"),
    (Kind::Replace, "Replace"),
    (Kind::DeliveryReport, "DeliveryReport"),
    (Kind::ReadReply, "ReadReply"),
    (Kind::ExtendedCancel, "extendedCancel"),
    (Kind::ExtendedReplace, "extendedReplace"),
];

impl Kind {
    /// Reads the name of a request or response without what it ends with.
    pub(super) fn of(name: &str) -> Option<Self> {
        let found = KINDS.iter().find(|(_, own)| own.eq_ignore_ascii_case(name));
        found.map(|(kind, _)| *kind)
    }

    /// Returns its name: `Submit`.
    pub fn name(self) -> &'static str {
        let found = KINDS.iter().find(|(kind, _)| *kind == self);
        found.map_or("", |(_, name)| *name)
    }
}

/// What a message asks for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Request {
    /// What kind of request it is; nothing for one that the specification does not have.
    pub kind: Option<Kind>,
    /// The name of its element.
    pub name: String,
    /// The provider.
    pub vasp_id: Option<String>,
    /// Its service.
    pub vas_id: Option<String>,
    /// The relay.
    pub relay_id: Option<String>,
    /// The message that it is about.
    pub message_id: Option<String>,
    /// The message that it belongs to.
    pub linked_id: Option<String>,
    /// In a report, what became of the message: `Retrieved`, `Read`, …
    pub status: Option<String>,
    /// Other elements that hold text, in their order: `Priority`, `ServiceCode`, …
    pub fields: Vec<(String, String)>,
    /// The message; in other requests, who speaks to whom and when.
    pub multimedia: Multimedia,
    /// Recipients who are to be shown and not to have it.
    pub shown: Vec<Address>,
    /// Whether the relay may adapt what is in it.
    pub is_adaptable: Option<bool>,
}

/// How a request was answered.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Response {
    /// What was asked for; nothing in an answer to what was not understood.
    pub kind: Option<Kind>,
    /// Whether it is the provider that did not understand, where nobody did.
    pub is_of_provider: bool,
    /// What became of it.
    pub status: Status,
    /// The message, as the relay calls it from now on.
    pub message_id: Option<String>,
}

impl Request {
    /// Returns what one of the other elements says.
    pub fn field(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl Message {
    /// Returns the request, where this is one.
    pub const fn request(&self) -> Option<&Request> {
        match &self.body {
            Body::Request(request) => Some(request),
            Body::Response(_) | Body::Fault(_) => None,
        }
    }

    /// Returns what answers a request, in its dialect; nothing where this is none.
    ///
    /// A request that the specification does not have is answered as one that was not understood. A
    /// message that was submitted needs the identity that it has from now on.
    pub fn answer(&self, status: Status, message_id: Option<&str>) -> Option<Self> {
        let request = self.request()?;
        Some(Self {
            dialect: self.dialect.clone(),
            transaction_id: self.transaction_id.clone(),
            version: self.version.clone(),
            body: Body::Response(Response {
                kind: request.kind,
                is_of_provider: request.kind.is_none() && request.relay_id.is_some(),
                status,
                message_id: message_id.map(str::to_owned),
            }),
        })
    }
}
