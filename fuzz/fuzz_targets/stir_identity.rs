//! Identity headers, certificates and lists of revoked ones never do more than be refused: nothing here is signed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::stir::{Call, Policy, Signal, Trust, canonical_number, verify};
use watchbell_model::Time;

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let split = usize::from(*first) * rest.len() / 256;
    let (header, fetched) = rest.split_at(split);
    let Ok(header) = std::str::from_utf8(header) else { return };
    if let Some(number) = canonical_number(header) {
        assert_eq!(canonical_number(&number).as_ref(), Some(&number));
    }
    let trust = Trust::default();
    let trust = trust.clone().with_roots(fetched).unwrap_or(trust);
    let trust = trust.clone().with_revocations(fetched).unwrap_or(trust);
    let call = Call {
        orig: "+12025550101",
        dest: &["+12025550102"],
        date: Some(Time::from_micros(1_750_000_000_000_000)),
        received_at: Time::from_micros(1_750_000_030_000_000),
    };
    let fetched = (!fetched.is_empty()).then_some(fetched);
    let signal = verify(header, &call, fetched, &trust, &Policy::default());
    if let Signal::Refused(refusal) = signal {
        assert!([403, 428, 436, 437, 438].contains(&refusal.status()));
        assert!(refusal.reason.len() < 1_000, "{refusal}");
    }
});
