//! PDUs: what each of them is, and how it is answered.

use super::Address;
use super::{
    Alert, Cancel, CommandId, Data, Field, Password, Query, QueryResp, Replace, ShortMessage,
    Status, SubmitMulti, SubmitMultiResp, Tlvs,
};

/// A PDU.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Pdu {
    /// What came of a request; 0 in requests.
    pub status: Status,
    /// Its number, which its answer has too.
    pub sequence: u32,
    /// What it is.
    pub body: Body,
}

/// What a bind is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Role {
    /// To get messages.
    Receiver,
    /// To send messages.
    Transmitter,
    /// To do both.
    Transceiver,
}

/// A bind (section 4.1.1).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Bind {
    /// Who binds.
    pub system_id: Field,
    /// What shows that it is so.
    pub password: Password,
    /// What type of system it is.
    pub system_type: Field,
    /// The version of SMPP, `0x34`.
    pub interface_version: u8,
    /// Which addresses are served, as a pattern; of it only type and plan are structured.
    pub range: Address,
}

/// The answer to a bind (section 4.1.2).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct BindResp {
    /// Who answers; nothing where there is no body, as after an error.
    pub system_id: Option<Field>,
    /// Its optional parameters.
    pub tlvs: Tlvs,
}

/// `outbind` (section 4.1.7): a centre asks to be bound to.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Outbind {
    /// The centre.
    pub system_id: Field,
    /// What shows that it is so.
    pub password: Password,
}

/// The answer to a message (sections 4.4.2, 4.6.2 and 4.7.2).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Resp {
    /// The identity of the message; nothing where there is no body, as after an error.
    pub message_id: Option<Field>,
    /// Its optional parameters.
    pub tlvs: Tlvs,
}

/// What a PDU is, by its `command_id`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Body {
    /// `bind_receiver`, `bind_transmitter`, `bind_transceiver`.
    Bind(Role, Bind),
    /// Their answers.
    BindResp(Role, BindResp),
    /// `outbind`.
    Outbind(Outbind),
    /// `unbind`.
    Unbind,
    /// `unbind_resp`.
    UnbindResp,
    /// `generic_nack`.
    GenericNack,
    /// `submit_sm`.
    SubmitSm(ShortMessage),
    /// `submit_sm_resp`.
    SubmitSmResp(Resp),
    /// `deliver_sm`.
    DeliverSm(ShortMessage),
    /// `deliver_sm_resp`.
    DeliverSmResp(Resp),
    /// `data_sm`.
    DataSm(Data),
    /// `data_sm_resp`.
    DataSmResp(Resp),
    /// `submit_multi`.
    SubmitMulti(SubmitMulti),
    /// `submit_multi_resp`; nothing where there is no body.
    SubmitMultiResp(Option<SubmitMultiResp>),
    /// `query_sm`.
    QuerySm(Query),
    /// `query_sm_resp`; nothing where there is no body.
    QuerySmResp(Option<QueryResp>),
    /// `cancel_sm`.
    CancelSm(Cancel),
    /// `cancel_sm_resp`.
    CancelSmResp,
    /// `replace_sm`.
    ReplaceSm(Replace),
    /// `replace_sm_resp`.
    ReplaceSmResp,
    /// `enquire_link`.
    EnquireLink,
    /// `enquire_link_resp`.
    EnquireLinkResp,
    /// `alert_notification`.
    AlertNotification(Alert),
    /// Another PDU, as it came.
    Opaque(CommandId, Vec<u8>),
}

