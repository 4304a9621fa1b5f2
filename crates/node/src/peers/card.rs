//! A card: what a node gives to those who want to be its peers, signed with the key of its log.

use serde::{Deserialize, Serialize};
use watchbell_store::Peer;
use watchbell_tlog::note::{Note, Unknown, VerifierKey, sign};

use super::certificate;
use crate::{Error, Node, Result};

/// Bytes of a card.
const MAX_CARD: usize = 64 * 1024;
/// The first line of what is signed.
const HEAD: &str = "watchbell.peer/v1";

/// What a node says of itself.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// The name that its certificate bears.
    pub name: String,
    /// Who runs it.
    pub organisation: String,
    /// How to reach a person.
    pub contact: String,
    /// Where peers reach it; empty where it only comes to others.
    pub url: String,
    /// Its certificate, with what signed it, in PEM.
    pub certificate: String,
    /// The key of its log, as a C2SP vkey: what it sends and receives is proven there.
    pub log: String,
}

impl Card {
    /// Reads a card whose signature is that of the key that it names.
    ///
    /// That the key is its owner's, a person has to make sure of: by the fingerprint of the
    /// certificate, over the telephone.
    ///
    /// # Errors
    /// [`Error::Card`] with what is wrong with it.
    pub fn read(text: &str) -> Result<Self> {
        let bad = |reason: String| Error::Card(reason);
        if text.len() > MAX_CARD {
            return Err(bad(format!("it has more than {MAX_CARD} bytes")));
        }
        let note = Note::parse(text.as_bytes()).map_err(|error| bad(error.to_string()))?;
        let body = note.text.strip_prefix(HEAD).map(str::trim);
        let body = body.ok_or_else(|| bad(format!("it does not begin with {HEAD}")))?;
        let card: Self = serde_json::from_str(body).map_err(|error| bad(error.to_string()))?;
        let key: VerifierKey = card
            .log
            .parse()
            .map_err(|error| bad(format!("log: {error}")))?;
        note.verify(&[&key], Unknown::Refuse)
            .map_err(|error| bad(error.to_string()))?;
        if certificate::shown(&card.certificate).is_empty() {
            return Err(bad("it has no certificate".to_owned()));
        }
        Ok(card)
    }

    /// Returns the peer that the card describes.
    pub fn peer(&self) -> Peer {
        Peer {
            name: self.name.to_ascii_lowercase(),
            title: self.organisation.clone(),
            contact: self.contact.clone(),
            url: self.url.clone(),
            assurance: 1,
            certificates: self.certificate.clone(),
            enabled: true,
            ..Peer::default()
        }
    }
}

impl Node {
    /// Returns this node's card, a signed note.
    ///
    /// # Errors
    /// [`Error::Key`], [`Error::File`] where there is no certificate.
    pub fn card(&self) -> Result<String> {
        let identity = &self.config.node;
        let card = Card {
            name: identity.name.to_ascii_lowercase(),
            organisation: identity.organisation.clone(),
            contact: identity.contact.clone(),
            url: self.config.exchange.public_url.clone(),
            certificate: self.own_certificate()?.pem.clone(),
            log: self.vkey().to_owned(),
        };
        let body = serde_json::to_string(&card).map_err(|error| Error::Card(error.to_string()))?;
        sign(&format!("{HEAD}\n{body}\n"), &[&self.keys.log])
            .map_err(|error| Error::Card(error.to_string()))
    }
}
