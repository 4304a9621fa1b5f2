//! The feed of one peer (RFC 8322), as Atom and in the JSON of CSAF.

use axum::{
    Extension,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest as _, Sha256};
use watchbell_formats::rolie::{
    CATEGORIES_TYPE, Categories, Category, FEED_TYPE, JSON_TYPE, SERVICE_TYPE, json, xml,
};
use watchbell_model::ShareId;
use watchbell_node::hex;

use super::Guest;
use crate::{app::App, problem::Problem, query::Query};

/// What a peer may have, and where.
pub(super) async fn service(State(app): State<App>, headers: HeaderMap) -> Response {
    let service = app.node.rolie_service(&base(&headers));
    if wants_json(&headers) {
        answer(&headers, JSON_TYPE, json::write_service(&service))
    } else {
        answer(&headers, SERVICE_TYPE, xml::write_service(&service))
    }
}

/// The kinds of information that there are.
pub(super) async fn categories(headers: HeaderMap) -> Response {
    let categories = Categories {
        is_fixed: true,
        href: None,
        categories: vec![Category::information_type("incident")],
    };
    if wants_json(&headers) {
        answer(&headers, JSON_TYPE, json::write_categories(&categories))
    } else {
        answer(
            &headers,
            CATEGORIES_TYPE,
            xml::write_categories(&categories),
        )
    }
}

/// A page of the feed.
pub(super) async fn feed(
    State(app): State<App>,
    Extension(Guest(known)): Extension<Guest>,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    query.only(&["page"])?;
    let page: Option<i64> = query.strict("page")?;
    let feed = app.node.rolie_feed(&known, page, &base(&headers)).await?;
    Ok(if wants_json(&headers) {
        answer(&headers, JSON_TYPE, json::write_feed(&feed))
    } else {
        answer(&headers, FEED_TYPE, xml::write_feed(&feed))
    })
}

/// A document.
pub(super) async fn content(
    State(app): State<App>,
    Extension(Guest(known)): Extension<Guest>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let id: ShareId = id.parse().map_err(|_| Problem::NOT_FOUND)?;
    let offered = app
        .node
        .hand_over(&known, id)
        .await?
        .ok_or(Problem::NOT_FOUND)?;
    Ok(tagged(
        &headers,
        offered.media_type,
        &offered.digest,
        offered.body,
    ))
}

/// How the visitor reaches this node.
fn base(headers: &HeaderMap) -> String {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    format!("https://{}", host.unwrap_or_default())
}

fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .unwrap_or_default();
    accept.contains("json") && !accept.contains("atom")
}

fn answer(headers: &HeaderMap, kind: &'static str, body: String) -> Response {
    let digest = hex(&Sha256::digest(&body)[..16]);
    tagged(headers, kind, &digest, body)
}

/// Sends a body, or that it has not changed (RFC 9110, section 13.1.2).
fn tagged(headers: &HeaderMap, kind: &'static str, digest: &str, body: String) -> Response {
    let tag = format!("\"{digest}\"");
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|known| known.to_str().ok());
    let same = known.is_some_and(|known| {
        known
            .split(',')
            .map(str::trim)
            .any(|one| one == "*" || one.trim_start_matches("W/") == tag)
    });
    let mut response = if same {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, kind)], body).into_response()
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
