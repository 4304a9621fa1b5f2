//! Joins words whose letters were set apart: "F R E E", "f.r.e.e".

use super::{
    Signs,
    decode::{Item, Kind},
};

/// Fewer lone letters in a row than this are initials, not a word.
pub(super) const SHORTEST: u32 = 4;

/// Drops the separators inside words that were spaced out.
pub(super) fn join(items: &mut [Item], signs: &mut Signs) {
    let mut at = 0;
    while at < items.len() {
        let Some((end, is_word)) = run(items, at) else {
            at = next_word(items, at);
            continue;
        };
        if !is_word {
            at = end;
            continue;
        }
        let mut letters = 0;
        for item in items.get_mut(at..end).unwrap_or_default() {
            if is_single(item) {
                letters += 1;
            } else {
                item.kind = Kind::Dropped;
            }
        }
        signs.spaced += u32::from(letters >= SHORTEST);
        at = end;
    }
}

/// Returns where the run of lone letters that begins at `start` ends, and whether it is a word.
fn run(items: &[Item], start: usize) -> Option<(usize, bool)> {
    let first = items.get(start)?;
    if !is_single(first) {
        return None;
    }
    if start > 0 && items.get(start - 1).is_some_and(is_word) {
        return None;
    }
    let separator = items.get(start + 1).filter(|item| is_separator(item))?.c;
    let (mut letters, mut real, mut end) = (1, u32::from(first.kind.is_letter()), start + 1);
    loop {
        let gap = items.get(end);
        let next = items.get(end + 1);
        let after = items.get(end + 2);
        match (gap, next) {
            (Some(gap), Some(next))
                if gap.c == separator && is_single(next) && !after.is_some_and(is_word) =>
            {
                letters += 1;
                real += u32::from(next.kind.is_letter());
                end += 2;
            }
            _ => break,
        }
    }
    // digits set apart are a number; a few letters among them do not make a word
    Some((end, letters >= SHORTEST && real * 2 > letters))
}

/// Returns where the next word may begin.
fn next_word(items: &[Item], at: usize) -> usize {
    let skipped = items
        .get(at..)
        .unwrap_or_default()
        .iter()
        .take_while(|item| is_word(item))
        .count();
    at + skipped.max(1)
}

fn is_word(item: &Item) -> bool {
    item.kind.is_letter() || item.kind == Kind::Digit || matches!(item.c, '@' | '$')
}

/// A letter of an alphabet, or a sign that can stand for one.
fn is_single(item: &Item) -> bool {
    matches!(
        item.kind,
        Kind::Latin | Kind::Cyrillic | Kind::Foreign | Kind::Styled | Kind::Digit
    ) || matches!(item.c, '@' | '$')
}

fn is_separator(item: &Item) -> bool {
    item.kind == Kind::Space
        || item.kind == Kind::Picture
        || matches!(
            item.c,
            '.' | '-'
                | '_'
                | '*'
                | '|'
                | '/'
                | ','
                | '~'
                | '+'
                | '='
                | '^'
                | ':'
                | '\''
                | '·'
                | '•'
                | '\\'
                | '#'
        )
}
