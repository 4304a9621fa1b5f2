//! Pieces of XML that stand for themselves, wherever they are put.

use super::events::{Event, Events, Scope, space_of};
use crate::{Error, MAX_BYTES, Result};

/// Whether a piece is well-formed and says its namespaces itself.
pub(crate) fn is_closed(text: &str) -> bool {
    closed(text, &None).is_ok_and(|closed| closed == text)
}

/// Returns a piece of a document that says all of the namespaces it uses: those of `scope`, which it
/// was within, are said by its outermost elements.
///
/// # Errors
/// Where the piece is not well-formed, or would be longer than a document.
pub(crate) fn closed(text: &str, scope: &Scope) -> Result<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut events = Events::fragment(&text, scope)?;
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    let mut depth = 0_usize;
    let mut behind_name = 0;
    let mut declared: Vec<String> = Vec::new();
    while let Some(event) = events.next()? {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    behind_name = tag.behind_name;
                    declared = tag.declared.into_iter().map(|(prefix, _)| prefix).collect();
                }
                depth += 1;
            }
            Event::Text(_) => {}
            Event::End => {
                depth -= 1;
                if depth > 0 {
                    continue;
                }
                for prefix in events.used() {
                    if declared.contains(&prefix) {
                        continue;
                    }
                    let space = space_of(scope, &prefix).unwrap_or_default();
                    // A prefix that is not of the scope belongs to elements farther in.
                    if space.is_empty() && !prefix.is_empty() {
                        continue;
                    }
                    out.push_str(&text[copied..behind_name]);
                    copied = behind_name;
                    out.push_str(" xmlns");
                    if !prefix.is_empty() {
                        out.push(':');
                        out.push_str(&prefix);
                    }
                    out.push_str("=\"");
                    super::write::escape_attribute(space, &mut out);
                    out.push('"');
                    if out.len() > MAX_BYTES {
                        return Err(Error::TooLong { bytes: out.len() });
                    }
                }
            }
        }
    }
    out.push_str(&text[copied..]);
    Ok(out)
}

/// Returns an element as [`closed`], which says all namespaces of `scope` whether it uses them or not,
/// but for those that are in force `around` the place it will be put at.
pub(crate) fn whole(text: &str, scope: &Scope, around: &[(&str, &str)]) -> Result<String> {
    let text = closed(text, scope)?;
    let mut events = Events::fragment(&text, &None)?;
    let Some(Event::Start(tag)) = events.next()? else {
        return Ok(text);
    };
    let mut said: Vec<&str> = tag.declared.iter().map(|(own, _)| own.as_str()).collect();
    let mut added = String::new();
    let mut link = scope.as_deref();
    while let Some(own) = link {
        let (prefix, name) = (own.prefix(), own.name());
        let is_there = said.contains(&prefix) || around.contains(&(prefix, name));
        // What is undone by a name that is empty needs no saying.
        if !is_there && !name.is_empty() {
            added.push_str(" xmlns");
            if !prefix.is_empty() {
                added.push(':');
                added.push_str(prefix);
            }
            added.push_str("=\"");
            super::write::escape_attribute(name, &mut added);
            added.push('"');
        }
        said.push(prefix);
        link = own.around();
    }
    let (before, behind) = text.split_at(tag.behind_name);
    let out = [before, &added, behind].concat();
    if out.len() > MAX_BYTES {
        return Err(Error::TooLong { bytes: out.len() });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::events::Link;

    #[test]
    fn pieces_say_their_namespaces_themselves() {
        let declared = [
            (String::new(), "urn:a".to_owned()),
            ("p".to_owned(), "urn:\"p\"".to_owned()),
        ];
        let scope = Link::within(&None, &declared);
        for (piece, whole) in [
            ("text &amp; <!-- more -->", "text &amp; <!-- more -->"),
            ("<b/>", "<b xmlns=\"urn:a\"/>"),
            (
                " <p:b c='1'>x</p:b>\r\n<d/>",
                " <p:b xmlns:p=\"urn:&quot;p&quot;\" c='1'>x</p:b>\n<d xmlns=\"urn:a\"/>",
            ),
            ("<b xmlns=''/>", "<b xmlns=''/>"),
            (
                "<p:b p:c='1'><d/></p:b>",
                "<p:b xmlns:p=\"urn:&quot;p&quot;\" xmlns=\"urn:a\" p:c='1'><d/></p:b>",
            ),
            (
                "<q:b xmlns:q='urn:q'><r:c xmlns:r='urn:r'/></q:b>",
                "<q:b xmlns:q='urn:q'><r:c xmlns:r='urn:r'/></q:b>",
            ),
        ] {
            let found = closed(piece, &scope).expect("it is well-formed");
            assert_eq!(found, whole);
            // Said once, it is said anywhere.
            assert_eq!(closed(&found, &None).as_ref(), Ok(&found));
        }
        assert_eq!(
            closed("<b/>", &None).expect("well-formed"),
            "<b xmlns=\"\"/>"
        );
        for broken in ["<b>", "</b>", "<b></c>", "&c;", "<q:b/>", "<!DOCTYPE a>"] {
            assert!(closed(broken, &scope).is_err(), "{broken}");
        }
    }
}
