//! See `content_not_inspected.md`.

use crate::{
    facts::{Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "privacy/content-not-inspected",
    title: "Content was not inspected",
    source: "ITU-T X.1247, explicit consent of the end user",
    class: None,
    page: include_str!("content_not_inspected.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    facts
        .subject
        .text
        .is_none()
        .then(|| Seen::whole("no consent: judged by behaviour alone"))
}
