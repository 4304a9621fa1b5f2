//! Collections of TAXII 2.1, fetched page by page from where the last look ended.

use std::collections::{BTreeMap, BTreeSet};

use hyper::header::ACCEPT;
use serde_json::Value;
use watchbell_formats::{
    stix,
    taxii::{Envelope, MEDIA_TYPE, Object, is_uuid},
};
use watchbell_model::{Time, Via};
use watchbell_store::{NewTaxiiObject, TaxiiCollection, TaxiiFilter, TaxiiRoot};

use super::{MAX_PAGE, MAX_PAGES, own_path, unreadable, way};
use crate::{
    Node, Result,
    peers::{Known, MIRROR, client::Connection, compose::gathered},
    taxii::new_object,
};

/// Objects that a document gathers.
const MAX_GATHERED: usize = 5_000;
/// Identifiers that are looked for at once, and objects that are found then.
const AT_ONCE: usize = 100;
const MOST: i64 = 1_000;
/// Indicators that stand alone, of one look; what is beyond is in the mirror only.
const MAX_ALONE: usize = 10_000;

/// Indicators of one look, and what its reports gathered.
#[derive(Default)]
struct Alone {
    indicators: Vec<NewTaxiiObject>,
    gathered: BTreeSet<String>,
}

impl Alone {
    /// Lets go of what was gathered; returns whether nothing stands alone.
    fn settle(&mut self) -> bool {
        self.indicators
            .retain(|one| !self.gathered.contains(&one.id));
        self.indicators.is_empty()
    }
}

impl Node {
    /// Fetches every collection that may be read.
    pub(super) async fn fetch_collections(
        &self,
        known: &Known,
        connection: &mut Connection,
    ) -> Result<usize> {
        let cursor = self.db.peer_cursor(known.peer.id, Via::Taxii).await?;
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
                new += self
                    .fetch_collection(known, connection, &mirror, (id, &from), &mut places)
                    .await?;
            }
        }
        Ok(new)
    }

    /// Fetches what is new in a collection, page by page; `at` is its identifier and its address.
    async fn fetch_collection(
        &self,
        known: &Known,
        connection: &mut Connection,
        mirror: &TaxiiCollection,
        (id, from): (&str, &str),
        places: &mut BTreeMap<String, String>,
    ) -> Result<usize> {
        let since = places.get(id).map(|since| format!("&added_after={since}"));
        // A page that continues asks the same as the one before.
        let asked = format!("{from}{}", since.unwrap_or_default());
        let (mut path, mut pages, mut new) = (asked.clone(), 0, 0);
        let mut alone = Alone::default();
        loop {
            let answer = connection
                .get(&path, &[(ACCEPT, MEDIA_TYPE)], MAX_PAGE)
                .await?;
            let envelope = Envelope::read(answer.text()?).map_err(unreadable)?;
            new += self.keep_page(known, mirror, &envelope, &mut alone).await?;
            pages += 1;
            let next = envelope.next.filter(|_| envelope.more);
            let last = answer.headers.get("x-taxii-date-added-last");
            let last = last
                .and_then(|last| last.to_str().ok())
                .and_then(|last| last.parse::<Time>().ok());
            if next.is_none() {
                new += self.take_alone(known, std::mem::take(&mut alone)).await?;
            }
            // While some stand alone, the report that gathers them may be on the next page: a look that
            // is broken off here begins with them again.
            if let Some(last) = last.filter(|_| alone.settle()) {
                // Where there is more, some of it may have been added at the same moment.
                let last = if next.is_some() {
                    last.plus_micros(-1)
                } else {
                    last
                };
                places.insert(id.to_owned(), last.to_string());
                let place = serde_json::to_string(&places).unwrap_or_default();
                self.db
                    .put_peer_cursor(known.peer.id, Via::Taxii, &place, self.now())
                    .await?;
            }
            let Some(next) = next else { return Ok(new) };
            if pages >= MAX_PAGES || self.is_stopping() {
                return Ok(new);
            }
            path = format!("{asked}&next={}", escaped(&next));
        }
    }

    /// Keeps the objects of a page, and takes each report in it with all that it refers to.
    async fn keep_page(
        &self,
        known: &Known,
        mirror: &TaxiiCollection,
        page: &Envelope<'_>,
        alone: &mut Alone,
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
        for object in objects {
            match object.kind.as_str() {
                "report" | "grouping" => {
                    let texts = self.closure(mirror, &object.body).await?;
                    new += self.take_list(known, &texts).await?;
                    alone.gathered.extend(references(&object.body));
                }
                "indicator" if alone.indicators.len() < MAX_ALONE => alone.indicators.push(object),
                _ => {}
            }
        }
        Ok(new)
    }

    /// Takes the indicators of a look that no report gathered, each as a document of its own.
    async fn take_alone(&self, known: &Known, mut alone: Alone) -> Result<usize> {
        let mut new = 0;
        alone.settle();
        for one in alone.indicators {
            new += self.take_list(known, &[one.body]).await?;
        }
        Ok(new)
    }

    /// Takes objects that belong together as a document; returns 1 where it is new.
    async fn take_list(&self, known: &Known, texts: &[String]) -> Result<usize> {
        let list = gathered(texts);
        match stix::read(&stix::enclosed(&list)) {
            Ok(document) => {
                let way = way(Via::Taxii, "stix");
                Ok(usize::from(self.taken(known, &document, &list, way).await?))
            }
            Err(error) => {
                self.note_peer(
                    known,
                    Some(&format!("it offers what cannot be read: {error}")),
                )
                .await?;
                Ok(0)
            }
        }
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

/// Returns a resource of TAXII.
async fn get(connection: &mut Connection, path: &str) -> Result<Value> {
    let answer = connection
        .get(path, &[(ACCEPT, MEDIA_TYPE)], MAX_PAGE)
        .await?;
    Ok(serde_json::from_str(answer.text()?).map_err(unreadable)?)
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
