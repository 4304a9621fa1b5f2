//! What is odd but read, where faults are, and how much is read.

use super::{
    super::{Grade, MAX_BODY, MAX_HEAD, MAX_HEADERS, Problem, read},
    INVITE, bytes, invite,
};

#[test]
fn a_body_is_as_long_as_it_says() {
    let length = INVITE
        .split_once("\n\n")
        .unwrap()
        .1
        .replace('\n', "\r\n")
        .len();
    let with = |number: usize| {
        let text = format!("Content-Length: {number}");
        read(&invite(&[("Content-Length: {length}", &text)]))
    };
    let codes = |number| {
        with(number)
            .faults
            .iter()
            .map(|fault| fault.code())
            .collect::<Vec<_>>()
    };
    assert!(codes(length).is_empty());
    assert_eq!(codes(length + 1), ["sip/content-short"]);
    assert_eq!(codes(usize::MAX), ["sip/number-large"]);
    assert_eq!(codes(length - 5), ["sip/content-long"]);
    assert_eq!(with(length - 5).message.unwrap().body.len(), length - 5);
    let mut cut = invite(&[]);
    cut.truncate(cut.len() - 2);
    let cut = read(&cut);
    assert_eq!(cut.faults[0].code(), "sip/body-cut");
    assert!(cut.is_well_formed());
}

#[test]
fn what_is_odd_is_read_and_told() {
    let odd: [(&str, &str, Problem); 7] = [
        (
            "sip:7726@example.net SIP",
            "sip:7726 @example.net SIP",
            Problem::UserBlank,
        ),
        (
            "\"Caller\"",
            "\"The \"\"Caller\"\"\"",
            Problem::QuoteDoubled,
        ),
        (
            "a84b4c76e66710@192.0.2.7",
            "a84b4c76e66710=,@192.0.2.7",
            Problem::CallIdChar,
        ),
        (
            "Supported:",
            "P-Asserted-Identity: nobody\nSupported:",
            Problem::Extension,
        ),
        (
            "Supported:",
            "Identity: ???\nSupported:",
            Problem::Extension,
        ),
        (
            "Supported:",
            "Reason: ;cause=1\nSupported:",
            Problem::Extension,
        ),
        (
            "Supported:",
            "Refer-To: <sip:a\nSupported:",
            Problem::Extension,
        ),
    ];
    for (from, to, problem) in odd {
        let reading = read(&invite(&[(from, to)]));
        let found: Vec<_> = reading.faults.iter().map(|fault| fault.problem).collect();
        assert_eq!(found, [problem], "{to}");
        assert!(
            reading.verdict().is_none() && reading.is_well_formed(),
            "{to}"
        );
    }
    let doubled = read(&invite(&[("\"Caller\"", "\"The \"\"Caller\"\"\"")]));
    let from = doubled.message.unwrap();
    assert_eq!(from.from().unwrap().name.unwrap(), "The \"Caller\"");
    let bare = INVITE.replace("{length}", "0");
    let bare = read(bare.split_once("\n\n").unwrap().0.as_bytes());
    let found: Vec<_> = bare.faults.iter().map(|fault| fault.problem).collect();
    assert_eq!(found, [Problem::LineEnd, Problem::BlankLineMissing]);
    let mut latin = invite(&[]);
    let at = latin
        .windows(6)
        .position(|bytes| bytes == b"Caller")
        .unwrap();
    latin[at] = 0xE9;
    let latin = read(&latin);
    assert_eq!(latin.faults[0].problem, Problem::NotUtf8);
    assert_eq!(
        latin.message.unwrap().from().unwrap().name.unwrap(),
        "\u{fffd}aller"
    );
}

#[test]
fn places_are_those_of_the_lines_as_they_came() {
    let text = INVITE.replace(
        "Via: SIP/2.0/UDP 192.0.2.7:5060",
        "Via: SIP/2.0/UDP\n  192.0.2.7:\n \t port",
    );
    let fault = read(&bytes(&text)).verdict().cloned().unwrap();
    assert_eq!(
        (fault.code(), fault.place.line, fault.place.column),
        ("sip/port", 4, 4)
    );
    assert_eq!(
        fault.to_string(),
        "line 4, column 4, Via: this is no port: \"port;branch=z9hG4bK776asdhds;rport\""
    );
    let fault = read(&invite(&[(
        "sip:7726@example.net SIP",
        "sip:7726@exam ple.net SIP",
    )]));
    let fault = fault.verdict().cloned().unwrap();
    assert_eq!((fault.place.line, fault.place.column), (1, 21));
    let fault = read(&invite(&[("Max-Forwards: 70", "Max-Forwards:\n 7x")]));
    let fault = fault.verdict().cloned().unwrap();
    assert_eq!((fault.place.line, fault.place.column), (4, 3));
}

#[test]
fn bounds_are_kept() {
    let with = |header: &str| read(&invite(&[("Supported: replaces, timer\n", header)]));
    let long = format!("X: {}\n", "a".repeat(MAX_HEAD));
    let verdict = with(&long).verdict().cloned().unwrap();
    assert_eq!(
        (verdict.problem, verdict.status()),
        (Problem::HeadLong, 513)
    );
    assert!(
        with(&format!("X: {}\n", "a".repeat(MAX_HEAD - 1_000)))
            .verdict()
            .is_none()
    );
    let verdict = with(&"X: a\n".repeat(MAX_HEADERS))
        .verdict()
        .cloned()
        .unwrap();
    assert_eq!(
        (verdict.problem, verdict.status()),
        (Problem::HeadersMany, 513)
    );
    assert!(with(&"X: a\n".repeat(MAX_HEADERS - 20)).verdict().is_none());
    let body = |length| {
        let (head, _) = INVITE.split_once("\n\n").unwrap();
        read(&bytes(&format!("{head}\n\n{}", "a".repeat(length))))
    };
    assert!(body(MAX_BODY).verdict().is_none());
    assert_eq!(
        body(MAX_BODY + 1).verdict().unwrap().problem,
        Problem::BodyLong
    );
    let faults = with(&"Require: ,\n".repeat(200)).faults;
    assert_eq!(faults.len(), 100);
    assert_eq!(faults[0].grade(), Grade::Malformed);
    let text = "Reason: ;\n".repeat(150) + "Max-Forwards: 70\nRequire: ,\n";
    let hidden = with(&text);
    assert_eq!(hidden.faults.len(), 100);
    assert_eq!(hidden.verdict().unwrap().grade(), Grade::Malformed);
    for bytes in [&b""[..], b"\r\n\r\n", b"\n"] {
        let reading = read(bytes);
        assert_eq!(reading.faults[0].problem, Problem::Empty);
        assert_eq!(reading.message, None);
    }
}
