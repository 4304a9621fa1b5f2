//! Weights and thresholds: configuration, never numbers in rule code.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::rules;

/// The scores that were built in, with a comment at every value.
pub const EMBEDDED: &str = include_str!("../scores.toml");

/// Largest weight, cap or base, in log-odds.
const LARGEST: f32 = 20.0;

/// A scores file that cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ScoresError {
    /// Not TOML, or a key that is not known, or a value of the wrong type.
    #[error("scores: {0}")]
    Syntax(#[from] toml::de::Error),
    /// A weight for a rule that does not exist.
    #[error("scores: no rule is called {rule:?}")]
    UnknownRule {
        /// The name in the file.
        rule: String,
    },
    /// A rule without a weight.
    #[error("scores: rule {rule} has no weight")]
    MissingRule {
        /// The rule.
        rule: &'static str,
    },
    /// A rule in a group that has no cap.
    #[error("scores: rule {rule} is in group {group:?}, which has no cap")]
    UnknownGroup {
        /// The rule.
        rule: String,
        /// The name of the group in the file.
        group: String,
    },
    /// A value outside what it may be.
    #[error("scores: {key} is {value}, must be from {least} to {most}")]
    OutOfRange {
        /// Where.
        key: String,
        /// What stands there.
        value: f32,
        /// Least that is allowed.
        least: f32,
        /// Most that is allowed.
        most: f32,
    },
}

/// Weights and thresholds, checked against the list of rules.
#[derive(Clone, Debug)]
pub struct Scores {
    /// How a score becomes a verdict.
    pub decision: Decision,
    /// What the trained model adds.
    pub model: ModelShare,
    /// From which count on behaviour and disguise speak.
    pub limits: Limits,
    /// For each rule, in the order of [`rules::all`]: weight and index of its group.
    pub(crate) weights: Vec<(f32, u8)>,
    /// For each group: how much its rules may add or take together.
    pub(crate) caps: Vec<f32>,
    pub(crate) source: String,
}

/// How a score becomes a verdict.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Score from which a message is unwanted.
    pub unwanted: f32,
    /// Score from which a message is worth a person's look.
    pub suspicious: f32,
    /// Log-odds of a report whose content may not be inspected.
    pub base: f32,
    /// Weight from which the class of rules goes before the class of the model.
    pub class: f32,
}

/// What the trained model adds.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct ModelShare {
    /// Factor on the model's log-odds.
    pub share: f32,
    /// Most it adds or takes.
    pub most: f32,
}

/// From which count on behaviour and disguise speak.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// Reports of one template.
    pub repeats: u32,
    /// Reports about one originator.
    pub burst: u32,
    /// Consecutive recipient numbers.
    pub sequential: u32,
    /// Different reporters of one originator.
    pub reporters: u32,
    /// Reports by one reporter.
    pub flooding: u32,
    /// Invisible characters.
    pub invisible: u32,
    /// Combining marks that no orthography needs.
    pub combining: u32,
    /// Direction overrides.
    pub bidi: u32,
    /// Styled letters.
    pub styled: u32,
    /// Letters of another script inside words.
    pub confusable: u32,
    /// Words with gaps between their letters.
    pub spaced: u32,
    /// Words with digits or signs for letters.
    pub leet: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    decision: Decision,
    model: ModelShare,
    limits: Limits,
    groups: BTreeMap<String, f32>,
    rules: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    weight: f32,
    group: String,
}

impl Scores {
    /// Reads a scores file.
    ///
    /// # Errors
    /// What is unknown, missing or out of range, with its name and value.
    pub fn parse(text: &str) -> Result<Self, ScoresError> {
        let file: File = toml::from_str(text)?;
        let chance = |key: &str, value| within(key, value, 0.0, 1.0);
        chance("decision.unwanted", file.decision.unwanted)?;
        within(
            "decision.suspicious",
            file.decision.suspicious,
            0.0,
            file.decision.unwanted,
        )?;
        within("decision.base", file.decision.base, -LARGEST, LARGEST)?;
        within("decision.class", file.decision.class, 0.0, LARGEST)?;
        within("model.share", file.model.share, 0.0, 4.0)?;
        within("model.most", file.model.most, 0.0, LARGEST)?;
        for (group, cap) in &file.groups {
            within(&format!("groups.{group}"), *cap, 0.0, LARGEST)?;
        }
        if let Some(rule) = file.rules.keys().find(|id| rules::rule(id).is_none()) {
            return Err(ScoresError::UnknownRule { rule: rule.clone() });
        }
        let mut weights = Vec::new();
        for rule in rules::all() {
            let entry = file
                .rules
                .get(rule.id)
                .ok_or(ScoresError::MissingRule { rule: rule.id })?;
            within(rule.id, entry.weight, -LARGEST, LARGEST)?;
            let group = file.groups.keys().position(|group| *group == entry.group);
            let group = group.and_then(|at| u8::try_from(at).ok()).ok_or_else(|| {
                ScoresError::UnknownGroup {
                    rule: rule.id.to_owned(),
                    group: entry.group.clone(),
                }
            })?;
            weights.push((entry.weight, group));
        }
        Ok(Self {
            decision: file.decision,
            model: file.model,
            limits: file.limits,
            weights,
            caps: file.groups.into_values().collect(),
            source: text.to_owned(),
        })
    }

    /// Returns the scores that were built in.
    pub fn embedded() -> Self {
        Self::parse(EMBEDDED).expect("a test reads the scores that are built in")
    }

    /// Returns every rule with its weight, in log-odds.
    pub fn rules(&self) -> impl Iterator<Item = (&'static rules::Rule, f32)> {
        rules::all().zip(self.weights.iter().map(|&(weight, _)| weight))
    }
}

fn within(key: &str, value: f32, least: f32, most: f32) -> Result<(), ScoresError> {
    if value >= least && value <= most {
        return Ok(());
    }
    Err(ScoresError::OutOfRange {
        key: key.to_owned(),
        value,
        least,
        most,
    })
}
