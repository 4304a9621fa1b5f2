//! Calls from their beginning to their end.

use super::{
    super::super::{
        Header, Method, Name,
        agent::{End, Event, Limits, Output, Transport},
    },
    Line, beside, events, happened, invite, ms, sent, statuses, tag, times, value, within,
};

#[test]
fn a_call_is_answered_acknowledged_and_ended_by_the_caller() {
    let mut line = Line::new(Transport::Udp);
    let call = line.call(&[]);
    let answer = line.answer(call);
    assert_eq!(
        value(&answer, &Name::Contact),
        "<sip:7726@198.51.100.10:5060>"
    );
    assert_eq!(value(&answer, &Name::ContentType), "application/sdp");
    assert_eq!(
        value(&answer, &Name::Allow),
        "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO"
    );
    assert_eq!(answer.body, super::SDP);
    // The INVITE again is no second call; the answer is sent again by itself (section 13.3.1.4).
    assert!(line.receive(&invite(&[])).is_empty());
    assert_eq!(times(&line.wait(4_000), "SIP/2.0 200"), [500, 1_500, 3_500]);
    let tag = tag(&answer);
    let ack = within("ACK", 314_159, &tag, "");
    assert!(matches!(
        events(line.receive(&ack)).as_slice(),
        [Event::Confirmed { .. }]
    ));
    assert!(line.receive(&ack).is_empty());
    assert!(times(&line.wait(60_000), "SIP/2.0 200").is_empty());
    let bye = within("BYE", 314_160, &tag, "Reason: SIP;cause=607\n");
    let outputs = line.receive(&bye);
    assert_eq!(statuses(&outputs), [200]);
    let [
        Event::Ended {
            call: ended,
            end: End::Bye(bye),
        },
    ] = &events(outputs)[..]
    else {
        panic!("it did not end");
    };
    assert_eq!(
        (*ended, bye.reasons().next().unwrap().cause),
        (call, Some(607))
    );
    line.empty();
}

#[test]
fn an_answer_that_nobody_acknowledges_ends_the_call() {
    for transport in [Transport::Udp, Transport::Tcp] {
        let mut line = Line::new(transport);
        let call = line.call(&[]);
        line.answer(call);
        let outputs = line.wait(32_000);
        let expected = [
            500, 1_500, 3_500, 7_500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500,
        ];
        assert_eq!(times(&outputs, "SIP/2.0 200"), expected);
        assert_eq!(times(&outputs, "BYE"), [32_000]);
        assert!(matches!(
            happened(outputs).as_slice(),
            [Event::Ended {
                end: End::Unacknowledged,
                ..
            }]
        ));
        line.empty();
    }
}

#[test]
fn an_invite_that_waits_is_told_so_and_rings() {
    let mut line = Line::new(Transport::Udp);
    let call = line.call(&[]);
    assert!(line.receive(&invite(&[])).is_empty());
    assert_eq!(times(&line.wait(1_000), "SIP/2.0 100"), [200]);
    assert_eq!(statuses(&line.receive(&invite(&[]))), [100]);
    let ringing = line.agent.progress(call, 180, None, ms(1_000));
    assert_eq!(statuses(&ringing), [180]);
    let early = line.agent.progress(call, 183, Some(super::SDP), ms(1_000));
    assert_eq!(sent(&early)[0].body, super::SDP);
    assert_eq!(tag(&sent(&early)[0]), tag(&sent(&ringing)[0]));
    assert_eq!(statuses(&line.receive(&invite(&[]))), [183]);
    let answer = line.answer(call);
    assert_eq!(tag(&answer), tag(&sent(&ringing)[0]));
    line.empty();
}

#[test]
fn a_call_is_refused_until_that_is_acknowledged() {
    let mut line = Line::new(Transport::Udp);
    let call = line.call(&[]);
    let info = Header {
        name: Name::CallInfo,
        value: "<https://redress.example.net/jws>;purpose=jwscard".to_owned(),
    };
    let outputs = line
        .agent
        .refuse(call, 608, std::slice::from_ref(&info), ms(0));
    let refusal = &sent(&outputs)[0];
    assert_eq!(refusal.status(), Some(608));
    assert_eq!(value(refusal, &Name::CallInfo), info.value);
    assert_eq!(line.agent.calls(), 0);
    assert_eq!(times(&line.wait(2_000), "SIP/2.0 608"), [500, 1_500]);
    assert_eq!(statuses(&line.receive(&invite(&[]))), [608]);
    assert!(line.receive(&beside("ACK", Some(&tag(refusal)))).is_empty());
    assert!(line.wait(20_000).is_empty());
    line.empty();
}

