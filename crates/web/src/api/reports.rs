//! Reports in and out, and a verdict without keeping anything.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode},
    response::Response,
    routing::{get, post},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use watchbell_detect::{facts::Subject, judge::Scratch};
use watchbell_model::{CleanText, Report, ReportId};
use watchbell_node::accounts::Scope;
use watchbell_store::{Remembered, StoredReport};

use super::{
    Call, Page, USUAL,
    body::{Fields, Json, bytes, media_type, parse},
    json,
    openapi::{ID, LIMIT, reference},
};
use crate::{
    app::{App, Caller, In},
    problem::{FieldError, MAX_FIELDS, Problem},
    query::Query,
};

/// Bytes of a body with many reports.
pub(crate) const MAX_BODY: usize = 8 * 1024 * 1024;
/// Reports of one call.
pub(crate) const MAX_REPORTS: usize = 1_000;
/// Characters of a message.
pub(crate) const MAX_TEXT: usize = 16_384;
/// Characters of every other field.
pub(crate) const MAX_FIELD: usize = 128;
/// Characters of an `Idempotency-Key`.
pub(crate) const MAX_KEY: usize = 255;

pub(super) fn calls() -> Vec<Call> {
    let report = reference("Report");
    let list = json!({"type": "array", "items": report, "minItems": 1, "maxItems": MAX_REPORTS});
    let key =
        json!({"type": "string", "minLength": 1, "maxLength": MAX_KEY, "pattern": "^[!-~]+$"});
    let place = json!({"type": "integer", "format": "int64", "minimum": 1});
    vec![
        Call::new(Method::POST, "/api/v1/reports", "submitReports", Scope::ReportsWrite, "Hands in one report or many; answers once they are durable", post(submit))
            .header("Idempotency-Key", "The same key and the same body give the same answer, whatever happened in between", &key)
            .bodies(&json!({
                "application/json": {"schema": {"oneOf": [report, list]}},
                "application/x-ndjson": {"schema": {"type": "string", "description": "One Report a line"}},
            }))
            .gives(202, "They are durable and will be judged", &reference("Submitted"))
            .fails(409),
        Call::new(Method::GET, "/api/v1/reports", "listReports", Scope::ReportsRead, "Lists reports, newest first", get(list_reports))
            .query("before", "Continues where an answer's `next` says", &place)
            .query("limit", "How many", &LIMIT)
            .gives(200, "Reports", &reference("ReportPage")),
        Call::new(Method::GET, "/api/v1/reports/{id}", "getReport", Scope::ReportsRead, "Returns one report and its verdict", get(one))
            .path("id", &ID)
            .gives(200, "The report", &reference("StoredReport")),
        Call::new(Method::POST, "/api/v1/judge", "judge", Scope::ReportsRead, "Judges one report without keeping it", post(judge))
            .body(&report)
            .gives(200, "The verdict", &reference("Verdict")),
    ]
}

/// Makes reports durable and says their ids.
async fn submit(
    State(app): State<App>,
    caller: Caller,
    request: Request,
) -> Result<Response, Problem> {
    let key = key(request.headers())?;
    let kind = media_type(request.headers());
    if kind != "application/json" && kind != "application/x-ndjson" {
        return Err(Problem::media("application/json or application/x-ndjson"));
    }
    let body = bytes(request.into_body(), MAX_BODY).await?;
    let key = key.map(|key| {
        let said = format!("{}\0{key}", caller.0.id);
        app.node.hmac("idempotency", said.as_bytes())
    });
    let digest = Sha256::new()
        .chain_update(kind.as_bytes())
        .chain_update([0])
        .chain_update(&body)
        .finalize()
        .to_vec();
    if let Some(answer) = remembered(&app, key.as_ref(), &digest).await? {
        return json(StatusCode::ACCEPTED, &answer);
    }
    let submitted = app.node.submit(read(&kind, &body)?).await?;
    let answer = json!({"ids": submitted.ids, "new": submitted.new});
    if let Some(key) = &key {
        let remember = Remembered {
            request: digest.clone(),
            answer: answer.to_string(),
        };
        app.db().remember(key, &remember, app.now()).await?;
        // Of two at the same time the first answer is the one that stays.
        if let Some(answer) = remembered(&app, Some(key), &digest).await? {
            return json(StatusCode::ACCEPTED, &answer);
        }
    }
    json(StatusCode::ACCEPTED, &answer)
}

/// Returns the key of a request that must be done once.
fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(key) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let plain = key.as_bytes().iter().all(u8::is_ascii_graphic);
    match key.to_str() {
        Ok(key) if plain && (1..=MAX_KEY).contains(&key.len()) => Ok(Some(key.to_owned())),
        _ => Err(Problem::parameter(format!(
            "Idempotency-Key is 1 to {MAX_KEY} visible ASCII characters."
        ))),
    }
}

