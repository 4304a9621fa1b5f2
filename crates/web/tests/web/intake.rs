//! Reports handed in over the API: bounds, field errors, keys.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use serde_json::json;
use watchbell_node::accounts::Scope;
use watchbell_store::Role;

use crate::house::{Answer, House, pointers};

pub(crate) async fn submit(
    house: &House,
    token: &str,
    kind: &str,
    key: Option<&str>,
    body: impl Into<Body>,
) -> Answer {
    let mut request = Request::builder()
        .method(Method::POST)
        .uri("/api/v1/reports");
    request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    if !kind.is_empty() {
        request = request.header(header::CONTENT_TYPE, kind);
    }
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    house
        .ask(request.body(body.into()).expect("a request"))
        .await
}

#[tokio::test]
async fn reports_are_taken_one_many_or_a_line_each() {
    let house = House::open().await;
    let token = house.token(Role::Analyst, &[Scope::ReportsWrite]).await;
    let one = submit(
        &house,
        &token,
        "application/json",
        None,
        r#"{"text":"one"}"#,
    )
    .await;
    assert_eq!(one.status, StatusCode::ACCEPTED, "{}", one.text);
    let many = submit(
        &house,
        &token,
        "application/json; charset=utf-8",
        None,
        r#"[{"text":"one"},{"text":"two"}]"#,
    )
    .await;
    assert_eq!(
        (
            many.json()["new"].as_i64(),
            many.json()["ids"].as_array().unwrap().len()
        ),
        (Some(1), 2)
    );
    assert_eq!(
        many.json()["ids"][0],
        one.json()["ids"][0],
        "the same report sent twice is one"
    );
    let lines = submit(
        &house,
        &token,
        "application/x-ndjson",
        None,
        "{\"text\":\"three\"}\n\n{\"text\":\"four\"}\n",
    )
    .await;
    assert_eq!(lines.json()["new"], 2);
    assert_eq!(house.node.db().reports(None, 100).await.unwrap().len(), 4);
}

#[tokio::test]
async fn what_is_wrong_with_reports_is_named_field_by_field_and_none_is_taken() {
    let house = House::open().await;
    let token = house.token(Role::Analyst, &[Scope::ReportsWrite]).await;
    let body = json!([
        {"text": "fine"},
        {"text": 3, "channel": "fax", "received_at": "yesterday"},
        {"text": "x\u{0}y", "colour": "red", "consent": "yes"},
        {"txt": "x"},
        {"text": "x".repeat(16_385)},
        {"text": " \t\n"},
        "text",
    ]);
    let answer = submit(&house, &token, "application/json", None, body.to_string()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(
        pointers(&answer),
        [
            "/1/text",
            "/1/channel",
            "/1/received_at",
            "/2/text",
            "/2/consent",
            "/2/colour",
            "/3/text",
            "/3/txt",
            "/4/text",
            "/5/text",
            "/6"
        ]
    );
    let problem = answer.json();
    assert_eq!(
        (problem["status"].as_i64(), problem["code"].as_str()),
        (Some(422), Some("fields"))
    );
    assert!(
        problem["instance"]
            .as_str()
            .unwrap()
            .contains(answer.header("x-request-id"))
    );
    assert_eq!(house.node.db().reports(None, 100).await.unwrap().len(), 0);
}

#[tokio::test]
async fn bodies_have_bounds() {
    let house = House::open().await;
    let token = house.token(Role::Analyst, &[Scope::ReportsWrite]).await;
    let statuses = [
        ("text/plain", "x".to_owned(), 415),
        ("", "{}".to_owned(), 415),
        ("application/json", "x".repeat(8 * 1024 * 1024 + 1), 413),
        ("application/json", String::new(), 400),
        ("application/json", "[".repeat(1_000_000), 400),
        ("application/json", "{\"text\":\"x\"".to_owned(), 400),
        ("application/json", "[]".to_owned(), 422),
        ("application/x-ndjson", "\n\n".to_owned(), 422),
        (
            "application/json",
            json!(vec![json!({"text": "x"}); 1_001]).to_string(),
            422,
        ),
        (
            "application/x-ndjson",
            "{\"text\":\"x\"}\n".repeat(1_001),
            422,
        ),
        (
            "application/x-ndjson",
            "{\"text\":\"x\"}\n{".to_owned(),
            400,
        ),
    ];
    for (kind, body, status) in statuses {
        let start: String = body.chars().take(20).collect();
        let answer = submit(&house, &token, kind, None, body).await;
        assert_eq!(
            answer.status.as_u16(),
            status,
            "{kind} {start}: {}",
            answer.text
        );
        assert_eq!(
            answer.header("content-type"),
            "application/problem+json",
            "{start}"
        );
    }
    let invalid = submit(
        &house,
        &token,
        "application/json",
        None,
        vec![b'{', b'"', 0xff, b'"', b':', b'1', b'}'],
    )
    .await;
    assert_eq!(invalid.status, StatusCode::BAD_REQUEST);
    assert_eq!(house.node.db().reports(None, 100).await.unwrap().len(), 0);
}

#[tokio::test]
async fn the_same_key_gives_the_same_answer_and_another_body_is_refused() {
    let house = House::open().await;
    let token = house.token(Role::Analyst, &[Scope::ReportsWrite]).await;
    let kind = "application/json";
    let first = submit(&house, &token, kind, Some("k1"), r#"{"text":"one"}"#).await;
    assert_eq!(
        (first.status, first.json()["new"].as_i64()),
        (StatusCode::ACCEPTED, Some(1))
    );
    let again = submit(&house, &token, kind, Some("k1"), r#"{"text":"one"}"#).await;
    assert_eq!(
        (again.status, again.text),
        (StatusCode::ACCEPTED, first.text)
    );
    let other = submit(&house, &token, kind, Some("k1"), r#"{"text":"two"}"#).await;
    assert_eq!(
        (other.status, other.json()["code"].as_str()),
        (StatusCode::CONFLICT, Some("idempotency-key"))
    );
    // Without a key, and under somebody else's token, it is another request.
    assert_eq!(
        submit(&house, &token, kind, None, r#"{"text":"one"}"#)
            .await
            .json()["new"],
        0
    );
    let stranger = house
        .token(Role::Administrator, &[Scope::ReportsWrite])
        .await;
    assert_eq!(
        submit(&house, &stranger, kind, Some("k1"), r#"{"text":"two"}"#)
            .await
            .json()["new"],
        1
    );
    for key in ["", " ", "a b", &"k".repeat(256)] {
        assert_eq!(
            submit(&house, &token, kind, Some(key), r#"{"text":"one"}"#)
                .await
                .status,
            StatusCode::BAD_REQUEST,
            "{key:?}"
        );
    }
    // What was refused is not remembered.
    assert_eq!(
        submit(&house, &token, kind, Some("k2"), "{").await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        submit(&house, &token, kind, Some("k2"), r#"{"text":"one"}"#)
            .await
            .status,
        StatusCode::ACCEPTED
    );
}
