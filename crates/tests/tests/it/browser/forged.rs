//! Forms that other sites fill in for somebody who is signed in.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    thread,
};

use super::{house::House, window::Window};
use crate::support::{
    http::{Visitor, between},
    messages::smishing,
};

/// Serves one page to everybody who asks, on a port of its own, until the
/// process ends.
fn elsewhere(page: String) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let page = page.clone();
            // A browser opens connections that it may never use.
            thread::spawn(move || {
                let _ = stream.read(&mut [0; 4096]);
                let length = page.len();
                let _ = write!(
                    stream,
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{page}"
                );
            });
        }
    });
    port
}

/// A page that sends a form as soon as it is looked at.
fn trap(url: &str, csrf: &str) -> String {
    format!(
        "<!doctype html><title>trap</title><form method=post action=\"{url}\"><input name=csrf value=\"{csrf}\"></form>\
         <script>document.forms[0].submit()</script>"
    )
}

/// The state of an action as its row shows it.
fn state(visitor: &mut Visitor, action: &str) -> String {
    let page = visitor.get("/actions").text;
    let row = page.split(&format!("<li id=\"{action}\"")).nth(1);
    let row = row.and_then(|row| row.split("</li>").next());
    let row = row.unwrap_or_else(|| panic!("no {action}: {page}"));
    ["proposed", "active", "dry-run", "refused", "reversed"]
        .into_iter()
        .find(|state| row.contains(&format!("badge is-{state}")))
        .unwrap_or("?")
        .to_owned()
}

/// An action that waits for a person.
fn waiting(visitor: &mut Visitor) -> String {
    let page = visitor.get("/actions?state=proposed").text;
    between(&page, "<li id=\"", "\"").expect("an action waits")
}

#[tokio::test]
async fn a_page_of_another_origin_decides_nothing() {
    let reports: Vec<_> = (0..25).map(smishing).collect();
    let house = House::open(&reports);
    let Some(window) = Window::open().await else {
        return;
    };
    let mut analyst = house.person("analyst");
    let action = waiting(&mut analyst);
    window.sign_in(&house, "analyst").await;
    window.go(&house.url("/actions")).await;
    let token = window
        .run("return document.querySelector('[name=csrf]').value")
        .await;
    let token = token.as_str().expect("a token");

    // Another port is the same site to a browser, so the cookie comes along;
    // another name is another site. The right token helps neither.
    let url = house.url(&format!("/actions/{action}/approve"));
    let port = elsewhere(trap(&url, token));
    for host in ["127.0.0.1", "localhost"] {
        window.go(&format!("http://{host}:{port}/")).await;
        let said = window.text("h1").await;
        assert!(!said.is_empty());
        assert_eq!(
            state(&mut analyst, &action),
            "proposed",
            "from {host}: {said}"
        );
        window.go(&house.url("/")).await;
        assert_eq!(window.path().await, "/", "still signed in");
    }
    // Signing somebody in as somebody else is refused too.
    let port = elsewhere(trap(&house.url("/sign-in"), token));
    window.go(&format!("http://127.0.0.1:{port}/")).await;
    window.text("h1").await;
    window.go(&house.url("/account")).await;
    assert_eq!(window.text("h1").await, "analyst");
    // The form itself works.
    window.go(&house.url("/actions")).await;
    window
        .follow(&format!("#{action} form[action$='/approve'] button"))
        .await;
    assert_eq!(state(&mut analyst, &action), "active");
}

#[test]
fn a_form_without_its_own_token_is_refused() {
    let reports: Vec<_> = (0..25).map(smishing).collect();
    let house = House::open(&reports);
    let mut analyst = house.person("analyst");
    let mut other = house.person("administrator");
    let foreign = other.get("/account").csrf();
    let own = analyst.get("/account").csrf();
    let visitors = house.stranger("192.0.2.2").get("/sign-in").csrf();
    let action = waiting(&mut analyst);
    let path = format!("/actions/{action}/approve");

    let wrong = own.chars().rev().collect::<String>();
    let longer = format!("{own}0");
    for csrf in ["", &foreign, &visitors, &wrong, &longer, &own[1..]] {
        assert_eq!(
            analyst.post(&path, &[("csrf", csrf)]).status,
            403,
            "{csrf:?}"
        );
    }
    assert_eq!(analyst.post(&path, &[]).status, 403);
    let json = analyst.send(
        "POST",
        &path,
        "application/json",
        &format!("{{\"csrf\":\"{own}\"}}"),
    );
    assert_eq!(json.status, 415);
    let plain = analyst.send("POST", &path, "text/plain", &format!("csrf={own}"));
    assert_eq!(plain.status, 415);
    assert_ne!(analyst.get(&format!("{path}?csrf={own}")).status, 200);
    for site in ["cross-site", "same-site"] {
        let mut led = analyst.clone();
        led.headers
            .push(("Sec-Fetch-Site".to_owned(), site.to_owned()));
        assert_eq!(led.post(&path, &[("csrf", &own)]).status, 403, "{site}");
    }
    assert_eq!(state(&mut analyst, &action), "proposed");

    // The public forms are tied to the visitor's own cookie.
    let mut visitor = house.stranger("192.0.2.3");
    let csrf = visitor.get("/report").csrf();
    let fields = [
        ("csrf", csrf.as_str()),
        ("channel", "sms"),
        ("text", "win a prize"),
    ];
    assert_eq!(
        house.stranger("192.0.2.3").post("/report", &fields).status,
        403
    );
    assert_eq!(visitor.post("/report", &fields[1..]).status, 403);
    assert_eq!(visitor.post("/report", &fields).status, 200);

    assert_eq!(analyst.post(&path, &[("csrf", &own)]).status, 303);
    assert_eq!(state(&mut analyst, &action), "active");
}
