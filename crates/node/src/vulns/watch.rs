//! Lists of what somebody runs: a record that is new or changes, and affects something on one, opens
//! an incident.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashSet},
};

use watchbell_model::{IncidentId, Judgement, Time};
use watchbell_store::{CveHead, Noted, Touch, Watch};
use watchbell_vuln::{
    affected::{Answer, Decision, Options},
    component::Component,
    sbom,
};

use super::Matched;
use crate::{Error, Node, Result, seal};

/// Lists that a node keeps.
pub const MAX_WATCHES: i64 = 1_000;
/// Components that a list may have.
pub const MAX_WATCHED: usize = 100_000;
/// Characters of a list's name.
pub const MAX_NAME: usize = 64;
/// Incidents that one look opens for one list, for the most urgent records; one more names how many
/// records are left.
pub const MAX_OPENED: usize = 500;
/// Records that came or changed up to which only components of the products they name are asked for.
const FEW: usize = 20_000;
/// Components that are named in words.
const TOLD: usize = 10;
/// Characters of what a component is called, and of why it is affected.
const SHOWN: usize = 200;

/// What came of looking at one list.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct Looked {
    /// The list.
    pub list: String,
    /// Incidents opened.
    pub opened: usize,
    /// Open ones that heard of a change.
    pub changed: usize,
}

/// A record and the components that it affects.
struct Affecting {
    head: CveHead,
    components: Vec<(String, Decision)>,
}

impl Node {
    /// Keeps a list of components; one of the same name gives way. What is known about them now
    /// opens no incident; what comes or changes later does.
    ///
    /// # Errors
    /// [`Error::List`] where the name or the number of components will not do.
    pub async fn watch(&self, name: &str, components: &[Component], by: &str) -> Result<()> {
        let bad = |reason: String| Error::List {
            name: name.chars().take(MAX_NAME).collect(),
            reason,
        };
        let sign = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        if name.is_empty() || name.len() > MAX_NAME || !name.chars().all(sign) {
            let reason =
                format!("a name is 1 to {MAX_NAME} letters, digits, dots, dashes and underscores");
            return Err(bad(reason));
        }
        if components.is_empty() || components.len() > MAX_WATCHED {
            let count = components.len();
            return Err(bad(format!(
                "has {count} components, not 1 to {MAX_WATCHED}"
            )));
        }
        let text = sbom::inventory(components).replace('\0', "\u{FFFD}");
        let (count, now) = (components.len(), self.now());
        let written = self
            .db
            .put_watch(name, &text, count, by, now, MAX_WATCHES)
            .await;
        match written {
            Err(watchbell_store::Error::Conflict { .. }) => {
                Err(bad(format!("there are {MAX_WATCHES} lists already")))
            }
            other => Ok(other?),
        }
    }

    /// Returns what is on a list.
    ///
    /// # Errors
    /// [`Error::Store`], with `NotFound` where there is none; [`Error::List`] where it was not
    /// written by this program.
    pub async fn watched(&self, name: &str) -> Result<Vec<Component>> {
        let text = self.db.watch_components(name).await?;
        let bom = sbom::read(text.as_bytes()).map_err(|error| Error::List {
            name: name.to_owned(),
            reason: error.to_string(),
        })?;
        Ok(bom.components)
    }

    /// Holds every list against what came or changed since it was looked at; tells the lists for
    /// which something was opened or told.
    ///
    /// # Errors
    /// [`Error::Store`]; what was done for other lists stays.
    pub async fn look_at_watches(&self) -> Result<Vec<Looked>> {
        let news = self.db.cve_news().await?;
        let (mut looked, mut failed) = (Vec::new(), None);
        for watch in self.db.watches().await? {
            if watch.looked_at >= news {
                continue;
            }
            // What one list cannot be held against, others can.
            match self.look(&watch, news).await {
                Ok(Noted { opened, changed }) if opened + changed > 0 => {
                    tracing::info!(list = watch.name, opened, changed, "records touch a list");
                    let list = watch.name;
                    looked.push(Looked {
                        list,
                        opened,
                        changed,
                    });
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::error!(%error, list = watch.name, "a list was not held against records");
                    failed = Some(error);
                }
            }
        }
        match failed {
            Some(error) if looked.is_empty() => Err(error),
            _ => Ok(looked),
        }
    }

