use std::{fmt::Write as _, ops::Range};

use watchbell_model::Span;

use super::Facts;

/// Longest evidence of a finding, in bytes.
pub const MAX_EVIDENCE: usize = 160;

/// What a rule saw: words for a person, and the place in the original text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Seen {
    /// What was seen, at most [`MAX_EVIDENCE`] bytes.
    pub evidence: String,
    /// Where, in the original text; absent when it is not about a place.
    pub at: Option<Span>,
}

impl Seen {
    /// Shows the stretch `folded` of the folded text as the original has it.
    pub fn place(facts: &Facts<'_>, folded: Range<usize>) -> Self {
        let at = facts.text.original(folded);
        Self {
            evidence: shown(facts.original.get(at.clone()).unwrap_or_default()),
            at: Some(at.into()),
        }
    }

    /// Says `evidence` about the stretch `folded` of the folded text.
    pub fn said(facts: &Facts<'_>, folded: Range<usize>, evidence: &str) -> Self {
        Self {
            evidence: shown(evidence),
            at: Some(facts.text.original(folded).into()),
        }
    }

    /// Says `evidence` about bytes `at` of the original text.
    pub fn original(evidence: &str, at: Range<usize>) -> Self {
        Self {
            evidence: shown(evidence),
            at: Some(at.into()),
        }
    }

    /// Says `evidence` about the report as a whole.
    pub fn whole(evidence: &str) -> Self {
        Self {
            evidence: shown(evidence),
            at: None,
        }
    }
}

/// One line of at most [`MAX_EVIDENCE`] bytes: the middle gives way, what cannot be seen is named.
fn shown(text: &str) -> String {
    let mut line = String::with_capacity(text.len().min(MAX_EVIDENCE));
    if text.len() <= MAX_EVIDENCE {
        push_visible(&mut line, text);
    }
    if text.len() > MAX_EVIDENCE || line.len() > MAX_EVIDENCE {
        line.clear();
        // A character grows to eight bytes at most when it is named.
        let half = MAX_EVIDENCE / 2 - 2;
        push_until(&mut line, text, half);
        line.push('…');
        let mut from = text.ceil_char_boundary(text.len().saturating_sub(half));
        loop {
            let mut tail = String::new();
            push_visible(&mut tail, text.get(from..).unwrap_or_default());
            if line.len() + tail.len() <= MAX_EVIDENCE {
                line.push_str(&tail);
                break;
            }
            from = text.ceil_char_boundary(from + 1);
        }
    }
    line
}

fn push_until(line: &mut String, text: &str, most: usize) {
    for (at, c) in text.char_indices() {
        let before = line.len();
        push_visible(line, text.get(at..at + c.len_utf8()).unwrap_or_default());
        if line.len() > most {
            line.truncate(before);
            return;
        }
    }
}

fn push_visible(line: &mut String, text: &str) {
    if text.bytes().all(|b| matches!(b, b' '..=b'~')) {
        line.push_str(text);
        return;
    }
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        if is_plain(c) {
            continue;
        }
        line.push_str(text.get(plain..at).unwrap_or_default());
        plain = at + c.len_utf8();
        match c {
            '\n' | '\r' | '\t' => line.push(' '),
            '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => {
                // Writing to a string cannot fail.
                let _ = write!(line, "<{:04X}>", u32::from(c));
            }
            c if c.is_control() => line.push('\u{fffd}'),
            c => line.push(c),
        }
    }
    line.push_str(text.get(plain..).unwrap_or_default());
}

/// Returns whether `c` is surely seen; nearly every character is.
fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{b0}'..='\u{5ff}' | '\u{700}'..='\u{1fff}' | '\u{2070}'..='\u{d7ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_bounded_and_keeps_both_ends() {
        for filler in ["a", "я", "中", "\u{200b}", "\n"] {
            let text = format!("begin {} end", filler.repeat(4000));
            let line = shown(&text);
            assert!(
                line.len() <= MAX_EVIDENCE,
                "{} bytes of {filler:?}",
                line.len()
            );
            assert!(line.starts_with("begin") && line.ends_with("end"), "{line}");
        }
        assert_eq!(shown("a\u{202e}b"), "a<202E>b");
    }
}
