//! Who reaches what: every route, every role, every kind of token.

use axum::http::{Method, StatusCode};
use watchbell_node::accounts::Scope;
use watchbell_store::Role;
use watchbell_web::{Access, Reach, reach};

use crate::house::{House, Person};

/// What a route's guard said.
#[derive(Debug, Eq, PartialEq)]
enum Said {
    /// The route answered, well or not.
    In,
    SignIn,
    Token,
    Role,
    Scope,
}

fn place(reach: &Reach) -> String {
    let id = if reach.path.contains("reports") {
        "0".repeat(32)
    } else {
        "1".to_owned()
    };
    let path = reach
        .path
        .replace("{id}", &id)
        .replace("{subject}", "leaf-0")
        .replace("{format}", "csv");
    path.replace("{area}", "text")
        .replace("{name}", "x")
        .replace("{file}", "x")
        .replace("{*path}", "0/000")
}

fn said(answer: &crate::house::Answer) -> Said {
    let to_sign_in =
        answer.header("location").starts_with("/sign-in") && answer.cookie("watchbell").is_none();
    match answer.status {
        StatusCode::SEE_OTHER if to_sign_in => Said::SignIn,
        StatusCode::UNAUTHORIZED if answer.header("www-authenticate").is_empty() => Said::SignIn,
        StatusCode::UNAUTHORIZED => Said::Token,
        StatusCode::FORBIDDEN if answer.text.contains("Your role does not allow this") => {
            Said::Role
        }
        StatusCode::FORBIDDEN if answer.text.contains("\"code\":\"scope\"") => Said::Scope,
        status => {
            assert!(!status.is_server_error(), "{status}: {}", answer.text);
            Said::In
        }
    }
}

async fn page(house: &House, reach: &Reach, person: Option<&Person>) -> Said {
    let path = place(reach);
    let answer = match (&reach.method, person) {
        (&Method::GET, _) => house.get(&path, person).await,
        (_, Some(person)) => house.post(&path, person, &[]).await,
        (_, None) => house.post_raw(&path, None, "").await,
    };
    said(&answer)
}

#[tokio::test]
async fn nobody_reaches_more_than_sign_in_the_report_form_health_and_the_logs_files() {
    let open: Vec<String> = reach()
        .iter()
        .filter(|reach| reach.access == Access::Open)
        .map(|reach| format!("{} {}", reach.method, reach.path))
        .collect();
    assert_eq!(
        open,
        [
            "GET /assets/{file}",
            "GET /healthz",
            "GET /readyz",
            "GET /log/checkpoint",
            "GET /log/tile/{*path}",
            "GET /sign-in",
            "POST /sign-in",
            "GET /report",
            "POST /report",
        ]
    );
    let house = House::open().await;
    for route in reach() {
        let expected = match route.access {
            Access::Open => Said::In,
            Access::Role(_) => Said::SignIn,
            Access::Scope(_) | Access::Token => Said::Token,
        };
        assert_eq!(
            page(&house, &route, None).await,
            expected,
            "{} {}",
            route.method,
            route.path
        );
    }
    for path in ["/nowhere", "/api/v1/nowhere", "/api", "/incidents/"] {
        let answer = house.get(path, None).await;
        assert!(
            matches!(said(&answer), Said::SignIn | Said::Token),
            "{path}: {}",
            answer.status
        );
    }
}

#[tokio::test]
async fn each_role_reaches_its_pages_and_no_more() {
    let house = House::open().await;
    for role in Role::ALL {
        for route in reach() {
            let Access::Role(needs) = route.access else {
                continue;
            };
            if ["/sign-out", "/account"].contains(&route.path) && route.method == Method::POST {
                continue; // they end the session
            }
            let person = house.person(role).await;
            let expected = if role >= needs { Said::In } else { Said::Role };
            assert_eq!(
                page(&house, &route, Some(&person)).await,
                expected,
                "{role}: {} {}",
                route.method,
                route.path
            );
        }
    }
}

#[tokio::test]
async fn a_session_opens_no_door_of_the_api() {
    let house = House::open().await;
    let person = house.person(Role::Administrator).await;
    for route in reach() {
        if matches!(route.access, Access::Scope(_) | Access::Token) {
            assert_eq!(
                page(&house, &route, Some(&person)).await,
                Said::Token,
                "{}",
                route.path
            );
        }
    }
}

#[tokio::test]
async fn a_token_needs_the_scope_and_its_owner_the_role() {
    let house = House::open().await;
    for scope in Scope::ALL {
        let with = house.token(Role::Administrator, &[scope]).await;
        let rest: Vec<Scope> = Scope::ALL
            .into_iter()
            .filter(|other| *other != scope)
            .collect();
        let without = house.token(Role::Administrator, &rest).await;
        for route in reach() {
            if route.access != Access::Scope(scope) {
                continue;
            }
            let path = place(&route);
            let place = format!("{} {}", route.method, route.path);
            // A token that was taken back by the call itself opens nothing afterwards.
            let path = path.replace("/tokens/1", "/tokens/999");
            let refused = house
                .call(route.method.clone(), &path, &without, None)
                .await;
            assert_eq!(said(&refused), Said::Scope, "{place}");
            assert_eq!(
                said(&house.call(route.method.clone(), &path, &with, None).await),
                Said::In,
                "{place}"
            );
        }
    }
}

#[tokio::test]
async fn a_token_loses_what_its_owner_loses() {
    let house = House::open().await;
    let token = house
        .token(
            Role::Analyst,
            &[Scope::IncidentsRead, Scope::IncidentsWrite],
        )
        .await;
    let path = "/api/v1/incidents/inc-1/notes";
    let note = Some(serde_json::json!({"text": "x"}));
    assert_eq!(
        house
            .call(Method::POST, path, &token, note.clone())
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    let id = house
        .node
        .db()
        .account_named("analyst")
        .await
        .unwrap()
        .unwrap()
        .id;
    house
        .accounts
        .change(id, Some(Role::Reader), None, None)
        .await
        .unwrap();
    assert_eq!(
        said(&house.call(Method::POST, path, &token, note).await),
        Said::Scope
    );
    assert_eq!(
        house
            .call(Method::GET, "/api/v1/incidents", &token, None)
            .await
            .status,
        StatusCode::OK
    );
    house
        .accounts
        .change(id, None, None, Some(true))
        .await
        .unwrap();
    assert_eq!(
        said(
            &house
                .call(Method::GET, "/api/v1/incidents", &token, None)
                .await
        ),
        Said::Token
    );
}

#[tokio::test]
async fn a_method_that_an_address_does_not_take_is_answered_with_those_it_takes() {
    let house = House::open().await;
    let token = house.token(Role::Administrator, &Scope::ALL).await;
    let answer = house
        .call(Method::PUT, "/api/v1/reports", &token, None)
        .await;
    assert_eq!(
        (answer.status, answer.json()["code"].as_str()),
        (StatusCode::METHOD_NOT_ALLOWED, Some("method-not-allowed"))
    );
    assert!(
        answer.header("allow").contains("POST") && answer.header("allow").contains("GET"),
        "{}",
        answer.header("allow")
    );
    let nobody = house
        .call(Method::PUT, "/api/v1/reports", "wb_no", None)
        .await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
}