    async fn look(&self, watch: &Watch, news: Time) -> Result<Noted> {
        let changed = self.db.cves_since(watch.looked_at).await?;
        let changed: BTreeMap<i64, String> = changed.into_iter().collect();
        let touches = self.touches(watch, &changed).await?;
        let now = self.now();
        let leaf = |id: IncidentId, touch: &Touch| {
            let salt = self.keys.digest("vulnerability", id.to_string().as_bytes());
            seal::touch(id, &watch.name, touch, &salt, now)
        };
        let noted = self
            .db
            .note_touches(watch, news, &touches, now, leaf)
            .await?;
        self.unsealed.notify_one();
        Ok(noted.unwrap_or_default())
    }

    /// What the records in `changed` mean for a list, the most urgent first.
    async fn touches(&self, watch: &Watch, changed: &BTreeMap<i64, String>) -> Result<Vec<Touch>> {
        let components = self.watched(&watch.name).await?;
        let options = Options::default();
        let products: Option<HashSet<String>> = if changed.len() <= FEW {
            let numbers: Vec<i64> = changed.keys().copied().collect();
            Some(self.db.cve_products(&numbers).await?)
        } else {
            None
        };
        let is_named = |component: &Component| {
            let mut names = component.wanted(options.heuristics).into_iter();
            products
                .as_ref()
                .is_none_or(|products| names.any(|name| products.contains(&name.product)))
        };
        let mut affecting: BTreeMap<i64, Affecting> = BTreeMap::new();
        for component in components.iter().filter(|component| is_named(component)) {
            let matched = self
                .match_component(component, &components, options)
                .await?;
            for Matched { head, decision } in matched {
                if decision.answer != Answer::Affected || !changed.contains_key(&head.number) {
                    continue;
                }
                let found = affecting.entry(head.number).or_insert_with(|| Affecting {
                    head,
                    components: Vec::new(),
                });
                found.components.push((component.label(), decision));
            }
        }
        let open = self.db.watch_incidents(&watch.name).await?;
        let mut touches: Vec<Touch> = Vec::new();
        for (number, cve) in changed {
            if open.contains_key(cve) && !affecting.contains_key(number) {
                touches.push(Touch {
                    cve: cve.clone(),
                    opens: None,
                    verdict: Judgement::Clean,
                    score: 0.0,
                    text: format!(
                        "{cve} has changed: it affects nothing of {} any more",
                        watch.name
                    ),
                });
            }
        }
        let mut affecting: Vec<Affecting> = affecting.into_values().collect();
        affecting.sort_by_key(|found| (Reverse(found.head.urgency), found.head.number));
        let mut opened = 0;
        let mut left = 0;
        for found in affecting {
            if !open.contains_key(&found.head.id) {
                opened += 1;
                if opened > MAX_OPENED {
                    left += 1;
                    continue;
                }
            }
            let what = self.db.cve_changes(found.head.number, 1).await?;
            touches.push(found.touch(&watch.name, what.first().map(|(_, what)| what.as_str())));
        }
        if left > 0 {
            let title = format!("{left} more records affect {}", watch.name);
            touches.push(Touch {
                cve: format!("more-{}", self.now().micros()),
                opens: Some(title.clone()),
                verdict: Judgement::Suspicious,
                score: 0.0,
                text: format!("{title}; the {MAX_OPENED} most urgent have incidents of their own"),
            });
        }
        Ok(touches)
    }
}

impl Affecting {
    fn touch(&self, list: &str, changed: Option<&str>) -> Touch {
        let CveHead { id, title, .. } = &self.head;
        let sure = self
            .components
            .iter()
            .any(|(_, decision)| !decision.heuristic);
        let mut text = match changed {
            Some(what) => format!("{id} has changed ({}): {title}.", shown(what)),
            None => format!("{id}: {title}."),
        };
        for (label, decision) in self.components.iter().take(TOLD) {
            text += &format!(
                "\n{} is affected: {}",
                shown(label),
                shown(&decision.because)
            );
        }
        let count = self.components.len();
        if count > TOLD {
            text += &format!("\n{} more are affected", count - TOLD);
        }
        let first = shown(&self.components[0].0);
        let others = match count - 1 {
            0 => String::new(),
            others => format!(" and {others} more"),
        };
        Touch {
            cve: id.clone(),
            opens: Some(format!("{id} affects {first}{others} ({list})")),
            verdict: if sure {
                Judgement::Unwanted
            } else {
                Judgement::Suspicious
            },
            #[expect(clippy::cast_possible_truncation, reason = "from 0 to 1")]
            score: self.head.score.map_or(0.0, |tenths| tenths as f64 / 100.0) as f32,
            text,
        }
    }
}

/// Text of bounded length.
fn shown(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    text.chars().take(SHOWN).chain(['…']).collect()
}
