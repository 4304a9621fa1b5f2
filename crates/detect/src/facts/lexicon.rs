//! Phrases in many languages that mean the same, found in one pass.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use serde::{Deserialize, de::IntoDeserializer, de::value};

use super::cue::{Cue, CueList};
use crate::normalise::Normalised;

/// The lexicon files: language and contents.
///
/// A line is a cue and its phrases, `cue: phrase, phrase`, each as it looks
/// after normalisation; a cue may have several lines. A phrase that ends in
/// `*` may go on in the same word. `#` begins a comment.
pub const LANGUAGES: &[(&str, &str)] = &[
    ("ar", include_str!("../rules/lexicon/ar.txt")),
    ("de", include_str!("../rules/lexicon/de.txt")),
    ("en", include_str!("../rules/lexicon/en.txt")),
    ("es", include_str!("../rules/lexicon/es.txt")),
    ("fr", include_str!("../rules/lexicon/fr.txt")),
    ("id", include_str!("../rules/lexicon/id.txt")),
    ("pt", include_str!("../rules/lexicon/pt.txt")),
    ("ru", include_str!("../rules/lexicon/ru.txt")),
    ("sw", include_str!("../rules/lexicon/sw.txt")),
    ("th", include_str!("../rules/lexicon/th.txt")),
    ("zh", include_str!("../rules/lexicon/zh.txt")),
];

/// A line of a lexicon file that cannot be used.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LexiconError {
    /// A line begins with no cue.
    #[error("lexicon line {line}: no cue is called {value:?}")]
    UnknownCue {
        /// Line, from 1.
        line: usize,
        /// What stands there.
        value: String,
    },
    /// The phrases are too many for one automaton.
    #[error("lexicon of {phrases} phrases does not fit one automaton")]
    TooLarge {
        /// How many phrases.
        phrases: usize,
    },
}

/// One phrase of a lexicon file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Phrase<'a> {
    /// What it means.
    pub cue: Cue,
    /// The phrase, without the mark at its end.
    pub text: &'a str,
    /// The word may go on.
    pub stem: bool,
}

/// Reads one lexicon file.
///
/// # Errors
/// A line that begins with no cue.
pub fn phrases(file: &str) -> Result<Vec<Phrase<'_>>, LexiconError> {
    let mut list = Vec::new();
    for (line, text) in file.lines().enumerate() {
        let text = text.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let (name, words) = text.split_once(':').unwrap_or((text, ""));
        let reader: value::StrDeserializer<'_, value::Error> = name.into_deserializer();
        let cue = Cue::deserialize(reader).map_err(|_| LexiconError::UnknownCue {
            line: line + 1,
            value: name.to_owned(),
        })?;
        for word in words
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty())
        {
            let stem = word.strip_suffix('*');
            list.push(Phrase {
                cue,
                text: stem.unwrap_or(word),
                stem: stem.is_some(),
            });
        }
    }
    Ok(list)
}

/// All phrases, compiled.
#[derive(Debug)]
pub(crate) struct Lexicon {
    automaton: AhoCorasick,
    /// For each phrase: what it means, and where a word must begin and end.
    meaning: Vec<Meaning>,
}

#[derive(Clone, Copy, Debug)]
struct Meaning {
    cue: Cue,
    begins: bool,
    ends: bool,
}

