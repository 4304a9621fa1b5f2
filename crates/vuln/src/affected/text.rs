//! Ranges that a record writes as text: `< 1.2`, `>= 1.0, < 2.0`, `before 1.2`, `1.2 and earlier`,
//! `1.0 through 1.5`. Answers from them are heuristic.

use super::range::Order;

/// Bounds, each with whether it belongs to the range.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Range<'a> {
    pub(super) start: Option<(&'a str, bool)>,
    pub(super) end: Option<(&'a str, bool)>,
}

const BEFORE: &[&str] = &[
    "before",
    "prior to",
    "below",
    "earlier than",
    "less than",
    "versions before",
    "version before",
    "versions prior to",
    "version prior to",
];
const UP_TO: &[&str] = &[
    "up to and including",
    "up to",
    "through",
    "until",
    "<= ",
    "versions up to",
    "version up to",
];
const AND_EARLIER: &[&str] = &[
    "and earlier",
    "and prior",
    "and below",
    "and before",
    "and older",
    "or earlier",
    "or below",
    "and lower",
    "and earlier versions",
    "and prior versions",
];
const BETWEEN: &[&str] = &[" through ", " to ", " up to ", " - ", " – ", " thru "];

impl<'a> Range<'a> {
    /// Reads a range, or finds that the text is none.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let text = text.trim();
        if text.starts_with(['<', '>', '=']) {
            return Self::signs(text);
        }
        for words in BEFORE {
            if let Some(end) = after(text, words).and_then(version) {
                return Some(Self {
                    end: Some((end, false)),
                    ..Self::default()
                });
            }
        }
        for words in UP_TO {
            if let Some(end) = after(text, words).and_then(version) {
                return Some(Self {
                    end: Some((end, true)),
                    ..Self::default()
                });
            }
        }
        for words in AND_EARLIER {
            if let Some(end) = before(text, words).and_then(version) {
                return Some(Self {
                    end: Some((end, true)),
                    ..Self::default()
                });
            }
        }
        let text = after(text, "from").unwrap_or(text);
        BETWEEN.iter().find_map(|words| {
            let (start, end) = text.split_once(words)?;
            Some(Self {
                start: Some((version(start)?, true)),
                end: Some((version(end)?, true)),
            })
        })
    }

    fn signs(text: &'a str) -> Option<Self> {
        let mut range = Self::default();
        for part in text.split(',').flat_map(|part| part.split("&&")) {
            let part = part.trim();
            let (sign, rest) = part.split_at(part.find(|c: char| !matches!(c, '<' | '>' | '='))?);
            let bound = version(rest)?;
            match sign {
                "<" => range.end = Some((bound, false)),
                "<=" | "=<" => range.end = Some((bound, true)),
                ">" => range.start = Some((bound, false)),
                ">=" | "=>" => range.start = Some((bound, true)),
                "=" | "==" => {
                    range.start = Some((bound, true));
                    range.end = Some((bound, true));
                }
                _ => return None,
            }
        }
        Some(range)
    }

    /// Whether a version lies in the range; nothing where it cannot be told.
    pub(super) fn holds(&self, order: &Order, version: &str) -> Option<bool> {
        if let Some((start, inclusive)) = self.start
            && !order.is_above(version, start, inclusive)?
        {
            return Some(false);
        }
        match self.end {
            Some((end, inclusive)) => order.is_below(version, end, inclusive),
            None => Some(true),
        }
    }
}

fn after<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let head = text.get(..words.len())?;
    head.eq_ignore_ascii_case(words)
        .then(|| text.get(words.len()..))
        .flatten()
}

fn before<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let start = text.len().checked_sub(words.len())?;
    let tail = text.get(start..)?;
    tail.eq_ignore_ascii_case(words)
        .then(|| text.get(..start))
        .flatten()
}

/// One word with a digit in it, perhaps behind `version` or `v`.
fn version(text: &str) -> Option<&str> {
    let mut text = text.trim();
    for word in ["versions ", "version ", "v. "] {
        text = after(text, word).unwrap_or(text).trim_start();
    }
    let fits =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | ':' | '~' | '*');
    (text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(fits)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_ranges_are_read() {
        let end = |end, inclusive| {
            Some(Range {
                start: None,
                end: Some((end, inclusive)),
            })
        };
        let both = |start, end, inclusive| {
            Some(Range {
                start: Some((start, true)),
                end: Some((end, inclusive)),
            })
        };
        for (text, range) in [
            ("< 1.2", end("1.2", false)),
            ("<=1.2", end("1.2", true)),
            (">= 1.0, < 2.0", both("1.0", "2.0", false)),
            ("before 1.2.3", end("1.2.3", false)),
            ("Prior to version 7", end("7", false)),
            ("1.2 and earlier", end("1.2", true)),
            ("up to and including 4.5.6", end("4.5.6", true)),
            ("1.0 through 1.5", both("1.0", "1.5", true)),
            ("from 1.0 to 1.5", both("1.0", "1.5", true)),
            ("= 3.1", both("3.1", "3.1", true)),
            ("1.2.3", None),
            ("before the update", None),
            ("<", None),
            ("R1 SP2", None),
        ] {
            assert_eq!(Range::read(text), range, "{text}");
        }
    }
}
