//! SPDX 2.2 and 2.3 (ISO/IEC 5962) as JSON and tag-value, and SPDX 3.0 as JSON-LD.

use serde::Deserialize;
use serde_json::Value;

use super::{Error, Reader, Said, bad_json};
use crate::lenient::{each, lenient, structures};

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Document {
    #[serde(deserialize_with = "lenient")]
    spdx_version: String,
    #[serde(deserialize_with = "each")]
    packages: Vec<Package>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Package {
    #[serde(deserialize_with = "lenient")]
    name: String,
    #[serde(deserialize_with = "lenient")]
    version_info: String,
    #[serde(deserialize_with = "lenient")]
    supplier: String,
    #[serde(deserialize_with = "each")]
    external_refs: Vec<External>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct External {
    #[serde(deserialize_with = "lenient")]
    reference_type: String,
    #[serde(deserialize_with = "lenient")]
    reference_locator: String,
}

structures!(Package, External);

pub(super) fn read_json(json: &[u8], reader: &mut Reader) -> Result<(), Error> {
    let document: Document = serde_json::from_slice(json).map_err(|error| bad_json(&error))?;
    begin(&document.spdx_version, reader)?;
    for package in document.packages {
        let mut said = Said {
            vendor: supplier(&package.supplier),
            name: package.name,
            version: package.version_info,
            ..Said::default()
        };
        for external in package.external_refs {
            refer(
                &mut said,
                &external.reference_type,
                external.reference_locator,
            );
        }
        reader.add(said)?;
    }
    Ok(())
}

fn begin(version: &str, reader: &mut Reader) -> Result<(), Error> {
    if !matches!(version, "SPDX-2.0" | "SPDX-2.1" | "SPDX-2.2" | "SPDX-2.3") {
        let version = version.chars().take(20).collect();
        return Err(Error::Version {
            format: "SPDX",
            version,
        });
    }
    reader.0.format = version.to_owned();
    Ok(())
}

/// The name in `Organization: Example (mail@example.org)`.
fn supplier(text: &str) -> String {
    let name = text.split_once(':').map_or("", |(_, name)| name);
    let name = name.split_once('(').map_or(name, |(name, _)| name);
    name.trim().to_owned()
}

fn refer(said: &mut Said, kind: &str, locator: String) {
    match kind.rsplit('/').next().unwrap_or_default() {
        "purl" | "packageUrl" | "packageURL" => said.purls.push(locator),
        "cpe23Type" | "cpe22Type" | "cpe23" | "cpe22" => said.cpes.push(locator),
        _ => {}
    }
}

/// Reads tag-value: a line a tag; what stands between `<text>` and `</text>` is passed over.
pub(super) fn read_tags(bytes: &[u8], reader: &mut Reader) -> Result<(), Error> {
    let text = String::from_utf8_lossy(bytes);
    let mut package: Option<Said> = None;
    let mut in_text = false;
    for line in text.lines() {
        if in_text {
            in_text = !line.contains("</text>");
            continue;
        }
        let Some((tag, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim();
        in_text = value.contains("<text>") && !value.contains("</text>");
        match (tag.trim(), &mut package) {
            ("SPDXVersion", _) => begin(value, reader)?,
            ("PackageName", open) => {
                let new = Said {
                    name: value.to_owned(),
                    ..Said::default()
                };
                if let Some(done) = open.replace(new) {
                    reader.add(done)?;
                }
            }
            ("PackageVersion", Some(said)) => value.clone_into(&mut said.version),
            ("PackageSupplier", Some(said)) => said.vendor = supplier(value),
            ("ExternalRef", Some(said)) => {
                let parts: Vec<&str> = value.split_whitespace().collect();
                if let [_, kind, locator] = parts[..] {
                    refer(said, kind, locator.to_owned());
                }
            }
            _ => {}
        }
    }
    package.map_or(Ok(()), |done| reader.add(done))
}

/// Reads SPDX 3.0: the packages of a graph.
pub(super) fn read_graph(json: &[u8], reader: &mut Reader) -> Result<(), Error> {
    let document: Value = serde_json::from_slice(json).map_err(|error| bad_json(&error))?;
    "SPDX-3.0".clone_into(&mut reader.0.format);
    let text = |node: &Value, name: &str| node[name].as_str().unwrap_or_default().to_owned();
    for node in document["@graph"].as_array().into_iter().flatten() {
        let kind = node["type"]
            .as_str()
            .or_else(|| node["@type"].as_str())
            .unwrap_or_default();
        if !matches!(
            kind,
            "software_Package" | "ai_AIPackage" | "dataset_DatasetPackage"
        ) {
            continue;
        }
        let mut said = Said {
            name: text(node, "name"),
            version: text(node, "software_packageVersion"),
            ..Said::default()
        };
        said.purls.push(text(node, "software_packageUrl"));
        for external in node["externalIdentifier"].as_array().into_iter().flatten() {
            refer(
                &mut said,
                &text(external, "externalIdentifierType"),
                text(external, "identifier"),
            );
        }
        reader.add(said)?;
    }
    Ok(())
}
