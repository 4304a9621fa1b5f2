//! The verdict on messages that break one rule each, and on those that only look as if they did.

use super::{
    super::{Name, read},
    invite,
};

/// The codes of faults that are refused, not malformed.
const REFUSED: [&str; 3] = ["header-missing", "header-repeated", "content-type-missing"];

/// Puts each text of a table in place of a piece of the call, and holds the verdict against the code
/// before the text. `\n`, `\r`, `\t`, `\0` and `\1` are the characters that they mean, `\_` is a blank, and
/// `\-` alone leaves out the line.
#[track_caller]
fn judge(piece: &str, table: &str) {
    for row in table.lines().filter(|row| !row.is_empty()) {
        let (code, text) = row.split_once('|').expect("two cells");
        let text = text.strip_prefix(' ').unwrap_or(text);
        let text = text
            .replace("\\n", "\n")
            .replace("\\t", "\t")
            .replace("\\r", "\r");
        let text = text
            .replace("\\0", "\0")
            .replace("\\1", "\u{1}")
            .replace("\\_", " ");
        let line = format!("{piece}\n");
        let edit = if text == "\\-" {
            (line.as_str(), "")
        } else {
            (piece, text.as_str())
        };
        let reading = read(&invite(&[edit]));
        let verdict = reading.verdict();
        let found = verdict.map_or("ok", |fault| fault.code().trim_start_matches("sip/"));
        assert_eq!(found, code.trim(), "{text:?}: {:?}", reading.faults);
        let is_malformed = found != "ok" && !REFUSED.contains(&found);
        assert_eq!(reading.is_well_formed(), !is_malformed, "{text:?}");
    }
}

