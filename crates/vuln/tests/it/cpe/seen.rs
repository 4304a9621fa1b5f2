//! Every name that real records carried is read, or refused with a reason.
#![expect(
    clippy::print_stdout,
    reason = "figures for whoever runs it with --nocapture"
)]

use std::collections::BTreeMap;

use watchbell_vuln::cpe::{Cpe, Relation, relation};

use crate::shared::read;

#[test]
fn real_names_are_read() {
    let Some(names) = read("cpe/cpe_strings_seen.txt.xz") else {
        return;
    };
    let mut refused = BTreeMap::new();
    let (mut all, mut kept) = (0, 0);
    for text in names.lines() {
        all += 1;
        let name = match Cpe::parse(text) {
            Ok(name) => name,
            Err(error) => {
                assert!(error.at <= text.len());
                *refused.entry(error.reason).or_insert(0) += 1;
                continue;
            }
        };
        kept += usize::from(name.as_str() == text || name.to_uri() == text);
        assert_eq!(Cpe::parse_formatted(name.as_str()).as_ref(), Ok(&name));
        assert_eq!(Cpe::parse_uri(&name.to_uri()).as_ref(), Ok(&name));
        assert_eq!(Cpe::parse_wfn(&name.to_wfn()).as_ref(), Ok(&name));
        let itself = relation(&name, &name);
        assert!(
            matches!(itself, Relation::Equal | Relation::Undefined),
            "{name}"
        );
    }
    let parsed = all - refused.values().sum::<usize>();
    println!("{all} names, {parsed} read, {kept} of them canonical as published");
    for (reason, count) in &refused {
        println!("{count} refused: {reason}");
    }
    assert_eq!(all, 7955);
    assert!(parsed >= 7950, "{refused:?}");
}
