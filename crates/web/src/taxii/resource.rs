//! The resources of TAXII 2.1 in JSON.

use serde_json::{Value, json};
use watchbell_formats::taxii::MEDIA_TYPE;
use watchbell_node::taxii::{media_type, precise};
use watchbell_store::{TaxiiCollection, TaxiiObject, TaxiiRoot};

/// Section 4.2.
pub(super) fn root(root: &TaxiiRoot) -> Value {
    let mut whole = json!({
        "title": root.title,
        "versions": [MEDIA_TYPE],
        "max_content_length": root.max_bytes,
    });
    describe(&mut whole, &root.description);
    whole
}

/// Section 5.2.
pub(super) fn collection(collection: &TaxiiCollection) -> Value {
    let mut whole = json!({
        "id": collection.id,
        "title": collection.title,
        "can_read": collection.can_read,
        "can_write": collection.can_write,
        "media_types": collection.media_types.split(' ').filter(|kind| !kind.is_empty()).collect::<Vec<_>>(),
    });
    describe(&mut whole, &collection.description);
    if !collection.alias.is_empty() {
        whole["alias"] = json!(collection.alias);
    }
    whole
}

fn describe(whole: &mut Value, description: &str) {
    if !description.is_empty() {
        whole["description"] = json!(description);
    }
}

/// A record of a manifest (section 5.3.1).
pub(super) fn record(object: &TaxiiObject) -> Value {
    json!({
        "id": object.id,
        "date_added": precise(object.added_at),
        "version": version(object),
        "media_type": media_type(&object.spec),
    })
}

/// The version of an object; of what never changes, when it was added (section 3.8).
pub(super) fn version(object: &TaxiiObject) -> String {
    if object.version.is_empty() {
        precise(object.added_at)
    } else {
        object.version.clone()
    }
}
