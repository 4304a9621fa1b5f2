//! Pages with real incidents in them.

use axum::http::StatusCode;
use watchbell_store::Role;

use crate::house::House;

/// A message that would run if any page forgot to escape it.
const HOSTILE: &str = "Your parcel <script>alert(1)</script> is held, pay the fee today: http://parcel-pay.example/\"><img src=x onerror=alert(2)> {{7*7}} \u{202E}";

#[tokio::test]
async fn a_hostile_message_is_text_on_every_page() {
    let house = House::open().await;
    let ids = house.campaign(HOSTILE, "<svg onload=alert(3)>").await;
    let person = house.person(Role::Administrator).await;
    house
        .post(
            "/incidents/inc-1/note",
            &person,
            &[("text", "<script>alert(4)</script>")],
        )
        .await;
    let paths = [
        "/".to_owned(),
        "/desk/live".to_owned(),
        "/incidents".to_owned(),
        "/incidents?q=%3Cscript%3Ealert(5)%3C%2Fscript%3E&link=%22%3E%3Cscript%3E".to_owned(),
        "/incidents/inc-1".to_owned(),
        "/incidents/inc-1/iodef".to_owned(),
        "/incidents/inc-1/iodef?format=json".to_owned(),
        "/reports".to_owned(),
        format!("/reports/{}", ids[0]),
        "/actions".to_owned(),
        "/log".to_owned(),
    ];
    for path in paths {
        let answer = house.get(&path, Some(&person)).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        assert!(
            answer.header("content-type").starts_with("text/html"),
            "{path}"
        );
        let lower = answer.text.to_lowercase();
        for bad in ["<script>", "<img", "<svg onload", "onerror=alert(2)>"] {
            assert!(!lower.contains(bad), "{path} holds {bad}");
        }
    }
}

#[tokio::test]
async fn an_incident_says_why_and_proves_it() {
    let house = House::open().await;
    let ids = house
        .campaign(
            "Your parcel is held. Pay the customs fee today: http://parcel-pay.example/x1",
            "PARCEL",
        )
        .await;
    let person = house.person(Role::Analyst).await;
    let page = house.get("/incidents/inc-1", Some(&person)).await.text;
    assert!(
        page.contains("<mark>") && page.contains("/rules/text/"),
        "{page}"
    );
    assert!(
        page.contains("badge is-holds"),
        "the proof is shown to hold"
    );
    let report = house
        .get(&format!("/reports/{}", ids[0]), Some(&person))
        .await
        .text;
    assert!(report.contains("badge is-holds") && report.contains("/incidents/inc-1"));

    let proof = house
        .get(&format!("/proofs/{}", ids[0]), Some(&person))
        .await;
    assert_eq!(proof.status, StatusCode::OK);
    assert!(
        proof
            .header("content-disposition")
            .starts_with("attachment")
    );
    let key = house.node.vkey().to_owned();
    let good = house
        .post(
            "/log/verify",
            &person,
            &[("proof", &proof.text), ("key", &key)],
        )
        .await;
    assert!(good.text.contains("The proof holds"), "{}", good.text);
    let broken = proof.text.replacen('A', "B", 1);
    let bad = house
        .post("/log/verify", &person, &[("proof", &broken), ("key", &key)])
        .await;
    assert!(!bad.text.contains("The proof holds") && bad.text.contains("notice bad"));
}

