//! CPE names that are read are read again from each of their three forms, and compare without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_vuln::cpe::{Cpe, Match, Relation, matches, relation};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (first, second) = text.split_once('\n').unwrap_or((text, text));
    let Ok(name) = Cpe::parse(first) else { return };
    // A written form may be longer than what is read.
    for form in [name.as_str().to_owned(), name.to_uri(), name.to_wfn()] {
        if form.len() <= watchbell_vuln::cpe::MAX_BYTES {
            assert_eq!(Cpe::parse(&form).as_ref(), Ok(&name), "{form}");
        }
    }
    let Ok(other) = Cpe::parse(second) else { return };
    let (there, back) = (relation(&name, &other), relation(&other, &name));
    assert_eq!(there == Relation::Equal, back == Relation::Equal);
    if there == Relation::Subset {
        assert_ne!(matches(&name, &other), Match::Yes);
    }
});
