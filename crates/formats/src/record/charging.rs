//! Requests to the charging function of 5G, Nchf (3GPP TS 32.291): telephony over IMS (TS 32.260, TS 32.275), SMS (TS 32.274), MMS
//! (TS 32.270).

use std::borrow::Cow;

use serde_json::Value;
use watchbell_model::{CleanText, Outcome, Record, RecordKind, Time};

use super::{Field, MAX_RECIPIENTS, Zone, draft::Draft, zone};
use crate::report::{Reason, bad::Fault};

/// Reads the records that a request stands for: one for a call, one for each recipient of a message.
///
/// A request about something else, such as data, is wrong.
pub(super) fn read(request: &Value, zone: Option<&Zone>) -> Result<Vec<Record>, Fault<Field>> {
    if let Some(message) = request.get("sMSChargingInformation") {
        return message_records(request, message, RecordKind::Sms, zone);
    }
    if let Some(message) = request.get("mMSChargingInformation") {
        return message_records(request, message, RecordKind::Mms, zone);
    }
    match (
        request.get("iMSChargingInformation"),
        request.get("mMTelChargingInformation"),
    ) {
        (None, None) => Err(Fault::new(0, Reason::Missing).of(Field::Kind)),
        (ims, telephony) => {
            call(request, ims.unwrap_or(&Value::Null), telephony, zone).map(|record| vec![record])
        }
    }
}

fn call(
    request: &Value,
    ims: &Value,
    telephony: Option<&Value>,
    zone: Option<&Zone>,
) -> Result<Record, Fault<Field>> {
    let invoked = time(request, "invocationTimeStamp", zone)?;
    let sent = time(ims, "timeStamps", zone)?;
    let used = used_seconds(request);
    let connected = used.filter(|seconds| *seconds > 0);
    let mut draft = Draft::default();
    let mut set = |field, value: Option<Cow<'_, str>>| match value {
        Some(value) => draft.set(field, &value, 0, zone),
        None => Ok(()),
    };
    set(
        Field::Id,
        text(ims.get("imsChargingIdentifier")).or_else(|| text(request.get("chargingId"))),
    )?;
    set(Field::Calling, text(ims.get("fromAddress")))?;
    set(
        Field::Asserted,
        text(first(ims.get("callingPartyAddresses"))),
    )?;
    let called = text(ims.get("calledPartyAddress"))
        .or_else(|| text(first(ims.get("requestedPartyAddress"))));
    set(Field::Called, called)?;
    let trunk = ims
        .get("trunkGroupID")
        .and_then(|trunk| trunk.get("incomingTrunkGroupID"));
    set(Field::Route, text(trunk))?;
    let operator = first(ims.get("interOperatorIdentifier"))
        .and_then(|operator| operator.get("originatingIOI"));
    set(Field::Network, text(operator).or_else(|| network(request)))?;
    let isup = ims
        .get("isupCause")
        .and_then(|cause| cause.get("iSUPCauseValue"));
    let cause = ims.get("causeCode").and_then(Value::as_i64);
    set(
        Field::Cause,
        text(isup).or_else(|| text(ims.get("causeCode"))),
    )?;

    let services = telephony.and_then(|telephony| telephony.get("supplementaryServices"));
    for service in services.and_then(Value::as_array).into_iter().flatten() {
        match service
            .get("supplementaryServiceType")
            .and_then(Value::as_str)
        {
            // Originating Identification Restriction (TS 24.607).
            Some("OIR") => set(Field::Withheld, Some("true".into()))?,
            // Communication Diversion (TS 24.604).
            Some("CDIV") => set(
                Field::Redirecting,
                text(service.get("associatedPartyAddress")),
            )?,
            _ => {}
        }
    }

    let ended = connected.and(invoked);
    let answered = ended
        .zip(connected)
        .map(|(ended, seconds)| ended.plus_seconds(-seconds));
    let started = sent.or(answered).or(invoked);
    set(Field::StartedAt, started.map(|at| at.to_string().into()))?;
    let mut record = draft.finish()?;
    record.answered_at = answered.map(|at| at.max(record.started_at));
    record.ended_at = ended;
    record.outcome = outcome(answered.is_some(), cause, isup.and_then(Value::as_i64));
    // The network knows the caller even where it does not show them.
    if record.calling.is_none() {
        record.calling = record.asserted.clone().filter(|_| !is_restricted(services));
        record.withheld = record.calling.is_none();
    }
    Ok(record)
}

fn is_restricted(services: Option<&Value>) -> bool {
    let all = services.and_then(Value::as_array).into_iter().flatten();
    let mut kinds = all.filter_map(|service| service.get("supplementaryServiceType")?.as_str());
    kinds.any(|kind| kind == "OIR")
}

/// What became of a call: the status of SIP that ended it (TS 32.299, Cause-Code), or a cause of ISUP (ITU-T Q.850).
fn outcome(is_answered: bool, cause: Option<i64>, isup: Option<i64>) -> Outcome {
    if is_answered {
        return Outcome::Answered;
    }
    match (cause, isup) {
        (Some(486 | 600), _) | (_, Some(17)) => Outcome::Busy,
        (Some(408 | 480), _) | (_, Some(18..=20)) => Outcome::NoAnswer,
        (Some(487), _) => Outcome::Cancelled,
        (Some(403 | 433 | 603 | 607 | 608), _) | (_, Some(21)) => Outcome::Rejected,
        (Some(1..=3 | 300..), _) | (_, Some(1..=15 | 22..)) => Outcome::Failed,
        _ => Outcome::Unknown,
    }
}

