//! One CVE record, as a person reads it.

use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use watchbell_model::Time;
use watchbell_store::CveHead;
use watchbell_vuln::{
    affected,
    record::{Affected, CveId, Record, Summary, VersionEntry, english, pack::Unpacker},
    ssvc::{self, Decision, Impact, Point, Ssvc},
    weakness,
};

use super::{Section, Shell, Theme, render};
use crate::{
    app::{App, Viewer},
    markup::Markup,
    problem::Problem,
    strip::{self, word},
};

/// Changes, references, products and versions that are shown.
const MOST: usize = 200;

#[derive(Template)]
#[template(path = "cve.html")]
struct Page {
    shell: Shell,
    head: CveHead,
    text: Vec<String>,
    replaced_by: Vec<String>,
    scores: Vec<Score>,
    products: Vec<Product>,
    more_products: usize,
    /// With their names, where they are known.
    weaknesses: Vec<(String, &'static str)>,
    /// What CISA says of exploitation, and what it would do, by the impact.
    ssvc: Vec<Point>,
    decisions: Vec<(&'static str, Decision)>,
    references: Vec<(String, String)>,
    said: Vec<(String, String)>,
    changes: Vec<(Time, String)>,
}

/// A score as it was published, and what its vector gives.
struct Score {
    by: String,
    vector: String,
    published: String,
    /// What is wrong with it.
    wrong: Option<String>,
    is_vector: bool,
}

struct Product {
    name: String,
    /// Where its packages are published, and as what.
    package: String,
    by: String,
    versions: Vec<(&'static str, String)>,
    otherwise: &'static str,
    /// The same, drawn; and whether the order of its versions is a guess.
    drawn: Option<(Markup, bool)>,
}

/// Shows one record; an identifier typed otherwise is sent to its page.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let typed = CveId::typed(&id).map_err(|_| Problem::NOT_FOUND)?;
    if typed.to_string() != id {
        return Ok(Redirect::permanent(&format!("/cve/{typed}")).into_response());
    }
    let (head, packed) = app.db().cve(&id).await?.ok_or(Problem::NOT_FOUND)?;
    let json = Unpacker::new()
        .and_then(|mut unpacker| unpacker.unpack(&packed))
        .map_err(|error| Problem::internal(&error))?;
    let record = Record::read(&json).map_err(|error| Problem::internal(&error))?;
    let changes = app.db().cve_changes(head.number, MOST as i64).await?;
    let shell = Shell::new(&app, Some(&viewer), theme, &id, Section::Cves);
    render(&page(shell, head, &record, changes))
}

fn page(shell: Shell, head: CveHead, record: &Record, changes: Vec<(Time, String)>) -> Page {
    let summary = Summary::of(record);
    let text = english(&record.cna.descriptions).or_else(|| english(&record.cna.rejected_reasons));
    let paragraphs = text.unwrap_or_default().split("\n\n").map(str::trim);
    let mut products = Vec::new();
    let mut references: Vec<(String, String)> = Vec::new();
    let mut said = Vec::new();
    for container in record.containers() {
        let by = container
            .provider_metadata
            .short_name
            .clone()
            .unwrap_or_default();
        products.extend(
            container
                .affected
                .iter()
                .map(|affected| product(affected, &by)),
        );
        for reference in &container.references {
            let is_web =
                reference.url.starts_with("https://") || reference.url.starts_with("http://");
            if is_web
                && references.len() < MOST
                && !references.iter().any(|(url, _)| *url == reference.url)
            {
                references.push((reference.url.clone(), reference.tags.join(", ")));
            }
        }
        let updated = container
            .provider_metadata
            .date_updated
            .clone()
            .unwrap_or_default();
        said.push((by, updated));
    }
    let metrics = record.containers().flat_map(|container| &container.metrics);
    let mut others = metrics.filter_map(|metric| metric.other.as_ref());
    let assessed = others.any(|other| other.kind == "ssvc");
    let more_products = products.len().saturating_sub(MOST);
    products.truncate(MOST);
    Page {
        shell,
        head,
        text: paragraphs
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
            .collect(),
        replaced_by: record
            .cna
            .replaced_by
            .iter()
            .filter(|id| CveId::typed(id).is_ok())
            .cloned()
            .collect(),
        scores: summary
            .scores
            .iter()
            .map(|scored| Score {
                by: scored.by.clone(),
                vector: scored.text.clone(),
                published: scored
                    .published
                    .map_or_else(|| "none".to_owned(), |score| format!("{score:.1}")),
                wrong: match (&scored.vector, scored.computed()) {
                    (Err(error), _) => Some(format!("no valid vector: {error}")),
                    (Ok(_), Some(computed)) if scored.is_misfit() => {
                        Some(format!("its vector gives {computed}"))
                    }
                    _ => None,
                },
                is_vector: scored.vector.is_ok(),
            })
            .collect(),
        products,
        more_products,
        weaknesses: summary.weaknesses.into_iter().map(named).collect(),
        ssvc: assessed
            .then(|| ssvc::points(summary.ssvc))
            .into_iter()
            .flatten()
            .collect(),
        decisions: decisions(summary.ssvc),
        references,
        said,
        changes,
    }
}

fn product(affected: &Affected, by: &str) -> Product {
    let said = |name: &Option<String>| name.as_deref().unwrap_or_default().trim().to_owned();
    let (vendor, product) = (said(&affected.vendor), said(&affected.product));
    let names_vendor = product.to_lowercase().starts_with(&vendor.to_lowercase());
    let name = match (names_vendor, product.is_empty()) {
        (true, false) => product,
        _ => format!("{vendor} {product}").trim().to_owned(),
    };
    let package = [
        &affected.package_url,
        &affected.package_name,
        &affected.collection_url,
    ];
    let package: Vec<String> = package
        .into_iter()
        .map(said)
        .filter(|name| !name.is_empty())
        .collect();
    let package = package.join(" in ");
    let (name, package) = if name.is_empty() {
        (package, String::new())
    } else {
        (name, package)
    };
    Product {
        name,
        package,
        by: by.to_owned(),
        versions: affected
            .versions
            .iter()
            .take(MOST)
            .map(|entry| (word(entry.status), range(entry)))
            .collect(),
        otherwise: word(affected.default_status.unwrap_or_default()),
        drawn: affected::strip(affected).map(|strip| (strip::draw(&strip), strip.heuristic)),
    }
}

/// A weakness with its name, where it is known.
fn named(id: String) -> (String, &'static str) {
    let name = weakness::name(&id).unwrap_or_default();
    (id, name)
}

/// What to do, by how much depends on the product.
fn decisions(ssvc: Ssvc) -> Vec<(&'static str, Decision)> {
    let impacts = [
        ("little", Impact::Low),
        ("something", Impact::Medium),
        ("much", Impact::High),
    ];
    let decide = |(depends, impact)| (depends, ssvc::decide(ssvc, impact));
    let mut decisions: Vec<(&str, Decision)> = impacts.map(decide).into();
    if decisions
        .iter()
        .all(|(_, decision)| *decision == decisions[0].1)
    {
        decisions.truncate(1);
        decisions[0].0 = "whatever it is";
    }
    decisions
}

/// A version or range as mathematics writes it.
fn range(entry: &VersionEntry) -> String {
    let kind = entry
        .version_type
        .as_deref()
        .map(|kind| format!(" ({kind})"))
        .unwrap_or_default();
    let ends = (&entry.less_than, &entry.less_than_or_equal);
    let (sign, end) = match ends {
        (Some(end), _) => ('<', end),
        (None, Some(end)) => ('≤', end),
        (None, None) => return format!("{}{kind}", entry.version),
    };
    let start = match &*entry.version {
        "0" | "*" | "" => String::new(),
        start => format!("{start} ≤ "),
    };
    let changes: Vec<String> = entry
        .changes
        .iter()
        .map(|change| format!("; {} from {}", word(change.status), change.at))
        .collect();
    format!("{start}v {sign} {end}{kind}{}", changes.concat())
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let read = |json: &str| Record::read(json.as_bytes()).unwrap();
    let record = read(
        r#"{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":"CVE-2024-1001","state":"PUBLISHED"},
        "containers":{"cna":{"providerMetadata":{"shortName":"<script>","dateUpdated":"2024-01-01T00:00:00Z"},
        "descriptions":[{"lang":"en","value":"One <script>.\n\nTwo."}],
        "affected":[{"vendor":"<b>Acme","product":"widget","defaultStatus":"unaffected","versions":[
            {"version":"0","status":"affected","versionType":"semver","lessThan":"1.8.0","changes":[{"at":"1.5.0","status":"unaffected"}]},
            {"version":"2.0","status":"affected"},{"version":"3","status":"affected","lessThanOrEqual":"3.1"}]}],
        "problemTypes":[{"descriptions":[{"lang":"en","cweId":"CWE-120","description":"CWE-120"}]}],
        "metrics":[{"other":{"type":"ssvc","content":{"options":[{"Exploitation":"poc"},{"Automatable":"yes"}]}}},{"cvssV3_1":{"vectorString":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H","baseScore":9.1}},
            {"cvssV3_1":{"vectorString":"<script>","baseScore":1.0}}],
        "references":[{"url":"https://example.org/<script>","tags":["patch"]},{"url":"javascript:alert(1)"}]}}}"#,
    );
    let rejected = read(
        r#"{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":"CVE-2024-1002","state":"REJECTED"},
        "containers":{"cna":{"rejectedReasons":[{"lang":"en","value":"Not used."}],"replacedBy":["CVE-2024-1001"]}}}"#,
    );
    let shell = || Shell::sample(Section::Cves);
    let now = shell().now;
    let changes = vec![(now, "cna.affected, CISA-ADP (new)".to_owned())];
    let gone = CveHead {
        state: "REJECTED".to_owned(),
        score: None,
        severity: None,
        exploited: false,
        epss: None,
        ..super::cves::sample()
    };
    vec![
        (
            "cve",
            page(shell(), super::cves::sample(), &record, changes)
                .render()
                .unwrap(),
        ),
        (
            "cve-rejected",
            page(shell(), gone, &rejected, vec![]).render().unwrap(),
        ),
    ]
}
