//! Bytes are weights or are refused; what is read is written back as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_detect::text_model::Model;

fuzz_target!(|data: &[u8]| {
    if let Ok(model) = Model::read(data) {
        assert_eq!(model.write(), data);
    }
});
