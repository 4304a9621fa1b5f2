//! Mails to messages.

use super::{Error, Kind, Message, Status};
use crate::{
    mime::{Entity, MAX_PARTS, addresses, date, unstructured},
    mms::{Address, Multimedia, mime},
};

/// Most fields that are kept as they are.
const MAX_FIELDS: usize = 100;

/// Whether a mail says that it is a message between relays.
pub fn is_mm4(bytes: &[u8]) -> bool {
    let read = Entity::of_message(bytes);
    read.is_ok_and(|entity| entity.field("X-Mms-Message-Type").is_some())
}

/// Reads a message.
///
/// # Errors
/// [`enum@Error`] with the line of what cannot be read, or of the bound that is crossed.
pub fn read(bytes: &[u8]) -> Result<Message, Error> {
    let entity = Entity::of_message(bytes)?;
    let field = entity.field("X-Mms-Message-Type").ok_or(Error::NoKind)?;
    let name = unstructured(field.raw);
    let kind = Kind::of(&name).ok_or_else(|| Error::Kind {
        line: field.line,
        value: name.chars().take(80).collect(),
    })?;
    let value = |name: &str| {
        let value = unstructured(entity.field(name)?.raw);
        Some(value).filter(|value| !value.is_empty())
    };
    let message_id = value("X-Mms-Message-ID").or_else(|| value("Message-ID"));
    let message_id = message_id.map(|id| bare(&id));
    let is_yes = |name| value(name).is_some_and(|word| word.eq_ignore_ascii_case("yes"));
    Ok(Message {
        kind,
        version: value("X-Mms-3GPP-MMS-Version").or_else(|| value("X-Mms-3GPP-Version")),
        transaction_id: value("X-Mms-Transaction-ID").map(|id| bare(&id)),
        message_id: message_id.clone(),
        originator_system: value("X-Mms-Originator-System").or_else(|| value("Sender")),
        is_answer_wanted: is_yes("X-Mms-Ack-Request"),
        status: value("X-Mms-Request-Status-Code").map(|word| Status::of(&word)),
        status_text: value("X-Mms-Status-Text"),
        fields: fields(&entity),
        multimedia: multimedia(&entity, message_id)?,
    })
}

/// Fields of the specification that have a place of their own.
const KNOWN: &[&str] = &[
    "x-mms-message-type",
    "x-mms-3gpp-mms-version",
    "x-mms-3gpp-version",
    "x-mms-transaction-id",
    "x-mms-message-id",
    "x-mms-originator-system",
    "x-mms-ack-request",
    "x-mms-request-status-code",
    "x-mms-status-text",
    "x-mms-message-class",
];

fn fields(entity: &Entity<'_>) -> Vec<(String, String)> {
    let own = entity.fields.iter().filter(|field| {
        let name = field.name.to_ascii_lowercase();
        name.starts_with("x-mms-") && !KNOWN.contains(&name.as_str())
    });
    let pairs = own.map(|field| (field.name.to_owned(), unstructured(field.raw)));
    pairs.take(MAX_FIELDS).collect()
}

fn multimedia(entity: &Entity<'_>, id: Option<String>) -> Result<Multimedia, Error> {
    let all = |name: &str| {
        let fields = entity.fields.iter();
        let named = fields.filter(|field| field.name.eq_ignore_ascii_case(name));
        let found = named.flat_map(|field| addresses(field.raw));
        found.map(|one| Address::read(&one)).collect::<Vec<_>>()
    };
    let text = |name: &str| {
        let value = unstructured(entity.field(name)?.raw);
        Some(value).filter(|value| !value.is_empty())
    };
    let mut message = Multimedia {
        id,
        from: all("From").into_iter().next(),
        to: [all("To"), all("Cc"), all("Bcc")].concat(),
        subject: text("Subject"),
        date: text("Date").and_then(|text| date(&text)),
        class: text("X-Mms-Message-Class"),
        parts: mime::parts(entity, &mut { MAX_PARTS })?,
        presentation: None,
    };
    let start = mime::media_type(entity);
    message.present(start.parameter("start"));
    Ok(message)
}

/// Returns an identity without the signs around it.
fn bare(id: &str) -> String {
    id.trim_matches(['<', '>', '"']).to_owned()
}
