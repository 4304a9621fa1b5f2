//! The examples in the text of RFC 8322, and samples of others.

use watchbell_iodef::xml::Tree;

use super::super::{
    CONTENT_ID, Error, INFORMATION_TYPE, check_entry, check_feed, check_service, json,
    xml::{ROLIE, read_entry, read_feed, read_service, write_entry, write_feed, write_service},
};
use crate::tests::{data, rfc};

/// Whole documents of a root in the text of the RFC, without entries that are only hinted at.
fn examples(root: &str) -> Vec<String> {
    let Some(text) = rfc(8322) else {
        return Vec::new();
    };
    let (start, end) = (format!("<{root} "), format!("</{root}>"));
    let parts = text.split("<?xml version=\"1.0\"").skip(1);
    let found = parts.filter_map(|part| {
        let part = &part[part.find(&start)?..];
        let whole = part.split_once(&end)?.0.to_owned() + &end;
        let Some((before, hint)) = whole.rsplit_once("<entry>") else {
            return Some(whole);
        };
        let (hint, after) = hint.split_once("</entry>")?;
        Some(if hint.contains("<id>") {
            whole.clone()
        } else {
            [before, after].concat()
        })
    });
    found.collect()
}

#[test]
fn services_of_the_rfc_are_read_and_say_the_same_when_written() {
    let examples = examples("service");
    assert!(examples.is_empty() || examples.len() == 2, "{examples:?}");
    let mut types = Vec::new();
    for example in &examples {
        let service = read_service(example).unwrap();
        assert_eq!(check_service(&service), []);
        assert_eq!(
            read_service(&write_service(&service)).as_ref(),
            Ok(&service)
        );
        assert_eq!(
            json::read_service(&json::write_service(&service)).as_ref(),
            Ok(&service)
        );
        for workspace in &service.workspaces {
            for collection in &workspace.collections {
                let term = collection.information_type().unwrap();
                types.push((collection.href.clone(), term.to_owned()));
                assert!(collection.categories.is_fixed);
            }
        }
    }
    if !examples.is_empty() {
        let provider = "https://example.org/provider";
        let expected = [
            ("vulns", "vulnerability"),
            ("public/vulns", "vulnerability"),
            ("private/incidents", "incident"),
        ];
        let expected = expected.map(|(path, term)| (format!("{provider}/{path}"), term.to_owned()));
        assert_eq!(types, expected);
    }
}

#[test]
fn feeds_of_the_rfc_are_read_and_say_the_same_when_written() {
    let examples = examples("feed");
    for example in &examples {
        let feed = read_feed(example).unwrap();
        assert_eq!(read_feed(&write_feed(&feed)).as_ref(), Ok(&feed));
        assert_eq!(
            json::read_feed(&json::write_feed(&feed)).as_ref(),
            Ok(&feed)
        );
    }
    if let [paged, whole] = &examples[..] {
        let feed = read_feed(paged).unwrap();
        let previous = Some("https://example.org/feedA?page=4");
        assert_eq!(
            (feed.link("previous"), feed.link("prev")),
            (previous, previous)
        );
        assert_eq!(feed.link("last"), Some("https://example.org/feedA?page=10"));
        let feed = read_feed(whole).unwrap();
        assert_eq!(feed.information_type(), Some("vulnerability"));
        let faults = check_feed(&feed);
        assert_eq!(faults.iter().find(|fault| fault.must), None);
    }
    assert!(matches!(examples.len(), 0 | 2), "{examples:?}");
}

#[test]
fn entries_of_the_rfc_are_read_and_say_the_same_when_written() {
    let examples = examples("entry");
    assert!(matches!(examples.len(), 0 | 1), "{examples:?}");
    for example in &examples {
        let entry = read_entry(example).unwrap();
        assert_eq!(read_entry(&write_entry(&entry)).as_ref(), Ok(&entry));
        assert_eq!(entry.information_type(), Some("vulnerability"));
        let format = entry.format.as_ref().unwrap();
        assert_eq!(
            format.ns.as_deref(),
            Some("urn:ietf:params:xml:ns:exampleformat")
        );
        let content = entry.content.as_ref().unwrap();
        assert_eq!(
            content.src,
            "https://example.org/provider/vulns/123456/data"
        );
        // It is printed as part of a feed.
        let codes: Vec<&str> = check_entry(&entry).iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["rolie/collection-link-missing"]);
    }
}

/// The schema in appendix A, and what the text registers.
#[test]
fn names_are_those_of_the_rfc() {
    let Some(text) = rfc(8322) else {
        return;
    };
    for name in [INFORMATION_TYPE, CONTENT_ID, ROLIE] {
        assert!(text.contains(name), "{name}");
    }
    for part in [
        "attribute ns { atomUri }",
        "attribute schema-location { atomUri }",
        "attribute schema-type",
    ] {
        assert!(text.contains(part), "{part}");
    }
    let written = write_entry(&super::entry());
    let root = Tree::read(&written).unwrap();
    let format = root
        .children()
        .iter()
        .find(|child| child.is(ROLIE, "format"))
        .unwrap();
    let names: Vec<&str> = format.attributes().map(|(name, _)| name).collect();
    assert_eq!(names, ["ns", "version", "schema-location", "schema-type"]);
}

#[test]
fn what_another_server_refuses_is_refused_or_found() {
    let path = |name: &str| data(&format!("iodef/rolie/{name}"));
    if let Some(text) = path("should-not-put-invalid-atom-entry.expect-400.xml") {
        assert!(matches!(
            read_entry(&text),
            Err(Error::Missing { name: "id", .. })
        ));
    }
    if let Some(text) = path("should-not-put-invalid-xml.expect-400.xml") {
        assert_eq!(read_entry(&text).unwrap_err().code(), "rolie/xml");
    }
    // Its documents stand in the entries, which ROLIE has not.
    if let Some(text) = path("minimum-entry.xml") {
        let entry = read_entry(&text).unwrap();
        assert_eq!(
            (entry.id.as_str(), entry.content.as_ref()),
            ("test/12345", None)
        );
        assert!(
            check_entry(&entry)
                .iter()
                .any(|fault| fault.code == "rolie/content-missing")
        );
    }
}
