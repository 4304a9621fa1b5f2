//! The TAXII 2.1 server: what a client with a token gets, and what it is refused.

mod changed;
mod fetched;
mod offered;
mod refused;

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use serde_json::{Value, json};
use watchbell_formats::taxii::{MEDIA_TYPE, Object};
use watchbell_model::{Clock as _, SystemClock, Time};
use watchbell_node::{accounts::Scope, taxii::new_object};
use watchbell_store::{Role, TaxiiCollection, TaxiiRoot};

use crate::house::{Answer, House};

const OPEN: &str = "0f07cc1c-4f3c-4a2c-9b4f-7f1b5b0c0c01";
const READ: &str = "0f07cc1c-4f3c-4a2c-9b4f-7f1b5b0c0c02";
const WRITE: &str = "0f07cc1c-4f3c-4a2c-9b4f-7f1b5b0c0c03";
const CLOSED: &str = "0f07cc1c-4f3c-4a2c-9b4f-7f1b5b0c0c04";
const RELATIONSHIP: &str = "relationship--0f07cc1c-4f3c-4a2c-9b4f-7f1b5b0c0a01";
const INDICATOR: &str = "indicator--0f07cc1c-4f3c-4a2c-9b4f-7f1b5b0c0a02";
const MALWARE: &str = "malware--0f07cc1c-4f3c-4a2c-9b4f-7f1b5b0c0a03";
const URL: &str = "url--0f07cc1c-4f3c-5a2c-9b4f-7f1b5b0c0a04";
/// Bytes that a body may have.
const MOST: usize = 2_000;

/// What the open collection holds: identifier, form, version, and when it was added.
const OBJECTS: [(&str, &str, &str, &str); 6] = [
    (
        RELATIONSHIP,
        "2.1",
        "2026-01-01T00:00:00.000Z",
        "2026-02-01T00:00:00Z",
    ),
    (
        INDICATOR,
        "2.1",
        "2026-01-01T00:00:00.000Z",
        "2026-02-02T00:00:00Z",
    ),
    (
        INDICATOR,
        "2.1",
        "2026-01-05T00:00:00.250Z",
        "2026-02-03T00:00:00.5Z",
    ),
    (
        MALWARE,
        "2.1",
        "2026-01-02T00:00:00.000Z",
        "2026-02-04T00:00:00Z",
    ),
    (
        MALWARE,
        "2.0",
        "2026-01-09T00:00:00.000Z",
        "2026-02-04T00:00:00Z",
    ),
    (URL, "2.1", "", "2026-02-05T00:00:00.000001Z"),
];

/// An object of STIX; one without a version never changes.
fn object(id: &str, spec: &str, version: &str) -> Value {
    let kind = id.split("--").next().unwrap_or_default();
    let mut object = json!({"type": kind, "id": id});
    if spec == "2.1" {
        object["spec_version"] = json!(spec);
    }
    if !version.is_empty() {
        object["created"] = json!("2026-01-01T00:00:00.000Z");
        object["modified"] = json!(version);
    }
    object
}

/// The `n`-th of [`OBJECTS`].
fn nth(n: usize) -> Value {
    let (id, spec, version, _) = OBJECTS[n];
    object(id, spec, version)
}

/// A house that offers collections.
struct Server {
    house: House,
    token: String,
}

impl Server {
    async fn open() -> Self {
        let house = House::open().await;
        let token = house
            .token(Role::Administrator, &[Scope::TaxiiRead, Scope::TaxiiWrite])
            .await;
        let server = Self { house, token };
        server.root("empty").await;
        server.root("shared").await;
        for (id, alias, can_read, can_write) in [
            (OPEN, "phishing", true, true),
            (READ, "", true, false),
            (WRITE, "", false, true),
            (CLOSED, "", false, false),
        ] {
            let key = server
                .collection(TaxiiCollection {
                    key: 0,
                    root: "shared".to_owned(),
                    id: id.to_owned(),
                    title: format!("Collection {}", &id[35..]),
                    description: String::new(),
                    alias: alias.to_owned(),
                    can_read,
                    can_write,
                    media_types: "application/stix+json;version=2.1".to_owned(),
                })
                .await;
            if id == OPEN {
                server.fill(key).await;
            }
        }
        server
    }

