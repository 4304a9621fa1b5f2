//! Peers, agreements, and the documents that go and come, on both databases.

mod copied;
mod label;
mod peers;
mod receipts;
mod shares;
mod taxii;

use watchbell_model::{
    Direction, IncidentId, Purpose, ReceiptId, ReceiptState, Redaction, ShareId, ShareState, Time,
    Tlp, Via,
};
use watchbell_store::{Agreement, Db, Outgoing, Peer, Receipt, Share};

use crate::{NOW, judge_all, report};

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
        tlp: Tlp::Amber,
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

/// Opens the incident that shares are of.
async fn open_incident(db: &Db) {
    db.accept(&[report(1, "x")])
        .await
        .expect("the database answers");
    judge_all(db, "aa").await;
}

async fn add(db: &Db, shares: &[Share]) -> Vec<ShareId> {
    let all: Vec<Outgoing> = shares
        .iter()
        .cloned()
        .map(|share| Outgoing {
            share,
            collection: None,
            objects: vec![],
        })
        .collect();
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
