//! Roots, collections and objects of TAXII on both databases.

mod filter;

use std::collections::BTreeSet;

use watchbell_model::Time;
use watchbell_store::{
    Db, NewTaxiiObject, TaxiiCollection, TaxiiFilter, TaxiiObject, TaxiiRoot, TaxiiVersion,
};

use crate::{NOW, database::each};

/// The last objects first asked for, and more of them than any test adds.
const EVERYTHING: i64 = 1_000;

pub(crate) fn collection(id: &str) -> TaxiiCollection {
    TaxiiCollection {
        root: "shared".to_owned(),
        id: id.to_owned(),
        title: format!("Title of {id}"),
        can_read: true,
        media_types: "application/stix+json;version=2.1".to_owned(),
        ..TaxiiCollection::default()
    }
}

/// An object of STIX 2.1 whose version is `version` seconds after [`NOW`]; 0 is for what has none.
pub(crate) fn object(id: &str, version: i64) -> NewTaxiiObject {
    let at = NOW.plus_seconds(version);
    NewTaxiiObject {
        id: id.to_owned(),
        kind: id.split("--").next().unwrap_or_default().to_owned(),
        spec: "2.1".to_owned(),
        version: (version != 0).then(|| (at.to_string(), at)),
        added_at: None,
        body: format!("{{\"id\":\"{id}\",\"n\":{version}}}"),
    }
}

async fn made(db: &Db, id: &str) -> i64 {
    db.put_taxii_collection(&collection(id))
        .await
        .expect("the database answers")
}

async fn all(db: &Db, key: i64, filter: &TaxiiFilter) -> Vec<TaxiiObject> {
    db.taxii_objects(key, filter, None, EVERYTHING, true)
        .await
        .expect("the database answers")
}

fn every_version() -> TaxiiFilter {
    TaxiiFilter {
        versions: vec![TaxiiVersion::All],
        ..TaxiiFilter::default()
    }
}

