//! The TAXII 2.1 server: what a client with a token gets, and what it is refused.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use watchbell_formats::taxii::{MEDIA_TYPE, Object};
use watchbell_model::{Clock as _, SystemClock, Time};
use watchbell_node::{
    accounts::Scope,
    peers::{MIRROR, ROOT},
    taxii::new_object,
};
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

#[tokio::test]
async fn the_server_says_what_it_offers() {
    let bare = House::open().await;
    let token = bare.token(Role::Reader, &[Scope::TaxiiRead]).await;
    let server = Server { house: bare, token };
    let identity = &server.house.node.config().node;
    let told = json!({
        "title": identity.organisation,
        "description": format!("What {} offers", identity.name),
        "contact": identity.contact,
    });
    gives(&server.get("/taxii2/").await, &told);

    let server = Server::open().await;
    let mut told = told;
    told["default"] = json!("http://desk.example/taxii2/empty/");
    told["api_roots"] = json!([
        "http://desk.example/taxii2/empty/",
        "http://desk.example/taxii2/shared/"
    ]);
    gives(&server.get("/taxii2/").await, &told);
    gives(&server.get("/taxii2").await, &told);
    gives(
        &server.get("/taxii2/shared/").await,
        &json!({
            "title": "Root shared", "description": "For tests",
            "versions": [MEDIA_TYPE], "max_content_length": MOST,
        }),
    );
    gives(&server.get("/taxii2/empty/collections/").await, &json!({}));
    let collection = |id: &str, can_read: bool, can_write: bool| {
        json!({
            "id": id, "title": format!("Collection {}", &id[35..]), "can_read": can_read,
            "can_write": can_write, "media_types": ["application/stix+json;version=2.1"],
        })
    };
    let mut open = collection(OPEN, true, true);
    open["alias"] = json!("phishing");
    let all = [
        open,
        collection(READ, true, false),
        collection(WRITE, false, true),
        collection(CLOSED, false, false),
    ];
    let list = server.get("/taxii2/shared/collections/").await;
    gives(&list, &json!({"collections": all}));
    for one in &all {
        let id = one["id"].as_str().unwrap();
        let path = format!("/taxii2/shared/collections/{id}/");
        gives(&server.get(&path).await, one);
    }
    let by_alias = "/taxii2/shared/collections/phishing/";
    gives(&server.get(by_alias).await, &all[0]);
}

#[tokio::test]
async fn roots_stand_at_the_top_and_slashes_may_be_missing() {
    let server = Server::open().await;
    for path in [
        "/shared/".to_owned(),
        "/shared/collections/".to_owned(),
        format!("/shared/collections/{OPEN}/"),
        format!("/shared/collections/{OPEN}/objects/"),
        format!("/shared/collections/{OPEN}/manifest/"),
        format!("/shared/collections/{OPEN}/objects/{INDICATOR}/"),
        format!("/shared/collections/{OPEN}/objects/{INDICATOR}/versions/"),
    ] {
        let usual = server.get(&format!("/taxii2{path}")).await;
        assert_eq!(usual.status, StatusCode::OK, "{path}");
        for other in [
            path.clone(),
            path.trim_end_matches('/').to_owned(),
            format!("/taxii2{}", path.trim_end_matches('/')),
        ] {
            let answer = server.get(&other).await;
            assert_eq!((answer.status, &answer.text), (usual.status, &usual.text));
        }
        // Who speaks no TAXII is sent to sign in like anybody.
        let other = server.with(&path, &[("accept", "text/html")]).await;
        assert_eq!(other.status, StatusCode::SEE_OTHER, "{path}");
    }
    let path = format!("/shared/collections/{OPEN}/objects");
    let envelope = json!({"objects": [nth(0)]}).to_string();
    let added = server
        .ask(Method::POST, &path, Some((MEDIA_TYPE, &envelope)))
        .await;
    assert_eq!(added.status, StatusCode::ACCEPTED);
    let status = format!("/shared/status/{}", added.json()["id"].as_str().unwrap());
    gives(&server.get(&status).await, &added.json());
}

