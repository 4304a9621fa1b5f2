//! CVSS in a document (6.1.7 to 6.1.10, 6.2.19, 6.3.1, 6.3.2).

use std::{borrow::Cow, collections::HashSet};

use serde::Deserialize as _;
use watchbell_cvss::{
    Score, Vector, Version,
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
        let of_version_3 = scores.iter().filter(|score| score.get("cvss_v3").is_some());
        let of_version_3: Vec<At<'_>> = of_version_3
            .flat_map(|score| score.each("products"))
            .collect();
        let of_version_3: HashSet<&str> = of_version_3.iter().map(At::as_text).collect();
        for score in &scores {
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
            let mut products = products.iter().map(At::as_text);
            if let (Some(v2), Some(product)) = (
                score.get("cvss_v2"),
                products.find(|product| !of_version_3.contains(product)),
            ) {
                let message = format!("CVSS v2 is the only score of {}", short(product));
                check.add("6.3.1", v2.path, message);
            }
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
    let vector = document.vector().ok();
    if vector.is_some_and(|vector| matches!(vector, Vector::V2(_)) != of_version_2) {
        check.add("6.1.8", &*cvss.path, "the vector is of another version");
    }
    let misshapen = vector.map_or_else(Vec::new, |vector| misshapen(vector, cvss));
    for member in &misshapen {
        let path = format!("{}/{member}", cvss.path);
        let found = cvss.value[*member].to_string();
        check.add(
            "6.1.8",
            path,
            format!("{} is no value of {member}", short(&found)),
        );
    }
    let completed = vector.map(|vector| completed(vector, cvss));
    let of_completed = completed.map_or_else(Vec::new, |completed| {
        value.to_mut()["vectorString"] = completed.to_string().into();
        json::Document::deserialize(&*value).map_or_else(|_| Vec::new(), |all| all.problems())
    });
    for problem in document.problems() {
        let rule = match &problem {
            Problem::Differs { member, .. } if misshapen.contains(member) => continue,
            // What the vector leaves open may be said beside it.
            Problem::Differs { expected, .. } if expected == "NOT_DEFINED" => continue,
            Problem::Differs {
                member: "version", ..
            } => "6.1.8",
            Problem::Differs { member, .. } if is_computed(member) => {
                let still = |problem: &Problem| matches!(problem, Problem::Differs { member: other, .. } if other == member);
                if !of_completed.iter().any(still) {
                    continue;
                }
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
    let is_0 = completed.is_none_or(|completed| completed.score() == Score::ZERO)
        || cvss.value["environmentalScore"].as_f64() == Some(0.0);
    if of_fixed && !is_0 {
        let message = "the product is fixed, but its environmental score is not 0";
        check.add("6.2.19", &*cvss.path, message);
    }
}

/// Members that say nothing that FIRST's schemas 2.0 to 3.1 know.
fn misshapen(vector: Vector, cvss: &At<'_>) -> Vec<&'static str> {
    let has = |member: &str| cvss.value.get(member).is_some();
    let metrics = vector.metrics().iter();
    let metrics = metrics.filter(|metric| {
        let found = cvss.text(metric.json);
        has(metric.json) && !metric.values.iter().any(|value| value.json == found)
    });
    let mut misshapen: Vec<&str> = metrics.map(|metric| metric.json).collect();
    for [score, severity] in COMPUTED {
        let number = cvss.value[score].as_f64();
        if has(score) && !number.is_some_and(|number| (0.0..=10.0).contains(&number)) {
            misshapen.push(score);
        }
        // Version 2 has no words.
        let is_3 = !matches!(vector, Vector::V2(_));
        if is_3 && has(severity) && !SEVERITIES.contains(&cvss.text(severity)) {
            misshapen.push(severity);
        }
    }
    misshapen
}

/// The vector, with what members beside it define of what it leaves open.
fn completed(vector: Vector, cvss: &At<'_>) -> Vector {
    let mut text = String::new();
    if vector.version() != Version::V2 {
        text = format!("CVSS:{}", vector.version().name());
    }
    for metric in vector.metrics() {
        let of_vector = vector.value(metric.abbreviation);
        let of_vector = of_vector.filter(|value| value.json != "NOT_DEFINED");
        let mut values = metric.values.iter();
        let beside = values.find(|value| value.json == cvss.text(metric.json));
        if let Some(value) = of_vector.or(beside) {
            let slash = if text.is_empty() { "" } else { "/" };
            text += &format!("{slash}{}:{}", metric.abbreviation, value.abbreviation);
        }
    }
    let read = match vector {
        Vector::V2(_) => v2::Vector::parse_partial(&text).map(Vector::V2),
        _ => Vector::parse(&text),
    };
    read.unwrap_or(vector)
}

/// Whether a member is made of others.
fn is_computed(member: &str) -> bool {
    COMPUTED
        .iter()
        .flatten()
        .any(|computed| *computed == member)
}

const COMPUTED: [[&str; 2]; 3] = [
    ["baseScore", "baseSeverity"],
    ["temporalScore", "temporalSeverity"],
    ["environmentalScore", "environmentalSeverity"],
];
const SEVERITIES: &[&str] = &["NONE", "LOW", "MEDIUM", "HIGH", "CRITICAL"];
