//! Signing in and out, and those who only try to.

use fantoccini::Locator;
use watchbell_node::accounts::{FREE_TRIES_ADDRESS, FREE_TRIES_NAME};

use super::{house::House, window::Window};

#[tokio::test]
async fn people_sign_in_and_out_and_no_cookie_outlives_its_session() {
    let house = House::open(&[]);
    let Some(window) = Window::open().await else {
        return;
    };
    window
        .sign_in_as(&house, "analyst", "not the password")
        .await;
    let said = window.text("[role=alert]").await;
    assert_eq!(said, "Name or password is wrong.");
    window
        .sign_in_as(&house, "nobody", "not the password")
        .await;
    assert_eq!(window.text("[role=alert]").await, said, "a name is no news");

    // A cookie that somebody planted before is not the one after.
    let planted = "ab".repeat(32);
    let script = format!("document.cookie = 'watchbell={planted}; path=/'");
    window.run(&script).await;
    window.sign_in(&house, "analyst").await;
    let first = window.cookie("watchbell").await.expect("a session");
    assert_ne!(first, planted);
    assert!(!is_signed_in(&house, &planted), "it opens nothing");
    assert!(is_signed_in(&house, &first));
    let seen = window.run("return document.cookie").await;
    assert!(!seen.to_string().contains(&first), "scripts see it: {seen}");

    window.follow(".who form[action='/sign-out'] button").await;
    assert_eq!(window.text("[role=status]").await, "You are signed out.");
    assert!(!is_signed_in(&house, &first), "it works no more");
    assert_eq!(window.cookie("watchbell").await, None);
    // What the browser kept in memory is not shown again.
    window.client.back().await.expect("goes back");
    let sign_in = window.client.wait();
    let shown = sign_in.for_element(Locator::Css("[name=password]")).await;
    shown.expect("the page asks who it is");
    assert_eq!(window.path().await, "/sign-in");

    // Signing in anew gives a new one.
    window.sign_in(&house, "analyst").await;
    let second = window.cookie("watchbell").await.expect("a session");
    assert_ne!(second, first);
}

/// Whether a cookie opens the desk.
fn is_signed_in(house: &House, cookie: &str) -> bool {
    let mut visitor = house.stranger("192.0.2.1");
    let cookie = cookie.to_owned();
    visitor.cookies.insert("watchbell".to_owned(), cookie);
    let answer = visitor.get("/");
    assert!(
        answer.status == 200 || answer.leads_to_sign_in(),
        "{answer:?}"
    );
    answer.status == 200
}

#[test]
fn guessing_is_slowed_down_by_name_and_by_address() {
    let house = House::open(&[]);
    // One name from many addresses.
    for n in 0..FREE_TRIES_NAME {
        let mut guesser = house.stranger(&format!("198.51.100.{n}"));
        assert_eq!(guesser.sign_in("reader", "a wrong password").status, 401);
    }
    let mut guesser = house.stranger("198.51.100.99");
    while guesser.sign_in("reader", "a wrong password").status == 401 {}
    let mut owner = house.stranger("198.51.100.98");
    let answer = owner.sign_in("reader", house.password("reader"));
    assert_eq!(answer.status, 429, "not even the right password passes now");
    assert!(
        answer
            .header("retry-after")
            .parse::<u32>()
            .is_ok_and(|s| s > 0)
    );
    assert!(answer.text.contains("role=\"alert\"") && !owner.cookies.contains_key("watchbell"));

    // Many names from one address.
    let mut tries = 0;
    let mut sprayer = house.stranger("203.0.113.7");
    let stopped = loop {
        let answer = sprayer.sign_in(&format!("name{tries}"), "a wrong password");
        if answer.status != 401 {
            break answer;
        }
        tries += 1;
        assert!(tries <= 2 * FREE_TRIES_ADDRESS, "nobody stops it");
    };
    assert!(tries >= FREE_TRIES_ADDRESS, "{tries} tries, {stopped:?}");
    assert_eq!(
        sprayer.sign_in("analyst", house.password("analyst")).status,
        429
    );
    // Others are not kept out by that.
    house.person("analyst");
}
