//! What is in the PDUs that carry messages or speak of them (sections 4.4 to 4.12).

use super::{Address, Field, Status, Tlvs};

/// A class of message (section 5.2.12).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct EsmClass(pub u8);

/// What a message is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// A message of somebody.
    Message,
    /// The centre tells what became of a message.
    Receipt,
    /// The recipient acknowledges a message, by itself or by hand.
    Acknowledgement,
    /// A conversation is broken off.
    Abort,
    /// The centre tells what becomes of a message meanwhile.
    Notification,
    /// A type that is reserved.
    Reserved,
}

impl EsmClass {
    /// The bit of a user data header.
    pub const HEADER: u8 = 0x40;

    /// Returns what the message is for.
    pub const fn kind(self) -> Kind {
        match self.0 & 0x3C {
            0x00 => Kind::Message,
            0x04 => Kind::Receipt,
            0x08 | 0x10 => Kind::Acknowledgement,
            0x18 => Kind::Abort,
            0x20 => Kind::Notification,
            _ => Kind::Reserved,
        }
    }

    /// Returns whether the message begins with a user data header.
    pub const fn has_header(self) -> bool {
        self.0 & Self::HEADER != 0
    }
}

/// `submit_sm` and `deliver_sm` (sections 4.4.1 and 4.6.1).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ShortMessage {
    /// The service that it is of.
    pub service_type: Field,
    /// Who it is from.
    pub source: Address,
    /// Whom it is for.
    pub destination: Address,
    /// Its class.
    pub esm_class: EsmClass,
    /// The protocol above it.
    pub protocol_id: u8,
    /// How urgent it is.
    pub priority: u8,
    /// When to deliver it.
    pub schedule_delivery_time: Field,
    /// How long to try.
    pub validity_period: Field,
    /// Which receipts are asked for.
    pub registered_delivery: u8,
    /// Whether it replaces an earlier one.
    pub replace_if_present: u8,
    /// How it is coded.
    pub data_coding: u8,
    /// A predefined message that is to be sent.
    pub default_message: u8,
    /// The message, at most 255 bytes.
    pub short_message: Vec<u8>,
    /// Its optional parameters.
    pub tlvs: Tlvs,
}

/// `data_sm` (section 4.7.1).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Data {
    /// The service that it is of.
    pub service_type: Field,
    /// Who it is from.
    pub source: Address,
    /// Whom it is for.
    pub destination: Address,
    /// Its class.
    pub esm_class: EsmClass,
    /// Which receipts are asked for.
    pub registered_delivery: u8,
    /// How it is coded.
    pub data_coding: u8,
    /// Its optional parameters; the message is one of them.
    pub tlvs: Tlvs,
}

/// One of the destinations of [`SubmitMulti`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Target {
    /// An address.
    Address(Address),
    /// A distribution list, by its name.
    List(Field),
}

/// `submit_multi` (section 4.5.1).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SubmitMulti {
    /// Whom it is for, at most 255.
    pub targets: Vec<Target>,
    /// The message; its destination is not written.
    pub message: ShortMessage,
}

/// `submit_multi_resp` (section 4.5.2).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SubmitMultiResp {
    /// The identity of the message.
    pub message_id: Field,
    /// Whom it could not be submitted for, at most 255.
    pub unsuccess: Vec<Unsuccess>,
    /// Its optional parameters (5.0).
    pub tlvs: Tlvs,
}

/// A destination that a message could not be submitted for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unsuccess {
    /// The destination.
    pub address: Address,
    /// Why.
    pub status: Status,
}

/// `query_sm` (section 4.8.1).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Query {
    /// Which message.
    pub message_id: Field,
    /// Who it was from.
    pub source: Address,
}

/// `query_sm_resp` (section 4.8.2).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct QueryResp {
    /// Which message.
    pub message_id: Field,
    /// When it came to its end; empty while it has not.
    pub final_date: Field,
    /// What became of it (section 5.2.28).
    pub message_state: u8,
    /// The network's code of the error.
    pub error_code: u8,
    /// Its optional parameters (5.0).
    pub tlvs: Tlvs,
}

/// `cancel_sm` (section 4.9.1).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Cancel {
    /// The service that it is of.
    pub service_type: Field,
    /// Which message; empty for all between the two addresses.
    pub message_id: Field,
    /// Who it was from.
    pub source: Address,
    /// Whom it was for.
    pub destination: Address,
}

/// `replace_sm` (section 4.10.1).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Replace {
    /// Which message.
    pub message_id: Field,
    /// Who it was from.
    pub source: Address,
    /// When to deliver it.
    pub schedule_delivery_time: Field,
    /// How long to try.
    pub validity_period: Field,
    /// Which receipts are asked for.
    pub registered_delivery: u8,
    /// A predefined message that is to be sent.
    pub default_message: u8,
    /// The message, at most 255 bytes.
    pub short_message: Vec<u8>,
    /// Its optional parameters (5.0).
    pub tlvs: Tlvs,
}

/// `alert_notification` (section 4.12.1): somebody can be reached again.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Alert {
    /// Who.
    pub source: Address,
    /// Who had asked.
    pub esme: Address,
    /// Its optional parameters.
    pub tlvs: Tlvs,
}
