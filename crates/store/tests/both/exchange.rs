//! Peers, agreements, and the documents that go and come, on both databases.

use watchbell_model::{
    Direction, EventKind, IncidentId, Purpose, ReceiptId, ReceiptState, Redaction, ShareId,
    ShareState, Time, Tlp, Via,
};
use watchbell_store::{
    Agreement, Db, Error, NewTaxiiObject, Outgoing, Peer, Receipt, Share, ShareFilter, TaxiiFilter,
    TaxiiVersion,
};

use crate::{
    NOW,
    database::{Database, each},
    judge_all, report,
    taxii::{collection, object},
};

fn peer(name: &str) -> Peer {
    Peer {
        name: name.to_owned(),
        title: "Example CSIRT".to_owned(),
        contact: "desk@csirt.example".to_owned(),
        url: format!("https://{name}:4590"),
        assurance: 3,
        certificates: "PEM".to_owned(),
        revocations: "CRL".to_owned(),
        enabled: true,
        added_by: "ana".to_owned(),
        added_at: NOW,
        ..Peer::default()
    }
}

fn agreement(peer: i64, direction: Direction, via: Via) -> Agreement {
    Agreement {
        peer,
        direction,
        via,
        form: "iodef-xml".to_owned(),
        tlp: Tlp::Amber,
        purposes: vec![Purpose::Reporting, Purpose::Watch],
        redact: vec![Redaction::Texts],
        until: NOW.plus_seconds(99),
        made_by: "ana".to_owned(),
        made_at: NOW,
    }
}

/// A share of a revision of an incident, `revision` seconds after [`NOW`].
fn share(peer: i64, via: Via, incident: i64, revision: i64) -> Share {
    Share {
        id: ShareId(0),
        peer,
        incident: IncidentId(incident),
        revision: NOW.plus_seconds(revision),
        via,
        form: "iodef-xml".to_owned(),
        tlp: Tlp::Green,
        purpose: Purpose::Reporting,
        document: format!("desk.example/inc-{incident}"),
        title: "Parcel lure".to_owned(),
        mark: String::new(),
        digest: format!("{incident:02}{revision:02}"),
        salt: vec![0, 1, 255],
        policy: "{}".to_owned(),
        redacted: "texts".to_owned(),
        body: format!("<body>{incident} {revision}</body>"),
        state: ShareState::Waiting,
        attempts: 0,
        next_at: NOW,
        error: String::new(),
        made_by: "ana".to_owned(),
        made_at: NOW,
        done_at: Time::default(),
    }
}

fn outgoing(share: Share) -> Outgoing {
    Outgoing {
        share,
        collection: None,
        objects: vec![],
    }
}

/// Opens the incident that shares are of.
async fn open_incident(db: &Db) {
    db.accept(&[report(1, "x")])
        .await
        .expect("the database answers");
    judge_all(db, "aa").await;
}

async fn add(db: &Db, shares: &[Share]) -> Vec<ShareId> {
    let all: Vec<Outgoing> = shares.iter().cloned().map(outgoing).collect();
    db.add_shares(&all).await.expect("the database answers")
}

fn receipt(peer: i64, digest: &str) -> Receipt {
    Receipt {
        id: ReceiptId(0),
        peer,
        via: Via::Rid,
        form: "iodef-xml".to_owned(),
        tlp: Tlp::Amber,
        document: "csirt.example/7".to_owned(),
        revision: format!("r-{digest}"),
        title: "Parcel lure".to_owned(),
        digest: digest.to_owned(),
        salt: vec![7],
        policy: "{}".to_owned(),
        body: format!("<body>{digest}</body>"),
        state: ReceiptState::New,
        error: String::new(),
        report: String::new(),
        callback: "token".to_owned(),
        address: "192.0.2.7".to_owned(),
        received_at: NOW,
        done_at: Time::default(),
    }
}

async fn receive(db: &Db, receipt: &Receipt) -> (ReceiptId, bool) {
    db.add_receipt(receipt, |id| format!("{id} came"))
        .await
        .expect("the database answers")
}

fn is_conflict<T>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(Error::Conflict { what: "share", .. }))
}

