//! Statements of CSAF documents, VEX or not: `product_status`, explained by flags, threats and remediations.

use std::collections::HashMap;

use serde_json::Value;

use super::{Error, MAX_WHY, Statement, Statements, Status};
use crate::{
    csaf::{
        MAX_NAMED,
        document::{AFFECTED, At, Document, FIXED, NOT_AFFECTED, OPEN, with_status},
        products,
    },
    record::moment,
};

const STATUSES: &[(Status, &[&str])] = &[
    (Status::Affected, AFFECTED),
    (Status::NotAffected, NOT_AFFECTED),
    (Status::Fixed, FIXED),
    (Status::UnderInvestigation, OPEN),
];

pub(super) fn read(value: &Value, statements: &mut Statements) -> Result<(), Error> {
    let document = Document::of(value);
    if document.named_count() > MAX_NAMED {
        return Err(Error::Groups);
    }
    let products = products(&document);
    let publisher = document.head().get("publisher");
    let by = publisher.map_or("", |publisher| publisher.text("name"));
    let at = moment(document.tracking().text("current_release_date"));
    for vulnerability in &document.vulnerabilities {
        let cve = vulnerability.text("cve");
        let others = vulnerability.each("ids");
        let others = others.iter().map(|id| id.text("text"));
        let ids: Vec<String> = std::iter::once(cve)
            .chain(others)
            .filter(|id| !id.is_empty())
            .map(str::to_owned)
            .collect();
        let reasons = reasons(&document, vulnerability);
        for (status, members) in STATUSES {
            for place in with_status(vulnerability, members) {
                let id = place.as_text();
                let product = products.get(id).cloned().unwrap_or_default();
                statements.add(Statement {
                    ids: ids.clone(),
                    product: product.component,
                    range: product.range,
                    status: *status,
                    why: reasons
                        .get(&(*status == Status::Affected, id))
                        .cloned()
                        .unwrap_or_default(),
                    by: by.to_owned(),
                    at,
                })?;
            }
        }
    }
    Ok(())
}

/// What is said of products: of affected ones what to do, of others why they are not.
fn reasons<'a>(
    document: &Document<'a>,
    vulnerability: &At<'a>,
) -> HashMap<(bool, &'a str), String> {
    let mut reasons: HashMap<(bool, &str), String> = HashMap::new();
    for (affected, member, text) in [
        (false, "flags", "label"),
        (false, "threats", "details"),
        (true, "remediations", "details"),
    ] {
        for item in vulnerability.each(member) {
            if member == "threats" && item.text("category") != "impact" {
                continue;
            }
            let mut named: Vec<&str> = document.named(&item).into_iter().collect();
            named.sort_unstable();
            for product in named {
                let reason = reasons.entry((affected, product)).or_default();
                if !reason.is_empty() && reason.len() + 2 <= MAX_WHY {
                    reason.push_str("; ");
                }
                let said = item.text(text).replace('_', " ");
                let room = MAX_WHY.saturating_sub(reason.len());
                reason.push_str(&said[..said.floor_char_boundary(room)]);
            }
        }
    }
    reasons
}
