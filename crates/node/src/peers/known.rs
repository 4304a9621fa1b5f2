//! The peers of this node in memory, as they stand in the database.

use std::sync::{Arc, PoisonError, RwLock};

use rustls::pki_types::{CertificateDer, UnixTime};
use watchbell_model::{Direction, Purpose, Time, Tlp, Via};
use watchbell_store::{Agreement, Db, Peer, Share};

use super::{
    certificate::{End, Refusal, Trusted, names},
    policy::{self, Reason},
};
use crate::{Error, Result};

/// A peer, with what was agreed and what its certificate is held against.
#[derive(Debug)]
pub struct Known {
    /// The peer.
    pub peer: Peer,
    /// What was agreed with it.
    pub agreements: Vec<Agreement>,
    trusted: Trusted,
}

impl Known {
    /// Returns what was agreed for one way.
    pub fn agreement(&self, direction: Direction, via: Via) -> Option<&Agreement> {
        let mut all = self.agreements.iter();
        all.find(|one| one.direction == direction && one.via == via)
    }

    /// Decides whether a document may go one way, under what was agreed for it.
    ///
    /// # Errors
    /// [`Error::Policy`] with why it may not.
    pub(super) fn may(
        &self,
        (direction, via): (Direction, Via),
        tlp: Tlp,
        purpose: Purpose,
        named: bool,
        now: Time,
    ) -> Result<&Agreement> {
        let agreement = self.agreement(direction, via);
        policy::decide(tlp, purpose, named, agreement, now).map_err(|reason| self.withholds(reason))
    }

    /// Decides whether what was shared may still go; a peer that was named then, is named.
    ///
    /// # Errors
    /// [`Reason`] why not any more.
    pub(super) fn still_may(&self, share: &Share, now: Time) -> Result<(), Reason> {
        let agreement = self.agreement(Direction::Out, share.via);
        policy::decide(share.tlp, share.purpose, true, agreement, now).map(drop)
    }

    /// What is said where something may not go to this peer, or not come from it.
    pub(super) fn withholds(&self, reason: Reason) -> Error {
        Error::Policy {
            peer: self.peer.name.clone(),
            reason,
        }
    }

    /// Holds a certificate against this peer: its name, its certificates, what was revoked.
    pub(super) fn shows(
        &self,
        shown: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        end: End,
        now: UnixTime,
    ) -> Result<(), Refusal> {
        let names = names(shown)?;
        if !names.contains(&self.peer.name) {
            return Err(Refusal::Unknown(names));
        }
        if !self.peer.enabled {
            return Err(Refusal::Disabled(self.peer.name.clone()));
        }
        self.trusted.holds(shown, between, end, now)
    }
}

/// Every peer.
#[derive(Debug, Default)]
pub struct Peers(RwLock<Arc<Vec<Arc<Known>>>>);

impl Peers {
    /// Reads what stands in the database; a peer whose certificates cannot be read is left out and told.
    ///
    /// # Errors
    /// [`crate::Error::Store`] when the database does not answer.
    pub(crate) async fn refresh(&self, db: &Db) -> Result<()> {
        let agreements = db.agreements(None).await?;
        let mut all = Vec::new();
        for peer in db.peers().await? {
            match Trusted::new(&peer) {
                Ok(trusted) => all.push(Arc::new(Known {
                    agreements: agreements
                        .iter()
                        .filter(|one| one.peer == peer.id)
                        .cloned()
                        .collect(),
                    peer,
                    trusted,
                })),
                Err(error) => tracing::warn!(%error, "a peer is left out"),
            }
        }
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(all);
        Ok(())
    }

    /// Returns every peer.
    pub fn all(&self) -> Arc<Vec<Arc<Known>>> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Returns the peer of a number.
    pub fn find(&self, id: i64) -> Option<Arc<Known>> {
        self.all().iter().find(|known| known.peer.id == id).cloned()
    }

    /// Returns a peer as it stands now, to go on with a connection that it made before; nothing where
    /// it would have to show its certificate anew, or would not be let in.
    pub fn still(&self, then: &Known) -> Option<Arc<Known>> {
        let now = self.find(then.peer.id)?;
        let same = now.peer.enabled
            && now.peer.name == then.peer.name
            && now.peer.certificates == then.peer.certificates
            && now.peer.revocations == then.peer.revocations;
        same.then_some(now)
    }

    /// Returns whose certificate this is.
    ///
    /// # Errors
    /// [`Refusal`] with why it is nobody's.
    pub fn who(
        &self,
        shown: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<Arc<Known>, Refusal> {
        let names = names(shown)?;
        let all = self.all();
        let Some(known) = all.iter().find(|known| names.contains(&known.peer.name)) else {
            return Err(Refusal::Unknown(names));
        };
        known.shows(shown, between, End::Client, now)?;
        Ok(Arc::clone(known))
    }
}
