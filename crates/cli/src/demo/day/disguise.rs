//! How senders hide words from filters.

use super::dice::Dice;

/// One way to disguise words.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Trick {
    /// Plain text.
    #[default]
    None,
    /// Invisible characters inside words.
    ZeroWidth,
    /// Letters of another script that look alike.
    Lookalike,
    /// Digits and signs for letters.
    Leet,
    /// Words pulled apart.
    Spaced,
    /// Mathematical, bold or full-width letters.
    Styled,
    /// Combining marks.
    Marks,
    /// Capitals at odd places.
    Capitals,
    /// Words written backwards behind a direction override.
    Reversed,
}

impl Trick {
    /// Every trick, for those who try one after the other.
    pub(super) const ALL: &[Self] = &[
        Self::ZeroWidth,
        Self::Lookalike,
        Self::Leet,
        Self::Spaced,
        Self::Styled,
        Self::Marks,
        Self::Capitals,
        Self::Reversed,
    ];

    /// Disguises `text`, except what stands in braces.
    pub(super) fn apply(self, text: &str, dice: &mut Dice) -> String {
        if self == Self::None {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len() * 2);
        let (mut word, mut in_slot) = (Vec::new(), false);
        for sign in text.chars().chain(['\n']) {
            if sign == '{' {
                in_slot = true;
            }
            if !in_slot && (sign.is_alphabetic() || (!word.is_empty() && is_mark(sign))) {
                word.push(sign);
                continue;
            }
            self.word(&word, &mut out, dice);
            word.clear();
            if sign != '\n' {
                out.push(sign);
            }
            if sign == '}' {
                in_slot = false;
            }
        }
        out
    }

    fn word(self, word: &[char], out: &mut String, dice: &mut Dice) {
        let latin = word.iter().all(|sign| (*sign as u32) < 0x0250);
        // Scripts without spaces come as one long run: always touched, thinly.
        let touched = word.len() >= 2 && (!latin || (word.len() >= 4 && dice.chance(55)));
        if !touched {
            out.extend(word);
            return;
        }
        match self {
            Self::Reversed if latin => {
                out.push('\u{202E}');
                out.extend(word.iter().rev());
                out.push('\u{202C}');
            }
            Self::Capitals if latin => {
                for (at, sign) in word.iter().enumerate() {
                    if at % 2 == 1 {
                        out.extend(sign.to_uppercase());
                    } else {
                        out.push(*sign);
                    }
                }
            }
            Self::Styled if latin => {
                let base = dice.pick(&[0x1D41A_u32, 0x1D5EE, 0xFF41, 0x24D0]);
                out.extend(word.iter().map(|sign| styled(*sign, base)));
            }
            Self::Leet if latin => out.extend(word.iter().map(|sign| leet(*sign))),
            Self::Spaced if latin => {
                let gap = dice.pick(&[" ", "-", "_", "*", " "]);
                let letters: Vec<String> = word.iter().map(char::to_string).collect();
                out.push_str(&letters.join(gap));
            }
            Self::Lookalike if word.iter().any(|sign| lookalike(*sign) != *sign) => {
                let twin = |sign: &char| {
                    if dice.chance(60) {
                        lookalike(*sign)
                    } else {
                        *sign
                    }
                };
                out.extend(word.iter().map(twin));
            }
            Self::Marks if latin => {
                woven(word, &['\u{0301}', '\u{0323}', '\u{0336}'], 40, out, dice);
            }
            Self::Spaced | Self::Leet | Self::Marks => woven(word, gaps(word), 22, out, dice),
            _ => {
                let signs = &['\u{200B}', '\u{200C}', '\u{2060}', '\u{00AD}'];
                woven(word, signs, if latin { 40 } else { 22 }, out, dice);
            }
        }
    }
}

/// Writes `word` with one of `signs` after some letters, never before a mark.
fn woven(word: &[char], signs: &[char], percent: u64, out: &mut String, dice: &mut Dice) {
    for (at, sign) in word.iter().enumerate() {
        out.push(*sign);
        let free = word.get(at + 1).is_some_and(|next| !is_mark(*next));
        if free && !opens(*sign) && dice.chance(percent) {
            out.push(dice.pick(signs));
        }
    }
}

/// Returns the signs with which writers of this script pull words apart.
fn gaps(word: &[char]) -> &'static [char] {
    match word.first().map_or(0, |sign| *sign as u32) {
        0x0600..0x0700 => &['\u{0640}'],
        0x0E00..0x0E80 => &['.', '_', '-', '\u{200B}'],
        0x4E00..0xA000 => &['*', '-', '·', '/', '❤', '★'],
        _ => &['-', '*', '\u{200B}'],
    }
}

/// Returns whether `sign` hangs on the letter before it.
fn is_mark(sign: char) -> bool {
    matches!(sign as u32,
        0x0300..0x0370 | 0x064B..0x0660 | 0x0900..0x0904 | 0x093A..0x0950
        | 0x0E30..0x0E3B | 0x0E45..0x0E4F)
}

/// Returns whether `sign` is a Thai vowel that the next consonant carries.
fn opens(sign: char) -> bool {
    matches!(sign as u32, 0x0E40..0x0E45 | 0x094D)
}

fn styled(sign: char, base: u32) -> char {
    match sign.to_ascii_lowercase() {
        low @ 'a'..='z' => char::from_u32(base + (low as u32 - 'a' as u32)).unwrap_or(sign),
        _ => sign,
    }
}

fn leet(sign: char) -> char {
    match sign.to_ascii_lowercase() {
        'a' => '4',
        'e' => '3',
        'i' => '1',
        'o' => '0',
        's' => '5',
        _ => sign,
    }
}

/// Returns the twin of `sign` in another script, or `sign` where it has none.
fn lookalike(sign: char) -> char {
    const TWINS: &[(char, char)] = &[
        ('a', 'а'),
        ('c', 'с'),
        ('e', 'е'),
        ('o', 'о'),
        ('p', 'р'),
        ('x', 'х'),
        ('y', 'у'),
        ('i', 'і'),
        ('s', 'ѕ'),
        ('A', 'А'),
        ('B', 'В'),
        ('C', 'С'),
        ('E', 'Е'),
        ('H', 'Н'),
        ('O', 'О'),
        ('P', 'Р'),
        ('T', 'Т'),
        ('M', 'М'),
        ('K', 'К'),
        ('v', 'ν'),
    ];
    let twin = TWINS.iter().find_map(|(latin, other)| match sign {
        _ if sign == *latin => Some(*other),
        _ if sign == *other => Some(*latin),
        _ => None,
    });
    twin.unwrap_or(sign)
}
