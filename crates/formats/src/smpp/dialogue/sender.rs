//! Who sent a message, as people write it: alone, before the message, or after it.

use serde::{Deserialize, Serialize};

use super::words::WORDS;

/// Who sent a message, as the reporter told it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sender {
    /// A telephone number: seven to fifteen digits, `+` before them where it was there. Whether it is
    /// national is for the caller to find out.
    Number(String),
    /// A short number, of three to six digits.
    ShortCode(String),
    /// A name, of at most eleven characters.
    Name(String),
    /// An address of mail, as messages of other kinds than SMS have.
    Mail(String),
}

/// Most characters that may stand before a sender that was asked for: `it came from …`.
pub(super) const MAX_PREAMBLE: usize = 24;
/// Longest name of a sender, in characters (3GPP TS 23.040, 9.1.2.5).
const MAX_NAME: usize = 11;
/// Longest address of mail.
const MAX_MAIL: usize = 254;
/// Longest sender with what belongs to it, in characters; nothing longer is looked at.
const MAX_CHARS: usize = 64;
/// Digits of a telephone number (E.164), and the fewest of a short number.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
const FEWEST: usize = 3;

impl Sender {
    /// Returns it as text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Number(text) | Self::ShortCode(text) | Self::Name(text) | Self::Mail(text) => {
                text
            }
        }
    }
}

/// Reads a message that is nothing but a sender. A name is one only where a sender `is_asked` for, or where
/// the message says that it is one.
pub(super) fn alone(text: &str, is_asked: bool) -> Option<Sender> {
    let text = text.trim();
    if text.chars().nth(MAX_CHARS).is_some() && !text.contains('@') {
        return None;
    }
    let labelled = after_label(text, is_asked);
    let told = labelled.and_then(|(after, is_colon)| {
        address(after).or_else(|| name(after).filter(|_| is_asked || is_colon))
    });
    let plain = || address(text).or_else(|| name(text).filter(|_| is_asked && labelled.is_none()));
    told.or_else(plain)
}

/// Finds the sender of a message within it, and how many characters there are before it: on a line of its own
/// with a word such as `from`, at the beginning with a colon, or at the end after such a word.
pub(super) fn within(text: &str, is_asked: bool) -> Option<(Sender, usize)> {
    let text = text.trim();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let (first, last) = (lines.next()?, lines.next_back());
    if let Some(last) = last {
        let labelled = |line| {
            let (rest, is_colon) = after_label(line, false)?;
            address(rest).or_else(|| name(rest).filter(|_| is_colon))
        };
        if let Some(sender) = labelled(first) {
            return Some((sender, usize::MAX));
        }
        if let Some(sender) = address(first).filter(is_long) {
            // `Sent from my phone` may be all that follows.
            let is_short = text.len() - first.len() <= MAX_PREAMBLE;
            return Some((sender, if is_short { 0 } else { usize::MAX }));
        }
        if let Some(sender) = labelled(last) {
            return Some((sender, usize::MAX));
        }
    }
    leading(first).or_else(|| trailing(last.unwrap_or(first), is_asked))
}

/// Whether it is no date, no amount and no short number, as they also begin messages.
fn is_long(sender: &Sender) -> bool {
    match sender {
        Sender::Number(number) => number.starts_with('+') || number.len() > 8,
        Sender::Mail(_) => true,
        Sender::ShortCode(_) | Sender::Name(_) => false,
    }
}

/// `From +15550100: the message`.
fn leading(line: &str) -> Option<(Sender, usize)> {
    let labelled = after_label(line, false);
    let told = labelled.map_or(line, |(after, _)| after);
    for separator in [": ", "：", " - ", " – ", ":", ", "] {
        let Some((head, rest)) = told.split_once(separator) else {
            continue;
        };
        let is_surely = |sender: &Sender| match (sender, labelled) {
            (Sender::Number(number), None) => number.starts_with('+'),
            (Sender::ShortCode(_) | Sender::Name(_), None) => false,
            (_, _) => true,
        };
        let named = || name(head).filter(|_| labelled.is_some_and(|(_, is_colon)| is_colon));
        let found = address(head).filter(is_surely).or_else(named);
        if let Some(sender) = found.filter(|_| !rest.trim().is_empty()) {
            return Some((sender, usize::MAX));
        }
    }
    None
}

/// `The message, from +15550100`.
fn trailing(line: &str, is_asked: bool) -> Option<(Sender, usize)> {
    let from = line
        .char_indices()
        .rev()
        .nth(MAX_CHARS)
        .map_or(0, |(at, _)| at);
    let (head, tail) = line.split_at_checked(from)?;
    for (at, _) in tail.char_indices().skip(1) {
        let (before, rest) = tail.split_at_checked(at)?;
        let has_no_spaces = rest.chars().next().is_some_and(is_of_script_without_spaces);
        let is_within_word = before
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric);
        if is_within_word && !has_no_spaces {
            continue;
        }
        let Some((after, is_colon)) = after_label(rest, is_asked) else {
            continue;
        };
        let is_surely = |sender: &Sender| match sender {
            Sender::ShortCode(code) => is_asked || is_colon || code.len() > 4,
            _ => true,
        };
        let named = || name(after).filter(|_| is_colon);
        let Some(sender) = address(after).filter(is_surely).or_else(named) else {
            continue;
        };
        if !is_colon && is_notice(before, has_no_spaces) {
            return None;
        }
        return Some((sender, head.chars().count() + before.chars().count()));
    }
    None
}

