//! Whatever the text, a verdict is bounded, points into the text and comes out the same twice.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use watchbell_detect::{
    facts::{MAX_EVIDENCE, Subject},
    judge::{Judge, MAX_FINDINGS, Scratch},
    links::{MAX_VALUE, MAX_VALUES},
};

static JUDGE: LazyLock<Judge> = LazyLock::new(Judge::embedded);

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let subject = Subject { text: Some(&text), originator: text.get(..16), ..Subject::default() };
    let mut scratch = Scratch::default();
    let judged = JUDGE.judge(&subject, &mut scratch);
    assert!(judged.verdict.findings.len() <= MAX_FINDINGS);
    assert!((0.0..=1.0).contains(&judged.verdict.score));
    for finding in &judged.verdict.findings {
        assert!(finding.evidence.len() <= MAX_EVIDENCE, "{finding:?}");
        let place = finding.at.map_or(0..0, |at| at.range());
        assert!(text.get(place).is_some(), "{finding:?}");
    }
    assert!(judged.links.len() <= MAX_VALUES);
    assert!(judged.links.iter().all(|link| link.value.len() <= MAX_VALUE));
    assert_eq!(judged.verdict, JUDGE.verdict(&subject, &mut scratch));
});
