//! Words that steer a dialogue, in the languages of `words.txt`.

use std::{
    collections::{BTreeMap, HashMap},
    sync::LazyLock,
};

/// What a message of a word or two says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Word {
    /// No more answers.
    Stop,
    /// Answers again.
    Start,
    /// What is this?
    Help,
    /// The sender is not known.
    Unknown,
    /// Something polite or lost, which is no sender.
    Chat,
}

/// Words of `words.txt`, in small letters.
pub(super) struct Words {
    whole: HashMap<&'static str, Word>,
    /// What stands before a sender, by its first letter, the longest first.
    pub(super) labels: BTreeMap<char, Vec<Label>>,
    /// Before `from`, so that what follows is not the sender of the message but part of it.
    pub(super) notice: Vec<&'static str>,
}

/// A word such as `from`.
pub(super) struct Label {
    pub(super) word: &'static str,
    /// It is one only where a sender was asked for, as `it was`.
    pub(super) is_weak: bool,
}

pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| read(include_str!("words.txt")));

/// Longest message that is looked up, in characters.
const MAX_CHARS: usize = 40;

fn read(text: &'static str) -> Words {
    let mut words = Words {
        whole: HashMap::new(),
        labels: BTreeMap::new(),
        notice: Vec::new(),
    };
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((kind, list)) = line.split_once(": ") else {
            continue;
        };
        let list = list.split(", ");
        let word = match kind {
            "stop" => Word::Stop,
            "start" => Word::Start,
            "help" => Word::Help,
            "unknown" => Word::Unknown,
            "chat" => Word::Chat,
            "from" | "number" => {
                let is_weak = kind == "number";
                for word in list {
                    let first = word.chars().next().unwrap_or_default();
                    let labels = words.labels.entry(first).or_default();
                    labels.push(Label { word, is_weak });
                }
                continue;
            }
            _ => {
                words.notice.extend(list);
                continue;
            }
        };
        words.whole.extend(list.map(|text| (text, word)));
    }
    for labels in words.labels.values_mut() {
        labels.sort_by_key(|label| std::cmp::Reverse(label.word.len()));
    }
    words
}

/// Returns what a message of nothing but such a word says.
pub(super) fn word(text: &str) -> Option<Word> {
    if text.chars().nth(MAX_CHARS).is_some() {
        return None;
    }
    let is_kept = |c: &char| c.is_alphanumeric() || c.is_whitespace() || is_mark(*c) || *c == '\'';
    let text: String = text.replace('’', "'").chars().filter(is_kept).collect();
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    WORDS.whole.get(words.join(" ").as_str()).copied()
}

/// Signs within words of Thai and Hindi that are no letters to Unicode.
const fn is_mark(character: char) -> bool {
    matches!(character, '\u{E31}'..='\u{E4E}' | '\u{900}'..='\u{903}' | '\u{93A}'..='\u{94F}')
}
