//! `Master.csv` of Asterisk (`cdr_csv`), which has no header.

use super::Field;

/// Its columns: accountcode, src, dst, dcontext, clid, channel, dstchannel, lastapp, lastdata, start, answer, end, duration,
/// billsec, disposition, amaflags, uniqueid, userfield. What newer versions append is passed over.
pub(super) const COLUMNS: &[Option<Field>] = &[
    None,
    Some(Field::Calling),
    Some(Field::Called),
    None,
    Some(Field::Caller),
    Some(Field::Route),
    None,
    None,
    None,
    Some(Field::StartedAt),
    Some(Field::AnsweredAt),
    Some(Field::EndedAt),
    Some(Field::Duration),
    Some(Field::Connected),
    Some(Field::Outcome),
    None,
    Some(Field::Id),
];

/// Returns the peer that a channel is of: `PJSIP/trunk-0000002a` is `PJSIP/trunk`. A name without such an end is kept.
pub(super) fn peer(channel: &str) -> &str {
    match channel.rsplit_once('-') {
        Some((peer, end)) if end.len() >= 4 && end.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            peer
        }
        _ => channel,
    }
}
