//! Values of headers, read and written.

use super::{
    super::{
        Address, CSeq, Host, Identity, MediaType, Method, Name, Reason, Uri, Via, Warning, unescape,
    },
    bytes, invite, message,
};

#[test]
fn uris_have_their_parts() {
    let text = "SIPS:al%69ce;x=1:p%20w@Example.NET:5071;lr;transport=tcp?Subject=a%26b&x=";
    let uri = Uri::read(text).unwrap();
    assert_eq!(uri.scheme(), "sips");
    let sip = uri.sip().unwrap();
    assert_eq!(
        (sip.user, sip.password),
        (Some("al%69ce;x=1"), Some("p%20w"))
    );
    assert_eq!(unescape(sip.user.unwrap()), "alice;x=1");
    assert_eq!(
        (sip.host, sip.port),
        (Host::Name("Example.NET"), Some(5071))
    );
    assert_eq!(sip.params.get("LR"), Some(None));
    assert_eq!(sip.params.get("transport"), Some(Some("tcp")));
    assert_eq!(sip.params.get("maddr"), None);
    assert_eq!(sip.headers, Some("Subject=a%26b&x="));
    assert_eq!(uri.to_string(), text.replace("SIPS", "sips"));
}

#[test]
fn hosts_are_names_and_addresses() {
    for (text, expected) in [
        ("example.net.", "example.net."),
        ("a_b-c.example", "a_b-c.example"),
        ("localhost", "localhost"),
        ("192.0.2.007", "192.0.2.7"),
        ("[2001:DB8::0:1]", "[2001:db8::1]"),
        ("[2001:db8:::192.0.2.1]", "[2001:db8::c000:201]"),
        ("[::ffff:192.0.2.1]", "[::ffff:192.0.2.1]"),
    ] {
        let host = Host::read(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(host.to_string(), expected);
        assert_eq!(Host::read(expected), Some(host));
    }
    for text in [
        "",
        ".",
        "a..b",
        "-a",
        "a-",
        "1.2.3",
        "1.2.3.4.5",
        "[::1",
        "::1",
        "[]",
        "a b",
        "\u{e4}.example",
    ] {
        assert_eq!(Host::read(text), None, "{text}");
    }
}

#[test]
fn telephone_numbers_are_found() {
    for (uri, expected) in [
        ("tel:+1-555-010-0199", Some("+15550100199")),
        ("tel:(555)0100;phone-context=+1", Some("5550100")),
        ("tel:7726", Some("7726")),
        ("tel:*31#", Some("*31#")),
        (
            "sip:+447700900123@example.net;user=phone",
            Some("+447700900123"),
        ),
        (
            "sip:+33-1-99-00-12-34;isub=1@example.net",
            Some("+33199001234"),
        ),
        ("sip:%2B15550100@example.net", Some("+15550100")),
        ("sip:*72@example.net;user=phone", Some("*72")),
        ("sip:*72@example.net", None),
        ("sip:7726@example.net", Some("7726")),
        ("sip:15@example.net", None),
        ("sip:15@example.net;user=phone", Some("15")),
        ("sip:alice@example.net;user=phone", None),
        ("sip:anonymous@anonymous.invalid", None),
        ("sip:example.net", None),
        ("urn:service:sos", None),
    ] {
        let uri = Uri::read(uri).unwrap_or_else(|wrong| panic!("{uri}: {wrong}"));
        assert_eq!(uri.telephone().as_deref(), expected, "{uri}");
    }
}

#[test]
fn escapes_are_undone() {
    for (text, expected) in [
        ("a%20b", "a b"),
        ("%C3%A9%c3%a9", "\u{e9}\u{e9}"),
        ("%00", "\0"),
        ("%FF", "\u{fffd}"),
        ("100%", "100%"),
        ("%zz%4", "%zz%4"),
    ] {
        assert_eq!(unescape(text), expected);
    }
}

#[test]
fn addresses_have_names_and_parameters() {
    for (text, name, uri, tag) in [
        (
            "sip:a@example.com;tag=1",
            None,
            "sip:a@example.com",
            Some("1"),
        ),
        (
            "<sip:a@example.com;tag=1>",
            None,
            "sip:a@example.com;tag=1",
            None,
        ),
        (
            "A. Body  <sip:a@example.com> ; x ; Tag = \"q;r\"",
            Some("A. Body"),
            "sip:a@example.com",
            Some("\"q;r\""),
        ),
        (
            "\"a\\\"b\\\\\" <tel:+15550100>",
            Some("a\"b\\"),
            "tel:+15550100",
            None,
        ),
        (
            "\"\" <sip:a@example.com>",
            Some(""),
            "sip:a@example.com",
            None,
        ),
        (
            "\u{4e2d}\u{6587} <sip:a@example.com>",
            Some("\u{4e2d}\u{6587}"),
            "sip:a@example.com",
            None,
        ),
    ] {
        let address = Address::read(text).unwrap_or_else(|wrong| panic!("{text}: {wrong}"));
        assert_eq!(address.name.as_deref(), name, "{text}");
        assert_eq!(address.uri.to_string(), uri, "{text}");
        assert_eq!(address.tag(), tag, "{text}");
        let written = address.to_string();
        assert_eq!(Address::read(&written).unwrap().to_string(), written);
    }
}

#[test]
fn lists_are_parted_outside_of_quotes_and_brackets() {
    let message = message(&invite(&[(
        "Supported:",
        "P-Asserted-Identity: \"Doe, J\" <sip:+15550101@example.net;x=a>, <tel:+15550101>\n\
         p-asserted-identity: tel:+15550102\nRecord-Route: <sip:a,b@192.0.2.1;lr>,<sip:192.0.2.2;lr>\nSupported:",
    )]));
    let asserted = message.addresses(&Name::PAssertedIdentity);
    let asserted: Vec<_> = asserted
        .filter_map(|address| address.uri.telephone())
        .collect();
    assert_eq!(asserted, ["+15550101", "+15550101", "+15550102"]);
    let routes: Vec<_> = message.headers.list(&Name::RecordRoute).collect();
    assert_eq!(routes, ["<sip:a,b@192.0.2.1;lr>", "<sip:192.0.2.2;lr>"]);
    let extensions: Vec<_> = message.tokens(&Name::Supported).collect();
    assert_eq!(extensions, ["replaces", "timer"]);
}

#[test]
fn names_have_compact_forms_and_any_case() {
    for (text, name) in [
        ("v", Name::Via),
        ("VIA", Name::Via),
        ("y", Name::Identity),
        ("p-asserted-identity", Name::PAssertedIdentity),
        ("X-Any", Name::Other("x-any".to_owned())),
    ] {
        assert_eq!(Name::read(text), Some(name));
    }
    assert_eq!(Name::read("call-id").unwrap().as_str(), "Call-ID");
    assert_eq!(Name::read("z").unwrap().as_str(), "z");
    for text in ["", "a b", "a:", "\u{e4}"] {
        assert_eq!(Name::read(text), None, "{text}");
    }
}

#[test]
fn identities_are_read_one_by_one() {
    let message = message(&invite(&[(
        "Supported:",
        "Identity: eyJh.eyJk.c2ln-_;info=<https://cert.example.org/a,b.pem>;alg=ES256;ppt=shaken , \
         ..c2ln;info=<https://cert.example.org/c.pem>;ppt=\"div\"\ny: e30.e30.c2ln ;alg = ES256\nSupported:",
    )]));
    let identities = message.identities();
    assert_eq!(identities.len(), 3);
    assert_eq!(
        identities[0],
        Identity {
            token: "eyJh.eyJk.c2ln-_",
            info: Some("https://cert.example.org/a,b.pem"),
            alg: Some("ES256"),
            ppt: Some("shaken"),
        }
    );
    assert_eq!(
        (identities[1].token, identities[1].ppt),
        ("..c2ln", Some("div"))
    );
    assert_eq!(
        (identities[2].info, identities[2].alg),
        (None, Some("ES256"))
    );
    for identity in &identities {
        assert_eq!(Identity::read(&identity.to_string()).as_ref(), Ok(identity));
    }
}

#[test]
fn short_values_are_read_and_written() {
    let cseq = CSeq::read("0009  INVITE").unwrap();
    assert_eq!(
        cseq,
        CSeq {
            number: 9,
            method: Method::Invite
        }
    );
    assert_eq!(cseq.to_string(), "9 INVITE");
    let reason = Reason::read("Q.850 ;cause=16;text=\"Terminated, \\\"so\\\"\"").unwrap();
    assert_eq!((reason.protocol, reason.cause), ("Q.850", Some(16)));
    assert_eq!(reason.text.as_deref(), Some("Terminated, \"so\""));
    assert_eq!(Reason::read(&reason.to_string()), Ok(reason));
    let warning = Warning::read("307 example.net:5060 \"a \\\"b\\\"\"").unwrap();
    assert_eq!((warning.code, &*warning.text), (307, "a \"b\""));
    assert_eq!(Warning::read(&warning.to_string()), Ok(warning.clone()));
    let kind = MediaType::read("multipart/mixed; boundary=\"a;b\"").unwrap();
    assert!(kind.is("Multipart/MIXED"));
    assert_eq!(kind.params.get("boundary").as_deref(), Some("a;b"));
}

#[test]
fn the_values_of_a_message_are_at_hand() {
    let message = message(&invite(&[(
        "Supported:",
        "Reason: SIP;cause=607, Q.850;cause=21\nRetry-After: 30 (later)\nExpires: 120\nPrivacy: id ; critical\nSupported:",
    )]));
    assert_eq!(message.uri().unwrap().telephone().as_deref(), Some("7726"));
    assert_eq!(message.via().unwrap().branch(), Some("z9hG4bK776asdhds"));
    assert_eq!(message.date().unwrap().to_string(), "2026-11-21T08:30:00Z");
    assert_eq!(
        (message.expires(), message.retry_after()),
        (Some(120), Some(30))
    );
    assert_eq!(message.max_forwards(), Some(70));
    let causes: Vec<_> = message.reasons().map(|reason| reason.cause).collect();
    assert_eq!(causes, [Some(607), Some(21)]);
    let words: Vec<_> = message.privacy().collect();
    assert_eq!(words, ["id", "critical"]);
}

#[test]
fn who_calls_is_told_by_the_network_and_by_himself() {
    let caller = |edits: &[(&str, &str)]| message(&invite(edits)).caller();
    let plain = caller(&[]);
    assert_eq!(
        (plain.asserted, plain.claimed.as_deref()),
        (None, Some("+15550100"))
    );
    assert!(!plain.is_withheld);
    let asserted = "P-Asserted-Identity: \"x\" <sip:example.net>, <tel:+1-555-0101>\nSupported:";
    let withheld = "\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=1928301774";
    let from = "\"Caller\" <sip:+15550100@example.com;user=phone>;tag=1928301774";
    let hidden = caller(&[("Supported:", asserted), (from, withheld)]);
    assert_eq!(
        (hidden.asserted.as_deref(), hidden.claimed),
        (Some("+15550101"), None)
    );
    assert!(hidden.is_withheld);
    assert!(caller(&[("Supported:", "Privacy: user;id\nSupported:")]).is_withheld);
    assert!(!caller(&[("Supported:", "Privacy: none\nSupported:")]).is_withheld);
}

#[test]
fn a_via_tells_how_a_request_came() {
    let via = Via::read(
        "SIP/2.0/UDP a.example.com:5070;received=[2001:db8::9];rport=4000;branch=z9hG4bK",
    )
    .unwrap();
    assert_eq!(via.received(), "2001:db8::9".parse().ok());
    assert_eq!((via.rport(), via.branch()), (Some(4000), None));
    assert_eq!(Via::read(&via.to_string()), Ok(via.clone()));
}

#[test]
fn a_body_is_found_among_parts() {
    let text = "MESSAGE sip:a@example.net SIP/2.0
Via: SIP/2.0/TCP 192.0.2.7;branch=z9hG4bK1
To: <sip:a@example.net>
From: <sip:b@example.net>;tag=1
Call-ID: 1
CSeq: 1 MESSAGE
Content-Type: multipart/mixed; boundary=\"b 1\"
Content-Length: {length}

--b 1
Content-Type: text/plain

hello
--b 1
Content-Type: multipart/alternative;boundary=b2

--b2
Content-Type: APPLICATION/SDP
Content-Disposition: session

v=0
s=inner
--b2--
--b 1
Content-Type: application/vnd.etsi.mcid+xml
Content-Transfer-Encoding: base64

PG1jaWQvPg==
--b 1--
";
    let message = message(&bytes(text));
    assert_eq!(message.sdp().as_deref(), Some(&b"v=0\r\ns=inner"[..]));
    let mcid = message.body_of("application/vnd.etsi.mcid+xml");
    assert_eq!(mcid.as_deref(), Some(&b"<mcid/>"[..]));
    assert_eq!(message.body_of("image/png"), None);
    let nested = |depth: usize| {
        let level =
            |at: usize| format!("Content-Type: multipart/mixed;boundary=c{at}\r\n\r\n--c{at}\r\n");
        let levels: String = (1..depth).map(level).collect();
        let mut deep = message.clone();
        deep.headers
            .0
            .iter_mut()
            .find(|header| header.name == Name::ContentType)
            .unwrap()
            .value = "multipart/mixed;boundary=c0".to_owned();
        deep.body =
            format!("--c0\r\n{levels}Content-Type: application/sdp\r\n\r\nv=0\r\n").into_bytes();
        deep.sdp()
    };
    assert!(nested(9).is_some());
    assert_eq!(nested(10), None);
}

#[test]
fn what_is_written_is_read_again() {
    let first = message(&invite(&[(
        "Supported:",
        "x-Any:  a ;b\nk: a\ns:\nSupported:",
    )]));
    let again = message(&first.write());
    assert_eq!(again, first);
    let mut forged = first;
    forged.headers.push(Name::Server, "a\r\nX-Evil: b");
    let again = message(&forged.write());
    assert_eq!(again.headers.get(&Name::Other("X-Evil".to_owned())), None);
    assert_eq!(again.headers.get(&Name::Server), Some("a  X-Evil: b"));
}
