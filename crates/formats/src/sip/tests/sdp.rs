//! Descriptions of sessions, and what is agreed on.

use super::{
    super::{
        rtp::Law,
        sdp::{
            Chosen, Connection, Direction, Error, Local, MAX_BYTES, MAX_FORMATS, MAX_MEDIA,
            NoAudio, Session, answer, chosen, offer, read, write,
        },
    },
    archive, crlf,
};

const OFFER: &str = "v=0
o=caller 2890844526 2890842807 IN IP4 192.0.2.7
s= A call
i=passed over
c=IN IP4 192.0.2.7
b=AS:64
t=0 0
a=sendrecv
m=audio 49170 RTP/AVP 18 0 8 101 13
a=rtpmap:18 G729/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-16
a=ptime:30
m=video 51372 RTP/AVP 99
c=IN IP4 192.0.2.8/127
a=rtpmap:99 H264/90000
";

fn local() -> Local {
    Local {
        address: "198.51.100.10".parse().unwrap(),
        port: 30_000,
        id: 77,
        version: 1,
        laws: vec![Law::A, Law::Mu],
    }
}

fn session(text: &str) -> Session {
    read(text.replace('\n', "\r\n").as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Answers the offer with pieces of it in place of others.
fn agreed(edits: &[(&str, &str)]) -> Result<Chosen, NoAudio> {
    let mut text = OFFER.to_owned();
    for (from, to) in edits {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    let offer = session(&text);
    let (answer, chosen) = answer(&offer, &local())?;
    // As many media in the same order (RFC 3264, section 6).
    assert_eq!(answer.media.len(), offer.media.len());
    for (one, other) in answer.media.iter().zip(&offer.media) {
        assert_eq!((&one.kind, &one.protocol), (&other.kind, &other.protocol));
        assert!(other.port != 0 || one.port == 0);
    }
    assert_eq!(read(&write(&answer)).as_ref(), Ok(&answer));
    Ok(chosen)
}

#[test]
fn an_offer_has_its_parts() {
    let offer = session(OFFER);
    let origin = offer.origin.as_ref().unwrap();
    assert_eq!(
        (origin.user.as_str(), origin.version.as_str()),
        ("caller", "2890842807")
    );
    assert_eq!(offer.name, "A call");
    let audio = &offer.media[0];
    assert_eq!(
        (audio.kind.as_str(), audio.port, audio.ptime()),
        ("audio", 49170, Some(30))
    );
    assert_eq!(audio.about("fmtp", 101), Some("0-16"));
    let payloads: Vec<_> = audio
        .payloads()
        .map(|payload| (payload.number, payload.encoding, payload.rate))
        .collect();
    let expected = [
        (18, "g729"),
        (0, "pcmu"),
        (8, "pcma"),
        (101, "telephone-event"),
        (13, "cn"),
    ];
    assert_eq!(
        payloads,
        expected.map(|(number, name)| (number, name.to_owned(), 8000))
    );
    let video = offer.media[1].target(&offer).and_then(Connection::ip);
    assert_eq!(video, "192.0.2.8".parse().ok());
}

#[test]
fn an_offer_is_answered_with_one_coding_and_the_events_of_the_other() {
    let (answer, chosen) = answer(&session(OFFER), &local()).unwrap();
    assert_eq!(
        chosen,
        Chosen {
            remote: "192.0.2.7:49170".parse().ok(),
            law: Law::Mu,
            payload: 0,
            event: Some(101),
            direction: Direction::Both,
        }
    );
    let expected = "v=0
o=- 77 1 IN IP4 198.51.100.10
s=-
c=IN IP4 198.51.100.10
t=0 0
m=audio 30000 RTP/AVP 0 101
a=rtpmap:0 PCMU/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-15
a=ptime:20
a=sendrecv
m=video 0 RTP/AVP 99
";
    let written = String::from_utf8(write(&answer)).unwrap();
    assert_eq!(written.replace("\r\n", "\n"), expected);
}

#[test]
fn what_is_agreed_on_is_what_both_can() {
    let law = |edits: &[(&str, &str)]| agreed(edits).map(|chosen| (chosen.law, chosen.payload));
    assert_eq!(law(&[("18 0 8", "8 0")]), Ok((Law::A, 8)));
    // A number that is bound by the offer.
    let bound = [
        ("18 0 8", "18 96"),
        ("a=ptime:30", "a=rtpmap:96 pcma/8000/1"),
    ];
    assert_eq!(law(&bound), Ok((Law::A, 96)));
    // One that is bound to something else.
    let other = [("18 0 8", "0 8"), ("a=ptime:30", "a=rtpmap:0 PCMU/16000")];
    assert_eq!(law(&other), Ok((Law::A, 8)));
    for edits in [
        vec![("18 0 8", "18 9")],
        vec![("audio 49170", "audio 0")],
        vec![("audio 49170 RTP/AVP", "audio 49170 RTP/SAVP")],
        vec![("m=audio", "m=image")],
    ] {
        assert_eq!(law(&edits), Err(NoAudio), "{edits:?}");
    }
    // The second audio where the first is refused.
    let chosen = agreed(&[
        ("18 0 8", "18 9"),
        ("video 51372 RTP/AVP 99", "audio 51372 RTP/AVP 8"),
    ])
    .unwrap();
    assert_eq!(
        (chosen.remote, chosen.event),
        ("192.0.2.8:51372".parse().ok(), None)
    );
    // But not both.
    agreed(&[("video 51372 RTP/AVP 99", "audio 51372 RTP/AVP 8")]).unwrap();
}

#[test]
fn events_keep_the_number_of_the_one_who_offers() {
    let event = |edits: &[(&str, &str)]| agreed(edits).unwrap().event;
    assert_eq!(event(&[("101", "96")]), Some(96));
    assert_eq!(event(&[("a=rtpmap:101 telephone-event/8000\n", "")]), None);
    assert_eq!(
        event(&[("telephone-event/8000", "telephone-event/48000")]),
        None
    );
}

#[test]
fn directions_are_those_of_our_end() {
    for (attribute, expected) in [
        ("sendrecv", Direction::Both),
        ("sendonly", Direction::Receive),
        ("recvonly", Direction::Send),
        ("inactive", Direction::None),
    ] {
        let line = format!("a={attribute}");
        assert_eq!(
            agreed(&[("a=sendrecv", &line)]).unwrap().direction,
            expected
        );
        let own = format!("a={attribute}\na=ptime:30");
        assert_eq!(agreed(&[("a=ptime:30", &own)]).unwrap().direction, expected);
    }
}

#[test]
fn sound_goes_where_it_can() {
    let remote = |edits: &[(&str, &str)]| agreed(edits).unwrap().remote;
    assert_eq!(
        remote(&[("c=IN IP4 192.0.2.7", "c=IN IP6 2001:db8::7")]),
        "[2001:db8::7]:49170".parse().ok()
    );
    assert_eq!(
        remote(&[("a=ptime:30", "c=IN IP4 192.0.2.9\na=ptime:30")]),
        "192.0.2.9:49170".parse().ok()
    );
    // On hold (RFC 2543), by name, by telephone, nowhere.
    for connection in [
        "c=IN IP4 0.0.0.0",
        "c=IN IP4 a.example.com",
        "c=TN RFC2543 +15550100",
    ] {
        assert_eq!(
            remote(&[("c=IN IP4 192.0.2.7", connection)]),
            None,
            "{connection}"
        );
    }
    assert_eq!(remote(&[("c=IN IP4 192.0.2.7\n", "")]), None);
}

#[test]
fn our_offer_is_answered_in_the_ack() {
    let offer = offer(&local());
    let text = String::from_utf8(write(&offer)).unwrap();
    assert!(text.contains("m=audio 30000 RTP/AVP 8 0 101\r\n"), "{text}");
    assert_eq!(read(text.as_bytes()).as_ref(), Ok(&offer));
    let theirs = session(OFFER);
    assert_eq!(chosen(&theirs, &local()).unwrap().payload, 0);
    let refused = session(&OFFER.replace("audio 49170", "audio 0"));
    assert_eq!(chosen(&refused, &local()), Err(NoAudio));
}

#[test]
fn much_is_let_pass() {
    for text in [
        "v=0\nm=audio 1 RTP/AVP 0\n",
        "v=0\n\nm=audio 1/2 RTP/AVP 0\nc=IN IP4 192.0.2.1\nc=IN IP4 192.0.2.2\n",
        "v=0\nc=IN IP4 192.0.2.1\no=a b c IN IP4 d\nk=x\nz=y\nm=audio 1 RTP/AVP 0",
        "v=0\nt=3149328700 3149332300\ns=\nm=audio 1 udp *\n",
    ] {
        let session = read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(session.media.len(), 1);
        let mut again = session.clone();
        if again.name.is_empty() {
            again.name = "-".to_owned();
        }
        assert_eq!(read(&write(&session)), Ok(again));
    }
}

#[test]
fn what_cannot_be_read_is_named_with_its_line() {
    for (text, expected) in [
        ("", "line 1: \"\" is not v=0"),
        ("v=1\n", "line 1: \"v=1\" is not v=0"),
        (
            "v=0\nhello\n",
            "line 2: \"hello\" is not a letter, an equals sign and a value",
        ),
        (
            "v=0\n=x\n",
            "line 2: \"=x\" is not a letter, an equals sign and a value",
        ),
        (
            "v=0\ns=x\ry\n",
            "line 2: \"s=x\\ry\" is not a letter, an equals sign and a value",
        ),
        (
            "v=0\nab=x\n",
            "line 2: \"ab=x\" is not a letter, an equals sign and a value",
        ),
        (
            "v=0\n\nm=audio\n",
            "line 3: \"m=audio\" is not what its letter asks for",
        ),
        (
            "v=0\nm=audio x RTP/AVP 0\n",
            "line 2: \"m=audio x RTP/AVP 0\" is not what its letter asks for",
        ),
        (
            "v=0\nm=audio 70000 RTP/AVP 0\n",
            "line 2: \"m=audio 70000 RTP/AVP 0\" is not what its letter asks for",
        ),
        (
            "v=0\nm=audio 1 RTP/AVP\n",
            "line 2: \"m=audio 1 RTP/AVP\" is not what its letter asks for",
        ),
        (
            "v=0\nc=IN IP4\n",
            "line 2: \"c=IN IP4\" is not what its letter asks for",
        ),
        (
            "v=0\no=a b c IN IP4\n",
            "line 2: \"o=a b c IN IP4\" is not what its letter asks for",
        ),
        (
            "v=0\nt=now later\n",
            "line 2: \"t=now later\" is not what its letter asks for",
        ),
        (
            "v=0\na=:x\n",
            "line 2: \"a=:x\" is not what its letter asks for",
        ),
    ] {
        let error = read(text.as_bytes()).expect_err(text);
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn bounds_are_kept() {
    let media = |count| format!("v=0\n{}", "m=audio 1 RTP/AVP 0\n".repeat(count));
    assert_eq!(
        read(media(MAX_MEDIA).as_bytes()).unwrap().media.len(),
        MAX_MEDIA
    );
    assert_eq!(
        read(media(MAX_MEDIA + 1).as_bytes()),
        Err(Error::Media(MAX_MEDIA + 2))
    );
    let formats = |count| format!("v=0\nm=audio 1 RTP/AVP{}\n", " 0".repeat(count));
    assert!(read(formats(MAX_FORMATS).as_bytes()).is_ok());
    assert_eq!(
        read(formats(MAX_FORMATS + 1).as_bytes()),
        Err(Error::Formats(2))
    );
    let long = vec![b' '; MAX_BYTES + 1];
    assert_eq!(read(&long), Err(Error::Bytes(MAX_BYTES + 1)));
}

#[test]
fn recorded_descriptions_are_read() {
    for (name, bytes) in archive("voice/sip_samples_sip2json.tar.gz") {
        let text = crlf(&bytes);
        let body = text.windows(4).position(|window| window == b"\r\n\r\n");
        let body = body.and_then(|at| text.get(at + 4..)).unwrap_or_default();
        if body.starts_with(b"v=0") {
            match read(body) {
                Ok(session) => assert!(!session.media.is_empty(), "{name}"),
                Err(Error::Value { line, .. }) => {
                    assert!(name.contains("invalid_cline") && line == 5, "{name}");
                }
                // Some files are two messages, or end within a line.
                Err(error) => assert!(matches!(error, Error::Line { .. }), "{name}: {error}"),
            }
        }
    }
}

#[test]
fn nothing_written_begins_another_line() {
    let mut forged = offer(&local());
    forged.name = "a\r\nm=audio 9 RTP/AVP 0".to_owned();
    forged.media[0].attributes[0].value = Some("x\na=evil".to_owned());
    forged.media[0].formats[0] = "8 0\r\na=evil".to_owned();
    let read = read(&write(&forged)).unwrap();
    assert_eq!(read.media.len(), 1);
    assert!(
        read.media[0]
            .attributes
            .iter()
            .all(|attribute| attribute.name != "evil")
    );
}
