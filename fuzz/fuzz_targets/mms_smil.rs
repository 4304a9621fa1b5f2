//! Presentations are read within bounds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::mms::smil;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let read = smil::read(&text);
    let media = read.slides.iter().map(|slide| slide.media.len()).sum::<usize>();
    assert!(media + read.links.len() <= smil::MAX_ITEMS && read.slides.len() <= smil::MAX_ITEMS);
});
