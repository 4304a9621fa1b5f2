//! Responses, and where they go.

use super::{
    super::{Method, Name, reason},
    invite, message,
};

const VIA: &str = "Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK776asdhds;rport";

#[test]
fn a_response_copies_what_it_has_to() {
    let request = message(&invite(&[(
        "Supported:",
        "Via: SIP/2.0/TCP b.example.com, SIP/2.0/TCP c.example.com\nRecord-Route: <sip:b.example.com;lr>\n\
         Timestamp: 54\nSupported:",
    )]));
    let response = request.respond(180, Some("me"));
    let names: Vec<_> = response
        .headers
        .0
        .iter()
        .map(|header| header.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "Via",
            "To",
            "From",
            "Call-ID",
            "CSeq",
            "Via",
            "Record-Route"
        ]
    );
    assert_eq!(
        response.headers.get(&Name::To),
        Some("\"Desk\" <sip:7726@example.net>;tag=me")
    );
    assert_eq!(
        response.headers.get(&Name::From),
        request.headers.get(&Name::From)
    );
    let text = String::from_utf8(response.write()).unwrap();
    assert!(
        text.starts_with("SIP/2.0 180 Ringing\r\n") && text.ends_with("Content-Length: 0\r\n\r\n")
    );
    let trying = request.respond(100, Some("me"));
    assert_eq!(trying.headers.get(&Name::Timestamp), Some("54"));
    assert_eq!(trying.headers.get(&Name::RecordRoute), None);
    assert_eq!(trying.to().unwrap().tag(), None);
    assert_eq!(
        request.respond(486, None).headers.get(&Name::RecordRoute),
        None
    );
}

#[test]
fn a_tag_that_is_there_stays() {
    for (to, expected) in [
        ("<sip:a@example.net>;tag=x", "<sip:a@example.net>;tag=x"),
        ("sip:a@example.net", "sip:a@example.net;tag=me"),
        (
            "<sip:a@example.net;tag=x>",
            "<sip:a@example.net;tag=x>;tag=me",
        ),
    ] {
        let request = message(&invite(&[("\"Desk\" <sip:7726@example.net>", to)]));
        let response = request.respond(200, Some("me"));
        assert_eq!(response.headers.get(&Name::To), Some(expected));
    }
}

#[test]
fn via_is_told_where_the_request_came_from() {
    let from = |text: &str| text.parse().unwrap();
    for (via, peer, stamped, back) in [
        // RFC 3581, section 4.
        (
            "192.0.2.7:5060;rport",
            "192.0.2.7:40000",
            "192.0.2.7:5060;rport=40000;received=192.0.2.7",
            "192.0.2.7:40000",
        ),
        (
            "10.1.1.1;rport;branch=z9hG4bK1",
            "192.0.2.7:9",
            "10.1.1.1;rport=9;branch=z9hG4bK1;received=192.0.2.7",
            "192.0.2.7:9",
        ),
        // RFC 3261, section 18.2.
        (
            "192.0.2.7",
            "192.0.2.7:40000",
            "192.0.2.7",
            "192.0.2.7:5060",
        ),
        (
            "192.0.2.7:5070",
            "192.0.2.7:40000",
            "192.0.2.7:5070",
            "192.0.2.7:5070",
        ),
        (
            "a.example.com:5070",
            "192.0.2.7:1",
            "a.example.com:5070;received=192.0.2.7",
            "192.0.2.7:5070",
        ),
        (
            "192.0.2.7;received=203.0.113.1",
            "192.0.2.7:1",
            "192.0.2.7;received=192.0.2.7",
            "192.0.2.7:5060",
        ),
        (
            "192.0.2.7;maddr=203.0.113.1",
            "192.0.2.7:1",
            "192.0.2.7;maddr=203.0.113.1",
            "192.0.2.7:5060",
        ),
        (
            "[2001:db8::7]:5070",
            "[2001:db8::8]:1",
            "[2001:db8::7]:5070;received=2001:db8::8",
            "[2001:db8::8]:5070",
        ),
        (
            "192.0.2.7",
            "[::ffff:192.0.2.7]:1",
            "192.0.2.7",
            "[::ffff:192.0.2.7]:5060",
        ),
    ] {
        let line = format!("Via: SIP/2.0/UDP {via}, SIP/2.0/UDP b.example.com");
        let mut request = message(&invite(&[(VIA, &line)]));
        request.stamp(from(peer));
        let expected = format!("SIP/2.0/UDP {stamped}, SIP/2.0/UDP b.example.com");
        assert_eq!(request.headers.get(&Name::Via), Some(expected.as_str()));
        assert_eq!(request.reply_to(from(peer)), from(back), "{via}");
    }
}

#[test]
fn every_status_has_words() {
    for (status, words) in [
        (100, "Trying"),
        (199, "Progress"),
        (200, "OK"),
        (299, "OK"),
        (302, "Redirection"),
        (499, "Request Failure"),
        (599, "Server Failure"),
        (607, "Unwanted"),
        (608, "Rejected"),
        (699, "Global Failure"),
    ] {
        assert_eq!(reason(status), words);
    }
    assert!(message(&invite(&[])).is(&Method::Invite));
}
