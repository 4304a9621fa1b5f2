//! Who is refused, and what for.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use watchbell_formats::taxii::MEDIA_TYPE;
use watchbell_node::accounts::Scope;
use watchbell_store::Role;

use super::{CLOSED, INDICATOR, OPEN, READ, Server, WRITE, holds, refuses};

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
