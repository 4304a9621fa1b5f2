//! The API under `/api/v1`, and the list of its calls.
//!
//! A [`Call`] is a route, its guard and its description in one value, so that
//! the OpenAPI document cannot differ from what is served.

mod accounts;
mod actions;
mod body;
mod call;
mod cves;
mod cvss;
mod exchange;
mod incidents;
mod openapi;
mod policy;
mod reports;
mod rules;
mod stats;
mod watches;

pub(crate) use call::Call;

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use serde::Serialize;

use crate::problem::Problem;

/// Items of a list where the call does not say how many.
const USUAL: i64 = 50;

/// Every call, in the order of the document.
pub(crate) fn calls() -> Vec<Call> {
    let mut calls = Vec::new();
    calls.extend(reports::calls());
    calls.extend(policy::calls());
    calls.extend(incidents::calls());
    calls.extend(actions::calls());
    calls.extend(exchange::calls());
    calls.extend(cves::calls());
    calls.extend(watches::calls());
    calls.extend(rules::calls());
    calls.extend(cvss::calls());
    calls.extend(stats::calls());
    calls.extend(accounts::calls());
    calls.extend(openapi::own_calls());
    calls
}

/// Answers with JSON.
fn json(status: StatusCode, body: &impl Serialize) -> Result<Response, Problem> {
    let bytes = serde_json::to_vec(body).map_err(|error| Problem::internal(&error))?;
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    Ok(response)
}

/// Some items and where the next ones begin.
#[derive(Debug, Serialize)]
struct Page<T> {
    items: Vec<T>,
    next: Option<String>,
}

impl<T> Page<T> {
    /// Cuts what was read beyond `limit` off, and names where it continues.
    fn new(mut items: Vec<T>, limit: i64, cursor: impl Fn(&T) -> String) -> Self {
        let limit = usize::try_from(limit).unwrap_or(0);
        let more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| more).map(cursor);
        Self { items, next }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_call_has_its_own_name_and_place() {
        let calls = calls();
        let names: BTreeSet<&str> = calls.iter().map(|call| call.name).collect();
        let places: BTreeSet<String> = calls
            .iter()
            .map(|call| format!("{} {}", call.method, call.path))
            .collect();
        assert_eq!((names.len(), places.len()), (calls.len(), calls.len()));
    }

    #[test]
    fn a_page_says_whether_there_is_more() {
        let page = Page::new(vec![1, 2, 3], 2, ToString::to_string);
        assert_eq!((page.items, page.next), (vec![1, 2], Some("2".to_owned())));
        assert_eq!(Page::new(vec![1, 2], 2, ToString::to_string).next, None);
    }
}
