//! Documents against the schemas, beside what `xmllint` says of them.

use std::{collections::HashMap, io::Read};

use watchbell_iodef::{
    Form, MAX_BYTES, generate,
    schema::{Checked, MAX_DEPTH, MAX_TOLD, check, check_stream},
    xml,
};

use crate::{OPEN, data, examples::xmllint, minimal};

/// A document that is valid, with room for a change.
const GOOD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<IODEF-Document version="2.00" xml:lang="en" xmlns="urn:ietf:params:xml:ns:iodef-2.0">
  <Incident purpose="reporting">
    <IncidentID name="csirt.example.com">492382</IncidentID>
    <GenerationTime>2026-11-26T09:00:00-05:00</GenerationTime>
    <Contact type="organization" role="creator">
      <Email><EmailTo>contact@csirt.example.com</EmailTo></Email>
    </Contact>
  </Incident>
</IODEF-Document>
"#;

#[test]
fn each_published_document_gets_its_verdict() {
    let Some(folder) = data("iodef") else { return };
    let table =
        std::fs::read_to_string(folder.join("expected_xsd.tsv")).expect("the table is there");
    let mut judged = 0;
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let bytes = std::fs::read(folder.join(cells[0])).expect("the document is there");
        let text = String::from_utf8(bytes).expect("the documents are UTF-8");
        let checked = check(&text);
        let valid = cells[2] == "schema-valid";
        assert_eq!(
            checked.errors.is_empty(),
            valid,
            "{}: {checked:#?}",
            cells[0]
        );
        judged += 1;
    }
    assert!(judged > 50);
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    assert_eq!(
        check(GOOD),
        Checked {
            version: Some("2.0"),
            ..Checked::default()
        }
    );
    for (from, to, code, path, place) in [
        (
            "purpose=\"reporting\"",
            "purpose=\"gossip\"",
            "value",
            "/IODEF-Document/Incident/@purpose",
            (3, 3),
        ),
        (
            " purpose=\"reporting\"",
            "",
            "missing-attribute",
            "/IODEF-Document/Incident",
            (3, 3),
        ),
        (
            "version=\"2.00\"",
            "version=\"2.0\"",
            "fixed",
            "/IODEF-Document/@version",
            (2, 1),
        ),
        (
            "role=",
            "roll=",
            "attribute",
            "/IODEF-Document/Incident/Contact/@roll",
            (6, 5),
        ),
        (
            "2026-11-26T",
            "2026-11-31T",
            "value",
            "/IODEF-Document/Incident/GenerationTime",
            (5, 5),
        ),
        (
            "</Email>",
            "</Phone>",
            "xml",
            "/IODEF-Document/Incident/Contact/Email",
            (7, 65),
        ),
        (
            "Email>",
            "Phone>",
            "element",
            "/IODEF-Document/Incident/Contact",
            (7, 7),
        ),
        (
            "<IncidentID name=\"csirt.example.com\">492382</IncidentID>",
            "",
            "element",
            "/IODEF-Document/Incident",
            (5, 5),
        ),
        (
            "    <Email><EmailTo>contact@csirt.example.com</EmailTo></Email>\n",
            "  words",
            "text",
            "/IODEF-Document/Incident/Contact",
            (6, 49),
        ),
        ("iodef-2.0", "iodef-3.0", "root", "/", (2, 1)),
        ("</IODEF-Document>", "", "xml", "/IODEF-Document", (11, 1)),
    ] {
        let text = GOOD.replace(from, to);
        assert_ne!(text, GOOD);
        let found = &check(&text).errors[0];
        assert_eq!(
            (found.code, &*found.path, (found.line, found.column)),
            (code, path, place),
            "{text}\n{}",
            found.message
        );
    }
}

