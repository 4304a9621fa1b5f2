use super::{Error, Feedback, Letter, MAX_PARTS, Original, Result, fields};
use crate::mime::{Entity, Fault, address, date, unstructured};

/// The type of the machine-readable part (section 3).
const FIELDS: &str = "message/feedback-report";

/// Reads one message.
///
/// # Errors
/// [`enum@Error`] with the field, the line and the value that are wrong.
pub fn read(bytes: &[u8]) -> Result<Feedback> {
    let entity = Entity::of_message(bytes)?;
    is_feedback(&entity)?;
    let mut left = MAX_PARTS;
    let parts = entity.parts(&mut left)?.unwrap_or_default();
    let mut feedback = Feedback {
        letter: letter(&entity),
        ..Feedback::default()
    };
    let mut is_there = false;
    let mut is_told = false;
    for part in &parts {
        let kind = part.kind();
        match kind.as_str() {
            FIELDS if is_there => return Err(Error::SecondFields { line: part.line }),
            FIELDS => {
                is_there = true;
                fields::read(&part.decoded()?, part.line, &mut feedback)?;
            }
            "message/rfc822" | "message/global" if feedback.original.is_none() => {
                feedback.original = Some(original(part, false)?);
            }
            "text/rfc822-headers" | "message/global-headers" | "text/rfc822-header"
                if feedback.original.is_none() =>
            {
                feedback.original = Some(original(part, true)?);
            }
            _ if !is_told && (kind.starts_with("text/") || kind.starts_with("multipart/")) => {
                is_told = true;
                feedback.text = part.readable(&mut left)?.unwrap_or_default();
            }
            _ => {}
        }
    }
    if is_there {
        Ok(feedback)
    } else {
        Err(Error::NoFields)
    }
}

/// Section 2, a and b.
fn is_feedback(entity: &Entity<'_>) -> Result<()> {
    let line = entity.field("Content-Type").map_or(1, |field| field.line);
    let kind = entity.kind();
    if kind != "multipart/report" {
        let value = Error::shown(&kind);
        return Err(Error::NotReport { line, value });
    }
    let kind = entity.content_type();
    let about = kind.as_ref().and_then(|kind| kind.attribute("report-type"));
    match about {
        Some(about) if about.eq_ignore_ascii_case("feedback-report") => Ok(()),
        about => Err(Error::ReportType {
            line,
            value: Error::shown(about.unwrap_or_default()),
        }),
    }
}

fn original(part: &Entity<'_>, is_header: bool) -> Result<Original, Fault> {
    Ok(Original {
        message: part.decoded()?.into_owned(),
        is_header,
    })
}

pub(crate) fn letter(entity: &Entity<'_>) -> Letter {
    let value = |name| entity.field(name).map(|field| unstructured(field.raw));
    let filled = |name| value(name).filter(|value| !value.is_empty());
    let mailbox = |name| entity.field(name).and_then(|field| address(field.raw));
    let id = filled("Message-ID").map(|id| {
        let within = id.strip_prefix('<').and_then(|id| id.strip_suffix('>'));
        within.unwrap_or(&id).to_owned()
    });
    Letter {
        from: mailbox("From"),
        to: mailbox("To"),
        subject: filled("Subject"),
        date: value("Date").and_then(|text| date(&text)),
        message_id: id.filter(|id| !id.is_empty()),
    }
}
