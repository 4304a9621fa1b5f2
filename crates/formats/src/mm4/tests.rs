use super::*;
use crate::mms::{AddressKind, Content};

const FORWARD: &str = "From: <+15550100/TYPE=PLMN@mmsc.example.net>\r\n\
    To: <+447700900123/TYPE=PLMN@mmsc.example.org>,\r\n <+447700900124/TYPE=PLMN@mmsc.example.org>\r\n\
    Cc: ann@example.com\r\n\
    Subject: =?utf-8?B?R2V3aW5uIGbDvHIgZGljaA==?=\r\n\
    Date: Sat, 21 Nov 2026 08:30:00 +0000\r\n\
    Message-ID: <mail-1@mmsc.example.net>\r\n\
    X-Mms-3GPP-MMS-Version: 6.3.0\r\n\
    X-MMS-Message-Type: MM4_forward.REQ\r\n\
    X-Mms-Transaction-ID: \"t-1\"\r\n\
    X-Mms-Message-ID: \"m-1\"\r\n\
    X-Mms-Ack-Request: Yes\r\n\
    X-Mms-Originator-System: system@mmsc.example.net\r\n\
    X-Mms-Message-Class: Advertisement\r\n\
    X-Mms-Forward-Counter: 1\r\n\
    X-Mms-Expiry: 604800\r\n\
    MIME-Version: 1.0\r\n\
    Content-Type: multipart/related; type=\"application/smil\"; start=\"<0>\"; boundary=b\r\n\
    \r\n\
    --b\r\n\
    Content-Type: image/png; name=win.png\r\nContent-ID: <1>\r\nContent-Transfer-Encoding: base64\r\n\r\n\
    iVBO\r\n\
    --b\r\n\
    Content-Type: application/smil\r\nContent-ID: <0>\r\n\r\n\
    <smil><body><par><text src=\"2.txt\"/><img src=\"cid:1\"/></par></body></smil>\r\n\
    --b\r\n\
    Content-Type: text/plain; charset=iso-8859-1\r\nContent-Location: 2.txt\r\n\
    Content-Transfer-Encoding: quoted-printable\r\n\r\n\
    Gr=FC=DFe\r\n\
    --b\r\n\
    Content-Type: text/x-vCard\r\nContent-Disposition: attachment; filename=\"a.vcf\"\r\n\r\n\
    BEGIN:VCARD\r\n\
    --b--\r\n";

fn stamp() -> Stamp<'static> {
    Stamp {
        sender: "system@mmsc.example.org",
        at: "2026-11-21T08:30:01Z".parse().unwrap(),
        mail_id: "answer-1@mmsc.example.org",
    }
}

#[test]
fn messages_are_read_with_their_parts() {
    let read = read(FORWARD.as_bytes()).unwrap();
    assert!(is_mm4(FORWARD.as_bytes()));
    assert_eq!((read.kind, read.is_answer_wanted), (Kind::ForwardReq, true));
    for (value, expected) in [
        (&read.version, "6.3.0"),
        (&read.transaction_id, "t-1"),
        (&read.message_id, "m-1"),
        (&read.originator_system, "system@mmsc.example.net"),
        (&read.multimedia.subject, "Gewinn für dich"),
        (&read.multimedia.class, "Advertisement"),
    ] {
        assert_eq!(value.as_deref(), Some(expected));
    }
    assert_eq!(read.field("x-mms-forward-counter"), Some("1"));
    assert_eq!(read.fields.len(), 2);
    let message = &read.multimedia;
    let from = message.from.as_ref().unwrap();
    assert_eq!(
        (from.kind, from.value.as_str()),
        (AddressKind::Number, "+15550100")
    );
    let to: Vec<&str> = message.to.iter().map(|to| to.value.as_str()).collect();
    assert_eq!(to, ["+447700900123", "+447700900124", "ann@example.com"]);
    assert_eq!(message.date.unwrap().to_string(), "2026-11-21T08:30:00Z");
    let names: Vec<Option<&str>> = message
        .parts
        .iter()
        .map(|part| part.name.as_deref())
        .collect();
    assert_eq!(names, [Some("win.png"), None, None, Some("a.vcf")]);
    assert_eq!(message.parts[0].content, Content::Bytes(b"\x89PN".to_vec()));
    let shown: Vec<Option<usize>> = message.shown().iter().map(|one| one.part).collect();
    assert_eq!(
        (shown, message.left_out()),
        (vec![Some(2), Some(0)], vec![3])
    );
    assert_eq!(message.texts(), ["Gewinn für dich", "Grüße", "BEGIN:VCARD"]);
}