#[tokio::test]
async fn who_has_no_token_or_another_is_told_so() {
    let server = Server::open().await;
    let accept = ("accept", MEDIA_TYPE);
    let objects = format!("/taxii2/shared/collections/{OPEN}/objects/");
    let basic = |pair: &str| format!("Basic {}", STANDARD.encode(pair));
    for path in ["/taxii2/", "/taxii2/nowhere/", "/shared/", &objects] {
        let no_token = server.with(path, &[accept]).await;
        refuses(&no_token, StatusCode::UNAUTHORIZED, "token");
        assert_eq!(
            no_token.header("www-authenticate"),
            "Basic realm=\"watchbell\", charset=\"UTF-8\""
        );
        let wrong = [basic("client:wb_wrong"), "Bearer wb_wrong".to_owned()];
        for wrong in wrong {
            let answer = server
                .with(path, &[accept, ("authorization", &wrong)])
                .await;
            refuses(&answer, StatusCode::UNAUTHORIZED, "token");
        }
    }
    // The token is the password of any name.
    for name in ["client", "", "ä"] {
        let pair = basic(&format!("{name}:{}", server.token));
        let answer = server
            .with(&objects, &[accept, ("authorization", &pair)])
            .await;
        holds(&answer, &[0, 2, 3, 5]);
    }

    let scoped = async |scope: Scope, method: Method, path: &str| {
        let token = server.house.token(Role::Administrator, &[scope]).await;
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::ACCEPT, MEDIA_TYPE)
            .header(header::CONTENT_TYPE, MEDIA_TYPE)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::from("{}"));
        server.house.ask(request.unwrap()).await
    };
    let forbidden = StatusCode::FORBIDDEN;
    for path in ["/taxii2/", "/taxii2/shared/", &objects] {
        for scope in [Scope::TaxiiWrite, Scope::IncidentsRead] {
            refuses(&scoped(scope, Method::GET, path).await, forbidden, "scope");
        }
    }
    let read = Scope::TaxiiRead;
    refuses(
        &scoped(read, Method::POST, &objects).await,
        forbidden,
        "scope",
    );
    let one = format!("{objects}{INDICATOR}/");
    refuses(
        &scoped(read, Method::DELETE, &one).await,
        forbidden,
        "scope",
    );
    let written = scoped(Scope::TaxiiWrite, Method::POST, &objects).await;
    assert_eq!(written.status, StatusCode::ACCEPTED);
    holds(&server.of("objects/").await, &[0, 2, 3, 5]);
}

#[tokio::test]
async fn only_what_the_client_takes_is_sent() {
    let server = Server::open().await;
    let bearer = format!("Bearer {}", server.token);
    let token = ("authorization", bearer.as_str());
    for accept in [
        "",
        "application/json",
        "text/html",
        "application/taxii+json;version=2.0",
        "application/vnd.oasis.taxii+json;version=2.0",
        "application/taxii+jsonx",
    ] {
        let headers = [token, ("accept", accept)];
        let headers = if accept.is_empty() {
            &headers[..1]
        } else {
            &headers[..]
        };
        for path in ["/taxii2/", "/taxii2/shared/collections/", "/taxii2/none/"] {
            let answer = server.with(path, headers).await;
            refuses(&answer, StatusCode::NOT_ACCEPTABLE, "not-acceptable");
        }
    }
    for accept in [
        "application/taxii+json",
        "application/taxii+json;version=2.1",
        "Application/TAXII+JSON; version=\"2.1\"",
        "text/html, application/taxii+json;version=2.1;q=0.5",
        "*/*",
        "application/*",
    ] {
        let answer = server.with("/taxii2/", &[token, ("accept", accept)]).await;
        assert_eq!(answer.status, StatusCode::OK, "{accept}");
        assert_eq!(answer.header("content-type"), MEDIA_TYPE);
    }
}

