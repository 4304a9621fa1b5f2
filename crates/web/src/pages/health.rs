//! Signs of life, and numbers, for machines.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{app::App, frame::Spelled};

/// Says that the program runs.
pub(super) async fn alive() -> &'static str {
    "alive\n"
}

/// Says whether the node does its work: its database answers and it is not stopping.
pub(super) async fn ready(State(app): State<App>) -> Response {
    if app.db().ping().await.is_ok() && app.node.status().await.is_ok_and(|status| status.ready) {
        return "ready\n".into_response();
    }
    let mut response = (
        StatusCode::SERVICE_UNAVAILABLE,
        [(header::RETRY_AFTER, "2")],
        "not ready\n",
    )
        .into_response();
    response.extensions_mut().insert(Spelled);
    response
}

/// Sends the node's counters, to a token with `metrics:read`.
pub(super) async fn metrics(State(app): State<App>) -> Response {
    (
        [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )],
        app.node.metrics(),
    )
        .into_response()
}
