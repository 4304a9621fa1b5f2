//! Which incident a report joins: a pure decision over what is known.
//!
//! A value (a template band, an originator, a host, a number) belongs to the
//! incident that had it first. Templates join without limit, because texts
//! that share one are the same message. Any other value joins at most
//! [`JOINS_A_VALUE`] reports that share no template; a value more common than
//! that says nothing, is skipped, and the incident's history says so.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use watchbell_model::{
    Class, Event, EventKind, Incident, IncidentId, IncidentState, Judgement, Link, LinkKind, Time,
    Tlp,
};

use crate::settle::Outcome;

/// Link values that one incident may hold.
pub const LINKS_AN_INCIDENT: i64 = 256;
/// Reports that a value other than a template may join before it is too common.
pub const JOINS_A_VALUE: i64 = 200;
/// Different reporters, and different originators, counted for an incident.
pub const PARTIES_AN_INCIDENT: i64 = 1_000;

/// What is known of one link value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub(crate) incident: i64,
    pub(crate) joined: i64,
    /// Whether it has to be written.
    pub(crate) changed: bool,
    /// Whether it was last written so long ago that its use has to be noted.
    pub(crate) stale: bool,
}

/// The state of correlation for one batch.
#[derive(Debug, Default)]
pub(crate) struct Correlation {
    pub(crate) links: HashMap<String, Known>,
    pub(crate) incidents: BTreeMap<i64, Incident>,
    pub(crate) link_counts: HashMap<i64, i64>,
    pub(crate) opened: BTreeSet<i64>,
    pub(crate) changed: BTreeSet<i64>,
    pub(crate) events: Vec<(i64, Event)>,
    pub(crate) next: i64,
}

/// The key of a link in the table.
pub(crate) fn key(link: &Link) -> String {
    format!("{}:{}", link.kind, link.value)
}

impl Correlation {
    /// Joins one outcome to an incident, or opens one, or leaves it alone.
    pub(crate) fn join(&mut self, outcome: &Outcome, now: Time) -> Option<IncidentId> {
        if outcome.verdict.verdict == Judgement::Clean {
            return None;
        }
        let incident = match self.find(&outcome.links, now) {
            Some(incident) => incident,
            None if outcome.verdict.verdict == Judgement::Unwanted => self.open(outcome, now),
            None => return None,
        };
        self.grow(incident, outcome, now);
        self.hold(incident, &outcome.links);
        Some(IncidentId(incident))
    }

    fn find(&mut self, links: &[Link], now: Time) -> Option<i64> {
        let templates = links.iter().filter(|link| link.kind == LinkKind::Template);
        for link in templates {
            if let Some(known) = self.links.get_mut(&key(link)) {
                known.changed |= known.stale;
                return Some(known.incident);
            }
        }
        let others = links.iter().filter(|link| link.kind != LinkKind::Template);
        for link in others {
            let Some(known) = self.links.get_mut(&key(link)) else {
                continue;
            };
            if known.joined > JOINS_A_VALUE {
                continue;
            }
            known.changed = true;
            known.joined += 1;
            let (incident, joined) = (known.incident, known.joined);
            if joined > JOINS_A_VALUE {
                let text = format!(
                    "{} {} is too common: it joined {JOINS_A_VALUE} reports that share no template and joins no more",
                    link.kind, link.value
                );
                self.note(incident, EventKind::LinkSkipped, text, now);
                continue;
            }
            return Some(incident);
        }
        None
    }

    fn open(&mut self, outcome: &Outcome, now: Time) -> i64 {
        let verdict = &outcome.verdict;
        let title = outcome.title.clone();
        let id = self.add(
            title.clone(),
            verdict.class,
            verdict.verdict,
            verdict.score,
            now,
        );
        self.note(id, EventKind::Opened, title, now);
        id
    }

    /// A new incident, of which nothing is told yet.
    pub(crate) fn add(
        &mut self,
        title: String,
        class: Class,
        verdict: Judgement,
        score: f32,
        now: Time,
    ) -> i64 {
        let id = self.next;
        self.next += 1;
        self.incidents.insert(
            id,
            Incident {
                id: IncidentId(id),
                state: IncidentState::Open,
                title,
                class,
                verdict,
                score,
                tlp: Tlp::Amber,
                reports: 0,
                reporters: 0,
                originators: 0,
                opened_at: now,
                updated_at: now,
            },
        );
        self.opened.insert(id);
        id
    }

