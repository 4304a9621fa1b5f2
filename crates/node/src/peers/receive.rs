//! What comes in: durable and sealed before the peer is answered, looked at afterwards.

use std::net::IpAddr;

use watchbell_formats::{
    exchange::{Language, Summary},
    rid::{self, Kind, Message},
    stix,
};
use watchbell_iodef::Document;
use watchbell_model::{
    Channel, CleanText, Direction, IncidentId, Purpose, ReceiptId, ReceiptState, Report,
    ShareState, Time, Tlp, Via,
};
use watchbell_store::{Receipt, ShareFilter};

use super::{Known, compose, policy, seals};
use crate::{Error, Node, Result, keys};

/// Receipts looked at in one go.
const BATCH: i64 = 200;
/// Characters of what is said to a peer whose message cannot be read.
const MAX_ERROR: usize = 300;

/// How a message of RID is answered.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct RidAnswer {
    /// The status of HTTP.
    pub status: u16,
    /// The message; empty where there is none, or what is wrong in words.
    pub body: String,
    /// The token of a later answer (`RID-Callback-Token`).
    pub callback: Option<String>,
}

/// What became of a document that came.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Taken {
    /// Its number.
    pub id: ReceiptId,
    /// Whether it was not there before.
    pub is_new: bool,
}

/// How a document came.
pub(super) struct Way<'a> {
    pub(super) via: Via,
    pub(super) form: &'a str,
    pub(super) address: String,
    pub(super) callback: String,
    pub(super) state: ReceiptState,
}

impl RidAnswer {
    fn with(message: &Message) -> Self {
        Self {
            status: 200,
            body: rid::write(message),
            callback: None,
        }
    }
}

impl Node {
    /// Takes a message of RID from a peer (RFC 6546, section 3); `token` is that of a question of ours
    /// which it answers.
    ///
    /// # Errors
    /// [`Error::Store`] when it cannot be kept now; then the peer has to send it again.
    pub async fn receive_rid(
        &self,
        known: &Known,
        text: &str,
        from: IpAddr,
        token: Option<&str>,
    ) -> Result<RidAnswer> {
        let message = match rid::read(text) {
            Ok(message) => message,
            Err(error) => return self.unreadable(known, &error.to_string()).await,
        };
        let faults = rid::check(&message);
        if let Some(fault) = faults.iter().find(|fault| fault.must) {
            return self.unreadable(known, &fault.to_string()).await;
        }
        let answer =
            |status| RidAnswer::with(&message.acknowledged(rid::Node::of_address(from), status));
        let denied = |why| answer(rid::Status::denied(why));
        let mut way = Way {
            via: Via::Rid,
            form: "iodef-xml",
            address: from.to_string(),
            callback: String::new(),
            state: ReceiptState::New,
        };
        if let Some(token) = token {
            self.answered(known, token, &message).await?;
        }
        match message.kind() {
            Some(Kind::Query) => return self.answer_query(known, &message, from).await,
            Some(Kind::Acknowledgement) => {
                self.note_peer(known, None).await?;
                return Ok(RidAnswer {
                    status: 200,
                    ..RidAnswer::default()
                });
            }
            Some(Kind::TraceRequest | Kind::InvestigationRequest) => {
                way.callback = keys::hex(&keys::random::<16>()?);
                way.state = ReceiptState::Asked;
            }
            Some(Kind::Report | Kind::Result) => {}
            _ => return Ok(denied(rid::Justification::CannotProcess)),
        }
        let document = match message.report().map(rid::Report::content) {
            Some(Ok(rid::Content::Iodef(document, _))) => document,
            Some(Ok(rid::Content::Encrypted)) => return Ok(denied(rid::Justification::Encryption)),
            Some(Err(error)) => return self.unreadable(known, &error.to_string()).await,
            _ => return Ok(denied(rid::Justification::UnrecognizedFormat)),
        };
        let callback = way.callback.clone();
        match self.take(known, &document, text, way).await {
            Ok(_) if !callback.is_empty() => Ok(RidAnswer {
                status: 202,
                body: String::new(),
                callback: Some(callback),
            }),
            Ok(_) => Ok(answer(rid::Status::approved())),
            Err(Error::Policy { reason, .. }) => {
                self.note_peer(
                    known,
                    Some(&format!("it sent what was not agreed: {reason}")),
                )
                .await?;
                Ok(denied(rid::Justification::Other))
            }
            Err(error) => Err(error),
        }
    }

