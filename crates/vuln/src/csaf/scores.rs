//! CVSS in a document (6.1.7 to 6.1.10, 6.2.19, 6.3.1, 6.3.2).

use std::{borrow::Cow, collections::HashSet};

use serde::Deserialize as _;
use watchbell_cvss::{
    Vector,
    json::{self, Problem},
    v2,
};

use super::{
    Check,
    document::{At, Document, FIXED, with_status},
    shape::short,
};

pub(super) fn check(document: &Document<'_>, check: &mut Check) {
    for vulnerability in &document.vulnerabilities {
        let fixed = with_status(vulnerability, FIXED);
        let fixed: HashSet<&str> = fixed.iter().map(At::as_text).collect();
        let mut scored: HashSet<(&str, &str)> = HashSet::new();
        let scores = vulnerability.each("scores");
        let (mut v2, mut v3) = (None, false);
        for score in &scores {
            v2 = v2.or_else(|| score.get("cvss_v2"));
            v3 |= score.get("cvss_v3").is_some();
            let products = score.each("products");
            for cvss in [score.get("cvss_v2"), score.get("cvss_v3")]
                .into_iter()
                .flatten()
            {
                let version = match cvss.text("version") {
                    "" if cvss.path.ends_with("cvss_v2") => "2.0",
                    version => version,
                };
                for product in &products {
                    if !scored.insert((product.as_text(), version)) {
                        let product = short(product.as_text());
                        let message = format!("{product} has two scores of version {version}");
                        check.add("6.1.7", &*cvss.path, message);
                    }
                }
                let has_fixed = products
                    .iter()
                    .any(|product| fixed.contains(product.as_text()));
                one(&cvss, has_fixed, check);
            }
        }
        if let (Some(v2), false) = (v2, v3) {
            check.add("6.3.1", v2.path, "CVSS v2 is the only score");
        }
    }
}

fn one(cvss: &At<'_>, of_fixed: bool, check: &mut Check) {
    let of_version_2 = cvss.path.ends_with("cvss_v2");
    let mut value = Cow::Borrowed(cvss.value);
    // The schema of version 2 lets a vector have some metrics of a group only.
    if of_version_2 && let Ok(vector) = v2::Vector::parse_partial(cvss.text("vectorString")) {
        value.to_mut()["vectorString"] = vector.to_string().into();
    }
    let document = match json::Document::deserialize(&*value) {
        Ok(document) => document,
        Err(error) => return check.add("6.1.8", &*cvss.path, error.to_string()),
    };
    let vector = document.vector();
    if let Ok(vector) = &vector
        && matches!(vector, Vector::V2(_)) != of_version_2
    {
        check.add("6.1.8", &*cvss.path, "the vector is of another version");
    }
    for problem in document.problems() {
        let rule = match &problem {
            // What the vector leaves open may be said beside it.
            Problem::Differs { expected, .. } if expected == "NOT_DEFINED" => continue,
            Problem::Differs { member, .. }
                if member.ends_with("Score") || member.ends_with("Severity") =>
            {
                "6.1.9"
            }
            Problem::Differs { .. } => "6.1.10",
            _ => "6.1.8",
        };
        check.add(rule, &*cvss.path, problem.to_string());
    }
    if cvss.text("version") == "3.0" {
        check.add(
            "6.3.2",
            format!("{}/version", cvss.path),
            "CVSS v3.0 has a successor",
        );
    }
    if of_fixed && vector.is_ok_and(|vector| !is_gone(vector, cvss)) {
        let message = "the product is fixed, but its environmental score is not 0";
        check.add("6.2.19", &*cvss.path, message);
    }
}

/// Whether nothing is left of the impact, by the vector or by members beside it.
fn is_gone(vector: Vector, cvss: &At<'_>) -> bool {
    let has = |metric: &str, value: &str| {
        let known = vector
            .metrics()
            .iter()
            .find(|known| known.abbreviation == metric);
        let of_vector = vector
            .value(metric)
            .is_some_and(|found| found.json == value);
        of_vector || known.is_some_and(|known| cvss.text(known.json) == value)
    };
    match vector {
        Vector::V2(_) => has("TD", "NONE"),
        _ => ["MC", "MI", "MA"].iter().all(|metric| has(metric, "NONE")),
    }
}
