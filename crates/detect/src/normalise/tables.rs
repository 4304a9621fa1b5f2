//! Which letters look like which, written from the Unicode charts.
//!
//! Two questions only: what Latin letter does this look like, and what
//! Cyrillic letter does that Latin letter look like. A letter of a third
//! script reaches Cyrillic through Latin.

use std::sync::LazyLock;

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

/// Letters of dead scripts, and signs, that look like a Latin letter: folded wherever they stand.
const EXOTIC: &[(char, &str)] = &[
    ('a', "⍺𐊠𖽀"),
    ('b', "ꞵ𐊂𐊡𐌁"),
    ('c', "𐊢𐌂𐐽𐔜𑣩𑣲🝌"),
    ('d', "ꓒ"),
    ('e', "℮⋿ꬲ𐊆𑣆𑣎"),
    ('f', "ẝꞙꬵ𐊇𐊥𐔥𑣂𝈓"),
    ('g', "ƍᶃ"),
    ('h', "ⲏ𐋏"),
    ('i', "⍳ꙇ𑣃"),
    ('k', "ᛕⲕ𐔘"),
    ('l', "ǀᛁⳑ𐊊𐌉𐌠𐑃𐔦𑣒𖼖𖼨𝈪"),
    ('m', "ᛖⲙ𐊰𐌑"),
    ('n', "ⲛ𐔓"),
    ('o', "ᴑꬽ𐊒𐊫𐐬𐓪𐔖𑣈𑣕𑣗𑣠"),
    ('p', "⍴𐊕"),
    ('r', "ⲅꭇꭈ𐓜𖼵𝈖"),
    ('s', "ƽ𐊖𐑈𑣁𖼺"),
    ('t', "⊤⟙ⲧ𐊗𐊱𐌕𑣜𖼊🝨"),
    ('u', "∪⋃ꞟꭎꭒ𐓶𑣘𖽂"),
    ('v', "∨⋁ꛟ𐔝𑜆𑣀𖼈𝈍"),
    ('w', "𑜊𑜎𑜏𑣦𑣯"),
    ('x', "ᚷⲭꭓ𐊐𐊴𐌗𐌢𐔧𑣬"),
    ('y', "ɣᶌỿⲩꭚ𐊲𑣄𖽃"),
    ('z', "𐋵𑣉𑣥"),
];

/// Letters of living scripts that look like a Latin letter: Greek, Armenian, Cherokee,
/// Georgian, Tifinagh and Canadian syllabics. They are folded only inside a word of
/// another script, or where the whole text is in another script.
const FOREIGN: &[(char, &str)] = &[
    ('a', "αλᗅꭺ"),
    ('b', "βᏼᑲᖯᗷꮟ"),
    ('c', "ϲꮯ"),
    ('d', "δᑯᗞᗪꭰꮷ"),
    ('e', "εξⴹꭼ"),
    ('f', "ϝᖴ"),
    ('g', "ցᏻᏽꮐ"),
    ('h', "հᕼꮋꮒ"),
    ('i', "ιꭵ"),
    ('j', "ϳյᒍꭻ"),
    ('k', "κꮶ"),
    ('l', "լᒪⵏꮮ"),
    ('m', "μϻᗰꮇ"),
    ('n', "ηπղոռ"),
    ('o', "θοσφօჿⵔꮻ"),
    ('p', "ρքᑭꮲ"),
    ('q', "գզⵕ"),
    ('r', "ᖇꭱꮁꮢ"),
    ('s', "ςտꮥꮪ"),
    ('t', "τեꭲꮦ"),
    ('u', "υսᑌ"),
    ('v', "νᐯⴸꮩ"),
    ('w', "ωաꮃꮤ"),
    ('x', "χᕁᕽ᙭᙮ⵝ"),
    ('y', "γყꭹꮍ"),
    ('z', "ζꮓ"),
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

/// [`STYLED`] and [`EXOTIC`], sorted.
static SORTED_STYLED: LazyLock<Vec<(char, char, char)>> = LazyLock::new(|| {
    let exotic = EXOTIC.iter().flat_map(|&(latin, shapes)| {
        let cyrillic = to_cyrillic(latin).unwrap_or(latin);
        shapes.chars().map(move |c| (c, latin, cyrillic))
    });
    let mut rows: Vec<_> = STYLED.iter().copied().chain(exotic).collect();
    rows.sort_unstable();
    rows
});

/// [`FOREIGN`], sorted.
static SORTED_FOREIGN: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let mut rows: Vec<_> = FOREIGN
        .iter()
        .flat_map(|&(latin, shapes)| shapes.chars().map(move |c| (c, latin)))
        .collect();
    rows.sort_unstable();
    rows
});

/// Returns the Latin and the Cyrillic shape of a letter that is only ever a style.
pub(super) fn styled(c: char) -> Option<(char, char)> {
    let rows = &*SORTED_STYLED;
    let at = rows.binary_search_by_key(&c, |row| row.0).ok()?;
    rows.get(at).map(|row| (row.1, row.2))
}

/// Returns whether a letter belongs to a living script whose letters [`foreign`] knows.
pub(super) fn is_foreign(c: char) -> bool {
    matches!(
        c,
        '\u{370}'..='\u{3FF}'
            | '\u{530}'..='\u{58F}'
            | '\u{10A0}'..='\u{10FF}'
            | '\u{13A0}'..='\u{13FF}'
            | '\u{1400}'..='\u{167F}'
            | '\u{1F00}'..='\u{1FFF}'
            | '\u{2D30}'..='\u{2D7F}'
            | '\u{AB70}'..='\u{ABBF}'
    )
}

/// Returns the Latin letter that a letter of another living script looks like.
pub(super) fn foreign(c: char) -> Option<char> {
    let rows = &*SORTED_FOREIGN;
    let at = rows.binary_search_by_key(&c, |row| row.0).ok()?;
    rows.get(at).map(|row| row.1)
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
        for &(latin, shapes) in FOREIGN {
            assert!(latin.is_ascii_lowercase() && shapes.chars().all(is_foreign));
        }
        for rows in [FOREIGN, EXOTIC] {
            for c in rows.iter().flat_map(|row| row.1.chars()) {
                assert!(!c.is_ascii() && c.to_lowercase().next() == Some(c), "{c}");
            }
        }
        assert!(SORTED_STYLED.is_sorted_by(|a, b| a.0 < b.0));
        for &(from, latin) in CYRILLIC {
            assert!(latin.is_ascii_lowercase());
            assert!(!is_exact(latin) && ('\u{400}'..='\u{52F}').contains(&from));
        }
    }
}