impl Lexicon {
    /// Compiles every language.
    pub(crate) fn embedded() -> Result<Self, LexiconError> {
        let mut texts: Vec<String> = Vec::new();
        let mut meaning = Vec::new();
        let mut normalised = Normalised::default();
        for (_, file) in LANGUAGES {
            for phrase in phrases(file)? {
                normalised.read(phrase.text);
                let folded = normalised.folded.clone();
                let mut spellings = vec![folded.clone()];
                spellings.push(folded.chars().map(without_accent).collect());
                if folded.contains('\'') {
                    spellings.push(folded.replace('\'', ""));
                    spellings.push(folded.replace('\'', "’"));
                }
                spellings.sort_unstable();
                spellings.dedup();
                let bounded = |c: Option<char>| c.is_some_and(in_word);
                let here = Meaning {
                    cue: phrase.cue,
                    begins: bounded(folded.chars().next()),
                    ends: !phrase.stem && bounded(folded.chars().next_back()),
                };
                for spelling in spellings {
                    texts.push(spelling);
                    meaning.push(here);
                }
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&texts)
            .map_err(|_| LexiconError::TooLarge {
                phrases: texts.len(),
            })?;
        Ok(Self { automaton, meaning })
    }

    /// Appends every phrase that stands in `folded`, outside of `links`, which are in order.
    ///
    /// A link's words are its author's choice and say nothing that the text does not.
    pub(super) fn find(&self, folded: &str, links: &[Range<u32>], cues: &mut CueList) {
        let mut links = links.iter().peekable();
        for hit in self.automaton.find_overlapping_iter(folded) {
            while links
                .peek()
                .is_some_and(|link| (link.end as usize) < hit.end())
            {
                links.next();
            }
            if links
                .peek()
                .is_some_and(|link| link.start as usize <= hit.start())
            {
                continue;
            }
            let meaning = self.meaning[hit.pattern().as_usize()];
            // Figures are written onto their currency: `rp150`, `1000usd`.
            let figures = meaning.cue == Cue::Currency;
            let joined = |c: char| in_word(c) && !(figures && c.is_ascii_digit());
            if meaning.begins
                && folded[..hit.start()]
                    .chars()
                    .next_back()
                    .is_some_and(joined)
            {
                continue;
            }
            if meaning.ends && folded[hit.end()..].chars().next().is_some_and(joined) {
                continue;
            }
            cues.push(meaning.cue, hit.start(), hit.end());
        }
    }
}

/// Returns whether `c` belongs to words that are written apart from each other.
///
/// Chinese, Japanese and Thai run words together; Arabic and Hebrew write
/// articles and prepositions onto the word, so a boundary says nothing there.
fn in_word(c: char) -> bool {
    match c {
        '0'..='9' | 'a'..='z' | 'A'..='Z' => true,
        '\0'..='\u{7f}' => false,
        '\u{590}'..='\u{8ff}' | '\u{e00}'..='\u{eff}' => false,
        '\u{1000}'..='\u{10ff}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{ffff}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// Returns the letter that is typed where accents are left out.
fn without_accent(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ё' => 'е',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_file_names_its_line() {
        assert_eq!(
            phrases("# words\nnothing: a, b"),
            Err(LexiconError::UnknownCue {
                line: 2,
                value: "nothing".to_owned()
            })
        );
    }

    #[test]
    fn words_end_where_their_script_says() {
        let lexicon = Lexicon::embedded().unwrap();
        let cues = |text: &str| {
            let mut cues = CueList::default();
            lexicon.find(text, &[], &mut cues);
            cues.present
        };
        assert!(cues("the bank, again").has(Cue::Bank));
        assert!(!cues("on the embankment").has(Cue::Bank));
        assert!(cues("您的银行卡").has(Cue::Bank));
    }

    #[test]
    fn every_language_has_words_for_every_cue() {
        let english = phrases(include_str!("../rules/lexicon/en.txt")).unwrap();
        for (language, file) in LANGUAGES {
            let own = phrases(file).unwrap();
            for phrase in &english {
                let known = own.iter().any(|one| one.cue == phrase.cue);
                assert!(known, "{language} has no words for {:?}", phrase.cue);
            }
        }
    }

    #[test]
    fn every_entry_is_written_as_normalisation_leaves_it() {
        let mut normalised = Normalised::default();
        let mut wrong = Vec::new();
        for (language, file) in LANGUAGES {
            for phrase in phrases(file).unwrap() {
                normalised.read(phrase.text);
                if normalised.folded != phrase.text {
                    wrong.push(format!(
                        "{language}: {:?} becomes {:?}",
                        phrase.text, normalised.folded
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
