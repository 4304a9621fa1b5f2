//! The OpenAPI 3.1 document, made from the list of calls.

use std::sync::LazyLock;

use axum::{
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::{Map, Value, json};
use watchbell_model::{
    ActionState, Channel, Class, EventKind, IncidentState, Judgement, LinkKind, Step, TargetKind,
    Tlp,
};
use watchbell_node::{ExportFormat, accounts::Scope};
use watchbell_store::Role;

use super::{
    Call, calls,
    reports::{MAX_FIELD, MAX_TEXT},
};
use crate::{
    problem::Problem,
    query::{MAX_LIMIT, MAX_SEARCH, Query},
    router::Access,
};

/// At least one character that is neither white space nor control, and no NUL.
pub(super) const SAYS: &str = "^[^\\u0000]*[^\\s\\u0000-\\u0020\\u007f-\\u00a0\\u1680\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ufeff][^\\u0000]*$";

pub(super) static ID: LazyLock<Value> =
    LazyLock::new(|| json!({"type": "string", "pattern": "^[0-9a-fA-F]{32}$"}));
pub(super) static INCIDENT_ID: LazyLock<Value> = LazyLock::new(|| numbered("inc"));
pub(super) static ACTION_ID: LazyLock<Value> = LazyLock::new(|| numbered("act"));
pub(super) static SUBJECT: LazyLock<Value> = LazyLock::new(|| {
    let pattern = "^([0-9a-f]{32}|(act|exp|inc)-[1-9][0-9]{0,17}|leaf-(0|[1-9][0-9]{0,17}))$";
    json!({"type": "string", "pattern": pattern, "description": "A report, a vulnerability incident, an action, an export or a leaf"})
});
pub(super) static NUMBER: LazyLock<Value> =
    LazyLock::new(|| json!({"type": "integer", "format": "int64", "minimum": 1}));
pub(super) static NAME: LazyLock<Value> = LazyLock::new(|| {
    let pattern = "^[A-Za-z0-9._@-]([A-Za-z0-9._@ -]{0,62}[A-Za-z0-9._@-])?$";
    json!({"type": "string", "minLength": 1, "maxLength": 64, "pattern": pattern})
});
pub(super) static LIMIT: LazyLock<Value> = LazyLock::new(
    || json!({"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": super::USUAL}),
);
pub(super) static SEARCH: LazyLock<Value> = LazyLock::new(
    || json!({"type": "string", "maxLength": MAX_SEARCH, "pattern": "^[^\\u0000]*$"}),
);
pub(super) static TIME: LazyLock<Value> =
    LazyLock::new(|| json!({"type": "string", "format": "date-time"}));
pub(super) static CURSOR: LazyLock<Value> =
    LazyLock::new(|| json!({"type": "string", "pattern": "^[0-9]{1,16}\\.[0-9]{1,18}$"}));

/// The document, as it is served.
static DOCUMENT: LazyLock<String> = LazyLock::new(|| document().to_string());

/// Problems that a call may answer, and what they mean.
const PROBLEMS: [(u16, &str); 12] = [
    (400, "The request cannot be read, or a parameter is wrong"),
    (401, "No token, or none that works"),
    (
        403,
        "The token, or the role of its owner, does not allow the call",
    ),
    (404, "There is no such thing"),
    (405, "This address does not take that method"),
    (
        409,
        "It does not fit how things stand, or the key was used for another body",
    ),
    (413, "The body is too large"),
    (415, "The body is of another type"),
    (422, "Fields of the body are wrong"),
    (429, "Too many requests"),
    (500, "Our mistake"),
    (503, "Not now: too much is waiting, or the node is stopping"),
];

pub(super) fn own_calls() -> Vec<Call> {
    let schema = json!({"type": "object"});
    let call = Call::new(
        Method::GET,
        "/api/v1/openapi.json",
        "getDocument",
        Scope::ReportsRead,
        "Returns this document",
        get(show),
    )
    .any_token()
    .gives(200, "The document", &schema)
    .fails(400);
    vec![call]
}

async fn show(query: Query) -> Result<Response, Problem> {
    query.only(&[])?;
    let mut response = (StatusCode::OK, DOCUMENT.as_str()).into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    Ok(response)
}

/// Points at a named schema.
pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// One word of a list.
pub(super) fn words<T: std::fmt::Display>(all: &[T]) -> Value {
    json!({"type": "string", "enum": all.iter().map(ToString::to_string).collect::<Vec<_>>()})
}

fn numbered(prefix: &str) -> Value {
    json!({"type": "string", "pattern": format!("^({prefix}-)?0*[1-9][0-9]{{0,17}}$"), "examples": [format!("{prefix}-42")]})
}

/// Returns the whole document.
fn document() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for call in calls() {
        let place = paths.entry(call.path).or_insert_with(|| json!({}));
        place[call.method.as_str().to_ascii_lowercase()] = operation(&call);
    }
    let mut responses = Map::new();
    for (status, description) in PROBLEMS {
        responses.insert(format!("Problem{status}"), problem(status, description));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Watchbell",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Reports of abuse in, judged and sealed incidents out",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "A token, wb_…"}},
            "responses": responses,
            "schemas": schemas(),
        },
    })
}

