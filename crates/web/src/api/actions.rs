//! Actions: listed, read, proposed, decided.

use axum::{
    extract::State,
    http::{Method, StatusCode},
    response::Response,
    routing::{get, post},
};
use serde_json::{Value, json};
use watchbell_model::{Action, ActionId, ActionState, IncidentId, Step, Target, TargetKind};
use watchbell_node::accounts::Scope;
use watchbell_store::ActionFilter;

use super::{
    Call, Page, USUAL,
    body::{Fields, Json},
    incidents::said,
    json,
    openapi::{ACTION_ID, INCIDENT_ID, LIMIT, reference, words},
};
use crate::{
    app::{App, Caller, In},
    changes::{MAX_APPEAL, MAX_TARGET, MAX_WHY},
    problem::Problem,
    query::Query,
};

pub(super) fn calls() -> Vec<Call> {
    let because = |most| {
        json!({
            "type": "object", "required": ["why"], "additionalProperties": false,
            "properties": {"why": said(most)},
        })
    };
    let nothing = json!({"type": "object", "additionalProperties": false, "maxProperties": 0});
    let new = json!({
        "type": "object",
        "required": ["incident", "target", "step", "reason"],
        "additionalProperties": false,
        "properties": {
            "incident": *INCIDENT_ID,
            "target": {
                "type": "object", "required": ["kind", "value"], "additionalProperties": false,
                "properties": {"kind": words(TargetKind::ALL), "value": said(MAX_TARGET)},
            },
            "step": words(Step::ALL),
            "reason": said(MAX_WHY),
        },
    });
    let change = |path, name, summary, body: &Value, answer| {
        Call::new(
            Method::POST,
            path,
            name,
            Scope::ActionsWrite,
            summary,
            answer,
        )
        .path("id", &ACTION_ID)
        .body(body)
        .gives(200, "The action as it stands now", &reference("Action"))
        .fails(409)
    };
    vec![
        Call::new(
            Method::GET,
            "/api/v1/actions",
            "listActions",
            Scope::IncidentsRead,
            "Lists actions, newest first",
            get(list),
        )
        .query("incident", "Of one incident", &INCIDENT_ID)
        .query("state", "Where they stand", &words(ActionState::ALL))
        .query("step", "How hard", &words(Step::ALL))
        .query(
            "before",
            "Continues where an answer's `next` says",
            &ACTION_ID,
        )
        .query("limit", "How many", &LIMIT)
        .gives(200, "Actions", &reference("ActionPage")),
        Call::new(
            Method::POST,
            "/api/v1/actions",
            "proposeAction",
            Scope::ActionsWrite,
            "Proposes a step; somebody has to approve it",
            post(propose),
        )
        .body(&new)
        .gives(201, "The proposed action", &reference("Action"))
        .fails(404)
        .fails(409),
        Call::new(
            Method::GET,
            "/api/v1/actions/{id}",
            "getAction",
            Scope::IncidentsRead,
            "Returns one action",
            get(one),
        )
        .path("id", &ACTION_ID)
        .gives(200, "The action", &reference("Action")),
        change(
            "/api/v1/actions/{id}/approve",
            "approveAction",
            "Puts a proposed or dry-run action in force",
            &nothing,
            post(approve),
        ),
        change(
            "/api/v1/actions/{id}/refuse",
            "refuseAction",
            "Refuses a proposed or dry-run action",
            &because(MAX_WHY),
            post(refuse),
        ),
        change(
            "/api/v1/actions/{id}/reverse",
            "reverseAction",
            "Takes an action in force back",
            &because(MAX_WHY),
            post(reverse),
        ),
        change(
            "/api/v1/actions/{id}/appeal",
            "appealAction",
            "Records an appeal, in the words of who makes it",
            &because(MAX_APPEAL),
            post(appeal),
        ),
    ]
}

async fn list(State(app): State<App>, query: Query) -> Result<Response, Problem> {
    query.only(&["incident", "state", "step", "before", "limit"])?;
    let limit = query.limit(USUAL)?;
    let filter = ActionFilter {
        incident: query.strict("incident")?,
        state: query.strict("state")?,
        step: query.strict("step")?,
        before: query.strict("before")?,
    };
    let actions = app.db().actions(&filter, limit + 1).await?;
    json(
        StatusCode::OK,
        &Page::new(actions, limit, |action| action.id.to_string()),
    )
}

async fn one(
    State(app): State<App>,
    query: Query,
    In(id): In<ActionId>,
) -> Result<Response, Problem> {
    query.only(&[])?;
    json(StatusCode::OK, &app.db().action(id).await?)
}

async fn propose(
    State(app): State<App>,
    query: Query,
    Json(value): Json,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let mut fields = Fields::new(&value, "");
    let incident = fields.word::<IncidentId>("incident");
    let incident = fields.required("incident", incident);
    let step = fields.word::<Step>("step");
    let step = fields.required("step", step);
    let reason = fields.words("reason", MAX_WHY);
    let reason = fields.required("reason", reason);
    let target = fields.object("target");
    let target = fields.required("target", target);
    let mut wrong = fields.wrong();
    let mut read = None;
    if let Some(target) = target {
        let mut fields = Fields::new(target, "/target");
        let kind = fields.word::<TargetKind>("kind");
        let kind = fields.required("kind", kind);
        let value = fields.words("value", MAX_TARGET);
        let value = fields.required("value", value);
        wrong.extend(fields.wrong());
        read = kind.zip(value);
    }
    if !wrong.is_empty() {
        return Err(Problem::fields(wrong));
    }
    let (Some(incident), Some(step), Some(reason), Some((kind, value))) =
        (incident, step, reason, read)
    else {
        return Err(Problem::field("", "has to be an object"));
    };
    let target = Target {
        kind,
        value: value.into_string(),
    };
    let action = app
        .node
        .propose(incident, target, step, reason.into_string())
        .await?;
    json(StatusCode::CREATED, &action)
}

async fn approve(
    State(app): State<App>,
    caller: Caller,
    query: Query,
    In(id): In<ActionId>,
    Json(value): Json,
) -> Result<Response, Problem> {
    query.only(&[])?;
    Fields::new(&value, "").end()?;
    changed(&app.node.approve(id, caller.name()).await?)
}

async fn refuse(
    State(app): State<App>,
    caller: Caller,
    query: Query,
    In(id): In<ActionId>,
    Json(value): Json,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let why = why(&value, MAX_WHY)?;
    changed(&app.node.refuse(id, caller.name(), &why).await?)
}

async fn reverse(
    State(app): State<App>,
    caller: Caller,
    query: Query,
    In(id): In<ActionId>,
    Json(value): Json,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let why = why(&value, MAX_WHY)?;
    changed(&app.node.reverse(id, caller.name(), &why).await?)
}

async fn appeal(
    State(app): State<App>,
    caller: Caller,
    query: Query,
    In(id): In<ActionId>,
    Json(value): Json,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let words = why(&value, MAX_APPEAL)?;
    changed(&app.node.appeal(id, caller.name(), &words).await?)
}

fn why(value: &Value, most: usize) -> Result<String, Problem> {
    let mut fields = Fields::new(value, "");
    let why = fields.words("why", most);
    let why = fields.required("why", why);
    fields.end()?;
    Ok(why.unwrap_or_default().into_string())
}

fn changed(action: &Action) -> Result<Response, Problem> {
    json(StatusCode::OK, action)
}
