//! See `premium_number.md`.

use watchbell_model::Class;

use crate::{
    facts::{Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/premium-number",
    title: "Number that costs the caller",
    source: "ITU-T X.1247, identification by the operator: content features",
    class: Some(Class::Fraud),
    page: include_str!("premium_number.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    let number = facts.numbers.iter().find(|number| number.premium)?;
    Some(Seen::said(
        facts,
        number.at.start as usize..number.at.end as usize,
        facts.digits(number),
    ))
}
