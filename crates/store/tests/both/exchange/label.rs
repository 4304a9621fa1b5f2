//! A label that is raised calls back what bears the lower one.

use watchbell_model::{Event, EventKind, IncidentId, ShareId, ShareState, Tlp, Via};
use watchbell_store::{Db, Error, Outgoing, Share, TaxiiCollection, TaxiiFilter, TaxiiVersion};

use super::{add, open_incident, peer, share, taxii::by_taxii};
use crate::{
    NOW,
    database::each,
    taxii::{collection, object},
};

const ROOT: &str = "shared";
const INCIDENT: IncidentId = IncidentId(1);

fn event(seconds: i64) -> Event {
    Event {
        at: NOW.plus_seconds(seconds),
        kind: EventKind::State,
        by: "ana".to_owned(),
        text: "its label".to_owned(),
    }
}

/// A share that bears TLP:GREEN.
fn green(via: Via, incident: i64) -> Share {
    Share {
        tlp: Tlp::Green,
        ..share(1, via, incident, 0)
    }
}

async fn set(db: &Db, tlp: Tlp, seconds: i64) -> Vec<ShareId> {
    let called_back = db
        .set_incident_tlp(INCIDENT, tlp, &event(seconds), ROOT)
        .await;
    let called_back = called_back.expect("there is such an incident");
    called_back.iter().map(|share| share.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_or_is_offered_is_called_back_where_a_label_rises() {
    each(async |db: &Db| {
        open_incident(db).await;
        set(db, Tlp::Green, 10).await;
        let history = db.events(INCIDENT, 99).await.unwrap().len();
        assert_eq!(set(db, Tlp::Green, 11).await, [], "nothing changes");
        assert_eq!(db.events(INCIDENT, 99).await.unwrap().len(), history);

        let ways = [Via::Rid, Via::Rid, Via::Rolie, Via::Rolie];
        let mut shares: Vec<_> = ways.map(|via| green(via, 1)).into();
        for (place, share) in shares.iter_mut().enumerate() {
            share.revision = NOW.plus_seconds(place as i64);
        }
        shares.push(green(Via::Rid, 2));
        let new = add(db, &shares).await;
        for delivered in [new[0], new[2]] {
            let share = db.share(delivered).await.unwrap();
            db.deliver_share(&share, format!("leaf {delivered}"), NOW)
                .await
                .unwrap();
        }

        assert_eq!(
            set(db, Tlp::Clear, 20).await,
            [],
            "it may go further than before"
        );
        assert_eq!(set(db, Tlp::Green, 21).await, [], "they bear that label");
        assert_eq!(set(db, Tlp::Amber, 22).await.len(), 3);
        let state = async |id| db.share(id).await.unwrap().state;
        assert_eq!(
            state(new[0]).await,
            ShareState::Delivered,
            "it cannot be unsaid"
        );
        for id in &new[1..4] {
            let share = db.share(*id).await.unwrap();
            let told = (share.state, share.done_at, share.error.as_str());
            let expected = "the label of the incident was raised";
            assert_eq!(
                told,
                (ShareState::Withdrawn, NOW.plus_seconds(22), expected)
            );
        }
        assert_eq!(
            state(new[4]).await,
            ShareState::Waiting,
            "it is of another one"
        );
        let incident = db.incident(INCIDENT).await.unwrap();
        assert_eq!(
            (incident.tlp, incident.updated_at),
            (Tlp::Amber, NOW.plus_seconds(22)),
            "that is a new revision"
        );
        assert!(matches!(
            db.set_incident_tlp(IncidentId(99), Tlp::Red, &event(30), ROOT)
                .await,
            Err(Error::NotFound {
                what: "incident",
                ..
            })
        ));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_made_under_another_label_does_not_go() {
    each(async |db: &Db| {
        open_incident(db).await;
        let stale = green(Via::Rid, 1);
        assert_eq!(add(db, std::slice::from_ref(&stale)).await, []);
        set(db, Tlp::Green, 11).await;
        assert_eq!(add(db, &[stale]).await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn objects_go_out_of_the_collection_but_for_those_of_others() {
    each(async |db: &Db| {
        open_incident(db).await;
        set(db, Tlp::Green, 10).await;
        let number = db.put_peer(&peer("csirt.example")).await.unwrap();
        let of_peer = TaxiiCollection {
            alias: "csirt.example".to_owned(),
            ..collection("c")
        };
        let key = db.put_taxii_collection(&of_peer).await.unwrap();
        let elsewhere = db.put_taxii_collection(&collection("d")).await.unwrap();
        let outgoing = |incident: i64, revision: i64, ids: &[&str]| {
            let objects: Vec<_> = ids.iter().map(|id| object(id, revision)).collect();
            let texts: Vec<&str> = objects.iter().map(|one| one.body.as_str()).collect();
            let body = format!("[{}]", texts.join(","));
            let mut made = by_taxii(incident, revision, key, &objects);
            made.share.peer = number;
            made.share.tlp = Tlp::Green;
            made.share.body = body;
            made
        };
        let first = outgoing(
            1,
            1,
            &["identity--1", "ipv4-addr--1", "ipv4-addr--2", "report--1"],
        );
        let second = outgoing(
            1,
            2,
            &["identity--1", "ipv4-addr--2", "ipv4-addr--3", "report--1"],
        );
        let other = outgoing(2, 1, &["identity--1", "ipv4-addr--3", "report--2"]);
        let there = Outgoing {
            collection: Some(elsewhere),
            ..by_taxii(3, 1, elsewhere, &[object("ipv4-addr--1", 1)])
        };
        db.add_shares(&[first, other, there]).await.unwrap();
        db.add_shares(&[second]).await.unwrap();
        let ids = async |key| {
            let every = TaxiiFilter {
                versions: vec![TaxiiVersion::All],
                ..TaxiiFilter::default()
            };
            let found = db
                .taxii_objects(key, &every, None, 99, false)
                .await
                .unwrap();
            let mut ids: Vec<String> = found.into_iter().map(|one| one.id).collect();
            ids.sort();
            ids.dedup();
            ids
        };
        assert_eq!(ids(key).await.len(), 6);
        assert_eq!(
            set(db, Tlp::Red, 20).await.len(),
            1,
            "the first was superseded"
        );
        assert_eq!(ids(key).await, ["identity--1", "ipv4-addr--3", "report--2"]);
        assert_eq!(ids(elsewhere).await, ["ipv4-addr--1"]);
        assert_eq!(db.incident(INCIDENT).await.unwrap().tlp, Tlp::Red);
    })
    .await;
}