#[tokio::test]
async fn what_is_not_there_or_closed_is_refused() {
    let server = Server::open().await;
    let not_found = StatusCode::NOT_FOUND;
    for path in [
        "/taxii2/none/",
        "/taxii2/none/collections/",
        "/taxii2/shared/other/",
        "/taxii2/shared/status/1/",
        "/taxii2/shared/collections/none/",
        "/taxii2/shared/collections/none/objects/",
        "/taxii2/empty/collections/phishing/",
        "/taxii2/shared/collections/phishing/other/",
        "/none/",
    ] {
        refuses(&server.get(path).await, not_found, "not-found");
    }
    let none = INDICATOR.replace("0a02", "0aff");
    for path in [
        format!("objects/{none}/"),
        format!("objects/{none}/versions/"),
    ] {
        refuses(&server.of(&path).await, not_found, "not-found");
    }
    let forbidden = StatusCode::FORBIDDEN;
    for id in [WRITE, CLOSED] {
        for rest in ["objects/", "manifest/", "objects/x/", "objects/x/versions/"] {
            let path = format!("/taxii2/shared/collections/{id}/{rest}");
            refuses(&server.get(&path).await, forbidden, "collection");
        }
    }
    for id in [READ, CLOSED] {
        refuses(&server.post(id, "{}").await, forbidden, "collection");
    }
    for (id, status, code) in [
        (READ, forbidden, "collection"),
        (WRITE, forbidden, "collection"),
        (CLOSED, not_found, "not-found"),
    ] {
        let path = format!("/taxii2/shared/collections/{id}/objects/{INDICATOR}/");
        let answer = server.ask(Method::DELETE, &path, None).await;
        refuses(&answer, status, code);
    }
    let of = format!("/taxii2/shared/collections/{OPEN}");
    for (method, path) in [
        (Method::POST, "/taxii2/".to_owned()),
        (Method::POST, format!("{of}/manifest/")),
        (Method::POST, format!("{of}/objects/{INDICATOR}/")),
        (Method::DELETE, format!("{of}/objects/")),
        (Method::DELETE, format!("{of}/")),
        (Method::PUT, format!("{of}/objects/")),
    ] {
        let answer = server.ask(method, &path, None).await;
        refuses(
            &answer,
            StatusCode::METHOD_NOT_ALLOWED,
            "method-not-allowed",
        );
    }
    holds(&server.of("objects/").await, &[0, 2, 3, 5]);
}

#[tokio::test]
async fn filters_choose_objects() {
    let server = Server::open().await;
    let all = &[0, 1, 2, 3, 5][..];
    for (query, which) in [
        (String::new(), &[0, 2, 3, 5][..]),
        ("match[version]=all".to_owned(), all),
        ("match%5Bversion%5D=all".to_owned(), all),
        ("match[version]=first".to_owned(), &[0, 1, 3, 5]),
        ("match[version]=first,last".to_owned(), all),
        ("match[version]=2026-01-01T00:00:00Z".to_owned(), &[0, 1]),
        (
            "match[version]=2026-02-05T00:00:00.000001Z".to_owned(),
            &[5],
        ),
        ("match[spec_version]=2.0".to_owned(), &[4]),
        ("match[spec_version]=2.0,2.1".to_owned(), &[0, 2, 4, 5]),
        ("match[spec_version]=2.2".to_owned(), &[]),
        ("match[type]=indicator,url".to_owned(), &[2, 5]),
        ("match[type]=tool".to_owned(), &[]),
        (format!("match[id]={MALWARE},{URL}"), &[3, 5]),
        (format!("match[id]={MALWARE}&match[type]=url"), &[]),
        ("added_after=2026-02-03T00:00:00.5Z".to_owned(), &[3, 5]),
        (
            "added_after=2026-02-03T00:00:00.499999Z".to_owned(),
            &[2, 3, 5],
        ),
        ("added_after=2026-02-05T00:00:00.000001Z".to_owned(), &[]),
        (
            format!("match[id]={INDICATOR}&added_after=2026-02-01T00:00:00Z&match[version]=first"),
            &[1],
        ),
        // What else may be asked is passed over.
        ("match[name]=x&other=y".to_owned(), &[0, 2, 3, 5]),
    ] {
        holds(&server.of(&format!("objects/?{query}")).await, which);
    }
    for (rest, which) in [
        ("", &[2][..]),
        ("?match[version]=all", &[1, 2]),
        ("?match[version]=first", &[1]),
        ("?match[spec_version]=2.0", &[]),
        ("?match[type]=malware", &[2]),
    ] {
        holds(
            &server.of(&format!("objects/{INDICATOR}/{rest}")).await,
            which,
        );
    }
    let bad = StatusCode::BAD_REQUEST;
    for query in [
        "limit=0",
        "limit=-20",
        "limit=abc",
        "limit=",
        "added_after=yesterday",
        "match[version]=newest",
        "match[type]=a%00b",
        "next=1-2-3",
    ] {
        for rest in ["objects/", "manifest/"] {
            let answer = server.of(&format!("{rest}?{query}")).await;
            let words = refuses(&answer, bad, "parameter");
            let named = query.split('=').next().unwrap();
            assert!(words.contains(named) || words.contains("NUL"), "{words}");
        }
    }
}

