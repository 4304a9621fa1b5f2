//! Whatever a file holds, reading it as a feed ends, and says what it did not read.
#![no_main]

use std::io::Write as _;

use libfuzzer_sys::fuzz_target;
use watchbell_vuln::feed::{self, Fault, Item, Place, Sink};

struct Nothing;

impl Sink for Nothing {
    type Error = std::convert::Infallible;

    fn item(&mut self, _: &Place, _: Item) -> Result<(), Self::Error> {
        Ok(())
    }

    fn fault(&mut self, _: &Place, _: Fault) -> Result<(), Self::Error> {
        Ok(())
    }
}

fuzz_target!(|data: &[u8]| {
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(data).expect("it is written");
    let Ok(()) = feed::read(file.path(), &mut Nothing);
});
