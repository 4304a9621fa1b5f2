//! Disguises for training: what adversaries do to a text, done to wanted and unwanted
//! texts alike, so that the model learns to read through a disguise.

use super::{padding, random::Random};

/// The ways a text is disguised.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Disguise {
    /// Letters of other scripts that look alike.
    Lookalike,
    /// Invisible characters inside words.
    Invisible,
    /// Digits and signs for letters.
    Leet,
    /// Letters of some words set apart by one sign.
    Spaced,
    /// A space or sign put somewhere into words.
    Broken,
    /// Words written together.
    Joined,
    /// Letters from the mathematical, circled or full-width blocks.
    Styled,
    /// Marks over and through letters.
    Marked,
    /// Accents over letters.
    Accented,
    /// Neighbouring letters changed places.
    Swapped,
    /// Letters left out.
    Dropped,
    /// Letters doubled.
    Doubled,
    /// A neighbouring key hit.
    Mistyped,
    /// Words left out or moved.
    Reworded,
    /// Pictures between words.
    Pictures,
    /// Other capitals.
    Case,
    /// Other punctuation, or none.
    Punctuation,
    /// Harmless talk before or after.
    Padded,
}

impl Disguise {
    /// Every way.
    pub const ALL: [Self; 18] = [
        Self::Lookalike,
        Self::Invisible,
        Self::Leet,
        Self::Spaced,
        Self::Broken,
        Self::Joined,
        Self::Styled,
        Self::Marked,
        Self::Accented,
        Self::Swapped,
        Self::Dropped,
        Self::Doubled,
        Self::Mistyped,
        Self::Reworded,
        Self::Pictures,
        Self::Case,
        Self::Punctuation,
        Self::Padded,
    ];

    /// Writes `text` in this disguise; `strength` is how much of it, from 0 to 1.
    pub fn apply(self, text: &str, strength: f32, random: &mut Random) -> String {
        match self {
            Self::Lookalike => letters(text, strength, random, lookalike),
            Self::Leet => letters(text, strength, random, leet),
            Self::Styled => {
                let style = random.below(STYLES.len() + 1);
                letters(text, strength.max(0.5), random, |c, _| styled(c, style))
            }
            Self::Invisible => after_letters(
                text,
                strength * 0.5,
                random,
                &['\u{200B}', '\u{200C}', '\u{2060}', '\u{AD}', '\u{FEFF}'],
            ),
            Self::Marked => after_letters(
                text,
                strength,
                random,
                &[
                    '\u{336}', '\u{332}', '\u{0308}', '\u{323}', '\u{337}', '\u{310}',
                ],
            ),
            Self::Accented => after_letters(
                text,
                strength * 0.6,
                random,
                &['\u{301}', '\u{300}', '\u{302}', '\u{308}'],
            ),
            Self::Spaced => words(text, strength, random, |word, random| {
                let sign = *random
                    .pick(&[' ', '.', '-', '_', '*', '\u{200B}'])
                    .unwrap_or(&' ');
                if word.chars().count() < 4 {
                    return word.to_owned();
                }
                let mut out = String::new();
                for (at, c) in word.chars().enumerate() {
                    if at > 0 {
                        out.push(sign);
                    }
                    out.push(c);
                }
                out
            }),
            Self::Broken => words(text, strength, random, |word, random| {
                let sign = *random
                    .pick(&[' ', ' ', ' ', '.', '-', '_', '*', '\'', ','])
                    .unwrap_or(&' ');
                insert(word, sign, random)
            }),
            Self::Swapped => words(text, strength, random, |word, random| {
                let mut letters: Vec<char> = word.chars().collect();
                if letters.len() > 3 {
                    let at = 1 + random.below(letters.len() - 2);
                    letters.swap(at, at - usize::from(random.chance(0.15)).min(at));
                    if at + 1 < letters.len() {
                        letters.swap(at, at + 1);
                    }
                }
                letters.into_iter().collect()
            }),
            Self::Dropped => words(text, strength, random, |word, random| {
                let vowels = random.chance(0.5);
                let count = word.chars().count();
                let gone = 1 + random.below(count.saturating_sub(2).max(1));
                word.chars()
                    .enumerate()
                    .filter(|&(at, c)| {
                        count < 4
                            || at == 0
                            || !(if vowels {
                                "aeiouаеиоуя".contains(c)
                            } else {
                                at == gone
                            })
                    })
                    .map(|(_, c)| c)
                    .collect()
            }),
            Self::Doubled => words(text, strength, random, |word, random| {
                let twice = random.below(word.chars().count().max(1));
                let times = 1 + random.below(3);
                let mut out = String::new();
                for (at, c) in word.chars().enumerate() {
                    out.push(c);
                    for _ in 0..if at == twice { times } else { 0 } {
                        out.push(c);
                    }
                }
                out
            }),
            Self::Mistyped => words(text, strength, random, |word, random| {
                let wrong = random.below(word.chars().count().max(1));
                word.chars()
                    .enumerate()
                    .map(|(at, c)| if at == wrong { neighbour(c, random) } else { c })
                    .collect()
            }),
            Self::Padded => padding::pad(text, random),
            Self::Joined => {
                let mut out = String::new();
                for c in text.chars() {
                    if c != ' ' || !random.chance(strength) {
                        out.push(c);
                    }
                }
                out
            }
            Self::Reworded => {
                let mut words: Vec<&str> = text.split(' ').collect();
                words.retain(|_| !random.chance(strength * 0.35));
                if words.len() > 2 && random.chance(0.5) {
                    let at = random.below(words.len() - 1);
                    words.swap(at, at + 1);
                }
                words.join(" ")
            }
            Self::Pictures => {
                let pictures = [
                    "🔥", "✅", "💰", "🎁", "👉", "❗", "⭐", "😊", "🚀", "📦", "💵", "❤️",
                ];
                let mut out = String::new();
                for (at, word) in text.split(' ').enumerate() {
                    if at > 0 {
                        out.push(' ');
                        if random.chance(strength * 0.3) {
                            out.push_str(random.pick(&pictures).unwrap_or(&""));
                            out.push(' ');
                        }
                    }
                    out.push_str(word);
                }
                out
            }
            Self::Case => match random.below(4) {
                0 => text.to_uppercase(),
                1 => text.to_lowercase(),
                2 => words(text, 1.0, random, |word, _| {
                    let mut chars = word.chars();
                    chars.next().map_or_else(String::new, |first| {
                        first.to_uppercase().chain(chars).collect()
                    })
                }),
                _ => words(text, strength, random, |word, _| word.to_uppercase()),
            },
            Self::Punctuation => {
                let keep = random.unit();
                let mut out = String::new();
                for c in text.chars() {
                    let mark = matches!(
                        c,
                        '.' | ','
                            | '!'
                            | '?'
                            | ';'
                            | ':'
                            | '，'
                            | '。'
                            | '！'
                            | '？'
                            | '、'
                            | '：'
                            | '…'
                            | '~'
                    );
                    if !mark || random.chance(keep) {
                        out.push(c);
                    } else if c.is_ascii() && !out.ends_with(' ') {
                        out.push(' ');
                    }
                }
                out
            }
        }
    }
}

