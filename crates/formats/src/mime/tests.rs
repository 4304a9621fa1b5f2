use super::*;

fn text(message: &[u8]) -> String {
    let entity = Entity::of_message(message).expect("a message");
    let text = entity.readable(&mut { MAX_PARTS }).expect("within bounds");
    text.expect("a text")
}

#[test]
fn fields_are_unfolded_and_encoded_words_read() {
    let message = b"Subject: =?utf-8?B?R3LDvMOf?=\r\n =?utf-8?Q?e_aus?= =?iso-8859-1?q?_K=F6ln?=\nX: a\n  b\n\nbody";
    let entity = Entity::of_message(message).unwrap();
    let value = |name| unstructured(entity.field(name).unwrap().raw);
    assert_eq!(value("subject"), "Grüße aus Köln");
    assert_eq!(value("x"), "a b");
    assert_eq!((entity.body, entity.line), (&b"body"[..], 6));
}

#[test]
fn encodings_are_undone() {
    for (head, body, expected) in [
        (
            "quoted-printable",
            "a=C3=A9=\r\nb=3D =XY \r\nc",
            "aéb= =XY\nc",
        ),
        ("base64", "R3LD\r\nvMOfZQ==", "Grüße"),
        ("base64", "R3LDvMOfZQ", "Grüße"),
        ("8bit", "Grüße\r\n", "Grüße\n"),
        ("unknown", "a\rb", "a\nb"),
    ] {
        let message = format!("Content-Transfer-Encoding: {head}\r\n\r\n{body}");
        assert_eq!(text(message.as_bytes()), expected, "{head}");
    }
    let broken = b"Content-Transfer-Encoding: base64\n\n\xC3\xA4!";
    let fault = Entity::of_message(broken).unwrap().text().unwrap_err();
    assert_eq!(fault, Problem::Base64.at(3));
}

#[test]
fn character_sets_are_read() {
    for (charset, bytes, expected) in [
        ("iso-8859-1", &b"K\xF6ln"[..], "Köln"),
        ("windows-1251", &b"\xCF\xF0\xE8\xE2\xE5\xF2"[..], "Привет"),
        ("shift_jis", &b"\x93\xFA\x96\x7B"[..], "日本"),
        ("gb2312", &b"\xD6\xD0\xB9\xFA"[..], "中国"),
        ("no-such", "é".as_bytes(), "é"),
    ] {
        let head = format!("Content-Type: text/plain; charset=\"{charset}\"\n\n");
        assert_eq!(text(&[head.as_bytes(), bytes].concat()), expected);
    }
}

#[test]
fn the_plain_text_is_preferred_to_html() {
    let message = "Content-Type: multipart/mixed; boundary=a\n\nx\n--a\nContent-Type: multipart/alternative; boundary=\"b c\"\n\n--b c\nContent-Type: text/html\n\n<p>One</p>\n--b c\n\ntwo\n--b c--\n--a--\n";
    assert_eq!(text(message.as_bytes()), "two");
    let html = "Content-Type: text/html\n\n<p>One &amp; <b>two</b></p>";
    assert_eq!(text(html.as_bytes()).trim(), "One & two");
}

#[test]
fn bounds_are_kept() {
    let problem = |message: &[u8]| {
        let read = Entity::of_message(message).and_then(|one| one.readable(&mut { MAX_PARTS }));
        read.map_err(|fault| fault.problem).err()
    };
    assert_eq!(problem(&vec![b'a'; MAX_BYTES]), Some(Problem::Field));
    let long = MAX_BYTES + 1;
    assert_eq!(problem(&vec![b'\n'; long]), Some(Problem::Bytes(long)));
    assert_eq!(problem("A: b\n".repeat(MAX_FIELDS).as_bytes()), None);
    assert_eq!(
        problem("A: b\n".repeat(MAX_FIELDS + 1).as_bytes()),
        Some(Problem::Fields)
    );
    assert_eq!(
        problem(format!("A: {}\n", "b".repeat(MAX_FIELD)).as_bytes()),
        Some(Problem::Field)
    );
    let parts = |count| {
        format!(
            "Content-Type: multipart/mixed; boundary=b\n\n{}",
            "--b\n\n\n".repeat(count)
        )
    };
    assert_eq!(problem(parts(MAX_PARTS).as_bytes()), None);
    assert_eq!(
        problem(parts(MAX_PARTS + 1).as_bytes()),
        Some(Problem::Parts)
    );
    let nested = |depth: usize| {
        let level = |number: usize| {
            format!("Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n")
        };
        (0..depth).map(level).collect::<String>() + "\nend"
    };
    assert_eq!(problem(nested(MAX_DEPTH).as_bytes()), None);
    assert_eq!(
        problem(nested(MAX_DEPTH + 1).as_bytes()),
        Some(Problem::Depth)
    );
}

#[test]
fn dates_are_read_and_written() {
    for (text, expected) in [
        ("Sat, 21 Nov 2026 10:30:00 +0200", "2026-11-21T08:30:00Z"),
        ("21 Nov 26 08:30 GMT", "2026-11-21T08:30:00Z"),
        ("Thu, 8 Mar 2005 14:00:00 EST (x)", "2005-03-08T19:00:00Z"),
    ] {
        assert_eq!(
            date(text).map(|at| at.to_string()).as_deref(),
            Some(expected),
            "{text}"
        );
    }
    for text in [
        "",
        "yesterday",
        "31 Feb 2026 08:30:00 +0000",
        "99 Nov 2026 99:99:99 +9999",
    ] {
        assert_eq!(date(text), None, "{text}");
    }
    let at = "2026-11-21T08:30:00Z".parse().unwrap();
    assert_eq!(rfc5322(at), "Sat, 21 Nov 2026 08:30:00 +0000");
    assert_eq!(date(&rfc5322(at)), Some(at));
}

#[test]
fn written_fields_are_read_again() {
    let long = "Grüße an alle, ".repeat(20);
    for value in [
        "",
        "plain",
        "a =?b?= c",
        "日本語のテキスト",
        long.trim(),
        &"word ".repeat(60),
    ] {
        let mut lines = Lines::default();
        lines.text_field("Subject", value);
        assert!(lines.0.is_ascii());
        assert!(
            lines
                .0
                .split(|byte| *byte == b'\n')
                .all(|line| line.len() < 80)
        );
        let entity = Entity::read(&lines.0, 1).unwrap();
        assert_eq!(unstructured(entity.fields[0].raw), value.trim(), "{value}");
    }
    let mut lines = Lines::default();
    lines.field("To", "a\r\nBcc: b@example.com");
    assert_eq!(Entity::read(&lines.0, 1).unwrap().fields.len(), 1);
}

#[test]
fn addresses_are_found() {
    for (raw, expected) in [
        (
            "=?utf-8?q?J=C3=B6rg?= <a@example.com>, b@example.com",
            Some("a@example.com"),
        ),
        ("list: c@example.net;", Some("c@example.net")),
        ("nobody", None),
        ("<>", None),
    ] {
        assert_eq!(address(raw.as_bytes()).as_deref(), expected, "{raw}");
    }
}
