//! How the node is doing, in numbers.

use axum::{
    extract::State,
    http::{Method, StatusCode},
    response::Response,
    routing::get,
};
use serde_json::{Value, json};
use watchbell_model::IncidentState;
use watchbell_node::accounts::Scope;

use super::{Call, json, openapi::reference};
use crate::{app::App, chart, problem::Problem, query::Query};

pub(super) fn calls() -> Vec<Call> {
    vec![
        Call::new(
            Method::GET,
            "/api/v1/stats",
            "getStats",
            Scope::ReportsRead,
            "Returns what the desk shows, in numbers",
            get(show),
        )
        .any_token()
        .gives(200, "The numbers", &reference("Stats"))
        .fails(400),
    ]
}

async fn show(State(app): State<App>, query: Query) -> Result<Response, Problem> {
    query.only(&[])?;
    let now = app.now();
    let since = now.plus_seconds(-(chart::HOURS as i64) * 3_600);
    let hours = chart::hours(&app.db().tallies(since).await?, now);
    let hours: Vec<Value> = hours
        .iter()
        .map(|hour| {
            let [unwanted, suspicious, clean] = hour.reports;
            json!({"start": hour.start, "unwanted": unwanted, "suspicious": suspicious, "clean": clean})
        })
        .collect();
    let status = app.node.status().await?;
    let body = json!({
        "at": now,
        "ready": status.ready,
        "started_at": status.started_at,
        "waiting": status.waiting,
        "accepted": status.accepted,
        "judged": status.judged,
        "leaves": status.leaves,
        "sealed": status.sealed,
        "open_incidents": app.db().incident_count(IncidentState::Open).await?,
        "ruleset": app.node.judge().ruleset(),
        "hours": hours,
    });
    json(StatusCode::OK, &body)
}
