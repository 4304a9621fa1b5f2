//! See `false_caller.md`.

use watchbell_model::{Channel, Class};

use crate::{
    facts::{Cue, Cues, Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/false-caller",
    title: "Caller who is not who he says",
    source: "ITU-T X.1247, reports by recipients",
    class: Some(Class::Fraud),
    page: include_str!("false_caller.md"),
    check,
};

const POSED: Cues = Cues::of(&[Cue::Posed]);
const AIM: Cues = Cues::of(&[
    Cue::Account,
    Cue::Bank,
    Cue::Code,
    Cue::Family,
    Cue::Fine,
    Cue::GiftCard,
    Cue::Install,
    Cue::Invest,
    Cue::Legal,
    Cue::Loan,
    Cue::NeedMoney,
    Cue::ParcelTrouble,
    Cue::Pay,
    Cue::Prize,
    Cue::Refund,
    Cue::SendCode,
    Cue::Sim,
    Cue::Support,
    Cue::Suspended,
    Cue::Tax,
    Cue::Utility,
    Cue::Virus,
    Cue::Won,
]);

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.subject.channel != Channel::Call {
        return None;
    }
    facts
        .together([POSED, AIM])
        .map(|at| Seen::place(facts, at))
}
