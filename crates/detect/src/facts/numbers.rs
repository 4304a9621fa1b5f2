//! Figures in a text: telephone numbers, codes, amounts.

use std::ops::Range;

use super::cue::{Cue, CueList};

/// How many telephone numbers of one text are kept.
pub const MAX_NUMBERS: usize = 16;
/// Digits of the longest telephone number (E.164).
const MAX_DIGITS: usize = 15;
/// Characters of the longest telephone number with its separators.
const MAX_LENGTH: usize = 28;

/// The file of prefixes that cost the caller: `prefix fewest-digits most-digits`.
const PREMIUM: &str = include_str!("premium.txt");

/// A telephone number in the folded text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NumberSeen {
    /// Where, in the folded text.
    pub at: Range<u32>,
    /// Its digits, with `+` in front where the text has it, in the arena of numbers.
    digits: Range<u32>,
    /// A call to it costs more than a call.
    pub premium: bool,
}

/// The telephone numbers of one text, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct NumberList {
    pub(super) list: Vec<NumberSeen>,
    arena: String,
}

/// Prefixes that cost the caller.
#[derive(Clone, Debug)]
pub(crate) struct Premium(Vec<(&'static str, usize, usize)>);

impl Premium {
    pub(crate) fn embedded() -> Self {
        let row = |line: &'static str| {
            let mut words = line.split('#').next()?.split_whitespace();
            Some((
                words.next()?,
                words.next()?.parse().ok()?,
                words.next()?.parse().ok()?,
            ))
        };
        Self(PREMIUM.lines().filter_map(row).collect())
    }

    fn covers(&self, digits: &str) -> bool {
        let count = digits.trim_start_matches('+').len();
        self.0.iter().any(|(prefix, least, most)| {
            digits.starts_with(prefix) && (*least..=*most).contains(&count)
        })
    }
}

impl NumberList {
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.arena.clear();
    }

    /// Returns the digits of `number`.
    pub(super) fn digits(&self, number: &NumberSeen) -> &str {
        self.arena
            .get(number.digits.start as usize..number.digits.end as usize)
            .unwrap_or_default()
    }

    /// Appends telephone numbers here and every figure to `cues`; `links` are passed over.
    pub(super) fn find(
        &mut self,
        folded: &str,
        links: &[Range<u32>],
        premium: &Premium,
        cues: &mut CueList,
    ) {
        let bytes = folded.as_bytes();
        let mut links = links.iter().peekable();
        let mut at = 0;
        while let Some((skipped, byte)) = next_figure(bytes, at) {
            at += skipped;
            while links.peek().is_some_and(|link| link.end as usize <= at) {
                links.next();
            }
            if let Some(link) = links.peek().filter(|link| link.start as usize <= at) {
                at = link.end as usize;
                continue;
            }
            if byte == b'*' {
                at = ussd(bytes, at, cues);
                continue;
            }
            let opens = byte.is_ascii_digit()
                || matches!(byte, b'+' | b'(')
                    && bytes
                        .get(at + 1)
                        .is_some_and(|b| b.is_ascii_digit() || *b == b'+');
            if !opens {
                at += 1;
                continue;
            }
            let glued = at > 0
                && bytes
                    .get(at - 1)
                    .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'.' | b'/' | b','));
            let run = Run::at(bytes, at);
            self.note(folded, &run, glued, premium, cues);
            at = run.end;
        }
    }

    fn note(
        &mut self,
        folded: &str,
        run: &Run,
        glued: bool,
        premium: &Premium,
        cues: &mut CueList,
    ) {
        let text = folded.get(run.start..run.end).unwrap_or_default();
        if run.digits == run.end - run.start && (4..=8).contains(&run.digits) {
            cues.push(Cue::Digits, run.start, run.end);
        }
        let plausible = (7..=MAX_DIGITS).contains(&run.digits)
            && run.groups_are_a_number()
            && !text.starts_with("000")
            && (text.starts_with(['0', '+', '(']) || run.digits >= 8)
            && !(glued && run.digits < 9);
        if !plausible || self.list.len() == MAX_NUMBERS {
            return;
        }
        let start = self.arena.len();
        self.arena
            .extend(text.chars().filter(|c| c.is_ascii_digit() || *c == '+'));
        let digits = self.arena.get(start..).unwrap_or_default();
        let premium = premium.covers(digits);
        self.list.push(NumberSeen {
            at: run.start as u32..run.end as u32,
            digits: start as u32..self.arena.len() as u32,
            premium,
        });
        cues.push(Cue::Number, run.start, run.end);
    }
}

