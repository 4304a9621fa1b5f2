//! The value of an attribute, NISTIR 7695, 5.3.

use std::borrow::Cow;

/// What a name says about one attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Value<'a> {
    /// The logical value ANY: no restriction (5.3.1).
    Any,
    /// The logical value NA: there is no meaningful value (5.3.1).
    Na,
    /// A string (5.3.2).
    Text(Text<'a>),
}

impl<'a> Value<'a> {
    pub(super) const fn of(bound: &'a str) -> Self {
        match bound.as_bytes() {
            b"*" => Self::Any,
            b"-" => Self::Na,
            _ => Self::Text(Text(bound)),
        }
    }

    /// Returns the string, if it is one.
    pub const fn text(self) -> Option<Text<'a>> {
        match self {
            Self::Text(text) => Some(text),
            Self::Any | Self::Na => None,
        }
    }
}

/// A string value, small letters, quoted as the canonical formatted string quotes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Text<'a>(&'a str);

impl<'a> Text<'a> {
    /// Returns the string with its quoting.
    pub const fn as_str(self) -> &'a str {
        self.0
    }

    /// Returns the string without its quoting; a wildcard stays `*` or `?`.
    pub fn unquoted(self) -> Cow<'a, str> {
        if !self.0.contains('\\') {
            return Cow::Borrowed(self.0);
        }
        let mut out = String::with_capacity(self.0.len());
        let mut rest = self.0.chars();
        while let Some(char) = rest.next() {
            out.push(if char == '\\' {
                rest.next().unwrap_or(char)
            } else {
                char
            });
        }
        Cow::Owned(out)
    }

    /// Says whether an unquoted `*` or `?` is there.
    pub fn has_wildcards(self) -> bool {
        let (leading, body, trailing) = self.split();
        !leading.is_empty() || !trailing.is_empty() || body.is_empty()
    }

    /// Says whether the pattern covers a string without wildcards: `*` stands for any number of characters, none
    /// included, `?` for one or none, so that `??` stands for up to two. That is what the comparison of strings in
    /// NISTIR 7696 (7.3) and NIST's reference implementation do: they ask that no more characters are left than
    /// there are question marks. A pattern without wildcards covers itself.
    pub fn covers(self, target: Text<'_>) -> bool {
        let (leading, body, trailing) = self.split();
        if body.is_empty() {
            let most = leading.len() + trailing.len();
            return leading == "*" || trailing == "*" || units(target.0).count() <= most;
        }
        // The starts of the characters of the target that may be the first of the body.
        let starts = units(target.0).chain([target.0.len()]);
        let most = match leading {
            "*" => usize::MAX,
            marks => marks.len() + 1,
        };
        starts.take(most).any(|start| {
            let rest = target
                .0
                .get(start..)
                .and_then(|rest| rest.strip_prefix(body));
            rest.is_some_and(|rest| trailing == "*" || units(rest).count() <= trailing.len())
        })
    }

    /// Returns the wildcards before, the characters, and the wildcards behind.
    fn split(self) -> (&'a str, &'a str, &'a str) {
        let bytes = self.0.as_bytes();
        let start = match bytes.first() {
            Some(b'*') => 1,
            _ => bytes.iter().take_while(|byte| **byte == b'?').count(),
        };
        let mut end = start;
        for at in units(&self.0[start..]) {
            match bytes[start + at] {
                b'*' | b'?' => break,
                b'\\' => end = start + at + 2,
                _ => end = start + at + 1,
            }
        }
        (&self.0[..start], &self.0[start..end], &self.0[end..])
    }
}

/// Returns where each character of a quoted string starts; a quoted one has two bytes.
fn units(text: &str) -> impl Iterator<Item = usize> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let byte = text.as_bytes().get(at)?;
        at += if *byte == b'\\' { 2 } else { 1 };
        Some(start)
    })
}
