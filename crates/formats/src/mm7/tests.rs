use super::*;
use crate::{
    mime::chance::Chance,
    mms::{AddressKind, Content},
    tests::data,
};

const SPACE: &str = "http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/REL-6-MM7-1-4";

/// An envelope with a message of MM7 in it.
fn envelope(space: &str, message: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:m=\"{space}\">\
         <e:Header><m:TransactionID e:mustUnderstand=\"1\">t-1</m:TransactionID></e:Header><e:Body>{message}</e:Body></e:Envelope>"
    )
}

/// A submission with attachments, and its media type.
fn submission() -> (String, String) {
    let message = "<m:SubmitReq><m:MM7Version>6.8.0</m:MM7Version><m:SenderIdentification><m:VASPID>shop</m:VASPID>\
        <m:VASID>news</m:VASID><m:SenderAddress><m:ShortCode>70001</m:ShortCode></m:SenderAddress></m:SenderIdentification>\
        <m:Recipients><m:To><m:Number>+15550100</m:Number><m:RFC2822Address>ann@example.com</m:RFC2822Address></m:To>\
        <m:Cc><m:Number displayOnly=\"true\">+15550101</m:Number></m:Cc></m:Recipients><m:ServiceCode>x</m:ServiceCode>\
        <m:TimeStamp>2026-11-21T09:30:00+01:00</m:TimeStamp><m:Priority>High</m:Priority><m:Subject>Gr&#xFC;&#xDF;e</m:Subject>\
        <m:Content href=\"cid:all\" allowAdaptations=\"true\"/></m:SubmitReq>";
    let body = format!(
        "--o\r\nContent-Type: text/xml; charset=\"utf-8\"\r\nContent-ID: <soap>\r\n\r\n{}\r\n\
         --o\r\nContent-Type: image/gif\r\nContent-ID: <other>\r\n\r\nGIF\r\n\
         --o\r\nContent-Type: multipart/related; start=\"<s>\"; boundary=i\r\nContent-ID: <all>\r\n\r\n\
         --i\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Location: 1.txt\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nK=F6ln\r\n\
         --i\r\nContent-Type: application/smil\r\nContent-ID: <s>\r\n\r\n<smil><par><img src=\"cid:p\"/><text src=\"1.txt\"/></par></smil>\r\n\
         --i\r\nContent-Type: image/png\r\nContent-ID: <p>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBO\r\n--i--\r\n--o--\r\n",
        envelope(SPACE, message)
    );
    (
        "multipart/related; boundary=o; type=\"text/xml\"; start=\"<soap>\"".to_owned(),
        body,
    )
}

#[test]
fn requests_are_read_with_their_attachments() {
    let (kind, body) = submission();
    let read = read(&kind, body.as_bytes()).unwrap();
    assert_eq!(read.dialect, Dialect::default());
    assert_eq!(read.dialect.release(), Some((6, 4)));
    assert_eq!(
        (read.transaction_id.as_deref(), read.version.as_deref()),
        (Some("t-1"), Some("6.8.0"))
    );
    let request = read.request().unwrap();
    assert_eq!(request.kind, Some(Kind::Submit));
    assert_eq!(
        (request.vasp_id.as_deref(), request.vas_id.as_deref()),
        (Some("shop"), Some("news"))
    );
    assert_eq!(
        (request.field("ServiceCode"), request.field("Priority")),
        (Some("x"), Some("High"))
    );
    assert_eq!(request.is_adaptable, Some(true));
    assert_eq!(request.shown[0].value, "+15550101");
    let message = &request.multimedia;
    let from = message.from.as_ref().unwrap();
    assert_eq!(
        (from.kind, from.value.as_str()),
        (AddressKind::ShortCode, "70001")
    );
    let to: Vec<(AddressKind, &str)> = message
        .to
        .iter()
        .map(|to| (to.kind, to.value.as_str()))
        .collect();
    assert_eq!(
        to,
        [
            (AddressKind::Number, "+15550100"),
            (AddressKind::Mailbox, "ann@example.com")
        ]
    );
    assert_eq!(message.date.unwrap().to_string(), "2026-11-21T08:30:00Z");
    assert_eq!(message.texts(), ["Grüße", "Köln"]);
    assert_eq!(message.parts.len(), 3);
    assert_eq!(message.parts[2].content, Content::Bytes(b"\x89PN".to_vec()));
    let shown: Vec<Option<usize>> = message.shown().iter().map(|one| one.part).collect();
    assert_eq!(shown, [Some(2), Some(0)]);
}

