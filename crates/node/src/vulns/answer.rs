//! Which vulnerabilities a component has.

use std::collections::{BTreeMap, HashMap, HashSet};

use watchbell_store::CveHead;
use watchbell_vuln::{
    affected::{self, Answer, Decision, Entry, Options},
    component::Component,
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

impl Node {
    /// Answers for a component, for every record that names it: affected first, most urgent first.
    ///
    /// # Errors
    /// [`crate::Error::Store`].
    pub async fn match_component(
        &self,
        component: &Component,
        options: Options,
    ) -> Result<Vec<Matched>> {
        let (version, scheme) = (component.version(), component.scheme());
        let mut found: BTreeMap<i64, Vec<Decision>> = BTreeMap::new();
        let mut heads: HashMap<i64, CveHead> = HashMap::new();
        let mut sure: HashSet<i64> = HashSet::new();
        for wanted in component.wanted(options.heuristics) {
            let vendor = wanted.vendor.as_deref();
            let entries = self
                .db()
                .cve_entries(&wanted.product, vendor, MAX_ENTRIES)
                .await?;
            for (head, entry) in entries {
                // What a surer name found stands.
                if wanted.heuristic && sure.contains(&head.number) {
                    continue;
                }
                let Ok(entry) = serde_json::from_str::<Entry>(&entry) else {
                    continue;
                };
                let decided = affected::decide(&entry, version.as_deref(), scheme, options);
                let decision = decided.map(|decision| Decision {
                    heuristic: decision.heuristic || wanted.heuristic,
                    ..decision
                });
                let number = head.number;
                if !wanted.heuristic {
                    sure.insert(number);
                }
                found.entry(number).or_default().extend(decision);
                heads.entry(number).or_insert(head);
            }
        }
        let mut matched: Vec<Matched> = found
            .into_iter()
            .filter_map(|(number, decisions)| {
                let (head, decision) = (heads.remove(&number)?, affected::combine(decisions)?);
                (head.state == "PUBLISHED").then_some(Matched { head, decision })
            })
            .collect();
        let rank = |matched: &Matched| match matched.decision.answer {
            Answer::Affected => 0,
            Answer::Unknown => 1,
            Answer::NotAffected => 2,
        };
        matched.sort_by_key(|matched| {
            (
                rank(matched),
                std::cmp::Reverse(matched.head.urgency),
                matched.head.number,
            )
        });
        Ok(matched)
    }
}
