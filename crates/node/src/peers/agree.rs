//! Peers and agreements entered, and documents shared by a person's hand.

use std::sync::Arc;

use watchbell_model::{Direction, IncidentId, Purpose, ShareId, Time, Via};
use watchbell_store::{Agreement, Outgoing, Peer, Share};

use super::{
    Form, Known, ROOT,
    certificate::{Own, Trusted},
    policy::Reason,
};
use crate::{Error, Node, Result};

/// Characters of what is entered.
const MAX_LINE: usize = 300;
/// A peer that is heard is noted at most this often, in seconds.
const NOTE_EVERY: i64 = 30;

/// What does not go to a peer, and why: this is for who shares, never for the peer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Withheld {
    /// What.
    pub incident: IncidentId,
    /// From whom.
    pub peer: String,
    /// On which way; nothing where none is agreed.
    pub via: Option<Via>,
    /// Why.
    pub reason: Reason,
}

impl Node {
    /// Enters a peer, or changes the one of its name.
    ///
    /// # Errors
    /// [`Error::Peer`] with what is wrong; [`Error::Store`].
    pub async fn put_peer(&self, mut peer: Peer, by: &str) -> Result<i64> {
        let bad = |reason: &str| {
            Err(Error::Peer {
                name: peer.name.clone(),
                reason: reason.to_owned(),
            })
        };
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c);
        if peer.name.is_empty() || peer.name.len() > 253 || !peer.name.chars().all(plain) {
            return bad("the name is the domain name that its certificate bears");
        }
        if peer.name == self.config.node.name.to_ascii_lowercase() {
            return bad("that is this node itself");
        }
        if !peer.url.is_empty() && !peer.url.starts_with("https://") {
            return bad("the address begins with https://");
        }
        for text in [&peer.title, &peer.contact, &peer.url] {
            if text.chars().count() > MAX_LINE || text.contains(char::is_control) {
                return bad("a line has up to 300 characters, and none that cannot be seen");
            }
        }
        if !(1..=4).contains(&peer.assurance) {
            return bad("a level of assurance is 1 to 4 (ITU-T X.1254)");
        }
        Trusted::new(&peer)?;
        peer.added_by = by.to_owned();
        peer.added_at = self.now();
        let id = self.db.put_peer(&peer).await?;
        self.peers.refresh(&self.db).await?;
        Ok(id)
    }

    /// Enters an agreement. Where it says something else than the one before, what waits for the peer
    /// under that one is called back.
    ///
    /// # Errors
    /// [`Error::Peer`] where the form does not go that way; [`Error::Store`].
    pub async fn agree(&self, peer: &str, mut agreement: Agreement, by: &str) -> Result<()> {
        let peer = self.db.peer(peer).await?;
        let bad = |reason: String| Error::Peer {
            name: peer.name.clone(),
            reason,
        };
        if let Some(only) = Form::of(agreement.via) {
            only.as_str().clone_into(&mut agreement.form);
        }
        agreement
            .form
            .parse::<Form>()
            .map_err(|error| bad(error.to_string()))?;
        agreement.peer = peer.id;
        by.clone_into(&mut agreement.made_by);
        agreement.made_at = self.now();
        let before = self.db.agreements(Some(peer.id)).await?;
        let same_way =
            |one: &&Agreement| one.direction == agreement.direction && one.via == agreement.via;
        let before = before.iter().find(same_way);
        let changed = before.is_some_and(|before| {
            (before.tlp, &before.purposes, &before.redact, &before.form)
                != (
                    agreement.tlp,
                    &agreement.purposes,
                    &agreement.redact,
                    &agreement.form,
                )
        });
        self.db.put_agreement(&agreement).await?;
        if changed && agreement.direction == Direction::Out {
            self.call_back(&peer, agreement.via).await?;
        }
        self.peers.refresh(&self.db).await?;
        Ok(())
    }

    /// Ends an agreement; what waits under it is called back.
    ///
    /// # Errors
    /// [`Error::Peer`] where there is none; [`Error::Store`].
    pub async fn end_agreement(&self, peer: &str, direction: Direction, via: Via) -> Result<()> {
        let peer = self.db.peer(peer).await?;
        if !self.db.end_agreement(peer.id, direction, via).await? {
            return Err(Error::Peer {
                name: peer.name,
                reason: format!("nothing is agreed for {direction} by {via}"),
            });
        }
        if direction == Direction::Out {
            self.call_back(&peer, via).await?;
        }
        self.peers.refresh(&self.db).await?;
        Ok(())
    }

    async fn call_back(&self, peer: &Peer, via: Via) -> Result<()> {
        self.db.withdraw_shares(peer.id, via, self.now()).await?;
        if via == Via::Taxii
            && let Some(collection) = self.db.taxii_collection(ROOT, &peer.name).await?
        {
            self.db.clear_taxii_collection(collection.key).await?;
        }
        Ok(())
    }

    /// Shares incidents: with the peers that are named, or with everybody who may have them. Returns
    /// what was put into the outbox, and to whom what may not go; what they have already is neither.
    ///
    /// # Errors
    /// [`Error::Peer`] for a name that no peer has; [`Error::Store`].
    pub async fn share(
        &self,
        ids: &[IncidentId],
        peers: &[String],
        purpose: Purpose,
        by: &str,
    ) -> Result<(Vec<ShareId>, Vec<Withheld>)> {
        let (mut shares, mut withheld) = (Vec::new(), Vec::new());
        for id in ids {
            let (composed, refused) = self.compose_all(*id, peers, purpose).await?;
            withheld.extend(refused);
            for (known, one) in composed {
                let collection = match one.share.via {
                    Via::Taxii => self.peer_collection(&known).await?,
                    _ => None,
                };
                shares.push(Outgoing {
                    share: Share {
                        made_by: by.to_owned(),
                        ..one.share
                    },
                    collection: collection.map(|(_, collection)| collection.key),
                    objects: one.objects,
                });
            }
        }
        let new = self.db.add_shares(&shares).await?;
        self.outgoing.notify_one();
        Ok((new, withheld))
    }

    /// Composes what each peer would get of an incident, on each way that was agreed.
    ///
    /// # Errors
    /// See [`Node::share`].
    pub async fn compose_all(
        &self,
        id: IncidentId,
        peers: &[String],
        purpose: Purpose,
    ) -> Result<(Vec<(Arc<Known>, super::Composed)>, Vec<Withheld>)> {
        let all = self.peers.all();
        if let Some(unknown) = peers
            .iter()
            .find(|name| !all.iter().any(|known| known.peer.name == **name))
        {
            return Err(Error::Peer {
                name: unknown.clone(),
                reason: "there is no such peer".to_owned(),
            });
        }
        let (mut composed, mut refused, mut told) = (Vec::new(), Vec::new(), None);
        for known in all.iter() {
            let named = peers.contains(&known.peer.name);
            if !known.peer.enabled || !(named || peers.is_empty()) {
                continue;
            }
            let out: Vec<Via> = known
                .agreements
                .iter()
                .filter(|one| one.direction == Direction::Out)
                .map(|one| one.via)
                .collect();
            let withheld = |via, reason| Withheld {
                incident: id,
                peer: known.peer.name.clone(),
                via,
                reason,
            };
            if out.is_empty() {
                refused.push(withheld(None, Reason::NoAgreement));
            }
            for via in out {
                let told = match &told {
                    Some(told) => told,
                    None => told.insert(self.telling(id).await?),
                };
                match self.compose(told, known, via, purpose, named).await {
                    Ok(one) => composed.push((Arc::clone(known), one)),
                    Err(Error::Policy { reason, .. }) => refused.push(withheld(Some(via), reason)),
                    Err(error) => return Err(error),
                }
            }
        }
        Ok((composed, refused))
    }

    /// Notes that a peer was heard, or what went wrong with it; what is noted already, not again at once.
    pub(crate) async fn note_peer(&self, known: &Known, error: Option<&str>) -> Result<()> {
        let now = self.now();
        // What is at hand may be some seconds old.
        let current = self.peers.find(known.peer.id);
        let peer = current
            .as_ref()
            .map_or(&known.peer, |current| &current.peer);
        let since = |then: Time| now.seconds() - then.seconds();
        let noted = match error {
            None => peer.error.is_empty() && since(peer.seen_at) < NOTE_EVERY,
            Some(error) => peer.error == error && since(peer.error_at) < NOTE_EVERY,
        };
        if noted {
            return Ok(());
        }
        let error: Option<String> = error.map(|error| {
            let plain = error.chars().filter(|c| !c.is_control());
            plain.take(MAX_LINE).collect()
        });
        Ok(self
            .db
            .note_peer(known.peer.id, error.as_deref(), now)
            .await?)
    }

    /// Returns the certificate that this node shows to peers.
    pub(crate) fn own_certificate(&self) -> Result<Arc<Own>> {
        if let Some(own) = self.own.get() {
            return Ok(Arc::clone(own));
        }
        let own = Arc::new(Own::open(&self.config, self.now())?);
        Ok(Arc::clone(self.own.get_or_init(|| own)))
    }

    /// Returns the peers of this node.
    pub fn peers(&self) -> &Arc<super::Peers> {
        &self.peers
    }

    /// Returns how peers are let in: nobody without a certificate that is a peer's.
    ///
    /// # Errors
    /// [`Error::Key`], [`Error::File`], [`Error::Config`] where this node's own certificate cannot be used.
    pub fn exchange_tls(&self) -> Result<Arc<rustls::ServerConfig>> {
        super::tls::server(&*self.own_certificate()?, Arc::clone(&self.peers))
    }
}