#[tokio::test]
async fn the_logs_files_are_open_to_anybody_and_nothing_beside_them() {
    let house = House::open().await;
    house
        .campaign(
            "Your parcel is held. Pay the customs fee today: http://parcel-pay.example/x1",
            "PARCEL",
        )
        .await;
    let checkpoint = house.get("/log/checkpoint", None).await;
    assert_eq!(checkpoint.status, StatusCode::OK);
    assert!(
        checkpoint.text.starts_with("watchbell.example\n"),
        "{}",
        checkpoint.text
    );
    let size: u64 = checkpoint.text.lines().nth(1).unwrap().parse().unwrap();
    assert_eq!(
        house
            .get(&format!("/log/tile/0/000.p/{size}"), None)
            .await
            .status,
        StatusCode::OK
    );
    assert_eq!(
        house
            .get(&format!("/log/tile/entries/000.p/{size}"), None)
            .await
            .status,
        StatusCode::OK
    );
    for path in [
        "/log/tile/../../keys/log.key",
        "/log/tile/%2e%2e/%2e%2e/keys/log.key",
        "/log/tile//etc/passwd",
        "/log/tile/9/999",
    ] {
        let answer = house.get(path, None).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn exports_are_files_and_sealed() {
    let house = House::open().await;
    house
        .campaign(
            "Your parcel is held. Pay the customs fee today: http://parcel-pay.example/x1",
            "PARCEL",
        )
        .await;
    let person = house.person(Role::Analyst).await;
    for format in ["iodef-xml", "iodef-json", "json"] {
        let answer = house
            .post("/incidents/inc-1/export", &person, &[("format", format)])
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        assert!(
            answer
                .header("content-disposition")
                .starts_with("attachment; filename=\"inc-1."),
            "{format}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    house.node.drain().await.unwrap();
    assert_eq!(
        house.get("/proofs/exp-3", Some(&person)).await.status,
        StatusCode::OK
    );
    for format in ["csv", "json", "rpz"] {
        let answer = house
            .get(&format!("/blocklist/{format}"), Some(&person))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        assert!(
            answer
                .header("content-disposition")
                .starts_with("attachment")
        );
    }
}

#[tokio::test]
async fn an_analyst_decides_and_history_says_so() {
    let house = House::open().await;
    house
        .campaign(
            "Your parcel is held. Pay the customs fee today: http://parcel-pay.example/x1",
            "PARCEL",
        )
        .await;
    let person = house.person(Role::Analyst).await;
    let fields = [
        ("target", "originator:PARCEL"),
        ("step", "block"),
        ("reason", "many complaints"),
    ];
    let proposed = house
        .post("/incidents/inc-1/propose", &person, &fields)
        .await;
    assert_eq!(
        proposed.header("location"),
        "/incidents/inc-1?done=proposed#actions",
        "{}",
        proposed.text
    );
    let actions = house
        .node
        .db()
        .actions(&watchbell_store::ActionFilter::default(), 100)
        .await
        .unwrap();
    let block = actions
        .iter()
        .find(|action| action.step == watchbell_model::Step::Block)
        .unwrap()
        .id;
    let answer = house
        .post(
            &format!("/actions/{block}/approve"),
            &person,
            &[("back", "/incidents/inc-1")],
        )
        .await;
    assert_eq!(
        answer.header("location"),
        format!("/incidents/inc-1?done=approved#{block}")
    );
    let again = house
        .post(
            &format!("/actions/{block}/approve"),
            &person,
            &[("back", "/actions")],
        )
        .await;
    assert_eq!(
        again.header("location"),
        format!("/actions?done=stands#{block}")
    );
    let list = house.get("/blocklist/csv", Some(&person)).await.text;
    assert!(list.contains("PARCEL"), "{list}");
    let nothing = house
        .post(&format!("/actions/{block}/reverse"), &person, &[])
        .await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    house
        .post(
            &format!("/actions/{block}/appeal"),
            &person,
            &[("words", "it was us")],
        )
        .await;
    house
        .post(
            &format!("/actions/{block}/reverse"),
            &person,
            &[("words", "a mistake")],
        )
        .await;
    house
        .post("/incidents/inc-1/tlp", &person, &[("tlp", "green")])
        .await;
    house
        .post(
            "/incidents/inc-1/state",
            &person,
            &[("state", "dismissed"), ("why", "ours")],
        )
        .await;
    let page = house.get("/incidents/inc-1", Some(&person)).await.text;
    for said in [
        "it was us",
        "a mistake",
        "TLP:green",
        "dismissed: ours",
        "approved by",
    ] {
        assert!(page.contains(said), "{said}");
    }
    house.node.drain().await.unwrap();
    assert_eq!(
        house
            .get(&format!("/proofs/{block}"), Some(&person))
            .await
            .status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_a_browser_in_check() {
    let house = House::open().await;
    let person = house.person(Role::Reader).await;
    for path in [
        "/",
        "/sign-in",
        "/nowhere",
        "/healthz",
        "/log/checkpoint",
        "/api/v1/incidents",
    ] {
        let answer = house.get(path, Some(&person)).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
    }
    assert_eq!(
        house.get("/", Some(&person)).await.header("cache-control"),
        "no-store"
    );
    let missing = house.get("/nowhere", Some(&person)).await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(
        missing.text.contains("There is nothing at this address")
            && missing.text.contains("Watchbell")
    );
}

#[tokio::test]
async fn a_part_of_a_page_whose_session_ended_sends_the_whole_page_to_sign_in() {
    let house = House::open().await;
    let request = axum::http::Request::builder()
        .uri("/desk/live")
        .header("hx-request", "true")
        .body(axum::body::Body::empty());
    let answer = house.ask(request.unwrap()).await;
    assert_eq!(
        (answer.status, answer.header("hx-redirect")),
        (StatusCode::UNAUTHORIZED, "/sign-in")
    );
}

#[tokio::test]
async fn health_is_told_apart_from_readiness() {
    let house = House::open().await;
    assert_eq!(house.get("/healthz", None).await.status, StatusCode::OK);
    assert_eq!(house.get("/readyz", None).await.status, StatusCode::OK);
    house.node.stop().await;
    assert_eq!(house.get("/healthz", None).await.status, StatusCode::OK);
    let answer = house.get("/readyz", None).await;
    assert_eq!(
        (answer.status, answer.text.as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
    );
}

#[tokio::test]
async fn administrators_add_people_and_lock_them_out() {
    let house = House::open().await;
    let person = house.person(Role::Administrator).await;
    let made = house
        .post(
            "/users",
            &person,
            &[("name", "Zoe <b>"), ("role", "reader")],
        )
        .await;
    assert_eq!(made.status, StatusCode::UNPROCESSABLE_ENTITY);
    let made = house
        .post("/users", &person, &[("name", "zoe"), ("role", "reader")])
        .await;
    assert!(made.text.contains("shown this once"), "{}", made.text);
    let twice = house
        .post("/users", &person, &[("name", "zoe"), ("role", "reader")])
        .await;
    assert!(twice.text.contains("Somebody has this name"));
    let id = house
        .node
        .db()
        .account_named("zoe")
        .await
        .unwrap()
        .unwrap()
        .id;
    assert_eq!(
        house
            .post(&format!("/users/{id}"), &person, &[("change", "disable")])
            .await
            .status,
        StatusCode::SEE_OTHER
    );
    assert!(
        house
            .node
            .db()
            .account_named("zoe")
            .await
            .unwrap()
            .unwrap()
            .disabled
    );
    let own = house
        .node
        .db()
        .account_named("administrator")
        .await
        .unwrap()
        .unwrap()
        .id;
    let last = house
        .post(&format!("/users/{own}"), &person, &[("change", "reader")])
        .await;
    assert!(last.text.contains("last administrator"), "{}", last.text);
}

#[tokio::test]
async fn the_calculator_keeps_its_state_in_the_address() {
    let house = House::open().await;
    let person = house.person(Role::Reader).await;
    let get = async |path: &str| house.get(path, Some(&person)).await;
    let first = get("/cvss").await;
    assert_eq!(first.status, StatusCode::OK);
    assert!(first.text.contains("Heartbleed"), "{}", first.text);

    // What the form sends, in any order and with gaps.
    let sent = get("/cvss?version=3.1&C=H&AV=P&E=X&MPR=L").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let address = "/cvss?vector=CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N/MPR:L";
    assert_eq!(sent.header("location"), address);
    let shown = get(address).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(shown.text.contains("Why this score"), "{}", shown.text);
    // Every value that a metric could have is one link away.
    for changed in ["AV:N/AC:L", "AV:A/AC:L", "AV:L/AC:L", "AV:P/AC:H"] {
        let link = format!("href=\"/cvss?vector=CVSS:3.1/{changed}/PR:N");
        assert!(shown.text.contains(&link), "{link}");
    }

    let wrong = get("/cvss?vector=CVSS:3.1/AV:N/AC:L/PR:N/UI:n/S:U").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    assert!(
        wrong.text.contains("UI:<mark>n</mark>/S:U"),
        "{}",
        wrong.text
    );
    for path in [
        "/cvss?version=5",
        "/cvss?version=3.1&AV=Q",
        "/cvss?version=2.0&PR=N",
        "/cvss?x=1",
    ] {
        assert_eq!(get(path).await.status, StatusCode::BAD_REQUEST, "{path}");
    }
}
