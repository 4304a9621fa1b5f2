//! Objects, manifests and versions: filtered, and in pages.

use axum::http::StatusCode;
use serde_json::{Value, json};
use watchbell_model::Time;

use super::{INDICATOR, MALWARE, OBJECTS, Server, URL, dated, gives, holds, nth, refuses};

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
