//! Peers, what was agreed with them, and where fetching goes on.

use watchbell_model::{Direction, Redaction, ShareId, Tlp, Via};
use watchbell_store::{Agreement, Db, Error, Peer, ShareFilter};

use super::{add, agreement, open_incident, peer, receipt, receive, share};
use crate::{NOW, database::each};

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
