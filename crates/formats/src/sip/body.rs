//! Bodies, alone or in parts (RFC 5621).

use super::{MediaType, Message, Name};
use crate::mime::{Entity, Field, MAX_DEPTH, MAX_PARTS};

impl Message {
    /// Returns the first body of that type: the body of the message, or one of its parts; nothing
    /// where there is none, or where parts cross a bound.
    pub fn body_of(&self, name: &str) -> Option<Vec<u8>> {
        let kind = self.headers.get(&Name::ContentType)?;
        if MediaType::read(kind).is_ok_and(|kind| kind.is(name)) {
            return Some(self.body.clone());
        }
        // The reader of mail wants a line end.
        let raw = format!(" {kind}\r\n");
        let entity = Entity {
            fields: vec![Field {
                name: "Content-Type",
                raw: raw.as_bytes(),
                line: 1,
            }],
            body: &self.body,
            line: 1,
        };
        part_of(&entity, name, 0, &mut { MAX_PARTS })
    }

    /// Returns the description of the session that the message brings, if it brings one.
    pub fn sdp(&self) -> Option<Vec<u8>> {
        self.body_of("application/sdp")
            .filter(|body| !body.is_empty())
    }
}

fn part_of(entity: &Entity<'_>, name: &str, depth: usize, left: &mut usize) -> Option<Vec<u8>> {
    if depth > MAX_DEPTH {
        return None;
    }
    for part in entity.parts(left).ok()?? {
        let found = if part.kind() == name {
            part.decoded().ok().map(std::borrow::Cow::into_owned)
        } else {
            part_of(&part, name, depth + 1, left)
        };
        if found.is_some() {
            return found;
        }
    }
    None
}
