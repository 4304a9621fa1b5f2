//! Optional tests (6.2) that are not told elsewhere.

use std::collections::HashSet;

use super::{
    Check,
    document::{AFFECTED, At, Document, OPEN, with_status},
    file_name,
    mandatory::references,
    shape::{is_cve, short},
};

pub(super) fn check(document: &Document<'_>, check: &mut Check) {
    let head = document.head();
    unused(document, check);
    products(document, check);
    for vulnerability in &document.vulnerabilities {
        remedies(document, vulnerability, check);
        for involvement in vulnerability.each("involvements") {
            if involvement.get("date").is_none() {
                check.add("6.2.7", format!("{}/date", involvement.path), "is missing");
            }
        }
        for id in vulnerability.each("ids") {
            if is_cve(id.text("text")) {
                let message = format!("{} belongs to cve", short(id.text("text")));
                check.add("6.2.17", format!("{}/text", id.path), message);
            }
        }
    }
    let tlp = head.get("distribution").and_then(|to| to.get("tlp"));
    if tlp.is_none_or(|tlp| tlp.text("label").is_empty()) {
        check.add("6.2.10", "/document/distribution/tlp/label", "is missing");
    }
    let name = format!("/{}", file_name(document.tracking().text("id")));
    let is_canonical = |reference: &At<'_>| {
        let url = reference.text("url");
        reference.text("category") == "self" && url.starts_with("https://") && url.ends_with(&name)
    };
    if !head.each("references").iter().any(is_canonical) {
        let message = format!("none is to the document itself, https://…{name}");
        check.add("6.2.11", "/document/references", message);
    }
}

fn unused(document: &Document<'_>, check: &mut Check) {
    if document.category == "csaf_informational_advisory" {
        return;
    }
    let used = references(document);
    let used: HashSet<&str> = used.iter().map(At::as_text).collect();
    for product in &document.products {
        let id = product.text("product_id");
        if !used.contains(id) {
            let path = format!("{}/product_id", product.path);
            check.add("6.2.1", path, format!("{} is used nowhere", short(id)));
        }
    }
}

fn products(document: &Document<'_>, check: &mut Check) {
    for product in &document.products {
        let Some(helper) = product.get("product_identification_helper") else {
            let message = "product_identification_helper is missing";
            check.add("6.2.16", &*product.path, message);
            continue;
        };
        for file in helper.each("hashes") {
            let hashes = file.each("file_hashes");
            let only = |algorithm: &str| {
                let is = |hash: &At<'_>| hash.text("algorithm").eq_ignore_ascii_case(algorithm);
                !hashes.is_empty() && hashes.iter().all(is)
            };
            for (rule, algorithm) in [("6.2.8", "md5"), ("6.2.9", "sha1")] {
                if only(algorithm) {
                    let message = format!("{algorithm} is the only algorithm");
                    check.add(rule, format!("{}/file_hashes", file.path), message);
                }
            }
        }
    }
    for branch in &document.branches {
        let name = branch.text("name");
        let is_range = branch.text("category") == "product_version_range";
        if is_range && !is_vers(name) {
            let message = format!("{} is no vers:TYPE/RANGE", short(name));
            check.add("6.2.18", format!("{}/name", branch.path), message);
        }
    }
}

/// A version range specifier, `vers:TYPE/RANGE`; what is only like one (`vls`) is none.
fn is_vers(name: &str) -> bool {
    let vers = name
        .strip_prefix("vers:")
        .and_then(|rest| rest.split_once('/'));
    let sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-+".contains(c);
    vers.is_some_and(|(kind, range)| {
        kind.starts_with(|c: char| sign(c) && !c.is_ascii_digit())
            && kind.chars().all(sign)
            && !range.is_empty()
    })
}

fn remedies(document: &Document<'_>, vulnerability: &At<'_>, check: &mut Check) {
    let remediations = vulnerability.each("remediations");
    let remedied: HashSet<&str> = remediations
        .iter()
        .flat_map(|remediation| document.named(remediation))
        .collect();
    for place in with_status(vulnerability, &[AFFECTED, OPEN].concat()) {
        if !remedied.contains(place.as_text()) {
            let message = format!("a remediation for {} is missing", short(place.as_text()));
            check.add("6.2.2", place.path, message);
        }
    }
    let scores = vulnerability.each("scores");
    let scored: Vec<At<'_>> = scores
        .iter()
        .flat_map(|score| score.each("products"))
        .collect();
    let scored: HashSet<&str> = scored.iter().map(At::as_text).collect();
    for place in with_status(vulnerability, AFFECTED) {
        if !scored.contains(place.as_text()) {
            let message = format!("a score for {} is missing", short(place.as_text()));
            check.add("6.2.3", place.path, message);
        }
    }
}
