//! Objects added and deleted.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use serde_json::{Value, json};
use watchbell_formats::taxii::MEDIA_TYPE;
use watchbell_model::Time;

use super::{
    INDICATOR, MALWARE, MOST, OPEN, Server, URL, WRITE, gives, holds, nth, object, refuses,
};
use crate::house::Answer;

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
