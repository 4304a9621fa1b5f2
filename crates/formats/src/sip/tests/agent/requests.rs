//! Requests that begin no call.

use super::{
    super::super::{
        Name,
        agent::{Event, Output, Transport},
    },
    Line, beside, bytes, events, flow, invite, ms, sent, statuses, tag, value, within,
};

#[test]
fn what_is_not_served_is_refused_with_what_is() {
    for (edits, status, name, expected) in [
        (
            vec![("INVITE", "SUBSCRIBE")],
            405,
            Name::Allow,
            "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO",
        ),
        (
            vec![("INVITE", "REGISTER")],
            405,
            Name::Allow,
            "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO",
        ),
        (
            vec![("Supported:", "Require: 100rel, x\nSupported:")],
            420,
            Name::Unsupported,
            "100rel, x",
        ),
        (
            vec![("sip:7726@example.net SIP", "mailto:a@example.net SIP")],
            416,
            Name::Server,
            "Watchbell",
        ),
        (
            vec![("application/sdp", "application/isup")],
            415,
            Name::Accept,
            "application/sdp, multipart/mixed, multipart/alternative, multipart/related",
        ),
        (
            vec![("Supported:", "Content-Encoding: gzip\nSupported:")],
            415,
            Name::AcceptEncoding,
            "identity",
        ),
        (
            vec![("Supported:", "Accept: text/html, image/*\nSupported:")],
            406,
            Name::Server,
            "Watchbell",
        ),
        (
            vec![("sip:7726@example.net SIP", "sip:7726@exam ple.net SIP")],
            400,
            Name::Server,
            "Watchbell",
        ),
        (
            vec![("SIP/2.0\nVia", "SIP/2.1\nVia")],
            505,
            Name::Server,
            "Watchbell",
        ),
    ] {
        let mut line = Line::new(Transport::Udp);
        let outputs = line.receive(&invite(&edits));
        let response = sent(&outputs).remove(0);
        assert_eq!(
            (response.status(), value(&response, &name)),
            (Some(status), expected)
        );
        assert!(!tag(&response).is_empty());
        assert!(
            matches!(events(outputs).as_slice(), [Event::Refused { .. }]),
            "{status}"
        );
        assert_eq!(line.agent.calls(), 0);
        line.empty();
    }
}

#[test]
fn what_is_served_is_not_refused() {
    for edits in [
        vec![("Supported:", "Accept: text/html;q=1, */*;q=0.1\nSupported:")],
        vec![("Supported:", "Accept: application/SDP\nSupported:")],
        vec![
            ("application/sdp", "application/isup"),
            (
                "Supported:",
                "Content-Disposition: signal ; handling = Optional\nSupported:",
            ),
        ],
        vec![("application/sdp", "multipart/mixed;boundary=x")],
        vec![("sip:7726@example.net SIP", "tel:7726 SIP")],
        vec![("Max-Forwards: 70", "Max-Forwards: 0")],
        vec![("Supported:", "Content-Encoding: identity\nSupported:")],
    ] {
        let mut line = Line::new(Transport::Udp);
        line.call(&edits);
        line.empty();
    }
}

#[test]
fn options_tells_what_is_served() {
    let mut line = Line::new(Transport::Tcp);
    let outputs = line.receive(&invite(&[("INVITE", "OPTIONS")]));
    let response = sent(&outputs).remove(0);
    assert_eq!(response.status(), Some(200));
    for (name, expected) in [
        (Name::Allow, "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO"),
        (
            Name::Accept,
            "application/sdp, multipart/mixed, multipart/alternative, multipart/related",
        ),
        (Name::AcceptEncoding, "identity"),
        (Name::Contact, "<sip:7726@198.51.100.10:5060;transport=tcp>"),
    ] {
        assert_eq!(value(&response, &name), expected);
    }
    line.empty();
}

#[test]
fn a_request_on_two_ways_is_one() {
    let mut line = Line::new(Transport::Udp);
    line.call(&[]);
    let other = invite(&[("z9hG4bK776asdhds", "z9hG4bKother")]);
    assert_eq!(statuses(&line.receive(&other)), [482]);
    // The one after it is another one.
    line.call(&[
        ("z9hG4bK776asdhds", "z9hG4bKthird"),
        ("CSeq: 314159", "CSeq: 314160"),
    ]);
    line.empty();
    // Nor does it begin another call when its transaction is long over and its call goes on.
    let mut line = Line::new(Transport::Udp);
    line.up();
    line.wait(60_000);
    assert_eq!(statuses(&line.receive(&invite(&[]))), [482]);
    assert_eq!(line.agent.calls(), 1);
    line.empty();
}