fn is_link(word: &str) -> bool {
    word.contains('/') || word.contains("www.") || word.contains('@') || word.contains(".com")
}

/// Rewrites letters one by one, outside links.
fn letters(
    text: &str,
    strength: f32,
    random: &mut Random,
    change: impl Fn(char, &mut Random) -> Option<char>,
) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        let link = is_link(word);
        for c in word.chars() {
            let other = if !link && random.chance(strength) {
                change(c, random)
            } else {
                None
            };
            out.push(other.unwrap_or(c));
        }
    }
    out
}

fn after_letters(text: &str, strength: f32, random: &mut Random, marks: &[char]) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        out.push(c);
        if c.is_alphabetic() && random.chance(strength) {
            out.push(*random.pick(marks).unwrap_or(&' '));
        }
    }
    out
}

/// Rewrites words one by one, outside links and numbers.
fn words(
    text: &str,
    strength: f32,
    random: &mut Random,
    change: impl Fn(&str, &mut Random) -> String,
) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        let plain =
            word.chars().count() > 1 && !is_link(word) && word.chars().any(char::is_alphabetic);
        if plain && random.chance(strength) {
            out.push_str(&change(word, random));
        } else {
            out.push_str(word);
        }
    }
    out
}

fn insert(word: &str, sign: char, random: &mut Random) -> String {
    let count = word.chars().count();
    if count < 3 {
        return word.to_owned();
    }
    let place = 1 + random.below(count - 1);
    let mut out = String::new();
    for (at, c) in word.chars().enumerate() {
        if at == place {
            out.push(sign);
        }
        out.push(c);
    }
    out
}

fn leet(c: char, random: &mut Random) -> Option<char> {
    let choices: &[char] = match c.to_ascii_lowercase() {
        'a' => &['4', '@'],
        'b' => &['8'],
        'e' => &['3'],
        'g' => &['9'],
        'i' => &['1', '!', '|'],
        'l' => &['1', '|'],
        'o' => &['0'],
        's' => &['5', '$'],
        't' => &['7', '+'],
        'z' => &['2'],
        _ => return None,
    };
    random.pick(choices).copied()
}