async fn remembered(
    app: &App,
    key: Option<&[u8; 32]>,
    digest: &[u8],
) -> Result<Option<Value>, Problem> {
    let Some(key) = key else { return Ok(None) };
    let Some(before) = app.db().remembered(key).await? else {
        return Ok(None);
    };
    if before.request != digest {
        return Err(Problem::key_reused());
    }
    serde_json::from_str(&before.answer)
        .map(Some)
        .map_err(|error| Problem::internal(&error))
}

/// Reads one report, a list of them, or one a line.
fn read(kind: &str, body: &[u8]) -> Result<Vec<Report>, Problem> {
    let (values, lines) = if kind == "application/json" {
        match parse(body, "")? {
            Value::Array(values) => (values, true),
            one => (vec![one], false),
        }
    } else {
        let mut values = Vec::new();
        let lines = body.split(|byte| *byte == b'\n').enumerate();
        for (index, line) in lines
            .filter(|(_, line)| !line.trim_ascii().is_empty())
            .take(MAX_REPORTS + 1)
        {
            values.push(parse(line, &format!("Line {}: ", index + 1))?);
        }
        (values, true)
    };
    if values.is_empty() || values.len() > MAX_REPORTS {
        return Err(Problem::field(
            "",
            format!("has to hold 1 to {MAX_REPORTS} reports"),
        ));
    }
    let mut wrong: Vec<FieldError> = Vec::new();
    let mut reports = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        let pointer = if lines {
            format!("/{index}")
        } else {
            String::new()
        };
        match report(value, &pointer) {
            Ok(report) => reports.push(report),
            Err(more) => wrong.extend(more),
        }
        if wrong.len() > MAX_FIELDS {
            break;
        }
    }
    if wrong.is_empty() {
        Ok(reports)
    } else {
        Err(Problem::fields(wrong))
    }
}

/// Reads one report.
pub(super) fn report(value: &Value, pointer: &str) -> Result<Report, Vec<FieldError>> {
    let mut fields = Fields::new(value, pointer);
    let text = fields.words("text", MAX_TEXT);
    let text = fields.required("text", text);
    let report = Report {
        id: fields.text("id", MAX_FIELD),
        channel: fields.word("channel").unwrap_or_default(),
        received_at: fields.time("received_at"),
        event_at: fields.time("event_at"),
        reporter: fields.text("reporter", MAX_FIELD),
        originator: fields.text("originator", MAX_FIELD),
        recipient: fields.text("recipient", MAX_FIELD),
        text: text.unwrap_or_default(),
        lang: fields.text("lang", MAX_FIELD),
        consent: fields.flag("consent"),
    };
    let wrong = fields.wrong();
    if wrong.is_empty() {
        Ok(report)
    } else {
        Err(wrong)
    }
}

async fn list_reports(State(app): State<App>, query: Query) -> Result<Response, Problem> {
    query.only(&["before", "limit"])?;
    let limit = query.limit(USUAL)?;
    let before = query.strict::<i64>("before")?;
    if before.is_some_and(|before| before < 1) {
        return Err(Problem::parameter(
            "before is a place that an answer named in `next`.",
        ));
    }
    let reports = app.db().reports(before, limit + 1).await?;
    let page = Page::new(reports, limit, |report| report.seq.to_string());
    json(
        StatusCode::OK,
        &json!({"items": page.items.iter().map(stored).collect::<Vec<_>>(), "next": page.next}),
    )
}

async fn one(
    State(app): State<App>,
    query: Query,
    In(id): In<ReportId>,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let report = app.db().report(id).await?.ok_or(Problem::NOT_FOUND)?;
    json(StatusCode::OK, &stored(&report))
}

/// Judges one report as it stands, without what was counted about its sender.
async fn judge(
    State(app): State<App>,
    query: Query,
    Json(value): Json,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let report = report(&value, "").map_err(Problem::fields)?;
    let node = std::sync::Arc::clone(&app.node);
    let judged = tokio::task::spawn_blocking(move || {
        let subject = Subject {
            channel: report.channel,
            text: report.content_allowed().then_some(report.text.as_str()),
            originator: report.originator.as_ref().map(CleanText::as_str),
            behaviour: None,
        };
        node.judge().verdict(&subject, &mut Scratch::default())
    });
    json(
        StatusCode::OK,
        &judged.await.map_err(|error| Problem::internal(&error))?,
    )
}

/// A report as the API shows it.
pub(super) fn stored(report: &StoredReport) -> Value {
    let document = &report.document;
    json!({
        "id": report.id,
        "seq": report.seq,
        "received_at": report.received_at,
        "channel": report.channel,
        "reference": document.reference,
        "event_at": document.event_at,
        "reporter": document.reporter,
        "originator": document.originator,
        "recipient": document.recipient,
        "text": document.text,
        "lang": document.lang,
        "behaviour": document.behaviour,
        "verdict": report.verdict.as_ref().map(|verdict| json!({
            "judged_at": verdict.judged_at,
            "verdict": verdict.verdict,
            "class": verdict.class,
            "score": verdict.score,
            "findings": verdict.findings,
            "incident": verdict.incident,
            "leaf": verdict.leaf,
        })),
    })
}
