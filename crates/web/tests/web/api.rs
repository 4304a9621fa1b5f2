//! The API: what it takes, what it refuses and how it says so.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use watchbell_node::accounts::Scope;
use watchbell_store::Role;

use crate::{
    house::{House, pointers},
    intake::submit,
};

#[tokio::test]
async fn an_incident_is_read_changed_exported_and_proven() {
    let house = House::open().await;
    let ids = house
        .campaign(
            "Your parcel is held. Pay the customs fee today: http://parcel-pay.example/x1",
            "PARCEL",
        )
        .await;
    let token = house.token(Role::Administrator, &Scope::ALL).await;
    let get = async |path: &str| house.call(Method::GET, path, &token, None).await;
    let list = get("/api/v1/incidents?state=open&limit=1").await.json();
    assert_eq!(list["items"][0]["id"], "inc-1", "{list}");
    let incident = get("/api/v1/incidents/inc-1").await.json();
    assert_eq!(
        (
            incident["reports"].as_i64(),
            incident["senders"][0]["value"].as_str()
        ),
        (Some(6), Some("PARCEL"))
    );
    let report = get(&format!("/api/v1/reports/{}", ids[0])).await.json();
    assert_eq!(report["verdict"]["incident"], "inc-1");
    assert_ne!(report["reporter"], "+999000000", "a pseudonym");

    let page = get("/api/v1/incidents/inc-1/reports?limit=4").await.json();
    assert_eq!(page["items"].as_array().unwrap().len(), 4);
    let rest = get(&format!(
        "/api/v1/incidents/inc-1/reports?limit=4&before={}",
        page["next"].as_str().unwrap()
    ))
    .await
    .json();
    assert_eq!(
        (rest["items"].as_array().unwrap().len(), &rest["next"]),
        (2, &Value::Null)
    );

    let note = house
        .call(
            Method::POST,
            "/api/v1/incidents/inc-1/notes",
            &token,
            Some(json!({"text": "seen"})),
        )
        .await;
    assert_eq!(
        (note.status, note.json()["by"].as_str()),
        (StatusCode::CREATED, Some("administrator"))
    );
    let closed = house
        .call(
            Method::POST,
            "/api/v1/incidents/inc-1/state",
            &token,
            Some(json!({"state": "closed", "why": "done"})),
        )
        .await;
    assert_eq!(closed.json()["state"], "closed");
    let bad = house
        .call(
            Method::POST,
            "/api/v1/incidents/inc-1/state",
            &token,
            Some(json!({"state": "gone"})),
        )
        .await;
    assert_eq!(pointers(&bad), ["/state"]);

    let export = get("/api/v1/incidents/inc-1/export?format=iodef-xml").await;
    assert_eq!(
        (export.status, export.header("watchbell-export")),
        (StatusCode::OK, "exp-1")
    );
    assert!(export.text.contains("IODEF-Document"));
    house.node.drain().await.unwrap();
    let proof = get("/api/v1/proofs/exp-1").await.text;
    let holds = house
        .call(
            Method::POST,
            "/api/v1/proofs/verify",
            &token,
            Some(json!({"proof": proof})),
        )
        .await
        .json();
    assert_eq!(holds["holds"], true, "{holds}");
    let broken = house
        .call(
            Method::POST,
            "/api/v1/proofs/verify",
            &token,
            Some(json!({"proof": "x"})),
        )
        .await
        .json();
    assert_eq!(broken["holds"], false);
    assert!(broken["reason"].as_str().unwrap().len() > 5);
}

