//! Three versions, a line each, are refused or have an order: the same both ways round, and without a circle.
#![no_main]

use std::cmp::Ordering;

use libfuzzer_sys::fuzz_target;
use watchbell_vuln::version::{Scheme, Version};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut lines = text.split('\n');
    let (Some(a), Some(b), Some(c)) = (lines.next(), lines.next(), lines.next()) else { return };
    for scheme in Scheme::ALL {
        let parse = |text| Version::parse(*scheme, text);
        let (Ok(a), Ok(b), Ok(c)) = (parse(a), parse(b), parse(c)) else { continue };
        if !scheme.is_ordered() {
            assert_eq!(a.compare(&b), b.compare(&a));
            continue;
        }
        let order = |a: &Version<'_>, b: &Version<'_>| a.compare(b).expect("an order");
        for (a, b) in [(&a, &b), (&b, &c), (&a, &c)] {
            assert_eq!(order(a, b), order(b, a).reverse(), "{scheme}");
        }
        let mut row = [&a, &b, &c];
        row.sort_by(|a, b| order(a, b));
        assert_ne!(order(row[0], row[2]), Ordering::Greater, "{scheme}");
        if order(row[0], row[1]).is_eq() {
            assert_eq!(order(row[0], row[2]), order(row[1], row[2]), "{scheme}");
        }
    }
});