    fn grow(&mut self, id: i64, outcome: &Outcome, now: Time) {
        let Some(incident) = self.incidents.get_mut(&id) else {
            return;
        };
        incident.reports += 1;
        incident.updated_at = now.max(incident.updated_at);
        incident.verdict = incident.verdict.min(outcome.verdict.verdict);
        if outcome.verdict.score > incident.score {
            incident.score = outcome.verdict.score;
            incident.class = outcome.verdict.class;
        }
        self.changed.insert(id);
        let reports = incident.reports;
        if reports >= 10 && reports == 10_i64.pow(reports.ilog10()) {
            self.note(id, EventKind::Grew, format!("{reports} reports"), now);
        }
    }

    /// Gives the incident the values that nobody holds yet.
    pub(crate) fn hold(&mut self, incident: i64, links: &[Link]) {
        let held = self.link_counts.entry(incident).or_default();
        for link in links {
            if *held >= LINKS_AN_INCIDENT {
                return;
            }
            self.links.entry(key(link)).or_insert_with(|| {
                *held += 1;
                Known {
                    incident,
                    joined: 0,
                    changed: true,
                    stale: false,
                }
            });
        }
    }

    pub(crate) fn note(&mut self, incident: i64, kind: EventKind, text: String, at: Time) {
        let by = "watchbell".to_owned();
        self.events.push((incident, Event { at, kind, by, text }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use watchbell_model::Verdict;

    fn outcome(verdict: Judgement, links: &[(LinkKind, &str)]) -> Outcome {
        let links = links.iter().map(|&(kind, value)| Link {
            kind,
            value: value.to_owned(),
        });
        Outcome {
            verdict: Verdict {
                verdict,
                class: Class::Phishing,
                score: 0.9,
                findings: vec![],
                ruleset: "sha256:".into(),
            },
            links: links.collect(),
            title: "t".to_owned(),
        }
    }

    fn fresh() -> Correlation {
        Correlation {
            next: 1,
            ..Correlation::default()
        }
    }

    #[test]
    fn one_template_is_one_incident() {
        let mut state = fresh();
        let now = Time::from_micros(1);
        let first = outcome(
            Judgement::Unwanted,
            &[(LinkKind::Template, "a"), (LinkKind::Template, "b")],
        );
        let second = outcome(
            Judgement::Suspicious,
            &[(LinkKind::Template, "x"), (LinkKind::Template, "b")],
        );
        let third = outcome(Judgement::Unwanted, &[(LinkKind::Template, "x")]);
        assert_eq!(state.join(&first, now), Some(IncidentId(1)));
        assert_eq!(state.join(&second, now), Some(IncidentId(1)));
        assert_eq!(
            state.join(&third, now),
            Some(IncidentId(1)),
            "the second brought its band"
        );
        assert_eq!(state.incidents[&1].reports, 3);
    }

    #[test]
    fn suspicion_alone_opens_nothing_and_clean_joins_nothing() {
        let mut state = fresh();
        let now = Time::from_micros(1);
        let host = [(LinkKind::Host, "pay.example")];
        assert_eq!(
            state.join(&outcome(Judgement::Suspicious, &host), now),
            None
        );
        assert!(
            state
                .join(&outcome(Judgement::Unwanted, &host), now)
                .is_some()
        );
        assert_eq!(state.join(&outcome(Judgement::Clean, &host), now), None);
    }

    #[test]
    fn a_value_too_common_is_skipped_and_said_so() {
        let mut state = fresh();
        let now = Time::from_micros(1);
        let unwanted = outcome(Judgement::Unwanted, &[(LinkKind::Host, "common.example")]);
        for _ in 0..=JOINS_A_VALUE {
            assert_eq!(state.join(&unwanted, now), Some(IncidentId(1)));
        }
        assert_eq!(state.join(&unwanted, now), Some(IncidentId(2)));
        assert_eq!(state.join(&unwanted, now), Some(IncidentId(3)));
        let skipped = state
            .events
            .iter()
            .filter(|(_, e)| e.kind == EventKind::LinkSkipped);
        assert_eq!(skipped.count(), 1);
    }

    #[test]
    fn an_incident_holds_a_bounded_number_of_values() {
        let mut state = fresh();
        let now = Time::from_micros(1);
        for i in 0..LINKS_AN_INCIDENT + 10 {
            let own = i.to_string();
            state.join(
                &outcome(
                    Judgement::Unwanted,
                    &[(LinkKind::Template, "same"), (LinkKind::Host, &own)],
                ),
                now,
            );
        }
        assert_eq!(state.incidents.len(), 1);
        assert_eq!(state.links.len() as i64, LINKS_AN_INCIDENT);
    }
}
