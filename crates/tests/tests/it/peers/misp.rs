//! Events that are brought to a MISP server and fetched from it. The server is one that does what MISP
//! does with what is asked of it here: MISP itself is no package of Debian.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use super::{
    desk::{Desk, label, until},
    identity::Identity,
    wire::Host,
};
use crate::support::port::port;

const NAME: &str = "misp.example";
const KEY: &str = "a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6a7b8c9d0";

/// What a MISP server keeps.
#[derive(Default)]
struct Server {
    events: Mutex<Vec<Value>>,
    /// The paths that were asked for, but for searches.
    asked: Mutex<Vec<String>>,
    /// Whether the next event that is brought is kept, and the answer gets lost.
    loses_answer: AtomicBool,
}

impl Server {
    fn events(&self) -> MutexGuard<'_, Vec<Value>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn asked(&self) -> MutexGuard<'_, Vec<String>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, head: &str, body: &str) -> (u16, String) {
        let refused = |why: &str| (403, json!({"name": why, "message": why}).to_string());
        let has = |header: &str| head.lines().any(|line| line.eq_ignore_ascii_case(header));
        if !has(&format!("authorization: {KEY}")) || !has("accept: application/json") {
            return refused("Authentication failed.");
        }
        let path = head.split(' ').nth(1).unwrap_or_default();
        let mut body: Value = serde_json::from_str(body).expect("JSON is sent");
        if path == "/events/restSearch" {
            return self.search(&body);
        }
        self.asked().push(path.to_owned());
        body["Event"]["publish_timestamp"] = "0".into();
        let uuid = body["Event"]["uuid"].clone();
        let mut events = self.events();
        let place = events.iter().position(|one| one["Event"]["uuid"] == uuid);
        match (path, place) {
            ("/events/add", None) => events.push(body.clone()),
            ("/events/add", Some(_)) => return refused("Event already exists"),
            (_, Some(place)) => {
                let uuid = uuid.as_str().unwrap_or_default();
                assert_eq!(path, format!("/events/edit/{uuid}"));
                if number(&body, "timestamp") <= number(&events[place], "timestamp") {
                    return refused("Event in the request not newer than the local copy.");
                }
                events[place] = body.clone();
            }
            _ => return (404, json!({"name": "Invalid event"}).to_string()),
        }
        if self.loses_answer.swap(false, Ordering::SeqCst) {
            return (502, String::new());
        }
        (200, body.to_string())
    }

    fn search(&self, what: &Value) -> (u16, String) {
        assert_eq!(what["returnFormat"], "json");
        let since = what["publish_timestamp"].as_str();
        let since: i64 = since.map_or(0, |since| since.parse().expect("a number"));
        let is_found = |event: &&Value| {
            let published = number(event, "publish_timestamp");
            (what["uuid"].is_null() || what["uuid"] == event["Event"]["uuid"])
                && (what["published"].is_null() || published > 0)
                && published >= since
        };
        let events = self.events();
        let limit = what["limit"].as_u64().expect("a bound") as usize;
        let before = (what["page"].as_u64().unwrap_or(1) as usize - 1) * limit;
        let found = events.iter().filter(is_found);
        let page: Vec<&Value> = found.skip(before).take(limit).collect();
        (200, json!({"response": page}).to_string())
    }
}

/// A number that MISP writes as text.
fn number(event: &Value, name: &str) -> i64 {
    let text = event["Event"][name].as_str();
    text.map_or(0, |text| text.parse().expect("a number"))
}

/// A desk, and a MISP server that is its peer.
fn scene(what: &str) -> (Desk, Arc<Server>, Host) {
    let (desk, identity, port) = (Desk::new("desk.example"), Identity::of_itself(NAME), port());
    let url = format!("https://127.0.0.1:{port}");
    desk.enter(NAME, &identity.certificate, &["--url", &url]);
    desk.agree(NAME, what);
    let server = Arc::new(Server::default());
    let answering = Arc::clone(&server);
    let host = Host::serve(port, &identity, move |head, body| {
        answering.answer(head, body)
    });
    (desk, server, host)
}

