//! Mandatory tests (6.1) of products, groups, identifiers and flags.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    Check,
    document::{At, Document, STATUSES, with_status},
    shape::short,
};
use crate::{
    purl::Purl,
    record::moment,
    weakness::{self, Names},
};

/// Words that make a version a range (6.1.31).
const RANGE_WORDS: &[&str] = &[
    "after", "all", "before", "earlier", "later", "prior", "versions",
];

pub(super) fn check(document: &Document<'_>, check: &mut Check) {
    products(document, check);
    circles(document, check);
    groups(document, check);
    branches(document, check);
    let mut cves = HashSet::new();
    for vulnerability in &document.vulnerabilities {
        statuses(vulnerability, check);
        involvements(vulnerability, check);
        flags(document, vulnerability, check);
        let cve = vulnerability.text("cve");
        if !cve.is_empty() && !cves.insert(cve) {
            let path = format!("{}/cve", vulnerability.path);
            check.add("6.1.23", path, format!("{} is there twice", short(cve)));
        }
        if let Some(cwe) = vulnerability.get("cwe") {
            let (id, name) = (cwe.text("id"), cwe.text("name"));
            let message = match weakness::names(id) {
                Names::Known(known)
                    if known.iter().any(|known| known.eq_ignore_ascii_case(name)) =>
                {
                    None
                }
                Names::Known(known) => Some(format!("{id} is {:?}, not {}", known[0], short(name))),
                Names::None => Some(format!("{} is no weakness", short(id))),
                Names::Later => None,
            };
            if let Some(message) = message {
                check.add("6.1.11", &*cwe.path, message);
            }
        }
        for remediation in vulnerability.each("remediations") {
            names_products(&remediation, "6.1.29", check);
        }
    }
}

/// Every place that refers to a product.
pub(super) fn references<'a>(document: &Document<'a>) -> Vec<At<'a>> {
    let mut places = Vec::new();
    let tree = document.tree();
    for group in tree.each("product_groups") {
        places.extend(group.each("product_ids"));
    }
    for relationship in tree.each("relationships") {
        places.extend(relationship.get("product_reference"));
        places.extend(relationship.get("relates_to_product_reference"));
    }
    for vulnerability in &document.vulnerabilities {
        for (_, statuses) in STATUSES {
            places.extend(with_status(vulnerability, statuses));
        }
        places.extend(with_status(vulnerability, &["recommended"]));
        for member in ["remediations", "threats", "flags"] {
            for item in vulnerability.each(member) {
                places.extend(item.each("product_ids"));
            }
        }
        for score in vulnerability.each("scores") {
            places.extend(score.each("products"));
        }
    }
    places
}

fn products(document: &Document<'_>, check: &mut Check) {
    let mut defined = HashSet::new();
    for product in &document.products {
        let id = product.text("product_id");
        if !defined.insert(id) {
            let path = format!("{}/product_id", product.path);
            check.add("6.1.2", path, format!("{} is defined twice", short(id)));
        }
        let Some(helper) = product.get("product_identification_helper") else {
            continue;
        };
        if let Some(Err(error)) = helper.get("purl").map(|purl| Purl::parse(purl.as_text())) {
            check.add("6.1.13", format!("{}/purl", helper.path), error.to_string());
        }
        for file in helper.each("hashes") {
            let mut algorithms = HashSet::new();
            for hash in file.each("file_hashes") {
                let algorithm = hash.text("algorithm");
                if !algorithms.insert(algorithm) {
                    check.add(
                        "6.1.25",
                        hash.path,
                        format!("{} is there twice", short(algorithm)),
                    );
                }
            }
        }
    }
    for place in references(document) {
        if !defined.contains(place.as_text()) {
            let message = format!("{} is not defined", short(place.as_text()));
            check.add("6.1.1", place.path, message);
        }
    }
}

