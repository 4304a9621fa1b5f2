//! An incident as a peer gets it: under the policy, without what was agreed to leave out, in the form
//! and on the way that were agreed.

use std::{net::IpAddr, str::FromStr};

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use watchbell_formats::{
    exchange::Language,
    incident::{self, IncidentFile},
    rid, stix,
    taxii::Object,
};
use watchbell_iodef::{self as iodef, Lang};
use watchbell_model::{Direction, IncidentId, Purpose, Redaction, ShareId, ShareState, Time, Via};
use watchbell_store::{Agreement, NewTaxiiObject, Peer, Share};

use super::{
    Known,
    policy::{self, Reason},
};
use crate::{Error, Node, Result, keys, taxii::new_object};

/// The form that a document is shared in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Form {
    /// IODEF in XML (RFC 7970).
    IodefXml,
    /// IODEF in JSON (RFC 8727).
    IodefJson,
    /// A bundle of STIX 2.1.
    Stix,
    /// An event of MISP.
    Misp,
    /// A document of CSAF 2.0.
    Csaf,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 5] = [
        Self::IodefXml,
        Self::IodefJson,
        Self::Stix,
        Self::Misp,
        Self::Csaf,
    ];

    /// Returns the word that stands for it outside.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IodefXml => "iodef-xml",
            Self::IodefJson => "iodef-json",
            Self::Stix => "stix",
            Self::Misp => "misp",
            Self::Csaf => "csaf",
        }
    }

    /// Returns the media type of a document in it.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::IodefXml => "application/xml",
            Self::IodefJson | Self::Misp | Self::Csaf => "application/json",
            Self::Stix => "application/stix+json;version=2.1",
        }
    }

    /// Returns the one form that a way has; nothing where it may be any.
    pub const fn of(via: Via) -> Option<Self> {
        match via {
            Via::Rid => Some(Self::IodefXml),
            Via::Taxii => Some(Self::Stix),
            Via::Misp => Some(Self::Misp),
            Via::Rolie => None,
        }
    }

    const fn language(self) -> Language {
        match self {
            Self::IodefXml => Language::Iodef(iodef::Form::Xml),
            Self::IodefJson => Language::Iodef(iodef::Form::Json),
            Self::Stix => Language::Stix,
            Self::Misp => Language::Misp,
            Self::Csaf => Language::Csaf,
        }
    }
}

impl FromStr for Form {
    type Err = watchbell_model::Error;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|form| form.as_str() == word);
        found.ok_or_else(|| watchbell_model::Error::Unknown {
            what: "form of documents",
            value: word.chars().take(watchbell_model::Error::SHOWN).collect(),
            expected: "iodef-xml iodef-json stix misp csaf",
        })
    }
}

/// What is told of an incident.
#[derive(Debug)]
pub(super) struct Telling {
    file: IncidentFile,
    /// Whether all that is known of it, peers told.
    is_foreign: bool,
}

/// What a peer would get.
#[derive(Clone, Debug)]
pub struct Composed {
    /// The share, as it would stand in the outbox.
    pub share: Share,
    /// What was left out by agreement.
    pub redacted: Vec<(Redaction, usize)>,
    /// What of the document the form has no place for.
    pub lost: usize,
    /// Objects for the peer's collection, where it goes by TAXII.
    pub(crate) objects: Vec<NewTaxiiObject>,
}

impl Node {
    /// Gathers what is told of an incident, for as many peers as may have it.
    ///
    /// # Errors
    /// [`Error::Store`], with `NotFound` where there is no such incident.
    pub(super) async fn telling(&self, id: IncidentId) -> Result<Telling> {
        let mut file = self.incident_file(id).await?;
        // What a peer told, it told us, and not those whom we tell.
        let peers = self.peers.all();
        let peers = peers
            .iter()
            .map(|known| self.keys.pseudonym(&reporter(known.peer.id)));
        let peers: Vec<String> = peers.collect();
        let any = !file.reports.is_empty();
        file.reports.retain(|report| {
            report
                .reporter
                .as_ref()
                .is_none_or(|who| !peers.contains(who))
        });
        // The same revision is the same document, whoever gets it and however often.
        file.made_at = file.incident.updated_at;
        Ok(Telling {
            is_foreign: any && file.reports.is_empty(),
            file,
        })
    }

    /// Composes what a peer would get of an incident on one way; `named` says that a person named the
    /// peer. Nothing goes out by that.
    ///
    /// # Errors
    /// [`Error::Policy`] where it may not go; [`Error::Store`].
    pub(super) async fn compose(
        &self,
        Telling { file, is_foreign }: &Telling,
        known: &Known,
        via: Via,
        purpose: Purpose,
        named: bool,
    ) -> Result<Composed> {
        let (id, tlp) = (file.incident.id, file.incident.tlp);
        let way_out = (Direction::Out, via);
        let agreement = known.may(way_out, tlp, purpose, named, self.now())?;
        if *is_foreign {
            return Err(known.withholds(Reason::Foreign));
        }
        let mut document = incident::document(file);
        for one in &mut document.incidents {
            one.purpose = asked(purpose);
        }
        let redacted = incident::redact(&mut document, &agreement.redact);
        let title: String = file.incident.title.chars().take(200).collect();
        let name = format!("{}/{id}", file.csirt_name);
        let (body, objects, lost) = self
            .body(&document, known, via, agreement, &file.csirt_name, id)
            .await?;
        let left_out: Vec<String> = redacted
            .iter()
            .map(|(part, count)| format!("{part}: {count}"))
            .collect();
        let share = Share {
            id: ShareId(0),
            peer: known.peer.id,
            incident: id,
            revision: file.incident.updated_at,
            via,
            form: agreement.form.clone(),
            tlp,
            purpose,
            document: name,
            title,
            mark: objects
                .last()
                .filter(|_| via == Via::Taxii)
                .map(mark)
                .unwrap_or_default(),
            digest: digest(body.as_bytes()),
            salt: keys::random::<16>()?.to_vec(),
            policy: policy::written(&known.peer.name, agreement),
            redacted: left_out.join(", "),
            body,
            state: ShareState::Waiting,
            attempts: 0,
            next_at: Time::default(),
            error: String::new(),
            made_by: String::new(),
            made_at: self.now(),
            done_at: Time::default(),
        };
        Ok(Composed {
            share,
            redacted,
            lost,
            objects,
        })
    }

