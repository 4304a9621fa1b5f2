//! The examples of RFC 6545, and what its text and that of RFC 6546 list.

use std::{collections::BTreeSet, fs, process::Command};

use watchbell_iodef::xml::Tree;

use super::{
    super::{
        Authorization, Category, Content, Destination, Justification, Kind, Region, Restriction,
        Traffic, answers, check, check_document, read, word::Word, write,
    },
    KINDS, invalid, message,
};
use crate::tests::{absent, data, path, rfc};

/// The messages in section 7 of the RFC.
fn examples() -> Vec<String> {
    let Some(text) = rfc(6545) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find("<iodef-rid:RID ") {
        let end = rest.find("</iodef-rid:RID>").expect("a message ends") + 16;
        found.push(rest[start..end].to_owned());
        rest = &rest[end..];
    }
    found
}

#[test]
fn every_example_is_read_is_written_valid_and_says_the_same() {
    let examples = examples();
    assert!(
        examples.is_empty() || examples.len() == 7,
        "{}",
        examples.len()
    );
    let mut written = Vec::new();
    for example in &examples {
        let message = read(example).expect("it is read");
        let text = write(&message);
        assert_eq!(invalid(&text), [], "{text}");
        assert_eq!(read(&text).as_ref(), Ok(&message));
        assert!(
            check(&message).iter().all(|fault| !fault.must),
            "{:?}",
            check(&message)
        );
        if let Some(report) = message.report() {
            let Ok(Content::Iodef(document, _)) = report.content() else {
                panic!("{:?}", report.content());
            };
            let policy = message.policy.as_ref().expect("it has a policy");
            assert_eq!(
                check_document(policy, &document)
                    .iter()
                    .find(|fault| fault.must),
                None
            );
            assert_eq!(
                document.incidents[0].id.id.trim(),
                policy.incident_id.clone().unwrap().id
            );
        }
        written.push(text);
    }
    xmllint(&written, "examples");
}

/// Holds messages against the schema with another reader, where it is installed.
fn xmllint(texts: &[String], name: &str) {
    let Some(schema) = path("iodef/schema/local/all-1.0.xsd") else {
        return;
    };
    let folder = std::env::temp_dir().join(format!("watchbell-{}-rid-{name}", std::process::id()));
    fs::create_dir_all(&folder).expect("the temporary folder can be written");
    for text in texts.iter().map(|text| without_blanks(text)) {
        let path = folder.join("message.xml");
        fs::write(&path, &text).expect("the temporary folder can be written");
        let mut lint = Command::new("xmllint");
        lint.args(["--noout", "--nonet", "--schema"]);
        let Ok(output) = lint.arg(&schema).arg(&path).output() else {
            absent("xmllint");
            break;
        };
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}: {text}");
    }
    fs::remove_dir_all(&folder).expect("it was just written");
}

