//! What a text is, before anything is known of numbering plans: a number as it was dialled, a name, an address.

use std::borrow::Cow;

use super::{
    digits::{Digits, digit_of},
    uri, withheld,
};

/// Longest text that is looked at, in bytes.
pub const MAX_TEXT: usize = 256;

/// Digits that a number needs where words stand beside it.
const LEAST_BESIDE_WORDS: usize = 7;
/// Digits that a number needs before an extension or an address.
const LEAST_BEFORE_MORE: usize = 3;
/// Most digits of an extension.
const MAX_EXTENSION: usize = 11;

/// What a text is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Shape {
    /// It says that nothing is shown.
    Withheld,
    /// A number.
    Dialled(Dialled),
    /// A code for the network itself, as `*100#`.
    Code(String),
    /// An address with letters in it.
    Address(String),
    /// A name.
    Name,
    /// None of them.
    Nothing,
}

/// A number as it was dialled or written.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Dialled {
    /// A plus stood before it.
    pub(super) plus: bool,
    pub(super) digits: Digits,
    /// Where the number holds (RFC 3966, section 5.1.5), a country code and more.
    pub(super) context: Digits,
    /// Some of it was letters on a keypad.
    pub(super) letters: bool,
}

/// Tells what a text is.
pub(super) fn of(text: &str) -> Shape {
    let text = text.trim_matches(is_around);
    if text.is_empty() {
        return Shape::Withheld;
    }
    if text.len() > MAX_TEXT {
        return Shape::Nothing;
    }
    let text = plain(text);
    if text.starts_with(['+', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '('])
        && let Some(dialled) = number(&text, LEAST_BESIDE_WORDS)
    {
        return Shape::Dialled(dialled);
    }
    let inside = bracketed(&text);
    if let Some(shape) = uri::of(inside) {
        return shape;
    }
    if withheld::is_word(inside) || withheld::is_word(&text) {
        return Shape::Withheld;
    }
    if inside.starts_with(['*', '#']) {
        return code(inside);
    }
    match beside_words(inside) {
        Some(dialled) => Shape::Dialled(dialled),
        None if inside.contains(char::is_alphabetic) => Shape::Name,
        None => Shape::Nothing,
    }
}

/// Blanks, quotes and what cannot be seen.
fn is_around(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || is_unseen(letter)
        || matches!(letter, '"' | '\'')
}

/// Marks of direction and joining that are copied along.
const fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// Writes digits, signs and blanks of any script in ASCII.
fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let letters = text.chars().filter(|letter| !is_unseen(*letter));
    Cow::Owned(letters.map(plain_letter).collect())
}

fn plain_letter(letter: char) -> char {
    if let Some(digit) = digit_of(letter) {
        return char::from(b'0' + digit);
    }
    match letter {
        '\u{FE62}' | '\u{207A}' | '\u{208A}' => '+',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30FC}' | '\u{FE58}' | '\u{FE63}' => '-',
        '\u{B7}' | '\u{2024}' | '\u{2027}' | '\u{2022}' | '\u{30FB}' | '\u{3002}' => '.',
        '\u{2044}' | '\u{2215}' => '/',
        // Letters and signs of full width.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0).unwrap_or(letter),
        letter if letter.is_whitespace() => ' ',
        letter => letter,
    }
}

/// Returns what stands in angle brackets, or everything.
fn bracketed(text: &str) -> &str {
    let within = text
        .split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'));
    within.map_or(text, |(within, _)| within.trim())
}

const fn is_separator(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'-' | b'.' | b'/' | b'(' | b')' | b'[' | b']' | b'~' | b'_' | b'\t'
    )
}

/// Reads a number that the text begins with, and what may follow one: parameters, an extension, a remark where there are
/// at least `least` digits, letters that stand for digits.
pub(super) fn number(text: &str, least: usize) -> Option<Dialled> {
    let bytes = text.as_bytes();
    let mut dialled = Dialled::default();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'0'..=b'9' => {
                if !dialled.digits.push(byte - b'0') {
                    return None;
                }
            }
            b'+' if dialled.digits.len() == 0 && !dialled.plus => dialled.plus = true,
            // `+49 (0)30`: dialled only where the code is not.
            b'(' if dialled.digits.len() > 0 => at += trunk_in_brackets(bytes, at),
            _ if is_separator(byte) => {}
            _ => break,
        }
        at += 1;
    }
    if dialled.digits.len() == 0 {
        return None;
    }
    let rest = text.get(at..)?;
    let apart = at
        .checked_sub(1)
        .and_then(|before| bytes.get(before))
        .is_some_and(|byte| is_separator(*byte));
    if rest.is_empty() || follows(&mut dialled, rest, apart, least) {
        return Some(dialled);
    }
    keypad(dialled, rest)
}

