//! CVE records: searched, and returned whole.

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::Response,
    routing::get,
};
use serde_json::{Value, json};
use watchbell_node::accounts::Scope;
use watchbell_store::CveHead;
use watchbell_vuln::record::{CveId, pack::Unpacker};

use super::{
    Call, Page, USUAL, json,
    openapi::{LIMIT, SEARCH, reference},
};
use crate::{
    app::App,
    pages::{cve_filter, cve_place},
    problem::Problem,
    query::Query,
};

pub(super) fn calls() -> Vec<Call> {
    let id = json!({"type": "string", "pattern": "^CVE-[0-9]{4}-[0-9]{4,19}$", "examples": ["CVE-2021-44228"]});
    let score = json!({"type": "number", "minimum": 0, "maximum": 10});
    let place = json!({"type": "string", "pattern": "^[0-9]{1,18}\\.[0-9]{1,18}$"});
    vec![
        Call::new(
            Method::GET,
            "/api/v1/cves",
            "listCves",
            Scope::ReportsRead,
            "Lists CVE records, the most urgent first",
            get(list),
        )
        .any_token()
        .query("q", "Words that all have to be there", &SEARCH)
        .query("vendor", "The maker of an affected product", &SEARCH)
        .query("product", "An affected product", &SEARCH)
        .query("cwe", "A weakness, `CWE-79`", &SEARCH)
        .query("cvss", "At least this CVSS score", &score)
        .query(
            "exploited",
            "`yes`: only what is known to be exploited",
            &json!({"enum": ["yes", ""]}),
        )
        .query("after", "Continues where an answer's `next` says", &place)
        .query("limit", "How many", &LIMIT)
        .gives(200, "Records", &reference("CvePage")),
        Call::new(
            Method::GET,
            "/api/v1/cves/{id}",
            "getCve",
            Scope::ReportsRead,
            "Returns one CVE record whole, as it was imported",
            get(one),
        )
        .any_token()
        .path("id", &id)
        .gives(
            200,
            "The record, in the CVE Record Format",
            &json!({"type": "object"}),
        ),
    ]
}

async fn list(State(app): State<App>, query: Query) -> Result<Response, Problem> {
    query.only(&[
        "q",
        "vendor",
        "product",
        "cwe",
        "cvss",
        "exploited",
        "after",
        "limit",
    ])?;
    let limit = query.limit(USUAL)?;
    let found = app.db().cves(&cve_filter(&query)?, limit + 1).await?;
    let page = Page::new(found, limit, cve_place);
    let items: Vec<Value> = page.items.iter().map(shown).collect();
    json(StatusCode::OK, &json!({"items": items, "next": page.next}))
}

async fn one(
    State(app): State<App>,
    query: Query,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let id: CveId = id.parse().map_err(|_| Problem::NOT_FOUND)?;
    let (_, packed) = app
        .db()
        .cve(&id.to_string())
        .await?
        .ok_or(Problem::NOT_FOUND)?;
    let json = Unpacker::new()
        .and_then(|mut unpacker| unpacker.unpack(&packed))
        .map_err(|error| Problem::internal(&error))?;
    let mut response = Response::new(Body::from(json));
    let kind = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    Ok(response)
}

fn shown(head: &CveHead) -> Value {
    json!({
        "id": head.id, "state": head.state, "title": head.title, "assigner": head.assigner,
        "published": head.published_at, "updated": head.updated_at,
        "cvss": head.score.map(|score| score as f64 / 10.0), "severity": head.severity, "vector": head.vector,
        "misfit": head.misfit, "exploited": head.exploited, "ssvc": head.ssvc, "epss": head.epss,
        "urgency": head.urgency,
    })
}
