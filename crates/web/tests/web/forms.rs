//! Sign-in, sessions and forms: fixation, forgery, brute force.

use axum::http::{Method, StatusCode, header};
use watchbell_store::Role;

use crate::house::{House, PASSWORD, form, request};

#[tokio::test]
async fn signing_in_renews_the_session_and_signing_out_ends_it() {
    let house = House::open().await;
    let page = house.get("/sign-in?next=%2Fincidents", None).await;
    let visitor = page
        .cookie("watchbell-visitor")
        .expect("a visitor's cookie");
    // A session number that somebody planted is not taken over.
    let planted = "a".repeat(64);
    let fields = form(&[
        ("csrf", &page.csrf()),
        ("next", "/incidents"),
        ("name", "analyst"),
        ("password", PASSWORD),
    ]);
    let request = request(Method::POST, "/sign-in", None)
        .header(
            header::COOKIE,
            format!("watchbell-visitor={visitor}; watchbell={planted}"),
        )
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(fields.into());
    let answer = house.ask(request.unwrap()).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::SEE_OTHER, "/incidents")
    );
    let cookie = answer.cookie("watchbell").expect("a session");
    assert_ne!(cookie, planted);
    let set: Vec<&str> = answer
        .headers
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|v| v.to_str().unwrap())
        .collect();
    assert!(set.iter().any(|line| line.starts_with("watchbell=")
        && line.contains("HttpOnly")
        && line.contains("SameSite=Lax")));

    let session = house
        .accounts
        .session(&cookie, true, house.node.now())
        .await
        .unwrap()
        .unwrap();
    let person = crate::house::Person {
        cookie,
        csrf: session.csrf,
    };
    assert_eq!(
        house.get("/incidents", Some(&person)).await.status,
        StatusCode::OK
    );
    assert_eq!(
        house.post("/sign-out", &person, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        house.get("/incidents", Some(&person)).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_form_without_its_own_token_does_nothing() {
    let house = House::open().await;
    let ids = house
        .campaign(
            "Your parcel is held. Pay the customs fee today: http://parcel-pay.example/x1",
            "PARCEL",
        )
        .await;
    assert_eq!(ids.len(), 6);
    let (ana, bo) = (
        house.person(Role::Analyst).await,
        house.person(Role::Analyst).await,
    );
    let bodies = [
        form(&[("text", "x")]),
        form(&[("csrf", ""), ("text", "x")]),
        form(&[("csrf", &bo.csrf), ("text", "x")]),
        form(&[("csrf", &ana.csrf[1..]), ("text", "x")]),
    ];
    for body in bodies {
        let answer = house
            .post_raw("/incidents/inc-1/note", Some(&ana), &body)
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{body}");
        assert!(answer.text.contains("did not come from this site"));
    }
    // Even the right token, when the browser says that another site sent it.
    let forged = request(Method::POST, "/incidents/inc-1/note", Some(&ana))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "cross-site")
        .body(form(&[("csrf", &ana.csrf), ("text", "x")]).into());
    assert_eq!(
        house.ask(forged.unwrap()).await.status,
        StatusCode::FORBIDDEN
    );
    assert!(
        !house
            .get("/incidents/inc-1", Some(&ana))
            .await
            .text
            .contains("is-event-note")
    );
    let done = house
        .post("/incidents/inc-1/note", &ana, &[("text", "seen")])
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(
        house
            .get("/incidents/inc-1", Some(&ana))
            .await
            .text
            .contains("is-event-note")
    );
}

#[tokio::test]
async fn guessing_is_slowed_down_for_known_and_unknown_names_alike() {
    let house = House::open().await;
    for name in ["administrator", "nobody-here"] {
        let page = house.get("/sign-in", None).await;
        let visitor = page.cookie("watchbell-visitor").unwrap();
        let mut last = page;
        for _ in 0..8 {
            let fields = form(&[
                ("csrf", &last.csrf()),
                ("name", name),
                ("password", "wrong"),
            ]);
            let request = request(Method::POST, "/sign-in", None)
                .header(header::COOKIE, format!("watchbell-visitor={visitor}"))
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(fields.into());
            last = house.ask(request.unwrap()).await;
        }
        assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS, "{name}");
        assert!(last.header("retry-after").parse::<u32>().unwrap() >= 1);
        assert!(last.text.contains("Too many tries"), "{}", last.text);
    }
}