/// An event as a MISP server has it.
fn event(number: u32, tag: &str, published: i64) -> Value {
    json!({"Event": {
        "id": number.to_string(),
        "uuid": format!("5d0092c5-5f74-4287-9642-{number:012x}"),
        "info": format!("Parcel fraud, wave {number}"),
        "date": "2026-11-20",
        "timestamp": published.to_string(),
        "publish_timestamp": published.to_string(),
        "published": true,
        "threat_level_id": "2",
        "analysis": "1",
        "distribution": "3",
        "Orgc": {"name": "Example CERT", "uuid": "5d0092c5-5f74-4287-9642-33f4c354e56d"},
        "Tag": [{"name": tag}],
        "Attribute": [{
            "uuid": format!("6d0092c5-5f74-4287-9642-{number:012x}"),
            "type": "domain",
            "category": "Network activity",
            "to_ids": true,
            "timestamp": published.to_string(),
            "value": format!("parcel{number}.example"),
        }],
    }})
}

#[test]
fn events_are_brought_once_and_changed_when_they_change() {
    let (mut desk, server, _host) = scene("--out misp --tlp amber");
    desk.import(3, 0x5EED_0050);
    desk.start();
    desk.done(&["share", "--all"]);
    let told = |what: &str| desk.outbox()[0]["error"].to_string().contains(what);
    until("it asks for a key", || {
        told("watchbell peer key misp.example")
    });
    let give = |key: &str| desk.feed(&["peer", "key", NAME], key);
    give("not-the-key");
    until("the key is refused", || told("does not take the key"));
    assert!(server.events().is_empty());
    server.loses_answer.store(true, Ordering::SeqCst);
    give(KEY);
    let delivered = || {
        let shares = desk.outbox();
        shares.iter().all(|share| share["state"] == "delivered")
    };
    until("everything is delivered", delivered);
    assert_eq!(
        *server.asked(),
        ["/events/add"; 3],
        "one whose answer got lost is not brought twice"
    );
    for event in server.events().iter() {
        let tags = event["Event"]["Tag"].to_string();
        assert!(tags.contains("tlp:amber"), "{tags}");
        assert_eq!(event["Event"]["Orgc"]["name"], "desk.example");
    }

    let mut ana = desk.analyst();
    // MISP counts in seconds.
    thread::sleep(Duration::from_secs(1));
    label(&mut ana, "inc-2", "green");
    desk.done(&["share", "--all"]);
    let changed = || server.asked().len() == 4;
    until("the change is there", || changed() && delivered());
    assert!(server.asked()[3].starts_with("/events/edit/"));
    let is_green = |event: &&Value| event["Event"]["Tag"].to_string().contains("tlp:green");
    assert_eq!(server.events().iter().filter(is_green).count(), 1);
}

#[test]
fn events_that_are_published_come_in_once_under_what_was_agreed() {
    let (mut desk, server, _host) = scene("--in misp --tlp green");
    desk.feed(&["peer", "key", NAME], KEY);
    let published = 1_795_000_000;
    let mut odd = [
        event(201, "tlp:red", published + 1),
        event(202, "tlp:green", 0),
        event(203, "tlp:green", published + 2),
        json!({"Event": {"info": "no uuid", "publish_timestamp": "1795000003"}}),
    ];
    odd[2]["Event"]["Orgc"]["name"] = "desk.example".into();
    server.events().extend(odd);
    let many = (1..=120).map(|number| event(number, "tlp:green", published + i64::from(number)));
    server.events().extend(many);
    desk.start();
    let taken = |count: usize| {
        let inbox = desk.inbox();
        inbox.len() >= count && inbox.iter().all(|one| one["state"] == "taken")
    };
    until("all pages came and are judged", || taken(120));
    let inbox = desk.inbox();
    assert_eq!(
        inbox.len(),
        120,
        "not what is RED, unpublished, our own, or no event"
    );
    let is_so = |one: &Value| one["via"] == "misp" && one["tlp"] == "green";
    assert!(inbox.iter().all(is_so), "{:?}", inbox[0]);
    let told = desk.log();
    for what in ["above the ceiling", "no uuid"] {
        assert!(told.contains(what), "{what:?} is not in {told}");
    }

    // What is published later comes; what is published again unchanged, is known.
    let later = event(301, "tlp:clear", published + 500);
    server.events().push(later);
    until("it came", || taken(121));
    assert_eq!(desk.inbox().len(), 121);
}
