//! From facts to findings to a verdict.

use std::{
    borrow::Cow,
    fmt::Write as _,
    sync::{Arc, Mutex, PoisonError},
};

use sha2::{Digest, Sha256};
use watchbell_model::{Class, Finding, Judgement, Link, Verdict};

use crate::{
    facts::{Facts, Gathered, LANGUAGES, LexiconError, Lists, Seen, Subject},
    links,
    rules::{self, Rule},
    scores::Scores,
    settings::Settings,
    text_model::{self, Fragment, Model},
};

/// How many findings a verdict holds; the lightest ones give way.
pub const MAX_FINDINGS: usize = 24;
/// How many fragments of the text the model names.
const MAX_FRAGMENTS: usize = 5;
/// Name under which the model's share stands among the findings.
pub const MODEL_RULE: &str = "model/text";
/// Its page: where the weights of the built-in model come from, and what it measures.
pub const MODEL_PAGE: &str = include_str!("text_model/provenance.md");

/// A verdict and what joins its report to others.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The verdict.
    pub verdict: Verdict,
    /// Values that reports of one campaign share: template bands, originator, hosts, numbers;
    /// at most [`links::MAX_VALUES`].
    pub links: Vec<Link>,
    /// One line for the incident that this report would open.
    pub title: String,
}

/// Rules, weights and model, ready to judge; cheap to share, never changes.
#[derive(Debug)]
pub struct Judge {
    scores: Scores,
    /// The operator's own model; the one that was built in where absent.
    model: Option<Arc<Model>>,
    lists: Lists,
    ruleset: &'static str,
}

/// Memory that a thread reuses from one report to the next.
#[derive(Debug, Default)]
pub struct Scratch {
    gathered: Gathered,
    model: text_model::Scratch,
    groups: Vec<f32>,
}

/// What rules say together.
#[derive(Default)]
struct Ruled {
    findings: Vec<Finding>,
    /// For each class, the weights that speak for it.
    classes: [f32; Class::ALL.len()],
    log_odds: f32,
}

impl Judge {
    /// Returns the judge with the rules, weights and model that were built in.
    pub fn embedded() -> Self {
        Self::new(Scores::embedded(), None, &Settings::default()).expect("a test builds this judge")
    }

    /// Returns a judge with the operator's own scores, model and lists; without a model, the built-in one.
    ///
    /// # Errors
    /// A lexicon that cannot be compiled.
    pub fn new(
        scores: Scores,
        model: Option<Arc<Model>>,
        settings: &Settings,
    ) -> Result<Self, LexiconError> {
        let lists = Lists::new(settings)?;
        let weights = model.as_deref().unwrap_or_else(|| Model::embedded());
        let ruleset = ruleset(&scores, weights, settings);
        Ok(Self {
            scores,
            model,
            lists,
            ruleset,
        })
    }

    /// Returns the digest of rules, weights and model: `sha256:` and 64 hex digits.
    pub fn ruleset(&self) -> &'static str {
        self.ruleset
    }

    /// Returns what `rule` alone sees in `subject`.
    pub fn apply(&self, rule: &Rule, subject: &Subject<'_>, scratch: &mut Scratch) -> Option<Seen> {
        let facts = scratch
            .gathered
            .gather(subject, &self.lists, &self.scores.limits);
        (rule.check)(&facts)
    }

    /// Judges one subject for its verdict alone: what `watchbell judge` prints.
    pub fn verdict(&self, subject: &Subject<'_>, scratch: &mut Scratch) -> Verdict {
        let Scratch {
            gathered,
            model,
            groups,
        } = scratch;
        let facts = gathered.gather(subject, &self.lists, &self.scores.limits);
        self.decide(&facts, model, groups)
    }

    /// Judges one subject and says what joins it to others: what a node keeps.
    pub fn judge(&self, subject: &Subject<'_>, scratch: &mut Scratch) -> Judged {
        let Scratch {
            gathered,
            model,
            groups,
        } = scratch;
        let facts = gathered.gather(subject, &self.lists, &self.scores.limits);
        let verdict = self.decide(&facts, model, groups);
        let links = links::values(&facts);
        let title = links::title(&verdict, &links);
        Judged {
            verdict,
            links,
            title,
        }
    }

    /// Returns the log-odds that rules alone add, and touches neither the model nor the heap for a
    /// text about which no rule has anything to say.
    pub fn rules_alone(&self, subject: &Subject<'_>, scratch: &mut Scratch) -> f32 {
        let Scratch {
            gathered, groups, ..
        } = scratch;
        let facts = gathered.gather(subject, &self.lists, &self.scores.limits);
        self.apply_all(&facts, groups).log_odds
    }

    fn apply_all(&self, facts: &Facts<'_>, groups: &mut Vec<f32>) -> Ruled {
        groups.clear();
        groups.resize(2 * self.scores.caps.len(), 0.0);
        let mut ruled = Ruled::default();
        for (rule, (weight, group)) in rules::all().zip(&self.scores.weights) {
            let Some(seen) = (rule.check)(facts) else {
                continue;
            };
            let side = 2 * usize::from(*group) + usize::from(*weight < 0.0);
            if let Some(sum) = groups.get_mut(side) {
                *sum += weight;
            }
            if let Some(class) = rule.class.filter(|_| *weight > 0.0) {
                ruled.classes[class as usize] += weight;
            }
            ruled.findings.push(Finding {
                rule: Cow::Borrowed(rule.id),
                weight: *weight,
                evidence: seen.evidence,
                at: seen.at,
            });
        }
        let caps = self.scores.caps.iter().flat_map(|cap| [*cap, *cap]);
        ruled.log_odds = groups
            .iter()
            .zip(caps)
            .map(|(sum, cap)| sum.clamp(-cap, cap))
            .sum();
        ruled
    }

    fn decide(
        &self,
        facts: &Facts<'_>,
        scratch: &mut text_model::Scratch,
        groups: &mut Vec<f32>,
    ) -> Verdict {
        let Ruled {
            mut findings,
            classes,
            log_odds,
        } = self.apply_all(facts, groups);
        let model = self.model.as_deref().unwrap_or_else(|| Model::embedded());
        let decision = &self.scores.decision;
        let mut weighed = facts.subject.text.map(|_| model.weigh(facts.text, scratch));
        let modelled = weighed
            .as_ref()
            .map_or(decision.base, |weighed| self.model_share(weighed.log_odds));
        let score = 1.0 / (1.0 + (-(log_odds + modelled)).exp());
        let verdict = if score >= decision.unwanted {
            Judgement::Unwanted
        } else if score >= decision.suspicious {
            Judgement::Suspicious
        } else {
            Judgement::Clean
        };
        let mut class = Class::Other;
        if verdict != Judgement::Clean {
            if let Some(weighed) = &mut weighed {
                let fragments = weighed.fragments(MAX_FRAGMENTS);
                findings.push(finding(&fragments, facts, modelled));
            }
            class = heaviest(&classes, decision.class)
                .or_else(|| weighed.map(|weighed| weighed.class()))
                .unwrap_or(Class::Other);
        }
        findings.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        findings.truncate(MAX_FINDINGS);
        Verdict {
            verdict,
            class,
            score,
            findings,
            ruleset: Cow::Borrowed(self.ruleset),
        }
    }

    fn model_share(&self, log_odds: f32) -> f32 {
        let most = self.scores.model.most;
        (self.scores.model.share * log_odds).clamp(-most, most)
    }
}