/// Products of relationships that are made of themselves (6.1.3).
fn circles(document: &Document<'_>, check: &mut Check) {
    let relationships = document.tree().each("relationships");
    let mut made_of: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for relationship in &relationships {
        let product = relationship.get("full_product_name");
        let id = product.map_or("", |product| product.text("product_id"));
        let parts = ["product_reference", "relates_to_product_reference"];
        let parts = parts.map(|member| relationship.text(member));
        made_of.entry(id).or_default().extend(parts);
    }
    // What is left when everything is taken away that is made of nothing that is left.
    let mut needed_by: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut waits_for: HashMap<&str, usize> = HashMap::new();
    for (&product, parts) in &made_of {
        let parts = parts.iter().filter(|part| made_of.contains_key(*part));
        for part in parts {
            needed_by.entry(part).or_default().push(product);
            *waits_for.entry(product).or_default() += 1;
        }
    }
    let free = made_of
        .keys()
        .filter(|product| !waits_for.contains_key(*product));
    let mut free: Vec<&str> = free.copied().collect();
    while let Some(product) = free.pop() {
        for next in needed_by.remove(product).unwrap_or_default() {
            if let Some(left) = waits_for.get_mut(next) {
                *left -= 1;
                if *left == 0 {
                    waits_for.remove(next);
                    free.push(next);
                }
            }
        }
    }
    for relationship in relationships {
        let Some(product) = relationship.get("full_product_name") else {
            continue;
        };
        if waits_for.contains_key(product.text("product_id")) {
            let path = format!("{}/product_id", product.path);
            let message = format!("{} is made of itself", short(product.text("product_id")));
            check.add("6.1.3", path, message);
        }
    }
}

fn groups(document: &Document<'_>, check: &mut Check) {
    let mut defined = HashSet::new();
    for group in document.tree().each("product_groups") {
        let id = group.text("group_id");
        if !defined.insert(id) {
            let path = format!("{}/group_id", group.path);
            check.add("6.1.5", path, format!("{} is defined twice", short(id)));
        }
    }
    for vulnerability in &document.vulnerabilities {
        for member in ["remediations", "threats", "flags"] {
            let items = vulnerability.each(member);
            for place in items.iter().flat_map(|item| item.each("group_ids")) {
                if !defined.contains(place.as_text()) {
                    let message = format!("{} is not defined", short(place.as_text()));
                    check.add("6.1.4", place.path, message);
                }
            }
        }
    }
}

fn branches(document: &Document<'_>, check: &mut Check) {
    for branch in &document.branches {
        let name = branch.text("name");
        let lower = name.to_lowercase();
        let is_range = name.contains(['<', '>'])
            || lower
                .split_whitespace()
                .any(|word| RANGE_WORDS.contains(&word));
        if branch.text("category") == "product_version" && is_range {
            let path = format!("{}/name", branch.path);
            check.add("6.1.31", path, format!("{} is a range", short(name)));
        }
    }
}

/// Statuses that contradict each other (6.1.6).
fn statuses(vulnerability: &At<'_>, check: &mut Check) {
    let mut known: HashMap<&str, &str> = HashMap::new();
    for (group, statuses) in STATUSES {
        for place in with_status(vulnerability, statuses) {
            let before = *known.entry(place.as_text()).or_insert(group);
            if before != *group {
                let message = format!("{} is {group}, and {before} too", short(place.as_text()));
                check.add("6.1.6", place.path, message);
            }
        }
    }
}

fn involvements(vulnerability: &At<'_>, check: &mut Check) {
    let mut seen = HashSet::new();
    for involvement in vulnerability.each("involvements") {
        // Without a date nothing says that it is the same one.
        let at = involvement.text("date");
        if at.is_empty() {
            continue;
        }
        let at = moment(at).map_or_else(|| at.to_owned(), |at| at.to_string());
        if !seen.insert((involvement.text("party"), at)) {
            let message = "the same party has two statuses at the same time";
            check.add("6.1.24", involvement.path, message);
        }
    }
}

fn flags(document: &Document<'_>, vulnerability: &At<'_>, check: &mut Check) {
    let mut flagged: HashSet<&str> = HashSet::new();
    for flag in vulnerability.each("flags") {
        names_products(&flag, "6.1.32", check);
        // Every label there is justifies a VEX status. Of a group and its products one counts.
        let mut again = document
            .named(&flag)
            .into_iter()
            .filter(|id| !flagged.insert(id));
        if let Some(product) = again.next() {
            let message = format!("{} has two justifications", short(product));
            check.add("6.1.33", &*flag.path, message);
        }
        again.for_each(drop);
    }
}

fn names_products(item: &At<'_>, rule: &'static str, check: &mut Check) {
    if item.get("product_ids").is_none() && item.get("group_ids").is_none() {
        check.add(rule, &*item.path, "names neither products nor groups");
    }
}
