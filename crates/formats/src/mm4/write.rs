//! Answers to mails.

use super::{Message, Stamp};
use crate::mime::{Lines, rfc5322};

/// Writes an answer, or a report without a body: its fields and nothing else.
pub fn write(message: &Message, stamp: &Stamp<'_>) -> Vec<u8> {
    let mut lines = Lines::default();
    let to: Vec<&str> = message
        .multimedia
        .to
        .iter()
        .map(|to| to.value.as_str())
        .collect();
    let status = message.status.as_ref();
    for (name, value) in [
        ("From", Some(stamp.sender)),
        ("Sender", Some(stamp.sender)),
        ("To", Some(to.join(", ").as_str())),
        ("Date", Some(rfc5322(stamp.at).as_str())),
        ("Message-ID", Some(format!("<{}>", stamp.mail_id).as_str())),
        ("X-Mms-3GPP-MMS-Version", message.version.as_deref()),
        ("X-Mms-Message-Type", Some(message.kind.name())),
        ("X-Mms-Transaction-ID", message.transaction_id.as_deref()),
        ("X-Mms-Message-ID", message.message_id.as_deref()),
        (
            "X-Mms-Request-Status-Code",
            status.map(|status| status.word()),
        ),
        ("X-Mms-Status-Text", message.status_text.as_deref()),
    ] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            lines.text_field(name, value);
        }
    }
    lines.field("MIME-Version", "1.0");
    lines.field("Content-Type", "text/plain; charset=us-ascii");
    lines.line("");
    lines.0
}
