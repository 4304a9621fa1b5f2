//! See `tax_lure.md`.

use watchbell_model::Class;

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/tax-lure",
    title: "Tax matter to be settled by link",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Phishing),
    page: include_str!("tax_lure.md"),
    check,
};

const TAX: Cues = Cues::of(&[Cue::Tax]);
const MONEY: Cues = Cues::of(&[
    Cue::Refund,
    Cue::Pay,
    Cue::Verify,
    Cue::Claim,
    Cue::Urgent,
    Cue::Legal,
]);
const LINK: Cues = Cues::of(&[Cue::Link]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.links_are_known() {
        return None;
    }
    facts
        .together([TAX, MONEY, LINK])
        .map(|at| Seen::place(facts, at))
}
