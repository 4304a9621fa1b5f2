//! Scores of a CVSS vector.

use axum::{
    http::{Method, StatusCode},
    response::Response,
    routing::get,
};
use serde_json::json;
use watchbell_cvss::{Group, Metric, Vector, Version};
use watchbell_node::accounts::Scope;

use super::{Call, json, openapi::reference};
use crate::{problem::Problem, query::Query, scored::Scored};

/// A vector to try.
const EXAMPLE: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";

pub(super) fn calls() -> Vec<Call> {
    let vector = json!({"type": "string", "pattern": pattern(), "examples": [EXAMPLE]});
    let call = Call::new(
        Method::GET,
        "/api/v1/cvss",
        "scoreVector",
        Scope::ReportsRead,
        "Scores a CVSS vector of version 2.0, 3.0, 3.1 or 4.0",
        get(score),
    )
    .any_token()
    .needs(
        "vector",
        "In the order of its specification; metrics of version 3 may also come in any other",
        &vector,
    )
    .gives(200, "The scores", &reference("Scores"));
    vec![call]
}

/// Every vector in the order of the tables.
fn pattern() -> String {
    let [two, zero, one, four] = Version::ALL;
    let versions = [
        grammar(two, "", &grouped),
        grammar(zero, r"CVSS:3\.0/", &each),
        grammar(one, r"CVSS:3\.1/", &each),
        grammar(four, r"CVSS:4\.0/", &each),
    ];
    format!("^(?:{})$", versions.join("|"))
}

fn grammar(version: Version, prefix: &str, optional: &dyn Fn(&[&Metric]) -> String) -> String {
    let (base, rest): (Vec<&Metric>, Vec<_>) = version
        .metrics()
        .iter()
        .partition(|metric| metric.is_mandatory());
    let base: Vec<String> = base.into_iter().map(component).collect();
    format!("{prefix}{}{}", base.join("/"), optional(&rest))
}

/// Each optional metric is there or not.
fn each(metrics: &[&Metric]) -> String {
    let one = |metric: &&Metric| format!("(?:/{})?", component(metric));
    metrics.iter().map(one).collect()
}

/// Optional metrics are there as a group or not at all, as in version 2.
fn grouped(metrics: &[&Metric]) -> String {
    let group = |group: Group| {
        let among = metrics.iter().filter(|metric| metric.group == group);
        let parts: String = among
            .map(|metric| format!("/{}", component(metric)))
            .collect();
        format!("(?:{parts})?")
    };
    group(Group::Temporal) + &group(Group::Environmental)
}

fn component(metric: &Metric) -> String {
    let values: Vec<&str> = metric
        .values
        .iter()
        .map(|value| value.abbreviation)
        .collect();
    format!("{}:(?:{})", metric.abbreviation, values.join("|"))
}

async fn score(query: Query) -> Result<Response, Problem> {
    query.only(&["vector"])?;
    let Some(text) = query.text("vector") else {
        return Err(Problem::parameter("vector is missing."));
    };
    let vector =
        Vector::parse(text).map_err(|error| Problem::parameter(format!("vector: {error}")))?;
    json(StatusCode::OK, &Scored::new(text, &Ok(vector)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_has_every_metric_of_every_version() {
        let pattern = pattern();
        for part in [
            "^(?:AV:(?:L|A|N)/AC:(?:H|M|L)/Au:",
            "(?:/E:(?:ND|U|POC|F|H)/RL:",
            r"|CVSS:3\.1/AV:(?:N|A|L|P)/",
            "(?:/U:(?:X|Red|Amber|Green|Clear))?)$",
        ] {
            assert!(pattern.contains(part), "{part} in {pattern}");
        }
    }
}