/// Changes of every place of a document with every class, judged by `xmllint` too.
#[test]
fn changed_documents_are_judged_as_xmllint_does() {
    let whole = xml::write(&generate::document(1));
    assert_eq!(check(&whole).errors, []);
    let tags: Vec<(usize, usize)> = whole
        .match_indices('<')
        .filter_map(|(at, _)| Some((at, at + whole[at..].find('>')? + 1)))
        .collect();
    let mut counts: HashMap<bool, usize> = HashMap::new();
    for (number, (start, end)) in tags.iter().enumerate().step_by(29) {
        let tag = &whole[*start..*end];
        let changes = [
            tag.replacen(' ', " restriction=\"gossip\" ", 1),
            tag.replacen('>', "><Description/>", 1),
            tag.replacen('"', "\"x", 1),
            format!("<!-- nothing -->{tag}"),
        ];
        for (change, changed) in changes.iter().enumerate() {
            let text = format!("{}{changed}{}", &whole[..*start], &whole[*end..]);
            let Some(judged) = xmllint(
                std::slice::from_ref(&text),
                &format!("changed-{number}-{change}"),
            ) else {
                return;
            };
            let valid = judged.is_ok();
            let checked = check(&text);
            assert_eq!(
                checked.errors.is_empty(),
                valid,
                "{changed}: {judged:?} {checked:#?}"
            );
            *counts.entry(valid).or_default() += 1;
        }
    }
    assert!(counts.values().all(|count| *count > 5), "{counts:?}");
}

#[test]
fn hostile_documents_are_bounded() {
    let root = "<IODEF-Document version=\"2.00\" xmlns=\"urn:ietf:params:xml:ns:iodef-2.0\">";
    let codes = |text: &str| -> Vec<&'static str> {
        check(text).errors.iter().map(|found| found.code).collect()
    };
    let entity = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>";
    assert_eq!(codes(entity), ["xml"]);
    let deep = format!("{root}{}", "<Incident>".repeat(MAX_DEPTH + 1));
    assert_eq!(codes(&deep).last(), Some(&"size"));
    let wrong = format!(
        "{root}{}</IODEF-Document>",
        "<Nonsense/>".repeat(5 * MAX_TOLD)
    );
    assert_eq!(codes(&wrong).len(), MAX_TOLD);
    // However much is wrong, and however long its line is, the text is gone through once for the places.
    let long = format!("{root}{}", "<Nonsense/>".repeat(400_000));
    let checked = check(&long);
    assert_eq!(checked.errors.len(), MAX_TOLD);
    let last = checked.errors.last().expect("there is room for it");
    assert_eq!(
        (last.code, last.line, last.column),
        ("xml", 1, long.len() as u64 + 1)
    );
    assert_eq!(codes(""), ["xml"]);
}

/// A stream that gives a few bytes at a time.
struct Drops<'a>(&'a [u8], usize);

impl Read for Drops<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.1.min(self.0.len()).min(into.len());
        let (now, rest) = self.0.split_at(count);
        into[..count].copy_from_slice(now);
        self.0 = rest;
        Ok(count)
    }
}

#[test]
fn a_stream_is_judged_as_its_text() {
    let mut texts: Vec<String> = (0..20)
        .map(|seed| xml::write(&generate::document(seed)))
        .collect();
    for text in texts.clone() {
        // What ends in the middle of something, and what is wrong.
        let mut cut = text.len() * 2 / 3;
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        texts.push(text[..cut].to_owned());
        texts.push(text.replacen("<Contact ", "<Kontakt 中='1' ", 1));
        texts.push(text.replacen("</Contact>", "]]></Contact>", 1));
    }
    for text in &texts {
        let whole = check(text);
        for bytes in [1, 7, 1 << 20] {
            let streamed = check_stream(&mut Drops(text.as_bytes(), bytes));
            assert_eq!(streamed, whole, "{bytes} bytes at a time\n{text}");
        }
    }
}

