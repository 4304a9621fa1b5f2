//! What goes out by TAXII: shares, and their objects in the collection of a peer.

use watchbell_model::{ShareId, ShareState, Via};
use watchbell_store::{
    Db, NewTaxiiObject, Outgoing, Share, ShareFilter, TaxiiFilter, TaxiiVersion,
};

use super::{add, open_incident, share};
use crate::{
    NOW,
    database::each,
    taxii::{collection, object},
};

/// A share by TAXII with its objects in a collection.
pub(super) fn by_taxii(
    incident: i64,
    revision: i64,
    collection: i64,
    objects: &[NewTaxiiObject],
) -> Outgoing {
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
async fn a_share_and_its_objects_are_there_together_or_not_at_all() {
    each(async |db: &Db| {
        let key = db.put_taxii_collection(&collection("c")).await.unwrap();
        // PostgreSQL refuses what SQLite takes.
        let mut last = object("report--1", 1);
        last.body = "a\0b".to_owned();
        let both = [object("indicator--1", 1), last];
        let new = db.add_shares(&[by_taxii(1, 1, key, &both)]).await;
        let count = if new.is_ok() { (1, 2) } else { (0, 0) };
        let shares = db.shares(&ShareFilter::default(), None, 9).await.unwrap();
        let all = TaxiiFilter::default();
        let objects = db.taxii_objects(key, &all, None, 9, false).await.unwrap();
        assert_eq!((shares.len(), objects.len()), count);
        assert_eq!(new.is_err(), db.is_shared());
    })
    .await;
}
