//! What lists, filters and searches need of a record.

use std::{
    collections::HashSet,
    hash::{BuildHasherDefault, Hasher},
};

use serde_json::Value;
use watchbell_cvss::{Score, Severity, Vector};

use super::{Affected, Applicability, Container, Cvss, Node, Record, State, Text};
use crate::{
    affected::{Entry, needs},
    cpe::Cpe,
    names,
};

/// Characters of a headline.
const MAX_TITLE: usize = 160;
/// Products of one record that can be looked for.
pub const MAX_PRODUCTS: usize = 2_000;

/// Entries before one that may be the same.
const NEAR: usize = 32;

/// What lists, filters and searches need of a record.
#[derive(Clone, Debug)]
pub struct Summary {
    /// A headline: the title, or else the beginning of the description.
    pub title: String,
    /// Its words once each: lower case, letters and digits only, one space between.
    pub words: String,
    /// Products, by the names they are looked for with, and which of `entries` speaks of each.
    pub products: Vec<(names::Name, usize)>,
    /// What is said of products.
    pub entries: Vec<Entry>,
    /// `CWE-79` …, each once.
    pub weaknesses: Vec<String>,
    /// Scores, the one that counts first.
    pub scores: Vec<Scored>,
    /// CISA's decision points.
    pub ssvc: Ssvc,
    /// Whether the record says that it is exploited (a `kev` metric).
    pub exploited: bool,
}

/// A vector with the score that was published and the one that follows from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// Who published it.
    pub by: String,
    /// The vector, as published.
    pub text: String,
    /// The vector, where it is one.
    pub vector: Result<Vector, watchbell_cvss::Error>,
    /// The base score, as published.
    pub published: Option<f64>,
    /// The severity, as published.
    pub severity: Option<String>,
}

impl Scored {
    /// The base score that follows from the vector.
    pub fn computed(&self) -> Option<Score> {
        self.vector.as_ref().ok().map(Vector::base)
    }

    /// Whether the published score is not the base score of its vector.
    pub fn is_misfit(&self) -> bool {
        match (self.published, self.computed()) {
            (Some(published), Some(computed)) => {
                (published * 10.0 - f64::from(computed.tenths())).abs() > 1e-6
            }
            (_, None) => true,
            (None, Some(_)) => false,
        }
    }

    /// The word for the computed base score.
    pub fn word(&self) -> Option<Severity> {
        let vector = self.vector.as_ref().ok()?;
        Some(vector.severity_of(vector.base()))
    }
}

/// Stakeholder-Specific Vulnerability Categorization, as CISA publishes it in records.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Ssvc {
    /// 0 none or not said, 1 proof of concept, 2 active.
    pub exploitation: u8,
    /// Whether exploitation can be automated.
    pub automatable: bool,
    /// Whether it gives total control.
    pub total: bool,
}

impl Ssvc {
    /// 4 × exploitation + 2 × automatable + total impact: 0 to 11.
    pub const fn weight(self) -> i64 {
        self.exploitation as i64 * 4 + self.automatable as i64 * 2 + self.total as i64
    }

    fn read(content: &Value) -> Self {
        let mut ssvc = Self::default();
        let options = content
            .get("options")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        for (name, value) in options.filter_map(Value::as_object).flatten() {
            let value = value.as_str().unwrap_or_default();
            match &*name.to_ascii_lowercase() {
                "exploitation" => {
                    ssvc.exploitation = match &*value.to_ascii_lowercase() {
                        "active" => 2,
                        "poc" => 1,
                        _ => 0,
                    };
                }
                "automatable" => ssvc.automatable = value.eq_ignore_ascii_case("yes"),
                "technical impact" => ssvc.total = value.eq_ignore_ascii_case("total"),
                _ => {}
            }
        }
        ssvc
    }
}

/// What to fix first has the highest urgency: known exploitation, then SSVC, then EPSS in
/// thousandths, then the CVSS score in tenths, each only among equals in what stands before it.
///
/// `10⁹·exploited + 10⁷·ssvc + 10³·⌊1000·epss⌋ + cvss`, with `ssvc` of [`Ssvc::weight`].
pub fn urgency(exploited: bool, ssvc: i64, epss: Option<f64>, score: Option<i64>) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1000")]
    let epss = (epss.unwrap_or_default().clamp(0.0, 1.0) * 1_000.0 + 1e-9) as i64;
    i64::from(exploited) * 1_000_000_000
        + ssvc.clamp(0, 99) * 10_000_000
        + epss * 1_000
        + score.unwrap_or_default().clamp(0, 100)
}

