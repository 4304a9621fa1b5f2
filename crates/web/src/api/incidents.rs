//! Incidents: listed, read, changed, exported.

use axum::{
    extract::State,
    http::{Method, StatusCode},
    response::Response,
    routing::{get, post},
};
use serde_json::{Value, json};
use watchbell_model::{Class, IncidentId, IncidentState, Judgement, Tlp};
use watchbell_node::{ExportFormat, accounts::Scope};
use watchbell_store::{ActionFilter, IncidentFilter, PartyKind};

use super::{
    Call, Page, USUAL,
    body::{Fields, Json},
    json,
    openapi::{CURSOR, INCIDENT_ID, LIMIT, SEARCH, TIME, reference, words},
    reports::stored,
};
use crate::{
    app::{App, Caller, In},
    changes::{self, MAX_NOTE, MAX_WHY},
    pages::file,
    problem::Problem,
    query::{Cursor, Query},
};

/// Lines of history, senders and actions with one incident.
const MORE: i64 = 200;

pub(super) fn calls() -> Vec<Call> {
    let place = json!({"type": "integer", "format": "int64", "minimum": 1});
    let state = json!({
        "type": "object",
        "required": ["state"],
        "additionalProperties": false,
        "properties": {"state": reference("IncidentState"), "why": text(MAX_WHY), "tlp": reference("Tlp")},
    });
    let note = json!({
        "type": "object",
        "required": ["text"],
        "additionalProperties": false,
        "properties": {"text": said(MAX_NOTE)},
    });
    vec![
        Call::new(
            Method::GET,
            "/api/v1/incidents",
            "listIncidents",
            Scope::IncidentsRead,
            "Lists incidents, latest change first",
            get(list),
        )
        .query("state", "Where they stand", &words(IncidentState::ALL))
        .query("class", "What they are after", &words(Class::ALL))
        .query("verdict", "How certain they are", &words(Judgement::ALL))
        .query("q", "Words of the title", &SEARCH)
        .query(
            "link",
            "A sender, host or number that joins reports to them",
            &SEARCH,
        )
        .query("changed_since", "Changed at or after this time", &TIME)
        .query("before", "Continues where an answer's `next` says", &CURSOR)
        .query("limit", "How many", &LIMIT)
        .gives(200, "Incidents", &reference("IncidentPage")),
        Call::new(
            Method::GET,
            "/api/v1/incidents/{id}",
            "getIncident",
            Scope::IncidentsRead,
            "Returns one incident with its history, links, senders and actions",
            get(one),
        )
        .path("id", &INCIDENT_ID)
        .gives(200, "The incident", &reference("IncidentDetail")),
        Call::new(
            Method::GET,
            "/api/v1/incidents/{id}/reports",
            "listIncidentReports",
            Scope::IncidentsRead,
            "Lists its reports, newest first",
            get(reports),
        )
        .path("id", &INCIDENT_ID)
        .query("before", "Continues where an answer's `next` says", &place)
        .query("limit", "How many", &LIMIT)
        .gives(200, "Reports", &reference("ReportPage")),
        Call::new(
            Method::POST,
            "/api/v1/incidents/{id}/state",
            "setIncidentState",
            Scope::IncidentsWrite,
            "Opens, closes or dismisses it; may set how far it travels",
            post(state_change),
        )
        .path("id", &INCIDENT_ID)
        .body(&state)
        .gives(200, "The incident as it stands now", &reference("Incident")),
        Call::new(
            Method::POST,
            "/api/v1/incidents/{id}/notes",
            "addIncidentNote",
            Scope::IncidentsWrite,
            "Adds a note to its history",
            post(note_added),
        )
        .path("id", &INCIDENT_ID)
        .body(&note)
        .gives(201, "The line of its history", &reference("Event")),
        Call::new(
            Method::GET,
            "/api/v1/incidents/{id}/export",
            "exportIncident",
            Scope::ExportsRead,
            "Exports it and seals the export, whose number the header names",
            get(export),
        )
        .path("id", &INCIDENT_ID)
        .needs("format", "The format", &reference("ExportFormat"))
        .sends(
            200,
            "The document; the header Watchbell-Export names its seal",
            &[
                ("application/json", &json!({"type": "object"})),
                ("application/xml", &json!({"type": "string"})),
            ],
        )
        .fails(409),
    ]
}

fn text(most: usize) -> Value {
    json!({"type": "string", "maxLength": most, "pattern": "^[^\\u0000]*$"})
}

