//! The fields of `message/feedback-report` (section 3.5), read and written.

use std::net::IpAddr;

use super::{Error, Feedback, FeedbackType, Result};
use crate::mime::{Entity, Lines, date, rfc5322, unstructured};

/// A field of text that may appear once.
struct Once {
    name: &'static str,
    of: fn(&Feedback) -> &Option<String>,
    of_mut: fn(&mut Feedback) -> &mut Option<String>,
}

/// A field of text that may appear more than once.
struct Many {
    name: &'static str,
    of: fn(&Feedback) -> &Vec<String>,
    of_mut: fn(&mut Feedback) -> &mut Vec<String>,
}

/// A row of one of the tables below.
macro_rules! row {
    ($table:ident, $name:literal, $($place:ident).+) => {
        $table {
            name: $name,
            of: |feedback| &feedback.$($place).+,
            of_mut: |feedback| &mut feedback.$($place).+,
        }
    };
}

const ONCE: [Once; 12] = [
    row!(Once, "Original-Envelope-Id", original_envelope_id),
    row!(Once, "Original-Mail-From", original_mail_from),
    row!(Once, "Reporting-MTA", reporting_mta),
    row!(Once, "Auth-Failure", authentication.failure),
    row!(Once, "Delivery-Result", authentication.delivery_result),
    row!(
        Once,
        "Identity-Alignment",
        authentication.identity_alignment
    ),
    row!(Once, "DKIM-Domain", authentication.dkim_domain),
    row!(Once, "DKIM-Identity", authentication.dkim_identity),
    row!(Once, "DKIM-Selector", authentication.dkim_selector),
    row!(
        Once,
        "DKIM-Canonicalized-Header",
        authentication.dkim_canonicalized_header
    ),
    row!(
        Once,
        "DKIM-Canonicalized-Body",
        authentication.dkim_canonicalized_body
    ),
    row!(Once, "DKIM-ADSP-DNS", authentication.dkim_adsp_dns),
];

const MANY: [Many; 5] = [
    row!(Many, "Authentication-Results", authentication_results),
    row!(Many, "Original-Rcpt-To", original_rcpt_to),
    row!(Many, "Reported-Domain", reported_domain),
    row!(Many, "Reported-URI", reported_uri),
    row!(Many, "SPF-DNS", authentication.spf_dns),
];

const TYPE: &str = "Feedback-Type";
const AGENT: &str = "User-Agent";
const VERSION: &str = "Version";
const ARRIVAL: &str = "Arrival-Date";
const SOURCE: &str = "Source-IP";
const PORT: &str = "Source-Port";
const INCIDENTS: &str = "Incidents";
const FAILURE: &str = "Auth-Failure";

/// Other fields that may appear once.
const ONE: [&str; 7] = [TYPE, AGENT, VERSION, ARRIVAL, SOURCE, PORT, INCIDENTS];

/// Fields whose value is a path in brackets (RFC 5321, section 4.1.2).
const PATHS: [&str; 2] = ["Original-Mail-From", "Original-Rcpt-To"];

/// Reads the fields that stand in a body from `line` on.
pub(super) fn read(body: &[u8], line: usize, feedback: &mut Feedback) -> Result<()> {
    let blank = body.len() - body.trim_ascii_start().len();
    let above = memchr::memchr_iter(b'\n', &body[..blank]).count();
    let entity = Entity::read(&body[blank..], line + above)?;
    let mut seen: Vec<&str> = Vec::new();
    for field in &entity.fields {
        let value = unstructured(field.raw);
        if let Some(many) = MANY.iter().find(|many| is(many.name, field.name)) {
            (many.of_mut)(feedback).push(without_brackets(many.name, value));
            continue;
        }
        let once = ONCE.iter().find(|once| is(once.name, field.name));
        let one = ONE.into_iter().find(|one| is(one, field.name));
        let Some(name) = once.map(|once| once.name).or(one) else {
            feedback.extensions.push((field.name.to_owned(), value));
            continue;
        };
        if seen.contains(&name) {
            return Err(Error::Twice {
                line: field.line,
                field: name,
                value: Error::shown(&value),
            });
        }
        seen.push(name);
        if let Some(once) = once {
            *(once.of_mut)(feedback) = Some(without_brackets(once.name, value));
        } else if !typed(name, &value, feedback) {
            feedback.extensions.push((name.to_owned(), value));
        }
    }
    required(feedback, &seen, line)
}