    /// The bytes that travel, the objects they consist of, and how much the form has no place for.
    async fn body(
        &self,
        document: &iodef::Document,
        known: &Known,
        via: Via,
        agreement: &Agreement,
        csirt: &str,
        id: IncidentId,
    ) -> Result<(String, Vec<NewTaxiiObject>, usize)> {
        match via {
            Via::Rid => {
                let node = node_of(&known.peer).await;
                let traffic = rid::Traffic::Attack;
                let mut policy =
                    rid::Policy::new(rid::Kind::Report, rid::Region::PeerToPeer, node, traffic);
                policy.incident_id = Some(rid::IncidentId {
                    name: csirt.to_owned(),
                    id: id.to_string(),
                    ..rid::IncidentId::default()
                });
                policy.report = Some(rid::Report::of(document));
                let message = rid::Message::new(Lang::new("en").unwrap_or_default(), policy);
                Ok((rid::write(&message), Vec::new(), 0))
            }
            Via::Rolie | Via::Misp => {
                let form: Form = agreement.form.parse().unwrap_or(Form::IodefXml);
                let (bytes, lost) = form.language().write(document);
                Ok((
                    String::from_utf8_lossy(&bytes).into_owned(),
                    Vec::new(),
                    lost.len(),
                ))
            }
            Via::Taxii => {
                let (bundle, lost) = stix::bundle(document);
                let texts = members(&bundle);
                let mut objects = Vec::with_capacity(texts.len());
                for text in &texts {
                    objects.push(new_object(Object::read(text).map_err(Error::Envelope)?));
                }
                Ok((gathered(&texts), objects, lost.len()))
            }
        }
    }
}

/// Returns the objects of a bundle, each as canonical JSON; what refers to others last, so that
/// whoever fetches them in order has what it refers to.
fn members(bundle: &Value) -> Vec<String> {
    let objects = bundle["objects"].as_array().map_or(&[][..], Vec::as_slice);
    let mut objects: Vec<&Value> = objects.iter().collect();
    objects.sort_by_key(|object| object["type"] == "report");
    let canonical = objects.into_iter().map(watchbell_tlog::canonical::to_vec);
    canonical
        .filter_map(|bytes| String::from_utf8(bytes.ok()?).ok())
        .collect()
}

/// Puts objects together into the text that both sides take the digest of: a list of them, in the
/// order of their texts.
pub(super) fn gathered(objects: &[String]) -> String {
    let mut sorted: Vec<&str> = objects.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted.dedup();
    format!("[{}]", sorted.join(","))
}

/// What tells that a peer fetched the last object of a document.
fn mark(object: &NewTaxiiObject) -> String {
    let version = object
        .version
        .as_ref()
        .map_or("", |(version, _)| version.as_str());
    format!("{} {version}", object.id)
}

/// Who reports what a peer of this number told.
pub(super) fn reporter(peer: i64) -> String {
    format!("peer {peer}")
}

/// Returns the digest of what travels: SHA-256, in hexadecimal.
pub(super) fn digest(bytes: &[u8]) -> String {
    keys::hex(&Sha256::digest(bytes))
}

/// The node of RID that a peer is.
pub(super) async fn node_of(peer: &Peer) -> rid::Node {
    let mut node = rid::Node::of_address(address_of(&peer.url).await);
    node.names = vec![peer.name.as_str().into()];
    node
}

/// The address of the host of an URL; all zeros where nobody knows it now.
async fn address_of(url: &str) -> IpAddr {
    let nobody = IpAddr::from([0, 0, 0, 0]);
    let host = url.parse::<hyper::Uri>().ok();
    let Some(host) = host.as_ref().and_then(|uri| uri.host()) else {
        return nobody;
    };
    let host = host.trim_matches(['[', ']']);
    if let Ok(address) = host.parse() {
        return address;
    }
    let Ok(mut found) = tokio::net::lookup_host((host, rid::PORT)).await else {
        return nobody;
    };
    found.next().map_or(nobody, |address| address.ip())
}

const fn asked(purpose: Purpose) -> iodef::Purpose {
    match purpose {
        Purpose::Traceback => iodef::Purpose::Traceback,
        Purpose::Mitigation => iodef::Purpose::Mitigation,
        Purpose::Reporting => iodef::Purpose::Reporting,
        Purpose::Watch => iodef::Purpose::Watch,
        Purpose::Other => iodef::Purpose::Other,
    }
}