#[test]
fn streams_have_no_bound_but_that_of_what_is_kept_of_them() {
    let codes = |from: &mut dyn Read| -> Vec<&'static str> {
        let errors = check_stream(from).errors;
        errors.iter().map(|found| found.code).collect()
    };
    // More elements, and more bytes, than a document that is read whole may have.
    let open = OPEN.as_bytes();
    let incident = minimal("");
    let incident = incident[OPEN.len()..].trim_end_matches("</IODEF-Document>");
    let incidents = incident.repeat(MAX_BYTES / incident.len() + 1);
    let close = "</IODEF-Document>".as_bytes();
    assert!(codes(&mut open.chain(incidents.as_bytes()).chain(close)).is_empty());
    // One thing that is too long to be kept.
    let name = std::io::repeat(b'a');
    assert_eq!(codes(&mut open.chain(&b"<"[..]).chain(name)), ["size"]);
    let comment = std::io::repeat(b'-').take(10);
    let endless = b"<a>".chain(&b"<!-"[..]).chain(comment);
    assert_eq!(
        codes(&mut endless.chain(std::io::repeat(b' ')))[1..],
        ["xml"]
    );
    // What is no text, and what cannot be read.
    let broken = check_stream(&mut open.chain(&b"\n \xFF"[..]));
    let last = broken.errors.last().expect("an error");
    assert_eq!((last.code, last.line, last.column), ("xml", 2, 2));
    struct Fails;
    impl Read for Fails {
        fn read(&mut self, _into: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is gone"))
        }
    }
    let failed = check_stream(&mut open.chain(Fails));
    assert_eq!(
        failed.errors.last().map(|error| error.message.as_str()),
        Some("the disk is gone")
    );
}

#[test]
fn documents_in_other_encodings_are_read() {
    let text = |encoding: &str| {
        let name = "<EventData><Description>Größe Ω €</Description></EventData>";
        let document = minimal(name);
        format!("<?xml version=\"1.0\" encoding=\"{encoding}\"?>{document}")
    };
    let utf16 = |bytes: fn(u16) -> [u8; 2], mark: &[u8]| -> Vec<u8> {
        let text = text("UTF-16");
        let signs = text.encode_utf16().flat_map(bytes);
        mark.iter().copied().chain(signs).collect()
    };
    let latin: Vec<u8> = text("iso-8859-1")
        .replace(" Ω €", "")
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("Latin-1"))
        .collect();
    for (name, bytes, said) in [
        ("Latin-1", latin.clone(), "Größe"),
        (
            "UTF-16LE",
            utf16(u16::to_le_bytes, &[0xFF, 0xFE]),
            "Größe Ω €",
        ),
        (
            "UTF-16BE",
            utf16(u16::to_be_bytes, &[0xFE, 0xFF]),
            "Größe Ω €",
        ),
        (
            "UTF-16LE without a mark",
            utf16(u16::to_le_bytes, &[]),
            "Größe Ω €",
        ),
    ] {
        assert_eq!(Form::of(&bytes), Some(Form::Xml), "{name}");
        let document = Form::Xml.read(&bytes).expect(name);
        assert_eq!(
            document.incidents[0].events[0].descriptions,
            [said.into()],
            "{name}"
        );
        for drop in [1, 7, 1 << 20] {
            assert_eq!(check_stream(&mut Drops(&bytes, drop)).errors, [], "{name}");
        }
    }
    let codes = |bytes: &[u8]| -> Vec<&'static str> {
        let errors = check_stream(&mut &*bytes).errors;
        errors.iter().map(|found| found.code).collect()
    };
    assert_eq!(codes(text("x-nowhere").as_bytes()), ["xml"]);
    // Half a sign, and a sign that UTF-16 does not have alone.
    assert_eq!(codes(&[0xFF, 0xFE, b'<', 0, 0]), ["read"]);
    assert_eq!(codes(&[0xFF, 0xFE, b'<', 0, 0, 0xDC, b'a', 0]), ["read"]);
    // Latin-1 that says it is UTF-8.
    let wrong = String::from_utf8_lossy(&latin).replace("iso-8859-1", "utf-8");
    assert!(wrong.contains("utf-8"));
    let latin: Vec<u8> = latin.iter().copied().skip(44).collect();
    assert_eq!(codes(&latin).last(), Some(&"xml"));
}
