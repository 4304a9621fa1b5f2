//! OpenVEX 0.2.0, and the simpler products of 0.0.x.

use serde_json::Value;

use super::{Error, Statement, Statements, Status, each, text};
use crate::{component::Component, cpe::Cpe, purl::Purl, record::moment};

pub(super) fn read(document: &Value, statements: &mut Statements) -> Result<(), Error> {
    for statement in each(document, "statements") {
        let status = match text(statement, "status") {
            "affected" => Status::Affected,
            "not_affected" => Status::NotAffected,
            "fixed" => Status::Fixed,
            "under_investigation" => Status::UnderInvestigation,
            _ => continue,
        };
        let vulnerability = statement.get("vulnerability").unwrap_or(&Value::Null);
        let name = vulnerability
            .as_str()
            .unwrap_or_else(|| text(vulnerability, "name"));
        let aliases = each(vulnerability, "aliases").filter_map(Value::as_str);
        let ids: Vec<String> = std::iter::once(name)
            .chain(aliases)
            .map(str::to_owned)
            .collect();
        let why = ["justification", "impact_statement", "action_statement"];
        let why: Vec<String> = why
            .iter()
            .map(|member| text(statement, member).replace('_', " "))
            .filter(|why| !why.is_empty())
            .collect();
        let at = [text(statement, "timestamp"), text(document, "timestamp")];
        let at = at.iter().find_map(|at| moment(at));
        for product in each(statement, "products") {
            // A product's parts are what is spoken of, where they are named.
            let parts: Vec<&Value> = each(product, "subcomponents").collect();
            let parts = if parts.is_empty() {
                vec![product]
            } else {
                parts
            };
            for part in parts {
                statements.add(Statement {
                    ids: ids.clone(),
                    product: component(part),
                    range: None,
                    status,
                    why: why.join("; "),
                    by: text(document, "author").to_owned(),
                    at,
                })?;
            }
        }
    }
    Ok(())
}

fn component(product: &Value) -> Component {
    let id = product.as_str().unwrap_or_else(|| text(product, "@id"));
    let identifiers = product.get("identifiers").unwrap_or(&Value::Null);
    let purls = [text(identifiers, "purl"), id];
    let cpes = [text(identifiers, "cpe23"), text(identifiers, "cpe22"), id];
    Component {
        purl: purls.iter().find_map(|purl| Purl::parse(purl).ok()),
        cpe: cpes.iter().find_map(|cpe| Cpe::parse(cpe).ok()),
        ..Component::default()
    }
}