#[tokio::test]
async fn after_signing_in_nobody_is_sent_elsewhere() {
    let house = House::open().await;
    for next in ["//evil.test/", "https://evil.test/", "/\\evil.test"] {
        let page = house
            .get(
                &format!(
                    "/sign-in?next={}",
                    next.replace('/', "%2F").replace('\\', "%5C")
                ),
                None,
            )
            .await;
        assert!(page.text.contains("name=\"next\" value=\"/\""), "{next}");
    }
    let person = house.person(Role::Reader).await;
    let answer = house
        .post(
            "/theme",
            &person,
            &[("theme", "dark"), ("back", "//evil.test")],
        )
        .await;
    assert_eq!(answer.header("location"), "/");
    assert_eq!(answer.cookie("watchbell-theme").as_deref(), Some("dark"));
}

#[tokio::test]
async fn the_public_form_takes_so_many_reports_and_no_more() {
    let house = House::configured(|config| config.web.public_reports_an_hour = 2).await;
    let page = house.get("/report", None).await;
    let visitor = page.cookie("watchbell-visitor").unwrap();
    let csrf = page.csrf();
    let send = async |text: &str, trap: &str| {
        let fields = form(&[
            ("csrf", &csrf),
            ("channel", "sms"),
            ("originator", "+15550100"),
            ("text", text),
            ("website", trap),
        ]);
        let request = request(Method::POST, "/report", None)
            .header(header::COOKIE, format!("watchbell-visitor={visitor}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(fields.into());
        house.ask(request.unwrap()).await
    };
    let first = send("You have won, call +15550199", "").await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.text);
    assert!(first.text.contains("Thank you"));
    assert_eq!(
        send("filled in by a program", "http://x.test").await.status,
        StatusCode::OK
    );
    let third = send("one more", "").await;
    assert_eq!(third.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(third.text.contains("one more") && !third.header("retry-after").is_empty());
    assert_eq!(house.node.db().reports(None, 100).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_public_form_works_for_who_is_signed_in_too() {
    let house = House::open().await;
    let person = house.person(Role::Reader).await;
    let page = house.get("/report", Some(&person)).await;
    let cookies = format!(
        "watchbell={}; watchbell-visitor={}",
        person.cookie,
        page.cookie("watchbell-visitor").unwrap()
    );
    let fields = form(&[
        ("csrf", &page.csrf()),
        ("channel", "sms"),
        ("text", "You have won"),
    ]);
    let request = request(Method::POST, "/report", None)
        .header(header::COOKIE, cookies)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(fields.into());
    let answer = house.ask(request.unwrap()).await;
    assert!(answer.text.contains("Thank you"), "{}", answer.text);
}

#[tokio::test]
async fn a_closed_public_form_is_not_there() {
    let house = House::configured(|config| config.web.public_reports_an_hour = 0).await;
    assert_eq!(
        house.get("/report", None).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn over_https_cookies_are_bound_to_the_host() {
    let house =
        House::configured(|config| config.web.public_url = "https://desk.example".to_owned()).await;
    let page = house.get("/sign-in", None).await;
    let set = page.header("set-cookie");
    assert!(
        set.starts_with("__Host-watchbell-visitor=")
            && set.contains("; Secure")
            && set.contains("SameSite=Strict"),
        "{set}"
    );
}

#[tokio::test]
async fn ones_password_is_changed_only_by_who_knows_it() {
    let house = House::open().await;
    let person = house.person(Role::Reader).await;
    let wrong = house
        .post(
            "/account",
            &person,
            &[("current", "no"), ("password", "another good one")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let short = house
        .post(
            "/account",
            &person,
            &[("current", PASSWORD), ("password", "short")],
        )
        .await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = house
        .post(
            "/account",
            &person,
            &[("current", PASSWORD), ("password", "another good one")],
        )
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(
        house.get("/", Some(&person)).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_secret_is_shown_once() {
    let house = House::open().await;
    let person = house.person(Role::Analyst).await;
    let fields = [
        ("name", "feed"),
        ("scope", "reports:write"),
        ("scope", "reports:read"),
        ("days", "30"),
    ];
    let made = house.post("/tokens", &person, &fields).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);
    let secret = made
        .text
        .split("<code>wb_")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap();
    let secret = format!("wb_{secret}");
    assert_eq!(
        house
            .call(Method::GET, "/api/v1/reports", &secret, None)
            .await
            .status,
        StatusCode::OK
    );
    assert!(
        !house
            .get("/tokens", Some(&person))
            .await
            .text
            .contains(&secret)
    );
    let admin = house
        .post(
            "/tokens",
            &person,
            &[("name", "x"), ("scope", "admin"), ("days", "1")],
        )
        .await;
    assert_eq!(admin.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        house.post("/tokens/1/revoke", &person, &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        house
            .call(Method::GET, "/api/v1/reports", &secret, None)
            .await
            .status,
        StatusCode::UNAUTHORIZED
    );
}