impl Body {
    /// Returns its `command_id`.
    pub const fn id(&self) -> CommandId {
        match self {
            Self::Bind(Role::Receiver, _) => CommandId::BIND_RECEIVER,
            Self::Bind(Role::Transmitter, _) => CommandId::BIND_TRANSMITTER,
            Self::Bind(Role::Transceiver, _) => CommandId::BIND_TRANSCEIVER,
            Self::BindResp(Role::Receiver, _) => CommandId::BIND_RECEIVER_RESP,
            Self::BindResp(Role::Transmitter, _) => CommandId::BIND_TRANSMITTER_RESP,
            Self::BindResp(Role::Transceiver, _) => CommandId::BIND_TRANSCEIVER_RESP,
            Self::Outbind(_) => CommandId::OUTBIND,
            Self::Unbind => CommandId::UNBIND,
            Self::UnbindResp => CommandId::UNBIND_RESP,
            Self::GenericNack => CommandId::GENERIC_NACK,
            Self::SubmitSm(_) => CommandId::SUBMIT_SM,
            Self::SubmitSmResp(_) => CommandId::SUBMIT_SM_RESP,
            Self::DeliverSm(_) => CommandId::DELIVER_SM,
            Self::DeliverSmResp(_) => CommandId::DELIVER_SM_RESP,
            Self::DataSm(_) => CommandId::DATA_SM,
            Self::DataSmResp(_) => CommandId::DATA_SM_RESP,
            Self::SubmitMulti(_) => CommandId::SUBMIT_MULTI,
            Self::SubmitMultiResp(_) => CommandId::SUBMIT_MULTI_RESP,
            Self::QuerySm(_) => CommandId::QUERY_SM,
            Self::QuerySmResp(_) => CommandId::QUERY_SM_RESP,
            Self::CancelSm(_) => CommandId::CANCEL_SM,
            Self::CancelSmResp => CommandId::CANCEL_SM_RESP,
            Self::ReplaceSm(_) => CommandId::REPLACE_SM,
            Self::ReplaceSmResp => CommandId::REPLACE_SM_RESP,
            Self::EnquireLink => CommandId::ENQUIRE_LINK,
            Self::EnquireLinkResp => CommandId::ENQUIRE_LINK_RESP,
            Self::AlertNotification(_) => CommandId::ALERT_NOTIFICATION,
            Self::Opaque(id, _) => *id,
        }
    }

    /// Returns the body that answers a request with this `command_id`.
    ///
    /// Nothing for what is never answered: answers, `outbind`, `alert_notification`.
    fn reply_to(id: CommandId, status: Status) -> Option<Self> {
        // After an error there is no body (section 4.4.2).
        let field = status.is_ok().then(Field::default);
        let resp = Resp {
            message_id: field.clone(),
            tlvs: Tlvs::default(),
        };
        let bound = BindResp {
            system_id: field,
            tlvs: Tlvs::default(),
        };
        Some(match id {
            CommandId::BIND_RECEIVER => Self::BindResp(Role::Receiver, bound),
            CommandId::BIND_TRANSMITTER => Self::BindResp(Role::Transmitter, bound),
            CommandId::BIND_TRANSCEIVER => Self::BindResp(Role::Transceiver, bound),
            CommandId::UNBIND => Self::UnbindResp,
            CommandId::SUBMIT_SM => Self::SubmitSmResp(resp),
            CommandId::DELIVER_SM => Self::DeliverSmResp(resp),
            CommandId::DATA_SM => Self::DataSmResp(resp),
            CommandId::SUBMIT_MULTI => {
                Self::SubmitMultiResp(status.is_ok().then(SubmitMultiResp::default))
            }
            CommandId::QUERY_SM => Self::QuerySmResp(status.is_ok().then(QueryResp::default)),
            CommandId::CANCEL_SM => Self::CancelSmResp,
            CommandId::REPLACE_SM => Self::ReplaceSmResp,
            CommandId::ENQUIRE_LINK => Self::EnquireLinkResp,
            CommandId::OUTBIND | CommandId::ALERT_NOTIFICATION => return None,
            other if other.is_response() => return None,
            _ => Self::GenericNack,
        })
    }
}

impl Pdu {
    /// Returns a request.
    pub const fn request(sequence: u32, body: Body) -> Self {
        Self {
            status: Status::ROK,
            sequence,
            body,
        }
    }

    /// Returns the answer to this request; nothing where there is none.
    ///
    /// A PDU that is not known gets `generic_nack` with [`Status::RINVCMDID`], whatever `status` is. The
    /// identity of a message, and what else an answer says, is for the caller to fill in.
    pub fn reply(&self, status: Status) -> Option<Self> {
        let status = match self.body {
            Body::Opaque(..) => Status::RINVCMDID,
            _ => status,
        };
        Self::reply_to(self.body.id(), self.sequence, status)
    }

    pub(super) fn reply_to(id: CommandId, sequence: u32, status: Status) -> Option<Self> {
        let body = Body::reply_to(id, status)?;
        Some(Self {
            status,
            sequence,
            body,
        })
    }

    /// Returns a `generic_nack`.
    pub const fn nack(sequence: u32, status: Status) -> Self {
        Self {
            status,
            sequence,
            body: Body::GenericNack,
        }
    }
}
