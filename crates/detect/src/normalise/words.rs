//! Folds letters and digits that stand in for others, word by word.

use super::{
    Signs,
    decode::{Item, Kind, Kinds},
    tables,
};

/// What a word, or a text, is written in.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    latin: u32,
    /// Latin letters that no Cyrillic letter looks like.
    only_latin: u32,
    cyrillic: u32,
    /// Cyrillic letters that no Latin letter looks like.
    only_cyrillic: u32,
    foreign: u32,
    styled: u32,
    thai: u32,
    other: u32,
    digits: u32,
    leet: u32,
    /// How often the script changes from one letter to the next.
    changes: u32,
}

/// Folds every word of `items`, which hold these `kinds`.
pub(super) fn fold(items: &mut [Item], kinds: Kinds, signs: &mut Signs) {
    let latin = kinds.has(Kind::Latin) || kinds.has(Kind::Styled);
    let foreign = kinds.has(Kind::Foreign) || kinds.has(Kind::Styled);
    let mixed = foreign || kinds.has(Kind::Cyrillic) && latin;
    let digits = kinds.has(Kind::Digit) || kinds.has(Kind::Sign);
    if !mixed && !(latin && (digits || kinds.has(Kind::Thai))) {
        return;
    }
    let text = if mixed {
        count(items)
    } else {
        Count::default()
    };
    let text_is_cyrillic = text.only_cyrillic > text.only_latin;
    let mut start = 0;
    while start < items.len() {
        let rest = items.get(start..).unwrap_or_default();
        let length = rest.iter().take_while(|item| belongs(item)).count();
        if length == 0 {
            start += 1;
            continue;
        }
        let end = start + length;
        let word = items.get_mut(start..end).unwrap_or_default();
        let c = count(word);
        if mixed && (c.foreign + c.styled + c.cyrillic > 0 || text_is_cyrillic) {
            fold_script(word, c, text, signs);
        }
        if c.thai > 0 {
            if c.latin > 0 {
                fold_thai(word, signs);
            }
        } else if c.leet > 0 && !is_link(items, start, end) {
            fold_leet(items.get_mut(start..end).unwrap_or_default(), signs);
        }
        start = end;
    }
}

/// A word is letters, digits, and signs that can stand for letters.
fn belongs(item: &Item) -> bool {
    item.kind.is_letter()
        || matches!(item.kind, Kind::Digit | Kind::Dropped)
        || matches!(item.c, '@' | '$' | '!' | '|' | '€' | '¢')
}

fn count(items: &[Item]) -> Count {
    let mut count = Count::default();
    let mut last = None;
    for item in items {
        match item.kind {
            Kind::Latin => {
                count.latin += 1;
                count.only_latin += u32::from(tables::to_cyrillic(item.c).is_none());
            }
            Kind::Cyrillic => {
                count.cyrillic += 1;
                count.only_cyrillic += u32::from(!tables::is_exact(item.c));
            }
            Kind::Foreign => count.foreign += 1,
            Kind::Styled => count.styled += 1,
            Kind::Thai => count.thai += 1,
            Kind::Letter => count.other += 1,
            Kind::Digit => {
                count.digits += 1;
                count.leet += 1;
            }
            Kind::Sign if matches!(item.c, '@' | '$' | '!' | '|' | '€' | '¢') => count.leet += 1,
            Kind::Dropped => continue,
            _ => {}
        }
        count.changes += u32::from(last.is_some_and(|last| last != item.kind));
        last = Some(item.kind);
    }
    count
}

/// Links, addresses and their parts keep their digits: `www.example.test/4you`.
fn is_link(items: &[Item], start: usize, end: usize) -> bool {
    let before = items.get(..start).and_then(<[Item]>::last);
    let after = items.get(end);
    let joins = |item: Option<&Item>| {
        item.is_some_and(|item| matches!(item.c, '/' | '=' | '?' | '%' | '#'))
    };
    let dot = |item: Option<&Item>, beyond: Option<&Item>| {
        item.is_some_and(|item| item.c == '.')
            && beyond.is_some_and(|item| item.kind.is_letter() || item.kind == Kind::Digit)
    };
    let before_dot = start.checked_sub(2).and_then(|at| items.get(at));
    joins(before) || joins(after) || dot(after, items.get(end + 1)) || dot(before, before_dot)
}

