//! See `mixed_scripts.md`.

use crate::{
    facts::{Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/mixed-scripts",
    title: "Letters of another script inside words",
    source: "Unicode TS 39; ITU-T X.Suppl.12, content filtering",
    class: None,
    page: include_str!("mixed_scripts.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.text.signs.confusable < facts.limits.confusable {
        return None;
    }
    let mut words = Vec::new();
    for word in facts
        .original
        .split(|c: char| c.is_whitespace() || c.is_ascii_punctuation())
    {
        if mixed(word) {
            words.push(word);
        }
    }
    let enough = words.len() >= facts.limits.confusable as usize;
    enough.then(|| Seen::whole(&format!("{} words, {}", words.len(), words.join(" "))))
}

/// Returns whether `word` joins Latin letters to letters of a script that they look like, without figures.
fn mixed(word: &str) -> bool {
    let other = |c: char| matches!(c, '\u{370}'..='\u{52f}' | '\u{13a0}'..='\u{13ff}' | '\u{531}'..='\u{587}');
    let latin = |c: char| {
        matches!(c.to_ascii_lowercase(), 'a'..='c' | 'e' | 'h'..='k' | 'm' | 'o' | 'p' | 's' | 't' | 'x' | 'y')
            || c == 'u'
    };
    word.contains(latin) && word.contains(other) && !word.contains(|c: char| c.is_ascii_digit())
}