impl Summary {
    /// Sums a record up.
    pub fn of(record: &Record) -> Self {
        let mut summary = Self {
            title: title(record),
            words: String::new(),
            products: Vec::new(),
            entries: Vec::new(),
            weaknesses: Vec::new(),
            scores: Vec::new(),
            ssvc: Ssvc::default(),
            exploited: false,
        };
        let mut words = Words {
            text: String::with_capacity(512),
            seen: HashSet::with_capacity_and_hasher(200, BuildHasherDefault::default()),
        };
        for container in record.containers() {
            summary.add(container);
            words.add_container(container);
        }
        // The newest version first, and of the same version the one that stands first.
        summary.scores.sort_by_key(|scored| {
            let version = scored.vector.as_ref().ok().map(Vector::version);
            std::cmp::Reverse(version)
        });
        summary.words = words.text;
        summary
    }

    /// The score that counts: of the newest version, and there the first that is said.
    pub fn score(&self) -> Option<&Scored> {
        self.scores.iter().find(|scored| scored.vector.is_ok())
    }

    fn add(&mut self, container: &Container) {
        let by = container
            .provider_metadata
            .short_name
            .as_deref()
            .unwrap_or_default();
        for metric in &container.metrics {
            let published = [&metric.v4_0, &metric.v3_1, &metric.v3_0, &metric.v2_0];
            for cvss in published.into_iter().flatten() {
                self.add_score(by, cvss);
            }
            match &metric.other {
                Some(other) if other.kind == "ssvc" => self.ssvc = Ssvc::read(&other.content),
                Some(other) if other.kind == "kev" => self.exploited = true,
                _ => {}
            }
        }
        for weakness in container
            .problem_types
            .iter()
            .flat_map(|kind| &kind.descriptions)
        {
            let cwe = weakness
                .cwe_id
                .as_deref()
                .or_else(|| cwe(&weakness.description));
            if let Some(cwe) = cwe
                .map(str::to_ascii_uppercase)
                .filter(|cwe| cwe.len() <= 12)
                && !self.weaknesses.contains(&cwe)
            {
                self.weaknesses.push(cwe);
            }
        }
        for affected in &container.affected {
            let entry = || {
                Entry::Affected(Affected {
                    default_status: affected.default_status,
                    versions: affected.versions.clone(),
                    ..Affected::default()
                })
            };
            self.add_entry(names::of_affected(affected), entry);
        }
        for statement in &container.cpe_applicability {
            for (place, node) in statement.nodes.iter().enumerate() {
                self.add_node(statement, place, node);
            }
        }
    }

    /// Adds the vulnerable names of a node, each with what else its statement asks for.
    fn add_node(&mut self, statement: &Applicability, place: usize, node: &Node) {
        let and = |operator: &Option<String>| operator.as_deref() == Some("AND");
        let several = statement.nodes.len() > 1 && and(&statement.operator);
        let with_others = several || (and(&node.operator) && node.cpe_match.len() > 1);
        let negated = statement.negate != node.negate;
        for (at, cpe_match) in node.cpe_match.iter().enumerate() {
            if !cpe_match.vulnerable {
                continue;
            }
            let name = Cpe::parse(&cpe_match.criteria).ok();
            let name = name.and_then(|cpe| names::of_cpe(&cpe));
            self.add_entry(name, || {
                // What several things come to when turned round is more than an entry says.
                let needs = if with_others && !statement.negate && !negated {
                    needs(statement, several, place, at)
                } else {
                    Vec::new()
                };
                Entry::Cpe {
                    cpe_match: cpe_match.clone(),
                    with_others,
                    needs,
                    negated,
                }
            });
        }
    }

    /// Adds what is said of products of these names, as far as there is room; what is said of one
    /// shortly before is said once of both.
    fn add_entry(
        &mut self,
        names: impl IntoIterator<Item = names::Name>,
        entry: impl FnOnce() -> Entry,
    ) {
        let mut names = names.into_iter().peekable();
        let room = MAX_PRODUCTS - self.products.len();
        if room == 0 || names.peek().is_none() {
            return;
        }
        let entry = entry();
        let near = self.entries.len().saturating_sub(NEAR);
        let same = self.entries[near..]
            .iter()
            .position(|known| *known == entry);
        let place = same.map_or(self.entries.len(), |same| near + same);
        if same.is_none() {
            self.entries.push(entry);
        }
        self.products
            .extend(names.take(room).map(|name| (name, place)));
    }

