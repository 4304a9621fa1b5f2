//! What came in, and how long what came and went is kept.

use watchbell_model::{ReceiptId, ReceiptState, ShareState, Via};
use watchbell_store::{Db, Error, Receipt};

use super::{add, open_incident, receipt, receive, share};
use crate::{NOW, database::each};

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
        // Of one that was given up and forgotten nothing is left to send.
        db.fail_share(ids[3], "refused", None, NOW).await.unwrap();
        assert_eq!(db.forget_shares(NOW.plus_seconds(60)).await.unwrap(), 1);
        let resent = db.turn_share(ids[3], ShareState::Waiting, NOW).await;
        assert!(matches!(resent, Err(Error::Conflict { what: "share", .. })));
        assert_eq!(db.share(ids[3]).await.unwrap().state, ShareState::Dead);

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
