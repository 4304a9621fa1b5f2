//! See `over_length.md`.

use crate::{
    facts::{Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/over-length",
    title: "Text longer than what is inspected",
    source: "ITU-T X.Suppl.12, content filtering",
    class: None,
    page: include_str!("over_length.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    if facts.cut == 0 && facts.more_links() == 0 {
        return None;
    }
    let evidence = format!(
        "{} bytes and {} links were not looked at",
        facts.cut,
        facts.more_links()
    );
    Some(Seen::whole(&evidence))
}
