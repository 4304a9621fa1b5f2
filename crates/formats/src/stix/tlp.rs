//! How far something may be disclosed: TLP 2.0 as an extension of STIX.

use serde_json::{Value, json};
use watchbell_iodef::Restriction;

use crate::exchange::tlp::of_label;

/// The extension that TLP 2.0 is.
const EXTENSION: &str = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

/// Labels with the identifiers that OASIS gave their markings.
const LABELS: [(&str, &str); 5] = [
    (
        "clear",
        "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    ),
    (
        "green",
        "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    ),
    (
        "amber",
        "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    ),
    (
        "amber+strict",
        "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    ),
    (
        "red",
        "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
    ),
];

/// Labels of TLP 1 with the identifiers of their markings.
pub(super) const OLD_LABELS: [(&str, &str); 4] = [
    (
        "white",
        "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9",
    ),
    (
        "green",
        "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da",
    ),
    (
        "amber",
        "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82",
    ),
    (
        "red",
        "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed",
    ),
];

/// Returns the restriction that a marking is, by its identifier; those of TLP 1 count, too.
pub(super) fn restriction(id: &str) -> Option<Restriction> {
    let mut labels = LABELS.iter().chain(&OLD_LABELS);
    labels
        .find(|(_, known)| *known == id)
        .map(|(label, _)| of_label(label))
}

/// Returns the marking of a label.
pub(super) fn marking(label: &str) -> Option<Value> {
    let (label, id) = LABELS.iter().find(|(known, _)| *known == label)?;
    Some(json!({
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": id,
        "created": "2022-10-01T00:00:00.000Z",
        "name": format!("TLP:{}", label.to_ascii_uppercase()),
        "extensions": {EXTENSION: {"extension_type": "property-extension", "tlp_2_0": label}},
    }))
}