/// Decides which script a word means, and folds the letters that only look like it.
fn fold_script(word: &mut [Item], c: Count, text: Count, signs: &mut Signs) {
    let text_is_cyrillic = text.only_cyrillic > text.only_latin;
    let latin_text = text.latin + text.styled > text.cyrillic + text.foreign;
    let alphabets = u32::from(c.latin > 0) + u32::from(c.cyrillic > 0) + u32::from(c.foreign > 0);
    let to_cyrillic = if c.cyrillic == 0 && c.foreign == 0 && c.styled == 0 {
        // a Latin word in Cyrillic text: the other one if it can be read as such
        text_is_cyrillic
            && c.latin > 1
            && word
                .iter()
                .all(|item| item.kind != Kind::Latin || tables::shared(item.c))
    } else if c.only_cyrillic > 0 {
        c.only_latin == 0 || c.only_cyrillic > c.only_latin
    } else {
        c.only_latin == 0 && text_is_cyrillic
    };
    if to_cyrillic {
        if c.latin + c.foreign + c.styled == 0 {
            return fold_digits(word, c, signs);
        }
        for item in word.iter_mut() {
            let shape = match item.kind {
                Kind::Latin => match item.c {
                    'b' if item.capital => Some('в'),
                    'n' if item.capital => Some('и'),
                    c => tables::to_cyrillic(c),
                },
                Kind::Foreign => tables::foreign(item.c).and_then(tables::to_cyrillic),
                Kind::Styled => tables::styled(item.c).map(|(_, cyrillic)| cyrillic),
                _ => None,
            };
            if let Some(shape) = shape {
                signs.confusable += u32::from(item.kind != Kind::Styled);
                item.c = shape;
                item.kind = Kind::Cyrillic;
            }
        }
        return fold_digits(word, c, signs);
    }
    // a word of one living script stays, unless the text around it is plainly Latin
    if c.styled == 0 && alphabets < 2 {
        let lookalike = word.iter().all(|item| match item.kind {
            Kind::Cyrillic => tables::is_exact(item.c),
            Kind::Foreign => tables::foreign(item.c).is_some(),
            _ => true,
        });
        if !(lookalike && latin_text) {
            return;
        }
    } else if c.styled == 0 && c.changes < 2 && c.only_cyrillic > 0 {
        // "sms" with a Cyrillic ending is how people write
        return;
    }
    for item in word.iter_mut() {
        let shape = match item.kind {
            Kind::Cyrillic => tables::cyrillic(item.c),
            Kind::Foreign => tables::foreign(item.c),
            Kind::Styled => tables::styled(item.c).map(|(latin, _)| latin),
            _ => None,
        };
        if let Some(shape) = shape {
            signs.confusable += u32::from(item.kind != Kind::Styled);
            item.c = shape;
            item.kind = Kind::Latin;
        }
    }
}

/// Digits inside a Cyrillic word: "pa6oтa".
fn fold_digits(word: &mut [Item], c: Count, signs: &mut Signs) {
    if c.leet == 0 || c.leet * 2 > c.cyrillic + c.latin {
        return;
    }
    for at in 1..word.len().saturating_sub(1) {
        let cyrillic = |at: usize| word.get(at).is_some_and(|item| item.kind == Kind::Cyrillic);
        if !(cyrillic(at - 1) && cyrillic(at + 1)) {
            continue;
        }
        if let Some(item) = word.get_mut(at)
            && let Some(shape) = tables::digit_to_cyrillic(item.c)
        {
            item.c = shape;
            item.kind = Kind::Cyrillic;
            signs.leet += 1;
        }
    }
}

/// A lone Latin letter between Thai ones stands for one of them.
fn fold_thai(word: &mut [Item], signs: &mut Signs) {
    for at in 1..word.len().saturating_sub(1) {
        let thai = |at: usize| word.get(at).is_some_and(|item| item.kind == Kind::Thai);
        if !(thai(at - 1) && thai(at + 1)) {
            continue;
        }
        if let Some(item) = word.get_mut(at)
            && item.kind == Kind::Latin
            && let Some(shape) = tables::to_thai(item.c)
        {
            item.c = shape;
            item.kind = Kind::Thai;
            signs.confusable += 1;
        }
    }
}

/// Digits and signs that stand for letters in a Latin word.
///
/// Codes, sizes and times keep theirs: there must be more letters than digits, no run of
/// different digits, and a stand-in must have a letter before it.
fn fold_leet(word: &mut [Item], signs: &mut Signs) {
    trim_bang(word, |word| {
        let letters = word.iter().filter(|item| item.kind == Kind::Latin).count();
        let stand_ins = word.iter().filter(|item| is_stand_in(item)).count();
        let digits = word.iter().filter(|item| item.kind == Kind::Digit).count();
        if letters == 0 && digits > 0 {
            return;
        }
        if letters == 1 && digits >= 2 {
            return fold_zeros(word);
        }
        if stand_ins == 0
            || letters < stand_ins
            || letters < 2
            || letters + stand_ins < 4 && !is_short_leet(word)
        {
            return fold_zeros(word);
        }
        if !well_placed(word, letters) {
            return fold_zeros(word);
        }
        for at in 0..word.len() {
            let before = at
                .checked_sub(1)
                .and_then(|at| word.get(at))
                .map(|item| item.c);
            let after = word.get(at + 1).map(|item| item.c);
            if let Some(item) = word.get_mut(at)
                && is_stand_in(item)
            {
                item.c = letter(item.c, before, after);
                item.kind = Kind::Latin;
            }
        }
        signs.leet += 1;
    });
}

