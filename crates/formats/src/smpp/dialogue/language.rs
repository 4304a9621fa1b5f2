//! Which language a reporter is answered in.

use super::LANGUAGES;

/// Scripts that tell a language; ranges of Unicode.
const SCRIPTS: &[(&str, &[(char, char)])] = &[
    (
        "ar",
        &[
            ('\u{600}', '\u{6FF}'),
            ('\u{750}', '\u{77F}'),
            ('\u{FB50}', '\u{FDFF}'),
            ('\u{FE70}', '\u{FEFC}'),
        ],
    ),
    (
        "zh",
        &[
            ('\u{3400}', '\u{4DBF}'),
            ('\u{4E00}', '\u{9FFF}'),
            ('\u{20000}', '\u{323AF}'),
        ],
    ),
    ("th", &[('\u{E01}', '\u{E5B}')]),
    ("ru", &[('\u{400}', '\u{52F}')]),
    ("hi", &[('\u{900}', '\u{97F}')]),
];

/// Scripts of languages that there are no answers in.
const OTHERS: &[(char, char)] = &[
    ('\u{370}', '\u{3FF}'),
    ('\u{530}', '\u{5FF}'),
    ('\u{980}', '\u{DFF}'),
    ('\u{E80}', '\u{EFF}'),
    ('\u{1000}', '\u{10FF}'),
    ('\u{1200}', '\u{139F}'),
    ('\u{1780}', '\u{17FF}'),
    ('\u{3041}', '\u{30FF}'),
    ('\u{AC00}', '\u{D7AF}'),
];

/// Small words by which languages of one script are told apart.
const WORDS: &[(&str, &str)] = &[
    (
        "en",
        " the your you is to and of for has been please this will ",
    ),
    (
        "fr",
        " le la les des de en est votre vous pour dans avec sur une pas nous veuillez a ",
    ),
    (
        "es",
        " el la los las de en su por para con una fue ha sido usted del que ",
    ),
    (
        "pt",
        " o os as de em seu sua para com uma foi você do da que não ",
    ),
    (
        "de",
        " der die das ist ihr ihre sie und nicht ein eine für mit wurde von zu ",
    ),
    (
        "sw",
        " yako wako chako lako kwa ya na wa hii ni tafadhali hapa leo ",
    ),
    (
        "id",
        " anda dan yang di untuk dengan ini telah silakan dari ke akan ",
    ),
    (
        "tr",
        " ve bir için bu size ile lütfen değil olarak için sizin ",
    ),
];
/// Words that are looked at.
const MOST_WORDS: usize = 200;

/// Returns the language to answer in, one of [`LANGUAGES`].
///
/// It is that of the tag (BCP 47), else that of the script in which more than half of the letters of `text`
/// are, else that whose small words are the most in it, two at least, else `default`, else English.
pub fn choose(tag: Option<&str>, text: &str, default: &str) -> &'static str {
    let by_tag = tag.and_then(of_tag).or_else(|| of_script(text));
    let by_words = by_tag.or_else(|| of_words(text));
    by_words.or_else(|| of_tag(default)).unwrap_or("en")
}

/// Finds the language whose small words are the most; nothing where two are even.
fn of_words(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    let words = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    let words: Vec<String> = words
        .take(MOST_WORDS)
        .map(|word| format!(" {word} "))
        .collect();
    let count = |list: &str| {
        words
            .iter()
            .filter(|word| list.contains(word.as_str()))
            .count()
    };
    let mut found: Vec<(usize, &str)> = WORDS
        .iter()
        .map(|(language, list)| (count(list), *language))
        .collect();
    found.sort_unstable_by(|one, other| other.cmp(one));
    match found.as_slice() {
        [(most, language), (next, _), ..] if *most >= 2 && most > next => Some(language),
        _ => None,
    }
}

/// Returns the language of a tag, if there are answers in it: `pt-BR` is `pt`.
pub(super) fn of_tag(tag: &str) -> Option<&'static str> {
    let primary = tag.split(['-', '_']).next()?;
    listed(&primary.to_ascii_lowercase())
}

pub(super) fn listed(language: &str) -> Option<&'static str> {
    LANGUAGES.iter().copied().find(|listed| *listed == language)
}

fn of_script(text: &str) -> Option<&'static str> {
    let mut counts = [0_usize; SCRIPTS.len()];
    let mut letters = 0_usize;
    let is_in = |c: char, ranges: &[(char, char)]| {
        ranges.iter().any(|(from, to)| (*from..=*to).contains(&c))
    };
    // Links and addresses are Latin in every language.
    let words = text.split_whitespace();
    let words = words.filter(|word| !word.contains(['/', '@']));
    for character in words.flat_map(str::chars) {
        let script = SCRIPTS
            .iter()
            .position(|(_, ranges)| is_in(character, ranges));
        let count = script.and_then(|script| counts.get_mut(script));
        // Marks are no letters, but signs of their script.
        let is_other = character.is_alphabetic() || is_in(character, OTHERS);
        letters += usize::from(count.is_some() || is_other);
        if let Some(count) = count {
            *count += 1;
        }
    }
    let most = SCRIPTS.iter().zip(counts).max_by_key(|(_, count)| *count);
    let ((language, _), count) = most?;
    (count * 2 > letters).then_some(*language)
}
