//! Both forms: each says all there is, each within its bounds.

use serde_json::json;
use watchbell_iodef as iodef;

use super::{
    super::{
        Categories, Category, Error, Link, MAX_BYTES, MAX_ENTRIES, MAX_ITEMS, json,
        read_categories, read_feed, read_service, xml,
    },
    INFORMATION_TYPE, categories, entry, feed, service,
};

#[test]
fn everything_is_read_as_it_was_written_in_both_forms() {
    for text in [xml::write_feed(&feed()), json::write_feed(&feed())] {
        assert_eq!(read_feed(&text), Ok(feed()), "{text}");
    }
    for text in [
        xml::write_service(&service()),
        json::write_service(&service()),
    ] {
        assert_eq!(read_service(&text), Ok(service()), "{text}");
    }
    for text in [
        xml::write_categories(&categories()),
        json::write_categories(&categories()),
    ] {
        assert_eq!(read_categories(&text), Ok(categories()), "{text}");
    }
    assert_eq!(xml::read_entry(&xml::write_entry(&entry())), Ok(entry()));
    let elsewhere = Categories {
        href: Some("https://csirt.example.com/rolie/categories".to_owned()),
        ..Categories::default()
    };
    assert_eq!(
        xml::read_categories(&xml::write_categories(&elsewhere)),
        Ok(elsewhere)
    );
}

/// As CSAF 2.0 prints them in 7.1.15 to 7.1.17, with reserved names.
#[test]
fn json_is_that_of_csaf() {
    let feed = json!({"feed": {
        "id": "example-csaf-feed-tlp-white",
        "title": "Example CSAF feed (TLP:WHITE)",
        "link": [
            {"rel": "self", "href": "https://psirt.example.com/.well-known/csaf/feed-tlp-white.json"},
            {"rel": "service", "href": "https://psirt.example.com/.well-known/csaf/service.json"},
        ],
        "category": [{"scheme": INFORMATION_TYPE, "term": "csaf"}],
        "updated": "2021-01-01T12:00:00Z",
        "entry": [{
            "id": "2020-ESA-001",
            "title": "Example Security Advisory 001",
            "link": [
                {"rel": "self", "href": "https://psirt.example.com/.well-known/csaf/2020/2020-ESA-001.json"},
                {"rel": "hash", "href": "https://psirt.example.com/.well-known/csaf/2020/2020-ESA-001.json.sha512"},
                {"rel": "signature", "href": "https://psirt.example.com/.well-known/csaf/2020/2020-ESA-001.json.asc"},
            ],
            "published": "2021-01-01T11:00:00Z",
            "updated": "2021-01-01T12:00:00Z",
            "summary": {"content": "Vulnerabilities fixed in ABC 0.0.1"},
            "content": {
                "type": "application/json",
                "src": "https://psirt.example.com/.well-known/csaf/2020/2020-ESA-001.json",
            },
            "format": {
                "schema": "https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json",
                "version": "2.0",
            },
        }],
    }});
    let service = json!({"service": {"workspace": [{
        "title": "Public CSAF feed",
        "collection": [{
            "title": "Example CSAF feed (TLP:WHITE)",
            "href": "https://psirt.example.com/.well-known/csaf/feed-tlp-white.json",
            "categories": {"category": [{"scheme": INFORMATION_TYPE, "term": "csaf"}]},
        }],
    }]}});
    let categories = json!({"categories": {"category": [
        {"term": "Example Company Product A"},
        {"term": "Example Company Product B"},
    ]}});
    let value = |text: String| -> serde_json::Value { serde_json::from_str(&text).unwrap() };
    let read = json::read_feed(&feed.to_string()).unwrap();
    assert_eq!(value(json::write_feed(&read)), feed);
    assert_eq!(
        super::super::check_feed(&read)
            .iter()
            .find(|fault| fault.must),
        None
    );
    assert_eq!(
        read.entries[0].link("hash").unwrap().rsplit('.').next(),
        Some("sha512")
    );
    // The same in Atom: the schema names the data model.
    let atom = xml::read_feed(&xml::write_feed(&read)).unwrap();
    let format = atom.entries[0].format.as_ref().unwrap();
    assert_eq!(format.ns, format.schema);
    // Some are published without what they stand in.
    assert_eq!(json::read_feed(&feed["feed"].to_string()), Ok(read));
    let read = json::read_service(&service.to_string()).unwrap();
    assert_eq!(value(json::write_service(&read)), service);
    let read = json::read_categories(&categories.to_string()).unwrap();
    assert_eq!(value(json::write_categories(&read)), categories);
}

