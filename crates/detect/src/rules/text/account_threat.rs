//! See `account_threat.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/account-threat",
    title: "Account that will be lost unless the reader acts",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Phishing),
    page: include_str!("account_threat.md"),
    check,
};

const ACCOUNT: Cues = Cues::of(&[Cue::Account]);
const THREAT: Cues = Cues::of(&[Cue::Suspended]);
const DEMAND: Cues = Cues::of(&[Cue::Verify, Cue::Urgent, Cue::Click, Cue::Pay]);
const LINK: Cues = Cues::of(&[Cue::Link]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.links_are_known() {
        return None;
    }
    facts
        .together([ACCOUNT, THREAT, DEMAND, LINK])
        .map(|at| Seen::place(facts, at))
}
