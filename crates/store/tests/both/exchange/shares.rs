//! What is on its way out.

use watchbell_model::{EventKind, IncidentId, ShareId, ShareState, Time, Tlp, Via};
use watchbell_store::{Db, Error, Share, ShareFilter};

use super::{add, open_incident, share};
use crate::{NOW, database::each};

fn is_conflict<T>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(Error::Conflict { what: "share", .. }))
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
            (one.state, one.attempts, since(one.next_at), done, one.error)
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
