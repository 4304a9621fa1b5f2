//! Requests that hand in reports over the network, again and again.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    io,
    sync::atomic::{AtomicU32, Ordering},
};

use serde_json::Value;
use watchbell_model::{Report, ReportId};

use crate::support::{
    http::Visitor,
    messages::{harmless, lines, smishing},
};

/// Requests of the run before that are made once more, by every caller.
const REPEATED: u32 = 8;
/// Reports that one request carries at most.
const MOST: u32 = 30;

/// What was answered with 202.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Answer {
    ids: Vec<ReportId>,
    new: u64,
}

/// Every request that was ever made, known by its number.
#[derive(Debug, Default)]
pub(super) struct Calls {
    next: AtomicU32,
    /// The first answer to each; without a key its `new` is the sum of all.
    answers: BTreeMap<u32, Answer>,
}

impl Calls {
    /// The number of a new request.
    pub(super) fn new_one(&self) -> u32 {
        self.next.fetch_add(1, Ordering::SeqCst)
    }

    /// How many requests were made.
    pub(super) fn made(&self) -> u32 {
        self.next.load(Ordering::SeqCst)
    }

    /// How many reports all of them carry.
    pub(super) fn reports(&self) -> usize {
        (0..self.made()).map(|number| reports(number).len()).sum()
    }

    /// Those that were cut off, and the last ones that were not.
    pub(super) fn to_repeat(&self) -> Vec<u32> {
        let made = self.made();
        let is_old = |number: &u32| number + REPEATED < made && self.answers.contains_key(number);
        (0..made).filter(|number| !is_old(number)).collect()
    }

    /// Notes what was answered, expects that it agrees with what was answered
    /// before, and returns the ids that are acknowledged by it.
    pub(super) fn note(&mut self, answers: Vec<(u32, Answer)>) -> Vec<ReportId> {
        let mut acknowledged = Vec::new();
        for (number, answer) in answers {
            assert_eq!(answer.ids.len(), reports(number).len(), "an id a report");
            acknowledged.extend(&answer.ids);
            let known = match self.answers.entry(number) {
                Entry::Vacant(entry) => entry.insert(answer),
                Entry::Occupied(entry) => {
                    let first = entry.into_mut();
                    if key(number).is_some() {
                        assert_eq!(answer, *first, "same key, same answer: {number}");
                    } else {
                        assert_eq!(answer.ids, first.ids, "same reports, same ids: {number}");
                        first.new += answer.new;
                    }
                    first
                }
            };
            assert!(
                known.new <= known.ids.len() as u64,
                "new twice: {number}: {known:?}"
            );
        }
        acknowledged
    }
}

/// Makes a request and reads the whole answer.
pub(super) fn send(caller: &Visitor, number: u32) -> io::Result<Answer> {
    let mut caller = caller.clone();
    if let Some(key) = key(number) {
        caller.headers.push(("Idempotency-Key".to_owned(), key));
    }
    let reports = reports(number);
    let (kind, body) = match number % 3 {
        0 => ("application/json", serde_json::to_string(&reports[0])),
        1 => ("application/json", serde_json::to_string(&reports)),
        _ => ("application/x-ndjson", Ok(lines(&reports))),
    };
    let body = body.expect("reports are JSON");
    let answer = caller.try_send("POST", "/api/v1/reports", kind, &body)?;
    assert_eq!(answer.status, 202, "{answer:?}");
    let told: Value = serde_json::from_str(&answer.text).expect("JSON");
    let ids = told["ids"].as_array().expect("ids").iter();
    let id = |id: &Value| id.as_str().and_then(|id| id.parse().ok());
    Ok(Answer {
        ids: ids.map(|one| id(one).expect("an id")).collect(),
        new: told["new"].as_u64().expect("a number"),
    })
}

/// The `Idempotency-Key` of a request; every other has one.
fn key(number: u32) -> Option<String> {
    number
        .is_multiple_of(2)
        .then(|| format!("request-{number}"))
}

/// The reports of a request: the same for the same number.
fn reports(number: u32) -> Vec<Report> {
    let count = if number.is_multiple_of(3) {
        1
    } else {
        2 + number % (MOST - 1)
    };
    let numbers = (0..count).map(|part| number * MOST + part);
    let report = |n: u32| {
        if n.is_multiple_of(2) {
            smishing(n)
        } else {
            harmless(n)
        }
    };
    numbers.map(report).collect()
}