#[test]
fn requests_are_answered() {
    let request = read(FORWARD.as_bytes()).unwrap();
    for status in [
        Status::Ok,
        Status::ContentNotAccepted,
        Status::Other("Error-x".to_owned()),
    ] {
        let answer = request
            .answer(status.clone(), Some("Nicht für hier"))
            .unwrap();
        let written = write(&answer, &stamp());
        let again = read(&written).unwrap();
        assert_eq!(again.kind, Kind::ForwardRes);
        assert_eq!(again.status, Some(status));
        assert_eq!(again.status_text.as_deref(), Some("Nicht für hier"));
        assert_eq!(again.transaction_id, request.transaction_id);
        assert_eq!(again.message_id, request.message_id);
        assert_eq!(again.version, request.version);
        assert_eq!(again.multimedia.to[0].value, "system@mmsc.example.net");
        assert_eq!(
            again.multimedia.from.unwrap().value,
            "system@mmsc.example.org"
        );
        assert_eq!(answer.answer(Status::Ok, None), None);
    }
    let injected = FORWARD.replace("\"t-1\"", "\"t\rX-Mms-Message-Type: MM4_forward.REQ\"");
    let answer = read(injected.as_bytes())
        .unwrap()
        .answer(Status::Ok, None)
        .unwrap();
    assert_eq!(
        read(&write(&answer, &stamp())).unwrap().kind,
        Kind::ForwardRes
    );
}

#[test]
fn kinds_and_statuses_are_read_in_any_case() {
    for (name, expected) in [
        ("MM4_delivery_report.REQ", Kind::DeliveryReportReq),
        ("mm4_delivery_report.res", Kind::DeliveryReportRes),
        ("MM4_READ_REPLY_REPORT_REQ", Kind::ReadReplyReportReq),
        ("MM4_read_reply_report.RES", Kind::ReadReplyReportRes),
        ("MM4_FORWARD_REQ", Kind::ForwardReq),
    ] {
        let mail = format!(
            "X-Mms-Message-Type: {name}\nX-Mms-Request-Status-Code: ERROR-Network-Problem\n\n"
        );
        let read = read(mail.as_bytes()).unwrap();
        assert_eq!(
            (read.kind, read.status),
            (expected, Some(Status::NetworkProblem))
        );
    }
    let report = "X-Mms-Message-Type: MM4_delivery_report.REQ\nX-Mms-MM-Status-Code: Retrieved\nTo: a@example.com\n\n";
    assert_eq!(
        read(report.as_bytes())
            .unwrap()
            .field("X-Mms-MM-Status-Code"),
        Some("Retrieved")
    );
}

#[test]
fn what_is_no_message_of_mm4_is_refused() {
    assert_eq!(read(b"Subject: x\n\n"), Err(Error::NoKind));
    assert!(!is_mm4(b"Subject: x\n\n"));
    let other = read(b"Subject: x\nX-Mms-Message-Type: MM7\n\n");
    assert_eq!(
        other,
        Err(Error::Kind {
            line: 2,
            value: "MM7".to_owned()
        })
    );
    let long = vec![b'\n'; MAX_BYTES + 1];
    assert_eq!(read(&long).unwrap_err().code(), "mm4/mail");
    let parts = format!(
        "{}{}",
        FORWARD.split("--b").next().unwrap(),
        "--b\n\n\n".repeat(101)
    );
    assert!(matches!(
        read(parts.as_bytes()),
        Err(Error::Mail {
            problem: Problem::Parts,
            ..
        })
    ));
    let mut nested = String::from("X-Mms-Message-Type: MM4_forward.REQ\n");
    for level in 0..10 {
        nested += &format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n");
    }
    assert!(matches!(
        read(nested.as_bytes()),
        Err(Error::Mail {
            problem: Problem::Depth,
            ..
        })
    ));
}

#[test]
fn damaged_mails_do_no_harm() {
    let mut chance = crate::mime::chance::Chance(4);
    for _ in 0..2_000 {
        let damaged = chance.damage(FORWARD);
        let Ok(message) = read(&damaged) else {
            continue;
        };
        let _ = message.multimedia.texts();
        if let Some(answer) = message.answer(Status::Ok, None) {
            let again = read(&write(&answer, &stamp())).expect("what is written is read");
            assert_eq!(again.kind, answer.kind);
        }
    }
}
