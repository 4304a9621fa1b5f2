//! Well-formed names as text, NISTIR 7695, 5.4: `wfn:[part="a",vendor="acme",version=NA]`.

use std::fmt::Write as _;

use super::{Attribute, Cpe, Reason, Value, builder::Builder, error::Fault, formatted};

pub(super) const PREFIX: &str = "wfn:[";

#[derive(Clone, Copy)]
enum Found {
    Any,
    NotApplicable,
    /// Where the string stands, without its quotation marks.
    String(usize, usize),
}

/// Reads a name; attributes that are not given are ANY, white space between tokens does not count.
pub(super) fn read(text: &str) -> Result<Cpe, Fault> {
    if !super::starts_with(text, PREFIX) {
        return Err(Fault::at(0, Reason::NoPrefix));
    }
    let mut found = [None; 11];
    let mut at = skip_space(text, PREFIX.len());
    while text.as_bytes().get(at) != Some(&b']') {
        let (attribute, value, end) = pair(text, at)?;
        if found[attribute as usize].replace(value).is_some() {
            return Err(Fault::at(at, Reason::Twice(attribute)));
        }
        at = skip_space(text, end);
        match text.as_bytes().get(at) {
            Some(b',') => at = skip_space(text, at + 1),
            Some(b']') => {}
            _ => return Err(Fault::at(at, Reason::Syntax)),
        }
    }
    if at + 1 != text.len() {
        return Err(Fault::at(at + 1, Reason::Syntax));
    }
    let mut builder = Builder::new(text.len());
    for value in found {
        match value {
            None | Some(Found::Any) => builder.any(),
            Some(Found::NotApplicable) => builder.not_applicable(),
            Some(Found::String(start, end)) => formatted::string(&mut builder, text, start, end)?,
        }
    }
    Ok(builder.finish())
}

/// Reads `attribute=value` and says where it ends.
fn pair(text: &str, start: usize) -> Result<(Attribute, Found, usize), Fault> {
    let syntax = |at: usize| Fault::at(at, Reason::Syntax);
    let length = text[start..].find('=').ok_or_else(|| syntax(start))?;
    let name = text[start..start + length].trim_ascii();
    let attribute = Attribute::ALL
        .into_iter()
        .find(|attribute| attribute.name().eq_ignore_ascii_case(name))
        .ok_or_else(|| Fault::at(start, Reason::UnknownAttribute))?;
    let at = skip_space(text, start + length + 1);
    if text[at..].starts_with("ANY") {
        return Ok((attribute, Found::Any, at + 3));
    }
    if text[at..].starts_with("NA") {
        return Ok((attribute, Found::NotApplicable, at + 2));
    }
    let rest = text[at..].strip_prefix('"').ok_or_else(|| syntax(at))?;
    let mut quoted = false;
    for (length, char) in rest.char_indices() {
        match char {
            '"' if !quoted => {
                let (start, end) = (at + 1, at + 1 + length);
                return Ok((attribute, Found::String(start, end), end + 1));
            }
            '\\' => quoted = !quoted,
            _ => quoted = false,
        }
    }
    Err(syntax(text.len()))
}

fn skip_space(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    at + rest.len() - rest.trim_ascii_start().len()
}

/// Writes a name; in a string all but letters, digits and `_` is quoted (5.3.2).
pub(super) fn write(name: &Cpe) -> String {
    let mut out = String::from(PREFIX);
    for attribute in Attribute::ALL {
        let value = name.get(attribute);
        if value == Value::Any {
            continue;
        }
        if out.len() > PREFIX.len() {
            out.push(',');
        }
        // Writing to a string does not fail.
        let _ = write!(out, "{attribute}=");
        match value {
            Value::Any => {}
            Value::Na => out.push_str("NA"),
            Value::Text(text) => {
                out.push('"');
                let mut quoted = false;
                for char in text.as_str().chars() {
                    if matches!(char, '.' | '-') && !quoted {
                        out.push('\\');
                    }
                    quoted = char == '\\' && !quoted;
                    out.push(char);
                }
                out.push('"');
            }
        }
    }
    out.push(']');
    out
}
