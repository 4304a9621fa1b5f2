//! Which letters look like which, written from the Unicode charts.
//!
//! Two questions only: what Latin letter does this look like, and what
//! Cyrillic letter does that Latin letter look like. A letter of a third
//! script reaches Cyrillic through Latin.

/// Letters that exist only as styles or phonetic signs: nobody writes a language
/// with them, so they are folded wherever they stand. Shape in Latin, then in Cyrillic.
const STYLED: &[(char, char, char)] = &[
    ('ᴀ', 'a', 'а'),
    ('ʙ', 'b', 'в'),
    ('ᴄ', 'c', 'с'),
    ('ᴅ', 'd', 'д'),
    ('ᴇ', 'e', 'е'),
    ('ꜰ', 'f', 'ф'),
    ('ɢ', 'g', 'г'),
    ('ʜ', 'h', 'н'),
    ('ɪ', 'i', 'и'),
    ('ᴊ', 'j', 'ј'),
    ('ᴋ', 'k', 'к'),
    ('ʟ', 'l', 'л'),
    ('ᴍ', 'm', 'м'),
    ('ɴ', 'n', 'и'),
    ('ᴏ', 'o', 'о'),
    ('ᴘ', 'p', 'р'),
    ('ꞯ', 'q', 'к'),
    ('ʀ', 'r', 'я'),
    ('ꜱ', 's', 'ѕ'),
    ('ᴛ', 't', 'т'),
    ('ᴜ', 'u', 'и'),
    ('ᴠ', 'v', 'у'),
    ('ᴡ', 'w', 'ш'),
    ('ʏ', 'y', 'у'),
    ('ᴢ', 'z', 'з'),
    ('ᴨ', 'n', 'п'),
    ('ᴩ', 'p', 'р'),
    ('ᴧ', 'a', 'л'),
    ('ᴦ', 'r', 'г'),
    ('ᴫ', 'n', 'л'),
    ('ᴎ', 'n', 'и'),
    ('ᴙ', 'r', 'я'),
    ('ɜ', 'e', 'з'),
    ('ɸ', 'o', 'ф'),
    ('ɯ', 'w', 'ш'),
    ('ʍ', 'm', 'м'),
    ('ɐ', 'a', 'а'),
    ('ǝ', 'e', 'е'),
    ('ɟ', 'f', 'ф'),
    ('ƃ', 'g', 'г'),
    ('ɥ', 'h', 'ч'),
    ('ᴉ', 'i', 'и'),
    ('ɾ', 'j', 'г'),
    ('ʞ', 'k', 'ж'),
    ('ɹ', 'r', 'г'),
    ('ʇ', 't', 'т'),
    ('ʌ', 'v', 'л'),
    ('ʎ', 'y', 'у'),
    ('ɔ', 'c', 'с'),
    ('ɑ', 'a', 'а'),
    ('ɡ', 'g', 'г'),
    ('ɩ', 'i', 'и'),
    ('ɿ', 'i', 'и'),
    ('ʋ', 'v', 'у'),
    ('ʂ', 's', 'ѕ'),
    ('ɦ', 'h', 'н'),
    ('ʐ', 'z', 'з'),
    ('ɛ', 'e', 'е'),
    ('ʟ', 'l', 'л'),
    ('ƅ', 'b', 'ь'),
    ('ƙ', 'k', 'к'),
    ('ƈ', 'c', 'с'),
    ('ƚ', 'l', 'л'),
    ('ƭ', 't', 'т'),
    ('ƴ', 'y', 'у'),
    ('ɓ', 'b', 'в'),
    ('ɗ', 'd', 'д'),
    ('ɠ', 'g', 'г'),
    ('ɱ', 'm', 'м'),
    ('ɳ', 'n', 'п'),
    ('ɲ', 'n', 'п'),
    ('ƥ', 'p', 'р'),
    ('ʠ', 'q', 'к'),
    ('ɽ', 'r', 'г'),
    ('ʈ', 't', 'т'),
    ('ʉ', 'u', 'и'),
    ('ɨ', 'i', 'и'),
    ('ʝ', 'j', 'ј'),
    ('ɭ', 'l', 'л'),
    ('ɕ', 'c', 'с'),
    ('ʑ', 'z', 'з'),
    ('ⱳ', 'w', 'ш'),
    ('ⅿ', 'm', 'м'),
    ('ⲟ', 'o', 'о'),
    ('ⲣ', 'p', 'р'),
    ('ⲥ', 'c', 'с'),
    ('ⲁ', 'a', 'а'),
    ('ⲉ', 'e', 'е'),
    ('ⲓ', 'i', 'и'),
    ('ꭵ', 'i', 'и'),
    ('ꓮ', 'a', 'а'),
    ('ꓐ', 'b', 'в'),
    ('ꓚ', 'c', 'с'),
    ('ꓓ', 'd', 'д'),
    ('ꓰ', 'e', 'е'),
    ('ꓝ', 'f', 'ф'),
    ('ꓖ', 'g', 'г'),
    ('ꓧ', 'h', 'н'),
    ('ꓲ', 'i', 'и'),
    ('ꓙ', 'j', 'ј'),
    ('ꓗ', 'k', 'к'),
    ('ꓡ', 'l', 'л'),
    ('ꓟ', 'm', 'м'),
    ('ꓠ', 'n', 'и'),
    ('ꓳ', 'o', 'о'),
    ('ꓑ', 'p', 'р'),
    ('ꓣ', 'r', 'я'),
    ('ꓢ', 's', 'ѕ'),
    ('ꓔ', 't', 'т'),
    ('ꓴ', 'u', 'и'),
    ('ꓦ', 'v', 'у'),
    ('ꓪ', 'w', 'ш'),
    ('ꓫ', 'x', 'х'),
    ('ꓬ', 'y', 'у'),
    ('ꓜ', 'z', 'з'),
];

