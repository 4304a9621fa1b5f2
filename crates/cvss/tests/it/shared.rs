//! Where the test data are, and chance that repeats itself.

use std::{env, fs, path::PathBuf};

use watchbell_cvss::{Vector, Version};

/// The folder with published vectors; `None`, and a word about it, where there is none.
pub(crate) fn data() -> Option<PathBuf> {
    let named = env::var_os("WATCHBELL_TESTDATA").map(PathBuf::from);
    let data = named
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"));
    if data.join("cvss").is_dir() {
        return Some(data.join("cvss"));
    }
    say(&format!(
        "skipped: no test data in {}; set WATCHBELL_TESTDATA",
        data.display()
    ));
    None
}

#[expect(clippy::print_stdout, reason = "for whoever runs it with --nocapture")]
pub(crate) fn say(what: &str) {
    println!("{what}");
}

/// One of the published JSON files.
pub(crate) fn json(name: &str) -> Option<Vec<serde_json::Value>> {
    let text = fs::read_to_string(data()?.join(name)).expect("the file can be read");
    Some(serde_json::from_str(&text).expect("the file is JSON"))
}

/// A number from a JSON document in tenths.
pub(crate) fn tenths(value: &serde_json::Value) -> u8 {
    in_tenths(&value.to_string())
}

/// A decimal number with at most one decimal, in tenths.
pub(crate) fn in_tenths(text: &str) -> u8 {
    let text = text.trim_start_matches('-');
    let (whole, rest) = text.split_once('.').unwrap_or((text, "0"));
    assert_eq!(rest.len(), 1, "{text}");
    whole.parse::<u8>().unwrap() * 10 + rest.parse::<u8>().unwrap()
}

/// A small generator: the same numbers in every run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % sides
    }

    /// A vector of a version; so many of a hundred optional metrics get a value, which may be "not defined".
    pub(crate) fn vector(&mut self, version: Version, defined: usize) -> Vector {
        let mut vector = Vector::new(version);
        for metric in version.metrics() {
            if metric.is_mandatory() || self.below(100) < defined {
                let value = metric.values[self.below(metric.values.len())];
                vector = vector
                    .with_value(metric.abbreviation, value.abbreviation)
                    .unwrap();
            }
        }
        vector
    }
}
