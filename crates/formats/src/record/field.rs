use std::fmt;

/// A field of a record, as a column or member.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Field {
    /// `call`, `sms` or `mms`; a call where absent.
    Kind,
    /// The network's own reference.
    Id,
    /// Who called, as it was shown.
    Calling,
    /// Who called, as the network knows it.
    Asserted,
    /// Whether the caller was not to be shown: `true`, `false`, `yes`, `no`, `1` or `0`.
    Withheld,
    /// Who was called.
    Called,
    /// Who diverted the call.
    Redirecting,
    /// When it began.
    StartedAt,
    /// When it was answered.
    AnsweredAt,
    /// When it ended.
    EndedAt,
    /// Seconds from the beginning to the end, for records without an end.
    Duration,
    /// Seconds from the answer to the end, for records without the time of the answer.
    Connected,
    /// What became of it: a word of [`Outcome`](watchbell_model::Outcome), or as switches write it.
    Outcome,
    /// Why it ended.
    Cause,
    /// By which trunk it came.
    Route,
    /// From which network it came.
    Network,
    /// The Identity header of SIP.
    Identity,
    /// A name with a number, as `"Name" <number>`; for records without a number.
    Caller,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 18] = [
        Self::Kind,
        Self::Id,
        Self::Calling,
        Self::Asserted,
        Self::Withheld,
        Self::Called,
        Self::Redirecting,
        Self::StartedAt,
        Self::AnsweredAt,
        Self::EndedAt,
        Self::Duration,
        Self::Connected,
        Self::Outcome,
        Self::Cause,
        Self::Route,
        Self::Network,
        Self::Identity,
        Self::Caller,
    ];

    /// Returns the name of the column or member.
    pub const fn as_str(self) -> &'static str {
        self.names()[0]
    }

    /// Its own name, then those that Asterisk and FreeSWITCH have for it.
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Kind => &["kind"],
            Self::Id => &["id", "uniqueid", "uuid"],
            Self::Calling => &["calling", "src", "caller_id_number"],
            Self::Asserted => &["asserted", "p_asserted_identity"],
            Self::Withheld => &["withheld"],
            Self::Called => &["called", "dst", "destination_number"],
            Self::Redirecting => &["redirecting", "rdnis"],
            Self::StartedAt => &["started_at", "start", "calldate", "start_stamp"],
            Self::AnsweredAt => &["answered_at", "answer", "answer_stamp"],
            Self::EndedAt => &["ended_at", "end", "end_stamp"],
            Self::Duration => &["duration"],
            Self::Connected => &["connected", "billsec"],
            Self::Outcome => &["outcome", "disposition", "hangup_cause"],
            Self::Cause => &["cause", "hangup_cause_q850"],
            Self::Route => &["route", "channel", "channel_name"],
            Self::Network => &["network"],
            Self::Identity => &["identity"],
            Self::Caller => &["caller", "clid", "caller_id"],
        }
    }

    /// Returns the field of a column or member, in any case.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        let is = |field: &Self| {
            let mut names = field.names().iter();
            names.any(|known| known.eq_ignore_ascii_case(name))
        };
        Self::ALL.into_iter().find(is)
    }

    /// The bit that stands for this in a set.
    pub(super) const fn bit(self) -> u32 {
        1 << self as u32
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
