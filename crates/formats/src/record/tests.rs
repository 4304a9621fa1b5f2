//! Records of every format, whole and broken.

use watchbell_model::{Outcome, Record, RecordKind};

use super::{Error, Field, Format, MAX_RECIPIENTS, MAX_RECORD, Reader, Zone};
use crate::tests::data;

fn all(input: &str, format: Format) -> Vec<Result<Record, String>> {
    all_in(input, format, Some(Zone::UTC))
}

fn all_in(input: &str, format: Format, zone: Option<Zone>) -> Vec<Result<Record, String>> {
    let mut reader = Reader::new(input.as_bytes(), format, zone);
    let mut seen = Vec::new();
    while let Some(next) = reader.next_record() {
        seen.push(match next {
            Ok(read) => Ok(read.record),
            Err(Error::Fatal(bad)) => Err(format!("fatal {bad}")),
            Err(error) => Err(error.to_string()),
        });
    }
    seen
}

/// The one record of an input.
fn one(input: &str, format: Format) -> Record {
    let mut all = all(input, format);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0).unwrap()
}

/// Who called whom, whether that was shown, and what became of it.
fn told(record: &Record) -> (&str, &str, bool, Outcome) {
    let calling = record.calling.as_deref().unwrap_or_default();
    let called = record.called.as_deref().unwrap_or_default();
    (calling, called, record.withheld, record.outcome)
}

#[test]
fn a_row_of_asterisk_becomes_a_record() {
    let row = r#""","12025550143","12025550101","inbound","""A Name"" <12025550143>","PJSIP/trunk-0000002a","PJSIP/101-0000002b","Dial","PJSIP/101,20","2026-11-21 08:30:00","2026-11-21 08:30:05","2026-11-21 08:31:05",65,60,"ANSWERED","DOCUMENTATION","1795249800.42","""#;
    let record = one(&format!("{row}\n"), Format::Asterisk);
    assert_eq!(
        told(&record),
        ("12025550143", "12025550101", false, Outcome::Answered)
    );
    assert_eq!(record.id.as_deref(), Some("1795249800.42"));
    assert_eq!(record.route.as_deref(), Some("PJSIP/trunk"));
    assert_eq!(record.started_at.to_string(), "2026-11-21T08:30:00Z");
    assert_eq!(
        record.answered_at.unwrap().to_string(),
        "2026-11-21T08:30:05Z"
    );
    assert_eq!(record.connected_seconds(), Some(60));
    assert_eq!(record.kind, RecordKind::Call);
    // What newer versions append does no harm.
    let longer = format!("{row},\"peer\",\"linked\",\"7\"\n");
    assert_eq!(one(&longer, Format::Asterisk), record);
}

#[test]
fn dispositions_and_causes_become_outcomes() {
    for (word, answered, outcome) in [
        ("ANSWERED", true, Outcome::Answered),
        ("NO ANSWER", false, Outcome::NoAnswer),
        ("BUSY", false, Outcome::Busy),
        ("FAILED", false, Outcome::Failed),
        ("CONGESTION", false, Outcome::Failed),
        ("NORMAL_CLEARING", true, Outcome::Answered),
        ("NORMAL_CLEARING", false, Outcome::Unknown),
        ("ORIGINATOR_CANCEL", false, Outcome::Cancelled),
        ("USER_BUSY", false, Outcome::Busy),
        ("NO_ANSWER", false, Outcome::NoAnswer),
        ("CALL_REJECTED", false, Outcome::Rejected),
        ("UNALLOCATED_NUMBER", false, Outcome::Failed),
        ("rejected", false, Outcome::Rejected),
        ("", true, Outcome::Answered),
        ("", false, Outcome::Unknown),
    ] {
        let answer = if answered { "2026-11-21 08:30:05" } else { "" };
        let input = format!(
            "start,answer,end,disposition\n2026-11-21 08:30:00,{answer},2026-11-21 08:31:00,{word}\n"
        );
        assert_eq!(
            one(&input, Format::Csv).outcome,
            outcome,
            "{word} {answered}"
        );
    }
}