fn operation(call: &Call) -> Value {
    let (scopes, own): (Vec<&str>, &[u16]) = match call.access {
        Access::Scope(scope) => (vec![scope.as_str()], &[401, 403, 500, 503]),
        _ => (vec![], &[401, 500, 503]),
    };
    let mut answers = Map::new();
    for (status, answer) in &call.answers {
        answers.insert(status.to_string(), answer.clone());
    }
    for status in own {
        answers.insert(
            status.to_string(),
            json!({"$ref": format!("#/components/responses/Problem{status}")}),
        );
    }
    let mut operation = json!({
        "operationId": call.name,
        "summary": call.summary,
        "security": [{"token": scopes}],
        "responses": answers,
    });
    if !call.parameters.is_empty() {
        operation["parameters"] = json!(call.parameters);
    }
    if let Some(body) = &call.body {
        operation["requestBody"] = body.clone();
    }
    operation
}

fn problem(status: u16, description: &str) -> Value {
    let mut answer = json!({
        "description": description,
        "content": {"application/problem+json": {"schema": reference("Problem")}},
    });
    let header = |text: &str, schema: Value| json!({"description": text, "schema": schema});
    match status {
        401 => {
            answer["headers"] =
                json!({"WWW-Authenticate": header("How to sign in", json!({"type": "string"}))});
        }
        405 => {
            answer["headers"] =
                json!({"Allow": header("Methods it takes", json!({"type": "string"}))});
        }
        429 | 503 => {
            answer["headers"] = json!({"Retry-After": header("Seconds to wait", json!({"type": "integer", "minimum": 1}))});
        }
        _ => {}
    }
    answer
}

/// Every named schema: lists of words from the code, shapes from a file.
fn schemas() -> Value {
    let mut schemas: Map<String, Value> =
        serde_json::from_str(include_str!("schemas.json")).unwrap_or_default();
    let lists = [
        ("Channel", words(Channel::ALL)),
        ("Judgement", words(Judgement::ALL)),
        ("Class", words(Class::ALL)),
        ("IncidentState", words(IncidentState::ALL)),
        ("LinkKind", words(LinkKind::ALL)),
        ("EventKind", words(EventKind::ALL)),
        ("Step", words(Step::ALL)),
        ("ActionState", words(ActionState::ALL)),
        ("TargetKind", words(TargetKind::ALL)),
        ("Tlp", words(Tlp::ALL)),
        ("Role", words(&Role::ALL)),
        ("Scope", words(&Scope::ALL)),
        (
            "ExportFormat",
            words(&ExportFormat::ALL.map(ExportFormat::as_str)),
        ),
        ("Report", report()),
    ];
    for (name, schema) in lists {
        schemas.insert(name.to_owned(), schema);
    }
    Value::Object(schemas)
}

/// What is handed in; its bounds are those of the code.
fn report() -> Value {
    let text = |description: &str| json!({"type": "string", "maxLength": MAX_FIELD, "pattern": "^[^\\u0000]*$", "description": description});
    let time = |description: &str| json!({"type": "string", "format": "date-time", "description": description});
    json!({
        "type": "object",
        "required": ["text"],
        "additionalProperties": false,
        "properties": {
            "id": text("The sender's own reference"),
            "channel": reference("Channel"),
            "received_at": time("When the report arrived; now where absent"),
            "event_at": time("When the reported message or call happened"),
            "reporter": text("Who complains; kept as a pseudonym only"),
            "originator": text("Who sent the message"),
            "recipient": text("Who received it; kept as a pseudonym only"),
            "text": {"type": "string", "minLength": 1, "maxLength": MAX_TEXT, "pattern": SAYS, "description": "The message, or the words of the complaint"},
            "lang": text("Language of the text, BCP 47"),
            "consent": {"type": "boolean", "description": "False: the content is neither looked at nor kept"},
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every `$ref` in the document, and where it leads.
    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(object) => {
                if let Some(Value::String(target)) = object.get("$ref") {
                    found.push(target.clone());
                }
                object.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_leads_somewhere_and_every_schema_is_used() {
        let document = document();
        let mut found = Vec::new();
        references(&document, &mut found);
        for target in &found {
            assert!(
                document.pointer(target.trim_start_matches('#')).is_some(),
                "{target}"
            );
        }
        for name in document["components"]["schemas"]
            .as_object()
            .unwrap()
            .keys()
        {
            assert!(
                found
                    .iter()
                    .any(|target| target.ends_with(&format!("/{name}"))),
                "{name} is not used"
            );
        }
    }

    #[test]
    fn the_document_holds_exactly_the_calls() {
        let document = document();
        let paths = document["paths"].as_object().unwrap();
        let in_document: usize = paths
            .values()
            .map(|place| place.as_object().unwrap().len())
            .sum();
        assert_eq!(in_document, calls().len());
        for call in calls() {
            let names: Vec<&str> = call.path.split(['{', '}']).skip(1).step_by(2).collect();
            let operation = &paths[call.path][call.method.as_str().to_ascii_lowercase()];
            let parameters = operation["parameters"]
                .as_array()
                .cloned()
                .unwrap_or_default();
            let said: Vec<&str> = parameters
                .iter()
                .filter(|p| p["in"] == "path")
                .filter_map(|p| p["name"].as_str())
                .collect();
            assert_eq!(names, said, "{}", call.path);
        }
    }
}
