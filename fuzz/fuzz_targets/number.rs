//! A number that is read is written and read again as the same, wherever one is at home, and nothing is blocked that has a guard.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use watchbell_model::{Nature, Numbers, Party};

static HOMES: LazyLock<Vec<Numbers>> = LazyLock::new(|| {
    let places = ["DE", "US", "AG", "IT", "RU", "BR", "AR", "AU", "JP", "MX", "NO", "WS", "HK", "SR"];
    let mut homes: Vec<_> = places.iter().filter_map(|place| Numbers::at(place).ok()).collect();
    homes.push(Numbers::anywhere());
    homes
});

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let numbers = &HOMES[usize::from(*first) % HOMES.len()];
    let party = numbers.read(text);
    if let Party::Number(number) = &party {
        assert_eq!(numbers.read(&number.to_string()), party, "{text:?}");
        assert_eq!(party.may_be_blocked(), number.guard().is_none());
        assert_eq!(number.e164().is_some(), number.is_international());
    }
    for nature in [Nature::International, Nature::National, Nature::Subscriber] {
        let _ = numbers.read_as(text, nature).to_string();
    }
});
