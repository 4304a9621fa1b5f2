//! Every rule, one file each, and its page beside it.

pub mod behaviour;
pub mod privacy;
pub mod text;

use watchbell_model::Class;

use crate::facts::{Facts, Seen};

/// One rule: what it is, and the function that applies it.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Area and bad pattern, never renamed once released.
    pub id: &'static str,
    /// One line for lists.
    pub title: &'static str,
    /// The text that asks for it.
    pub source: &'static str,
    /// What a message is after when this rule speaks against it.
    pub class: Option<Class>,
    /// The page: explanation and examples.
    pub page: &'static str,
    /// Returns what it saw, if it saw anything.
    pub check: fn(&Facts<'_>) -> Option<Seen>,
}

/// Rules that speak about how a sender behaves, in the order in which they run.
pub const BEHAVIOUR: &[Rule] = behaviour::ALL;
/// Rules that say what was not looked at.
pub const PRIVACY: &[Rule] = privacy::ALL;
/// Rules that look at the content; they run only when its recipient allows it.
pub const TEXT: &[Rule] = text::ALL;

/// Returns every rule, in the order in which they run.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    PRIVACY.iter().chain(BEHAVIOUR).chain(TEXT)
}

/// Returns the rule called `id`.
pub fn rule(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id == id)
}