    fn add_score(&mut self, by: &str, cvss: &Cvss) {
        if cvss.vector_string.is_empty() {
            return;
        }
        self.scores.push(Scored {
            by: by.to_owned(),
            vector: Vector::parse(&cvss.vector_string),
            text: cvss.vector_string.clone(),
            published: cvss.base_score,
            severity: cvss.base_severity.clone(),
        });
    }
}

/// The identifier at the beginning of `CWE-79 Improper Neutralization …`.
fn cwe(description: &str) -> Option<&str> {
    let rest = description.strip_prefix("CWE-")?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0)
        .then(|| description.get(..4 + digits))
        .flatten()
}

/// Returns the text in English, or else in whatever language.
pub fn english(texts: &[Text]) -> Option<&str> {
    let is_english = |text: &&Text| {
        text.lang
            .get(..2)
            .is_some_and(|lang| lang.eq_ignore_ascii_case("en"))
    };
    let text = texts.iter().find(is_english).or_else(|| texts.first())?;
    Some(text.value.trim()).filter(|text| !text.is_empty())
}

fn title(record: &Record) -> String {
    let said = match record.state {
        State::Published => record
            .cna
            .title
            .as_deref()
            .filter(|title| !title.trim().is_empty()),
        State::Rejected => english(&record.cna.rejected_reasons),
    };
    let said = said
        .or_else(|| english(&record.cna.descriptions))
        .unwrap_or_default();
    let mut title = String::new();
    for word in said.split_whitespace() {
        if title.chars().count() + word.chars().count() >= MAX_TITLE {
            title.push('…');
            break;
        }
        if !title.is_empty() {
            title.push(' ');
        }
        title.push_str(word);
    }
    title
}

/// Words, each once.
struct Words {
    text: String,
    seen: HashSet<u64, BuildHasherDefault<Hashed>>,
}

/// The hash of what is one already.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

impl Words {
    fn add_container(&mut self, container: &Container) {
        let texts = container
            .descriptions
            .iter()
            .chain(&container.rejected_reasons);
        for text in container
            .title
            .as_deref()
            .into_iter()
            .chain(texts.map(|text| &*text.value))
        {
            self.add(text);
        }
        for affected in &container.affected {
            let names = [
                &affected.vendor,
                &affected.product,
                &affected.package_name,
                &affected.package_url,
            ];
            for name in names.into_iter().flatten() {
                self.add(name);
            }
        }
    }

    fn add(&mut self, text: &str) {
        for run in runs(text) {
            let start = self.text.len();
            if start > 0 {
                self.text.push(' ');
            }
            let word = self.text.len();
            push_lower(run, &mut self.text);
            let bytes = self.text.as_bytes()[word..].iter();
            let hash = bytes.fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01B3)
            });
            if word == self.text.len() || !self.seen.insert(hash) {
                self.text.truncate(start);
            }
        }
    }
}

/// Characters of a word that are looked at.
const MAX_WORD: usize = 64;

/// Cuts text into words as they are searched for: lower case, letters and digits only.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    runs(text).map(|run| {
        let mut word = String::new();
        push_lower(run, &mut word);
        word
    })
}

/// Letters from which on a word may be the beginning of others; fewer begin too many.
const BEGINNING: usize = 3;

/// Cuts what somebody searches for into words; one of three letters or more that ends in `*` is the
/// beginning of a word.
pub fn query(text: &str) -> Vec<String> {
    let mut query = Vec::new();
    for token in text.split_whitespace() {
        let before = query.len();
        query.extend(words(token));
        if token.ends_with('*')
            && let Some(last) = query[before..].last_mut()
            && last.chars().count() >= BEGINNING
        {
            last.push('*');
        }
    }
    query
}

fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|run| !run.is_empty())
}

/// Adds a run of letters and digits in lower case.
fn push_lower(run: &str, word: &mut String) {
    if run.is_ascii() {
        let start = word.len();
        word.push_str(run.get(..MAX_WORD).unwrap_or(run));
        word[start..].make_ascii_lowercase();
    } else {
        let lower = run.chars().take(MAX_WORD).flat_map(char::to_lowercase);
        word.extend(lower.filter(|c| c.is_alphanumeric()));
    }
}

#[cfg(test)]
mod tests {
    use super::query;

    #[test]
    fn a_star_makes_a_beginning_of_three_letters_or_more() {
        assert_eq!(
            query("Path trav* a* log4j-co*"),
            ["path", "trav*", "a", "log4j", "co"]
        );
        assert_eq!(query(" * ** "), [""; 0]);
    }
}
