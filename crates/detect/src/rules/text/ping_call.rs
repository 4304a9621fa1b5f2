//! See `ping_call.md`.

use watchbell_model::{Channel, Class};

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/ping-call",
    title: "Call that rings once and waits for a call back",
    source: "ITU-T X.1247, reports by recipients",
    class: Some(Class::Fraud),
    page: include_str!("ping_call.md"),
    check,
};

const ONCE: Cues = Cues::of(&[Cue::OneRing]);
const BAIT: Cues = Cues::of(&[Cue::RangBack, Cue::StrangeNumber]);
const COST: Cues = Cues::of(&[Cue::RangBack]);
const STRANGE: Cues = Cues::of(&[Cue::StrangeNumber]);
const FINE: Cues = Cues::of(&[Cue::Appointment, Cue::DeliveryFine]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.subject.channel != Channel::Call {
        return None;
    }
    if facts.has(FINE) {
        return None;
    }
    facts
        .together([ONCE, BAIT])
        .or_else(|| facts.together([COST, STRANGE]))
        .map(|at| Seen::place(facts, at))
}
