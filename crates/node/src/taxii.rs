//! Objects that somebody adds to a collection of TAXII.

use serde_json::{Value, json};
use watchbell_formats::taxii::{Envelope, Object};
use watchbell_model::Time;
use watchbell_store::{NewTaxiiObject, TaxiiCollection, TaxiiRoot};

use crate::{Error, Node, Result, keys};

/// Bytes that a body may have where nobody said otherwise.
pub const MAX_BYTES: i64 = 10_000_000;
/// The setting that has what a server that was taken over said of itself, in JSON.
pub const TAXII_SAID: &str = "taxii.discovery";
/// Objects of an addition whose fate is told one by one.
const TOLD: usize = 10_000;

impl Node {
    /// Adds the objects of an envelope, or of a bundle, to a collection; returns what came of each
    /// as a status resource (TAXII 2.1, section 4.3).
    ///
    /// What is there already counts as added. What is no object does not keep the others out.
    ///
    /// # Errors
    /// [`Error::Envelope`] where nothing can be read; [`Error::Store`].
    pub async fn add_to_taxii(
        &self,
        root: &TaxiiRoot,
        collection: &TaxiiCollection,
        text: &str,
    ) -> Result<Value> {
        let now = self.now();
        let envelope = Envelope::read(text).map_err(Error::Envelope)?;
        let (mut objects, mut successes, mut failures) = (Vec::new(), Vec::new(), Vec::new());
        for body in &envelope.objects {
            match Object::read(body) {
                Ok(object) => objects.push(new_object(object)),
                Err(error) => failures.push(json!({
                    "id": serde_json::from_str::<Value>(body).ok()
                        .and_then(|object| object.get("id")?.as_str().map(shown))
                        .unwrap_or_default(),
                    "version": precise(now),
                    "message": error.to_string(),
                })),
            }
        }
        let new = self
            .db
            .add_taxii_objects(collection.key, &objects, now)
            .await?;
        for (object, new) in objects.iter().zip(new) {
            let version = match &object.version {
                Some((text, _)) => text.clone(),
                None => precise(now),
            };
            let message = if new { "added" } else { "was there already" };
            successes.push(json!({"id": object.id, "version": version, "message": message}));
        }
        self.widen(collection, &objects).await?;
        let id = self.new_uuid()?;
        let mut status = json!({
            "id": id,
            "status": "complete",
            "request_timestamp": precise(now),
            "total_count": envelope.objects.len(),
            "success_count": successes.len(),
            "failure_count": failures.len(),
            "pending_count": 0,
        });
        for (name, mut list) in [("successes", successes), ("failures", failures)] {
            list.truncate(TOLD);
            if !list.is_empty() {
                status[name] = list.into();
            }
        }
        self.db
            .add_taxii_status(&root.name, &id, &status.to_string(), now)
            .await?;
        Ok(status)
    }

    /// Returns a random UUID (RFC 9562, version 4).
    ///
    /// # Errors
    /// [`Error::File`] when the system gives no random bytes.
    pub fn new_uuid(&self) -> Result<String> {
        Ok(uuid(keys::random::<16>()?))
    }

    /// Names the media types of `objects` among those of their collection.
    async fn widen(&self, collection: &TaxiiCollection, objects: &[NewTaxiiObject]) -> Result<()> {
        let mut wider = collection.clone();
        for object in objects {
            let kind = media_type(&object.spec);
            if !wider.media_types.split(' ').any(|known| known == kind) {
                wider.media_types = format!("{} {kind}", wider.media_types).trim().to_owned();
            }
        }
        if wider != *collection {
            self.db.put_taxii_collection(&wider).await?;
        }
        Ok(())
    }
}

/// Returns an object as it is put into a collection.
pub fn new_object(object: Object<'_>) -> NewTaxiiObject {
    NewTaxiiObject {
        id: object.id,
        kind: object.kind,
        spec: object.spec,
        version: object.version,
        added_at: None,
        body: object.body.to_owned(),
    }
}

/// Returns the media type of objects of a version of STIX.
pub fn media_type(spec: &str) -> String {
    format!("application/stix+json;version={spec}")
}

/// Returns a moment to the microsecond, as dates of addition are written.
pub fn precise(time: Time) -> String {
    let text = time.to_string();
    let text = text.trim_end_matches('Z');
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}.{fraction:0<6}Z")
}

/// Returns random bytes as a UUID of version 4.
fn uuid(mut bytes: [u8; 16]) -> String {
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex = keys::hex(&bytes);
    let parts = [
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    ];
    parts.join("-")
}

fn shown(text: &str) -> String {
    text.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_to_the_microsecond() {
        for (text, written) in [
            ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000000Z"),
            ("2026-01-02T03:04:05.5Z", "2026-01-02T03:04:05.500000Z"),
            ("2026-01-02T03:04:05.000001Z", "2026-01-02T03:04:05.000001Z"),
        ] {
            assert_eq!(precise(text.parse().unwrap()), written);
        }
    }

    #[test]
    fn random_bytes_become_a_uuid() {
        let id = uuid([0xff; 16]);
        assert_eq!(id, "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }
}