#[test]
fn atom_is_read_as_others_write_it() {
    let text = "\u{FEFF}<?xml version='1.0'?><a:feed xmlns:a='http://www.w3.org/2005/Atom' xmlns:o='urn:o'>\
        <a:entry><a:updated>2026-11-21T08:30:00+01:00</a:updated><a:title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>One <b>two</b></div></a:title>\
        <a:id> urn:x:1 </a:id><o:odd>x</o:odd><a:summary type='html'>&lt;b&gt;x&lt;/b&gt;</a:summary></a:entry>\
        <a:link href='https://example.com/'/><a:link rel='http://www.iana.org/assignments/relation/next' href='https://example.com/2'/>\
        <a:generator>g</a:generator><a:updated>2026-11-21T08:30:00.5Z</a:updated><a:title/><a:id>urn:x</a:id></a:feed>";
    let feed = read_feed(text.trim_start_matches('\u{FEFF}')).unwrap();
    assert_eq!(
        (feed.link("alternate"), feed.link("next")),
        (Some("https://example.com/"), Some("https://example.com/2"))
    );
    let entry = &feed.entries[0];
    assert_eq!(
        (entry.id.as_str(), entry.title.as_str()),
        ("urn:x:1", "One two")
    );
    assert_eq!(entry.summary.as_deref(), Some("<b>x</b>"));
    assert_eq!(entry.updated.to_string(), "2026-11-21T07:30:00Z");
    // Categories are of the scheme of their list.
    let text = "<c:categories xmlns:c='http://www.w3.org/2007/app' xmlns='http://www.w3.org/2005/Atom' scheme='urn:s'>\
        <category term='a'/><category scheme='urn:t' term='b'/></c:categories>";
    let schemes: Vec<Option<String>> = read_categories(text)
        .unwrap()
        .categories
        .into_iter()
        .map(|one| one.scheme)
        .collect();
    assert_eq!(
        schemes,
        [Some("urn:s".to_owned()), Some("urn:t".to_owned())]
    );
}

#[test]
fn what_is_wrong_is_named_with_its_place() {
    let feed = |more: &str| {
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><id>1</id><title>t</title>\
             <updated>2026-11-21T08:30:00Z</updated>\n{more}</feed>"
        )
    };
    for (text, code, told) in [
        (
            "<feed/>".to_owned(),
            "rolie/root",
            "\"feed\" in namespace \"\" is not a feed of Atom",
        ),
        (
            feed("<id/>"),
            "rolie/too-many",
            "line 1, feed: there are too many of id",
        ),
        (
            feed("<entry><id/></entry>"),
            "rolie/missing",
            "line 2, entry: title is missing",
        ),
        (
            feed("<link/>"),
            "rolie/missing",
            "line 2, link: href is missing",
        ),
        (
            feed("<category/>"),
            "rolie/missing",
            "line 2, category: term is missing",
        ),
        (
            feed("<entry><id/><title/><updated>today</updated></entry>"),
            "rolie/value",
            "line 2, entry/updated: \"today\"",
        ),
        (feed("&x;"), "rolie/xml", "entity"),
        ("{".to_owned(), "rolie/json", "line 1, column 1"),
        (
            "{\"feed\": {\"id\": \"1\",\n\"title\": 2}}".to_owned(),
            "rolie/json",
            "line 2, column 10: invalid type: integer `2`",
        ),
        (
            "{\"feed\": {\"id\": \"1\", \"title\": \"2\"}}".to_owned(),
            "rolie/json",
            "missing field `updated`",
        ),
    ] {
        let error = read_feed(&text).unwrap_err();
        assert_eq!(error.code(), code, "{error}: {text}");
        assert!(error.to_string().contains(told), "{error}: {told}");
    }
    let text = "<service xmlns='http://www.w3.org/2007/app'><workspace/></service>";
    assert_eq!(read_service(text).unwrap_err().code(), "rolie/missing");
    assert_eq!(read_categories("{}").unwrap_err().code(), "rolie/json");
}

#[test]
fn bounds_hold() {
    let mut feed = feed();
    feed.links = vec![Link::new("related", "https://example.com/"); MAX_ITEMS];
    let both = |feed: &super::Feed| {
        [xml::write_feed(feed), json::write_feed(feed)].map(|text| read_feed(&text))
    };
    assert!(both(&feed).iter().all(Result::is_ok));
    feed.links
        .push(Link::new("related", "https://example.com/"));
    let codes = both(&feed).map(|read| read.unwrap_err().code());
    assert_eq!(codes, ["rolie/too-many", "rolie/json"]);
    // Entries: the shortest there are.
    let shortest = "{\"id\":\"\",\"title\":\"\",\"updated\":\"2026-11-21T08:30:00Z\"},";
    let of = |count: usize| {
        let entries = shortest.repeat(count);
        let entries = entries.trim_end_matches(',');
        format!(
            "{{\"id\":\"\",\"title\":\"\",\"updated\":\"2026-11-21T08:30:00Z\",\"entry\":[{entries}]}}"
        )
    };
    assert_eq!(
        read_feed(&of(MAX_ENTRIES)).unwrap().entries.len(),
        MAX_ENTRIES
    );
    assert!(read_feed(&of(MAX_ENTRIES + 1)).is_err());
    let long = format!("{{{}", " ".repeat(MAX_BYTES));
    assert_eq!(read_feed(&long), Err(Error::TooLong { bytes: long.len() }));
    let deep = "{\"a\":".repeat(1_000);
    assert_eq!(read_feed(&deep).unwrap_err().code(), "rolie/json");
    let deep = "<a>".repeat(iodef::MAX_DEPTH + 1);
    assert_eq!(read_feed(&deep), Err(Error::Xml(iodef::Error::TooDeep)));
    // Lists of categories are one.
    let list = format!(
        "<categories>{}</categories>",
        "<a:category term=''/>".repeat(600)
    );
    let service = format!(
        "<service xmlns='http://www.w3.org/2007/app' xmlns:a='http://www.w3.org/2005/Atom'><workspace>\
         <a:title/><collection href=''><a:title/>{list}{list}</collection></workspace></service>"
    );
    assert_eq!(read_service(&service).unwrap_err().code(), "rolie/too-many");
    assert_eq!(
        Category::information_type("csaf").scheme.as_deref(),
        Some(INFORMATION_TYPE)
    );
}