/// Letters of living scripts that look like a Latin letter: folded only inside a word
/// of another script, or where the whole text is in another script.
const FOREIGN: &[(char, char)] = &[
    // Greek
    ('α', 'a'),
    ('β', 'b'),
    ('γ', 'y'),
    ('δ', 'd'),
    ('ε', 'e'),
    ('ζ', 'z'),
    ('η', 'n'),
    ('θ', 'o'),
    ('ι', 'i'),
    ('κ', 'k'),
    ('λ', 'a'),
    ('μ', 'm'),
    ('ν', 'v'),
    ('ξ', 'e'),
    ('ο', 'o'),
    ('π', 'n'),
    ('ρ', 'p'),
    ('ς', 's'),
    ('σ', 'o'),
    ('τ', 't'),
    ('υ', 'u'),
    ('φ', 'o'),
    ('χ', 'x'),
    ('ω', 'w'),
    ('ϲ', 'c'),
    ('ϳ', 'j'),
    // Armenian
    ('օ', 'o'),
    ('ս', 'u'),
    ('հ', 'h'),
    ('ո', 'n'),
    ('ց', 'g'),
    ('զ', 'q'),
    ('ք', 'p'),
    ('ա', 'w'),
    ('ե', 't'),
    ('ղ', 'n'),
    ('յ', 'j'),
    ('լ', 'l'),
    ('ռ', 'n'),
    // Cherokee, both cases
    ('Ꭰ', 'd'),
    ('Ꭱ', 'r'),
    ('Ꭲ', 't'),
    ('Ꭵ', 'i'),
    ('Ꭺ', 'a'),
    ('Ꭻ', 'j'),
    ('Ꭼ', 'e'),
    ('Ꮃ', 'w'),
    ('Ꮇ', 'm'),
    ('Ꮋ', 'h'),
    ('Ꮐ', 'g'),
    ('Ꮒ', 'h'),
    ('Ꮓ', 'z'),
    ('Ꮟ', 'b'),
    ('Ꮢ', 'r'),
    ('Ꮤ', 'w'),
    ('Ꮥ', 's'),
    ('Ꮦ', 't'),
    ('Ꮩ', 'v'),
    ('Ꮪ', 's'),
    ('Ꮮ', 'l'),
    ('Ꮯ', 'c'),
    ('Ꮲ', 'p'),
    ('Ꮶ', 'k'),
    ('Ꮷ', 'd'),
    ('Ꮻ', 'o'),
    ('Ᏼ', 'b'),
    ('Ᏽ', 'g'),
];