#[tokio::test]
async fn manifests_and_versions_tell_of_objects_without_them() {
    let server = Server::open().await;
    let record = |n: usize| {
        let (id, spec, version, added_at) = OBJECTS[n];
        let added: Time = added_at.parse().unwrap();
        let added = watchbell_node::taxii::precise(added);
        let version = if version.is_empty() { &added } else { version };
        json!({
            "id": id, "date_added": added, "version": version,
            "media_type": format!("application/stix+json;version={spec}"),
        })
    };
    let records = |which: &[usize]| {
        let list: Vec<Value> = which.iter().map(|n| record(*n)).collect();
        json!({"more": false, "objects": list})
    };
    assert_eq!(record(5)["date_added"], "2026-02-05T00:00:00.000001Z");
    let answer = server.of("manifest/").await;
    gives(&answer, &records(&[0, 2, 3, 5]));
    dated(&answer, 0, 5);
    let answer = server.of("manifest/?match[spec_version]=2.0").await;
    gives(&answer, &records(&[4]));
    dated(&answer, 4, 4);
    gives(&server.of("manifest/?match[type]=tool").await, &json!({}));

    let versions = server.of(&format!("objects/{INDICATOR}/versions/")).await;
    gives(
        &versions,
        &json!({"more": false, "versions": [OBJECTS[2].2, OBJECTS[1].2]}),
    );
    dated(&versions, 1, 2);
    let versions = server.of(&format!("objects/{URL}/versions/")).await;
    gives(
        &versions,
        &json!({"more": false, "versions": ["2026-02-05T00:00:00.000001Z"]}),
    );
    // In pages they come in the order in which they were added.
    let path = format!("objects/{INDICATOR}/versions/?limit=1");
    let first = server.of(&path).await;
    let next = first.json()["next"].as_str().unwrap().to_owned();
    gives(
        &first,
        &json!({"more": true, "next": next, "versions": [OBJECTS[1].2]}),
    );
    dated(&first, 1, 1);
    let second = server.of(&format!("{path}&next={next}")).await;
    gives(&second, &json!({"more": false, "versions": [OBJECTS[2].2]}));
    dated(&second, 2, 2);
}

#[tokio::test]
async fn pages_continue_where_the_one_before_ended() {
    let server = Server::open().await;
    let both = "match[spec_version]=2.0,2.1&match[version]=all";
    for (query, which) in [
        ("match[version]=last", &[0, 2, 3, 5][..]),
        (both, &[0, 1, 2, 3, 4, 5]),
    ] {
        for limit in 1..=7 {
            let mut rest = String::new();
            let mut seen = Vec::new();
            loop {
                let path = format!("objects/?{query}&limit={limit}{rest}");
                let answer = server.of(&path).await;
                assert_eq!(answer.status, StatusCode::OK);
                let mut page = answer.json();
                let objects = page["objects"].take();
                let count = objects.as_array().unwrap().len();
                dated(&answer, which[seen.len()], which[seen.len() + count - 1]);
                seen.extend(objects.as_array().unwrap().clone());
                let more = seen.len() < which.len();
                assert_eq!(
                    (page["more"] == true, page["next"].is_string()),
                    (more, more)
                );
                assert!(!more || count == limit, "{count} of {limit}");
                if !more {
                    break;
                }
                rest = format!("&next={}", page["next"].as_str().unwrap());
            }
            let expected: Vec<Value> = which.iter().map(|n| nth(*n)).collect();
            assert_eq!(seen, expected, "{query} by {limit}");
        }
    }
    // Only the same question is continued, however many are asked for.
    let first = server
        .of("objects/?match[type]=indicator,malware&limit=1")
        .await;
    let next = first.json()["next"].as_str().unwrap().to_owned();
    let same = server
        .of(&format!(
            "objects/?next={next}&match[type]=indicator,malware"
        ))
        .await;
    holds(&same, &[3]);
    for other in [
        String::new(),
        "&match[type]=malware".to_owned(),
        format!("&match[type]=indicator,malware&match[id]={MALWARE}"),
        "&match[type]=indicator,malware&added_after=2026-01-01T00:00:00Z".to_owned(),
    ] {
        let answer = server.of(&format!("objects/?next={next}{other}")).await;
        let words = refuses(&answer, StatusCode::BAD_REQUEST, "parameter");
        assert!(words.contains("next"), "{words}");
    }
}