/// Calls `fold` on the word without the exclamation marks and at-signs around it.
fn trim_bang(word: &mut [Item], mut fold: impl FnMut(&mut [Item])) {
    let edge = |item: &Item| matches!(item.c, '!' | '@' | '|') || item.kind == Kind::Dropped;
    let start = word
        .iter()
        .position(|item| !edge(item))
        .unwrap_or(word.len());
    let end = word
        .iter()
        .rposition(|item| !edge(item))
        .map_or(start, |at| at + 1);
    // "@ccount" is a word, "@name" is a handle: only a sign before two consonants is a letter
    let start = match (start.checked_sub(1), word.get(start..start + 2)) {
        (Some(at), Some([a, b]))
            if a.c == b.c
                && a.kind == Kind::Latin
                && word.get(at).is_some_and(|item| item.c == '@') =>
        {
            at
        }
        _ => start,
    };
    if let Some(word) = word.get_mut(start..end) {
        fold(word);
    }
}

/// Stand-ins must sit among letters the way letters do.
fn well_placed(word: &[Item], letters: usize) -> bool {
    let mut run = 0;
    for (at, item) in word.iter().enumerate() {
        if item.kind == Kind::Dropped {
            continue;
        }
        if !is_stand_in(item) {
            if item.kind == Kind::Digit {
                return false;
            }
            run = 0;
            continue;
        }
        run += 1;
        let same = at > 0 && word.get(at - 1).is_some_and(|last| last.c == item.c);
        if run > 2 || run == 2 && !same {
            return false;
        }
        let first = at == 0;
        let last = at + 1 == word.len();
        // "4ever", "0800call": a leading digit counts only as a plain zero, five or dollar before letters
        if first && !matches!(item.c, '0' | '5' | '$' | '@') {
            return false;
        }
        if first && letters < 3 {
            return false;
        }
        if last && !matches!(item.c, '0' | '1' | '3' | '$') {
            return false;
        }
        // a lone number at the end is a number: "sim1", "day3"
        if last && run == 1 && item.kind == Kind::Digit && letters < 4 {
            return false;
        }
    }
    true
}

fn is_short_leet(word: &[Item]) -> bool {
    word.len() == 3
        && word.first().is_some_and(|item| item.kind == Kind::Latin)
        && word.last().is_some_and(|item| item.kind == Kind::Latin)
        && word
            .get(1)
            .is_some_and(|item| matches!(item.c, '1' | '0' | '3' | '@' | '!'))
}

fn is_stand_in(item: &Item) -> bool {
    item.kind != Kind::Latin
        && matches!(
            item.c,
            '0' | '1' | '3' | '4' | '5' | '7' | '8' | '@' | '$' | '!' | '|' | '€' | '¢'
        )
}

fn is_vowel(c: Option<char>) -> bool {
    matches!(c, Some('a' | 'e' | 'i' | 'o' | 'u' | '0' | '3' | '4' | '@'))
}

/// Returns the letter that a sign stands for between its neighbours.
fn letter(c: char, before: Option<char>, after: Option<char>) -> char {
    match c {
        '0' => 'o',
        '3' | '€' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        '8' => 'b',
        '¢' => 'c',
        // one, bar and exclamation mark are an l where an i could hardly be
        _ if is_vowel(before) && (after.is_none() || is_vowel(after)) => 'l',
        _ if is_vowel(after) && matches!(before, Some('b' | 'c' | 'f' | 'g' | 'p' | 's')) => 'l',
        _ if matches!(
            (before, after),
            (Some('l'), Some('1' | '|')) | (Some('l'), None)
        ) =>
        {
            'l'
        }
        _ if before == Some('a') && matches!(after, Some('1' | '|')) => 'l',
        _ => 'i',
    }
}

/// The letter o among digits is a zero: "1o,ooo".
fn fold_zeros(word: &mut [Item]) {
    let digits = word.iter().filter(|item| item.kind == Kind::Digit).count();
    let plain = word
        .iter()
        .all(|item| matches!(item.kind, Kind::Digit | Kind::Dropped) || item.c == 'o');
    if !plain || digits == 0 || word.first().is_none_or(|item| item.kind != Kind::Digit) {
        return;
    }
    for item in word {
        if item.c == 'o' {
            item.c = '0';
            item.kind = Kind::Digit;
        }
    }
}
