//! Whatever the text, its folded form is bounded and every place leads back into the original.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_detect::normalise::{MAX_GROWTH, Normalised};

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let mut normalised = Normalised::default();
    normalised.read(&text);
    assert!(normalised.folded.len() <= text.len() * MAX_GROWTH);
    let mut last = 0;
    for (at, _) in normalised.folded.char_indices() {
        let range = normalised.original(at..normalised.folded.len());
        assert!(range.start >= last, "{text:?}");
        assert!(text.get(range.clone()).is_some(), "{text:?}");
        last = range.start;
    }
});
