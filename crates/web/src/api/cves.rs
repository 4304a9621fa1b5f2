//! CVE records: searched, and returned whole.

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::Response,
    routing::get,
};
use serde_json::json;
use watchbell_node::accounts::Scope;
use watchbell_vuln::record::{CveId, pack::Unpacker};

use super::{
    Call, Page, USUAL, json,
    openapi::{LIMIT, SEARCH, TIME, reference},
};
use crate::{
    app::App,
    pages::cves::{Place, Share, Since, Tenths, Yes, filter},
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
        .query(
            "q",
            "Words that all have to be there; `over*` is the beginning of one",
            &SEARCH,
        )
        .query("vendor", "The maker of an affected product", &SEARCH)
        .query("product", "An affected product", &SEARCH)
        .query("cwe", "A weakness, `CWE-79`", &SEARCH)
        .query("cvss", "At least this CVSS score", &score)
        .query(
            "epss",
            "At least this probability of exploitation",
            &json!({"type": "number", "minimum": 0, "maximum": 1}),
        )
        .query("since", "Changed at or after this time", &TIME)
        .query(
            "exploited",
            "`yes`: only what is known to be exploited",
            &json!({"const": "yes"}),
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
        "epss",
        "since",
        "exploited",
        "after",
        "limit",
    ])?;
    let limit = query.limit(USUAL)?;
    // What is there must not be empty, as it may be in the form of the page.
    query.strict::<Place>("after")?;
    query.strict::<Tenths>("cvss")?;
    query.strict::<Share>("epss")?;
    query.strict::<Since>("since")?;
    query.strict::<Yes>("exploited")?;
    let found = app.db().cves(&filter(&query)?, limit + 1).await?;
    json(
        StatusCode::OK,
        &Page::new(found, limit, |last| Place::of(last).to_string()),
    )
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
