//! Questions to peers, and answers to theirs (RFC 6545, sections 6.1 and 6.2; RFC 6546, section 3).
//!
//! Both wait in the outbox like any document. Who was asked may answer later, on a connection of its
//! own that bears the token which it gave.

use std::sync::Arc;

use watchbell_formats::rid;
use watchbell_model::{
    Direction, IncidentId, Purpose, ReceiptId, ReceiptState, ShareId, ShareState, Time, Tlp, Via,
};
use watchbell_store::{Agreement, Outgoing, Receipt, Share};

use super::{Known, compose, policy};
use crate::{Error, Node, Result, keys};

/// The forms of what is no report.
const REQUEST: &str = "request";
const TRACE: &str = "trace";
pub(super) const ANSWER: &str = "answer";

impl Node {
    /// Asks a peer to look into an incident, or to trace where it came from; returns the number in
    /// the outbox.
    ///
    /// # Errors
    /// [`Error::Policy`] where the incident may not go to the peer; [`Error::Peer`] where it was
    /// asked already; [`Error::Store`].
    pub async fn ask(
        &self,
        known: &Known,
        id: IncidentId,
        trace: bool,
        by: &str,
    ) -> Result<ShareId> {
        let (purpose, kind, form, place) = if trace {
            (Purpose::Traceback, rid::Kind::TraceRequest, TRACE, 2)
        } else {
            (
                Purpose::Mitigation,
                rid::Kind::InvestigationRequest,
                REQUEST,
                1,
            )
        };
        let told = self.telling(id).await?;
        let composed = self.compose(&told, known, Via::Rid, purpose, true).await?;
        let unreadable = |error: rid::Error| self.peer_error(known, error.to_string());
        let mut message = rid::read(&composed.share.body).map_err(unreadable)?;
        if let Some(policy) = &mut message.policy {
            policy.kind = kind;
        }
        let body = rid::write(&message);
        let share = Share {
            digest: compose::digest(body.as_bytes()),
            body,
            form: form.to_owned(),
            // A question about a revision is another document than the revision.
            revision: composed.share.revision.plus_micros(place),
            made_by: by.to_owned(),
            ..composed.share
        };
        self.put_out(known, share).await
    }

    /// Answers a question that a peer asked: approved, or denied.
    ///
    /// # Errors
    /// [`Error::Peer`] where nobody asked, or it was answered already; [`Error::Store`].
    pub async fn answer(&self, id: ReceiptId, approved: bool, by: &str) -> Result<ShareId> {
        let (receipt, known, message) = self.question(id).await?;
        let address = receipt
            .address
            .parse()
            .unwrap_or_else(|_| [0, 0, 0, 0].into());
        let status = if approved {
            rid::Status::approved()
        } else {
            rid::Status::denied(rid::Justification::Other)
        };
        let body = rid::write(&message.acknowledged(rid::Node::of_address(address), status));
        let agreement = known.agreement(Direction::In, Via::Rid);
        let share = Share {
            form: ANSWER.to_owned(),
            tlp: Tlp::Clear,
            purpose: Purpose::Other,
            mark: format!("{} {}", receipt.callback, receipt.address),
            ..self.about(&receipt, &known, agreement, body, by)?
        };
        let share = self.put_out(&known, share).await?;
        let said = if approved { "approved" } else { "denied" };
        self.db
            .settle_receipt(
                id,
                ReceiptState::Known,
                "",
                &format!("{said} by {by}"),
                self.now(),
            )
            .await?;
        Ok(share)
    }

