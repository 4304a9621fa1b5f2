//! See `recorded_call.md`.

use watchbell_model::{Channel, Class};

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/recorded-call",
    title: "Recorded voice or sales call",
    source: "ITU-T X.1247, reports by recipients",
    class: Some(Class::Fraud),
    page: include_str!("recorded_call.md"),
    check,
};

const NAMED: Cues = Cues::of(&[Cue::Robocall]);
const VOICE: Cues = Cues::of(&[Cue::Recorded]);
const STORY: Cues = Cues::of(&[
    Cue::Account,
    Cue::Bank,
    Cue::Charge,
    Cue::Crypto,
    Cue::Fine,
    Cue::Invest,
    Cue::Legal,
    Cue::Loan,
    Cue::ParcelTrouble,
    Cue::Prize,
    Cue::RangBack,
    Cue::Refund,
    Cue::Sim,
    Cue::StrangeNumber,
    Cue::Suspended,
    Cue::Tax,
    Cue::Virus,
    Cue::Won,
]);
const FINE: Cues = Cues::of(&[Cue::Appointment]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.subject.channel != Channel::Call {
        return None;
    }
    let place = |sets| facts.together(sets).map(|at| Seen::place(facts, at));
    if facts.has(NAMED) {
        return place([NAMED, NAMED]);
    }
    if facts.has(FINE) {
        return None;
    }
    place([VOICE, STORY])
}
