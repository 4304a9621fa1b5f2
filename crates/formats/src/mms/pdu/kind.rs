//! Kinds of PDUs (OMA-TS-MMS-ENC 1.3, section 7.3.30, table 17).

use super::Field;

/// What a PDU is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u8)]
#[non_exhaustive]
pub enum Kind {
    /// `m-send-req`: a message to be sent.
    SendReq = 0x80,
    /// `m-send-conf`: what became of that.
    SendConf = 0x81,
    /// `m-notification-ind`: a message can be fetched.
    NotificationInd = 0x82,
    /// `m-notifyresp-ind`: what became of that notice.
    NotifyrespInd = 0x83,
    /// `m-retrieve-conf`: a message that was fetched.
    RetrieveConf = 0x84,
    /// `m-acknowledge-ind`: it has arrived.
    AcknowledgeInd = 0x85,
    /// `m-delivery-ind`: what became of a message, to its sender.
    DeliveryInd = 0x86,
    /// `m-read-rec-ind`: it was read, from its recipient.
    ReadRecInd = 0x87,
    /// `m-read-orig-ind`: it was read, to its sender.
    ReadOrigInd = 0x88,
    /// `m-forward-req`: a message to be passed on unseen.
    ForwardReq = 0x89,
    /// `m-forward-conf`: what became of that.
    ForwardConf = 0x8A,
    /// `m-mbox-store-req`: a message to be kept in the mailbox.
    MboxStoreReq = 0x8B,
    /// `m-mbox-store-conf`: what became of that.
    MboxStoreConf = 0x8C,
    /// `m-mbox-view-req`: a look into the mailbox.
    MboxViewReq = 0x8D,
    /// `m-mbox-view-conf`: what is in it.
    MboxViewConf = 0x8E,
    /// `m-mbox-upload-req`: a message to be put into the mailbox.
    MboxUploadReq = 0x8F,
    /// `m-mbox-upload-conf`: what became of that.
    MboxUploadConf = 0x90,
    /// `m-mbox-delete-req`: messages to be taken out of the mailbox.
    MboxDeleteReq = 0x91,
    /// `m-mbox-delete-conf`: what became of that.
    MboxDeleteConf = 0x92,
    /// `m-mbox-descr`: a message in the mailbox.
    MboxDescr = 0x93,
    /// `m-delete-req`: messages to be deleted.
    DeleteReq = 0x94,
    /// `m-delete-conf`: what became of that.
    DeleteConf = 0x95,
    /// `m-cancel-req`: a message to be taken back.
    CancelReq = 0x96,
    /// `m-cancel-conf`: what became of that.
    CancelConf = 0x97,
}

/// Each kind and its name.
const KINDS: &[(Kind, &str)] = &[
    (Kind::SendReq, "m-send-req"),
    (Kind::SendConf, "m-send-conf"),
    (Kind::NotificationInd, "m-notification-ind"),
    (Kind::NotifyrespInd, "m-notifyresp-ind"),
    (Kind::RetrieveConf, "m-retrieve-conf"),
    (Kind::AcknowledgeInd, "m-acknowledge-ind"),
    (Kind::DeliveryInd, "m-delivery-ind"),
    (Kind::ReadRecInd, "m-read-rec-ind"),
    (Kind::ReadOrigInd, "m-read-orig-ind"),
    (Kind::ForwardReq, "m-forward-req"),
    (Kind::ForwardConf, "m-forward-conf"),
    (Kind::MboxStoreReq, "m-mbox-store-req"),
    (Kind::MboxStoreConf, "m-mbox-store-conf"),
    (Kind::MboxViewReq, "m-mbox-view-req"),
    (Kind::MboxViewConf, "m-mbox-view-conf"),
    (Kind::MboxUploadReq, "m-mbox-upload-req"),
    (Kind::MboxUploadConf, "m-mbox-upload-conf"),
    (Kind::MboxDeleteReq, "m-mbox-delete-req"),
    (Kind::MboxDeleteConf, "m-mbox-delete-conf"),
    (Kind::MboxDescr, "m-mbox-descr"),
    (Kind::DeleteReq, "m-delete-req"),
    (Kind::DeleteConf, "m-delete-conf"),
    (Kind::CancelReq, "m-cancel-req"),
    (Kind::CancelConf, "m-cancel-conf"),
];

impl Kind {
    pub(super) fn of(octet: u8) -> Option<Self> {
        let found = KINDS.iter().find(|(kind, _)| kind.octet() == octet);
        found.map(|(kind, _)| *kind)
    }

    /// Returns the octet it is written as.
    pub const fn octet(self) -> u8 {
        self as u8
    }

    /// Returns its name: `m-send-req`.
    pub fn name(self) -> &'static str {
        let found = KINDS.iter().find(|(kind, _)| *kind == self);
        found.map_or("", |(_, name)| *name)
    }

    /// Returns the fields that it has to have, from memory of the tables of section 6; those of mailboxes
    /// are not listed.
    pub(super) const fn mandatory(self) -> &'static [Field] {
        use Field as F;
        match self {
            Self::SendReq => &[F::TransactionId, F::MmsVersion, F::From, F::ContentType],
            Self::SendConf => &[F::TransactionId, F::MmsVersion, F::ResponseStatus],
            Self::NotificationInd => &[
                F::TransactionId,
                F::MmsVersion,
                F::MessageClass,
                F::MessageSize,
                F::Expiry,
                F::ContentLocation,
            ],
            Self::NotifyrespInd => &[F::TransactionId, F::MmsVersion, F::Status],
            Self::RetrieveConf => &[F::MmsVersion, F::Date, F::ContentType],
            Self::AcknowledgeInd => &[F::TransactionId, F::MmsVersion],
            Self::DeliveryInd => &[F::MmsVersion, F::MessageId, F::To, F::Date, F::Status],
            Self::ReadRecInd => &[F::MmsVersion, F::MessageId, F::To, F::From, F::ReadStatus],
            Self::ReadOrigInd => &[
                F::MmsVersion,
                F::MessageId,
                F::To,
                F::From,
                F::Date,
                F::ReadStatus,
            ],
            Self::ForwardReq => &[F::TransactionId, F::MmsVersion, F::From, F::ContentLocation],
            Self::ForwardConf => &[F::TransactionId, F::MmsVersion, F::ResponseStatus],
            Self::CancelReq => &[F::TransactionId, F::MmsVersion, F::CancelId],
            Self::CancelConf => &[F::TransactionId, F::MmsVersion, F::CancelStatus],
            _ => &[],
        }
    }
}
