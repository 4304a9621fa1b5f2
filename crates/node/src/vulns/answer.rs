//! Which vulnerabilities a component has.

use std::{cmp::Reverse, collections::HashMap};

use watchbell_store::{CveEntry, CveHead, Error::Corrupt};
use watchbell_vuln::{
    affected::{self, Decision, Entry, Options},
    component::{Component, Kin},
};

use crate::{Node, Result};

/// Entries of records that are looked at for one component; the most urgent.
pub const MAX_ENTRIES: i64 = 20_000;

/// What a record means for a component.
#[derive(Clone, Debug)]
pub struct Matched {
    /// The record.
    pub head: CveHead,
    /// The answer and what decided.
    pub decision: Decision,
}

/// What was found of one record.
struct Found {
    head: CveHead,
    /// Whether a name found it that is no heuristic.
    sure: bool,
    decisions: Vec<Decision>,
}

impl Node {
    /// Answers for a component, for every record that names it: affected first, most urgent first.
    /// `others` are what is there besides, which some records ask for; the component may be among them.
    ///
    /// # Errors
    /// [`crate::Error::Store`].
    pub async fn match_component(
        &self,
        component: &Component,
        others: &[Component],
        options: Options,
    ) -> Result<Vec<Matched>> {
        let (version, scheme) = (component.version(), component.scheme());
        let mut found: HashMap<i64, Found> = HashMap::new();
        for wanted in component.wanted(options.heuristics) {
            let vendor = wanted.vendor.as_deref();
            let entries = self
                .db()
                .cve_entries(&wanted.product, vendor, MAX_ENTRIES)
                .await?;
            for CveEntry {
                head,
                vendor: maker,
                entry,
            } in entries
            {
                let kin = match vendor {
                    None => component.kin(&maker),
                    Some(_) => Kin::Near,
                };
                if kin == Kin::Other {
                    continue;
                }
                let found = found.entry(head.number).or_insert_with(|| Found {
                    head,
                    sure: false,
                    decisions: Vec::new(),
                });
                found.sure |= !wanted.heuristic;
                // What a surer name found stands.
                if wanted.heuristic && found.sure {
                    continue;
                }
                let entry: Entry = serde_json::from_str(&entry).map_err(|_| Corrupt {
                    column: "entry",
                    what: "an entry of a CVE record",
                    value: entry.chars().take(80).collect(),
                })?;
                let decided = affected::decide_configuration(
                    &entry,
                    version.as_deref(),
                    scheme,
                    others,
                    options,
                );
                found.decisions.extend(decided.map(|decision| {
                    let decision = Decision {
                        heuristic: decision.heuristic || wanted.heuristic,
                        ..decision
                    };
                    match kin {
                        Kin::Stranger => decision.of_namesake(&maker),
                        _ => decision,
                    }
                }));
            }
        }
        let matched = found.into_values().filter_map(|found| {
            let decision = affected::combine(found.decisions)?;
            let head = found.head;
            (head.state == "PUBLISHED").then_some(Matched { head, decision })
        });
        let mut matched: Vec<Matched> = matched.collect();
        matched.sort_by_key(|Matched { head, decision }| {
            (decision.answer, Reverse(head.urgency), head.number)
        });
        Ok(matched)
    }
}
