//! CycloneDX as JSON (ECMA-424), versions 1.2 to 1.7.

use serde::Deserialize;

use super::{Error, Reader, Said, bad_json};
use crate::lenient::{each, lenient, perhaps, structures};

/// Versions that are read; 1.1 is XML only.
pub(super) const VERSIONS: [&str; 7] = ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"];

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Document {
    #[serde(deserialize_with = "lenient")]
    spec_version: String,
    #[serde(deserialize_with = "perhaps")]
    metadata: Option<Metadata>,
    #[serde(deserialize_with = "each")]
    components: Vec<Part>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Metadata {
    #[serde(deserialize_with = "perhaps")]
    component: Option<Part>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Part {
    #[serde(deserialize_with = "lenient")]
    group: String,
    #[serde(deserialize_with = "lenient")]
    name: String,
    #[serde(deserialize_with = "lenient")]
    version: String,
    #[serde(deserialize_with = "lenient")]
    purl: String,
    #[serde(deserialize_with = "lenient")]
    cpe: String,
    #[serde(deserialize_with = "lenient")]
    publisher: String,
    #[serde(deserialize_with = "perhaps")]
    supplier: Option<Supplier>,
    #[serde(deserialize_with = "each")]
    components: Vec<Self>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Supplier {
    #[serde(deserialize_with = "lenient")]
    name: String,
}

structures!(Metadata, Part, Supplier);

pub(super) fn read(json: &[u8], reader: &mut Reader) -> Result<(), Error> {
    let document: Document = serde_json::from_slice(json).map_err(|error| bad_json(&error))?;
    check(&document.spec_version)?;
    reader.0.format = format!("CycloneDX {}", document.spec_version);
    let subject = document.metadata.and_then(|metadata| metadata.component);
    // A stack, the last on top, so that they come in order.
    let mut waiting: Vec<Part> = document.components.into_iter().rev().collect();
    waiting.extend(subject);
    while let Some(mut part) = waiting.pop() {
        waiting.extend(std::mem::take(&mut part.components).into_iter().rev());
        let supplier = part.supplier.map(|supplier| supplier.name);
        let vendor = [part.group, supplier.unwrap_or_default(), part.publisher];
        reader.add(Said {
            vendor: vendor
                .into_iter()
                .find(|name| !name.is_empty())
                .unwrap_or_default(),
            name: part.name,
            version: part.version,
            purls: vec![part.purl],
            cpes: vec![part.cpe],
        })?;
    }
    Ok(())
}

pub(super) fn check(version: &str) -> Result<(), Error> {
    if VERSIONS.contains(&version) {
        return Ok(());
    }
    Err(Error::Version {
        format: "CycloneDX",
        version: version.chars().take(20).collect(),
    })
}
