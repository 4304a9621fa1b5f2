//! What a peer may fetch: its feed of ROLIE, and its collection of TAXII. Nobody else sees it.

use watchbell_formats::rolie::{
    CONTENT_ID, Categories, Category, Collection, Content, Entry, Feed, Format, Link, Person,
    Property, Service, Workspace,
};
use watchbell_model::{Direction, ShareId, ShareState, Via};
use watchbell_store::{Outgoing, Share, TaxiiCollection, TaxiiRoot};

use super::{Form, Known, ROOT, seals};
use crate::{Node, Result, taxii::media_type};

/// Numbers of shares that one page of a feed covers: a page never changes once it is full.
const BLOCK: i64 = 256;
/// Where the feed and its entries are.
const FEED: &str = "/rolie/feed";

/// A document that a peer fetched.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Offered {
    /// The document.
    pub body: String,
    /// Its media type.
    pub media_type: &'static str,
    /// SHA-256 of it, in hexadecimal.
    pub digest: String,
}

impl Node {
    /// Returns the service document for a peer (RFC 8322, section 5.1); `base` is how it reaches us.
    pub fn rolie_service(&self, base: &str) -> Service {
        Service {
            workspaces: vec![Workspace {
                title: self.config.node.organisation.clone(),
                collections: vec![Collection {
                    title: "Incidents".to_owned(),
                    href: format!("{base}{FEED}"),
                    categories: Categories {
                        categories: vec![Category::information_type("incident")],
                        ..Categories::default()
                    },
                    ..Collection::default()
                }],
            }],
        }
    }

    /// Returns a page of a peer's feed: the one that still grows, or a full one (RFC 5005).
    ///
    /// # Errors
    /// [`crate::Error::Store`].
    pub async fn rolie_feed(&self, known: &Known, block: Option<i64>, base: &str) -> Result<Feed> {
        let (peer, via) = (known.peer.id, Via::Rolie);
        let last = self.db.last_share(peer, via, ShareId(i64::MAX)).await?;
        let newest = last.map_or(0, |id| id.0 / BLOCK);
        let block = block.unwrap_or(newest).clamp(0, newest);
        let from = block * BLOCK;
        let shares = self
            .db
            .offered_shares(peer, via, ShareId(from), ShareId(from + BLOCK))
            .await?;
        let now = self.now();
        let mut shares: Vec<Share> = shares
            .into_iter()
            .filter(|share| known.still_may(share, now).is_ok())
            .collect();
        shares.reverse();
        let here = format!("{base}{FEED}");
        let page = |block: i64| format!("{here}?page={block}");
        let mut links = vec![
            Link::new(
                "self",
                if block == newest {
                    here.clone()
                } else {
                    page(block)
                },
            ),
            Link::new("current", here.clone()),
            Link::new("first", here.clone()),
            Link::new("service", format!("{base}/rolie/service")),
        ];
        if let Some(before) = self.db.last_share(peer, via, ShareId(from)).await? {
            let before = page(before.0 / BLOCK);
            links.push(Link::new("prev-archive", before.clone()));
            links.push(Link::new("next", before));
        }
        if block < newest {
            links.push(Link::new("previous", page(block + 1)));
        }
        let identity = &self.config.node;
        Ok(Feed {
            id: format!("tag:{},2026:rolie", identity.name),
            title: format!("Incidents of {}", identity.organisation),
            authors: vec![Person {
                name: identity.organisation.clone(),
                email: Some(identity.contact.clone()).filter(|contact| !contact.is_empty()),
                ..Person::default()
            }],
            links,
            categories: vec![Category::information_type("incident")],
            updated: shares
                .first()
                .map_or(known.peer.added_at, |share| share.made_at),
            is_archive: block < newest,
            entries: shares.iter().map(|share| self.entry(share, base)).collect(),
            ..Feed::default()
        })
    }

