//! PDUs to messages.

use super::{Body, Field, Kind, Name, Part, Pdu, Value};
use crate::{
    mime,
    mms::{self, Address, Multimedia},
};

impl Pdu {
    /// Returns the message that this carries, or what it says of one; one that carries none has no parts.
    pub fn multimedia(&self) -> Multimedia {
        let mut to = Vec::new();
        for field in [Field::To, Field::Cc, Field::Bcc] {
            let texts = self.texts(field);
            to.extend(texts.iter().map(|text| Address::read(text)));
        }
        let mut message = Multimedia {
            id: self.text(Field::MessageId),
            from: self.from().map(|from| Address::read(&from.text())),
            to,
            subject: self.text(Field::Subject),
            date: self.date(),
            class: self.text(Field::MessageClass),
            ..Multimedia::default()
        };
        if let Some(content) = &self.content {
            flatten(content, &mut message.parts);
            message.present(content.media_type.parameter("start"));
        }
        message
    }

    /// Whether this is a message on its way, with what is in it.
    pub const fn is_message(&self) -> bool {
        matches!(
            self.kind,
            Kind::SendReq | Kind::RetrieveConf | Kind::MboxUploadReq | Kind::MboxDescr
        )
    }
}

/// Lays parts flat. Reading has a bound on how deep they are nested.
fn flatten(part: &Part, parts: &mut Vec<mms::Part>) {
    match &part.body {
        Body::Octets(octets) => parts.push(neutral(part, octets)),
        Body::Parts(within) => {
            for part in within {
                flatten(part, parts);
            }
        }
    }
}

fn neutral(part: &Part, octets: &[u8]) -> mms::Part {
    let encoding = part.headers.iter().find_map(|header| match header {
        super::Header {
            name: Name::Application(name),
            value: Value::Text(text),
        } if name.eq_ignore_ascii_case("Content-Transfer-Encoding") => Some(text),
        _ => None,
    });
    // Some gateways leave the encoding of a mail in place.
    let is_base64 = encoding.is_some_and(|encoding| encoding.trim().eq_ignore_ascii_case("base64"));
    let decoded = is_base64.then(|| mime::base64(octets)).flatten();
    let bytes = decoded.unwrap_or_else(|| octets.to_vec());
    let mut neutral = mms::Part::new(part.media_type.clone(), bytes);
    let kept_as = part.disposition.as_ref().and_then(|disposition| {
        let name = disposition.parameter("filename");
        name.or_else(|| disposition.parameter("name"))
    });
    neutral.name = neutral.name.or_else(|| kept_as.map(str::to_owned));
    neutral.id.clone_from(&part.id);
    neutral.location.clone_from(&part.location);
    neutral
}
