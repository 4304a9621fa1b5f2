//! Kinds of messages (clause 8.4.4).

/// What a message is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// A multimedia message on its way.
    ForwardReq,
    /// What became of that.
    ForwardRes,
    /// What became of a message, to its sender.
    DeliveryReportReq,
    /// That this has come.
    DeliveryReportRes,
    /// Whether a message was read, to its sender.
    ReadReplyReportReq,
    /// That this has come.
    ReadReplyReportRes,
}

const KINDS: &[(Kind, &str)] = &[
    (Kind::ForwardReq, "MM4_forward.REQ"),
    (Kind::ForwardRes, "MM4_forward.RES"),
    (Kind::DeliveryReportReq, "MM4_delivery_report.REQ"),
    (Kind::DeliveryReportRes, "MM4_delivery_report.RES"),
    (Kind::ReadReplyReportReq, "MM4_read_reply_report.REQ"),
    (Kind::ReadReplyReportRes, "MM4_read_reply_report.RES"),
];

impl Kind {
    /// Reads the name of a kind, whatever its case and whatever parts its words.
    pub(super) fn of(name: &str) -> Option<Self> {
        let plain = |name: &str| name.replace(['.', '-'], "_").to_ascii_lowercase();
        let wanted = plain(name);
        let found = KINDS.iter().find(|(_, own)| plain(own) == wanted);
        found.map(|(kind, _)| *kind)
    }

    /// Returns its name: `MM4_forward.REQ`.
    pub fn name(self) -> &'static str {
        let found = KINDS.iter().find(|(kind, _)| *kind == self);
        found.map_or("", |(_, name)| *name)
    }

    /// Returns the kind that answers this one; nothing where none does.
    pub const fn answer(self) -> Option<Self> {
        match self {
            Self::ForwardReq => Some(Self::ForwardRes),
            Self::DeliveryReportReq => Some(Self::DeliveryReportRes),
            Self::ReadReplyReportReq => Some(Self::ReadReplyReportRes),
            Self::ForwardRes | Self::DeliveryReportRes | Self::ReadReplyReportRes => None,
        }
    }
}
