//! What somebody runs: held against the records once, or watched.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, Method, StatusCode},
    response::{IntoResponse, Response},
    routing::{delete, get, post, put},
};
use serde_json::{Value, json};
use watchbell_node::{
    accounts::Scope,
    vulns::{MAX_NAME, Matched},
};
use watchbell_store::Watch;
use watchbell_vuln::{
    affected::{Answer, Options},
    component::Component,
    cpe::Cpe,
    purl::Purl,
    sbom,
};

use super::{
    Call,
    body::{bytes, media_type},
    json,
    openapi::reference,
};
use crate::{
    app::{App, Caller, In},
    pages::sentence,
    problem::Problem,
    query::Query,
};

/// Bytes of a list of components.
const MAX_LIST: usize = 32 << 20;
/// Components that one call asks for.
const MAX_ASKED: usize = 10_000;
/// Answers of one call.
const MAX_ANSWERS: usize = 10_000;
/// Types of lists of components.
const KINDS: [&str; 8] = [
    "application/json",
    "application/vnd.cyclonedx+json",
    "application/spdx+json",
    "application/xml",
    "application/vnd.cyclonedx+xml",
    "text/spdx",
    "text/csv",
    "text/plain",
];

pub(super) fn calls() -> Vec<Call> {
    let name = json!({
        "type": "string", "minLength": 1, "maxLength": MAX_NAME, "pattern": "^[A-Za-z0-9._-]+$", "examples": ["production"]
    });
    let text = json!({"type": "string"});
    let list: serde_json::Map<String, Value> = KINDS
        .iter()
        .map(|kind| {
            let schema = if kind.ends_with("json") {
                json!({"type": "object"})
            } else {
                text.clone()
            };
            ((*kind).to_owned(), json!({"schema": schema}))
        })
        .collect();
    let list = Value::Object(list);
    let bounded = json!({"type": "string", "maxLength": 1000, "pattern": "^[^\\u0000]*$"});
    let what =
        "Which records affect a component, the most urgent first; what is not affected is left out";
    vec![
        Call::new(
            Method::GET,
            "/api/v1/cves/match",
            "matchComponent",
            Scope::ReportsRead,
            what,
            get(match_one),
        )
        .any_token()
        .query(
            "purl",
            "A package URL; this or `cpe` has to be there",
            &bounded,
        )
        .query("cpe", "A CPE name, 2.2 or 2.3", &bounded)
        .gives(200, "The answers", &reference("Answers")),
        Call::new(
            Method::POST,
            "/api/v1/cves/match",
            "matchComponents",
            Scope::ReportsRead,
            "The same for each of a list: CycloneDX, SPDX, an inventory as CSV, or one name a line",
            post(match_list),
        )
        .any_token()
        .bodies(&list)
        .gives(200, "The answers", &reference("Answers")),
        Call::new(
            Method::GET,
            "/api/v1/watches",
            "listWatches",
            Scope::IncidentsRead,
            "Lists the lists that are watched",
            get(all),
        )
        .gives(200, "The lists", &reference("Watches"))
        .fails(400),
        Call::new(
            Method::GET,
            "/api/v1/watches/{name}",
            "getWatch",
            Scope::IncidentsRead,
            "Returns a list, with what is on it",
            get(one),
        )
        .path("name", &name)
        .gives(200, "The list", &reference("WatchDetail")),
        Call::new(
            Method::PUT,
            "/api/v1/watches/{name}",
            "putWatch",
            Scope::IncidentsWrite,
            "Watches a list: what affects something on it from now on opens an incident",
            put(watch),
        )
        .path("name", &name)
        .bodies(&list)
        .gives(200, "The list", &reference("Watch")),
        Call::new(
            Method::DELETE,
            "/api/v1/watches/{name}",
            "deleteWatch",
            Scope::IncidentsWrite,
            "Watches a list no more; its incidents stay",
            delete(unwatch),
        )
        .path("name", &name)
        .sends(204, "It is watched no more", &[]),
    ]
}