/// A text that has to say something.
pub(super) fn said(most: usize) -> Value {
    json!({"type": "string", "minLength": 1, "maxLength": most, "pattern": super::openapi::SAYS})
}

async fn list(State(app): State<App>, query: Query) -> Result<Response, Problem> {
    query.only(&[
        "state",
        "class",
        "verdict",
        "q",
        "link",
        "changed_since",
        "before",
        "limit",
    ])?;
    let limit = query.limit(USUAL)?;
    let filter = IncidentFilter {
        state: query.strict("state")?,
        class: query.strict("class")?,
        verdict: query.strict("verdict")?,
        search: query.search("q")?,
        link: query.search("link")?,
        changed_since: query.strict("changed_since")?,
        before: query
            .strict::<Cursor>("before")?
            .map(|cursor| (cursor.0, cursor.1)),
    };
    let incidents = app.db().incidents(&filter, limit + 1).await?;
    let page = Page::new(incidents, limit, |incident| {
        Cursor(incident.updated_at, incident.id).to_string()
    });
    json(StatusCode::OK, &page)
}

async fn one(
    State(app): State<App>,
    query: Query,
    In(id): In<IncidentId>,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let db = app.db();
    let incident = db.incident(id).await?;
    let mut body = serde_json::to_value(&incident).map_err(|error| Problem::internal(&error))?;
    let originators = db.parties(id, PartyKind::Originator, MORE).await?;
    let of_incident = ActionFilter {
        incident: Some(id),
        ..ActionFilter::default()
    };
    body["events"] = json!(db.events(id, MORE).await?);
    body["links"] = json!(db.links(id).await?);
    body["actions"] = json!(db.actions(&of_incident, MORE).await?);
    body["senders"] = originators
        .iter()
        .map(|party| json!({"value": party.value, "reports": party.reports}))
        .collect();
    json(StatusCode::OK, &body)
}

async fn reports(
    State(app): State<App>,
    query: Query,
    In(id): In<IncidentId>,
) -> Result<Response, Problem> {
    query.only(&["before", "limit"])?;
    let limit = query.limit(USUAL)?;
    let before = query.strict::<i64>("before")?;
    if before.is_some_and(|before| before < 1) {
        return Err(Problem::parameter(
            "before is a place that an answer named in `next`.",
        ));
    }
    app.db().incident(id).await?;
    let reports = app.db().incident_reports(id, before, limit + 1).await?;
    let page = Page::new(reports, limit, |report| report.seq.to_string());
    json(
        StatusCode::OK,
        &json!({"items": page.items.iter().map(stored).collect::<Vec<_>>(), "next": page.next}),
    )
}

async fn state_change(
    State(app): State<App>,
    caller: Caller,
    query: Query,
    In(id): In<IncidentId>,
    Json(value): Json,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let mut fields = Fields::new(&value, "");
    let state = fields.word::<IncidentState>("state");
    let state = fields.required("state", state);
    let why = fields.text("why", MAX_WHY);
    let tlp = fields.word::<Tlp>("tlp");
    fields.end()?;
    let state = state.unwrap_or_default();
    changes::set_state(
        &app,
        id,
        state,
        why.as_deref().unwrap_or_default(),
        caller.name(),
    )
    .await?;
    if let Some(tlp) = tlp {
        app.node.set_label(id, tlp, caller.name()).await?;
    }
    json(StatusCode::OK, &app.db().incident(id).await?)
}

async fn note_added(
    State(app): State<App>,
    caller: Caller,
    query: Query,
    In(id): In<IncidentId>,
    Json(value): Json,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let mut fields = Fields::new(&value, "");
    let text = fields.words("text", MAX_NOTE);
    let text = fields.required("text", text);
    fields.end()?;
    let event = changes::add_note(
        &app,
        id,
        text.unwrap_or_default().into_string(),
        caller.name(),
    )
    .await?;
    json(StatusCode::CREATED, &event)
}

async fn export(
    State(app): State<App>,
    caller: Caller,
    query: Query,
    In(id): In<IncidentId>,
) -> Result<Response, Problem> {
    query.only(&["format"])?;
    let format: Option<ExportFormat> = query.strict("format")?;
    let format = format.ok_or_else(|| Problem::parameter("format is missing."))?;
    let exported = app.node.export(id, format, caller.name()).await?;
    let mut response = file(exported.bytes, exported.media_type, &exported.file_name);
    if let Ok(number) = exported.id.to_string().parse() {
        response.headers_mut().insert("watchbell-export", number);
    }
    Ok(response)
}
