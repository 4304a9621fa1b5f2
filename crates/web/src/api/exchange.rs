//! What others take from here: block lists, proofs, the log's checkpoint.

use axum::{
    extract::State,
    http::{Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::json;
use watchbell_node::{ListFormat, accounts::Scope, proof};

use super::{
    Call,
    body::{Fields, Json},
    json,
    openapi::{SUBJECT, reference},
};
use crate::{
    app::{App, In},
    pages::{blocklist_file, file},
    problem::Problem,
    query::Query,
};

/// Characters of a proof; its longest part is the leaf.
const MAX_PROOF: usize = 16_384;
/// Characters of a verifier key.
const MAX_VKEY: usize = 512;

pub(super) fn calls() -> Vec<Call> {
    let text = json!({"type": "string"});
    let to_verify = json!({
        "type": "object",
        "required": ["proof"],
        "additionalProperties": false,
        "properties": {
            "proof": {"type": "string", "maxLength": MAX_PROOF, "pattern": "^[^\\u0000]*$", "description": "The text of a .tlog-proof file"},
            "key": {"type": "string", "maxLength": MAX_VKEY, "pattern": "^[^\\u0000]*$", "description": "A C2SP verifier key; this log's own where absent"},
        },
    });
    vec![
        Call::new(
            Method::GET,
            "/api/v1/blocklist",
            "getBlocklist",
            Scope::ExportsRead,
            "Returns the blocks in force",
            get(blocklist),
        )
        .needs(
            "format",
            "The format",
            &json!({"type": "string", "enum": ["csv", "json", "rpz"]}),
        )
        .sends(
            200,
            "The list",
            &[
                ("text/csv", &text),
                ("application/x-ndjson", &text),
                ("text/dns", &text),
            ],
        ),
        Call::new(
            Method::GET,
            "/api/v1/log/checkpoint",
            "getCheckpoint",
            Scope::IncidentsRead,
            "Returns the log's latest checkpoint, a signed note",
            get(checkpoint),
        )
        .any_token()
        .sends(200, "The checkpoint", &[("text/plain", &text)])
        .fails(400)
        .fails(404),
        Call::new(
            Method::GET,
            "/api/v1/proofs/{id}",
            "getProof",
            Scope::IncidentsRead,
            "Returns the proof that something was sealed",
            get(prove),
        )
        .path("id", &SUBJECT)
        .sends(
            200,
            "The text of a .tlog-proof file",
            &[("text/plain", &text)],
        )
        .fails(409),
        Call::new(
            Method::POST,
            "/api/v1/proofs/verify",
            "verifyProof",
            Scope::IncidentsRead,
            "Verifies a proof and says what failed",
            post(verify),
        )
        .any_token()
        .body(&to_verify)
        .gives(200, "Whether it holds", &reference("Verified")),
    ]
}

async fn blocklist(State(app): State<App>, query: Query) -> Result<Response, Problem> {
    query.only(&["format"])?;
    let format: Option<ListFormat> = query.strict("format")?;
    blocklist_file(
        &app,
        format.ok_or_else(|| Problem::parameter("format is missing."))?,
    )
    .await
}

async fn checkpoint(State(app): State<App>, query: Query) -> Result<Response, Problem> {
    query.only(&[])?;
    let note = app.node.checkpoint().ok_or(Problem::NOT_FOUND)?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], note).into_response())
}

async fn prove(
    State(app): State<App>,
    query: Query,
    In(subject): In<String>,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let text = app
        .node
        .proof(&subject)
        .await
        .map_err(|error| match error {
            watchbell_node::Error::Subject(_) => Problem::NOT_FOUND,
            other => other.into(),
        })?;
    Ok(file(
        text,
        "text/plain; charset=utf-8",
        &format!("{subject}.tlog-proof"),
    ))
}

async fn verify(
    State(app): State<App>,
    query: Query,
    Json(value): Json,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let mut fields = Fields::new(&value, "");
    let text = fields.text("proof", MAX_PROOF);
    let text = fields.required("proof", text);
    let key = fields.text("key", MAX_VKEY);
    fields.end()?;
    let key = key.as_deref().unwrap_or_else(|| app.node.vkey());
    let body = match proof::verify(text.unwrap_or_default().as_bytes(), key) {
        Ok(verified) => json!({
            "holds": true,
            "origin": verified.origin,
            "index": verified.index,
            "size": verified.size,
            "leaf": verified.leaf,
        }),
        Err(refusal) => json!({"holds": false, "reason": refusal.to_string()}),
    };
    json(StatusCode::OK, &body)
}
