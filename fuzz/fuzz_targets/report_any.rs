//! Reports in any format never panic, end, and do not depend on how the input is cut up.
#![no_main]

use std::io::{BufRead, BufReader};

use libfuzzer_sys::fuzz_target;
use watchbell_formats::report::{ColumnMap, Format, Reader};

fuzz_target!(|data: &[u8]| {
    let Some((choice, data)) = data.split_first() else { return };
    let formats = [None, Some(Format::Json), Some(Format::Csv), Some(Format::Tsv), Some(Format::Arf), Some(Format::Xarf)];
    let format = formats[usize::from(choice % 6)];
    let whole = all(data, format);
    let parts = all(BufReader::with_capacity(usize::from(choice / 6) + 1, data), format);
    assert_eq!(whole, parts);
    assert!(whole.len() <= data.len() + 1);
});

fn all(input: impl BufRead, format: Option<Format>) -> Vec<String> {
    let mut reader = Reader::new(input, format, ColumnMap::default());
    let mut seen = Vec::new();
    while let Some(next) = reader.next_record() {
        seen.push(match next {
            Ok(record) => {
                let line = format!("{record:?}");
                let _ = record.into_report();
                line
            }
            Err(error) => error.to_string(),
        });
    }
    seen
}