/// Returns how many bytes after a bracket belong to `(0)`; none where something else stands there.
fn trunk_in_brackets(bytes: &[u8], open: usize) -> usize {
    let within = bytes.get(open + 1..).unwrap_or_default();
    let close = within.iter().take(4).position(|byte| *byte == b')');
    match close.and_then(|close| within.get(..close)) {
        Some(inner) if inner.trim_ascii() == b"0" => inner.len() + 1,
        _ => 0,
    }
}

/// Tells whether what follows the digits may follow a number.
fn follows(dialled: &mut Dialled, rest: &str, apart: bool, least: usize) -> bool {
    let count = dialled.digits.len();
    if let Some(parameters) = rest.strip_prefix(';')
        && uri::parameters(parameters, &mut dialled.context)
    {
        return true;
    }
    if count >= LEAST_BEFORE_MORE && is_extension(rest, apart) {
        return true;
    }
    count >= least && apart && !rest.bytes().any(|byte| byte.is_ascii_digit())
}

/// Tells whether the rest is an extension: `x12`, `ext. 12`, `#12`, `;12`, `,,12#`, `доб. 12`.
fn is_extension(rest: &str, apart: bool) -> bool {
    let signs = rest.trim_start_matches([';', ',', '#', '~', ' ', '.']);
    let marked = signs.len() < rest.len();
    let word_end = signs
        .find(|letter: char| !letter.is_alphabetic())
        .unwrap_or(signs.len());
    let (word, after) = signs.split_at(word_end);
    let joined = matches!(
        word.to_ascii_lowercase().as_str(),
        "x" | "ext" | "extn" | "extension" | "p" | "w" | "e"
    );
    if !(marked || apart || joined) || word.chars().count() > 12 || (word.is_empty() && !marked) {
        return false;
    }
    let digits = after.trim_start_matches(['.', ':', '=', '#', ' ', '-', ',']);
    let digits = digits.trim_end_matches(['#', ')', ']', ' ', '.']);
    (1..=MAX_EXTENSION).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads letters as the digits of their keys (ITU-T E.161): `0800 FLOWERS`.
fn keypad(mut dialled: Dialled, rest: &str) -> Option<Dialled> {
    if dialled.digits.len() < LEAST_BEFORE_MORE {
        return None;
    }
    let mut letters = 0;
    for byte in rest.bytes().filter(|byte| !is_separator(*byte)) {
        let digit = match byte.to_ascii_lowercase() {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'c' => 2,
            b'd'..=b'f' => 3,
            b'g'..=b'i' => 4,
            b'j'..=b'l' => 5,
            b'm'..=b'o' => 6,
            b'p'..=b's' => 7,
            b't'..=b'v' => 8,
            b'w'..=b'z' => 9,
            _ => return None,
        };
        letters += usize::from(byte.is_ascii_alphabetic());
        if !dialled.digits.push(digit) {
            return None;
        }
    }
    dialled.letters = true;
    (letters >= LEAST_BEFORE_MORE).then_some(dialled)
}

/// Reads a number after a few words, as `Tel.: 030 1234567`.
fn beside_words(text: &str) -> Option<Dialled> {
    let start = text.find(|letter: char| letter.is_ascii_digit() || letter == '+')?;
    let (words, rest) = text.split_at(start);
    let apart = words
        .chars()
        .next_back()
        .is_none_or(|letter| !letter.is_alphanumeric());
    let dialled = number(rest, LEAST_BESIDE_WORDS).filter(|_| apart)?;
    (dialled.digits.len() >= LEAST_BESIDE_WORDS && !dialled.letters).then_some(dialled)
}

/// Reads what begins with a star or a hash: a code, or one that hides or shows the caller before a number
/// (3GPP TS 22.030, `#31#`; North America, `*67`).
fn code(text: &str) -> Shape {
    for before in ["#31#", "*31#", "#30#", "*30#", "*67", "*82"] {
        if let Some(rest) = text.strip_prefix(before)
            && let Some(dialled) = number(rest, LEAST_BESIDE_WORDS)
            && dialled.digits.len() >= LEAST_BEFORE_MORE
            && !rest.ends_with('#')
        {
            return Shape::Dialled(dialled);
        }
    }
    let dialled: String = text.chars().filter(|letter| *letter != ' ').collect();
    let is_code = dialled
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'*' | b'#'));
    match is_code {
        true if dialled.contains(|letter: char| letter.is_ascii_digit()) => Shape::Code(dialled),
        true => Shape::Nothing,
        false => Shape::Name,
    }
}
