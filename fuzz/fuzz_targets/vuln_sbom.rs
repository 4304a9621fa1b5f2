//! Whatever a list of components holds, its components can be looked for.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_vuln::sbom;

fuzz_target!(|data: &[u8]| {
    let Ok(bom) = sbom::read(data) else { return };
    for component in &bom.components {
        let _ = (component.label(), component.version(), component.wanted(true));
    }
});