/// Cyrillic letters and what Latin letter each looks like; only some do so exactly.
const CYRILLIC: &[(char, char)] = &[
    ('а', 'a'),
    ('б', 'b'),
    ('в', 'b'),
    ('г', 'r'),
    ('д', 'd'),
    ('е', 'e'),
    ('ё', 'e'),
    ('ж', 'x'),
    ('з', 'e'),
    ('и', 'u'),
    ('й', 'u'),
    ('к', 'k'),
    ('л', 'n'),
    ('м', 'm'),
    ('н', 'h'),
    ('о', 'o'),
    ('п', 'n'),
    ('р', 'p'),
    ('с', 'c'),
    ('т', 't'),
    ('у', 'y'),
    ('ф', 'o'),
    ('х', 'x'),
    ('ц', 'u'),
    ('ч', 'h'),
    ('ш', 'w'),
    ('щ', 'w'),
    ('ъ', 'b'),
    ('ы', 'b'),
    ('ь', 'b'),
    ('э', 'e'),
    ('ю', 'o'),
    ('я', 'r'),
    ('і', 'i'),
    ('ї', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('һ', 'h'),
    ('ԁ', 'd'),
    ('ԍ', 'g'),
    ('ԛ', 'q'),
    ('ԝ', 'w'),
    ('ӏ', 'l'),
    ('ѵ', 'v'),
    ('ғ', 'f'),
    ('ү', 'y'),
    ('ѡ', 'w'),
    ('є', 'e'),
];

/// What Cyrillic letter each Latin letter `a..=z` stands in for, as writers of such texts
/// do it (by print or by handwriting); a space where none does.
const TO_CYRILLIC: [char; 26] = [
    'а', 'ь', 'с', ' ', 'е', ' ', 'д', 'н', 'і', 'ј', 'к', ' ', 'м', 'п', 'о', 'р', ' ', 'г', 'ѕ',
    'т', 'и', 'ѵ', 'ш', 'х', 'у', ' ',
];

/// Latin letters that a Cyrillic text uses without meaning Latin.
const SHARED: &[u8] = b"aceopxykmthb";

/// Returns the Latin and the Cyrillic shape of a letter that is only ever a style.
pub(super) fn styled(c: char) -> Option<(char, char)> {
    if !matches!(c, '\u{180}'..='\u{2AF}' | '\u{1D00}'..='\u{1D7F}' | '\u{2C60}'..='\u{2CFF}' | '\u{A4D0}'..='\u{A4FF}' | '\u{A720}'..='\u{A7FF}' | '\u{AB30}'..='\u{AB6F}')
    {
        return None;
    }
    STYLED
        .iter()
        .find(|row| row.0 == c)
        .map(|row| (row.1, row.2))
}

/// Returns the Latin letter that a Greek, Armenian or Cherokee letter looks like.
pub(super) fn foreign(c: char) -> Option<char> {
    let upper = match c {
        '\u{AB70}'..='\u{ABBF}' => char::from_u32(c as u32 - 0xAB70 + 0x13A0)?,
        _ => c,
    };
    FOREIGN.iter().find(|row| row.0 == upper).map(|row| row.1)
}

/// Returns the Latin letter that a Cyrillic letter looks like.
pub(super) fn cyrillic(c: char) -> Option<char> {
    CYRILLIC.iter().find(|row| row.0 == c).map(|row| row.1)
}

/// Returns whether a Cyrillic letter is printed like a Latin one.
pub(super) fn is_exact(c: char) -> bool {
    matches!(
        c,
        'а' | 'в'
            | 'е'
            | 'ё'
            | 'к'
            | 'м'
            | 'н'
            | 'о'
            | 'р'
            | 'с'
            | 'т'
            | 'у'
            | 'х'
            | 'і'
            | 'ї'
            | 'ј'
            | 'ѕ'
            | 'є'
            | 'һ'
            | 'ԁ'
            | 'ԍ'
            | 'ԛ'
            | 'ԝ'
            | 'ӏ'
            | 'ѵ'
            | 'ғ'
            | 'ү'
            | 'ѡ'
    )
}

/// Returns the Cyrillic letter that a lower-case Latin letter stands in for.
pub(super) fn to_cyrillic(c: char) -> Option<char> {
    let at = (c as usize).checked_sub('a' as usize)?;
    TO_CYRILLIC.get(at).copied().filter(|&c| c != ' ')
}

/// Returns whether a lower-case Latin letter is printed like a Cyrillic one.
pub(super) fn shared(c: char) -> bool {
    c.is_ascii() && SHARED.contains(&(c as u8))
}

/// Returns the Cyrillic letter that a digit stands in for inside a Cyrillic word.
pub(super) fn digit_to_cyrillic(c: char) -> Option<char> {
    Some(match c {
        '0' => 'о',
        '3' => 'з',
        '4' => 'ч',
        '6' => 'б',
        '@' => 'а',
        '$' => 'ѕ',
        _ => return None,
    })
}

/// Returns the Thai letter that a single Latin letter stands in for inside a Thai word.
pub(super) fn to_thai(c: char) -> Option<char> {
    Some(match c {
        'o' => 'อ',
        'u' => 'บ',
        'a' => 'ล',
        'n' => 'ก',
        's' => 'ร',
        'w' => 'พ',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fold_ends_in_its_alphabet() {
        for &(_, latin, cyrillic) in STYLED {
            assert!(latin.is_ascii_lowercase());
            assert!(('\u{400}'..='\u{52F}').contains(&cyrillic));
        }
        for &(from, latin) in FOREIGN {
            assert!(latin.is_ascii_lowercase() && !from.is_ascii());
        }
        for &(from, latin) in CYRILLIC {
            assert!(latin.is_ascii_lowercase());
            assert!(!is_exact(latin) && ('\u{400}'..='\u{52F}').contains(&from));
        }
    }
}
