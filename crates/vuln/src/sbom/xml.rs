//! CycloneDX as XML, versions 1.1 to 1.7: read as a stream, without entities from outside.

use quick_xml::{Reader as Xml, events::Event};

use super::{Error, Reader, Said, cyclonedx::check};

/// Elements within elements.
const MAX_DEPTH: usize = 256;

pub(super) fn read(bytes: &[u8], reader: &mut Reader) -> Result<(), Error> {
    let mut xml = Xml::from_reader(bytes);
    let mut path: Vec<String> = Vec::new();
    // Components that are open, with the depth at which each stands.
    let mut open: Vec<(usize, Said)> = Vec::new();
    loop {
        let at = xml.buffer_position();
        let syntax = |what: String| Error::Syntax {
            line: line(bytes, at),
            what,
        };
        match xml
            .read_event()
            .map_err(|error| syntax(error.to_string()))?
        {
            Event::Start(start) => {
                let name = start.local_name().as_ref().to_owned();
                if path.is_empty() {
                    let namespace = start
                        .attributes()
                        .flatten()
                        .find(|known| known.key.as_ref() == "xmlns");
                    let namespace = namespace.map(|known| known.value.into_owned());
                    let version = namespace
                        .as_deref()
                        .and_then(|name| name.strip_prefix("http://cyclonedx.org/schema/bom/"));
                    let version = version.ok_or(Error::Format)?;
                    check(version)?;
                    reader.0.format = format!("CycloneDX {version}");
                }
                path.push(name);
                if path.len() > MAX_DEPTH {
                    return Err(syntax(format!(
                        "more than {MAX_DEPTH} elements within each other"
                    )));
                }
                if path.last().is_some_and(|name| name == "component") {
                    open.push((path.len(), Said::default()));
                }
            }
            Event::End(_) => {
                if open.last().is_some_and(|(depth, _)| *depth == path.len())
                    && let Some((_, said)) = open.pop()
                {
                    reader.add(said)?;
                }
                path.pop();
            }
            Event::Text(text) => put(&path, &mut open, &text),
            Event::CData(text) => put(&path, &mut open, &text),
            Event::GeneralRef(name) => {
                // The five names and characters by number; no other entity is known.
                let known = match name.resolve_char_ref() {
                    Ok(Some(c)) => Some(c),
                    _ => match name.as_ref() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => None,
                    },
                };
                let Some(c) = known else {
                    return Err(syntax(format!("entity {:?} is not known", &*name)));
                };
                put(&path, &mut open, c.encode_utf8(&mut [0; 4]));
            }
            Event::Empty(_) if path.is_empty() => return Err(Error::Format),
            Event::Eof if path.is_empty() && reader.0.format.is_empty() => {
                return Err(Error::Format);
            }
            Event::Eof if path.is_empty() => return Ok(()),
            Event::Eof => return Err(syntax("it ends within an element".to_owned())),
            _ => {}
        }
    }
}

/// Puts text where its element stands in the component that is open.
fn put(path: &[String], open: &mut [(usize, Said)], text: &str) {
    let Some((depth, said)) = open.last_mut() else {
        return;
    };
    let inside = path.get(*depth..).unwrap_or_default();
    let names: Vec<&str> = inside.iter().map(String::as_str).collect();
    let first = |list: &mut Vec<String>| {
        if list.is_empty() {
            list.push(String::new());
        }
        if let Some(slot) = list.first_mut() {
            slot.push_str(text);
        }
    };
    match names[..] {
        ["name"] => said.name.push_str(text),
        ["version"] => said.version.push_str(text),
        ["purl"] => first(&mut said.purls),
        ["cpe"] => first(&mut said.cpes),
        ["group"] => said.vendor.push_str(text),
        ["publisher"] if said.vendor.is_empty() => said.vendor.push_str(text),
        _ => {}
    }
}

fn line(bytes: &[u8], at: u64) -> u64 {
    let at = usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
    let before = bytes.get(..at).unwrap_or_default();
    memchr::memchr_iter(b'\n', before).count() as u64 + 1
}
