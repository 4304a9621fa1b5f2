//! See `account_notice.md`.

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/account-notice",
    title: "Statement of account",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: None,
    page: include_str!("account_notice.md"),
    check,
};

const BALANCE: Cues = Cues::of(&[Cue::Balance]);
const AMOUNT: Cues = Cues::of(&[Cue::Amount]);
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
    Cue::Verify,
    Cue::Claim,
    Cue::Suspended,
    Cue::Points,
    Cue::Grant,
    Cue::Refund,
]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.has(LURE) {
        return None;
    }
    facts
        .together([BALANCE, AMOUNT])
        .map(|at| Seen::place(facts, at))
}