#[tokio::test(flavor = "multi_thread")]
async fn peers_are_put_changed_noted_and_removed() {
    each(async |db: &Db| {
        open_incident(db).await;
        let id = db.put_peer(&peer("b.example")).await.unwrap();
        let other = db.put_peer(&peer("a.example")).await.unwrap();
        assert_ne!(id, other);
        let there = Peer {
            id,
            ..peer("b.example")
        };
        assert_eq!(db.peer("b.example").await.unwrap(), there);

        db.note_peer(id, None, NOW.plus_seconds(5)).await.unwrap();
        db.note_peer(id, Some("refused"), NOW.plus_seconds(6))
            .await
            .unwrap();
        let changed = Peer {
            title: "Renamed".to_owned(),
            contact: "new@csirt.example".to_owned(),
            url: String::new(),
            assurance: 4,
            certificates: "PEM 2".to_owned(),
            revocations: String::new(),
            enabled: false,
            added_by: "bo".to_owned(),
            added_at: NOW.plus_seconds(50),
            ..peer("b.example")
        };
        assert_eq!(db.put_peer(&changed).await.unwrap(), id);
        let kept = Peer {
            id,
            added_by: "ana".to_owned(),
            added_at: NOW,
            seen_at: NOW.plus_seconds(5),
            error: "refused".to_owned(),
            error_at: NOW.plus_seconds(6),
            ..changed
        };
        assert_eq!(db.peer("b.example").await.unwrap(), kept);
        db.note_peer(id, None, NOW.plus_seconds(7)).await.unwrap();
        let heard = db.peer("b.example").await.unwrap();
        assert_eq!(
            (heard.seen_at, heard.error.as_str()),
            (NOW.plus_seconds(7), "")
        );

        for peer in [id, other] {
            db.put_agreement(&agreement(peer, Direction::Out, Via::Rid))
                .await
                .unwrap();
            db.put_peer_cursor(peer, Via::Rolie, "7", NOW)
                .await
                .unwrap();
        }
        let new = add(
            db,
            &[
                share(id, Via::Rid, 1, 0),
                share(id, Via::Rid, 1, 1),
                share(other, Via::Rid, 1, 0),
            ],
        )
        .await;
        let gone = db.share(new[0]).await.unwrap();
        db.deliver_share(&gone, "leaf".to_owned(), NOW)
            .await
            .unwrap();
        receive(db, &receipt(id, "aa")).await;
        db.remove_peer("b.example").await.unwrap();
        let names: Vec<String> = db
            .peers()
            .await
            .unwrap()
            .into_iter()
            .map(|one| one.name)
            .collect();
        assert_eq!(names, ["a.example"]);
        assert_eq!(db.agreements(Some(id)).await.unwrap(), []);
        assert_eq!(db.agreements(None).await.unwrap().len(), 1);
        assert_eq!(db.peer_cursor(id, Via::Rolie).await.unwrap(), "");
        assert_eq!(db.peer_cursor(other, Via::Rolie).await.unwrap(), "7");
        let left = db.shares(&ShareFilter::default(), None, 9).await.unwrap();
        let left: Vec<ShareId> = left.iter().map(|one| one.id).collect();
        assert_eq!(left, [new[2], new[0]], "what went stays");
        assert_eq!(
            db.receipts(Some(id), None, None, 9).await.unwrap().len(),
            1,
            "what came stays"
        );
        for error in [
            db.remove_peer("b.example").await,
            db.peer("b.example").await.map(drop),
        ] {
            assert!(matches!(error, Err(Error::NotFound { what: "peer", .. })));
        }
        // Who comes back under the name is another.
        assert!(db.put_peer(&peer("b.example")).await.unwrap() > other);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_gives_way_to_the_next_and_ends() {
    each(async |db: &Db| {
        let id = db.put_peer(&peer("b.example")).await.unwrap();
        let other = db.put_peer(&peer("a.example")).await.unwrap();
        let first = agreement(id, Direction::Out, Via::Rid);
        let all = [
            first.clone(),
            agreement(id, Direction::In, Via::Rid),
            agreement(id, Direction::Out, Via::Taxii),
            agreement(other, Direction::Out, Via::Rid),
        ];
        for one in &all {
            db.put_agreement(one).await.unwrap();
        }
        assert_eq!(db.agreements(None).await.unwrap(), all);
        let next = Agreement {
            form: "stix".to_owned(),
            tlp: Tlp::Red,
            purposes: vec![],
            redact: vec![Redaction::Reporters, Redaction::Proofs],
            until: NOW.plus_seconds(500),
            made_by: "bo".to_owned(),
            made_at: NOW.plus_seconds(1),
            ..first
        };
        db.put_agreement(&next).await.unwrap();
        let of_peer = [next, all[1].clone(), all[2].clone()];
        assert_eq!(db.agreements(Some(id)).await.unwrap(), of_peer);
        let end = async |via| db.end_agreement(id, Direction::Out, via).await.unwrap();
        assert!(end(Via::Rid).await);
        assert!(!end(Via::Rid).await);
        assert!(!end(Via::Rolie).await);
        assert_eq!(db.agreements(Some(id)).await.unwrap(), of_peer[1..]);
        assert_eq!(db.agreements(Some(other)).await.unwrap(), all[3..]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fetching_goes_on_where_it_was() {
    each(async |db: &Db| {
        assert_eq!(db.peer_cursor(1, Via::Taxii).await.unwrap(), "");
        for (peer, via, place) in [
            (1, Via::Taxii, "2026"),
            (1, Via::Rolie, "page 2"),
            (2, Via::Taxii, "x"),
            (1, Via::Taxii, "2027"),
        ] {
            db.put_peer_cursor(peer, via, place, NOW).await.unwrap();
        }
        assert_eq!(db.peer_cursor(1, Via::Taxii).await.unwrap(), "2027");
        assert_eq!(db.peer_cursor(1, Via::Rolie).await.unwrap(), "page 2");
        assert_eq!(db.peer_cursor(2, Via::Taxii).await.unwrap(), "x");
        assert_eq!(db.peer_cursor(1, Via::Rid).await.unwrap(), "");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outbox_keeps_order_and_takes_a_revision_once() {
    each(async |db: &Db| {
        let shares = [
            share(1, Via::Rid, 2, 0),
            share(2, Via::Rid, 1, 0),
            share(1, Via::Rid, 1, 0),
            share(1, Via::Rolie, 1, 0),
            share(1, Via::Rid, 1, 1),
        ];
        let new = add(db, &shares).await;
        assert_eq!(new.len(), 5);
        assert!(new.is_sorted());
        // The same revision is not shared again that way, whatever else is new about it.
        let reworded = Share {
            body: "other".to_owned(),
            tlp: Tlp::Red,
            ..shares[2].clone()
        };
        let twice = share(1, Via::Rid, 3, 0);
        let more = add(db, &[reworded, twice.clone(), twice]).await;
        assert_eq!(more.len(), 1);

        let expected = |place: usize| Share {
            id: new[place],
            ..shares[place].clone()
        };
        let waiting = db.waiting_shares(1, Via::Rid, 9).await.unwrap();
        assert_eq!(waiting[..3], [expected(0), expected(2), expected(4)]);
        assert_eq!(waiting[3].id, more[0]);
        assert_eq!(db.waiting_shares(1, Via::Rid, 2).await.unwrap().len(), 2);
        assert_eq!(
            db.waiting_shares(2, Via::Rid, 9).await.unwrap(),
            [expected(1)]
        );
        assert_eq!(db.waiting_shares(2, Via::Rolie, 9).await.unwrap(), []);
        assert_eq!(db.share(new[1]).await.unwrap(), expected(1));
        assert!(matches!(
            db.share(ShareId(99)).await,
            Err(Error::NotFound { what: "share", .. })
        ));

        // Lists are the latest first, without bodies, in pages.
        let filter = ShareFilter {
            peer: Some(1),
            via: Some(Via::Rid),
            state: Some(ShareState::Waiting),
            incident: Some(IncidentId(1)),
        };
        let bare = |place: usize| Share {
            body: String::new(),
            ..expected(place)
        };
        assert_eq!(
            db.shares(&filter, None, 9).await.unwrap(),
            [bare(4), bare(2)]
        );
        assert_eq!(db.shares(&filter, None, 1).await.unwrap(), [bare(4)]);
        assert_eq!(
            db.shares(&filter, Some(new[4]), 9).await.unwrap(),
            [bare(2)]
        );
        let dead = ShareFilter {
            state: Some(ShareState::Dead),
            ..filter
        };
        assert_eq!(db.shares(&dead, None, 9).await.unwrap(), []);
        assert_eq!(
            db.share_counts().await.unwrap(),
            [
                (1, Via::Rid, ShareState::Waiting, 4),
                (1, Via::Rolie, ShareState::Waiting, 1),
                (2, Via::Rid, ShareState::Waiting, 1)
            ]
        );
        assert_eq!(
            db.withdraw_shares(1, Via::Rid, NOW.plus_seconds(3))
                .await
                .unwrap(),
            4
        );
        assert_eq!(db.waiting_shares(1, Via::Rid, 9).await.unwrap(), []);
        let withdrawn = db.share(new[0]).await.unwrap();
        assert_eq!(
            (withdrawn.state, withdrawn.done_at),
            (ShareState::Withdrawn, NOW.plus_seconds(3))
        );
        assert_eq!(db.waiting_shares(1, Via::Rolie, 9).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_delivered_is_sealed_once() {
    each(async |db: &Db| {
        open_incident(db).await;
        let before = db.leaf_count().await.unwrap();
        let new = add(db, &[share(1, Via::Rid, 1, 0), share(1, Via::Rid, 1, 1)]).await;
        assert_eq!(db.leaf_count().await.unwrap(), before, "not before it went");
        db.fail_share(new[0], "no answer", Some(NOW.plus_seconds(9)), NOW)
            .await
            .unwrap();
        let one = db.share(new[0]).await.unwrap();
        let tries: Vec<_> = (0..4)
            .map(|n| {
                let (db, one) = (db.clone(), one.clone());
                tokio::spawn(async move {
                    db.deliver_share(&one, format!("leaf {n}"), NOW.plus_seconds(20 + n))
                        .await
                        .expect("the database answers")
                })
            })
            .collect();
        let mut delivered = 0;
        for one in tries {
            delivered += usize::from(one.await.unwrap());
        }
        assert_eq!(delivered, 1);
        assert_eq!(db.leaf_count().await.unwrap(), before + 1);
        assert_eq!(db.seals(&new[0].to_string()).await.unwrap(), [before]);
        let leaf = db.leaves(before, 9).await.unwrap().remove(0);
        assert!(leaf.body.starts_with("leaf "));
        let there = db.share(new[0]).await.unwrap();
        assert_eq!(
            (there.state, there.attempts, there.error.as_str()),
            (ShareState::Delivered, 2, "")
        );
        assert!(there.done_at >= NOW.plus_seconds(20));
        let events = db.events(IncidentId(1), 9).await.unwrap();
        let told: Vec<(&str, &str)> = events
            .iter()
            .filter(|event| event.kind == EventKind::Exported)
            .map(|event| (event.by.as_str(), event.text.as_str()))
            .collect();
        assert_eq!(told, [("ana", "shr-1, rid to a peer")]);
        // The next in the queue is first now.
        let waiting = db.waiting_shares(1, Via::Rid, 9).await.unwrap();
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0].id, new[1]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_is_tried_again_given_up_resent_and_called_back() {
    each(async |db: &Db| {
        open_incident(db).await;
        let id = add(db, &[share(1, Via::Rid, 1, 0)]).await[0];
        let state = async || {
            let one = db.share(id).await.unwrap();
            let since = |time: Time| (time.micros() - NOW.micros()) / Time::SECOND;
            let done = (one.done_at != Time::default()).then(|| since(one.done_at));
            (
                one.state,
                one.attempts,
                since(one.next_at),
                done,
                one.error.clone(),
            )
        };
        let turn = async |to, seconds| db.turn_share(id, to, NOW.plus_seconds(seconds)).await;
        let error = |text: &str| text.to_owned();
        db.fail_share(id, "first", Some(NOW.plus_seconds(60)), NOW)
            .await
            .unwrap();
        let retried = (ShareState::Waiting, 1, 60, None, error("first"));
        assert_eq!(state().await, retried);
        assert_eq!(db.waiting_shares(1, Via::Rid, 9).await.unwrap().len(), 1);
        assert!(is_conflict(&turn(ShareState::Waiting, 61).await));
        assert_eq!(state().await, retried, "what waits is not resent");

        db.fail_share(id, "second", None, NOW.plus_seconds(70))
            .await
            .unwrap();
        let dead = (ShareState::Dead, 2, 70, Some(70), error("second"));
        assert_eq!(state().await, dead);
        assert_eq!(db.waiting_shares(1, Via::Rid, 9).await.unwrap(), []);
        db.fail_share(id, "third", None, NOW.plus_seconds(71))
            .await
            .unwrap();
        assert!(is_conflict(&turn(ShareState::Withdrawn, 72).await));
        assert_eq!(state().await, dead, "what is given up is left alone");

        turn(ShareState::Waiting, 80).await.unwrap();
        let resent = (ShareState::Waiting, 0, 80, None, error("second"));
        assert_eq!(state().await, resent);
        turn(ShareState::Withdrawn, 90).await.unwrap();
        let withdrawn = state().await;
        assert_eq!(
            (withdrawn.0, withdrawn.3),
            (ShareState::Withdrawn, Some(90))
        );
        for to in [ShareState::Waiting, ShareState::Withdrawn] {
            assert!(is_conflict(&turn(to, 91).await));
        }

        let other = add(db, &[share(1, Via::Rid, 1, 1)]).await[0];
        let one = db.share(other).await.unwrap();
        db.deliver_share(&one, "leaf".to_owned(), NOW)
            .await
            .unwrap();
        for to in [ShareState::Waiting, ShareState::Withdrawn] {
            assert!(is_conflict(&db.turn_share(other, to, NOW).await));
            assert!(is_conflict(&db.turn_share(ShareId(99), to, NOW).await));
        }
        db.fail_share(other, "late", None, NOW).await.unwrap();
        assert_eq!(
            db.share(other).await.unwrap().state,
            ShareState::Delivered,
            "what is there does not fail"
        );
    })
    .await;
}

/// A share by TAXII with its objects in a collection.
fn by_taxii(incident: i64, revision: i64, collection: i64, objects: &[NewTaxiiObject]) -> Outgoing {
    let last = objects.last().map(|one| format!("{} {revision}", one.id));
    Outgoing {
        share: Share {
            mark: last.unwrap_or_default(),
            ..share(1, Via::Taxii, incident, revision)
        },
        collection: Some(collection),
        objects: objects.to_vec(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_goes_by_taxii_is_in_the_collection_and_follows_what_it_replaces() {
    each(async |db: &Db| {
        open_incident(db).await;
        let key = db.put_taxii_collection(&collection("c")).await.unwrap();
        let every = TaxiiFilter {
            versions: vec![TaxiiVersion::All],
            ..TaxiiFilter::default()
        };
        let there = async || {
            let found = db.taxii_objects(key, &every, None, 99, false).await;
            found.unwrap().len()
        };
        let two = [object("indicator--1", 1), object("report--1", 1)];
        let new = db
            .add_shares(&[
                by_taxii(1, 1, key, &two),
                by_taxii(2, 1, key, &[object("report--2", 1)]),
                // Nothing of it is put there a second time.
                by_taxii(1, 1, key, &[object("report--9", 1)]),
            ])
            .await
            .unwrap();
        assert_eq!((new.len(), there().await), (2, 3));
        let rid = add(db, &[share(1, Via::Rid, 1, 1)]).await[0];
        let elsewhere = add(db, &[share(2, Via::Taxii, 1, 1)]).await[0];

        let second = [object("indicator--1", 1), object("report--1", 2)];
        let newer = db
            .add_shares(&[by_taxii(1, 2, key, &second)])
            .await
            .unwrap();
        assert_eq!(there().await, 4);
        let state = async |id| db.share(id).await.unwrap().state;
        assert_eq!(
            state(new[0]).await,
            ShareState::Withdrawn,
            "it is superseded"
        );
        for id in [new[1], rid, elsewhere, newer[0]] {
            assert_eq!(state(id).await, ShareState::Waiting);
        }
        // What was fetched already is not called back.
        let fetched = db.share(newer[0]).await.unwrap();
        db.deliver_share(&fetched, "leaf".to_owned(), NOW)
            .await
            .unwrap();
        let third = db
            .add_shares(&[by_taxii(1, 3, key, &[object("report--1", 3)])])
            .await
            .unwrap();
        assert_eq!(state(newer[0]).await, ShareState::Delivered);

        let offered = async |from: i64, to: i64| -> Vec<ShareId> {
            let found = db.offered_shares(1, Via::Taxii, ShareId(from), ShareId(to));
            found.await.unwrap().iter().map(|one| one.id).collect()
        };
        assert_eq!(offered(0, i64::MAX).await, [new[1], newer[0], third[0]]);
        assert_eq!(
            offered(newer[0].0, third[0].0).await,
            [newer[0]],
            "from one, up to before the other"
        );
        let last = async |below: i64| {
            let found = db.last_share(1, Via::Taxii, ShareId(below));
            found.await.unwrap()
        };
        assert_eq!(last(i64::MAX).await, Some(third[0]));
        assert_eq!(last(third[0].0).await, Some(newer[0]));
        assert_eq!(last(new[1].0).await, None, "what was called back is none");
        let marked = async |peer: i64, mark: &str| {
            let found = db.marked_share(peer, mark).await.unwrap();
            found.map(|one| one.id)
        };
        assert_eq!(marked(1, "report--1 2").await, Some(newer[0]));
        assert_eq!(marked(1, "report--2 1").await, Some(new[1]));
        assert_eq!(marked(2, "report--1 2").await, None);
        assert_eq!(marked(1, "").await, None, "no mark marks nothing");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_of_a_peer_is_there_once_and_settled() {
    each(async |db: &Db| {
        let first = receipt(1, "aa");
        let (id, new) = receive(db, &first).await;
        assert!(new);
        let kept = Receipt {
            id,
            ..first.clone()
        };
        assert_eq!(db.receipt(id).await.unwrap(), kept);
        // The same once more, even reworded around it, is the one that is there.
        let again = Receipt {
            title: "Another".to_owned(),
            received_at: NOW.plus_seconds(5),
            ..first
        };
        assert_eq!(receive(db, &again).await, (id, false));
        assert_eq!(db.receipt(id).await.unwrap(), kept);
        assert_eq!(db.seals(&id.to_string()).await.unwrap(), [0]);
        let (other, new) = receive(db, &receipt(2, "aa")).await;
        assert!(new && other > id, "of another it is another");
        let tries: Vec<_> = (0..4)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move { receive(&db, &receipt(1, "bb")).await })
            })
            .collect();
        let mut ids = Vec::new();
        let mut new = 0;
        for one in tries {
            let (id, is_new) = one.await.unwrap();
            ids.push(id);
            new += usize::from(is_new);
        }
        ids.dedup();
        assert_eq!((ids.len(), new), (1, 1));
        let third = ids[0];
        let leaves = db.leaves(0, 9).await.unwrap();
        let bodies: Vec<&str> = leaves.iter().map(|leaf| leaf.body.as_str()).collect();
        let told = [id, other, third].map(|id| format!("{id} came"));
        assert_eq!(bodies, told);

        let looked_at = db.new_receipts(9).await.unwrap();
        let looked_at: Vec<(ReceiptId, &str)> = looked_at
            .iter()
            .map(|one| (one.id, one.body.as_str()))
            .collect();
        assert_eq!(
            looked_at,
            [
                (id, "<body>aa</body>"),
                (other, "<body>aa</body>"),
                (third, "<body>bb</body>")
            ]
        );
        assert_eq!(db.new_receipts(1).await.unwrap().len(), 1);
        let settle = async |id, state, report: &str, error: &str| {
            db.settle_receipt(id, state, report, error, NOW.plus_seconds(9))
                .await
                .unwrap();
        };
        assert!(!db.is_taken("csirt.example/7", "r-aa").await.unwrap());
        settle(other, ReceiptState::Known, "", "").await;
        assert!(!db.is_taken("csirt.example/7", "r-aa").await.unwrap());
        settle(id, ReceiptState::Taken, "00ff", "").await;
        assert!(db.is_taken("csirt.example/7", "r-aa").await.unwrap());
        assert!(!db.is_taken("csirt.example/7", "r-bb").await.unwrap());
        assert!(!db.is_taken("csirt.example/8", "r-aa").await.unwrap());
        settle(third, ReceiptState::Refused, "", "no document").await;
        for (peer, revision, has) in [
            (1, "r-aa", true),
            (1, "r-bb", true),
            (2, "r-aa", true),
            (2, "r-bb", false),
            (3, "r-aa", false),
        ] {
            let found = db.has_receipt(peer, "csirt.example/7", revision);
            assert_eq!(found.await.unwrap(), has, "{peer} {revision}");
        }
        assert_eq!(db.new_receipts(9).await.unwrap(), []);
        let settled = Receipt {
            state: ReceiptState::Taken,
            report: "00ff".to_owned(),
            done_at: NOW.plus_seconds(9),
            ..kept
        };
        assert_eq!(db.receipt(id).await.unwrap(), settled);

        let list = async |peer, state, before| -> Vec<ReceiptId> {
            let found = db.receipts(peer, state, before, 2).await.unwrap();
            assert!(found.iter().all(|one| one.body.is_empty()));
            found.iter().map(|one| one.id).collect()
        };
        assert_eq!(list(None, None, None).await, [third, other]);
        assert_eq!(list(None, None, Some(other)).await, [id]);
        assert_eq!(list(Some(1), None, None).await, [third, id]);
        let taken = Some(ReceiptState::Taken);
        assert_eq!(list(Some(1), taken, None).await, [id]);
        assert_eq!(list(Some(2), taken, None).await, []);
        assert_eq!(
            db.receipt_counts().await.unwrap(),
            [
                (1, Via::Rid, ReceiptState::Refused, 1),
                (1, Via::Rid, ReceiptState::Taken, 1),
                (2, Via::Rid, ReceiptState::Known, 1)
            ]
        );
        assert!(matches!(
            db.receipt(ReceiptId(99)).await,
            Err(Error::NotFound {
                what: "receipt",
                ..
            })
        ));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_are_forgotten_when_their_time_is_over() {
    each(async |db: &Db| {
        open_incident(db).await;
        let ids = add(
            db,
            &[
                share(1, Via::Rid, 1, 0),
                share(1, Via::Rid, 1, 1),
                share(1, Via::Rid, 1, 2),
                share(1, Via::Rid, 1, 3),
            ],
        )
        .await;
        for (id, at) in [(ids[0], 10), (ids[1], 20)] {
            let one = db.share(id).await.unwrap();
            db.deliver_share(&one, "leaf".to_owned(), NOW.plus_seconds(at))
                .await
                .unwrap();
        }
        db.turn_share(ids[2], ShareState::Withdrawn, NOW.plus_seconds(20))
            .await
            .unwrap();
        let old = NOW.plus_seconds(15);
        assert_eq!(db.forget_shares(old).await.unwrap(), 1);
        assert_eq!(db.forget_shares(old).await.unwrap(), 0);
        let mut empty = Vec::new();
        for id in &ids {
            empty.push(db.share(*id).await.unwrap().body.is_empty());
        }
        assert_eq!(empty, [true, false, false, false]);
        assert_eq!(db.forget_shares(NOW.plus_seconds(60)).await.unwrap(), 2);
        let waits = db.waiting_shares(1, Via::Rid, 9).await.unwrap();
        assert_eq!(waits[0].body, "<body>1 3</body>", "what waits keeps it");

        let (one, _) = receive(db, &receipt(1, "aa")).await;
        let (two, _) = receive(db, &receipt(1, "bb")).await;
        let late = Receipt {
            received_at: NOW.plus_seconds(20),
            ..receipt(1, "cc")
        };
        let (three, _) = receive(db, &late).await;
        for id in [one, three] {
            db.settle_receipt(id, ReceiptState::Taken, "00", "", NOW.plus_seconds(30))
                .await
                .unwrap();
        }
        assert_eq!(db.forget_receipts(old).await.unwrap(), 1);
        let mut empty = Vec::new();
        for id in [one, two, three] {
            empty.push(db.receipt(id).await.unwrap().body.is_empty());
        }
        assert_eq!(
            empty,
            [true, false, false],
            "nobody looked at the second yet"
        );
        // What is forgotten is still known.
        assert_eq!(receive(db, &receipt(1, "aa")).await, (one, false));
    })
    .await;
}

/// Everything of what is exchanged, to be compared.
async fn everything(db: &Db) -> String {
    let mut shares = Vec::new();
    for one in db
        .shares(&ShareFilter::default(), None, 99)
        .await
        .expect("the database answers")
    {
        shares.push(db.share(one.id).await.expect("the database answers"));
    }
    let mut receipts = Vec::new();
    for one in db
        .receipts(None, None, None, 99)
        .await
        .expect("the database answers")
    {
        receipts.push(db.receipt(one.id).await.expect("the database answers"));
    }
    let mut objects = Vec::new();
    for one in db
        .taxii_collections("shared")
        .await
        .expect("the database answers")
    {
        for specs in [vec![], vec!["2.0".to_owned(), "2.1".to_owned()]] {
            let filter = TaxiiFilter {
                specs,
                ..TaxiiFilter::default()
            };
            let found = db.taxii_objects(one.key, &filter, None, 99, true).await;
            objects.push((one.clone(), found.expect("the database answers")));
        }
    }
    format!(
        "{:#?}",
        (
            db.peers().await.expect("the database answers"),
            db.agreements(None).await.expect("the database answers"),
            db.peer_cursor(1, Via::Taxii)
                .await
                .expect("the database answers"),
            shares,
            receipts,
            db.taxii_roots().await.expect("the database answers"),
            objects,
            db.taxii_status("shared", "1")
                .await
                .expect("the database answers"),
            db.leaves(0, 99).await.expect("the database answers"),
        )
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_exchanged_is_copied_whole_and_goes_on_there() {
    each(async |db: &Db| {
        open_incident(db).await;
        let id = db.put_peer(&peer("b.example")).await.unwrap();
        db.note_peer(id, Some("refused"), NOW).await.unwrap();
        db.put_agreement(&agreement(id, Direction::Out, Via::Taxii))
            .await
            .unwrap();
        db.put_peer_cursor(id, Via::Taxii, "2026", NOW)
            .await
            .unwrap();
        db.put_taxii_root(&watchbell_store::TaxiiRoot {
            name: "shared".to_owned(),
            max_bytes: 7,
            ..Default::default()
        })
        .await
        .unwrap();
        db.add_taxii_status("shared", "1", "{}", NOW).await.unwrap();
        let key = db.put_taxii_collection(&collection("c")).await.unwrap();
        let mut old_form = object("report--1", 9);
        old_form.spec = "2.0".to_owned();
        let objects = [object("report--1", 1), old_form, object("url--1", 0)];
        let new = db
            .add_shares(&[by_taxii(1, 1, key, &objects)])
            .await
            .unwrap();
        let one = db.share(new[0]).await.unwrap();
        db.deliver_share(&one, "leaf".to_owned(), NOW)
            .await
            .unwrap();
        let (came, _) = receive(db, &receipt(id, "aa")).await;
        db.settle_receipt(came, ReceiptState::Asked, "", "", NOW)
            .await
            .unwrap();
        let last = db
            .taxii_objects(key, &TaxiiFilter::default(), None, 99, false)
            .await
            .unwrap()
            .pop()
            .unwrap();
        let source = everything(db).await;
        assert!(source.contains("b.example") && source.contains("url--1"));
        for target in Database::all().await {
            db.copy_into(&target.db, |_| ()).await.unwrap();
            assert_eq!(everything(&target.db).await, source);
            // Numbers and moments go on behind those that came along.
            let there = &target.db;
            assert!(there.put_peer(&peer("c.example")).await.unwrap() > id);
            assert!(there.put_taxii_collection(&collection("d")).await.unwrap() > key);
            assert!(add(there, &[share(id, Via::Rid, 1, 1)]).await[0] > new[0]);
            assert_eq!(receive(there, &receipt(id, "aa")).await, (came, false));
            assert!(receive(there, &receipt(id, "bb")).await.0 > came);
            there
                .add_taxii_objects(key, &[object("report--2", 1)], NOW.plus_seconds(-9))
                .await
                .unwrap();
            let next = there
                .taxii_objects(key, &TaxiiFilter::default(), None, 99, false)
                .await
                .unwrap()
                .pop()
                .unwrap();
            assert_eq!(next.id, "report--2");
            assert!(next.added_at > last.added_at && next.seq > last.seq);
            target.drop().await;
        }
    })
    .await;
}
