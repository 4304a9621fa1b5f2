//! What there is, where, and for whom.

use axum::http::{Method, StatusCode};
use serde_json::json;
use watchbell_formats::taxii::MEDIA_TYPE;
use watchbell_model::{Clock as _, SystemClock};
use watchbell_node::{
    accounts::Scope,
    peers::{MIRROR, ROOT},
};
use watchbell_store::{Role, TaxiiCollection};

use super::{CLOSED, INDICATOR, MOST, OPEN, READ, Server, WRITE, gives, nth, refuses};
use crate::house::House;

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
