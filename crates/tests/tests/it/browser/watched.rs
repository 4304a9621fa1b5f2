//! Lists of what somebody runs, on pages and through the API, beside a running server.

use std::{
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::house::House;
use crate::{support::http::encoded, vulns::record};

/// How long a running server may take to look at its lists on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn a_list_is_watched_from_a_page_and_through_the_api() {
    let house = House::open(&[]);
    let mut analyst = house.person("analyst");
    let mut reader = house.person("reader");

    // What cannot be read is said, and what was typed is still there.
    let form = |name: &'static str, list: &'static str| [("name", name), ("list", list)];
    let answer = analyst.fill(
        "/watches",
        "/watches",
        &form("lab", "pkg:npm/widget@1.5.0\nwidget"),
    );
    assert_eq!(answer.status, 422);
    assert!(
        answer.text.contains("Line 2: ") && answer.text.contains("pkg:npm/widget@1.5.0\nwidget"),
        "{answer:?}"
    );
    let answer = analyst.fill(
        "/watches",
        "/watches",
        &form("my lab", "pkg:npm/widget@1.5.0"),
    );
    assert_eq!(answer.status, 422, "{answer:?}");
    let answer = analyst.fill(
        "/watches",
        "/watches",
        &form(
            "lab",
            "pkg:npm/widget@1.5.0\r\ncpe:2.3:a:example:widget:9:*:*:*:*:*:*:*\r\n",
        ),
    );
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/watches/lab?done=watched"),
        "{answer:?}"
    );
    assert!(!reader.get("/watches").text.contains("<textarea"));
    assert!(
        reader
            .get("/watches/lab")
            .text
            .contains("no record names it")
    );

    // The API takes whole documents.
    let token = analyst.token(&["incidents:read", "incidents:write", "reports:read"]);
    let mut program = house.stranger("192.0.2.3");
    program
        .headers
        .push(("Authorization".to_owned(), format!("Bearer {token}")));
    let bom = json!({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [
        {"type": "library", "name": "widget", "version": "1.5.0", "purl": "pkg:npm/widget@1.5.0"}]});
    let answer = program.send(
        "PUT",
        "/api/v1/watches/other",
        "application/vnd.cyclonedx+json",
        &bom.to_string(),
    );
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(
        program
            .send("PUT", "/api/v1/watches/other", "image/png", "x")
            .status,
        415
    );
    assert_eq!(
        program
            .send("PUT", "/api/v1/watches/other", "text/csv", "a,b\n")
            .status,
        400
    );
    let detail: Value = serde_json::from_str(&program.get("/api/v1/watches/other").text).unwrap();
    assert_eq!(
        (&detail["components"], &detail["list"][0]["purl"]),
        (&json!(1), &json!("pkg:npm/widget@1.5.0"))
    );

    // A record that is imported beside the server opens an incident for each list.
    let new = record("CVE-2024-1001", "2024-01-01T00:00:00Z", "1.8.0").to_string();
    house
        .run(&[("new.json", &new)], &["cve", "import", "new.json"])
        .expect(0);
    let began = Instant::now();
    let watches = loop {
        let watches: Value = serde_json::from_str(&program.get("/api/v1/watches").text).unwrap();
        let opened = |watch: &Value| watch["incidents"] == json!(1);
        if watches["items"].as_array().unwrap().iter().all(opened) {
            break watches;
        }
        assert!(began.elapsed() < PATIENCE, "{watches}");
        thread::sleep(Duration::from_millis(100));
    };
    assert_eq!(watches["items"].as_array().unwrap().len(), 2);
    let list: Value =
        serde_json::from_str(&program.get("/api/v1/incidents?class=vulnerability").text).unwrap();
    let id = list["items"][0]["id"].as_str().unwrap();
    let page = reader.get(&format!("/incidents/{id}")).text;
    assert!(
        page.contains("/cve/CVE-2024-1001") && page.contains("1.5.0 is affected: "),
        "{page}"
    );
    assert!(!page.contains("Reports of this campaign"));
    let page = reader.get("/watches/lab").text;
    assert!(
        page.contains("1 affect it") && page.contains("/cve/CVE-2024-1001"),
        "{page}"
    );
    assert_eq!(
        reader.get("/watches/lab?format=csv").text,
        "vendor,product,version,purl,cpe\n,,,pkg:npm/widget@1.5.0,\n,,,,cpe:2.3:a:example:widget:9:*:*:*:*:*:*:*\n"
    );

    // Asked once, without being watched.
    let purl = encoded("pkg:npm/widget@1.5.0");
    for answer in [
        program.get(&format!("/api/v1/cves/match?purl={purl}")),
        program.send(
            "POST",
            "/api/v1/cves/match",
            "text/plain",
            "pkg:npm/widget@1.5.0\npkg:npm/widget@9.0.0",
        ),
    ] {
        let answers: Value = serde_json::from_str(&answer.text).unwrap();
        let items = answers["items"].as_array().unwrap();
        assert_eq!(
            (items.len(), &answers["complete"]),
            (1, &json!(true)),
            "{answers}"
        );
        assert_eq!(
            (&items[0]["cve"]["id"], &items[0]["decision"]["answer"]),
            (&json!("CVE-2024-1001"), &json!("affected"))
        );
    }
    assert_eq!(program.get("/api/v1/cves/match").status, 400);
    assert_eq!(program.get("/api/v1/cves/match?purl=widget").status, 400);

    assert_eq!(
        program
            .send("DELETE", "/api/v1/watches/other", "", "")
            .status,
        204
    );
    assert_eq!(
        program
            .send("DELETE", "/api/v1/watches/other", "", "")
            .status,
        404
    );
    let answer = analyst.fill("/watches/lab", "/watches/lab/remove", &[]);
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/watches?done=unwatched")
    );
    assert_eq!(reader.get("/watches/lab").status, 404);
}
