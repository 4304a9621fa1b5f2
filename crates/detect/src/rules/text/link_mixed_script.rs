//! See `link_mixed_script.md`.

use watchbell_model::Class;

use crate::{
    facts::{Facts, Seen},
    rules::Rule,
};

pub(super) const RULE: Rule = Rule {
    id: "text/link-mixed-script",
    title: "Link whose host mixes scripts",
    source: "ITU-T X.1235, similar domain name comparison",
    class: Some(Class::Phishing),
    page: include_str!("link_mixed_script.md"),
    check,
};

fn check(facts: &Facts<'_>) -> Option<Seen> {
    for link in facts.links {
        let at = facts
            .text
            .original(link.host_at.start as usize..link.host_at.end as usize);
        let host = facts.original.get(at.clone()).unwrap_or_default();
        if host.split('.').any(mixed) {
            return Some(Seen::original(host, at));
        }
    }
    None
}

/// Returns whether `label` has Latin letters and letters of another script that look like them.
fn mixed(label: &str) -> bool {
    let latin = |c: char| c.is_ascii_alphabetic();
    let other = |c: char| matches!(c, '\u{370}'..='\u{52f}' | '\u{13a0}'..='\u{13ff}' | '\u{531}'..='\u{587}');
    label.contains(latin) && label.contains(other)
}
