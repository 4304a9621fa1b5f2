//! Parts of a mail (RFC 2045), as MM4 and MM7 have them.

use super::{MediaType, Part};
use crate::mime::{Entity, Fault, MAX_DEPTH, Problem, unstructured};

/// Returns the parts of an entity, parts within parts laid flat; `left` may still come.
pub(crate) fn parts(entity: &Entity<'_>, left: &mut usize) -> Result<Vec<Part>, Fault> {
    let mut parts = Vec::new();
    gather(entity, 0, left, &mut parts)?;
    Ok(parts)
}

fn gather(
    entity: &Entity<'_>,
    depth: usize,
    left: &mut usize,
    parts: &mut Vec<Part>,
) -> Result<(), Fault> {
    if depth > MAX_DEPTH {
        return Err(Problem::Depth.at(entity.line));
    }
    match entity.parts(left)? {
        None => parts.push(part(entity)),
        Some(within) => {
            for entity in &within {
                gather(entity, depth + 1, left, parts)?;
            }
        }
    }
    Ok(())
}

/// Returns an entity that has no others in it as a part.
fn part(entity: &Entity<'_>) -> Part {
    // What is not encoded as it says is looked at as it is.
    let decoded = entity.decoded();
    let bytes = decoded.map_or_else(|_| entity.body.to_vec(), std::borrow::Cow::into_owned);
    let mut part = Part::new(media_type(entity), bytes);
    part.name = part.name.or_else(|| entity.file_name());
    part.id = id(entity);
    part.location = value(entity, "Content-Location");
    part
}

/// Returns the media type of an entity.
pub(crate) fn media_type(entity: &Entity<'_>) -> MediaType {
    let mut media_type = MediaType::new(&entity.kind());
    let kind = entity.content_type();
    for attribute in kind.iter().filter_map(|kind| kind.attributes()).flatten() {
        media_type = media_type.with(&attribute.name, &attribute.value);
    }
    media_type
}

/// Returns the identity of an entity, without brackets (RFC 2392).
pub(crate) fn id(entity: &Entity<'_>) -> Option<String> {
    let id = value(entity, "Content-ID")?;
    let bare = id.trim_matches(['<', '>']).to_owned();
    Some(bare).filter(|id| !id.is_empty())
}

/// Whether an entity has this identity, or is said to be there.
pub(crate) fn is_named(entity: &Entity<'_>, key: &str) -> bool {
    let names = [id(entity), value(entity, "Content-Location")];
    names.iter().flatten().any(|name| name == key)
}

fn value(entity: &Entity<'_>, name: &str) -> Option<String> {
    let value = unstructured(entity.field(name)?.raw);
    Some(value).filter(|value| !value.is_empty())
}