fn lookalike(c: char, random: &mut Random) -> Option<char> {
    let choices: &[char] = match c {
        'a' => &['а', 'α', 'ɑ'],
        'b' => &['Ь', 'ƅ'],
        'c' => &['с', 'ϲ'],
        'd' => &['ԁ'],
        'e' => &['е', 'ҽ'],
        'g' => &['ɡ', 'ց'],
        'h' => &['һ', 'հ'],
        'i' => &['і', 'ı', 'ι'],
        'j' => &['ј'],
        'k' => &['к', 'κ'],
        'l' => &['ӏ', 'ⅼ', 'I'],
        'm' => &['м', 'ⅿ'],
        'n' => &['ո', 'п'],
        'o' => &['о', 'ο', 'օ'],
        'p' => &['р', 'ρ'],
        'q' => &['ԛ'],
        'r' => &['г'],
        's' => &['ѕ'],
        't' => &['т', 'τ'],
        'u' => &['υ', 'ս'],
        'v' => &['ν', 'ѵ'],
        'w' => &['ԝ', 'ω'],
        'x' => &['х', 'χ'],
        'y' => &['у', 'γ'],
        'A' => &['А', 'Α', 'Ꭺ'],
        'B' => &['В', 'Β'],
        'C' => &['С'],
        'E' => &['Е', 'Ε'],
        'H' => &['Н', 'Η'],
        'I' => &['І', 'Ι', 'l'],
        'K' => &['К', 'Κ'],
        'M' => &['М', 'Μ'],
        'N' => &['Ν'],
        'O' => &['О', 'Ο'],
        'P' => &['Р', 'Ρ'],
        'S' => &['Ѕ'],
        'T' => &['Т', 'Τ'],
        'X' => &['Х', 'Χ'],
        'Y' => &['У', 'Υ'],
        'Z' => &['Ζ'],
        'а' => &['a'],
        'е' => &['e'],
        'о' => &['o', 'ο', '0'],
        'р' => &['p'],
        'с' => &['c'],
        'у' => &['y'],
        'х' => &['x'],
        'и' => &['u'],
        'к' => &['k'],
        'т' => &['t'],
        'А' => &['A'],
        'В' => &['B'],
        'Е' => &['E'],
        'К' => &['K'],
        'М' => &['M'],
        'Н' => &['H'],
        'О' => &['O', '0'],
        'Р' => &['P'],
        'С' => &['C'],
        'Т' => &['T'],
        'Х' => &['X'],
        _ => return None,
    };
    random.pick(choices).copied()
}

/// First small and first capital letter of each styled alphabet.
const STYLES: &[(u32, u32)] = &[
    (0x1D41A, 0x1D400),
    (0x1D44E, 0x1D434),
    (0x1D4EA, 0x1D4D0),
    (0x1D5BA, 0x1D5A0),
    (0x1D5EE, 0x1D5D4),
    (0x1D68A, 0x1D670),
    (0xFF41, 0xFF21),
    (0x24D0, 0x24B6),
    (0x1F170, 0x1F170),
];

fn styled(c: char, style: usize) -> Option<char> {
    if !c.is_ascii_alphabetic() {
        return None;
    }
    let Some(&(small, capital)) = STYLES.get(style) else {
        const CAPS: [char; 26] = [
            'ᴀ', 'ʙ', 'ᴄ', 'ᴅ', 'ᴇ', 'ꜰ', 'ɢ', 'ʜ', 'ɪ', 'ᴊ', 'ᴋ', 'ʟ', 'ᴍ', 'ɴ', 'ᴏ', 'ᴘ', 'q',
            'ʀ', 'ꜱ', 'ᴛ', 'ᴜ', 'ᴠ', 'ᴡ', 'x', 'ʏ', 'ᴢ',
        ];
        return CAPS
            .get((c.to_ascii_lowercase() as u8 - b'a') as usize)
            .copied();
    };
    let base = if c.is_ascii_lowercase() {
        small + (c as u32 - 'a' as u32)
    } else {
        capital + (c as u32 - 'A' as u32)
    };
    char::from_u32(base)
}

fn neighbour(c: char, random: &mut Random) -> char {
    const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    for row in ROWS {
        if let Some(at) = row.find(c.to_ascii_lowercase()) {
            let at = if random.chance(0.5) {
                at + 1
            } else {
                at.saturating_sub(1)
            };
            return row.chars().nth(at).unwrap_or(c);
        }
    }
    c
}

/// Writes `text` the way training meets it: often as it is, sometimes in one or two disguises.
pub fn vary(text: &str, random: &mut Random) -> String {
    let mut out = text.to_owned();
    if random.chance(0.35) {
        let form = if random.chance(0.5) {
            Disguise::Case
        } else {
            Disguise::Punctuation
        };
        out = form.apply(&out, 0.3, random);
    }
    if random.chance(0.5) {
        for _ in 0..1 + random.below(2) {
            let disguise = *random.pick(&Disguise::ALL).unwrap_or(&Disguise::Case);
            let strength = 0.1 + 0.6 * random.unit();
            out = disguise.apply(&out, strength, random);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::Normalised;

    #[test]
    fn every_disguise_is_written_the_same_way_twice() {
        let text = "Your parcel is held, pay now: https://parcel.test/a Вам посылка";
        for disguise in Disguise::ALL {
            let write = || disguise.apply(text, 0.7, &mut Random::new(5));
            assert_eq!(write(), write(), "{disguise:?}");
            assert!(!write().is_empty(), "{disguise:?}");
        }
    }

    #[test]
    fn what_hides_letters_is_undone() {
        let mut normalised = Normalised::default();
        for disguise in [Disguise::Invisible, Disguise::Styled] {
            let text = disguise.apply("claim your money", 1.0, &mut Random::new(9));
            normalised.read(&text);
            let bare: String = normalised.folded.chars().filter(char::is_ascii).collect();
            assert_eq!(bare, "claim your money", "{disguise:?}: {text}");
        }
    }
}