    /// Names what is wrong with what a peer sent, to it and to whoever looks at it here.
    async fn unreadable(&self, known: &Known, why: &str) -> Result<RidAnswer> {
        let why: String = why.chars().take(MAX_ERROR).collect();
        self.note_peer(known, Some(&format!("it sent what cannot be read: {why}")))
            .await?;
        Ok(RidAnswer {
            status: 400,
            body: why,
            callback: None,
        })
    }

    /// Answers a question for an incident: with the document where it was shared with that peer. What
    /// there is beyond that, and whether there is anything, the answer does not tell.
    async fn answer_query(
        &self,
        known: &Known,
        message: &Message,
        from: IpAddr,
    ) -> Result<RidAnswer> {
        let asked = message
            .incident_id()
            .filter(|id| id.name == self.config.node.name);
        let id = asked.and_then(|id| id.id.parse::<IncidentId>().ok());
        if let Some(id) = id {
            let filter = ShareFilter {
                peer: Some(known.peer.id),
                incident: Some(id),
                ..ShareFilter::default()
            };
            let mut shared = self.db.shares(&filter, None, BATCH).await?;
            shared
                .retain(|share| matches!(share.state, ShareState::Waiting | ShareState::Delivered));
            // Who was given something with another label was not named for TLP:RED.
            let named = shared.iter().any(|share| share.tlp == Tlp::Red);
            if !shared.is_empty()
                && let Ok(told) = self.telling(id).await
                && let Ok(composed) = self
                    .compose(&told, known, Via::Rid, Purpose::Reporting, named)
                    .await
            {
                let share = &composed.share;
                self.send_now(share).await?;
                return Ok(RidAnswer {
                    status: 200,
                    body: share.body.clone(),
                    callback: None,
                });
            }
        }
        let status = rid::Status::denied(rid::Justification::Other);
        Ok(RidAnswer::with(
            &message.acknowledged(rid::Node::of_address(from), status),
        ))
    }

    /// Keeps a document that came, under what was agreed; `travelled` is what the digest is of.
    ///
    /// # Errors
    /// [`Error::Policy`] where nothing of the kind was agreed; [`Error::Store`].
    pub(super) async fn take(
        &self,
        known: &Known,
        document: &Document,
        travelled: &str,
        way: Way<'_>,
    ) -> Result<Taken> {
        let now = self.now();
        let summary = Summary::of(document);
        let agreement = known.agreement(Direction::In, way.via);
        // Whoever sends a document to us names us. What it is for, the sender decided.
        let purpose = agreement.and_then(|one| one.purposes.first().copied());
        let purpose = purpose.unwrap_or(Purpose::Reporting);
        let way_in = (Direction::In, way.via);
        let agreement = known.may(way_in, summary.tlp, purpose, true, now)?;
        let clean = |text: String| CleanText::lossy(&text).into_string();
        let receipt = Receipt {
            id: ReceiptId(0),
            peer: known.peer.id,
            via: way.via,
            form: way.form.to_owned(),
            tlp: summary.tlp,
            document: clean(summary.document),
            revision: clean(summary.revision),
            title: clean(summary.title),
            digest: compose::digest(travelled.as_bytes()),
            salt: keys::random::<16>()?.to_vec(),
            policy: policy::written(&known.peer.name, agreement),
            body: travelled.to_owned(),
            state: way.state,
            error: String::new(),
            report: String::new(),
            callback: way.callback,
            address: way.address,
            received_at: now,
            done_at: Time::default(),
        };
        let (id, is_new) = self
            .db
            .add_receipt(&receipt, |id| seals::came(id, &receipt))
            .await?;
        if is_new {
            self.unsealed.notify_one();
            self.arrived.notify_one();
        }
        self.note_peer(known, None).await?;
        Ok(Taken { id, is_new })
    }