#[test]
fn the_sample_of_asterisk_is_read() {
    let Some(text) = data("voice/asterisk_cdr_sample.csv") else {
        return;
    };
    let records: Vec<Record> = all(&text, Format::Asterisk)
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert_eq!(records.len(), 13);
    let outcomes = |outcome| {
        records
            .iter()
            .filter(|record| record.outcome == outcome)
            .count()
    };
    assert_eq!(
        (
            outcomes(Outcome::Answered),
            outcomes(Outcome::NoAnswer),
            outcomes(Outcome::Busy)
        ),
        (9, 3, 1)
    );
    for record in &records {
        // The reference begins with the moment in UTC, so that the zone shows.
        let epoch = record
            .id
            .as_deref()
            .and_then(|id| id.split('.').next()?.parse().ok());
        assert!(
            record.started_at.seconds() - epoch.unwrap_or(0) <= 1,
            "{record:?}"
        );
        assert!(record.calling.is_some() && record.called.is_some() && !record.withheld);
        assert!(record.answered_at.is_some() == (record.outcome == Outcome::Answered));
    }
    assert!(
        all_in(&text, Format::Asterisk, None)
            .iter()
            .all(Result::is_err)
    );
}

#[test]
fn a_row_of_freeswitch_becomes_a_record() {
    let row = "\"A Name\",\"12025550143\",\"12025550101\",\"public\",\"2026-11-21 08:30:00\",\"\",\"2026-11-21 08:30:20\",\"20\",\"0\",\"ORIGINATOR_CANCEL\",\"720b5579-8177-442d-bfaa-8d1c45ee2f22\",\"\",\"\",\"PCMU\",\"PCMU\"\n";
    let record = one(row, Format::FreeSwitchCsv);
    assert_eq!(
        told(&record),
        ("12025550143", "12025550101", false, Outcome::Cancelled)
    );
    assert_eq!(record.cause.as_deref(), Some("ORIGINATOR_CANCEL"));
    assert_eq!(
        record.id.as_deref(),
        Some("720b5579-8177-442d-bfaa-8d1c45ee2f22")
    );
    assert_eq!(record.ended_at.unwrap().to_string(), "2026-11-21T08:30:20Z");
    let hidden = row.replace("\"12025550143\"", "\"anonymous\"");
    assert!(one(&hidden, Format::FreeSwitchCsv).withheld);
}

/// A document as `mod_json_cdr` writes it, with what the tests look at.
const FREESWITCH: &str = r#"{
  "core-uuid": "11111111-1111-1111-1111-111111111111",
  "switchname": "switch.example.net",
  "variables": {
    "direction": "inbound",
    "uuid": "720b5579-8177-442d-bfaa-8d1c45ee2f22",
    "sip_from_user": "anonymous",
    "sip_P-Asserted-Identity": "%3Csip%3A%2B12025550143%40example.com%3E",
    "sip_h_Privacy": "id",
    "sip_h_Identity": "a.b.c%3Binfo%3D%3Chttps%3A//cert.example.org/c.pem%3E",
    "sip_gateway_name": "carrier",
    "sip_network_ip": "192.0.2.7",
    "start_epoch": "1795249800", "start_uepoch": "1795249800250000",
    "answer_epoch": "0", "answer_uepoch": "0",
    "end_uepoch": "1795249820250000",
    "start_stamp": "2026-11-21%2008%3A30%3A00",
    "hangup_cause": "CALL_REJECTED", "hangup_cause_q850": "21",
    "duration": "20", "billsec": "0"
  },
  "callflow": [
    {"caller_profile": {"caller_id_number": "101", "destination_number": "102"}},
    {"caller_profile": {"caller_id_name": "x", "caller_id_number": "anonymous", "destination_number": "12025550101", "rdnis": "12025550102", "uuid": "720b5579-8177-442d-bfaa-8d1c45ee2f22"}}
  ]
}
"#;

