//! Who reaches what, on the wire.

use watchbell_store::Role;
use watchbell_web::{Access, Reach, reach};

use super::house::House;
use crate::support::http::{Answer, Visitor};

/// An address of a route; what it names need not be there.
fn place(route: &Reach) -> String {
    let id = if route.path.contains("reports") {
        "0".repeat(32)
    } else {
        "1".to_owned()
    };
    let path = route.path.replace("{id}", &id);
    let path = path
        .replace("{subject}", "leaf-0")
        .replace("{format}", "csv");
    let path = path.replace("{area}", "text").replace("{name}", "x");
    path.replace("{file}", "x").replace("{*path}", "0/000")
}

fn ask(visitor: &mut Visitor, route: &Reach, csrf: &str) -> Answer {
    let path = place(route);
    if route.method == "GET" {
        return visitor.get(&path);
    }
    match route.access {
        Access::Scope(_) | Access::Token => {
            visitor.send(route.method.as_str(), &path, "application/json", "{}")
        }
        _ => visitor.post(&path, &[("csrf", csrf)]),
    }
}

#[test]
fn strangers_reach_only_what_is_public() {
    let house = House::open(&[crate::support::messages::smishing(1)]);
    let mut open = Vec::new();
    for route in reach() {
        let mut stranger = house.stranger("192.0.2.2");
        let answer = ask(&mut stranger, &route, "");
        let said = format!("{} {}: {answer:?}", route.method, route.path);
        assert!(answer.status < 500, "{said}");
        assert!(!answer.text.contains("secure-login.example"), "{said}");
        match route.access {
            Access::Open => open.push(format!("{} {}", route.method, route.path)),
            Access::Role(_) => assert!(answer.leads_to_sign_in(), "{said}"),
            Access::Scope(_) | Access::Token => {
                assert_eq!(answer.status, 401, "{said}");
                assert!(
                    answer.header("www-authenticate").starts_with("Bearer"),
                    "{said}"
                );
                assert_eq!(answer.header("content-type"), "application/problem+json");
            }
        }
    }
    open.sort();
    let public = [
        "GET /assets/{file}",
        "GET /healthz",
        "GET /log/checkpoint",
        "GET /log/tile/{*path}",
        "GET /readyz",
        "GET /report",
        "GET /sign-in",
        "POST /report",
        "POST /sign-in",
    ];
    assert_eq!(open, public);

    let mut stranger = house.stranger("192.0.2.2");
    for path in [
        "/healthz",
        "/readyz",
        "/log/checkpoint",
        "/report",
        "/sign-in",
    ] {
        assert_eq!(stranger.get(path).status, 200, "{path}");
    }
    // What is not there looks the same as what is.
    for path in [
        "/nowhere",
        "/incidents/inc-999",
        "/incidents/..%2f..%2fhealthz",
        "//healthz/..",
        "/log/tile/../../keys/log.key",
        "/log/tile/..%2f..%2fkeys/log.key",
        "/assets/..%2f..%2fkeys%2fsecret.key",
        "/watchbell.db",
        "/api/v1/nowhere",
    ] {
        let answer = stranger.get(path);
        let hidden = answer.leads_to_sign_in() || [400, 401, 404].contains(&answer.status);
        assert!(hidden, "{path}: {answer:?}");
    }
}

#[test]
fn each_role_reaches_its_pages_and_no_more() {
    let house = House::open(&[crate::support::messages::smishing(1)]);
    let people = [("reader", Role::Reader), ("analyst", Role::Analyst)];
    for (name, role) in people {
        let mut person = house.person(name);
        let csrf = person.get("/account").csrf();
        for route in reach() {
            let answer = match route.access {
                Access::Role(needs) if needs > role => ask(&mut person, &route, &csrf),
                // A session opens no door of the API.
                Access::Scope(_) | Access::Token => {
                    let answer = ask(&mut person, &route, &csrf);
                    assert_eq!(answer.status, 401, "{name}: {route:?}");
                    continue;
                }
                Access::Role(_) if route.method == "GET" => {
                    let status = ask(&mut person, &route, &csrf).status;
                    assert!(
                        [200, 400, 404].contains(&status),
                        "{name}: {route:?} {status}"
                    );
                    continue;
                }
                _ => continue,
            };
            assert_eq!(answer.status, 403, "{name}: {route:?} {answer:?}");
        }
    }
    // Nobody got further by it.
    let users = house.person("administrator").get("/users").text;
    assert_eq!(users.matches("<td><bdi>").count(), 3, "{users}");
}

#[test]
fn anybody_reports_but_not_without_end() {
    let house = House::open(&[]);
    let mut visitor = house.stranger("192.0.2.9");
    let text = "Your parcel is held, pay at http://secure-login.example/p";
    let fields = [("channel", "sms"), ("originator", "PARCEL"), ("text", text)];
    // The bound in the configuration of these tests.
    for _ in 0..4 {
        let answer = visitor.fill("/report", "/report", &fields);
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(answer.text.contains("Thank you"));
    }
    let answer = visitor.fill("/report", "/report", &fields);
    assert_eq!(answer.status, 429, "{answer:?}");
    assert!(
        answer
            .header("retry-after")
            .parse::<u32>()
            .is_ok_and(|s| s > 0)
    );
    assert!(answer.text.contains(text), "what was typed is not lost");
    // Neighbours are not kept out by that.
    let mut other = house.stranger("192.0.2.10");
    assert_eq!(other.fill("/report", "/report", &fields).status, 200);
    let bad = other.fill("/report", "/report", &[("channel", "sms"), ("text", "")]);
    assert_eq!(bad.status, 422, "{bad:?}");
    // A program that fills in what no person sees leaves nothing.
    let robot = [&fields[..2], &[("text", "robot words"), ("website", "x")]].concat();
    assert_eq!(other.fill("/report", "/report", &robot).status, 200);
    let reports = house.person("reader").get("/reports").text;
    assert!(reports.contains("secure-login.example") && !reports.contains("robot words"));
}
