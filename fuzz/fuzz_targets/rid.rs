//! Messages of RID that are read are read again as they are written, with their documents and signatures.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::rid;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(message) = rid::read(text) else { return };
    assert_eq!(rid::read(&rid::write(&message)).as_ref(), Ok(&message));
    let _ = rid::check(&message);
    let (Some(policy), Some(report)) = (&message.policy, message.report()) else { return };
    if let Ok(rid::Content::Iodef(document, _)) = report.content() {
        let _ = rid::check_document(policy, &document);
    }
});