    fn entry(&self, share: &Share, base: &str) -> Entry {
        let form: Form = share.form.parse().unwrap_or(Form::IodefXml);
        let src = format!("{base}/rolie/content/{}", share.id);
        let format = match form {
            Form::Stix => Format {
                ns: Some("https://docs.oasis-open.org/cti/stix/v2.1".to_owned()),
                version: Some("2.1".to_owned()),
                ..Format::default()
            },
            Form::Csaf => Format {
                ns: Some("https://docs.oasis-open.org/csaf/csaf/v2.0".to_owned()),
                schema: Some(
                    "https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json".to_owned(),
                ),
                version: Some("2.0".to_owned()),
                ..Format::default()
            },
            Form::Misp => Format {
                ns: Some("https://www.misp-project.org/datamodels".to_owned()),
                ..Format::default()
            },
            Form::IodefXml | Form::IodefJson => Format {
                ns: Some("urn:ietf:params:xml:ns:iodef-2.0".to_owned()),
                version: Some("2.0".to_owned()),
                ..Format::default()
            },
        };
        Entry {
            id: format!("tag:{},2026:{}", self.config.node.name, share.id),
            title: share.title.clone(),
            links: vec![Link::new("self", src.clone())],
            published: Some(share.made_at),
            updated: share.made_at,
            categories: vec![Category::information_type("incident")],
            content: Some(Content {
                media_type: form.media_type().to_owned(),
                src,
            }),
            format: Some(format),
            properties: vec![Property {
                name: CONTENT_ID.to_owned(),
                value: share.document.clone(),
            }],
            ..Entry::default()
        }
    }

    /// Hands a document to the peer that fetches it, and seals that; nothing where it is not for this
    /// peer, or not any more.
    ///
    /// # Errors
    /// [`crate::Error::Store`].
    pub async fn hand_over(&self, known: &Known, id: ShareId) -> Result<Option<Offered>> {
        let share = match self.db.share(id).await {
            Ok(share) if share.peer == known.peer.id && share.via == Via::Rolie => share,
            Ok(_) | Err(watchbell_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let may = known.still_may(&share, self.now()).is_ok();
        if !may
            || share.body.is_empty()
            || matches!(share.state, ShareState::Dead | ShareState::Withdrawn)
        {
            return Ok(None);
        }
        self.delivered(&share).await?;
        let form: Form = share.form.parse().unwrap_or(Form::IodefXml);
        Ok(Some(Offered {
            media_type: form.media_type(),
            digest: share.digest,
            body: share.body,
        }))
    }

    /// Notes that a peer fetched objects of its collection: where the last one of a document is among
    /// them, the document was delivered.
    ///
    /// # Errors
    /// [`crate::Error::Store`].
    pub async fn handed_objects(&self, known: &Known, objects: &[(&str, &str)]) -> Result<()> {
        for (id, version) in objects.iter().filter(|(id, _)| id.starts_with("report--")) {
            let mark = format!("{id} {version}");
            if let Some(share) = self.db.marked_share(known.peer.id, &mark).await? {
                self.delivered(&share).await?;
            }
        }
        Ok(())
    }

    /// Marks a share as delivered, once, and seals that.
    async fn delivered(&self, share: &Share) -> Result<()> {
        if share.state == ShareState::Delivered {
            return Ok(());
        }
        let now = self.now();
        if self
            .db
            .deliver_share(share, seals::out(share, now), now)
            .await?
        {
            self.unsealed.notify_one();
        }
        Ok(())
    }

    /// Keeps what was sent as the answer to a question, as delivered.
    pub(super) async fn send_now(&self, share: &Share) -> Result<()> {
        let mut share = share.clone();
        "watchbell".clone_into(&mut share.made_by);
        let outgoing = Outgoing {
            share: share.clone(),
            collection: None,
            objects: Vec::new(),
        };
        let ids = self.db.add_shares(&[outgoing]).await?;
        if let Some(id) = ids.first() {
            share.id = *id;
            self.delivered(&share).await?;
        }
        Ok(())
    }

    /// Returns the collection in which a peer finds what is shared with it, made where there is none;
    /// nothing where no agreement for TAXII is in force.
    ///
    /// # Errors
    /// [`crate::Error::Store`].
    pub async fn peer_collection(
        &self,
        known: &Known,
    ) -> Result<Option<(TaxiiRoot, TaxiiCollection)>> {
        let agreement = known.agreement(Direction::Out, Via::Taxii);
        if agreement.is_none_or(|agreement| self.now() >= agreement.until) {
            return Ok(None);
        }
        let root = TaxiiRoot {
            name: ROOT.to_owned(),
            title: format!("{} for its peers", self.config.node.organisation),
            description: String::new(),
            max_bytes: crate::taxii::MAX_BYTES,
        };
        if let Some(there) = self.db.taxii_collection(ROOT, &known.peer.name).await? {
            return Ok(Some((root, there)));
        }
        self.db.put_taxii_root(&root).await?;
        let mut collection = TaxiiCollection {
            root: ROOT.to_owned(),
            id: self.new_uuid()?,
            title: format!("Incidents for {}", known.peer.name),
            alias: known.peer.name.clone(),
            can_read: true,
            media_types: media_type("2.1"),
            ..TaxiiCollection::default()
        };
        collection.key = self.db.put_taxii_collection(&collection).await?;
        Ok(Some((root, collection)))
    }
}
