//! What a TAXII server says when it does not do what was asked (section 3.6.1).

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use serde_json::json;
use watchbell_formats::taxii::MEDIA_TYPE;

use crate::problem::Problem;

/// What would be sent is not what the visitor takes.
pub(super) const NOT_ACCEPTABLE: Problem = Problem::new(
    StatusCode::NOT_ACCEPTABLE,
    "not-acceptable",
    "Not acceptable",
    "Accept has to allow application/taxii+json;version=2.1.",
);
/// The collection may not be read, or not be written.
pub(super) const FORBIDDEN: Problem = Problem::new(
    StatusCode::FORBIDDEN,
    "collection",
    "Forbidden",
    "You may not do this with this collection.",
);

/// A body that holds no envelope.
pub(super) fn content(error: &impl std::fmt::Display) -> Problem {
    let detail = format!("While processing supplied content, an error occurred: {error}");
    Problem {
        detail: detail.into(),
        ..Problem::field("", "")
    }
}

/// Puts the error message into a response that a problem stands for.
pub(crate) fn spelled_out(mut response: Response, problem: &Problem, id: &str) -> Response {
    // What the reference server says for every error, and some clients look for.
    const TITLE: &str = "ProcessingError";
    let body = json!({
        "title": TITLE,
        "description": problem.detail,
        "error_id": id,
        "error_code": problem.code,
        "http_status": problem.status.as_u16().to_string(),
    });
    *response.body_mut() = Body::from(body.to_string());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.remove(header::CONTENT_LENGTH);
    if problem.status == StatusCode::UNAUTHORIZED {
        let basic = HeaderValue::from_static("Basic realm=\"watchbell\", charset=\"UTF-8\"");
        headers.insert(header::WWW_AUTHENTICATE, basic);
    }
    response
}
