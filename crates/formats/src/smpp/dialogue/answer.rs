//! What a reporter is answered, in the languages of `answers.txt`.

use std::{collections::HashMap, sync::LazyLock};

/// Languages that there are answers in, as tags (BCP 47).
pub const LANGUAGES: &[&str] = &[
    "en", "fr", "es", "pt", "de", "ar", "zh", "th", "sw", "ru", "id", "tr", "hi",
];

/// What is to be answered.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum AnswerKind {
    /// Who sent the message?
    AskSender,
    /// What did they send?
    AskContent,
    /// It is reported.
    Thanks,
    /// That is neither a message nor a sender.
    NotUnderstood,
    /// No sender came in time; it is reported without.
    Expired,
    /// How it works.
    Help,
    /// There will be no more answers.
    Stopped,
    /// There will be answers again.
    Started,
}

impl AnswerKind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::AskSender,
        Self::AskContent,
        Self::Thanks,
        Self::NotUnderstood,
        Self::Expired,
        Self::Help,
        Self::Stopped,
        Self::Started,
    ];

    /// Returns its word, which is that of `answers.txt`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AskSender => "ask-sender",
            Self::AskContent => "ask-content",
            Self::Thanks => "thanks",
            Self::NotUnderstood => "not-understood",
            Self::Expired => "expired",
            Self::Help => "help",
            Self::Stopped => "stopped",
            Self::Started => "started",
        }
    }
}

static TEXTS: LazyLock<HashMap<(&str, &str), &str>> = LazyLock::new(|| {
    let lines = include_str!("answers.txt").lines();
    let rows = lines.filter(|line| !line.starts_with('#'));
    let cells = rows.filter_map(|row| {
        let (language, rest) = row.split_once('\t')?;
        let (kind, text) = rest.split_once('\t')?;
        Some(((language, kind), text))
    });
    cells.collect()
});

/// Returns an answer in a language, one of [`LANGUAGES`]; in English where it is another one.
pub fn text(kind: AnswerKind, language: &str) -> &'static str {
    let texts = &*TEXTS;
    let found = texts.get(&(language, kind.as_str()));
    let found = found.or_else(|| texts.get(&("en", kind.as_str())));
    found.copied().unwrap_or_default()
}