/// Whether what follows belongs to the message: `you have a missed call from …`.
fn is_notice(before: &str, has_no_spaces: bool) -> bool {
    let last = before.split_whitespace().next_back().unwrap_or_default();
    let last = last
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    let mut words = WORDS.notice.iter();
    words.any(|word| last == *word || (has_no_spaces && last.ends_with(word)))
}

const fn is_of_script_without_spaces(character: char) -> bool {
    matches!(character, '\u{E01}'..='\u{E5B}' | '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}')
}

/// Returns what follows a word such as `from` at the beginning, and whether a colon stands between.
fn after_label(text: &str, is_asked: bool) -> Option<(&str, bool)> {
    let text = text.trim_start();
    let first = text.chars().next()?.to_lowercase().next()?;
    let labels = WORDS.labels.get(&first)?;
    for label in labels.iter().filter(|label| is_asked || !label.is_weak) {
        let Some(rest) = without_prefix(text, label.word) else {
            continue;
        };
        let trimmed = rest.trim_start();
        let after = trimmed.trim_start_matches([':', '：', '=', '#']);
        let is_colon = after.len() < trimmed.len();
        let is_apart = rest.len() > trimmed.len() || is_colon;
        // Scripts without spaces put the number right behind.
        let is_digit = after.starts_with(|c: char| c == '+' || c == '＋' || digit(c).is_some());
        if !after.is_empty() && (is_apart || (!label.word.is_ascii() && is_digit)) {
            return Some((after.trim(), is_colon));
        }
    }
    None
}

/// Strips a word in small letters off a text in any.
fn without_prefix<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for expected in word.chars() {
        let is_same = |c: char| c == expected || c.to_lowercase().eq(std::iter::once(expected));
        rest.next().filter(|c| is_same(*c))?;
    }
    Some(rest.as_str())
}

/// Reads a number or an address of mail.
fn address(text: &str) -> Option<Sender> {
    let is_around = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\''
                    | '<'
                    | '>'
                    | '«'
                    | '»'
                    | '“'
                    | '”'
                    | '['
                    | ']'
                    | '.'
                    | ','
                    | ';'
                    | '!'
                    | '。'
                    | '।'
            )
    };
    let text = text.trim_matches(|c| is_around(c) || is_invisible(c));
    let text = without_prefix(text, "tel:")
        .or_else(|| without_prefix(text, "sms:"))
        .unwrap_or(text);
    number(text).or_else(|| mail(text))
}

fn number(text: &str) -> Option<Sender> {
    if text.chars().nth(MAX_CHARS).is_some() {
        return None;
    }
    let mut digits = String::new();
    let mut has_plus = false;
    for character in text.chars() {
        match character {
            '+' | '＋' if digits.is_empty() && !has_plus => has_plus = true,
            c if digit(c).is_some() => digits.extend(digit(c)),
            ' ' | '\u{A0}' | '\u{202F}' | '-' | '\u{2010}'..='\u{2014}' | '.' | '/' | '(' | ')' => {
            }
            c if is_invisible(c) => {}
            _ => return None,
        }
    }
    // The usual prefix for going abroad.
    if let Some(rest) = digits
        .strip_prefix("00")
        .filter(|rest| DIGITS.contains(&rest.len()))
    {
        return Some(Sender::Number(format!("+{rest}")));
    }
    match digits.len() {
        count if DIGITS.contains(&count) && has_plus => Some(Sender::Number(format!("+{digits}"))),
        count if DIGITS.contains(&count) => Some(Sender::Number(digits)),
        count if (FEWEST..*DIGITS.start()).contains(&count) && !has_plus => {
            Some(Sender::ShortCode(digits))
        }
        _ => None,
    }
}

fn mail(text: &str) -> Option<Sender> {
    let (local, domain) = text.split_once('@')?;
    let is_part =
        |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c == '@');
    let is_mail =
        text.len() <= MAX_MAIL && is_part(local) && is_part(domain) && domain.contains('.');
    (is_mail && !text.contains("://")).then(|| Sender::Mail(text.to_owned()))
}

fn name(text: &str) -> Option<Sender> {
    let text = text
        .trim()
        .trim_matches(['"', '\'', '“', '”', '<', '>', '.', '!']);
    let is_sign = |c: char| {
        c.is_alphanumeric()
            || matches!(
                c,
                ' ' | '-' | '_' | '&' | '.' | '+' | '\'' | '*' | '/' | '!'
            )
    };
    let is_name = text.chars().count() <= MAX_NAME
        && text.chars().any(char::is_alphabetic)
        && text.chars().all(is_sign);
    is_name.then(|| Sender::Name(text.to_owned()))
}

/// Returns the digit of ASCII that a digit of any common script is.
fn digit(character: char) -> Option<char> {
    const ZEROS: [char; 8] = ['0', '٠', '۰', '०', '০', '๐', '０', '௦'];
    let value = ZEROS.iter().find_map(|zero| {
        let value = u32::from(character).checked_sub(u32::from(*zero))?;
        (value < 10).then_some(value)
    })?;
    char::from_digit(value, 10)
}

/// Marks of direction and joining, which phones put about numbers.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'
    )
}
