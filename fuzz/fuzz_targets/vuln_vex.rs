//! Whatever a VEX document holds, its statements can be asked and are written as VEX again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_model::Time;
use watchbell_vuln::{component::Component, vex};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(statements) = vex::read(text) else { return };
    for statement in &statements {
        let ids: Vec<&str> = statement.ids.iter().map(|id| &**id).collect();
        let _ = vex::decide(&statements, &ids, &statement.product);
        let _ = statement.speaks_of(&Component::default());
    }
    let written = vex::cyclonedx(&statements, Time::from_micros(0)).to_string();
    assert!(vex::read(&written).is_ok());
});