fn message_records(
    request: &Value,
    message: &Value,
    kind: RecordKind,
    zone: Option<&Zone>,
) -> Result<Vec<Record>, Fault<Field>> {
    let is_sms = kind == RecordKind::Sms;
    let (originator, recipients) = match is_sms {
        true => ("originatorInfo", "recipientInfo"),
        false => ("mmOriginatorInfo", "mmRecipientInfoList"),
    };
    let originator = message.get(originator).unwrap_or(&Value::Null);
    let mut draft = Draft::default();
    let mut set = |field, value: Option<Cow<'_, str>>| match value {
        Some(value) => draft.set(field, &value, 0, zone),
        None => Ok(()),
    };
    let id = text(message.get("messageID")).or_else(|| text(message.get("messageReference")));
    set(Field::Id, id.or_else(|| text(request.get("chargingId"))))?;
    let known = text(originator.get("originatorGPSI")).map(number);
    let shown = address(originator.get("originatorReceivedAddress"))
        .or_else(|| address(originator.get("originatorOtherAddress")));
    set(Field::Calling, shown.or_else(|| known.clone()))?;
    set(Field::Asserted, known)?;
    set(Field::Network, network(request))?;
    let interface = originator
        .get("sMOriginatorInterface")
        .and_then(|interface| interface.get("interfaceId"));
    set(
        Field::Route,
        text(interface).or_else(|| text(message.get("sMSCAddress"))),
    )?;
    set(
        Field::Cause,
        text(message.get("sMStatus")).or_else(|| text(message.get("sMSresult"))),
    )?;
    let sent = time(message, "submissionTime", zone)?;
    let sent = sent.or(time(request, "invocationTimeStamp", zone)?);
    set(Field::StartedAt, sent.map(|at| at.to_string().into()))?;
    let mut record = draft.finish()?;
    record.kind = kind;
    record.ended_at = time(message, "sMDischargeTime", zone)?;
    record.outcome = delivery(message);

    let all = message.get(recipients).and_then(Value::as_array);
    let all = all.map_or(&[][..], Vec::as_slice);
    if all.len() > MAX_RECIPIENTS {
        return Err(Fault::new(0, Reason::TooLong).of(Field::Called));
    }
    if all.is_empty() {
        return Ok(vec![record]);
    }
    let each = all.iter().map(|recipient| {
        let called = text(recipient.get("recipientGPSI"))
            .map(number)
            .or_else(|| address(recipient.get("recipientReceivedAddress")))
            .or_else(|| address(recipient.get("recipientOtherAddress")));
        Record {
            called: called.map(|called| CleanText::lossy(&called)),
            ..record.clone()
        }
    });
    Ok(each.collect())
}

/// What became of a short message: its status (TS 23.040, section 9.2.3.15), or the result of its delivery.
fn delivery(message: &Value) -> Outcome {
    let status = message.get("sMStatus").and_then(Value::as_str);
    let status = status.and_then(|hex| u8::from_str_radix(hex, 16).ok());
    match (status, message.get("sMSresult").and_then(Value::as_u64)) {
        (Some(0..0x20), _) | (None, Some(0)) => Outcome::Delivered,
        // Still trying.
        (Some(0x20..0x40), _) | (None, None) => Outcome::Unknown,
        _ => Outcome::Failed,
    }
}

fn time(of: &Value, member: &str, zone: Option<&Zone>) -> Result<Option<Time>, Fault<Field>> {
    match text(of.get(member)) {
        None => Ok(None),
        Some(text) => zone::read(&text, zone)
            .map_err(|reason| Fault::new(0, reason).of(Field::StartedAt).showing(&text)),
    }
}

/// Returns the seconds that a request says were used.
fn used_seconds(request: &Value) -> Option<i64> {
    let usage = request.get("multipleUnitUsage")?.as_array()?;
    let containers = usage
        .iter()
        .filter_map(|usage| usage.get("usedUnitContainer")?.as_array());
    let times = containers
        .flatten()
        .filter_map(|container| container.get("time")?.as_i64());
    // No unsigned number of 32 bits is longer.
    Some(
        times
            .map(|seconds| seconds.clamp(0, i64::from(u32::MAX)))
            .fold(0, i64::saturating_add),
    )
}

/// Returns the network that a request comes from: country and network code.
fn network(request: &Value) -> Option<Cow<'_, str>> {
    let plmn = request.get("nfConsumerIdentification")?.get("nFPLMNID")?;
    let (country, network) = (plmn.get("mcc")?.as_str()?, plmn.get("mnc")?.as_str()?);
    Some(Cow::Owned(format!("{country}-{network}")))
}

/// Returns an address of a short message or of a multimedia message, of which there may be several.
fn address(value: Option<&Value>) -> Option<Cow<'_, str>> {
    let value = match value? {
        Value::Array(all) => all.first()?,
        one => one,
    };
    let data = text(value.get("sMaddressData"))?;
    let kind = value.get("sMaddressType").and_then(Value::as_str);
    Some(match kind {
        Some("MSISDN") => number(data),
        _ => data,
    })
}

/// Writes a number of a subscriber in international form: `msisdn-4930123456`, or digits alone.
fn number(text: Cow<'_, str>) -> Cow<'_, str> {
    let digits = text.strip_prefix("msisdn-").unwrap_or(&text);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number {
        return Cow::Owned(format!("+{digits}"));
    }
    text
}

fn first(value: Option<&Value>) -> Option<&Value> {
    value?.as_array()?.first()
}

fn text(value: Option<&Value>) -> Option<Cow<'_, str>> {
    match value? {
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    }
}