#[tokio::test]
async fn what_is_added_is_told_of_and_found() {
    let server = Server::open().await;
    let new = object(
        &INDICATOR.replace("0a02", "0b01"),
        "2.1",
        "2026-03-01T00:00:00.000Z",
    );
    let old_form = object(
        &INDICATOR.replace("0a02", "0b02"),
        "2.0",
        "2026-03-01T00:00:00.000Z",
    );
    let url = object(&URL.replace("0a04", "0b03"), "2.1", "");
    let envelope = json!({"objects": [
        new, 5, url, {"type": "tool", "id": "tool--1"}, nth(2), old_form, new,
    ]});
    let added = server.post("phishing", &envelope.to_string()).await;
    assert_eq!(added.status, StatusCode::ACCEPTED, "{}", added.text);
    let status = added.json();
    let at = status["request_timestamp"].clone();
    let success = |object: &Value, message: &str| {
        let version = object.get("modified").unwrap_or(&at);
        json!({"id": object["id"], "version": version, "message": message})
    };
    let known = "was there already";
    assert_eq!(
        status,
        json!({
            "id": status["id"], "status": "complete", "request_timestamp": at,
            "total_count": 7, "success_count": 5, "failure_count": 2, "pending_count": 0,
            "successes": [
                success(&new, "added"), success(&url, "added"), success(&nth(2), known),
                success(&old_form, "added"), success(&new, known),
            ],
            "failures": [
                {"id": "", "version": at, "message": "object \"5\" is no object of STIX"},
                {"id": "tool--1", "version": at,
                 "message": "id \"tool--1\" is not the object's type, two dashes and a UUID"},
            ],
        })
    );
    let id = status["id"].as_str().unwrap();
    gives(
        &server.get(&format!("/taxii2/shared/status/{id}/")).await,
        &status,
    );
    // Another root knows nothing of it.
    let elsewhere = server.get(&format!("/taxii2/empty/status/{id}/")).await;
    refuses(&elsewhere, StatusCode::NOT_FOUND, "not-found");

    let found = server.of("objects/?added_after=2026-02-06T00:00:00Z").await;
    gives(
        &found,
        &json!({"more": false, "objects": [new, url, old_form]}),
    );
    let first: Time = found.header("x-taxii-date-added-first").parse().unwrap();
    let last: Time = found.header("x-taxii-date-added-last").parse().unwrap();
    assert!(first < last);
    let whole = server.of("").await.json();
    assert_eq!(
        whole["media_types"],
        json!([
            "application/stix+json;version=2.1",
            "application/stix+json;version=2.0"
        ])
    );
    assert_eq!(whole["alias"], "phishing");

    // What is sent again is a success, and changes nothing.
    let envelope = json!({"objects": [new, url]});
    let again = server.post(OPEN, &envelope.to_string()).await.json();
    assert_eq!(
        (&again["success_count"], &again["successes"][1]["message"]),
        (&json!(2), &json!(known))
    );
    assert_ne!(again["id"], status["id"]);
    assert_eq!(again.get("failures"), None);
    let same = server.of("objects/?added_after=2026-02-06T00:00:00Z").await;
    assert_eq!(same.text, found.text);
    // Into one that nobody reads it goes as well.
    let added = server.post(WRITE, &envelope.to_string()).await;
    assert_eq!(added.json()["success_count"], 2);
    let nothing = server.post(OPEN, "{}").await;
    assert_eq!(nothing.status, StatusCode::ACCEPTED);
    assert_eq!(nothing.json()["total_count"], 0);
}

