//! What the grammar of each header asks for, and what a message as a whole needs (RFC 3261, sections
//! 8.1.1 and 20).

use super::{
    Address, CSeq, Fault, Identity, MediaType, Method, Name, Place, Problem, Reason, Start, Via,
    Warning, Wrong,
    fault::Faults,
    raw::Raw,
    scan::{self, Scan, is_token},
    value,
};

/// What a value is: right, right but odd, or wrong.
type Checked = Result<Option<Wrong>, Wrong>;

/// Notes what is wrong with the headers of a message.
pub(super) fn check(start: Option<&Start>, raws: &[Raw<'_>], has_body: bool, faults: &mut Faults) {
    for (index, raw) in raws.iter().enumerate() {
        let header = &raw.header;
        if let Some(at) = control(&header.value) {
            faults.note(raw.fault(Problem::Control.at(at)));
            continue;
        }
        let before = raws.get(..index).unwrap_or_default();
        let is_again = before.iter().any(|one| one.header.name == header.name);
        if header.name.is_single() && is_again {
            faults.note(raw.fault(Problem::Repeated.at(0)));
        }
        if let Err(wrong) | Ok(Some(wrong)) = one(&header.name, &header.value) {
            faults.note(raw.fault(wrong));
        }
    }
    let has = |name: &Name| raws.iter().any(|raw| raw.header.name == *name);
    for name in [Name::Via, Name::From, Name::To, Name::CallId, Name::CSeq] {
        if !has(&name) {
            faults.note(Fault::new(Problem::Missing, Place::of(Some(name)), ""));
        }
    }
    if has_body && !has(&Name::ContentType) {
        let place = Place::of(Some(Name::ContentType));
        faults.note(Fault::new(Problem::TypeMissing, place, ""));
    }
    if let Some(Start::Request { method, .. }) = start {
        method_agrees(method, raws, faults);
    }
}

fn method_agrees(method: &Method, raws: &[Raw<'_>], faults: &mut Faults) {
    let Some(raw) = raws.iter().find(|raw| raw.header.name == Name::CSeq) else {
        return;
    };
    let value = &raw.header.value;
    let is_other = CSeq::read(value).is_ok_and(|cseq| cseq.method != *method);
    if is_other {
        let at = value.find(|sign: char| !sign.is_ascii_digit() && sign != ' ');
        faults.note(raw.fault(Problem::CSeqMethod.at(at.unwrap_or_default())));
    }
}

/// Returns where a control character stands that is not escaped.
fn control(value: &str) -> Option<usize> {
    let mut before = 0;
    value.bytes().position(|byte| {
        // A carriage return cannot be escaped (section 25.1, quoted-pair).
        let is_escaped = before == b'\\' && byte != b'\r';
        let is_wrong = byte.is_ascii_control() && byte != b'\t' && !is_escaped;
        before = byte;
        is_wrong
    })
}

/// Checks one value.
fn one(name: &Name, text: &str) -> Checked {
    match name {
        Name::Via => every(text, |scan| Via::scan(scan).map(drop)),
        Name::From | Name::To => whole(text, |scan| Address::scan(scan).map(drop)),
        Name::Contact if text == "*" => Ok(None),
        Name::Contact => every(text, contact),
        Name::Route | Name::RecordRoute => every(text, |scan| Address::scan(scan).map(drop)),
        Name::CallId => call_id(text),
        Name::CSeq => CSeq::read(text).map(|_| None),
        Name::MaxForwards => value::number(text, 255).map(|_| None),
        Name::Expires | Name::MinExpires => value::number(text, u32::MAX.into()).map(|_| None),
        Name::ContentType => MediaType::read(text).map(|_| None),
        Name::Date => value::date(text).map(|_| None),
        Name::RetryAfter => value::retry_after(text).map(|_| None),
        Name::Warning => every(text, |scan| {
            Warning::read(scan.rest()).map(|_| scan.at += scan.rest().len())
        }),
        Name::Require | Name::ProxyRequire | Name::Unsupported => every(text, token),
        Name::Allow | Name::Supported | Name::AllowEvents if text.is_empty() => Ok(None),
        Name::Allow | Name::Supported | Name::AllowEvents => every(text, token),
        Name::ContentEncoding => every(text, token),
        Name::Accept if text.is_empty() => Ok(None),
        Name::Accept => every(text, |scan| {
            MediaType::read(scan.rest()).map(|_| scan.at += scan.rest().len())
        }),
        _ => Ok(extension(name, text).err().map(|wrong| Wrong {
            problem: Problem::Extension,
            ..wrong
        })),
    }
}

/// Checks headers beyond RFC 3261, and those that a server needs not understand.
fn extension(name: &Name, text: &str) -> Result<(), Wrong> {
    let address = |scan: &mut Scan<'_>| Address::scan(scan).map(drop);
    match name {
        Name::PAssertedIdentity
        | Name::PPreferredIdentity
        | Name::RemotePartyId
        | Name::Diversion
        | Name::HistoryInfo
        | Name::CallInfo
        | Name::AlertInfo => every(text, address).map(drop),
        Name::ReferTo | Name::ReferredBy => whole(text, address).map(drop),
        Name::Identity => every(text, |scan| {
            Identity::read(scan.rest()).map(|_| scan.at += scan.rest().len())
        })
        .map(drop),
        Name::Reason => every(text, |scan| {
            Reason::read(scan.rest()).map(|_| scan.at += scan.rest().len())
        })
        .map(drop),
        _ => Ok(()),
    }
}

/// Checks a value that is one.
fn whole(text: &str, check: impl Fn(&mut Scan<'_>) -> Result<(), Wrong>) -> Checked {
    let mut scan = Scan::new(text);
    check(&mut scan)?;
    scan.end()?;
    Ok(scan.odd)
}

/// Checks every part of a list, none of which may be empty.
fn every(text: &str, check: impl Fn(&mut Scan<'_>) -> Result<(), Wrong>) -> Checked {
    let mut odd = None;
    for (start, part) in scan::parts(text) {
        let moved = |wrong: Wrong| wrong.problem.at(start + wrong.at);
        let found = whole(part, &check).map_err(moved)?;
        odd = odd.or_else(|| found.map(moved));
    }
    Ok(odd)
}

fn token(scan: &mut Scan<'_>) -> Result<(), Wrong> {
    scan.token().map(drop)
}

fn contact(scan: &mut Scan<'_>) -> Result<(), Wrong> {
    let start = scan.at;
    let address = Address::scan(scan)?;
    match address.params.raw("expires") {
        Some(expires) => value::number(expires, u32::MAX.into())
            .map(drop)
            .map_err(|wrong| wrong.problem.at(start)),
        None => Ok(()),
    }
}

/// Checks Call-ID: a word, and another one after an at sign (RFC 3261, section 25.1).
fn call_id(text: &str) -> Checked {
    if text.is_empty() {
        return Err(Problem::CallId.at(0));
    }
    if let Some(at) = text.find(|sign: char| sign.is_whitespace() || sign.is_control()) {
        return Err(Problem::CallId.at(at));
    }
    let is_sign = |byte: u8| is_token(byte) || b"()<>:\\\"/[]?{}@".contains(&byte);
    let odd = text.bytes().position(|byte| !is_sign(byte));
    Ok(odd.map(|at| Problem::CallIdChar.at(at)))
}
