//! CycloneDX: `vulnerabilities[].analysis`, and what it affects.

use std::collections::HashMap;

use serde_json::{Value, json};
use watchbell_model::Time;

use super::{Error, Statement, Statements, Status, each, text};
use crate::{component::Component, cpe::Cpe, purl::Purl, record::moment};

/// States of an analysis and what they mean.
const STATES: &[(&str, Status)] = &[
    ("exploitable", Status::Affected),
    ("not_affected", Status::NotAffected),
    ("false_positive", Status::NotAffected),
    ("resolved", Status::Fixed),
    ("resolved_with_pedigree", Status::Fixed),
    ("in_triage", Status::UnderInvestigation),
];

pub(super) fn read(bom: &Value, statements: &mut Statements) -> Result<(), Error> {
    let components = components(bom);
    let metadata = bom.get("metadata").unwrap_or(&Value::Null);
    let maker = ["supplier", "manufacturer", "manufacture"].iter();
    let mut maker = maker.map(|member| metadata.get(member).map_or("", |by| text(by, "name")));
    let by = maker.find(|name| !name.is_empty()).unwrap_or_default();
    for vulnerability in each(bom, "vulnerabilities") {
        let Some(analysis) = vulnerability.get("analysis") else {
            continue;
        };
        let state = text(analysis, "state");
        let Some((_, status)) = STATES.iter().find(|(known, _)| *known == state) else {
            continue;
        };
        let references = each(vulnerability, "references").map(|other| text(other, "id"));
        let ids: Vec<String> = std::iter::once(text(vulnerability, "id"))
            .chain(references)
            .filter(|id| !id.is_empty())
            .map(str::to_owned)
            .collect();
        let why = [text(analysis, "justification"), text(analysis, "detail")];
        let why: Vec<String> = why
            .iter()
            .filter(|why| !why.is_empty())
            .map(|why| why.replace('_', " "))
            .collect();
        let at = [
            text(analysis, "lastUpdated"),
            text(vulnerability, "updated"),
            text(metadata, "timestamp"),
        ];
        let at = at.iter().find_map(|at| moment(at));
        let mut said = Vec::new();
        if vulnerability.get("affects").is_none() {
            // Then it is said of what the document is about.
            let about = bom.pointer("/metadata/component");
            let about = about.and_then(|about| components.get(text(about, "bom-ref")));
            said.push((about.cloned().unwrap_or_default(), None, *status));
        }
        for affects in each(vulnerability, "affects") {
            let reference = text(affects, "ref");
            let known = components.get(reference).cloned();
            let purl = || Purl::parse(reference).ok().map(Component::of_purl);
            let product = known.or_else(purl).unwrap_or_default();
            if affects.get("versions").is_none() {
                said.push((product, None, *status));
                continue;
            }
            for version in each(affects, "versions") {
                let some =
                    |member| Some(text(version, member).to_owned()).filter(|of| !of.is_empty());
                let status = match text(version, "status") {
                    "unaffected" => Status::NotAffected,
                    "unknown" => Status::UnderInvestigation,
                    _ => Status::Affected,
                };
                let product = Component {
                    version: some("version"),
                    ..product.clone()
                };
                said.push((product, some("range"), status));
            }
        }
        for (product, range, status) in said {
            statements.add(Statement {
                ids: ids.clone(),
                product,
                range,
                status,
                why: why.join(": "),
                by: by.to_owned(),
                at,
            })?;
        }
    }
    Ok(())
}

/// The components of a document by their references, those within others too.
fn components(bom: &Value) -> HashMap<&str, Component> {
    let mut components = HashMap::new();
    let mut waiting: Vec<&Value> = each(bom, "components").collect();
    waiting.extend(bom.pointer("/metadata/component"));
    while let Some(component) = waiting.pop() {
        waiting.extend(each(component, "components"));
        let some =
            |member: &str| Some(text(component, member).to_owned()).filter(|it| !it.is_empty());
        let made = Component {
            vendor: some("publisher").or_else(|| some("group")),
            product: some("name"),
            version: some("version"),
            purl: Purl::parse(text(component, "purl")).ok(),
            cpe: Cpe::parse(text(component, "cpe")).ok(),
        };
        components.insert(text(component, "bom-ref"), made);
    }
    components
}

/// Returns statements as a CycloneDX 1.6 document, the same for the same statements.
pub fn write(statements: &[Statement], at: Time) -> Value {
    let mut references: Vec<(String, &Component)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut vulnerabilities = Vec::new();
    for statement in statements {
        let product = &statement.product;
        let label = product.label();
        let place = *places.entry(label.clone()).or_insert_with(|| {
            references.push((label, product));
            references.len() - 1
        });
        let state = STATES
            .iter()
            .find(|(_, status)| *status == statement.status);
        let (id, others) = match statement.ids.split_first() {
            Some((id, others)) => (&**id, others),
            None => ("", &[][..]),
        };
        let mut vulnerability = json!({
            "id": id,
            "analysis": {"state": state.map(|(state, _)| state), "detail": statement.why},
            "affects": [{"ref": references[place].0}],
        });
        if let Some(range) = &statement.range {
            let status = match statement.status {
                Status::Affected => "affected",
                Status::UnderInvestigation => "unknown",
                Status::NotAffected | Status::Fixed => "unaffected",
            };
            vulnerability["affects"][0]["versions"] = json!([{"range": range, "status": status}]);
        }
        if !others.is_empty() {
            let other = |id: &String| json!({"id": id, "source": {}});
            vulnerability["references"] = others.iter().map(other).collect();
        }
        vulnerabilities.push(vulnerability);
    }
    let components = references.iter().map(|(reference, component)| {
        let name = component
            .product
            .clone()
            .unwrap_or_else(|| reference.clone());
        let mut made = json!({"type": "library", "bom-ref": reference, "name": name});
        for (member, value) in [
            ("publisher", component.vendor.clone()),
            ("version", component.version()),
            ("purl", component.purl.as_ref().map(ToString::to_string)),
            (
                "cpe",
                component.cpe.as_ref().map(|cpe| cpe.as_str().to_owned()),
            ),
        ] {
            if let Some(value) = value {
                made[member] = value.into();
            }
        }
        made
    });
    let components: Vec<Value> = components.collect();
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"timestamp": at.to_string()},
        "components": components,
        "vulnerabilities": vulnerabilities,
    })
}