    async fn root(&self, name: &str) {
        let root = TaxiiRoot {
            name: name.to_owned(),
            title: format!("Root {name}"),
            description: "For tests".to_owned(),
            max_bytes: i64::try_from(MOST).expect("small"),
        };
        let put = self.house.node.db().put_taxii_root(&root).await;
        put.expect("the database");
    }

    async fn collection(&self, collection: TaxiiCollection) -> i64 {
        let put = self.house.node.db().put_taxii_collection(&collection).await;
        put.expect("the database")
    }

    /// Puts [`OBJECTS`] into a collection.
    async fn fill(&self, key: i64) {
        let mut objects = Vec::new();
        for (id, spec, version, added_at) in OBJECTS {
            let text = object(id, spec, version).to_string();
            let mut object = new_object(Object::read(&text).expect("an object"));
            object.added_at = Some(added_at.parse().expect("a time"));
            objects.push(object);
        }
        let db = self.house.node.db();
        let added = db.add_taxii_objects(key, &objects, SystemClock.now()).await;
        assert_eq!(added.expect("the database"), [true; OBJECTS.len()]);
    }

    /// Asks as a client of TAXII does; whatever is answered is of its type.
    async fn ask(&self, method: Method, path: &str, body: Option<(&str, &str)>) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "desk.example")
            .header(header::ACCEPT, MEDIA_TYPE)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        let mut content = Body::empty();
        if let Some((kind, text)) = body {
            if !kind.is_empty() {
                request = request.header(header::CONTENT_TYPE, kind);
            }
            content = Body::from(text.to_owned());
        }
        let answer = self.house.ask(request.body(content).expect("a request"));
        let answer = answer.await;
        assert_eq!(answer.header("content-type"), MEDIA_TYPE, "{path}");
        answer
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await
    }

    /// Asks for something of the open collection.
    async fn of(&self, rest: &str) -> Answer {
        let path = format!("/taxii2/shared/collections/{OPEN}/{rest}");
        self.get(&path).await
    }

    async fn post(&self, collection: &str, text: &str) -> Answer {
        let path = format!("/taxii2/shared/collections/{collection}/objects/");
        self.ask(Method::POST, &path, Some((MEDIA_TYPE, text)))
            .await
    }

    /// Asks with headers of its own.
    async fn with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.house
            .ask(request.body(Body::empty()).expect("a request"))
            .await
    }
}

/// Expects a body.
#[track_caller]
fn gives(answer: &Answer, body: &Value) {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.json(), *body);
}

/// Expects a refusal, spelled out as TAXII has it; returns the words for people.
#[track_caller]
fn refuses(answer: &Answer, status: StatusCode, code: &str) -> String {
    assert_eq!(answer.status, status, "{}", answer.text);
    assert_eq!(answer.header("content-type"), MEDIA_TYPE);
    let mut body = answer.json();
    let description = body["description"].take();
    assert_eq!(
        body,
        json!({
            "title": "ProcessingError",
            "description": null,
            "error_id": answer.header("x-request-id"),
            "error_code": code,
            "http_status": status.as_u16().to_string(),
        })
    );
    let description = description.as_str().unwrap_or_default();
    assert!(!description.is_empty() && !answer.header("x-request-id").is_empty());
    description.to_owned()
}

/// Expects these of [`OBJECTS`], all in one page.
#[track_caller]
fn holds(answer: &Answer, which: &[usize]) {
    if which.is_empty() {
        gives(answer, &json!({}));
        assert_eq!(answer.text, "{}");
        assert_eq!(answer.header("x-taxii-date-added-first"), "");
        assert_eq!(answer.header("x-taxii-date-added-last"), "");
        return;
    }
    let objects: Vec<Value> = which.iter().map(|n| nth(*n)).collect();
    gives(answer, &json!({"more": false, "objects": objects}));
    dated(answer, which[0], which[which.len() - 1]);
}

/// Expects the moments at which the first and the last were added.
#[track_caller]
fn dated(answer: &Answer, first: usize, last: usize) {
    for (name, n) in [
        ("x-taxii-date-added-first", first),
        ("x-taxii-date-added-last", last),
    ] {
        let header = answer.header(name);
        let time: Time = header
            .parse()
            .unwrap_or_else(|_| panic!("{name}: {header}"));
        assert_eq!(time, OBJECTS[n].3.parse().expect("a time"), "{name}");
        assert_eq!(header.len(), "2026-02-01T00:00:00.000000Z".len());
    }
}