#[test]
fn a_document_of_freeswitch_becomes_a_record() {
    // None of its times needs a zone.
    let read = |text: &str| all_in(text, Format::FreeSwitchJson, None);
    let record = read(FREESWITCH).remove(0).unwrap();
    assert_eq!(
        told(&record),
        ("anonymous", "12025550101", true, Outcome::Rejected)
    );
    assert_eq!(
        record.asserted.as_deref(),
        Some("<sip:+12025550143@example.com>")
    );
    assert_eq!(record.redirecting.as_deref(), Some("12025550102"));
    assert_eq!(
        record.identity.as_deref(),
        Some("a.b.c;info=<https://cert.example.org/c.pem>")
    );
    assert_eq!(
        (record.route.as_deref(), record.network.as_deref()),
        (Some("carrier"), Some("192.0.2.7"))
    );
    assert_eq!(record.cause.as_deref(), Some("21"));
    assert_eq!(record.started_at.to_string(), "2026-11-21T08:30:00.25Z");
    assert_eq!(
        (record.answered_at, record.connected_seconds()),
        (None, None)
    );
    // On one line, several one after another, and as an array.
    let line = FREESWITCH.replace('\n', "");
    for text in [
        format!("{line}\n{line}\n"),
        format!("{FREESWITCH}\n{FREESWITCH}"),
        format!("[{FREESWITCH},{line}]"),
    ] {
        assert_eq!(read(&text), [Ok(record.clone()), Ok(record.clone())]);
    }
}

#[test]
fn columns_may_stand_in_any_order_and_case() {
    let input = "Outcome,CALLED,calling,more,Started_At,duration,connected\nanswered,+12025550101,+12025550143,x,2026-11-21T09:30:00+01:00,65,60\n";
    let record = one(input, Format::Csv);
    assert_eq!(
        told(&record),
        ("+12025550143", "+12025550101", false, Outcome::Answered)
    );
    assert_eq!(
        record.answered_at.unwrap().to_string(),
        "2026-11-21T08:30:05Z"
    );
    assert_eq!(record.ended_at.unwrap().to_string(), "2026-11-21T08:31:05Z");
}

#[test]
fn what_is_written_as_json_is_read_again() {
    let record = Record {
        kind: RecordKind::Sms,
        outcome: Outcome::Delivered,
        ..one(FREESWITCH, Format::FreeSwitchJson)
    };
    let text = serde_json::to_string(&record).unwrap();
    assert_eq!(one(&text, Format::Json), record);
    assert_eq!(serde_json::from_str::<Record>(&text).unwrap(), record);
}