#[test]
fn a_caller_gives_up() {
    let mut line = Line::new(Transport::Udp);
    line.call(&[]);
    let outputs = line.receive(&beside("CANCEL", None));
    let responses = sent(&outputs);
    assert_eq!(statuses(&outputs), [200, 487]);
    assert_eq!(value(&responses[0], &Name::CSeq), "314159 CANCEL");
    assert_eq!(value(&responses[1], &Name::CSeq), "314159 INVITE");
    assert_eq!(tag(&responses[0]), tag(&responses[1]));
    assert!(matches!(
        events(outputs).as_slice(),
        [Event::Ended {
            end: End::Cancelled,
            ..
        }]
    ));
    assert_eq!(statuses(&line.receive(&beside("CANCEL", None))), [200]);
    assert!(
        line.receive(&beside("ACK", Some(&tag(&responses[1]))))
            .is_empty()
    );
    line.empty();
    // One who is too late.
    let mut line = Line::new(Transport::Udp);
    let (call, _) = line.up();
    let outputs = line.receive(&beside("CANCEL", None));
    assert_eq!(statuses(&outputs), [200]);
    assert!(events(outputs).is_empty());
    assert_eq!(line.agent.calls(), 1);
    line.agent.hang_up(call, &[], ms(0));
    line.empty();
}

#[test]
fn we_hang_up() {
    let mut line = Line::new(Transport::Udp);
    let (call, tag) = line.up();
    let reason = Header {
        name: Name::Reason,
        value: "Q.850;cause=16".to_owned(),
    };
    let outputs = line.agent.hang_up(call, &[reason], ms(0));
    let [Output::Send { flow, .. }] = outputs.as_slice() else {
        panic!("one message is sent");
    };
    assert_eq!(flow.peer, "192.0.2.7:5060".parse().unwrap());
    let bye = sent(&outputs).remove(0);
    assert!(bye.is(&Method::Bye));
    assert_eq!(bye.from().unwrap().tag(), Some(tag.as_str()));
    assert_eq!(bye.to().unwrap().tag(), Some("1928301774"));
    assert_eq!(value(&bye, &Name::Reason), "Q.850;cause=16");
    assert_eq!(line.agent.calls(), 0);
    assert_eq!(times(&line.wait(2_000), "BYE"), [500, 1_500]);
    let mut response = bye.respond(200, None);
    assert!(line.receive(&response.write()).is_empty());
    assert!(line.wait(3_000).is_empty());
    // What comes with a second Via is no response to us (section 18.1.2).
    response.headers.push(Name::Via, "SIP/2.0/UDP 192.0.2.99");
    assert!(matches!(
        events(line.receive(&response.write())).as_slice(),
        [Event::Dropped { .. }]
    ));
    line.empty();
}

#[test]
fn we_hang_up_before_the_call_is_up() {
    let mut line = Line::new(Transport::Udp);
    let call = line.call(&[]);
    assert_eq!(statuses(&line.agent.hang_up(call, &[], ms(0))), [480]);
    line.empty();
    // BYE waits for the ACK (section 15).
    let mut line = Line::new(Transport::Udp);
    let call = line.call(&[]);
    let tag = tag(&line.answer(call));
    assert!(line.agent.hang_up(call, &[], ms(0)).is_empty());
    let outputs = line.receive(&within("ACK", 314_159, &tag, ""));
    assert!(sent(&outputs)[0].is(&Method::Bye));
    assert!(events(outputs).is_empty());
    line.empty();
    // A call that is over is left alone.
    let mut line = Line::new(Transport::Udp);
    let call = line.call(&[]);
    line.receive(&beside("CANCEL", None));
    assert!(line.agent.answer(call, super::SDP, ms(0)).is_empty());
    assert!(line.agent.refuse(call, 486, &[], ms(0)).is_empty());
    assert!(line.agent.hang_up(call, &[], ms(0)).is_empty());
    assert!(line.agent.progress(call, 180, None, ms(0)).is_empty());
    line.empty();
}

#[test]
fn a_caller_hangs_up_before_he_is_answered() {
    let mut line = Line::new(Transport::Udp);
    let call = line.call(&[]);
    let ringing = line.agent.progress(call, 180, None, ms(0));
    let tag = tag(&sent(&ringing)[0]);
    let outputs = line.receive(&within("BYE", 314_160, &tag, ""));
    assert_eq!(statuses(&outputs), [200, 487]);
    assert!(matches!(
        events(outputs).as_slice(),
        [Event::Ended {
            end: End::Bye(_),
            ..
        }]
    ));
    line.empty();
}

