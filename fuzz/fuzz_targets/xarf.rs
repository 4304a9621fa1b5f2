//! X-ARF of any version that is read is written as version 4 and read again, and becomes a report.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::xarf;

fuzz_target!(|data: &[u8]| {
    let _ = xarf::is_xarf(data);
    let Ok(text) = std::str::from_utf8(data) else { return };
    for (_, report) in xarf::read_all(text) {
        let Ok(report) = report else { continue };
        assert_eq!(xarf::read(&xarf::write(&report)).as_ref(), Ok(&report));
        let _ = report.to_report();
    }
});