#[test]
fn members_may_be_text_numbers_or_nothing() {
    let record = one(
        r#"{"kind":"MMS","calling":12025550143,"called":"\u002b12025550101","withheld":1,"started_at":1795249800,"answered_at":null,"cause":16,"more":{"a":[1]}}"#,
        Format::Json,
    );
    assert_eq!(
        told(&record),
        ("12025550143", "+12025550101", true, Outcome::Unknown)
    );
    assert_eq!(
        (record.kind, record.cause.as_deref()),
        (RecordKind::Mms, Some("16"))
    );
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_the_rest_goes_on() {
    let good = r#"{"calling":"1","started_at":"2026-11-21T08:30:00Z"}"#;
    for (bad, told) in [
        (r#"{"calling":"1"}"#, "2:1: started_at: is missing or empty"),
        (
            r#"{"started_at":"yesterday"}"#,
            "2:15: started_at: \"yesterday\" is not an RFC 3339 time, for example 2026-11-21T08:30:00Z",
        ),
        (
            r#"{"kind":"fax","started_at":1}"#,
            "2:9: kind: \"fax\" is not one of call sms mms",
        ),
        (
            r#"{"withheld":"maybe","started_at":1}"#,
            "2:13: withheld: \"maybe\" is not a consent",
        ),
        (
            r#"{"duration":"long","started_at":1}"#,
            "2:13: duration: \"long\" is not a number of seconds",
        ),
        (
            r#"{"calling":"1","calling":"2","started_at":1}"#,
            "2:26: calling: is given twice",
        ),
        (
            r#"{"calling":["1"],"started_at":1}"#,
            "2:12: calling: is an array, expected a string, a number or a boolean",
        ),
        (
            r#"{"calling":"a\u0000","started_at":1}"#,
            "2:12: calling: \"a\\0\" holds a NUL character",
        ),
        (
            r#"{"calling" "1"}"#,
            "2:12: \"\\\"\" is not JSON here, expected a JSON object",
        ),
        (
            r#"{"calling":"1""#,
            "2:1: the record ends early, expected the object's end",
        ),
        (
            r#"{"calling":"1"#,
            "2:1: the record ends early, expected the object's end",
        ),
        ("[1]", "2:1: "),
        ("text", "2:"),
    ] {
        let all = all(&format!("{good}\n{bad}\n{good}\n"), Format::Json);
        assert_eq!(all.len(), 3, "{bad}: {all:?}");
        assert!(all[0].is_ok() && all[2].is_ok(), "{bad}: {all:?}");
        let error = all[1].as_ref().unwrap_err();
        assert!(error.starts_with(told), "{bad}: {error}");
    }
}

#[test]
fn wrong_rows_are_told_with_their_place() {
    let header = "started_at,calling,outcome\n";
    let good = "2026-11-21T08:30:00Z,1,busy\n";
    for (bad, told) in [
        (",1,busy\n", "3:1: started_at: is missing or empty"),
        (
            "soon,1,busy\n",
            "3:1: started_at: \"soon\" is not an RFC 3339 time",
        ),
        (
            "2026-11-21T08:30:00Z,1,maybe\n",
            "3:24: outcome: \"maybe\" is not one of answered busy",
        ),
        (
            "2026-11-21T08:30:00Z,1,busy,4\n",
            "3:29: \"4\" is a cell too many, the header has 3 columns",
        ),
        (
            "2026-11-21T08:30:00Z,\"1\"x,busy\n",
            "3:25: \"x\" follows a closing quote",
        ),
        (
            "2026-11-21T08:30:00Z,\"1,busy\n",
            "3:22: the quote is never closed",
        ),
        (
            "2026-11-21T08:30:00Z,a\0,busy\n",
            "3:22: calling: \"a\\0\" holds a NUL character",
        ),
    ] {
        let all = all(&format!("{header}{good}{bad}{good}"), Format::Csv);
        assert_eq!(all.len(), 3, "{bad}: {all:?}");
        assert!(all[0].is_ok() && all[2].is_ok(), "{bad}: {all:?}");
        let error = all[1].as_ref().unwrap_err();
        assert!(error.starts_with(told), "{bad}: {error}");
    }
    for (text, told) in [
        (
            "calling,called\n1,2\n",
            "fatal 1:1: started_at: is missing or empty",
        ),
        (
            "start,started_at\n1,2\n",
            "fatal 1:7: started_at: is given twice",
        ),
    ] {
        assert_eq!(all(text, Format::Csv), [Err(told.to_owned())]);
    }
    let bytes = [b"started_at,calling\n1,\xFF\n1,2\n".as_slice()].concat();
    let mut reader = Reader::new(bytes.as_slice(), Format::Csv, None);
    let error = reader.next_record().unwrap().unwrap_err().to_string();
    assert_eq!(error, "2:3: is not UTF-8 at byte 2 of the record");
    assert!(reader.next_record().unwrap().is_ok());
}

#[test]
fn records_are_bounded() {
    let long = "x".repeat(MAX_RECORD);
    let good = r#"{"started_at":1}"#;
    let input = format!("{{\"started_at\":1,\"calling\":\"{long}\"}}\n{good}\n");
    let seen = all(&input, Format::Json);
    assert!(
        seen[0].as_ref().unwrap_err().contains("longer than"),
        "{}",
        seen.len()
    );
    assert!(seen.len() == 2 && seen[1].is_ok());
    let many = format!("{{\n{}\n", "\"a\":{\n".repeat(MAX_RECORD / 6));
    let seen = all(&many, Format::Json);
    assert!(
        seen.iter().all(Result::is_err) && seen.len() <= 3,
        "{}",
        seen.len()
    );
    let csv = format!("started_at,calling\n1,{long}\n1,2\n");
    let seen = all(&csv, Format::Csv);
    assert!(seen.len() == 2 && seen[0].is_err() && seen[1].is_ok());
    // What is not looked into may be as deep as it likes; what is, may not.
    let deep = "[".repeat(500) + &"]".repeat(500);
    let deep = format!("{{\"started_at\":1,\"more\":{deep}}}");
    assert!(all(&deep, Format::Json)[0].is_ok());
    assert!(all(&deep, Format::Charging)[0].is_err());
}

/// What stands in every request.
const REQUEST: &str = r#""subscriberIdentifier":"imsi-001010000000001","nfConsumerIdentification":{"nodeFunctionality":"IMS_Node","nFPLMNID":{"mcc":"001","mnc":"01"}},"invocationTimeStamp":"2026-11-21T08:31:05Z","invocationSequenceNumber":1"#;

#[test]
fn a_call_that_was_charged_becomes_a_record() {
    let request = format!(
        r#"{{{REQUEST},"multipleUnitUsage":[{{"ratingGroup":1,"usedUnitContainer":[{{"localSequenceNumber":1,"time":60}}]}}],
        "mMTelChargingInformation":{{"supplementaryServices":[{{"supplementaryServiceType":"CDIV","supplementaryServiceMode":"CFU","associatedPartyAddress":"tel:+12025550102"}}]}},
        "iMSChargingInformation":{{"eventType":{{"sIPMethod":"BYE"}},"roleOfNode":"TERMINATING","iMSNodeFunctionality":"AS",
        "callingPartyAddresses":["tel:+12025550143"],"calledPartyAddress":"tel:+12025550101","fromAddress":"sip:+12025550143@example.com",
        "timeStamps":"2026-11-21T08:30:00Z","imsChargingIdentifier":"icid-1","causeCode":0,
        "interOperatorIdentifier":[{{"originatingIOI":"carrier.example.net","terminatingIOI":"home.example.org"}}],
        "trunkGroupID":{{"incomingTrunkGroupID":"trunk-7"}}}}}}"#
    );
    let record = one(&request, Format::Charging);
    assert_eq!(
        told(&record),
        (
            "sip:+12025550143@example.com",
            "tel:+12025550101",
            false,
            Outcome::Answered
        )
    );
    assert_eq!(record.asserted.as_deref(), Some("tel:+12025550143"));
    assert_eq!(record.redirecting.as_deref(), Some("tel:+12025550102"));
    assert_eq!(
        (record.route.as_deref(), record.network.as_deref()),
        (Some("trunk-7"), Some("carrier.example.net"))
    );
    assert_eq!(record.started_at.to_string(), "2026-11-21T08:30:00Z");
    assert_eq!(
        record.answered_at.unwrap().to_string(),
        "2026-11-21T08:30:05Z"
    );
    assert_eq!(
        (record.connected_seconds(), record.id.as_deref()),
        (Some(60), Some("icid-1"))
    );
}

