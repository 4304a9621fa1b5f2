//! Whatever an OSV record holds, it is judged, evaluated and converted without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_vuln::{affected::Options, osv};

fuzz_target!(|data: &[u8]| {
    if let Ok(record) = osv::Record::read(data) {
        for affected in &record.affected {
            let _ = affected.name();
            for version in ["1.0.0", "0", "1.0-2", "0123456789abcdef"] {
                let _ = osv::decide(affected, Some(version), Options::default());
            }
        }
    }
    if let Ok(value) = serde_json::from_slice(data) {
        let _ = (osv::check(&value), osv::of_advisory(&value));
    }
});
