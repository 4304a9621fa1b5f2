//! What is exchanged, in a copy of the database.

use watchbell_model::{Direction, ReceiptState, Via};
use watchbell_store::{Db, ShareFilter, TaxiiFilter, TaxiiRoot};

use super::{add, agreement, open_incident, peer, receipt, receive, share, taxii::by_taxii};
use crate::{
    NOW,
    database::{Database, each},
    taxii::{collection, object},
};

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
        db.put_taxii_root(&TaxiiRoot {
            name: "shared".to_owned(),
            max_bytes: 7,
            ..TaxiiRoot::default()
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