/// Finds what may begin a figure, at `from` or later: how far away, and which byte.
fn next_figure(bytes: &[u8], from: usize) -> Option<(usize, u8)> {
    let mut rest = bytes.get(from..)?.iter().copied().enumerate();
    rest.find(|(_, byte)| matches!(byte, b'0'..=b'9' | b'*' | b'+' | b'('))
}

/// Digits with single separators between them.
struct Run {
    start: usize,
    end: usize,
    digits: usize,
    groups: usize,
    shortest_inner: usize,
    /// Lengths of the first three groups.
    lengths: [usize; 3],
    decimal: bool,
}

impl Run {
    fn at(bytes: &[u8], start: usize) -> Self {
        let mut run = Self {
            start,
            end: start,
            digits: 0,
            groups: 0,
            shortest_inner: usize::MAX,
            lengths: [0; 3],
            decimal: false,
        };
        let (mut group, mut at) = (0, start);
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'0'..=b'9' => {
                    group += 1;
                    run.digits += 1;
                    run.end = at + 1;
                }
                b' ' | b'-' | b'(' | b')' | b'+' => {
                    let doubled = at > start
                        && bytes
                            .get(at - 1)
                            .is_some_and(|b| matches!(b, b' ' | b'-') && byte != b'(');
                    if doubled || (byte == b'+' && run.digits > 0) || at - start > MAX_LENGTH {
                        break;
                    }
                    run.close(&mut group);
                }
                _ => {
                    let more = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
                    run.decimal = matches!(byte, b'.' | b',' | b'/' | b':' | b'%') && more;
                    break;
                }
            }
            at += 1;
        }
        run.close(&mut group);
        run.end = run.end.max(start + 1);
        run
    }

    fn close(&mut self, group: &mut usize) {
        if *group > 0 {
            if let Some(length) = self.lengths.get_mut(self.groups) {
                *length = *group;
            }
            self.groups += 1;
            self.shortest_inner = self.shortest_inner.min(*group);
        }
        *group = 0;
    }

    /// Tells a number from dates, times and lists of figures.
    fn groups_are_a_number(&self) -> bool {
        let date = self.groups == 3 && matches!(self.lengths, [2, 2, 4] | [4, 2, 2]);
        !date
            && !self.decimal
            && self.groups <= 6
            && (self.groups == 1 || self.shortest_inner >= 2 || self.digits >= 10)
    }
}

/// Notes a string such as `*100#` or `*155*34#` and returns where to go on.
fn ussd(bytes: &[u8], start: usize, cues: &mut CueList) -> usize {
    let rest = bytes.get(start + 1..).unwrap_or_default();
    let length = rest
        .iter()
        .take(MAX_LENGTH)
        .take_while(|b| b.is_ascii_digit() || **b == b'*')
        .count();
    if length >= 2
        && rest.get(length) == Some(&b'#')
        && rest.first().is_some_and(u8::is_ascii_digit)
    {
        cues.push(Cue::Ussd, start, start + 2 + length);
        return start + 2 + length;
    }
    start + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<String> {
        let (mut list, mut cues) = (NumberList::default(), CueList::default());
        list.find(text, &[], &Premium::embedded(), &mut cues);
        list.list
            .iter()
            .map(|number| list.digits(number).to_owned())
            .collect()
    }

    #[test]
    fn numbers_are_found_as_people_write_them() {
        for (text, found) in [
            ("call 07700 900123 now", "07700900123"),
            ("call 07700900123.", "07700900123"),
            ("+44 (0)7700 900123", "+4407700900123"),
            ("tel:+1-202-555-0143", "+12025550143"),
            ("(202) 555-0143", "2025550143"),
            ("appelez le 01 99 00 12 34", "0199001234"),
            ("电话07700900123。", "07700900123"),
        ] {
            assert_eq!(numbers(text), [found], "{text}");
        }
    }

    #[test]
    fn dates_sums_and_times_are_no_numbers() {
        for text in [
            "on 12 03 2024",
            "10:30 - 11:45",
            "1,234,567.89",
            "2024-11-21",
            "pay 1000 or 2000",
            "5 6 7 8 9",
        ] {
            assert_eq!(numbers(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn numbers_past_the_bound_are_left() {
        let text = "07700 900123, ".repeat(MAX_NUMBERS + 5);
        assert_eq!(numbers(&text).len(), MAX_NUMBERS);
    }
}
