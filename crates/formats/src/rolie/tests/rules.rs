//! Each rule: what it fires at, and that it is silent otherwise.

use super::{
    super::{check_entry, check_feed, check_service},
    Category, Content, Entry, Feed, Format, Property, Service, entry, feed, service,
};

fn of_feed(change: impl FnOnce(&mut Feed)) -> Vec<&'static str> {
    let mut feed = feed();
    change(&mut feed);
    check_feed(&feed).iter().map(|fault| fault.code).collect()
}

fn of_entry(change: impl FnOnce(&mut Entry)) -> Vec<&'static str> {
    let mut entry = entry();
    change(&mut entry);
    check_entry(&entry).iter().map(|fault| fault.code).collect()
}

fn of_service(change: impl FnOnce(&mut Service)) -> Vec<&'static str> {
    let mut service = service();
    change(&mut service);
    check_service(&service)
        .iter()
        .map(|fault| fault.code)
        .collect()
}

#[test]
fn a_feed_says_its_type_its_service_and_itself() {
    assert_eq!(of_feed(|_| {}), [""; 0]);
    assert_eq!(of_feed(|feed| feed.id.clear()), ["rolie/unnamed"]);
    assert_eq!(
        of_feed(|feed| feed.categories.clear()),
        ["rolie/information-type"]
    );
    let two = of_feed(|feed| {
        feed.categories
            .push(Category::information_type("indicator"));
    });
    assert_eq!(two, ["rolie/information-type"]);
    let found = of_feed(|feed| feed.links.clear());
    assert_eq!(
        found,
        ["rolie/service-link-missing", "rolie/self-link-missing"]
    );
    assert_eq!(
        of_feed(|feed| feed.authors.clear()),
        ["rolie/author-missing"]
    );
}

#[test]
fn entries_of_a_feed_are_of_its_type_and_told_apart() {
    let found = of_feed(|feed| {
        feed.entries[1]
            .categories
            .push(Category::information_type("csaf"));
    });
    assert_eq!(found, ["rolie/entry-type"]);
    assert_eq!(
        of_feed(|feed| feed.entries[1] = entry()),
        ["rolie/entry-twice"]
    );
    let found = of_feed(|feed| feed.updated = feed.updated.plus_seconds(-3_600));
    assert_eq!(found, ["rolie/feed-older"]);
}

#[test]
fn an_entry_says_where_and_what_its_document_is() {
    assert_eq!(of_entry(|_| {}), [""; 0]);
    assert_eq!(of_entry(|entry| entry.title.clear()), ["rolie/unnamed"]);
    assert_eq!(
        of_entry(|entry| entry.content = None),
        ["rolie/content-missing"]
    );
    let found = of_entry(|entry| entry.content = Some(Content::default()));
    assert_eq!(found, ["rolie/content-type", "rolie/content-src"]);
    assert_eq!(
        of_entry(|entry| entry.format = None),
        ["rolie/format-missing"]
    );
    let special = of_entry(|entry| {
        entry.format = None;
        entry.content.as_mut().expect("it has content").media_type = "application/x+xml".to_owned();
    });
    assert_eq!(special, [""; 0]);
    assert_eq!(
        of_entry(|entry| entry.format = Some(Format::default())),
        ["rolie/format-name"]
    );
    let found = of_entry(|entry| entry.properties.push(Property::default()));
    assert_eq!(found, ["rolie/property-name"]);
}

#[test]
fn an_entry_that_stands_alone_says_its_collection_and_type() {
    assert_eq!(
        of_entry(|entry| entry.links.clear()),
        ["rolie/collection-link-missing"]
    );
    assert_eq!(
        of_entry(|entry| entry.categories.clear()),
        ["rolie/information-type"]
    );
}

#[test]
fn collections_are_of_one_type_or_of_none() {
    let found = check_service(&service());
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].code, found[0].must), ("rolie/not-rolie", false));
    assert_eq!(found[0].place, "service/workspace[1]/collection[2]");
    assert_eq!(
        of_service(|service| service.workspaces.clear()),
        ["rolie/workspace-missing"]
    );
    let found = of_service(|service| {
        let workspace = &mut service.workspaces[0];
        workspace.title.clear();
        workspace.collections.truncate(1);
        let categories = &mut workspace.collections[0].categories;
        categories
            .categories
            .push(Category::information_type("csaf"));
        categories.href = Some("https://csirt.example.com/categories".to_owned());
    });
    assert_eq!(
        found,
        [
            "rolie/unnamed",
            "rolie/information-type",
            "rolie/categories-twice"
        ]
    );
}
