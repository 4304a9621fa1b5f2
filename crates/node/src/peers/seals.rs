//! Leaves of what went and came.

use serde_json::json;
use watchbell_model::{ReceiptId, Time};
use watchbell_store::{Receipt, Share};

use crate::seal::{LAYOUT, commitment, written};

/// The leaf of a document that a peer has: what, under which policy, when.
pub(super) fn out(share: &Share, at: Time) -> String {
    written(&json!({
        "v": LAYOUT,
        "kind": "exchange",
        "exchange": share.id,
        "direction": "out",
        "via": share.via,
        "form": share.form,
        "tlp": share.tlp,
        "incident": share.incident,
        "commitment": commitment(&share.salt, share.digest.as_bytes()),
        "policy": commitment(&share.salt, share.policy.as_bytes()),
        "at": at,
    }))
}

/// The leaf of a document that came from a peer.
pub(super) fn came(id: ReceiptId, receipt: &Receipt) -> String {
    written(&json!({
        "v": LAYOUT,
        "kind": "exchange",
        "exchange": id,
        "direction": "in",
        "via": receipt.via,
        "form": receipt.form,
        "tlp": receipt.tlp,
        "commitment": commitment(&receipt.salt, receipt.digest.as_bytes()),
        "policy": commitment(&receipt.salt, receipt.policy.as_bytes()),
        "at": receipt.received_at,
    }))
}
