//! Fetches what peers offer: ROLIE feeds and TAXII collections, from where the last look ended.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use hyper::header::ACCEPT;
use serde_json::Value;
use watchbell_formats::{
    exchange::Language,
    rolie, stix,
    taxii::{Envelope, MEDIA_TYPE, Object, is_uuid},
};
use watchbell_model::{Direction, ReceiptState, Time, Via};
use watchbell_store::{TaxiiCollection, TaxiiFilter, TaxiiRoot};

use super::{
    Known, MIRROR,
    client::{Connection, Failure},
    compose::gathered,
    receive::{Way, bundle},
};
use crate::{Error, Node, Result, taxii::new_object};

/// Bytes of a feed, a page or a document.
const MAX_PAGE: usize = 32 << 20;
/// Pages of one look; the next look goes on.
const MAX_PAGES: usize = 10_000;
/// Entries that one look remembers; the oldest are fetched first.
const MAX_ENTRIES: usize = 100_000;
/// Objects that a document gathers.
const MAX_GATHERED: usize = 5_000;

/// Identifiers that are looked for at once, and objects that are found then.
const AT_ONCE: usize = 100;
const MOST: i64 = 1_000;

/// An entry to fetch.
struct Due {
    updated: Time,
    id: String,
    src: String,
}

impl Node {
    /// Looks at what a peer offers, on each way that was agreed; returns how many documents were new.
    ///
    /// # Errors
    /// [`Error::Exchange`] with what went wrong with the peer; [`Error::Store`]. What came until then
    /// is kept, and the next look goes on there.
    pub async fn fetch_from(&self, known: &Arc<Known>) -> Result<usize> {
        let mut new = 0;
        for via in [Via::Rolie, Via::Taxii] {
            let agreed = known.agreement(Direction::In, via);
            if known.peer.url.is_empty() || agreed.is_none_or(|one| self.now() >= one.until) {
                continue;
            }
            let own = self.own_certificate()?;
            let mut connection = Connection::at(&own, known, None).await?;
            new += match via {
                Via::Rolie => self.fetch_feed(known, &mut connection).await?,
                _ => self.fetch_collections(known, &mut connection).await?,
            };
            self.note_peer(known, None).await?;
        }
        Ok(new)
    }

    /// Fetches a ROLIE feed (RFC 8322): from the newest page back to what is known, then the
    /// documents from the oldest on.
    async fn fetch_feed(&self, known: &Known, connection: &mut Connection) -> Result<usize> {
        let cursor = self.db.peer_cursor(known.peer.id, Via::Rolie).await?;
        let (since, last) = cursor.split_once(' ').unwrap_or_default();
        let since: Option<Time> = since.parse().ok();
        let mut due: Vec<Due> = Vec::new();
        let mut page = Some(service(connection).await?);
        let mut looked = 0;
        while let Some(path) = page.take() {
            looked += 1;
            let answer = connection
                .get(
                    &path,
                    &[(ACCEPT, "application/atom+xml, application/json")],
                    MAX_PAGE,
                )
                .await?;
            let feed = rolie::read_feed(answer.text()?).map_err(unreadable)?;
            let mut reached = false;
            for entry in &feed.entries {
                if since.is_some_and(|since| entry.updated < since) || entry.id == last {
                    reached = true;
                    continue;
                }
                let src = entry.content.as_ref().map(|content| content.src.as_str());
                let Some(src) = src.or_else(|| entry.link("self")) else {
                    continue;
                };
                due.push(Due {
                    updated: entry.updated,
                    id: entry.id.clone(),
                    src: own_path(src)?,
                });
            }
            if due.len() > MAX_ENTRIES {
                due.sort_by(|one, other| (one.updated, &one.id).cmp(&(other.updated, &other.id)));
                due.truncate(MAX_ENTRIES);
            }
            if !reached && looked < MAX_PAGES {
                let next = feed.link("prev-archive").or_else(|| feed.link("next"));
                page = next.map(own_path).transpose()?;
            }
        }
        // In the order in which they were offered; at one moment, as the peer lists them.
        due.reverse();
        due.sort_by_key(|one| one.updated);
        let (mut new, mut told) = (0, cursor.clone());
        for one in &due {
            if self.is_stopping() {
                break;
            }
            let answer = connection.get(&one.src, &[], MAX_PAGE).await?;
            let text = answer.text()?;
            match Language::of(text.as_bytes())
                .map(|language| (language, language.read_lenient(text.as_bytes())))
            {
                Some((language, Ok((document, _)))) => {
                    let way = way(Via::Rolie, word(language));
                    new += usize::from(self.taken(known, &document, text, way).await?);
                }
                other => {
                    let why = match other {
                        Some((_, Err(error))) => error.to_string(),
                        _ => "no language that is known here".to_owned(),
                    };
                    tracing::warn!(
                        peer = known.peer.name,
                        entry = one.id,
                        error = why,
                        "an entry cannot be read"
                    );
                    self.note_peer(known, Some(&format!("{}: {why}", one.id)))
                        .await?;
                }
            }
            told = format!("{} {}", one.updated, one.id);
            if new % 50 == 0 {
                self.db
                    .put_peer_cursor(known.peer.id, Via::Rolie, &told, self.now())
                    .await?;
            }
        }
        self.db
            .put_peer_cursor(known.peer.id, Via::Rolie, &told, self.now())
            .await?;
        Ok(new)
    }