#[test]
fn requests_within_no_call_are_refused() {
    for method in ["BYE", "INFO", "INVITE", "OPTIONS", "CANCEL"] {
        let mut line = Line::new(Transport::Udp);
        let outputs = line.receive(&within(method, 5, "nobody", ""));
        assert_eq!(statuses(&outputs), [481], "{method}");
        line.empty();
    }
    for method in ["BYE", "INFO", "CANCEL"] {
        let mut line = Line::new(Transport::Udp);
        assert_eq!(
            statuses(&line.receive(&beside(method, None))),
            [481],
            "{method}"
        );
        line.empty();
    }
    let mut line = Line::new(Transport::Udp);
    assert!(line.receive(&within("ACK", 5, "nobody", "")).is_empty());
    line.empty();
}

#[test]
fn requests_within_a_call_come_in_order() {
    let mut line = Line::new(Transport::Udp);
    let (call, tag) = line.up();
    assert_eq!(
        statuses(&line.receive(&within("OPTIONS", 314_161, &tag, ""))),
        [200]
    );
    assert_eq!(
        statuses(&line.receive(&within("BYE", 314_160, &tag, ""))),
        [500]
    );
    assert_eq!(line.agent.calls(), 1);
    assert_eq!(
        statuses(&line.receive(&within("UPDATE", 314_162, &tag, ""))),
        [405]
    );
    line.agent.hang_up(call, &[], ms(0));
    line.empty();
}

#[test]
fn an_info_is_passed_on_with_its_body() {
    let mut line = Line::new(Transport::Udp);
    let (call, tag) = line.up();
    let info = String::from_utf8(within(
        "INFO",
        314_160,
        &tag,
        "Content-Type: application/vnd.etsi.mcid+xml\n",
    ))
    .unwrap();
    let info = bytes(
        &info
            .replace("\r\n", "\n")
            .replace("Length: 0\n\n", "Length: {length}\n\n<mcid/>"),
    );
    let outputs = line.receive(&info);
    assert_eq!(statuses(&outputs), [200]);
    let [Event::Info { call: one, request }] = &events(outputs)[..] else {
        panic!("it was not passed on");
    };
    assert_eq!(*one, call);
    assert_eq!(
        request.body_of("application/vnd.etsi.mcid+xml").as_deref(),
        Some(&b"<mcid/>"[..])
    );
    // Once only.
    let outputs = line.receive(&info);
    assert_eq!(statuses(&outputs), [200]);
    assert!(events(outputs).is_empty());
    let outputs = line.receive(&within("INFO", 314_161, &tag, "Info-Package: any\n"));
    assert_eq!(statuses(&outputs), [469]);
    line.agent.hang_up(call, &[], ms(0));
    line.empty();
}

#[test]
fn what_is_malformed_is_answered_without_keeping_anything() {
    let mut line = Line::new(Transport::Udp);
    let bad = invite(&[("Max-Forwards: 70", "Max-Forwards: x")]);
    assert_eq!(statuses(&line.receive(&bad)), [400]);
    assert_eq!(
        tag(&sent(&line.receive(&bad))[0]),
        tag(&sent(&line.receive(&bad))[0])
    );
    assert_eq!((line.agent.transactions(), line.agent.kept()), (0, 0));
    // But never an ACK, a response, or what cannot be answered.
    let response = invite(&[("INVITE sip:7726@example.net SIP/2.0", "SIP/2.0 200 OK")]);
    let ack = invite(&[("INVITE", "ACK"), ("CSeq: 314159", "CSeq: x")]);
    let via = "Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK776asdhds;rport\n";
    for bytes in [
        &response[..],
        &ack,
        &invite(&[(via, "")]),
        b"hello",
        b"\r\n",
        b"\0\xFF",
        b"",
    ] {
        let outputs = line.receive(bytes);
        assert!(sent(&outputs).is_empty());
        assert!(matches!(
            events(outputs).as_slice(),
            [Event::Dropped { .. }]
        ));
    }
    line.empty();
}

#[test]
fn answers_go_back_the_way_that_the_transport_has() {
    let peer = |transport, edits: &[(&str, &str)]| {
        let mut line = Line::new(transport);
        line.flow.peer = "192.0.2.7:40000".parse().unwrap();
        let outputs = line.receive(&invite(edits));
        match outputs.first() {
            Some(Output::Send { flow, .. }) => flow.peer.to_string(),
            other => panic!("{other:?}"),
        }
    };
    let options = ("INVITE", "OPTIONS");
    assert_eq!(peer(Transport::Udp, &[options]), "192.0.2.7:40000");
    assert_eq!(
        peer(Transport::Udp, &[options, (";rport", "")]),
        "192.0.2.7:5060"
    );
    assert_eq!(
        peer(Transport::Tls, &[options, (";rport", "")]),
        "192.0.2.7:40000"
    );
    assert_eq!(flow(Transport::Tls).transport.as_str(), "TLS");
}