/// Returns the class that rules speak for, if they do so with at least `least`.
fn heaviest(classes: &[f32], least: f32) -> Option<Class> {
    let (class, weight) = Class::ALL
        .iter()
        .zip(classes)
        .max_by(|a, b| a.1.total_cmp(b.1))?;
    (*weight >= least && *weight > 0.0).then_some(*class)
}

/// Says which pieces of the text weigh most for the model.
fn finding(fragments: &[Fragment], facts: &Facts<'_>, weight: f32) -> Finding {
    let mut evidence = String::new();
    let mut at = None;
    for fragment in fragments {
        let place = facts.text.original(fragment.at.clone());
        let text = facts.original.get(place.clone()).unwrap_or_default();
        let gap = if evidence.is_empty() { "" } else { ", " };
        for part in [gap, "\"", text, "\" "] {
            evidence.push_str(part);
        }
        push_tenths(&mut evidence, fragment.weight);
        at = at.or(Some(place));
    }
    let seen = match at {
        Some(at) => Seen::original(&evidence, at),
        None => Seen::whole("the text as a whole"),
    };
    Finding {
        rule: Cow::Borrowed(MODEL_RULE),
        weight,
        evidence: seen.evidence,
        at: seen.at,
    }
}

/// Appends `value` with its sign and one decimal; what is half way becomes even, as `{:+.1}` has it.
fn push_tenths(line: &mut String, value: f32) {
    // Ten times a value of 24 bits is exact here, and casts from floats saturate.
    let tenths = (f64::from(value).abs() * 10.0).round_ties_even() as u64;
    line.push(if value.is_sign_negative() { '-' } else { '+' });
    if tenths < 100 {
        line.push(char::from(b'0' + (tenths / 10) as u8));
    } else {
        line.push_str(&(tenths / 10).to_string());
    }
    line.push('.');
    line.push(char::from(b'0' + (tenths % 10) as u8));
}

/// Returns the digest of everything that a verdict depends on besides the report.
///
/// A verdict borrows it, so that it costs no allocation; one string is kept for
/// each rule set that a process ever used.
fn ruleset(scores: &Scores, model: &Model, settings: &Settings) -> &'static str {
    static KNOWN: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    };
    for rule in rules::all() {
        part(rule.id);
        part(rule.page);
    }
    for (language, phrases) in LANGUAGES {
        part(language);
        part(phrases);
    }
    part(&scores.source);
    part(&format!("{settings:?}"));
    part(model.digest());
    let mut text = String::from("sha256:");
    for byte in hash.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(same) = known.iter().find(|same| **same == text) {
        return same;
    }
    let kept: &'static str = Box::leak(text.into_boxed_str());
    known.push(kept);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_are_what_the_standard_library_writes() {
        let bits = (0..0x4480_0000).step_by(65_537).chain([0x8000_0000]);
        let ties = (0..400).map(|quarters| quarters as f32 / 4.0);
        for value in bits.map(f32::from_bits).chain(ties) {
            for value in [value, -value] {
                let mut line = String::new();
                push_tenths(&mut line, value);
                assert_eq!(line, format!("{value:+.1}"));
            }
        }
    }
}
