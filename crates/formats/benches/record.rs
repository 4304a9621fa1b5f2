//! How many records are read a second, on one core.
//!
//! `cargo bench -p watchbell-formats --bench record` prints nanoseconds a record.
#![expect(clippy::print_stdout, reason = "printing figures is what it is for")]

use std::{hint::black_box, time::Instant};

use watchbell_formats::record::{Format, Reader, Zone};

const RECORDS: usize = 50_000;
/// The quickest of so many is told: the others were disturbed.
const BATCHES: u32 = 10;

fn main() {
    let asterisk = r#""","12025550143","12025550101","inbound","""A Name"" <12025550143>","PJSIP/trunk-0000002a","PJSIP/101-0000002b","Dial","PJSIP/101,20","2026-11-21 08:30:00","2026-11-21 08:30:05","2026-11-21 08:31:05",65,60,"ANSWERED","DOCUMENTATION","1795249800.42","""#;
    let freeswitch = r#""A Name","12025550143","12025550101","public","2026-11-21 08:30:00","","2026-11-21 08:30:20","20","0","ORIGINATOR_CANCEL","720b5579-8177-442d-bfaa-8d1c45ee2f22","","","PCMU","PCMU""#;
    let json = r#"{"kind":"call","id":"42","calling":"+12025550143","asserted":"+12025550143","withheld":false,"called":"+12025550101","started_at":"2026-11-21T08:30:00Z","answered_at":"2026-11-21T08:30:05Z","ended_at":"2026-11-21T08:31:05Z","outcome":"answered","cause":"16","route":"trunk-7","network":"carrier.example.net"}"#;
    let charging = r#"{"nfConsumerIdentification":{"nodeFunctionality":"SMSF","nFPLMNID":{"mcc":"001","mnc":"01"}},"invocationTimeStamp":"2026-11-21T08:31:05Z","invocationSequenceNumber":1,"sMSChargingInformation":{"originatorInfo":{"originatorGPSI":"msisdn-12025550143"},"recipientInfo":[{"recipientGPSI":"msisdn-12025550101"}],"sMStatus":"00","submissionTime":"2026-11-21T08:30:00Z"}}"#;
    measure("asterisk", Format::Asterisk, asterisk);
    measure("freeswitch-csv", Format::FreeSwitchCsv, freeswitch);
    measure("json", Format::Json, json);
    measure("charging, SMS", Format::Charging, charging);
}

fn measure(name: &str, format: Format, line: &str) {
    let input = format!("{line}\n").repeat(RECORDS);
    let mut each = f64::INFINITY;
    for _ in 0..BATCHES {
        let start = Instant::now();
        let mut reader = Reader::new(input.as_bytes(), format, Some(Zone::UTC));
        let mut count = 0;
        while let Some(read) = reader.next_record() {
            count += usize::from(black_box(read).is_ok());
        }
        assert_eq!(count, RECORDS, "{name}");
        each = each.min(start.elapsed().as_secs_f64() / RECORDS as f64);
    }
    let length = line.len();
    println!(
        "{name}: {:.0} ns ({length} bytes), {:.0} thousand a second",
        each * 1e9,
        1e-3 / each
    );
}