#[test]
fn a_call_that_was_not_answered_says_why() {
    let with = |ims: &str, services: &str| {
        let telephony = format!(r#"{{"supplementaryServices":[{services}]}}"#);
        let request = format!(
            r#"{{{REQUEST},"iMSChargingInformation":{{"callingPartyAddresses":["tel:+12025550143"],"calledPartyAddress":"tel:+12025550101"{ims}}},"mMTelChargingInformation":{telephony}}}"#
        );
        one(&request, Format::Charging)
    };
    for (ims, outcome) in [
        (r#","causeCode":486"#, Outcome::Busy),
        (r#","causeCode":480"#, Outcome::NoAnswer),
        (r#","causeCode":487"#, Outcome::Cancelled),
        (r#","causeCode":607"#, Outcome::Rejected),
        (r#","causeCode":503"#, Outcome::Failed),
        (r#","isupCause":{"iSUPCauseValue":17}"#, Outcome::Busy),
        (r#","isupCause":{"iSUPCauseValue":1}"#, Outcome::Failed),
        ("", Outcome::Unknown),
    ] {
        let record = with(ims, "");
        assert_eq!(record.outcome, outcome, "{ims}");
        assert_eq!(
            (record.calling.as_deref(), record.withheld),
            (Some("tel:+12025550143"), false)
        );
    }
    // Who is not to be shown is known to the network only.
    let record = with("", r#"{"supplementaryServiceType":"OIR"}"#);
    assert_eq!((record.calling.as_deref(), record.withheld), (None, true));
    assert_eq!(record.asserted.as_deref(), Some("tel:+12025550143"));
}

#[test]
fn a_message_that_was_charged_becomes_a_record_for_each_recipient() {
    let request = |recipients: &str| {
        format!(
            r#"{{{REQUEST},"sMSChargingInformation":{{"originatorInfo":{{"originatorGPSI":"msisdn-12025550143","originatorReceivedAddress":{{"sMaddressType":"ALPHANUMERIC_SHORTCODE","sMaddressData":"PARCEL"}},"sMOriginatorInterface":{{"interfaceId":"smsc-1"}}}},
            "recipientInfo":[{recipients}],"sMStatus":"00","sMMessageType":"SUBMISSION","submissionTime":"2026-11-21T08:30:00Z","sMDischargeTime":"2026-11-21T08:30:02Z","messageReference":"42"}}}}"#
        )
    };
    let recipient = r#"{"recipientGPSI":"msisdn-12025550101"}"#;
    let other =
        r#"{"recipientOtherAddress":{"sMaddressType":"MSISDN","sMaddressData":"12025550102"}}"#;
    let records = all(&request(&format!("{recipient},{other}")), Format::Charging);
    let [Ok(first), Ok(second)] = &records[..] else {
        panic!("{records:?}")
    };
    assert_eq!(
        told(first),
        ("PARCEL", "+12025550101", false, Outcome::Delivered)
    );
    assert_eq!(second.called.as_deref(), Some("+12025550102"));
    assert_eq!(first.asserted.as_deref(), Some("+12025550143"));
    assert_eq!(
        (first.kind, first.id.as_deref(), first.route.as_deref()),
        (RecordKind::Sms, Some("42"), Some("smsc-1"))
    );
    assert_eq!(first.ended_at.unwrap().to_string(), "2026-11-21T08:30:02Z");
    assert_eq!(first.network.as_deref(), Some("001-01"));
    let failed = request(recipient).replace("\"sMStatus\":\"00\"", "\"sMStatus\":\"45\"");
    assert_eq!(one(&failed, Format::Charging).outcome, Outcome::Failed);

    let many = |count: usize| {
        all(
            &request(&vec![recipient; count].join(",")),
            Format::Charging,
        )
    };
    assert_eq!(many(MAX_RECIPIENTS).len(), MAX_RECIPIENTS);
    let past = many(MAX_RECIPIENTS + 1);
    assert!(past.len() == 1 && past[0].is_err());
}

#[test]
fn a_multimedia_message_that_was_charged_becomes_a_record() {
    let request = format!(
        r#"{{{REQUEST},"mMSChargingInformation":{{"mmOriginatorInfo":{{"originatorOtherAddress":[{{"sMaddressType":"EMAIL_ADDRESS","sMaddressData":"a@example.com"}}]}},"mmRecipientInfoList":[{{"recipientGPSI":"msisdn-12025550101"}}],"messageID":"m1","submissionTime":"2026-11-21T08:30:00Z"}}}}"#
    );
    let record = one(&request, Format::Charging);
    assert_eq!(
        told(&record),
        ("a@example.com", "+12025550101", false, Outcome::Unknown)
    );
    assert_eq!(
        (record.kind, record.id.as_deref()),
        (RecordKind::Mms, Some("m1"))
    );
}

#[test]
fn a_request_about_something_else_is_wrong() {
    let request = format!("{{{REQUEST},\"pDUSessionChargingInformation\":{{}}}}");
    assert_eq!(
        all(&request, Format::Charging),
        [Err("1:1: kind: is missing or empty".to_owned())]
    );
    let bad = request
        .replace("pDUSession", "iMS")
        .replace("2026-11", "2026-13");
    let error = all(&bad, Format::Charging).remove(0).unwrap_err();
    assert!(error.contains("2026-13"), "{error}");
}

#[test]
fn nothing_comes_of_nothing() {
    for format in Format::ALL {
        for text in ["", "\n\n", "\u{FEFF}", " \r\n"] {
            assert_eq!(all(text, format), [], "{format} {text:?}");
        }
        assert_eq!(format.as_str().parse(), Ok(format));
    }
    assert_eq!(all("[]", Format::Json), []);
    assert!(
        all("[{\"started_at\":1}", Format::Json)[1]
            .as_ref()
            .unwrap_err()
            .starts_with("fatal")
    );
    assert!("xml".parse::<Format>().is_err());
}

#[test]
fn every_field_has_one_name() {
    for field in Field::ALL {
        assert_eq!(Field::named(field.as_str()), Some(field));
        assert_eq!(Field::named(&field.as_str().to_uppercase()), Some(field));
    }
}
