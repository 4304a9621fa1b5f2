//! The catalogue of rules.

use axum::{
    extract::{Path, State},
    http::{Method, StatusCode},
    response::Response,
    routing::get,
};
use serde_json::{Value, json};
use watchbell_detect::rules::{self, Rule};
use watchbell_node::accounts::Scope;

use super::{Call, json, openapi::reference};
use crate::{app::App, problem::Problem, query::Query};

pub(super) fn calls() -> Vec<Call> {
    let first = rules::all().next().and_then(|rule| rule.id.split_once('/'));
    let (area, name) = first.unwrap_or_default();
    vec![
        Call::new(
            Method::GET,
            "/api/v1/rules",
            "listRules",
            Scope::ReportsRead,
            "Lists the rules that judge reports",
            get(list),
        )
        .any_token()
        .gives(
            200,
            "The rules and the digest of their set",
            &reference("Rules"),
        )
        .fails(400),
        Call::new(
            Method::GET,
            "/api/v1/rules/{area}/{name}",
            "getRule",
            Scope::ReportsRead,
            "Returns one rule and its page",
            get(one),
        )
        .any_token()
        .path("area", &word(area))
        .path("name", &word(name))
        .gives(200, "The rule", &reference("RulePage")),
    ]
}

/// A part of a rule's id, with one that exists.
fn word(example: &str) -> Value {
    json!({"type": "string", "pattern": "^[a-z0-9-]{1,64}$", "examples": [example]})
}

async fn list(State(app): State<App>, query: Query) -> Result<Response, Problem> {
    query.only(&[])?;
    let items: Vec<Value> = rules::all().map(shown).collect();
    json(
        StatusCode::OK,
        &json!({"ruleset": app.node.judge().ruleset(), "items": items}),
    )
}

async fn one(
    query: Query,
    Path((area, name)): Path<(String, String)>,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let rule = rules::rule(&format!("{area}/{name}")).ok_or(Problem::NOT_FOUND)?;
    let mut body = shown(rule);
    body["page"] = json!(rule.page);
    json(StatusCode::OK, &body)
}

fn shown(rule: &Rule) -> Value {
    json!({"id": rule.id, "title": rule.title, "source": rule.source, "class": rule.class})
}