#[tokio::test]
async fn what_is_no_envelope_is_refused() {
    let server = Server::open().await;
    let objects = format!("/taxii2/shared/collections/{OPEN}/objects/");
    for kind in [
        "",
        "application/json",
        "application/stix+json;version=2.1",
        "application/taxii+json;version=2.0",
    ] {
        let answer = server.ask(Method::POST, &objects, Some((kind, "{}"))).await;
        let words = refuses(&answer, StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type");
        assert_eq!(words, format!("The body has to be {MEDIA_TYPE}."));
    }
    for text in [
        "",
        "[]",
        "5",
        "{",
        "{\"objects\":{}}",
        "{\"id\":\"bundle--1\"}",
    ] {
        let answer = server.post(OPEN, text).await;
        let words = refuses(&answer, StatusCode::UNPROCESSABLE_ENTITY, "fields");
        assert!(
            words.starts_with("While processing supplied content, an error occurred: "),
            "{words}"
        );
    }
    let bytes = Request::post(&objects)
        .header(header::ACCEPT, MEDIA_TYPE)
        .header(header::CONTENT_TYPE, MEDIA_TYPE)
        .header(header::AUTHORIZATION, format!("Bearer {}", server.token))
        .body(Body::from(&b"{\"objects\":[\"\xff\"]}"[..]));
    let answer = server.house.ask(bytes.unwrap()).await;
    refuses(&answer, StatusCode::UNPROCESSABLE_ENTITY, "fields");

    let padded = |most: usize| format!("{:most$}", "{\"objects\":[]}");
    let fits = server.post(OPEN, &padded(MOST)).await;
    assert_eq!(fits.status, StatusCode::ACCEPTED, "{}", fits.text);
    let answer = server.post(OPEN, &padded(MOST + 1)).await;
    refuses(&answer, StatusCode::PAYLOAD_TOO_LARGE, "too-large");
    holds(&server.of("objects/").await, &[0, 2, 3, 5]);
}

#[tokio::test]
async fn objects_are_deleted_as_the_filter_says() {
    let server = Server::open().await;
    let delete = async |id: &str, query: &str| {
        let path = format!("/taxii2/shared/collections/{OPEN}/objects/{id}/{query}");
        server.ask(Method::DELETE, &path, None).await
    };
    let gone = |answer: &Answer| {
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.text, "");
    };
    gone(&delete(INDICATOR, "").await);
    holds(&server.of("objects/").await, &[0, 1, 3, 5]);
    gone(&delete(MALWARE, "?match[spec_version]=2.1").await);
    holds(&server.of("objects/").await, &[0, 1, 4, 5]);
    let not_found = StatusCode::NOT_FOUND;
    let nothing = delete(INDICATOR, "?match[version]=2026-01-05T00:00:00.250Z").await;
    refuses(&nothing, not_found, "not-found");
    let bad = delete(INDICATOR, "?match[version]=x").await;
    refuses(&bad, StatusCode::BAD_REQUEST, "parameter");
    gone(&delete(INDICATOR, "?match[version]=all").await);
    refuses(&delete(INDICATOR, "").await, not_found, "not-found");
    let path = format!("objects/{INDICATOR}/");
    refuses(&server.of(&path).await, not_found, "not-found");
    holds(&server.of("objects/").await, &[0, 4, 5]);
    // What was deleted may come back, behind everything else.
    let envelope = json!({"objects": [nth(2)]}).to_string();
    assert_eq!(
        server.post(OPEN, &envelope).await.json()["success_count"],
        1
    );
    let objects = server.of("objects/").await.json()["objects"].clone();
    assert_eq!(objects, json!([nth(0), nth(4), nth(5), nth(2)]));
}

#[tokio::test]
async fn what_is_for_peers_or_came_from_them_is_hidden() {
    let server = Server::open().await;
    for root in [ROOT, MIRROR] {
        server.root(root).await;
        let key = server
            .collection(TaxiiCollection {
                root: root.to_owned(),
                id: OPEN.to_owned(),
                title: "Secret".to_owned(),
                alias: "secret".to_owned(),
                can_read: true,
                can_write: true,
                ..TaxiiCollection::default()
            })
            .await;
        server.fill(key).await;
        let db = server.house.node.db();
        db.add_taxii_status(root, "1", "{\"secret\":1}", SystemClock.now())
            .await
            .unwrap();
    }
    let roots = server.get("/taxii2/").await.json()["api_roots"].clone();
    assert_eq!(
        roots,
        json!([
            "http://desk.example/taxii2/empty/",
            "http://desk.example/taxii2/shared/"
        ])
    );
    for root in [ROOT, MIRROR] {
        for base in ["/taxii2", ""] {
            let of = format!("{base}/{root}/collections/{OPEN}");
            for path in [
                format!("{base}/{root}/status/1/"),
                format!("{base}/{root}/collections/"),
                format!("{base}/{root}/collections/secret/"),
                format!("{of}/"),
                format!("{of}/objects/"),
                format!("{of}/manifest/"),
                format!("{of}/objects/{INDICATOR}/"),
                format!("{of}/objects/{INDICATOR}/versions/"),
            ] {
                let answer = server.get(&path).await;
                refuses(&answer, StatusCode::NOT_FOUND, "not-found");
            }
            let envelope = json!({"objects": [nth(0)]}).to_string();
            let body = Some((MEDIA_TYPE, envelope.as_str()));
            let path = format!("{of}/objects/");
            let answer = server.ask(Method::POST, &path, body).await;
            refuses(&answer, StatusCode::NOT_FOUND, "not-found");
            let path = format!("{of}/objects/{INDICATOR}/");
            let answer = server.ask(Method::DELETE, &path, None).await;
            refuses(&answer, StatusCode::NOT_FOUND, "not-found");
        }
        let root = server.get(&format!("/taxii2/{root}/")).await;
        refuses(&root, StatusCode::NOT_FOUND, "not-found");
    }
}