#[test]
fn a_call_is_changed() {
    let mut line = Line::new(Transport::Udp);
    let (call, tag) = line.up();
    let contact = "Contact: <sip:a@192.0.2.8:5080>\n";
    let again = within("INVITE", 314_160, &tag, contact);
    let outputs = line.receive(&again);
    assert!(
        matches!(events(outputs).as_slice(), [Event::Changed { call: one, .. }] if *one == call)
    );
    // Another one while that waits for its answer (section 14.2).
    let outputs = line.receive(&within("INVITE", 314_161, &tag, contact));
    assert_eq!(statuses(&outputs), [500]);
    assert_eq!(value(&sent(&outputs)[0], &Name::RetryAfter), "1");
    line.answer(call);
    let outputs = line.receive(&within("INVITE", 314_162, &tag, contact));
    assert_eq!(statuses(&outputs), [491]);
    // The ACK of the first INVITE is not that of the second.
    assert!(line.receive(&within("ACK", 314_159, &tag, "")).is_empty());
    let outputs = line.receive(&within("ACK", 314_160, &tag, ""));
    assert!(matches!(
        events(outputs).as_slice(),
        [Event::Confirmed { .. }]
    ));
    // One that is refused leaves the call as it was.
    line.receive(&within("INVITE", 314_163, &tag, contact));
    assert_eq!(statuses(&line.agent.refuse(call, 488, &[], ms(0))), [488]);
    assert_eq!(line.agent.calls(), 1);
    let outputs = line.agent.hang_up(call, &[], ms(0));
    assert!(matches!(
        outputs.as_slice(),
        [Output::Send { flow, .. }] if flow.peer == "192.0.2.8:5080".parse().unwrap()
    ));
    line.empty();
}

#[test]
fn a_caller_of_rfc_2543_is_understood() {
    let old = [
        (";branch=z9hG4bK776asdhds;rport", ""),
        ("Contact: <sip:+15550100@192.0.2.7:5060>\n", ""),
        ("Max-Forwards: 70\n", ""),
        (";tag=1928301774", ""),
    ];
    let edits = |bytes: Vec<u8>| {
        let mut text = String::from_utf8(bytes).unwrap();
        for (from, to) in old {
            text = text.replace(&from.replace('\n', "\r\n"), to);
        }
        text.into_bytes()
    };
    let mut line = Line::new(Transport::Udp);
    let call = line.call(&old);
    let outputs = line.agent.refuse(call, 603, &[], ms(0));
    let tag_ = tag(&sent(&outputs)[0]);
    // The ACK of another one who answered is not ours.
    assert!(
        line.receive(&edits(beside("ACK", Some("other"))))
            .is_empty()
    );
    assert_eq!(times(&line.wait(600), "SIP/2.0 603"), [500]);
    assert!(line.receive(&edits(beside("ACK", Some(&tag_)))).is_empty());
    assert!(times(&line.wait(10_000), "SIP/2.0 603").is_empty());
    line.empty();

    let mut line = Line::new(Transport::Udp);
    let call = line.call(&old);
    let tag = tag(&line.answer(call));
    let outputs = line.receive(&edits(beside("ACK", Some(&tag))));
    assert!(matches!(
        events(outputs).as_slice(),
        [Event::Confirmed { .. }]
    ));
    let bye = String::from_utf8(within("BYE", 314_160, &tag, "")).unwrap();
    let bye = bye
        .replace(";tag=1928301774", "")
        .replace(";branch=z9hG4bKBYE314160", "");
    assert_eq!(statuses(&line.receive(bye.as_bytes())), [200]);
    line.empty();
}

#[test]
fn calls_do_not_wait_or_last_for_ever() {
    let limits = Limits {
        ringing: ms(10_000),
        call: ms(60_000),
        ..Limits::default()
    };
    let mut line = Line::with(Transport::Udp, limits);
    line.call(&[]);
    let outputs = line.wait(10_000);
    assert_eq!(times(&outputs, "SIP/2.0 480"), [10_000]);
    assert!(matches!(
        happened(outputs).as_slice(),
        [Event::Ended {
            end: End::Unanswered,
            ..
        }]
    ));
    line.empty();
    let mut line = Line::with(Transport::Udp, limits);
    line.up();
    let outputs = line.wait(60_000);
    assert_eq!(times(&outputs, "BYE"), [60_000]);
    assert!(matches!(
        happened(outputs).as_slice(),
        [Event::Ended {
            end: End::TooLong,
            ..
        }]
    ));
    line.empty();
}