    /// Turns documents that came into reports, which are judged like any other; returns how many
    /// were looked at.
    ///
    /// # Errors
    /// [`Error::Store`], [`Error::Busy`]; what was not settled is looked at again.
    pub(crate) async fn look_at_receipts(&self) -> Result<usize> {
        let receipts = self.db.new_receipts(BATCH).await?;
        let mut reports = Vec::new();
        let mut settled: Vec<(usize, ReceiptState, String)> = Vec::new();
        let mut told = std::collections::HashSet::new();
        for (place, receipt) in receipts.iter().enumerate() {
            let key = (receipt.document.clone(), receipt.revision.clone());
            if !told.insert(key)
                || self
                    .db
                    .is_taken(&receipt.document, &receipt.revision)
                    .await?
            {
                settled.push((place, ReceiptState::Known, String::new()));
                continue;
            }
            match self.report_of(receipt) {
                Ok(report) => {
                    settled.push((place, ReceiptState::Taken, String::new()));
                    reports.push(report);
                }
                Err(why) => settled.push((place, ReceiptState::Refused, why)),
            }
        }
        let mut ids = if reports.is_empty() {
            Vec::new().into_iter()
        } else {
            self.submit_patiently(reports).await?.ids.into_iter()
        };
        for (place, state, error) in settled {
            let report = match state {
                ReceiptState::Taken => ids.next().map(|id| id.to_string()).unwrap_or_default(),
                _ => String::new(),
            };
            let id = receipts[place].id;
            self.db
                .settle_receipt(id, state, &report, &error, self.now())
                .await?;
        }
        Ok(receipts.len())
    }

    /// The report that a document is.
    fn report_of(&self, receipt: &Receipt) -> Result<Report, String> {
        let document = document_of(receipt)?;
        let summary = Summary::of(&document);
        let text = if summary.text.is_empty() {
            &summary.title
        } else {
            &summary.text
        };
        Ok(Report {
            id: Some(CleanText::lossy(&receipt.document)),
            channel: Channel::Web,
            received_at: Some(receipt.received_at),
            event_at: summary.event_at.and_then(|at| at.parse().ok()),
            reporter: Some(CleanText::lossy(&compose::reporter(receipt.peer))),
            originator: summary.originator.as_deref().map(CleanText::lossy),
            recipient: None,
            text: CleanText::lossy(text),
            lang: None,
            consent: Some(true),
        })
    }
}

/// Returns the document in what came.
///
/// # Errors
/// In words, why there is none.
pub fn document_of(receipt: &Receipt) -> Result<Document, String> {
    match receipt.via {
        Via::Rid => {
            let message = rid::read(&receipt.body).map_err(|error| error.to_string())?;
            match message.report().map(rid::Report::content) {
                Some(Ok(rid::Content::Iodef(document, _))) => Ok(*document),
                Some(Err(error)) => Err(error.to_string()),
                _ => Err("there is no document that can be read".to_owned()),
            }
        }
        Via::Taxii => stix::read(&stix::enclosed(&receipt.body)).map_err(|error| error.to_string()),
        Via::Rolie | Via::Misp => {
            let bytes = receipt.body.as_bytes();
            let language = Language::of(bytes).ok_or("it is in no language that is known here")?;
            let (document, _) = language
                .read_lenient(bytes)
                .map_err(|error| error.to_string())?;
            Ok(document)
        }
    }
}
