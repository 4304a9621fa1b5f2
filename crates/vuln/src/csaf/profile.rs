//! Profiles of documents (clause 4; 6.1.26, 6.1.27).

use std::collections::HashSet;

use super::{
    Check,
    document::{At, Document, with_status},
    shape::short,
};

const INCIDENT: &str = "csaf_security_incident_response";
const INFORMATION: &str = "csaf_informational_advisory";
const ADVISORY: &str = "csaf_security_advisory";
const VEX: &str = "csaf_vex";
/// What the names of profiles come down to without their signs (6.1.26).
const RESERVED: &[&str] = &[
    "securityincidentresponse",
    "informationaladvisory",
    "securityadvisory",
    "vex",
];

pub(super) fn check(document: &Document<'_>, check: &mut Check) {
    let category = document.category;
    let path = "/document/category";
    if ![INCIDENT, INFORMATION, ADVISORY, VEX].contains(&category) {
        let bare = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '_');
        let bare: String = category.to_lowercase().chars().filter(bare).collect();
        let prefixed = category.to_lowercase().starts_with("csaf_") && category != "csaf_base";
        let named = bare.strip_prefix("csaf").unwrap_or(&bare);
        if prefixed || RESERVED.contains(&named) {
            check.add(
                "6.1.26",
                path,
                format!("{} is like a profile's", short(category)),
            );
        }
        return;
    }
    let head = document.head();
    let has = |member: &str, words: &[&str]| {
        let each = head.each(member);
        each.iter().any(|item| match item.text("category") {
            // What a reference is unless it says so.
            "" => words.contains(&"external"),
            category => words.contains(&category),
        })
    };
    if matches!(category, INCIDENT | INFORMATION) {
        if !has("notes", &["description", "details", "general", "summary"]) {
            let message = "a description, details, a summary or a general note is missing";
            check.add("6.1.27.1", "/document/notes", message);
        }
        if !has("references", &["external"]) {
            check.add(
                "6.1.27.2",
                "/document/references",
                "an external reference is missing",
            );
        }
    }
    let root = &document.root;
    if category == INFORMATION && root.get("vulnerabilities").is_some() {
        check.add("6.1.27.3", "/vulnerabilities", "must not be there");
    }
    if matches!(category, ADVISORY | VEX) {
        if root.get("product_tree").is_none() {
            check.add("6.1.27.4", "/product_tree", "is missing");
        }
        if root.get("vulnerabilities").is_none() {
            check.add("6.1.27.11", "/vulnerabilities", "is missing");
        }
    }
    for vulnerability in &document.vulnerabilities {
        if matches!(category, ADVISORY | VEX) && vulnerability.get("notes").is_none() {
            check.add(
                "6.1.27.5",
                format!("{}/notes", vulnerability.path),
                "is missing",
            );
        }
        if category == ADVISORY && vulnerability.get("product_status").is_none() {
            let path = format!("{}/product_status", vulnerability.path);
            check.add("6.1.27.6", path, "is missing");
        }
        if category == VEX {
            vex(document, vulnerability, check);
        }
    }
}

fn vex(document: &Document<'_>, vulnerability: &At<'_>, check: &mut Check) {
    let statuses = [
        "fixed",
        "known_affected",
        "known_not_affected",
        "under_investigation",
    ];
    let status = vulnerability.get("product_status");
    let has = |name: &&str| {
        status
            .as_ref()
            .is_some_and(|status| status.get(name).is_some())
    };
    if !statuses.iter().any(has) {
        let message = format!("none of {} is there", statuses.join(", "));
        check.add(
            "6.1.27.7",
            format!("{}/product_status", vulnerability.path),
            message,
        );
    }
    if vulnerability.get("cve").is_none() && vulnerability.get("ids").is_none() {
        check.add(
            "6.1.27.8",
            &*vulnerability.path,
            "neither cve nor ids is there",
        );
    }
    let named = |items: Vec<At<'_>>| -> HashSet<String> {
        let named = items
            .iter()
            .flat_map(|item| document.named(item).into_iter().map(str::to_owned));
        named.collect()
    };
    let mut reasons = vulnerability.each("threats");
    reasons.retain(|threat| threat.text("category") == "impact");
    reasons.extend(vulnerability.each("flags"));
    let explained = named(reasons);
    let remedied = named(vulnerability.each("remediations"));
    for (rule, status, known, what) in [
        (
            "6.1.27.9",
            "known_not_affected",
            &explained,
            "an impact statement",
        ),
        (
            "6.1.27.10",
            "known_affected",
            &remedied,
            "an action statement",
        ),
    ] {
        for place in with_status(vulnerability, &[status]) {
            if !known.contains(place.as_text()) {
                let message = format!("{what} for {} is missing", short(place.as_text()));
                check.add(rule, place.path, message);
            }
        }
    }
}