/// Takes the blanks around times away, which libxml2 does not.
fn without_blanks(text: &str) -> String {
    let parts = text.split('<').map(|part| match part.split_once('>') {
        Some((tag, inner)) if tag.ends_with("Time") && !tag.starts_with('/') => {
            format!("{tag}>{}", inner.trim())
        }
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("<")
}

#[test]
fn messages_made_here_are_valid_and_keep_the_rules() {
    let mut written = Vec::new();
    for kind in KINDS {
        let message = message(kind);
        let text = write(&message);
        assert_eq!(invalid(&text), [], "{text}");
        assert_eq!(read(&text).as_ref(), Ok(&message));
        assert_eq!(check(&message), []);
        written.push(text);
    }
    xmllint(&written, "made");
}

#[test]
fn the_answer_of_another_agent_to_what_is_malformed_is_read() {
    let Some(text) = data("iodef/rid/emc-malformed-answer.xml") else {
        return;
    };
    let message = read(&text).unwrap();
    let status = message.status.as_ref().unwrap();
    assert_eq!(status.authorization, Authorization::Denied);
    assert_eq!(
        status.justification,
        Some(Justification::UnrecognizedFormat)
    );
    let codes: Vec<&str> = check(&message).iter().map(|fault| fault.code).collect();
    assert_eq!(codes, ["rid/node-address-missing", "rid/extension-unnamed"]);
    assert_eq!(invalid(&write(&message)), []);
}

/// The values of an attribute in the schema of the RFC.
fn listed(schema: &str, attribute: &str) -> BTreeSet<String> {
    let root = Tree::read(schema).expect("it is XML");
    let mut found = BTreeSet::new();
    gather(&root, attribute, false, &mut found);
    found
}

fn gather(tree: &Tree<'_>, attribute: &str, within: bool, found: &mut BTreeSet<String>) {
    let within = match tree.local() {
        "attribute" => tree.attribute("name") == Some(attribute),
        _ => within,
    };
    if within && tree.local() == "enumeration" {
        found.extend(tree.attribute("value").map(str::to_owned));
    }
    for child in tree.children() {
        gather(child, attribute, within, found);
    }
}

/// The words that are read as listed, of those that the schema has.
fn known<W: Word>(words: &BTreeSet<String>) -> usize {
    let read = words.iter().filter_map(|word| W::listed(word));
    let same = read.filter(|read| words.contains(read.text()));
    same.count()
}

#[test]
fn every_word_of_the_schema_in_the_rfc_is_known() {
    let Some(text) = rfc(6545) else {
        return;
    };
    let start = text
        .find("<xs:schema xmlns:iodef-rid")
        .expect("the schema is there");
    let end = text.find("</xs:schema>").expect("it ends") + 12;
    let schema = &text[start..end];
    for (attribute, known, count) in [
        (
            "MsgType",
            known::<Kind> as fn(&BTreeSet<String>) -> usize,
            6,
        ),
        ("MsgDestination", known::<Destination>, 2),
        ("region", known::<Region>, 5),
        ("type", known::<Traffic>, 6),
        ("AuthorizationStatus", known::<Authorization>, 3),
        ("Justification", known::<Justification>, 7),
    ] {
        let mut words = listed(schema, attribute);
        assert!(words.remove("ext-value"), "{attribute}");
        assert_eq!(
            (words.len(), known(&words)),
            (count, count),
            "{attribute}: {words:?}"
        );
    }
    let of_iodef =
        "asn atm e-mail mac ipv4-addr ipv4-net ipv4-net-mask ipv6-addr ipv6-net ipv6-net-mask";
    let categories: BTreeSet<String> = of_iodef.split(' ').map(str::to_owned).collect();
    assert_eq!(known::<Category>(&categories), 10);
    for word in ["default", "public", "need-to-know", "private"] {
        assert_eq!(Restriction::of(word).map(Restriction::name), Some(word));
    }
}

#[test]
fn answers_are_those_of_the_table_of_rfc_6546() {
    let Some(text) = rfc(6546) else {
        return;
    };
    let rows = text.lines().filter_map(|line| {
        let cells: Vec<&str> = line
            .trim()
            .strip_prefix('|')?
            .split('|')
            .map(str::trim)
            .collect();
        match cells[..] {
            [kind, callback, status, answer, ""] if status.parse::<u16>().is_ok() => {
                let answer = (answer != "[empty]").then(|| Kind::named(answer));
                Some((
                    Kind::named(kind),
                    callback == "X",
                    status.parse().ok()?,
                    answer,
                ))
            }
            _ => None,
        }
    });
    let rows: Vec<(Kind, bool, u16, Option<Kind>)> = rows.collect();
    assert_eq!(rows.len(), 16);
    for kind in KINDS {
        // Only what is an answer comes as a callback.
        for is_callback in [false, true] {
            let own = rows
                .iter()
                .filter(|row| row.0 == kind && row.1 == is_callback);
            let own: Vec<(u16, Option<&Kind>)> = own.map(|row| (row.2, row.3.as_ref())).collect();
            let found = answers(&kind, is_callback).iter();
            let found: Vec<(u16, Option<&Kind>)> = found
                .map(|answer| (answer.status, answer.kind.as_ref()))
                .collect();
            if !own.is_empty() {
                assert_eq!(found, own, "{kind:?} {is_callback}");
            }
        }
    }
}