#[test]
fn dialects_are_told_and_answered_in_kind() {
    let schemas = "http://www.3gpp.org/ftp/Specs/archive/23_series/23.140/schema/";
    for (space, version, release) in [
        (format!("{schemas}REL-5-MM7-1-0"), "5.3.0", Some((5, 0))),
        (format!("{schemas}REL-5-MM7-1-2"), "5.6.0", Some((5, 2))),
        (format!("{schemas}REL-5-MM7-1-3"), "5.10.0", Some((5, 3))),
        (format!("{schemas}REL-6-MM7-1-0"), "6.3.0", Some((6, 0))),
        (format!("{schemas}REL-6-MM7-1-4"), "6.8.0", Some((6, 4))),
        ("http://example.com/mm7".to_owned(), "1", None),
    ] {
        for (name, answer) in [
            ("Submit", "SubmitRsp"),
            ("Deliver", "DeliverRsp"),
            ("Cancel", "CancelRsp"),
            ("Replace", "ReplaceRsp"),
            ("DeliveryReport", "DeliveryReportRsp"),
            ("ReadReply", "ReadReplyRsp"),
            ("extendedCancel", "extendedCancelRsp"),
            ("extendedReplace", "extendedReplaceRsp"),
            ("Optin", "RSErrorRsp"),
        ] {
            let message = format!(
                "<m:{name}Req><m:MM7Version>{version}</m:MM7Version><m:MessageID>7</m:MessageID></m:{name}Req>"
            );
            let request = read("text/xml", envelope(&space, &message).as_bytes()).unwrap();
            assert_eq!(request.dialect.release(), release, "{space}");
            let status = Status::of(Status::CONTENT_REFUSED).with("spam");
            let response = request.answer(status, Some("id-7")).unwrap();
            let written = write(&response);
            assert!(
                written.contains(&format!("<{answer} xmlns=\"{space}\">")),
                "{written}"
            );
            assert!(
                written.contains(&format!("<MM7Version>{version}</MM7Version>")),
                "{written}"
            );
            assert!(
                written.contains("<StatusCode>2004</StatusCode>"),
                "{written}"
            );
            assert_eq!(read("text/xml", written.as_bytes()).as_ref(), Ok(&response));
            assert_eq!(response.answer(Status::of(1000), None), None);
        }
    }
    let bare =
        "<Envelope><Body><SubmitReq><MM7Version>5.3.0</MM7Version></SubmitReq></Body></Envelope>";
    let request = read("text/xml", bare.as_bytes()).unwrap();
    assert_eq!(request.dialect.namespace, "");
    let response = request.answer(Status::of(1000), None).unwrap();
    assert_eq!(read("text/xml", write(&response).as_bytes()), Ok(response));
    let newer =
        envelope(SPACE, "<m:CancelReq/>").replace(Soap::V11.namespace(), Soap::V12.namespace());
    assert_eq!(read("", newer.as_bytes()).unwrap().dialect.soap, Soap::V12);
}

#[test]
fn reports_say_what_became_of_a_message() {
    let message = "<m:DeliveryReportReq><m:MM7Version>6.8.0</m:MM7Version><m:MMSRelayServerID>relay</m:MMSRelayServerID>\
        <m:MessageID>7</m:MessageID><m:Recipient><m:Number>+15550100</m:Number></m:Recipient><m:Sender>70001</m:Sender>\
        <m:Date>2026-11-21T08:30:00</m:Date><m:MMStatus>Retrieved</m:MMStatus></m:DeliveryReportReq>";
    let read = read("text/xml", envelope(SPACE, message).as_bytes()).unwrap();
    let report = read.request().unwrap();
    assert_eq!(
        (report.status.as_deref(), report.relay_id.as_deref()),
        (Some("Retrieved"), Some("relay"))
    );
    assert_eq!(report.multimedia.to[0].value, "+15550100");
    assert_eq!(report.multimedia.from.as_ref().unwrap().value, "70001");
    assert_eq!(
        report.multimedia.date.unwrap().to_string(),
        "2026-11-21T08:30:00Z"
    );
}

#[test]
fn published_examples_are_read_and_the_malformed_one_is_answered_with_a_fault() {
    let Some(submit) = data("mms/mm7/submit_req.xml") else {
        return;
    };
    let submit = read("text/xml", submit.as_bytes()).unwrap();
    let request = submit.request().unwrap();
    assert_eq!(request.vasp_id.as_deref(), Some("skfdjslkjfdslkfj434das"));
    assert_eq!(
        request.multimedia.subject.as_deref(),
        Some("My first MM7 Message")
    );
    assert_eq!(request.multimedia.to[0].value, "16172383232");
    let expected = data("mms/mm7/submit_rsp.xml").unwrap();
    let expected = read("text/xml", expected.as_bytes()).unwrap();
    let mut status = Status::of(Status::SUCCESS);
    status.text = "Successfully parsed and validated request".to_owned();
    let answer = submit.answer(status, Some("369500617770864640")).unwrap();
    assert_eq!(answer, expected);
    let deliver = data("mms/mm7/deliver_req.xml").unwrap();
    let deliver = read("text/xml", deliver.as_bytes()).unwrap();
    let request = deliver.request().unwrap();
    assert_eq!(request.linked_id.as_deref(), Some("1000001"));
    assert_eq!(
        request.multimedia.from.as_ref().unwrap().value,
        "1617423433"
    );
    assert_eq!(request.multimedia.to[0].value, "111122");
    assert_eq!(
        request.multimedia.date.unwrap().to_string(),
        "2014-04-14T16:15:23.414Z"
    );
    let malformed = data("mms/mm7/deliver_req_as_published_malformed.xml").unwrap();
    let error = read("text/xml", malformed.as_bytes()).unwrap_err();
    assert_eq!(error.code(), "mm7/xml");
    let fault = Fault::of(&error);
    assert_eq!(read("text/xml", write(&fault).as_bytes()), Ok(fault));
}