#[test]
fn a_first_line_is_one_of_sip() {
    const LINE: &str = "INVITE sip:7726@example.net SIP/2.0";
    judge(
        LINE,
        r#"
ok                   | INVITE sip:7726@example.net sip/2.0
ok                   | INVITE tel:7726;phone-context=example.net SIP/2.0
ok                   | INVITE sip:[2001:db8::1]:5070;transport=tcp SIP/2.0
ok                   | INVITE sip:%37%37@example.net. SIP/2.0
ok                   | INVITE sip:1_a.~(b!c)&d'e+f$/g?,/;;*:&h+i=1,j!*k$@example.net SIP/2.0
ok                   | INVITE urn:service:example SIP/2.0
version              | INVITE sip:7726@example.net SIP/3.0
version              | INVITE sip:7726@example.net SIP/2.1
start-line           | INVITE sip:7726@example.net SIP/2
start-line           | INVITE sip:7726@example.net HTTP/1.1
start-line           | INVITE sip:7726@example.net
start-line           | INVITE
start-line-blanks    | INVITE  sip:7726@example.net SIP/2.0
start-line-blanks    | INVITE sip:7726@example.net  SIP/2.0
start-line-blanks    | INVITE sip:7726@example.net SIP/2.0\_
start-line-blanks    | INVITE sip:7726@example.net SIP/2.0\t
method               | IN(VITE sip:7726@example.net SIP/2.0
uri-scheme           | INVITE 7726@example.net SIP/2.0
request-uri-brackets | INVITE <sip:7726@example.net> SIP/2.0
uri-blank            | INVITE sip:77 26@example.net SIP/2.0
uri-blank            | INVITE sip:7726@example.net ;lr SIP/2.0
uri-blank            | INVITE sip:7726@example.net;lr ;x SIP/2.0
uri-headers          | INVITE sip:7726@example.net?Subject=x SIP/2.0
host                 | INVITE sip:7726@ SIP/2.0
host                 | INVITE sip:7726@exa_mple..net SIP/2.0
host                 | INVITE sip:7726@192.0.2.256 SIP/2.0
host                 | INVITE sip:7726@2001:db8::1 SIP/2.0
host                 | INVITE sip:7726@[2001:db8::1 SIP/2.0
host                 | INVITE sip:7726@[2001:db8::1::2] SIP/2.0
uri-character        | INVITE sip:@example.net SIP/2.0
port                 | INVITE sip:7726@example.net:99999 SIP/2.0
port                 | INVITE sip:7726@example.net: SIP/2.0
uri-escape           | INVITE sip:77%2@example.net SIP/2.0
uri-escape           | INVITE sip:77%zz@example.net SIP/2.0
uri-character        | INVITE sip:a"b@example.net SIP/2.0
uri-character        | INVITE sip:a@b@example.net SIP/2.0
parameter            | INVITE sip:7726@example.net;;lr SIP/2.0
tel                  | INVITE tel:+ SIP/2.0
uri-character        | INVITE tel:call-me SIP/2.0
"#,
    );
}

#[test]
fn a_header_is_a_name_and_a_value() {
    const LINE: &str = "Supported: replaces, timer";
    judge(
        LINE,
        r#"
ok                   | k: replaces , timer
ok                   | Supported:
ok                   | X-Any : ;;,,\n\t folded
ok                   | X-Any: � 中
header-line          | Supported
header-line          | Supp orted: timer
header-line          | : timer
control-character    | X-Any: a\1b
control-character    | X-Any: a\0b
control-character    | X-Any: a\rb
control-character    | X-Any: a\\rb
header-line          | X-Any\1: a
trailing             | Supported: replaces timer
token                | Require: a,,b
token                | Require:
trailing             | Allow: INVITE; ACK
content-type         | Accept: application
ok                   | Accept:
ok                   | Warning: 370 example.net "Not enough"
warning              | Warning: 37 example.net "Not enough"
warning              | Warning: 370 example.net Not enough
ok                   | Retry-After: 18000 (in a meeting) ;duration=3600
number               | Retry-After: soon
number-large         | Expires: 4294967296
number               | Expires: -1
"#,
    );
    let folded = invite(&[(
        "INVITE sip:7726@example.net SIP/2.0\n",
        "INVITE sip:7726@example.net SIP/2.0\n x: y\n",
    )]);
    let verdict = read(&folded).verdict().cloned().unwrap();
    assert_eq!((verdict.code(), verdict.place.line), ("sip/header-line", 2));
}

#[test]
fn the_way_of_a_request_can_be_read() {
    const VIA: &str = "SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK776asdhds;rport";
    judge(
        VIA,
        r#"
ok                   | SIP / 2.0\n / UDP\t192.0.2.7 : 5060 ; branch = z9hG4bK7
ok                   | SIP/2.0/UDP [2001:db8::7];branch=z9hG4bK7;received=2001:db8::8
ok                   | SIP/2.0/UDP a.example.com;branch=z9hG4bK7, SIP/2.0/TCP 192.0.2.8
ok                   | SIP/2.0/SCTP a.example.com;hidden;x="a,b;c"
sent-protocol        | SIP/2.0/UDP
sent-protocol        | SIP/2.0 UDP 192.0.2.7
sent-protocol        | 2.0/UDP 192.0.2.7
host                 | SIP/2.0/UDP ;branch=z9hG4bK7
port                 | SIP/2.0/UDP 192.0.2.7:port
port                 | SIP/2.0/UDP 192.0.2.7:70000
parameter            | SIP/2.0/UDP 192.0.2.7;branch=
parameter            | SIP/2.0/UDP 192.0.2.7;;branch=z9hG4bK7
sent-protocol        | SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK7,
trailing             | SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK7 more
quoted-string        | SIP/2.0/UDP 192.0.2.7;x="open
sent-protocol        |
"#,
    );
}

#[test]
fn the_ends_of_a_call_can_be_read() {
    const FROM: &str = "\"Caller\" <sip:+15550100@example.com;user=phone>;tag=1928301774";
    judge(
        FROM,
        r#"
ok                   | sip:a@example.com;tag=1
ok                   | Some Body <sip:a@example.com> ;tag = 1
ok                   | caller<sip:a@example.com>;tag=1
ok                   | "a \"b\" \\" <sip:a@example.com?Subject=x>;tag=1
ok                   | "a\\1\\0b" <sip:a@example.com>;tag=1
ok                   | a~` b'+_ c*%!.- <sip:a@example.com>;x''~+*="п";tag=_a~1'+`*%!-.
control-character    | "a\1b" <sip:a@example.com>;tag=1
ok                   | Jörg <sip:a@example.com>;tag=1
ok                   | <tel:+1-555-0100>;tag=1
ok                   | <http://www.example.com/a>;tag=1
quoted-string        | "Caller <sip:a@example.com>;tag=1
quoted-string        | "Caller\" <sip:a@example.com>;tag=1
display-name         | "Caller" sip:a@example.com;tag=1
display-name         | Body, Some <sip:a@example.com>;tag=1
display-name         | Some@Body <sip:a@example.com>;tag=1
angle-brackets       | <sip:a@example.com;tag=1
uri-blank            | < sip:a@example.com>;tag=1
uri-blank            | <sip:a@example.com >;tag=1
uri-scheme           | <>;tag=1
uri-scheme           | a@example.com;tag=1
uri-bare             | sip:a@example.com?Subject=x;tag=1
uri-bare             | sip:a,b@example.com;tag=1
parameter            | <sip:a@example.com>;tag=
trailing             | <sip:a@example.com>tag=1
trailing             | <sip:a@example.com>;tag=1, <sip:b@example.com>;tag=2
uri-scheme           |
"#,
    );
    const CONTACT: &str = "<sip:+15550100@192.0.2.7:5060>";
    judge(
        CONTACT,
        r#"
ok                   | <sip:a@192.0.2.7>;q=0.5;expires=60, "B, C" <sip:b@192.0.2.8>
ok                   | *
number-large         | <sip:a@192.0.2.7>;expires=4294967296
uri-scheme           | <sip:a@192.0.2.7>,\_
uri-bare             | sip:a@192.0.2.7?Route=%3Csip:b%3E
"#,
    );
}

#[test]
fn numbers_and_names_of_a_request_are_what_they_have_to_be() {
    judge(
        "CSeq: 314159 INVITE",
        r#"
ok                   | cseq : 0000314159\n INVITE
ok                   | CSeq: 2147483647 INVITE
number-large         | CSeq: 2147483648 INVITE
number-large         | CSeq: 99999999999999999999 INVITE
number               | CSeq: -1 INVITE
number               | CSeq: INVITE
method               | CSeq: 314159
cseq-method          | CSeq: 314159 BYE
cseq-method          | CSeq: 314159 invite
trailing             | CSeq: 314159 INVITE BYE
"#,
    );
    judge(
        "Max-Forwards: 70",
        r#"
ok                   | Max-Forwards: 0
number-large         | Max-Forwards: 256
trailing             | Max-Forwards: 7O
number               | Max-Forwards:
ok                   | \-
"#,
    );
    judge(
        "Call-ID: a84b4c76e66710@192.0.2.7",
        r#"
ok                   | i: {a}<b>
call-id              | Call-ID:
call-id              | Call-ID: a b
"#,
    );
    judge(
        "Date: Sat, 21 Nov 2026 08:30:00 GMT",
        r#"
date                 | Date: Sat, 21 Nov 2026 08:30:00 UTC
date                 | Date: Sat, 31 Feb 2026 08:30:00 GMT
date                 | Date: 21 Nov 2026 08:30:00 GMT
date                 | Date: Sat, 1 Nov 2026 08:30:00 GMT
"#,
    );
    judge(
        "Content-Type: application/sdp",
        r#"
ok                   | c: Application / SDP ; charset = utf-8
content-type         | Content-Type: sdp
content-type         | Content-Type: application/
"#,
    );
}

#[test]
fn what_every_request_needs_is_asked_for_once() {
    judge(
        "Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK776asdhds;rport",
        r#"
header-missing       | \-
"#,
    );
    judge(
        "Call-ID: a84b4c76e66710@192.0.2.7",
        r#"
header-missing       | \-
"#,
    );
    judge(
        "CSeq: 314159 INVITE",
        r#"
header-missing       | \-
header-repeated      | CSeq: 314159 INVITE\ncseq: 314159 INVITE
"#,
    );
    judge(
        "Max-Forwards: 70",
        r#"
header-repeated      | Max-Forwards: 70\nMax-Forwards: 70
"#,
    );
    judge(
        "Call-ID: a84b4c76e66710@192.0.2.7",
        r#"
header-repeated      | Call-ID: a\ni: b
"#,
    );
    judge(
        "Content-Type: application/sdp",
        r#"
content-type-missing | \-
"#,
    );
    judge(
        "Content-Length: {length}",
        r#"
header-repeated      | Content-Length: {length}\nl: {length}
ok                   | \-
"#,
    );
    let missing = read(b"OPTIONS sip:a@example.net SIP/2.0\r\n\r\n");
    let headers: Vec<_> = missing
        .faults
        .iter()
        .filter_map(|fault| fault.place.header.clone())
        .collect();
    assert_eq!(
        headers,
        [Name::Via, Name::From, Name::To, Name::CallId, Name::CSeq]
    );
    assert!(missing.is_well_formed());
}
