//! See `delivery_notice.md`.

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/delivery-notice",
    title: "Delivery that goes well",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: None,
    page: include_str!("delivery_notice.md"),
    check,
};

const PARCEL: Cues = Cues::of(&[Cue::Parcel]);
const FINE: Cues = Cues::of(&[Cue::DeliveryFine]);
const LURE: Cues = Cues::of(&[
    Cue::Won,
    Cue::Prize,
    Cue::Loan,
    Cue::Gamble,
    Cue::Adult,
    Cue::Invest,
    Cue::Crypto,
    Cue::Fortune,
    Cue::SendCode,
    Cue::Install,
    Cue::Compromised,
    Cue::Link,
    Cue::ParcelTrouble,
    Cue::Pay,
    Cue::Verify,
]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.has(LURE) {
        return None;
    }
    facts
        .together([PARCEL, FINE])
        .map(|at| Seen::place(facts, at))
}