/// What is there when nothing is asked for, as identifier, form and version in seconds after [`NOW`].
async fn newest(db: &Db, key: i64) -> Vec<(String, String, i64)> {
    let found = all(db, key, &TaxiiFilter::default()).await.into_iter();
    let short = |object: TaxiiObject| {
        let at: Time = object.version.parse().expect("a version");
        let seconds = (at.micros() - NOW.micros()) / Time::SECOND;
        (object.id, object.spec, seconds)
    };
    found.map(short).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn roots_and_collections_are_made_changed_and_found() {
    each(async |db: &Db| {
        let root = |name: &str, title: &str| TaxiiRoot {
            name: name.to_owned(),
            title: title.to_owned(),
            description: "for tests".to_owned(),
            max_bytes: 100,
        };
        assert_eq!(db.taxii_roots().await.unwrap(), []);
        for one in [root("shared", "old"), root("b", "B"), root("shared", "new")] {
            db.put_taxii_root(&one).await.unwrap();
        }
        let roots = [root("b", "B"), root("shared", "new")];
        assert_eq!(db.taxii_roots().await.unwrap(), roots);
        assert_eq!(
            db.taxii_root("shared").await.unwrap().as_ref(),
            Some(&roots[1])
        );
        assert_eq!(db.taxii_root("SHARED").await.unwrap(), None);

        let named = |alias: &str| TaxiiCollection {
            alias: alias.to_owned(),
            ..collection("c1")
        };
        let key = db.put_taxii_collection(&named("first")).await.unwrap();
        let other = made(db, "c0").await;
        let elsewhere = TaxiiCollection {
            root: "b".to_owned(),
            ..named("first")
        };
        let elsewhere = TaxiiCollection {
            key: db.put_taxii_collection(&elsewhere).await.unwrap(),
            ..elsewhere
        };
        assert_eq!(
            BTreeSet::from([key, other, elsewhere.key]).len(),
            3,
            "the same UUID in another root is another collection"
        );
        let find = async |root: &str, id: &str| db.taxii_collection(root, id).await.unwrap();
        for id in ["c1", "first"] {
            assert_eq!(find("shared", id).await.map(|one| one.key), Some(key));
            assert_eq!(find("b", id).await.as_ref(), Some(&elsewhere));
        }
        // What has no alias is not found by an empty one.
        for id in ["", "c2", "C1"] {
            assert_eq!(find("shared", id).await, None, "{id:?}");
        }
        let changed = TaxiiCollection {
            key,
            title: "Another".to_owned(),
            description: "Said".to_owned(),
            can_read: false,
            can_write: true,
            ..named("second")
        };
        assert_eq!(db.put_taxii_collection(&changed).await.unwrap(), key);
        assert_eq!(find("shared", "second").await.as_ref(), Some(&changed));
        assert_eq!(find("shared", "first").await, None);
        let keys: Vec<i64> = db
            .taxii_collections("shared")
            .await
            .unwrap()
            .iter()
            .map(|one| one.key)
            .collect();
        assert_eq!(keys, [key, other], "in the order in which they were made");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_object_is_added_at_a_moment_of_its_own() {
    each(async |db: &Db| {
        let key = made(db, "c").await;
        let mut ids = (0..).map(|n| format!("indicator--{n:04}"));
        // The clock stands still, goes back, and jumps.
        for (count, now) in [(3, 0), (2, 0), (1, -60), (0, 0), (2, 0), (2, 60), (1, 59)] {
            let objects: Vec<NewTaxiiObject> =
                ids.by_ref().take(count).map(|id| object(&id, 1)).collect();
            let new = db
                .add_taxii_objects(key, &objects, NOW.plus_seconds(now))
                .await
                .unwrap();
            assert_eq!(new, vec![true; count]);
        }
        let found = all(db, key, &TaxiiFilter::default()).await;
        let order: Vec<String> = found.iter().map(|one| one.id.clone()).collect();
        let expected: Vec<String> = (0..11).map(|n| format!("indicator--{n:04}")).collect();
        assert_eq!(order, expected);
        assert!(found.is_sorted_by(|one, next| one.added_at < next.added_at));
        assert!(found[0].added_at > NOW);
        assert!(found[8].added_at > NOW.plus_seconds(60));
        // A change of the collection does not turn its clock back.
        assert_eq!(made(db, "c").await, key);
        db.add_taxii_objects(key, &[object("indicator--last", 1)], NOW)
            .await
            .unwrap();
        let last = all(db, key, &TaxiiFilter::default()).await.pop().unwrap();
        assert_eq!(last.id, "indicator--last");
        assert!(last.added_at > found[10].added_at);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_while_others_add_misses_nothing() {
    each(async |db: &Db| {
        let key = made(db, "c").await;
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                let db = db.clone();
                tokio::spawn(async move {
                    for n in 0..20 {
                        let two = [0, 1].map(|i| object(&format!("url--{writer}-{n}-{i}"), 0));
                        db.add_taxii_objects(key, &two, NOW)
                            .await
                            .expect("the database answers");
                    }
                })
            })
            .collect();
        let mut after = NOW;
        let mut seen = Vec::new();
        loop {
            let done = writers.iter().all(|writer| writer.is_finished());
            let filter = TaxiiFilter {
                added_after: Some(after),
                ..TaxiiFilter::default()
            };
            let found = all(db, key, &filter).await;
            after = found.last().map_or(after, |one| one.added_at);
            seen.extend(found.into_iter().map(|one| one.id));
            if done {
                break;
            }
        }
        for writer in writers {
            writer.await.unwrap();
        }
        let different: BTreeSet<&String> = seen.iter().collect();
        assert_eq!((seen.len(), different.len()), (160, 160));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_is_added_once() {
    each(async |db: &Db| {
        let key = made(db, "c").await;
        let other = made(db, "d").await;
        let add = async |key: i64, objects: &[NewTaxiiObject]| {
            db.add_taxii_objects(key, objects, NOW).await.unwrap()
        };
        let some = [object("indicator--1", 1), object("url--1", 0)];
        assert_eq!(add(key, &some).await, [true, true]);
        assert_eq!(add(key, &some).await, [false, false]);
        assert_eq!(add(other, &some).await, [true, true], "elsewhere it is new");
        // The same version in other words is the same version, and the first one stays.
        let mut reworded = object("indicator--1", 1);
        reworded.body = "{}".to_owned();
        reworded.spec = "2.0".to_owned();
        let mut late = object("url--1", 0);
        late.added_at = Some(NOW.plus_seconds(9));
        let twice = object("indicator--1", 2);
        let unversioned = object("url--2", 0);
        let batch = [
            reworded,
            late,
            twice.clone(),
            twice,
            unversioned.clone(),
            unversioned,
        ];
        assert_eq!(
            add(key, &batch).await,
            [false, false, true, false, true, false]
        );
        let found = all(db, key, &every_version()).await;
        let bodies: Vec<&str> = found.iter().map(|one| one.body.as_str()).collect();
        assert_eq!(
            bodies,
            [
                r#"{"id":"indicator--1","n":1}"#,
                r#"{"id":"url--1","n":0}"#,
                r#"{"id":"indicator--1","n":2}"#,
                r#"{"id":"url--2","n":0}"#
            ]
        );
        assert_eq!(found[1].version, "");
        assert!(db.has_taxii_object(key, "url--2").await.unwrap());
        assert!(!db.has_taxii_object(other, "url--2").await.unwrap());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_version_in_the_latest_form_is_the_one_given() {
    each(async |db: &Db| {
        let key = made(db, "c").await;
        let add = async |version: i64, spec: &str| {
            let mut one = object("indicator--1", version);
            one.spec = spec.to_owned();
            db.add_taxii_objects(key, &[one], NOW).await.unwrap();
            let found = newest(db, key).await;
            assert_eq!(found.len(), 1);
            (found[0].2, found[0].1.clone())
        };
        let is = |version: i64, spec: &str| (version, spec.to_owned());
        assert_eq!(add(5, "2.0").await, is(5, "2.0"));
        assert_eq!(add(9, "2.0").await, is(9, "2.0"));
        assert_eq!(add(2, "2.1").await, is(2, "2.1"), "an older, newer in form");
        assert_eq!(add(4, "2.1").await, is(4, "2.1"));
        assert_eq!(add(3, "2.1").await, is(4, "2.1"), "an older one");
        assert_eq!(add(10, "2.0").await, is(4, "2.1"), "a newer, older in form");
        // What is before it comes back where it is taken away.
        let take = async |filter: TaxiiFilter| {
            let gone = db.delete_taxii_objects(key, "indicator--1", &filter).await;
            (gone.unwrap(), newest(db, key).await)
        };
        let left =
            |version: i64, spec: &str| vec![("indicator--1".to_owned(), spec.to_owned(), version)];
        assert_eq!(take(TaxiiFilter::default()).await, (1, left(3, "2.1")));
        let in_form = |spec: &str, versions: Vec<TaxiiVersion>| TaxiiFilter {
            specs: vec![spec.to_owned()],
            versions,
            ..TaxiiFilter::default()
        };
        let first = in_form("2.0", vec![TaxiiVersion::First]);
        assert_eq!(take(first).await, (1, left(3, "2.1")));
        let whole = in_form("2.1", vec![TaxiiVersion::All]);
        assert_eq!(take(whole).await, (2, left(10, "2.0")));
        let other = TaxiiFilter {
            versions: vec![TaxiiVersion::At(NOW.plus_seconds(77))],
            ..TaxiiFilter::default()
        };
        assert_eq!(take(other).await, (0, left(10, "2.0")));
        assert_eq!(take(every_version()).await, (2, vec![]));
        assert_eq!(take(every_version()).await, (0, vec![]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collection_is_cleared_and_the_others_are_not() {
    each(async |db: &Db| {
        let (key, other) = (made(db, "c").await, made(db, "d").await);
        let some = [object("indicator--1", 1), object("indicator--1", 2)];
        for key in [key, other] {
            db.add_taxii_objects(key, &some, NOW).await.unwrap();
        }
        let every = every_version();
        let taken = db.delete_taxii_objects(other, "indicator--2", &every);
        assert_eq!(taken.await.unwrap(), 0);
        assert_eq!(db.clear_taxii_collection(key).await.unwrap(), 2);
        assert_eq!(all(db, key, &every_version()).await, []);
        assert_eq!(all(db, other, &every_version()).await.len(), 2);
        assert_eq!(
            db.add_taxii_objects(key, &some, NOW).await.unwrap(),
            [true, true]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_of_an_addition_is_remembered_and_forgotten() {
    each(async |db: &Db| {
        let add = async |root: &str, id: &str, body: &str, seconds: i64| {
            db.add_taxii_status(root, id, body, NOW.plus_seconds(seconds))
                .await
                .unwrap();
        };
        add("a", "1", "{\"n\":1}", 0).await;
        add("a", "2", "{\"n\":2}", 5).await;
        add("b", "1", "{\"n\":3}", 9).await;
        let get = async |root: &str, id: &str| db.taxii_status(root, id).await.unwrap();
        assert_eq!(get("a", "1").await.as_deref(), Some("{\"n\":1}"));
        assert_eq!(get("b", "1").await.as_deref(), Some("{\"n\":3}"));
        assert_eq!(get("b", "2").await, None);
        add("a", "1", "{\"n\":4}", 0).await;
        assert_eq!(get("a", "1").await.as_deref(), Some("{\"n\":4}"));
        let forget = async |seconds| db.forget_taxii_statuses(NOW.plus_seconds(seconds)).await;
        assert_eq!(forget(5).await.unwrap(), 1);
        assert_eq!(get("a", "1").await, None);
        assert!(get("a", "2").await.is_some());
        assert_eq!(forget(60).await.unwrap(), 2);
    })
    .await;
}
