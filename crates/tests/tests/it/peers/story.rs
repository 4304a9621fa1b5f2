//! Three nodes in a ring, each by another way, while each is killed again and again.

use std::{
    collections::{BTreeMap, BTreeSet},
    thread,
    time::Duration,
};

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use watchbell_model::{ReceiptId, ShareId};
use watchbell_store::Db;

use super::{
    desk::{Desk, label, until},
    wire::{ask, get, post, question},
};
use crate::support::random::Random;

/// Reports that each node has of its own.
const REPORTS: u64 = 36;
/// How often each node is killed.
const KILLS: u64 = 4;
/// Longest time for which a node is down, and for which it is up, in milliseconds.
const DOWN: u64 = 400;
const UP: u64 = 900;
/// The way from each node to the next.
const WAYS: [&str; 3] = ["rid", "rolie", "taxii"];
/// Which of its incidents each node keeps, with the label that keeps them.
const KEPT: [(&str, &str); 2] = [("inc-3", "red"), ("inc-5", "amber+strict")];

#[test]
fn three_nodes_killed_again_and_again_lose_nothing_and_tell_nothing_twice() {
    let mut desks = ring();
    let seeds = 0x5EED_0010..;
    for (desk, seed) in desks.iter_mut().zip(seeds) {
        desk.import(REPORTS, seed);
        desk.start();
        let mut ana = desk.analyst();
        for (incident, tlp) in KEPT {
            label(&mut ana, incident, tlp);
        }
    }
    share_and_kill(&mut desks);
    until("everything is delivered and looked at", || {
        desks.iter().all(settled)
    });
    // Only bundles, which the first one gets, have no place for the text that would be judged again.
    desks[1..].iter().for_each(expect_kept_to_oneself);
    for (place, desk) in desks.iter().enumerate() {
        expect_same(desk, &desks[(place + 1) % 3]);
        expect_nothing_of_what_is_kept(desk, &desks[(place + 1) % 3], WAYS[place]);
    }
    // Let the nodes seal what there is.
    for desk in &mut desks {
        until("every leaf is published", || sealed(desk));
        expect_proven(desk);
    }
}

/// Nodes that know each other, with one way from each to the next.
fn ring() -> [Desk; 3] {
    let desks = ["a.example", "b.example", "c.example"].map(Desk::new);
    for (place, way) in WAYS.into_iter().enumerate() {
        let (from, to) = (&desks[place], &desks[(place + 1) % 3]);
        from.know(to);
        to.know(from);
        from.agree(to.name, &format!("--out {way} --tlp amber"));
        to.agree(from.name, &format!("--in {way} --tlp amber"));
    }
    desks
}

/// Shares everything on every node, and kills each in turn meanwhile.
fn share_and_kill(desks: &mut [Desk; 3]) {
    let mut random = Random::new(0x5EED_0020);
    for desk in desks.iter() {
        desk.done(&["share", "--all"]);
    }
    for kill in 0..KILLS * 3 {
        let desk = &mut desks[(kill % 3) as usize];
        thread::sleep(Duration::from_millis(random.below(UP)));
        desk.kill();
        thread::sleep(Duration::from_millis(random.below(DOWN)));
        desk.start_unseen();
    }
}

/// Whether nothing waits, neither to go nor to be looked at.
fn settled(desk: &Desk) -> bool {
    let waits = ["exchange", "outbox", "--state", "waiting"];
    let new = ["exchange", "inbox", "--state", "new"];
    desk.list(&waits).is_empty() && desk.list(&new).is_empty()
}

/// Expects that one has exactly what the other sent.
fn expect_same(from: &Desk, to: &Desk) {
    let (sent, came) = (from.outbox(), to.inbox());
    assert_eq!(sent.len() as u64, REPORTS - KEPT.len() as u64);
    assert!(sent.iter().all(|share| share["state"] == "delivered"));
    let digests = |all: &[Value]| all.iter().map(|one| text(one, "digest")).collect();
    let (sent_digests, came_digests): (BTreeSet<_>, BTreeSet<_>) = (digests(&sent), digests(&came));
    assert_eq!(sent_digests, came_digests, "what came is what went");
    assert_eq!(came.len(), came_digests.len(), "nothing came twice");
    let mut reports: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for one in &came {
        assert_eq!(one["state"], "taken", "{one}");
        assert_eq!(one["tlp"], "amber", "{one}");
        let document = (text(one, "document"), text(one, "revision"));
        reports
            .entry(text(one, "report"))
            .or_default()
            .insert(document);
    }
    assert_eq!(reports.len(), came.len(), "one report a document");
    assert!(reports.values().all(|documents| documents.len() == 1));

    // Nothing changed since.
    let again = from.run(&["share", "--all"]);
    assert_eq!(again.code, 0, "{again:#?}");
    assert_eq!(from.outbox().len(), sent.len(), "{again:#?}");
}