async fn match_one(State(app): State<App>, query: Query) -> Result<Response, Problem> {
    query.only(&["purl", "cpe"])?;
    let purl = query.text("purl").map(Purl::parse).transpose();
    let purl = purl.map_err(|error| Problem::parameter(format!("purl: {error}")))?;
    let cpe = query.text("cpe").map(Cpe::parse).transpose();
    let cpe = cpe.map_err(|error| Problem::parameter(format!("cpe: {error}")))?;
    if purl.is_none() && cpe.is_none() {
        return Err(Problem::parameter("purl or cpe has to be there."));
    }
    let component = Component {
        purl,
        cpe,
        ..Component::default()
    };
    answers(&app, &[component]).await
}

async fn match_list(
    State(app): State<App>,
    query: Query,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let components = components(&headers, body).await?;
    if components.len() > MAX_ASKED {
        let count = components.len();
        let detail = format!("It lists {count} components; {MAX_ASKED} may be asked for at once.");
        return Err(Problem::unreadable(detail));
    }
    answers(&app, &components).await
}

async fn answers(app: &App, components: &[Component]) -> Result<Response, Problem> {
    let mut items = Vec::new();
    let mut complete = true;
    'all: for component in components {
        let matched = app
            .node
            .match_component(component, components, Options::default())
            .await?;
        for Matched { head, decision } in matched {
            if decision.answer == Answer::NotAffected {
                continue;
            }
            if items.len() >= MAX_ANSWERS {
                complete = false;
                break 'all;
            }
            items.push(json!({"component": component.label(), "cve": head, "decision": decision}));
        }
    }
    json(
        StatusCode::OK,
        &json!({"items": items, "complete": complete}),
    )
}

async fn all(State(app): State<App>, query: Query) -> Result<Response, Problem> {
    query.only(&[])?;
    let open = app.db().watch_counts().await?;
    let watches = app.db().watches().await?;
    let items: Vec<Value> = watches
        .iter()
        .map(|watch| shown(watch, open.get(&watch.name).copied().unwrap_or_default()))
        .collect();
    json(StatusCode::OK, &json!({"items": items}))
}

async fn one(
    State(app): State<App>,
    query: Query,
    In(name): In<String>,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let mut body = about(&app, &name).await?;
    let components = app.node.watched(&name).await?;
    let components = components.iter().map(|component| {
        json!({
            "vendor": component.vendor, "product": component.product, "version": component.version,
            "purl": component.purl.as_ref().map(ToString::to_string),
            "cpe": component.cpe.as_ref().map(|cpe| cpe.as_str()),
        })
    });
    body["list"] = components.collect();
    json(StatusCode::OK, &body)
}

async fn watch(
    State(app): State<App>,
    caller: Caller,
    query: Query,
    In(name): In<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    query.only(&[])?;
    let components = components(&headers, body).await?;
    app.node.watch(&name, &components, caller.name()).await?;
    json(StatusCode::OK, &about(&app, &name).await?)
}

async fn unwatch(
    State(app): State<App>,
    query: Query,
    In(name): In<String>,
) -> Result<Response, Problem> {
    query.only(&[])?;
    app.db().remove_watch(&name).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// What is said of one list.
async fn about(app: &App, name: &str) -> Result<Value, Problem> {
    let watch = app.db().watch(name).await?;
    let open = app.db().watch_incidents(name).await?;
    Ok(shown(&watch, open.len()))
}

fn shown(watch: &Watch, open: usize) -> Value {
    json!({
        "name": watch.name, "components": watch.count, "by": watch.made_by, "since": watch.made_at, "incidents": open,
    })
}

/// Reads the list of a body.
async fn components(headers: &HeaderMap, body: Body) -> Result<Vec<Component>, Problem> {
    if !KINDS.contains(&&*media_type(headers)) {
        return Err(Problem::media("CycloneDX, SPDX, text/csv or text/plain"));
    }
    let bytes = bytes(body, MAX_LIST).await?;
    let bom =
        sbom::read(&bytes).map_err(|error| Problem::unreadable(sentence(&error.to_string())))?;
    Ok(bom.components)
}
