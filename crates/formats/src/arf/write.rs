use super::{Feedback, fields};
use crate::mime::{Body, Lines, boundary, join, rfc5322};

/// Writes one message (section 2); `read(&write(f)) == f` for what was read.
///
/// The same report is the same bytes: the boundary follows from what is between.
pub fn write(feedback: &Feedback) -> Vec<u8> {
    let machine = fields::write(feedback);
    let original = feedback.original.as_ref();
    let message = original.map_or(&[][..], |original| original.message.as_slice());
    let boundary = boundary(&[
        &feedback.text,
        &String::from_utf8_lossy(&machine),
        &String::from_utf8_lossy(message),
    ]);
    let mut lines = Lines::default();
    header(feedback, &boundary, &mut lines);
    let human = Body::Text(&feedback.text);
    lines.part(&boundary, "text/plain; charset=utf-8", &human);
    lines.part(
        &boundary,
        "message/feedback-report",
        &Body::Fields(&machine),
    );
    if let Some(original) = original {
        let kind = if original.is_header {
            "text/rfc822-headers"
        } else {
            "message/rfc822"
        };
        lines.part(&boundary, kind, &Body::Message(message));
    }
    lines.end(&boundary);
    lines.0
}

/// Writes one message as it is, several as a mailbox file (RFC 4155).
pub fn write_all(all: &[Feedback]) -> Vec<u8> {
    let messages: Vec<Vec<u8>> = all.iter().map(write).collect();
    join(&messages)
}

fn header(feedback: &Feedback, boundary: &str, lines: &mut Lines) {
    let letter = &feedback.letter;
    let bracketed = |id: &String| format!("<{id}>");
    // Addresses are for programs and go as they are, in UTF-8 where they must (RFC 6532).
    for (name, address) in [("From", &letter.from), ("To", &letter.to)] {
        if let Some(address) = address {
            lines.field(name, address);
        }
    }
    let fields = [
        ("Date", letter.date.map(rfc5322)),
        ("Subject", letter.subject.clone()),
        ("Message-ID", letter.message_id.as_ref().map(bracketed)),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            lines.text_field(name, &value);
        }
    }
    lines.field("MIME-Version", "1.0");
    let kind = "multipart/report; report-type=feedback-report;";
    lines.field("Content-Type", &format!("{kind} boundary=\"{boundary}\""));
    lines.line("");
}
