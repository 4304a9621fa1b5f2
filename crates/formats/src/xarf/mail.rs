//! X-ARF in a mail.

use super::{Error, Evidence, MAX_PAYLOAD, Result, Xarf, is_xarf, read, yaml};
use crate::mime::{Entity, MAX_PARTS};

/// Fields that say that a mail is X-ARF of versions 0.1 and 0.2.
const MARKS: [&str; 2] = ["X-XARF", "X-ARF"];

/// Reads a mail that carries X-ARF: as JSON in one of its parts, or as fields in its second part;
/// nothing where it does not.
///
/// # Errors
/// [`enum@Error`] with the place and the value that are wrong.
pub fn read_mail(bytes: &[u8]) -> Result<Option<Xarf>> {
    let entity = Entity::of_message(bytes)?;
    let Some(parts) = entity.parts(&mut { MAX_PARTS })? else {
        return Ok(None);
    };
    for part in &parts {
        if part.kind() != "application/json" {
            continue;
        }
        let text = part.decoded()?;
        if is_xarf(&text) {
            return read(&String::from_utf8_lossy(&text)).map(Some);
        }
    }
    if !MARKS.iter().any(|mark| entity.field(mark).is_some()) {
        return Ok(None);
    }
    let second = parts.get(1).ok_or_else(|| Error::missing("/Report-Type"))?;
    let evidence = parts.get(2).map(evidence).transpose()?;
    yaml::read(&second.text()?, evidence).map(Some)
}

fn evidence(part: &Entity<'_>) -> Result<Evidence> {
    let payload = part.decoded()?.into_owned();
    Error::bound("/Attachment", payload.len(), MAX_PAYLOAD)?;
    Ok(Evidence {
        content_type: part.kind(),
        payload,
        ..Evidence::default()
    })
}
