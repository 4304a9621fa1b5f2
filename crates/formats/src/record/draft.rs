//! A record that is being put together.

use watchbell_model::{CleanText, Numbers, Outcome, Party, Record, RecordKind, Time};

use super::{Field, Zone, zone};
use crate::report::{Reason, bad::Fault};

/// What is known of a record so far.
#[derive(Debug, Default)]
pub(super) struct Draft {
    seen: u32,
    record: Record,
    started_at: Option<Time>,
    duration: Option<i64>,
    connected: Option<i64>,
    outcome: Option<Outcome>,
    caller: Option<CleanText>,
}

impl Draft {
    /// Notes that `field` is given at byte `at`.
    pub(super) fn meet(&mut self, field: Field, at: usize) -> Result<(), Fault<Field>> {
        if self.seen & field.bit() != 0 {
            return Err(Fault::new(at, Reason::Twice).of(field));
        }
        self.seen |= field.bit();
        Ok(())
    }

    /// Sets `field` to a text that stands at byte `at`; an empty one is none.
    pub(super) fn set(
        &mut self,
        field: Field,
        text: &str,
        at: usize,
        zone: Option<&Zone>,
    ) -> Result<(), Fault<Field>> {
        if text.trim().is_empty() {
            return Ok(());
        }
        let bad = |reason: Reason| Fault::new(at, reason).of(field).showing(text);
        let read_time = || zone::read(text, zone).map_err(bad);
        let read_seconds = || seconds(text).ok_or_else(|| bad(Reason::Seconds));
        let record = &mut self.record;
        let place = match field {
            Field::Kind => {
                let kind = word(text, RecordKind::ALL, RecordKind::as_str);
                record.kind = kind.ok_or_else(|| bad(Reason::Word { expected: KINDS }))?;
                return Ok(());
            }
            Field::Withheld => {
                record.withheld = flag(text).ok_or_else(|| bad(Reason::Consent))?;
                return Ok(());
            }
            Field::Outcome => {
                let outcome = outcome(text);
                self.outcome =
                    Some(outcome.ok_or_else(|| bad(Reason::Word { expected: OUTCOMES }))?);
                // What a switch writes says more than the outcome.
                if record.cause.is_some() || !is_cause(text) {
                    return Ok(());
                }
                &mut record.cause
            }
            Field::StartedAt | Field::AnsweredAt | Field::EndedAt => {
                let place = match field {
                    Field::StartedAt => &mut self.started_at,
                    Field::AnsweredAt => &mut record.answered_at,
                    _ => &mut record.ended_at,
                };
                *place = read_time()?;
                return Ok(());
            }
            Field::Duration | Field::Connected => {
                let place = match field {
                    Field::Duration => &mut self.duration,
                    _ => &mut self.connected,
                };
                *place = Some(read_seconds()?);
                return Ok(());
            }
            Field::Id => &mut record.id,
            Field::Calling => &mut record.calling,
            Field::Asserted => &mut record.asserted,
            Field::Called => &mut record.called,
            Field::Redirecting => &mut record.redirecting,
            Field::Cause => &mut record.cause,
            Field::Route => &mut record.route,
            Field::Network => &mut record.network,
            Field::Identity => &mut record.identity,
            Field::Caller => &mut self.caller,
        };
        *place = Some(CleanText::new(text).map_err(|_| bad(Reason::Nul))?);
        Ok(())
    }

    /// Returns the record, once everything was set.
    pub(super) fn finish(self) -> Result<Record, Fault<Field>> {
        let Some(started_at) = self.started_at else {
            return Err(Fault::new(0, Reason::Missing).of(Field::StartedAt));
        };
        let mut record = self.record;
        record.started_at = started_at;
        if record.ended_at.is_none() {
            record.ended_at = self
                .duration
                .map(|seconds| started_at.plus_seconds(seconds));
        }
        if let (None, Some(seconds @ 1..), Some(ended)) =
            (record.answered_at, self.connected, record.ended_at)
        {
            record.answered_at = Some(ended.plus_seconds(-seconds).max(started_at));
        }
        record.outcome = match (self.outcome, record.answered_at) {
            // A switch tells why an answered call ended, too.
            (Some(Outcome::Unknown) | None, Some(_)) => Outcome::Answered,
            (Some(outcome), _) => outcome,
            (None, None) => Outcome::Unknown,
        };
        if record.calling.is_none() {
            record.calling = self.caller;
        }
        let shown = record.calling.as_ref();
        record.withheld |= shown.is_none_or(|shown| is_withheld(shown));
        Ok(record)
    }
}

/// Tells whether what is shown says that nobody is shown.
fn is_withheld(shown: &str) -> bool {
    // Most are numbers, which need no reading.
    let begins = shown.as_bytes().first();
    let is_number = begins.is_some_and(|byte| matches!(byte, b'+' | b'1'..=b'9'));
    !is_number && Numbers::anywhere().read(shown) == Party::Withheld
}

const KINDS: &str = "call sms mms";
const OUTCOMES: &str =
    "answered busy no-answer failed cancelled rejected delivered unknown, or a word of a switch";

/// Reads an outcome: its own word, a disposition of Asterisk, a cause of FreeSWITCH.
fn outcome(text: &str) -> Option<Outcome> {
    if let Some(own) = word(text, Outcome::ALL, Outcome::as_str) {
        return Some(own);
    }
    let upper = text.trim().to_ascii_uppercase();
    Some(match upper.as_str() {
        "ANSWER" => Outcome::Answered,
        "NO ANSWER"
        | "NOANSWER"
        | "NO_ANSWER"
        | "NO_USER_RESPONSE"
        | "PROGRESS_TIMEOUT"
        | "ALLOTTED_TIMEOUT"
        | "SUBSCRIBER_ABSENT"
        | "RECOVERY_ON_TIMER_EXPIRE" => Outcome::NoAnswer,
        "USER_BUSY" => Outcome::Busy,
        "ORIGINATOR_CANCEL" | "CANCEL" | "LOSE_RACE" => Outcome::Cancelled,
        "CALL_REJECTED"
        | "USER_CHALLENGE"
        | "OUTGOING_CALL_BARRED"
        | "INCOMING_CALL_BARRED"
        | "DECLINE"
        | "BLOCKED"
        | "REJECTED_ALL" => Outcome::Rejected,
        "CONGESTION" | "CHANUNAVAIL" => Outcome::Failed,
        // The end of a call that was answered, or of one that was not: the time of the answer tells.
        "NORMAL_CLEARING" | "NORMAL_UNSPECIFIED" | "ATTENDED_TRANSFER" | "BLIND_TRANSFER"
        | "PICKED_OFF" | "MANAGER_REQUEST" | "NONE" => Outcome::Unknown,
        _ if is_cause(text) => Outcome::Failed,
        _ => return None,
    })
}

/// Tells whether a word has the form that causes have in FreeSWITCH.
fn is_cause(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    text.contains('_') && text.bytes().all(is_letter)
}

fn word<T: Copy>(text: &str, all: &[T], as_str: fn(T) -> &'static str) -> Option<T> {
    let mut all = all.iter().copied();
    all.find(|value| as_str(*value).eq_ignore_ascii_case(text.trim()))
}

fn flag(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" => Some(true),
        "false" | "no" | "0" => Some(false),
        _ => None,
    }
}

/// Reads whole seconds; a fraction is dropped.
fn seconds(text: &str) -> Option<i64> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = is_number(whole) && is_number(fraction) && (1..=9).contains(&whole.len());
    fits.then(|| whole.parse().ok())?
}