#[test]
fn what_cannot_be_understood_is_refused_and_answered() {
    let deep = "<a>".repeat(watchbell_iodef::MAX_DEPTH + 1);
    let many = "<m:Number>1</m:Number>".repeat(MAX_RECIPIENTS + 1);
    let many =
        format!("<m:SubmitReq><m:Recipients><m:To>{many}</m:To></m:Recipients></m:SubmitReq>");
    for (body, code, fault_code) in [
        ("", "mm7/xml", FaultCode::Client),
        ("<a/>", "mm7/root", FaultCode::VersionMismatch),
        ("<Envelope/>", "mm7/missing", FaultCode::Client),
        (
            "<Envelope><Body/></Envelope>",
            "mm7/missing",
            FaultCode::Client,
        ),
        (
            "<Envelope><Body><Hello/></Body></Envelope>",
            "mm7/kind",
            FaultCode::Client,
        ),
        (
            "<Envelope><Body><HelloRsp/></Body></Envelope>",
            "mm7/kind",
            FaultCode::Client,
        ),
        (
            "<Envelope><Body><SubmitRsp/></Body></Envelope>",
            "mm7/missing",
            FaultCode::Client,
        ),
        (
            "<Envelope><Body><SubmitRsp><Status><StatusCode>x</StatusCode></Status></SubmitRsp></Body></Envelope>",
            "mm7/value",
            FaultCode::Client,
        ),
        (
            "<!DOCTYPE a [<!ENTITY b \"c\">]><Envelope>&b;</Envelope>",
            "mm7/xml",
            FaultCode::Client,
        ),
        (&deep, "mm7/xml", FaultCode::Client),
        (&envelope(SPACE, &many), "mm7/recipients", FaultCode::Client),
    ] {
        let error = read("text/xml", body.as_bytes()).unwrap_err();
        assert_eq!(error.code(), code, "{body}");
        let message = Fault::of(&error);
        let Body::Fault(fault) = &message.body else {
            panic!("{message:?}");
        };
        assert_eq!(fault.code, fault_code, "{body}");
        assert_eq!(
            read("text/xml", write(&message).as_bytes()).as_ref(),
            Ok(&message)
        );
    }
    assert_eq!(
        read("multipart/related; boundary=b", b"").unwrap_err(),
        Error::NoPart
    );
    let parts = "--b\n\n\n".repeat(101);
    let too_many = read("multipart/related; boundary=b", parts.as_bytes());
    assert!(matches!(
        too_many,
        Err(Error::Mime {
            problem: Problem::Parts,
            ..
        })
    ));
    let long = vec![b' '; MAX_BYTES + 1];
    assert!(matches!(
        read("text/xml", &long),
        Err(Error::Mime {
            problem: Problem::Bytes(_),
            ..
        })
    ));
}

#[test]
fn faults_of_both_versions_are_read() {
    for (fault, soap) in [
        (
            "<e:Fault><faultcode>e:Client</faultcode><faultstring>no</faultstring><detail><m:VASPErrorRsp>\
             <m:Status><m:StatusCode>4007</m:StatusCode></m:Status></m:VASPErrorRsp></detail></e:Fault>",
            Soap::V11,
        ),
        (
            "<e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text>no</e:Text></e:Reason>\
             <e:Detail><m:RSErrorRsp><m:Status><m:StatusCode>4007</m:StatusCode></m:Status></m:RSErrorRsp></e:Detail></e:Fault>",
            Soap::V12,
        ),
    ] {
        let text = envelope(SPACE, fault).replace(Soap::V11.namespace(), soap.namespace());
        let message = read("text/xml", text.as_bytes()).unwrap();
        let Body::Fault(fault) = &message.body else {
            panic!("{message:?}");
        };
        assert_eq!(
            (&fault.code, fault.text.as_str()),
            (&FaultCode::Client, "no")
        );
        let status = fault.status.as_ref().unwrap();
        assert_eq!(
            (status.code, status.text.as_str()),
            (4007, "Service denied")
        );
        assert!(!status.is_success());
        assert_eq!(read("text/xml", write(&message).as_bytes()), Ok(message));
    }
}

#[test]
fn damaged_messages_do_no_harm() {
    let (kind, body) = submission();
    let mut chance = Chance(7);
    for _ in 0..1_500 {
        let damaged = chance.damage(&body);
        match read(&kind, &damaged) {
            Ok(message) => {
                if let Some(answer) = message.answer(Status::of(1000), Some("7")) {
                    assert_eq!(read("text/xml", write(&answer).as_bytes()), Ok(answer));
                }
            }
            Err(error) => {
                let fault = Fault::of(&error);
                assert_eq!(read("text/xml", write(&fault).as_bytes()), Ok(fault));
            }
        }
    }
}
