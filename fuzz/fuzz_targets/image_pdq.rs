//! Images are decoded within bounds, hashed and searched for codes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_detect::image::{self, MAX_PIXELS, Hash, qr};

fuzz_target!(|data: &[u8]| {
    let Ok(picture) = image::read(data, "image/vnd.wap.wbmp") else { return };
    let (width, height) = (picture.width(), picture.height());
    assert!(width * height <= MAX_PIXELS && picture.rows().count() == height);
    let pdq = image::pdq(&picture);
    assert!(pdq.quality <= 100);
    assert_eq!(pdq.hash.to_string().parse(), Ok::<Hash, image::HashError>(pdq.hash));
    if width * height < 1 << 16 {
        assert!(qr::read(&picture).len() <= qr::MAX_CODES);
    }
});