    /// Takes a document that was agreed; what was not agreed is told, and passed over.
    async fn taken(
        &self,
        known: &Known,
        document: &watchbell_iodef::Document,
        text: &str,
        way: Way<'_>,
    ) -> Result<bool> {
        match self.take(known, document, text, way).await {
            Ok(taken) => Ok(taken.is_new),
            Err(Error::Policy { reason, .. }) => {
                self.note_peer(
                    known,
                    Some(&format!("it offers what was not agreed: {reason}")),
                )
                .await?;
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    /// Fetches every collection of TAXII that may be read, page by page.
    async fn fetch_collections(&self, known: &Known, connection: &mut Connection) -> Result<usize> {
        let peer = known.peer.id;
        let cursor = self.db.peer_cursor(peer, Via::Taxii).await?;
        let mut places: BTreeMap<String, String> =
            serde_json::from_str(&cursor).unwrap_or_default();
        let discovery = get(connection, "/taxii2/").await?;
        let mut new = 0;
        for root in strings(&discovery["api_roots"]) {
            let root = own_path(root)?;
            let collections = get(connection, &format!("{root}collections/")).await?;
            let list = collections["collections"]
                .as_array()
                .map_or(&[][..], Vec::as_slice);
            for one in list.iter().filter(|one| one["can_read"] == true) {
                let Some(id) = one["id"].as_str().filter(|id| is_uuid(id)) else {
                    continue;
                };
                let mirror = self
                    .mirror(known, id, one["title"].as_str().unwrap_or(id))
                    .await?;
                let from = format!("{root}collections/{id}/objects/?limit=500");
                let (mut next, mut pages) = (String::new(), 0);
                loop {
                    let since = places
                        .get(id)
                        .map(|since| format!("&added_after={since}"))
                        .unwrap_or_default();
                    // A page that continues asks the same as the one before.
                    let path = if next.is_empty() {
                        format!("{from}{since}")
                    } else {
                        next.clone()
                    };
                    let answer = connection
                        .get(&path, &[(ACCEPT, MEDIA_TYPE)], MAX_PAGE)
                        .await?;
                    let text = answer.text()?;
                    let envelope = Envelope::read(text).map_err(unreadable)?;
                    new += self.keep_page(known, &mirror, &envelope).await?;
                    pages += 1;
                    let last = answer.headers.get("x-taxii-date-added-last");
                    let last = last
                        .and_then(|last| last.to_str().ok())
                        .and_then(|last| last.parse::<Time>().ok());
                    let more = envelope.more
                        && envelope.next.is_some()
                        && pages < MAX_PAGES
                        && !self.is_stopping();
                    if let Some(last) = last {
                        // Where there is more, some of it may have been added at the same moment.
                        let last = if more { last.plus_micros(-1) } else { last };
                        places.insert(id.to_owned(), last.to_string());
                        let place = serde_json::to_string(&places).unwrap_or_default();
                        self.db
                            .put_peer_cursor(peer, Via::Taxii, &place, self.now())
                            .await?;
                    }
                    if !more {
                        break;
                    }
                    let base = if next.is_empty() { path } else { next };
                    let base = base.split("&next=").next().unwrap_or_default().to_owned();
                    next = format!(
                        "{base}&next={}",
                        escaped(&envelope.next.unwrap_or_default())
                    );
                }
            }
        }
        Ok(new)
    }

    /// Keeps the objects of a page, and takes each report in it with all that it refers to.
    async fn keep_page(
        &self,
        known: &Known,
        mirror: &TaxiiCollection,
        page: &Envelope<'_>,
    ) -> Result<usize> {
        let mut objects = Vec::with_capacity(page.objects.len());
        for body in &page.objects {
            match Object::read(body) {
                Ok(object) => objects.push(new_object(object)),
                Err(error) => {
                    self.note_peer(
                        known,
                        Some(&format!("it offers what is no object: {error}")),
                    )
                    .await?;
                }
            }
        }
        self.db
            .add_taxii_objects(mirror.key, &objects, self.now())
            .await?;
        let mut new = 0;
        for report in objects
            .iter()
            .filter(|object| object.kind == "report" || object.kind == "grouping")
        {
            let texts = self.closure(mirror, &report.body).await?;
            let list = gathered(&texts);
            match stix::read(&bundle(&list)) {
                Ok(document) => {
                    let way = way(Via::Taxii, "stix");
                    new += usize::from(self.taken(known, &document, &list, way).await?);
                }
                Err(error) => {
                    self.note_peer(known, Some(&format!("{}: {error}", report.id)))
                        .await?;
                }
            }
        }
        Ok(new)
    }

    /// Returns an object and all that it refers to, directly or through others, as far as it is here.
    async fn closure(&self, mirror: &TaxiiCollection, first: &str) -> Result<Vec<String>> {
        let mut known = BTreeSet::new();
        let mut texts = vec![first.to_owned()];
        let mut open = references(first);
        while !open.is_empty() && texts.len() < MAX_GATHERED {
            let mut ids: Vec<String> = Vec::new();
            while ids.len() < AT_ONCE
                && let Some(id) = open.pop()
            {
                if known.insert(id.clone()) {
                    ids.push(id);
                }
            }
            if ids.is_empty() {
                continue;
            }
            let filter = TaxiiFilter {
                ids,
                ..TaxiiFilter::default()
            };
            for object in self
                .db
                .taxii_objects(mirror.key, &filter, None, MOST, true)
                .await?
            {
                open.extend(references(&object.body));
                texts.push(object.body);
            }
        }
        Ok(texts)
    }

    /// Returns the collection that keeps what was fetched from one of a peer's.
    async fn mirror(&self, known: &Known, id: &str, title: &str) -> Result<TaxiiCollection> {
        // A name of our own: two peers may give theirs the same.
        let id = format!("{}:{id}", known.peer.id);
        if let Some(there) = self.db.taxii_collection(MIRROR, &id).await? {
            return Ok(there);
        }
        if self.db.taxii_root(MIRROR).await?.is_none() {
            let root = TaxiiRoot {
                name: MIRROR.to_owned(),
                title: "What was fetched from peers".to_owned(),
                description: String::new(),
                max_bytes: 0,
            };
            self.db.put_taxii_root(&root).await?;
        }
        let mut collection = TaxiiCollection {
            root: MIRROR.to_owned(),
            id,
            title: title
                .chars()
                .filter(|c| !c.is_control())
                .take(200)
                .collect(),
            description: format!("From {}", known.peer.name),
            ..TaxiiCollection::default()
        };
        collection.key = self.db.put_taxii_collection(&collection).await?;
        Ok(collection)
    }
}

fn way(via: Via, form: &str) -> Way<'_> {
    Way {
        via,
        form,
        address: String::new(),
        callback: String::new(),
        state: ReceiptState::New,
    }
}

/// The word of a language that documents come in.
const fn word(language: Language) -> &'static str {
    match language {
        Language::Iodef(watchbell_iodef::Form::Xml) => "iodef-xml",
        Language::Iodef(watchbell_iodef::Form::Json) => "iodef-json",
        Language::Iodef(watchbell_iodef::Form::Cbor) => "iodef-cbor",
        Language::Stix => "stix",
        Language::Misp => "misp",
    }
}

/// Returns the path of the first feed of incidents that the peer's service document names.
async fn service(connection: &mut Connection) -> Result<String> {
    let accept = [(ACCEPT, "application/atomsvc+xml, application/json")];
    let answer = connection.get("/rolie/service", &accept, MAX_PAGE).await?;
    let service = rolie::read_service(answer.text()?).map_err(unreadable)?;
    let mut collections = service
        .workspaces
        .iter()
        .flat_map(|workspace| &workspace.collections);
    let feed = collections.find(|one| one.information_type().is_none_or(|kind| kind == "incident"));
    let feed = feed
        .ok_or_else(|| Failure::Unreadable("its service offers no feed of incidents".to_owned()))?;
    own_path(&feed.href)
}

/// Returns a resource of TAXII.
async fn get(connection: &mut Connection, path: &str) -> Result<Value> {
    let answer = connection
        .get(path, &[(ACCEPT, MEDIA_TYPE)], MAX_PAGE)
        .await?;
    Ok(serde_json::from_str(answer.text()?).map_err(unreadable)?)
}

/// Returns the path of an address. What a peer names elsewhere is asked of the peer itself: nobody
/// sends this node to others.
fn own_path(address: &str) -> Result<String> {
    let uri: hyper::Uri = address.parse().map_err(unreadable)?;
    let path = uri.path_and_query().map(|path| path.as_str());
    let path = path.filter(|path| path.starts_with('/'));
    Ok(path
        .ok_or_else(|| Failure::Unreadable(format!("{address:?} is no address")))?
        .to_owned())
}

fn unreadable(error: impl std::fmt::Display) -> Failure {
    Failure::Unreadable(error.to_string())
}

fn strings(value: &Value) -> impl Iterator<Item = &str> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

/// Every identifier that an object refers to.
fn references(body: &str) -> Vec<String> {
    fn walk(value: &Value, name: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => members
                .iter()
                .for_each(|(name, value)| walk(value, name, found)),
            Value::Array(items) => items.iter().for_each(|value| walk(value, name, found)),
            Value::String(id) if name.ends_with("_ref") || name.ends_with("_refs") => {
                found.push(id.clone());
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(
        &serde_json::from_str(body).unwrap_or_default(),
        "",
        &mut found,
    );
    found
}

/// A word as it stands in a query.
fn escaped(word: &str) -> String {
    let mut text = String::with_capacity(word.len());
    for byte in word.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}