    /// Passes a peer's trace on to another peer, further along to where it came from. The document and
    /// the signatures over it stay as they are written (RFC 6545, section 9.3.1).
    ///
    /// # Errors
    /// [`Error::Policy`] where it may not go there; [`Error::Peer`] where it is no trace that waits, or
    /// it came from there; [`Error::Store`].
    pub async fn pass_on(&self, id: ReceiptId, to: &Known, by: &str) -> Result<ShareId> {
        let (receipt, from, mut message) = self.question(id).await?;
        if message.kind() != Some(&rid::Kind::TraceRequest) {
            return Err(self.peer_error(&from, format!("{id} is no trace")));
        }
        if to.peer.id == from.peer.id {
            return Err(self.peer_error(to, format!("{id} came from it")));
        }
        let (way_out, purpose) = ((Direction::Out, Via::Rid), Purpose::Traceback);
        let agreement = to.may(way_out, receipt.tlp, purpose, true, self.now())?;
        if let Some(policy) = &mut message.policy {
            policy.node = compose::node_of(&to.peer).await;
        }
        let share = Share {
            form: TRACE.to_owned(),
            tlp: receipt.tlp,
            purpose,
            ..self.about(&receipt, to, Some(agreement), rid::write(&message), by)?
        };
        let share = self.put_out(to, share).await?;
        let said = format!("passed on to {} by {by}", to.peer.name);
        let now = self.now();
        self.db
            .settle_receipt(id, ReceiptState::Asked, "", &said, now)
            .await?;
        Ok(share)
    }

    /// Returns a question that waits, and who asked it.
    async fn question(&self, id: ReceiptId) -> Result<(Receipt, Arc<Known>, rid::Message)> {
        let receipt = self.db.receipt(id).await?;
        let Some(known) = self.peers.find(receipt.peer) else {
            return Err(Error::Peer {
                name: format!("{}", receipt.peer),
                reason: "it is a peer no more".to_owned(),
            });
        };
        if receipt.state != ReceiptState::Asked {
            return Err(self.peer_error(&known, format!("{id} is no question that waits")));
        }
        let unreadable = |error: rid::Error| self.peer_error(&known, error.to_string());
        let message = rid::read(&receipt.body).map_err(unreadable)?;
        Ok((receipt, known, message))
    }

    /// A message to a peer about what came: it is of no incident of ours.
    fn about(
        &self,
        receipt: &Receipt,
        known: &Known,
        agreement: Option<&Agreement>,
        body: String,
        by: &str,
    ) -> Result<Share> {
        Ok(Share {
            id: ShareId(0),
            peer: known.peer.id,
            incident: IncidentId(0),
            revision: Time::from_micros(receipt.id.0),
            via: Via::Rid,
            form: String::new(),
            tlp: receipt.tlp,
            purpose: Purpose::Other,
            document: receipt.document.clone(),
            title: receipt.title.clone(),
            mark: String::new(),
            digest: compose::digest(body.as_bytes()),
            salt: keys::random::<16>()?.to_vec(),
            policy: agreement
                .map(|one| policy::written(&known.peer.name, one))
                .unwrap_or_default(),
            redacted: String::new(),
            body,
            state: ShareState::Waiting,
            attempts: 0,
            next_at: Time::default(),
            error: String::new(),
            made_by: by.to_owned(),
            made_at: self.now(),
            done_at: Time::default(),
        })
    }

    async fn put_out(&self, known: &Known, share: Share) -> Result<ShareId> {
        let outgoing = Outgoing {
            share,
            collection: None,
            objects: Vec::new(),
        };
        let ids = self.db.add_shares(&[outgoing]).await?;
        self.outgoing.notify_one();
        let said = "it was asked this before";
        ids.first()
            .copied()
            .ok_or_else(|| self.peer_error(known, said.to_owned()))
    }

    fn peer_error(&self, known: &Known, reason: String) -> Error {
        Error::Peer {
            name: known.peer.name.clone(),
            reason,
        }
    }

    /// Notes what a peer answered to a question, by the token that it gave.
    pub(super) async fn answered(
        &self,
        known: &Known,
        token: &str,
        message: &rid::Message,
    ) -> Result<()> {
        let Some(share) = self.db.marked_share(known.peer.id, token).await? else {
            return Ok(());
        };
        let kind = message
            .kind()
            .map(|kind| kind.name().to_owned())
            .unwrap_or_default();
        let status = message
            .status
            .as_ref()
            .map(|status| status.authorization.name().to_owned());
        let said = format!("answered: {kind} {}", status.unwrap_or_default());
        Ok(self.db.mark_share(share.id, token, said.trim()).await?)
    }
}