/// Expects that what a peer told opens incidents, which are not passed on.
fn expect_kept_to_oneself(desk: &Desk) {
    let incidents = || desk.list(&["incident", "list", "--limit", "500"]);
    until("what came opens incidents", || {
        incidents().len() > REPORTS as usize
    });
    let last = text(&incidents()[0], "id");
    let told = desk.list(&["share", &last]).remove(0);
    assert_eq!(told["shares"].as_array().map(Vec::len), Some(0), "{told}");
    let reason = told["withheld"].to_string();
    assert!(reason.contains("not ours to pass on"), "{reason}");
}

/// Expects that a peer cannot even guess that there is something that is not for it.
fn expect_nothing_of_what_is_kept(from: &Desk, to: &Desk, way: &str) {
    let visitor = to.identity();
    let see = |path: &str| {
        let reply = ask(from.port, &visitor, &get(path)).expect("a peer is answered");
        assert!(reply.status == 200, "{path}: {reply:?}");
        reply.body
    };
    let mut seen: Vec<String> = to.inbox().iter().map(Value::to_string).collect();
    for one in to.inbox() {
        seen.push(to.done(&["exchange", "show", &text(&one, "id")]));
    }
    match way {
        "rolie" => seen.push(see("/rolie/feed")),
        "taxii" => {
            let all: Value =
                serde_json::from_str(&see("/taxii2/peers/collections/")).expect("JSON");
            for one in all["collections"].as_array().expect("collections") {
                let id = text(one, "id");
                seen.push(see(&format!(
                    "/taxii2/peers/collections/{id}/objects/?limit=500"
                )));
            }
        }
        _ => {}
    }
    let kept = KEPT.map(|(incident, _)| incident);
    let listed = from.list(&["incident", "list", "--limit", "500"]);
    for incident in kept {
        let title = listed.iter().find(|one| one["id"] == incident);
        let title = text(title.expect("it is there"), "title");
        let name = format!("{}/{incident}<", from.name).replace('<', "\"");
        for one in &seen {
            assert!(!one.contains(&title), "{title:?} in {one}");
            assert!(!one.contains(&name), "{name:?} in {one}");
        }
        let host = title.split_whitespace().find(|word| word.contains('.'));
        if let Some(host) = host {
            assert!(!seen.iter().any(|one| one.contains(host)), "{host}");
        }
        // A question for it is answered like one for what does not exist.
        let [kept, none] = [incident, "inc-999"].map(|id| {
            let question = question(from.name, id);
            let reply = ask(from.port, &visitor, &post("/", "text/xml", &question));
            let reply = reply.expect("a question is answered");
            assert_eq!(reply.status, 200, "{reply:?}");
            assert!(reply.body.contains("Denied"), "{reply:?}");
            reply.body.replace(id, "inc-0")
        });
        assert_eq!(kept, none);
    }
}

/// Whether everything that is in the log is published.
fn sealed(desk: &Desk) -> bool {
    let last = desk.outbox().pop().expect("it sent something");
    let came = desk.inbox().pop().expect("something came");
    [last, came]
        .iter()
        .all(|one| desk.run(&["proof", "show", &text(one, "id")]).code == 0)
}

/// Expects that each transfer is one leaf, and that the proofs of some say what was sent.
fn expect_proven(desk: &Desk) {
    let (sent, came) = (desk.outbox(), desk.inbox());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let db = desk.db().await;
        for one in sent.iter().chain(&came) {
            let leaves = db.seals(&text(one, "id")).await.expect("leaves");
            assert_eq!(leaves.len(), 1, "{one}");
        }
        for all in [&sent, &came] {
            for place in [0, all.len() / 2, all.len() - 1] {
                expect_proof(desk, &db, &all[place]).await;
            }
        }
        db.close().await;
    });
}

async fn expect_proof(desk: &Desk, db: &Db, one: &Value) {
    let id = text(one, "id");
    let (salt, direction) = if let Ok(share) = id.parse::<ShareId>() {
        (db.share(share).await.expect("the share").salt, "out")
    } else {
        let receipt: ReceiptId = id.parse().expect("a receipt");
        (db.receipt(receipt).await.expect("the receipt").salt, "in")
    };
    desk.write("proof", &desk.done(&["proof", "show", &id]));
    let proven = desk.list(&["proof", "verify", "proof"]).remove(0);
    let leaf = &proven["leaf"];
    let digest = text(one, "digest");
    let committed = Sha256::new_with_prefix(&salt).chain_update(&digest);
    let committed = committed.finalize();
    let committed: String = committed.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(leaf["kind"], "exchange", "{leaf}");
    assert_eq!(leaf["exchange"], id, "{leaf}");
    assert_eq!(leaf["direction"], direction, "{leaf}");
    assert_eq!(leaf["commitment"], committed, "{leaf}");
    for name in ["via", "tlp", "form"] {
        assert_eq!(leaf[name], one[name], "{leaf}");
    }
}

/// A member that is a text.
#[track_caller]
fn text(value: &Value, name: &str) -> String {
    let found = value[name].as_str();
    found
        .unwrap_or_else(|| panic!("{name} in {value}"))
        .to_owned()
}
