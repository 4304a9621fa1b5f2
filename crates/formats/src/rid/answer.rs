//! Which message answers which.

use super::Kind;

/// What may come back over HTTP for a message (RFC 6546, section 3, table 1).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Answer {
    /// The status of the HTTP response.
    pub status: u16,
    /// The message in it; nothing where it is empty.
    pub kind: Option<Kind>,
}

/// What follows a message in the end, on whatever way (RFC 6545, section 6).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Outcome {
    /// The message that follows.
    pub kind: Kind,
    /// Whether it always does.
    pub is_needed: bool,
}

const fn of(status: u16, kind: Option<Kind>) -> Answer {
    Answer { status, kind }
}

const TO_REQUEST: &[Answer] = &[
    of(200, Some(Kind::Acknowledgement)),
    of(200, Some(Kind::Result)),
    of(200, Some(Kind::Report)),
    of(202, None),
];
const TO_QUERY: &[Answer] = &[
    of(200, Some(Kind::Acknowledgement)),
    of(200, Some(Kind::Report)),
    of(202, None),
];
const TO_REPORT: &[Answer] = &[of(200, Some(Kind::Acknowledgement)), of(200, None)];
const EMPTY: &[Answer] = &[of(200, None)];
/// The table has no row for kinds that are agreed between peers.
const TO_OTHER: &[Answer] = &[
    of(200, Some(Kind::Acknowledgement)),
    of(200, None),
    of(202, None),
];

/// Returns what may answer a message over HTTP (RFC 6546, table 1).
///
/// `is_callback` says that the message itself is a late answer, sent with the `RID-Callback-Token` of
/// the request. Requests and queries are none; where they come as one, they are answered as ever.
pub const fn answers(kind: &Kind, is_callback: bool) -> &'static [Answer] {
    match kind {
        Kind::TraceRequest | Kind::InvestigationRequest => TO_REQUEST,
        Kind::Query => TO_QUERY,
        Kind::Report if is_callback => EMPTY,
        Kind::Report => TO_REPORT,
        Kind::Acknowledgement | Kind::Result => EMPTY,
        Kind::Extended(_) => TO_OTHER,
    }
}

/// Whether an HTTP response may answer a message: its status, and the message in it.
pub fn is_answer(to: &Kind, is_callback: bool, status: u16, kind: Option<&Kind>) -> bool {
    let mut rows = answers(to, is_callback).iter();
    rows.any(|row| row.status == status && row.kind.as_ref() == kind)
}

const OF_REQUEST: &[Outcome] = &[
    Outcome {
        kind: Kind::Acknowledgement,
        is_needed: true,
    },
    Outcome {
        kind: Kind::Result,
        is_needed: true,
    },
];
const OF_QUERY: &[Outcome] = &[Outcome {
    kind: Kind::Report,
    is_needed: true,
}];
const OF_REPORT: &[Outcome] = &[Outcome {
    kind: Kind::Acknowledgement,
    is_needed: false,
}];

/// Returns what follows a message in the end, in its order (RFC 6545, section 6).
///
/// A Request is acknowledged and has a Result, unless the Acknowledgement denies it; a Query has a
/// Report (section 6.5), or an Acknowledgement that denies it; a Report may be acknowledged.
pub const fn outcomes(kind: &Kind) -> &'static [Outcome] {
    match kind {
        Kind::TraceRequest | Kind::InvestigationRequest => OF_REQUEST,
        Kind::Query => OF_QUERY,
        Kind::Report => OF_REPORT,
        Kind::Acknowledgement | Kind::Result | Kind::Extended(_) => &[],
    }
}
