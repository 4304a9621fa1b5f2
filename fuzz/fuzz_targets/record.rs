//! Records of every format: what is read is written as JSON and read again as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::record::{Format, Reader, Zone};

fuzz_target!(|data: &[u8]| {
    let Some((first, input)) = data.split_first() else { return };
    let format = Format::ALL[usize::from(*first) % Format::ALL.len()];
    let zone = (first & 0x80 == 0).then_some(Zone::UTC);
    let mut reader = Reader::new(input, format, zone);
    let mut count = 0;
    while let Some(next) = reader.next_record() {
        count += 1;
        // Every line is a record at most, but for recipients of one document.
        assert!(count <= 2 * input.len() + 2);
        let Ok(read) = next else { continue };
        let text = serde_json::to_string(&read.record).expect("a record is JSON");
        let mut again = Reader::new(text.as_bytes(), Format::Json, None);
        let again = again.next_record().expect("there is one").expect("it is whole");
        let mut record = read.record;
        // Texts of blanks alone are none.
        for text in [&mut record.id, &mut record.calling, &mut record.asserted, &mut record.called, &mut record.redirecting, &mut record.cause, &mut record.route, &mut record.network, &mut record.identity] {
            if text.as_ref().is_some_and(|text| text.trim().is_empty()) {
                *text = None;
            }
        }
        record.withheld |= again.record.withheld;
        assert_eq!(again.record, record);
    }
});
