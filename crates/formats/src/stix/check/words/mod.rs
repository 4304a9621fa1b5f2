//! Lists of words, and the relationships that are suggested.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// A list of words.
pub(super) type Words = HashSet<&'static str>;

static LISTS: LazyLock<HashMap<&'static str, Words>> = LazyLock::new(|| {
    let mut lists: HashMap<&'static str, Words> = HashMap::new();
    let mut name = "";
    for line in include_str!("words.txt").lines() {
        match line.strip_prefix("  ") {
            Some(words) => lists.entry(name).or_default().extend(words.split(' ')),
            None => name = line,
        }
    }
    lists
});

/// By source, by relationship.
static RELATIONS: LazyLock<HashMap<&'static str, HashMap<&'static str, Words>>> =
    LazyLock::new(|| {
        let mut relations: HashMap<_, HashMap<_, _>> = HashMap::new();
        for line in include_str!("relations.txt").lines() {
            let mut words = line.split(' ');
            if let (Some(source), Some(relation)) = (words.next(), words.next()) {
                let targets = relations.entry(source).or_default();
                targets.insert(relation, words.collect());
            }
        }
        relations
    });

static NONE: LazyLock<Words> = LazyLock::new(Words::new);

/// Returns a list; an empty one where there is none of this name.
pub(super) fn list(name: &str) -> &'static Words {
    LISTS.get(name).unwrap_or(&NONE)
}

/// Returns the types that a relationship of this name may lead to from a type.
pub(super) fn targets(source: &str, relation: &str) -> Option<&'static Words> {
    RELATIONS.get(source)?.get(relation)
}
