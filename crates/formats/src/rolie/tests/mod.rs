//! Feeds, entries and services of ROLIE: the examples of the RFC, both forms, the rules.

mod examples;
mod forms;
mod rules;

use super::{
    Categories, Category, Collection, Content, Entry, Feed, Format, INFORMATION_TYPE, Link, Person,
    Property, Service, Workspace,
};

/// An entry with everything in it.
fn entry() -> Entry {
    Entry {
        id: "urn:uuid:f63aafa9-4082-48a3-9ce6-97a2d69d4a9b".to_owned(),
        title: "A's & B's <flood>".to_owned(),
        links: vec![
            Link {
                media_type: Some("application/atom+xml;type=entry".to_owned()),
                title: Some("\"itself\"".to_owned()),
                ..Link::new("self", "https://csirt.example.com/rolie/entries/1")
            },
            Link::new("collection", "https://csirt.example.com/rolie/incidents"),
        ],
        published: "2026-11-21T08:30:00Z".parse().ok(),
        updated: "2026-11-21T09:30:00.25Z".parse().expect("a time"),
        authors: vec![Person {
            name: "CSIRT".to_owned(),
            uri: Some("https://csirt.example.com/".to_owned()),
            email: Some("contact@csirt.example.com".to_owned()),
        }],
        rights: Some("TLP:GREEN".to_owned()),
        categories: vec![
            Category::information_type("incident"),
            Category {
                scheme: Some("urn:example:tlp".to_owned()),
                term: "green".to_owned(),
                label: Some("TLP:GREEN".to_owned()),
            },
        ],
        summary: Some("Packets,\nmany of them".to_owned()),
        content: Some(Content {
            media_type: "application/xml".to_owned(),
            src: "https://csirt.example.com/rolie/documents/1?a=1&b=2".to_owned(),
        }),
        format: Some(Format {
            ns: Some("urn:ietf:params:xml:ns:iodef-2.0".to_owned()),
            schema: Some(
                "https://www.iana.org/assignments/xml-registry/schema/iodef-2.0.xsd".to_owned(),
            ),
            version: Some("2.0".to_owned()),
            schema_type: Some("text/xml".to_owned()),
        }),
        properties: vec![Property {
            name: super::CONTENT_ID.to_owned(),
            value: "207-1".to_owned(),
        }],
    }
}

/// A feed with everything in it.
fn feed() -> Feed {
    let page = |rel: &str| {
        Link::new(
            rel,
            format!("https://csirt.example.com/rolie/incidents/{rel}"),
        )
    };
    let relations = [
        "self",
        "service",
        "first",
        "previous",
        "next",
        "last",
        "current",
        "prev-archive",
        "next-archive",
    ];
    let second = Entry {
        id: "urn:uuid:f63aafa9-4082-48a3-9ce6-97a2d69d4a9c".to_owned(),
        title: "Another".to_owned(),
        content: entry().content,
        format: entry().format,
        ..Entry::default()
    };
    Feed {
        id: "urn:uuid:b7f65304-b63b-4246-88e2-c104049c5fd7".to_owned(),
        title: "Incidents".to_owned(),
        subtitle: Some("What happened".to_owned()),
        rights: Some("TLP:GREEN".to_owned()),
        authors: entry().authors,
        links: relations.map(page).to_vec(),
        categories: entry().categories,
        updated: "2026-11-21T10:00:00Z".parse().expect("a time"),
        is_archive: true,
        is_complete: true,
        entries: vec![entry(), second],
    }
}

fn service() -> Service {
    let collection = Collection {
        title: "Incidents".to_owned(),
        href: "https://csirt.example.com/rolie/incidents".to_owned(),
        accept: vec![String::new()],
        links: vec![Link::new(
            "service",
            "https://csirt.example.com/rolie/service",
        )],
        categories: categories(),
    };
    let plain = Collection {
        title: "News".to_owned(),
        href: "https://csirt.example.com/news".to_owned(),
        ..Collection::default()
    };
    Service {
        workspaces: vec![Workspace {
            title: "Public".to_owned(),
            collections: vec![collection, plain],
        }],
    }
}

fn categories() -> Categories {
    Categories {
        is_fixed: true,
        href: None,
        categories: vec![Category::information_type("incident")],
    }
}
