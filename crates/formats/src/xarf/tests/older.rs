//! Versions 0.2 to 3.

use super::*;

/// A mail of version 0.2.
pub(super) const PLAIN: &str = "X-XARF: PLAIN\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nDear all\n--b\nContent-Type: text/plain; name=\"report.txt\"\n\n---\nReported-From: abuse@example.com\nCategory: abuse\nReport-Type: login-attack\nDate: Sat, 21 Nov 2026 08:30:00 +0000\nSource: '192.0.2.9'\nSource-Type: ip-address\nPort: 22 # ssh\nReport-ID: \"1@example.com\"\n# remark\n--b\nContent-Type: text/plain; name=log\n\nFailed password\n--b--\n";

pub(super) fn old() -> Value {
    json!({
        "Version": "3",
        "ReporterInfo": {
            "ReporterOrg": "Example",
            "ReporterOrgDomain": "example.com",
            "ReporterOrgEmail": "abuse@example.com"
        },
        "Disclosure": true,
        "Report": {
            "ReportClass": "Activity",
            "ReportType": "Spam",
            "ReporterCaseID": 17,
            "Date": "2026-11-21T08:30:00Z",
            "SourceIp": "192.0.2.55",
            "SourcePort": 54321,
            "DestinationPort": 25,
            "SmtpMailFromAddress": "spam@example.com",
            "SmtpMessageSubject": "Win",
            "Ongoing": true,
            "Samples": [
                {"ContentType": "message/rfc822", "Base64Encoded": true, "Payload": "VG86IGEKCkhlbGxv"},
                {"ContentType": "text/plain", "Payload": "log"},
                {"FileName": "a.exe"}
            ]
        }
    })
}

#[test]
fn older_versions_become_version_4() {
    let xarf = read(&old().to_string()).unwrap();
    assert_eq!(
        (xarf.category.as_str(), xarf.kind.as_str()),
        ("messaging", "spam")
    );
    assert_eq!(xarf.legacy_version.as_deref(), Some("3"));
    assert_eq!(
        (xarf.source_identifier.as_str(), xarf.source_port),
        ("192.0.2.55", Some(54321))
    );
    assert_eq!(xarf.text("smtp_from"), Some("spam@example.com"));
    assert_eq!(xarf.evidence.len(), 2);
    assert_eq!(xarf.evidence[0].payload, b"To: a\n\nHello");
    assert_eq!(xarf.fields[LEGACY]["Ongoing"], true);
    assert_eq!(read(&write(&xarf)).as_ref(), Ok(&xarf));
    assert_eq!(
        read(&old().to_string()).as_ref(),
        Ok(&xarf),
        "its identity is the same"
    );
    let report = xarf.to_report();
    assert_eq!(report.text.as_str(), "Win\nHello\nlog");

    let mut other = old();
    other["Version"] = "3.0.0".into();
    other["OnBehalfOf"] =
        json!({"ComplainantOrg": "Victim", "ComplainantOrgEmail": "v@example.net"});
    other["Report"] = json!({
        "ReportType": "phishing",
        "Date": "2026-11-21T08:30:00Z",
        "Source": {"URL": "http://example.com/login", "Port": 0},
        "SourceUrl": "http://example.com/login",
        "Attachment": [{"ContentType": "text/html", "Data": "PGI+"}],
        "AdditionalInfo": {"DetectionMethod": "crawler"}
    });
    let xarf = read(&other.to_string()).unwrap();
    assert_eq!(xarf.kind, "phishing");
    assert_eq!(xarf.reporter.org, "Victim");
    assert_eq!(xarf.sender.org, "Example");
    assert_eq!(xarf.fields[LEGACY]["DetectionMethod"], "crawler");
    assert_eq!(xarf.to_report().channel, Channel::Web);
    assert_eq!(xarf.to_report().text.as_str(), "http://example.com/login");
    for (place, error) in [
        ("/Report/Date", "/Report/Date: is missing or empty"),
        ("/Report/SourceIp", "/Report/SourceIp: is missing or empty"),
        (
            "/Report/ReportType",
            "/Report/ReportType: is missing or empty",
        ),
        (
            "/ReporterInfo/ReporterOrgEmail",
            "/ReporterInfo/ReporterOrgEmail: is missing or empty",
        ),
    ] {
        let mut value = old();
        *value.pointer_mut(place).expect("it is there") = Value::Null;
        assert_eq!(refused_text(&value.to_string()), error);
    }
    let mut value = old();
    value["Version"] = "7".into();
    assert_eq!(
        refused_text(&value.to_string()),
        "/Version: \"7\" is not a version of X-ARF"
    );
}

#[test]
fn mails_carry_it() {
    let json = old().to_string();
    let feedback = "Feedback-Type: xarf\nUser-Agent: a\nVersion: 1\n";
    let mail = format!(
        "Subject: x\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\ntext\n--b\nContent-Type: message/feedback-report\n\n{feedback}\n--b\nContent-Type: application/json; name=xarf.json\n\n{json}\n--b--\n"
    );
    let xarf = read_mail(mail.as_bytes()).unwrap().expect("X-ARF");
    assert_eq!(Ok(xarf), read(&json));
    let xarf = read_mail(PLAIN.as_bytes()).unwrap().expect("X-ARF");
    assert_eq!(
        (xarf.category.as_str(), xarf.kind.as_str()),
        ("connection", "login_attack")
    );
    assert_eq!(
        (xarf.source_identifier.as_str(), xarf.source_port),
        ("192.0.2.9", Some(22))
    );
    assert_eq!(xarf.evidence[0].payload, b"Failed password");
    assert_eq!(xarf.fields[LEGACY]["report-id"], "1@example.com");
    assert_eq!(read(&write(&xarf)).as_ref(), Ok(&xarf));
    for (name, error) in [
        ("Source", "/Source: is missing or empty"),
        ("Date", "/Date: is missing or empty"),
        ("Report-Type", "/Report-Type: is missing or empty"),
        ("Reported-From", "/Reported-From: is missing or empty"),
    ] {
        let broken = PLAIN.replace(&format!("\n{name}: "), &format!("\nNo{name}: "));
        assert_eq!(read_mail(broken.as_bytes()).unwrap_err().to_string(), error);
    }
    assert_eq!(read_mail(b"Subject: a\n\nbody"), Ok(None));
    assert_eq!(
        read_mail(PLAIN.replace("X-XARF", "X-No").as_bytes()),
        Ok(None)
    );
}
