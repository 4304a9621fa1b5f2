//! What a network is advised to do with a call or message that is on its way.

use axum::{
    extract::State,
    http::{Method, StatusCode},
    response::Response,
    routing::post,
};
use serde_json::{Value, json};
use watchbell_model::{Action, CallPolicy, CleanText, MessagePolicy};
use watchbell_node::accounts::Scope;

use super::{
    Call,
    body::{Fields, Json},
    json,
    openapi::reference,
    reports::{MAX_FIELD, report},
};
use crate::{app::App, problem::Problem, query::Query};

pub(super) fn calls() -> Vec<Call> {
    let number = json!({"type": "string", "maxLength": MAX_FIELD});
    let call = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": {"originator": number, "called": number},
    });
    vec![
        Call::new(
            Method::POST,
            "/api/v1/policy/call",
            "callPolicy",
            Scope::ReportsRead,
            "Advises on a call that is on its way: allow, warn, restrict, reject",
            post(on_call),
        )
        .body(&call)
        .gives(200, "What to do with it", &reference("CallAdvice")),
        Call::new(
            Method::POST,
            "/api/v1/policy/message",
            "messagePolicy",
            Scope::ReportsRead,
            "Advises on a message that is on its way: deliver, flag, delay, reject",
            post(on_message),
        )
        .body(&reference("Report"))
        .gives(200, "What to do with it", &reference("MessageAdvice")),
    ]
}

/// Advises on a call. One whose number is withheld has no originator, or an empty one.
async fn on_call(
    State(app): State<App>,
    query: Query,
    Json(value): Json,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let mut fields = Fields::new(&value, "");
    let originator = fields.text("originator", MAX_FIELD);
    fields.text("called", MAX_FIELD);
    fields.end()?;
    let originator = originator.as_ref().map(CleanText::as_str);
    let originator = originator.filter(|number| !number.is_empty());
    let advice = app.node.call_policy(originator).await?;
    // RFC 8688: an intermediary refuses, and says whom to ask about it.
    let sip =
        (advice.policy == CallPolicy::Reject).then(|| json!({"status": 608, "reason": "Rejected"}));
    let answer = json!({
        "policy": advice.policy,
        "why": why(advice.action.as_ref()),
        "sip": sip,
        "redress": redress(&app, advice.action.as_ref()),
    });
    json(StatusCode::OK, &answer)
}

/// Advises on a message.
async fn on_message(
    State(app): State<App>,
    query: Query,
    Json(value): Json,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let message = report(&value, "").map_err(Problem::fields)?;
    let advice = app.node.message_policy(&message).await?;
    // SMPP 3.4, section 5.1.3: a temporary error, and a message that is refused.
    let smpp = match advice.policy {
        MessagePolicy::Deliver | MessagePolicy::Flag => 0,
        MessagePolicy::Delay => 0x64,
        MessagePolicy::Reject => 0x66,
    };
    let answer = json!({
        "policy": advice.policy,
        "why": why(advice.action.as_ref()),
        "verdict": advice.verdict,
        "command_status": smpp,
        "redress": redress(&app, advice.action.as_ref()),
    });
    json(StatusCode::OK, &answer)
}

/// The step that is in force, in short.
fn why(action: Option<&Action>) -> Option<Value> {
    action.map(|action| {
        json!({
            "action": action.id,
            "step": action.step,
            "reason": action.reason,
            "expires_at": action.expires_at,
        })
    })
}

/// Whom to ask about a step.
fn redress(app: &App, action: Option<&Action>) -> Option<String> {
    action.map(|_| app.node.config().node.contact.clone())
}