#[tokio::test]
async fn an_action_goes_its_way() {
    let house = House::open().await;
    house
        .campaign(
            "Your parcel is held. Pay the customs fee today: http://parcel-pay.example/x1",
            "PARCEL",
        )
        .await;
    let token = house.token(Role::Administrator, &Scope::ALL).await;
    let new = json!({"incident": "inc-1", "target": {"kind": "host", "value": "parcel-pay.example"}, "step": "block", "reason": "phishing"});
    let made = house
        .call(Method::POST, "/api/v1/actions", &token, Some(new.clone()))
        .await;
    assert_eq!(
        (made.status, made.json()["state"].as_str()),
        (StatusCode::CREATED, Some("proposed")),
        "{}",
        made.text
    );
    assert_eq!(
        house
            .call(Method::POST, "/api/v1/actions", &token, Some(new))
            .await
            .status,
        StatusCode::CONFLICT
    );
    let path = format!("/api/v1/actions/{}", made.json()["id"].as_str().unwrap());
    let change = async |verb: &str, body: Value| {
        house
            .call(Method::POST, &format!("{path}/{verb}"), &token, Some(body))
            .await
    };
    let why = json!({"why": "because"});
    assert_eq!(
        change("reverse", why.clone()).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(
        change("approve", json!({})).await.json()["approved_by"],
        "administrator"
    );
    let zone = house
        .call(Method::GET, "/api/v1/blocklist?format=rpz", &token, None)
        .await;
    assert!(zone.text.contains("parcel-pay.example"), "{}", zone.text);
    assert_eq!(
        change("appeal", why.clone()).await.json()["appeal"],
        "because"
    );
    assert_eq!(
        change("reverse", why.clone()).await.json()["state"],
        "reversed"
    );
    assert_eq!(change("refuse", why).await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_verdict_is_given_without_keeping_anything() {
    let house = House::open().await;
    let token = house.token(Role::Reader, &[Scope::ReportsRead]).await;
    let text = "Your parcel is held. Pay the customs fee today: http://parcel-pay.example/x1";
    let answer = house
        .call(
            Method::POST,
            "/api/v1/judge",
            &token,
            Some(json!({"text": text})),
        )
        .await;
    assert_eq!(
        (answer.status, answer.json()["verdict"].as_str()),
        (StatusCode::OK, Some("unwanted")),
        "{}",
        answer.text
    );
    assert_eq!(house.node.db().reports(None, 100).await.unwrap().len(), 0);
}

#[tokio::test]
async fn networks_are_advised_by_what_is_in_force_and_by_words_where_that_is_allowed() {
    const TEXT: &str =
        "Your parcel is held. Pay the customs fee today: http://parcel-pay.example/x1";
    let house = House::open().await;
    house.campaign(TEXT, "PARCEL").await;
    let token = house.token(Role::Administrator, &Scope::ALL).await;
    let ask = async |what: &str, body: Value| {
        let path = format!("/api/v1/policy/{what}");
        let answer = house.call(Method::POST, &path, &token, Some(body)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.json()
    };
    let message = |originator: &str, text: &str, consent: bool| json!({"originator": originator, "text": text, "consent": consent});
    // By its words alone it is marked; without consent nobody looks at them.
    let told = ask("message", message("+15550100", TEXT, true)).await;
    assert_eq!(
        (&told["policy"], &told["command_status"]),
        (&json!("flag"), &json!(0))
    );
    assert_eq!(told["verdict"]["verdict"], "unwanted");
    let told = ask("message", message("+15550100", TEXT, false)).await;
    assert_eq!(
        (&told["policy"], &told["verdict"]),
        (&json!("deliver"), &Value::Null)
    );
    assert_eq!(
        ask("call", json!({"originator": "+15550100"})).await["policy"],
        "allow"
    );
    assert_eq!(
        ask("call", json!({})).await["policy"],
        "allow",
        "it is withheld"
    );

    // The ladder has warned it already. Each step in force says more; one that only waits for a person
    // says nothing.
    let ladder = [
        ("restrict", "restrict", "delay", 0x64),
        ("block", "reject", "reject", 0x66),
    ];
    let mut before = json!("flag");
    for (step, call, sms, status) in ladder {
        let new = json!({"incident": "inc-1", "target": {"kind": "originator", "value": "PARCEL"}, "step": step, "reason": "phishing"});
        let made = house
            .call(Method::POST, "/api/v1/actions", &token, Some(new))
            .await
            .json();
        let told = ask("message", message("PARCEL", "hello", false)).await;
        assert_eq!(told["policy"], before, "{step} is proposed");
        let path = format!("/api/v1/actions/{}/approve", made["id"].as_str().unwrap());
        house
            .call(Method::POST, &path, &token, Some(json!({})))
            .await;
        let told = ask("message", message("PARCEL", "hello", false)).await;
        assert_eq!(
            (&told["policy"], &told["command_status"]),
            (&json!(sms), &json!(status))
        );
        assert_eq!(told["why"]["step"], step);
        let told = ask(
            "call",
            json!({"originator": "PARCEL", "called": "+15550199"}),
        )
        .await;
        assert_eq!(told["policy"], call);
        assert_eq!(told["sip"]["status"] == 608, step == "block");
        assert!(
            told["redress"]
                .as_str()
                .is_some_and(|contact| contact.contains('@'))
        );
        before = json!(sms);
    }
}

#[tokio::test]
async fn parameters_are_checked_and_named() {
    let house = House::open().await;
    let token = house.token(Role::Administrator, &Scope::ALL).await;
    for path in [
        "/api/v1/incidents?limit=0",
        "/api/v1/incidents?limit=201",
        "/api/v1/incidents?state=gone",
        "/api/v1/incidents?sate=open",
        "/api/v1/incidents?state=open&state=closed",
        "/api/v1/incidents?before=x",
        "/api/v1/incidents?q=%00",
        "/api/v1/incidents/inc-0",
        "/api/v1/incidents/%00",
        "/api/v1/proofs/act-1%00",
        "/api/v1/reports/xyz",
        "/api/v1/blocklist",
        "/api/v1/blocklist?format=pdf",
        "/api/v1/stats?x=1",
        "/api/v1/cvss",
        "/api/v1/cvss?vector=",
        "/api/v1/cvss?vector=CVSS:3.1/AV:N",
    ] {
        let answer = house.call(Method::GET, path, &token, None).await;
        assert_eq!(
            answer.status,
            StatusCode::BAD_REQUEST,
            "{path}: {}",
            answer.text
        );
    }
    for path in [
        "/api/v1/incidents/inc-99",
        "/api/v1/rules/text/nothing",
        "/api/v1/proofs/nothing",
        "/api/v1/nowhere",
    ] {
        let answer = house.call(Method::GET, path, &token, None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_vector_is_scored() {
    let house = House::open().await;
    let token = house.token(Role::Reader, &[Scope::ReportsRead]).await;
    let ask = async |vector: &str| {
        let path = format!("/api/v1/cvss?vector={vector}");
        house.call(Method::GET, &path, &token, None).await
    };
    let vector = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N";
    assert_eq!(
        ask(vector).await.json(),
        json!({
            "vector": vector, "valid": true, "version": "4.0", "base": 8.7, "score": 8.7,
            "severity": "High", "nomenclature": "CVSS-B", "macrovector": "001200",
        })
    );
    let problem = ask("AV:N/AC:L/Au:N/C:N/I:N/A:x").await;
    assert_eq!(problem.status, StatusCode::BAD_REQUEST);
    assert!(
        problem.text.contains("metric A at byte 25"),
        "{}",
        problem.text
    );
}

#[tokio::test]
async fn accounts_and_tokens_are_run_over_the_api() {
    let house = House::open().await;
    let token = house.token(Role::Administrator, &[Scope::Admin]).await;
    let made = house
        .call(
            Method::POST,
            "/api/v1/users",
            &token,
            Some(json!({"name": "zoe", "role": "reader"})),
        )
        .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    assert!(made.json()["password"].as_str().unwrap().len() >= 12);
    let path = format!("/api/v1/users/{}", made.json()["id"]);
    let changed = house
        .call(
            Method::PATCH,
            &path,
            &token,
            Some(json!({"disabled": true})),
        )
        .await;
    assert_eq!(changed.json()["disabled"], true);
    let short = house
        .call(
            Method::PATCH,
            &path,
            &token,
            Some(json!({"password": "short"})),
        )
        .await;
    assert_eq!(pointers(&short), ["/password"]);
    let new = json!({"name": "feed", "scopes": ["reports:write"], "days": 30});
    let key = house
        .call(Method::POST, "/api/v1/tokens", &token, Some(new))
        .await;
    assert_eq!(key.status, StatusCode::CREATED);
    let secret = key.json()["secret"].as_str().unwrap().to_owned();
    assert_eq!(
        submit(&house, &secret, "application/json", None, r#"{"text":"x"}"#)
            .await
            .status,
        StatusCode::ACCEPTED
    );
    let gone = house
        .call(
            Method::DELETE,
            &format!("/api/v1/tokens/{}", key.json()["id"]),
            &token,
            None,
        )
        .await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    assert_eq!(
        submit(&house, &secret, "application/json", None, r#"{"text":"x"}"#)
            .await
            .status,
        StatusCode::UNAUTHORIZED
    );
    let listed = house
        .call(Method::GET, "/api/v1/tokens", &token, None)
        .await
        .text;
    assert!(!listed.contains(&secret));
}

#[tokio::test]
async fn metrics_need_a_token_of_their_own() {
    let house = House::open().await;
    let token = house.token(Role::Reader, &[Scope::MetricsRead]).await;
    let answer = house.call(Method::GET, "/metrics", &token, None).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.text.contains("# TYPE watchbell_"), "{}", answer.text);
}
