//! Complaints that are read are written and read again, and become reports.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::{arf, xarf};

fuzz_target!(|data: &[u8]| {
    if let Ok(Some(report)) = xarf::read_mail(data) {
        assert_eq!(xarf::read(&xarf::write(&report)).as_ref(), Ok(&report));
        let _ = report.to_report();
    }
    let Ok(feedback) = arf::read(data) else { return };
    let written = arf::write(&feedback);
    assert_eq!(arf::read(&written).as_ref(), Ok(&feedback));
    let _ = feedback.to_report();
});
