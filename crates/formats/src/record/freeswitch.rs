//! Records of FreeSWITCH: `mod_cdr_csv` in its own template, and `mod_json_cdr`.

use std::borrow::Cow;

use serde_json::Value;
use watchbell_model::Record;

use super::{Field, Zone, draft::Draft};
use crate::report::bad::Fault;

/// Columns of the template that is used unless another is asked for; the fourth one is the context, and what follows the
/// reference is passed over.
pub(super) const COLUMNS: &[Option<Field>] = &[
    Some(Field::Caller),
    Some(Field::Calling),
    Some(Field::Called),
    None,
    Some(Field::StartedAt),
    Some(Field::AnsweredAt),
    Some(Field::EndedAt),
    Some(Field::Duration),
    Some(Field::Connected),
    Some(Field::Outcome),
    Some(Field::Id),
];

/// Variables that a field is taken from, the first one that is there.
const VARIABLES: [(Field, &[&str]); 13] = [
    (Field::Id, &["uuid", "call_uuid"]),
    (
        Field::Calling,
        &[
            "sip_from_user",
            "effective_caller_id_number",
            "caller_id_number",
        ],
    ),
    (
        Field::Asserted,
        &["sip_P-Asserted-Identity", "sip_h_P-Asserted-Identity"],
    ),
    (
        Field::Called,
        &["sip_to_user", "sip_req_user", "destination_number"],
    ),
    (
        Field::StartedAt,
        &["start_uepoch", "start_epoch", "start_stamp"],
    ),
    (
        Field::AnsweredAt,
        &["answer_uepoch", "answer_epoch", "answer_stamp"],
    ),
    (Field::EndedAt, &["end_uepoch", "end_epoch", "end_stamp"]),
    (Field::Duration, &["duration"]),
    (Field::Connected, &["billsec"]),
    (Field::Outcome, &["hangup_cause"]),
    (Field::Cause, &["hangup_cause_q850"]),
    (
        Field::Route,
        &[
            "sip_gateway_name",
            "sip_gateway",
            "sip_profile_name",
            "channel_name",
        ],
    ),
    (Field::Network, &["sip_network_ip", "sip_received_ip"]),
];

/// Members of the profile of a caller, which say what was dialled before anything was rewritten.
const PROFILE: [(Field, &str); 4] = [
    (Field::Calling, "caller_id_number"),
    (Field::Called, "destination_number"),
    (Field::Redirecting, "rdnis"),
    (Field::Id, "uuid"),
];

/// Reads what `mod_json_cdr` writes of a call.
pub(super) fn read(document: &Value, zone: Option<&Zone>) -> Result<Record, Fault<Field>> {
    let mut draft = Draft::default();
    let variables = document.get("variables").unwrap_or(&Value::Null);
    // The last profile is the one that the call came in with.
    let profile = document
        .get("callflow")
        .and_then(Value::as_array)
        .and_then(|flows| flows.last())
        .and_then(|flow| flow.get("caller_profile"))
        .unwrap_or(&Value::Null);
    let mut done = 0;
    for (field, member) in PROFILE {
        if let Some(text) = text(profile.get(member)) {
            draft.set(field, &text, 0, zone)?;
            done |= field.bit();
        }
    }
    for (field, names) in VARIABLES {
        let mut texts = names.iter().filter_map(|name| text(variables.get(name)));
        if done & field.bit() == 0
            && let Some(text) = texts.next()
        {
            draft.set(field, &text, 0, zone)?;
        }
    }
    // RFC 3323 in the request, or what the dialplan made of it.
    let is_private = ["sip_h_Privacy", "privacy", "privacy_hide_number"]
        .iter()
        .any(|name| {
            let value = text(variables.get(*name)).unwrap_or_default();
            value
                .split(';')
                .any(|word| matches!(word.trim(), "id" | "user" | "full" | "true" | "yes"))
        });
    if is_private {
        draft.set(Field::Withheld, "true", 0, zone)?;
    }
    if let Some(identity) = text(
        variables
            .get("sip_h_Identity")
            .or_else(|| variables.get("sip_identity")),
    ) {
        draft.set(Field::Identity, &identity, 0, zone)?;
    }
    draft.finish()
}

/// Returns a value that is not empty, without the encoding of addresses in which it was written.
fn text(value: Option<&Value>) -> Option<Cow<'_, str>> {
    let text = match value? {
        Value::String(text) => Cow::Borrowed(text.as_str()),
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        _ => return None,
    };
    let text = match text {
        Cow::Borrowed(text) if text.contains('%') => Cow::Owned(decoded(text)),
        text => text,
    };
    (!text.trim().is_empty()).then_some(text)
}

/// Undoes percent encoding; what is none stays.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let code = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (byte, code) {
            (b'%', Some(code)) => {
                bytes.push(code);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
