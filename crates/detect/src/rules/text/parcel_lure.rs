//! See `parcel_lure.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/parcel-lure",
    title: "Parcel that waits for a click",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Phishing),
    page: include_str!("parcel_lure.md"),
    check,
};

const PARCEL: Cues = Cues::of(&[Cue::Parcel]);
const TROUBLE: Cues = Cues::of(&[Cue::ParcelTrouble]);
const LINK: Cues = Cues::of(&[Cue::Link]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.links_are_known() {
        return None;
    }
    facts
        .together([PARCEL, TROUBLE, LINK])
        .map(|at| Seen::place(facts, at))
}
