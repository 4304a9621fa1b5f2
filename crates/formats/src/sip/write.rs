//! Writes a message.

use super::{Message, Name, Start};

impl Message {
    /// Writes the message; Content-Length is that of the body.
    ///
    /// [`read`](super::read) gives the same message again, if it came from there. Line ends in values
    /// become blanks, so that a value is never more than its header.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(512 + self.body.len());
        match &self.start {
            Start::Request { method, uri } => {
                line(&mut out, &[method.as_str(), " ", uri, " SIP/2.0"]);
            }
            Start::Response { status, reason } => {
                let status = status.to_string();
                line(&mut out, &["SIP/2.0 ", &status, " ", reason]);
            }
        }
        for header in &self.headers.0 {
            if header.name != Name::ContentLength {
                line(&mut out, &[header.name.as_str(), ": ", &header.value]);
            }
        }
        let length = self.body.len().to_string();
        line(&mut out, &[Name::ContentLength.as_str(), ": ", &length]);
        out.extend_from_slice(b"\r\n");
        out.extend_from_slice(&self.body);
        out
    }
}

fn line(out: &mut Vec<u8>, parts: &[&str]) {
    for part in parts {
        let is_end = |byte: u8| matches!(byte, b'\r' | b'\n');
        out.extend(
            part.bytes()
                .map(|byte| if is_end(byte) { b' ' } else { byte }),
        );
    }
    out.extend_from_slice(b"\r\n");
}
