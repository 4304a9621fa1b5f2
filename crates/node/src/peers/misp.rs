//! The REST API of a MISP server, as far as events come and go.

use hyper::{
    Method, StatusCode,
    header::{ACCEPT, AUTHORIZATION},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::client::{Answer, Connection, Failure};
use crate::{Error, Node, Result, keys};

/// Bytes of an answer: a page of events, or the event that was brought.
const MAX_ANSWER: usize = 64 << 20;
/// Characters of a key: MISP makes them of forty.
const MAX_KEY: usize = 200;
const JSON: &str = "application/json";

/// A connection to a MISP server, with the key that it lets this node in with.
pub(super) struct Api<'a> {
    connection: &'a mut Connection,
    key: String,
}

/// An event of which only what names it is of interest.
#[derive(Debug, Deserialize)]
struct Named {
    #[serde(rename = "Event")]
    event: Version,
}

/// Which event, and as of when.
#[derive(Debug, Deserialize)]
struct Version {
    uuid: String,
    timestamp: Value,
}

impl Version {
    /// When it was last changed, in seconds since 1970; MISP writes them as text.
    fn seconds(&self) -> i64 {
        seconds(&self.timestamp)
    }
}

impl Node {
    /// Keeps the key with which a MISP server lets this node in, in a file of its own that only this
    /// user reads.
    ///
    /// # Errors
    /// [`Error::Peer`] where it is no key; [`Error::Store`] where there is no such peer; [`Error::File`].
    pub async fn put_misp_key(&self, peer: &str, key: &str) -> Result<()> {
        let peer = self.db.peer(peer).await?;
        let key = key.trim();
        if key.is_empty() || key.len() > MAX_KEY || !key.bytes().all(|c| c.is_ascii_graphic()) {
            return Err(Error::Peer {
                name: peer.name,
                reason: "a key is letters, digits and signs, without blanks".to_owned(),
            });
        }
        keys::write_secret(&self.config.misp_key_file(&peer.name), key)
    }

    /// Returns the key with which a MISP server lets this node in.
    pub(super) fn misp_key(&self, peer: &str) -> Result<String, Failure> {
        let path = self.config.misp_key_file(peer);
        let key = keys::read(&path).map_err(|_| Failure::NoKey(peer.to_owned()))?;
        Ok(key.trim().to_owned())
    }
}

impl<'a> Api<'a> {
    pub(super) fn new(connection: &'a mut Connection, key: String) -> Self {
        Self { connection, key }
    }

    async fn ask(&mut self, path: &str, body: String) -> Result<Answer, Failure> {
        let headers = [(AUTHORIZATION, self.key.as_str()), (ACCEPT, JSON)];
        let body = Some((JSON, body));
        self.connection
            .ask(Method::POST, path, &headers, body, MAX_ANSWER)
            .await
    }

    /// Searches events; where there are none, some versions answer 404.
    async fn search(&mut self, what: &Value) -> Result<String, Failure> {
        let answer = self.ask("/events/restSearch", what.to_string()).await?;
        match answer.status {
            StatusCode::OK => Ok(answer.text()?.to_owned()),
            StatusCode::NOT_FOUND => Ok(r#"{"response":[]}"#.to_owned()),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(Failure::KeyRefused),
            _ => Err(answer.failure()),
        }
    }

    /// Returns a page of the events that were published at or after a moment, oldest first where the
    /// server can order them.
    pub(super) async fn published(
        &mut self,
        since: i64,
        page: usize,
        limit: usize,
    ) -> Result<Vec<Value>, Failure> {
        let what = json!({
            "returnFormat": "json",
            "published": 1,
            "publish_timestamp": since.to_string(),
            "order": "Event.publish_timestamp asc",
            "page": page,
            "limit": limit,
        });
        let text = self.search(&what).await?;
        let answer: Value = serde_json::from_str(&text).map_err(unreadable)?;
        let events = match answer {
            Value::Object(mut members) => members.remove("response").unwrap_or_default(),
            list => list,
        };
        match events {
            Value::Array(events) => Ok(events),
            _ => Err(Failure::Unreadable("there is no list of events".to_owned())),
        }
    }

    /// Brings an event: added where the server has none of its UUID, changed where it has an older
    /// one; where it has this one already, nothing is to do.
    pub(super) async fn put(&mut self, event: &str) -> Result<(), Failure> {
        let own: Named = serde_json::from_str(event).map_err(unreadable)?;
        let own = own.event;
        let what = json!({"returnFormat": "json", "uuid": own.uuid, "metadata": true, "limit": 1});
        let text = self.search(&what).await?;
        #[derive(Deserialize)]
        struct Found {
            response: Vec<Named>,
        }
        let found: Found = serde_json::from_str(&text).map_err(unreadable)?;
        let there = found.response.iter().map(|one| &one.event);
        let there = there
            .filter(|one| one.uuid == own.uuid)
            .map(Version::seconds)
            .max();
        let path = match there {
            Some(there) if there >= own.seconds() => return Ok(()),
            Some(_) => format!("/events/edit/{}", own.uuid),
            None => "/events/add".to_owned(),
        };
        let answer = self.ask(&path, event.to_owned()).await?;
        if answer.status != StatusCode::OK {
            return Err(answer.failure());
        }
        let kept: Named = serde_json::from_str(answer.text()?).map_err(unreadable)?;
        if kept.event.uuid != own.uuid {
            let other = format!("it kept {} for {}", kept.event.uuid, own.uuid);
            return Err(Failure::Unreadable(other));
        }
        Ok(())
    }
}

/// Returns when an event was last published, in seconds since 1970.
pub(super) fn published_at(event: &Value) -> i64 {
    seconds(&event["Event"]["publish_timestamp"])
}

/// Seconds since 1970, as number or text; nothing that is said is 1970.
fn seconds(value: &Value) -> i64 {
    let seconds = match value {
        Value::String(text) => text.parse().ok(),
        number => number.as_i64(),
    };
    seconds.unwrap_or_default().max(0)
}

fn unreadable(error: impl std::fmt::Display) -> Failure {
    Failure::Unreadable(error.to_string())
}