/// Takes a value that is more than text; says whether it is understood.
fn typed(name: &str, value: &str, feedback: &mut Feedback) -> bool {
    match name {
        TYPE => feedback.feedback_type = FeedbackType::new(value),
        AGENT => value.clone_into(&mut feedback.user_agent),
        VERSION => value.clone_into(&mut feedback.version),
        ARRIVAL => feedback.arrival_date = date(value),
        SOURCE => feedback.source_ip = ip(value),
        PORT => feedback.source_port = value.parse().ok(),
        _ => feedback.incidents = value.parse().ok(),
    }
    match name {
        ARRIVAL => feedback.arrival_date.is_some(),
        SOURCE => feedback.source_ip.is_some(),
        PORT => feedback.source_port.is_some(),
        INCIDENTS => feedback.incidents.is_some(),
        _ => true,
    }
}

/// Section 3.1, and section 3.2.1 of RFC 6591.
fn required(feedback: &Feedback, seen: &[&str], line: usize) -> Result<()> {
    let missing = |field| Err(Error::Missing { line, field });
    if !seen.contains(&TYPE) || feedback.feedback_type.as_str().is_empty() {
        return missing(TYPE);
    }
    if feedback.user_agent.is_empty() {
        return missing(AGENT);
    }
    if feedback.version.is_empty() {
        return missing(VERSION);
    }
    let is_failure = feedback.feedback_type == FeedbackType::AuthFailure;
    if is_failure && feedback.authentication.failure.is_none() {
        return missing(FAILURE);
    }
    Ok(())
}

/// Writes the fields.
pub(super) fn write(feedback: &Feedback) -> Vec<u8> {
    let mut lines = Lines::default();
    lines.text_field(TYPE, feedback.feedback_type.as_str());
    lines.text_field(AGENT, &feedback.user_agent);
    lines.text_field(VERSION, &feedback.version);
    for once in ONCE {
        if let Some(value) = (once.of)(feedback) {
            lines.text_field(once.name, &in_brackets(once.name, value));
        }
    }
    let typed = [
        (ARRIVAL, feedback.arrival_date.map(rfc5322)),
        (SOURCE, feedback.source_ip.map(|ip| ip.to_string())),
        (PORT, feedback.source_port.map(|port| port.to_string())),
        (INCIDENTS, feedback.incidents.map(|count| count.to_string())),
    ];
    for (name, value) in typed {
        if let Some(value) = value {
            lines.field(name, &value);
        }
    }
    for many in MANY {
        for value in (many.of)(feedback) {
            lines.text_field(many.name, &in_brackets(many.name, value));
        }
    }
    for (name, value) in &feedback.extensions {
        let is_name = name
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b':');
        if is_name && !name.is_empty() {
            lines.text_field(name, value);
        }
    }
    lines.0
}

fn is(name: &str, other: &str) -> bool {
    name.eq_ignore_ascii_case(other)
}

/// Reads an address as the RFC has it and as others write it (`[192.0.2.1]`, `IPv6:2001:db8::1`).
fn ip(value: &str) -> Option<IpAddr> {
    let value = value.trim_start_matches('[').trim_end_matches(']');
    let value = match value.split_at_checked(5) {
        Some((tag, rest)) if tag.eq_ignore_ascii_case("ipv6:") => rest,
        _ => value,
    };
    value.parse().ok()
}

fn without_brackets(name: &str, value: String) -> String {
    let within = value
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'));
    match within.filter(|_| PATHS.contains(&name)) {
        Some(within) => within.trim().to_owned(),
        None => value,
    }
}

fn in_brackets(name: &str, value: &str) -> String {
    if PATHS.contains(&name) {
        format!("<{value}>")
    } else {
        value.to_owned()
    }
}
