//! Every page without JavaScript.

use super::{house::House, window::Window};
use crate::support::{
    http::between,
    messages::{harmless, smishing},
};

#[tokio::test]
async fn the_days_work_is_done_without_scripts() {
    let reports: Vec<_> = (0..25).map(smishing).chain((0..5).map(harmless)).collect();
    let house = House::open(&reports);
    let Some(window) = Window::without_scripts().await else {
        return;
    };
    window.sign_in(&house, "analyst").await;
    assert_eq!(window.text("h1").await, "Desk");

    // Filter incidents.
    window.follow("nav a[href='/incidents']").await;
    assert!(window.text("main .rows").await.contains("25 reports"));
    window.write("#link", "secure-login.example").await;
    window.follow("form.filters button").await;
    assert!(window.text("main .rows").await.contains("25 reports"));
    window.write("#link", "nowhere.example").await;
    window.follow("form.filters button").await;
    assert!(window.text(".empty").await.contains("No incident matches"));
    window.follow(".empty a").await;
    window.follow("main .rows .lead a").await;
    assert!(window.text("#why").await.contains("Why"));

    // Approve an action.
    window.follow("nav a[href='/actions']").await;
    window.follow("form[action$='/approve'] button").await;
    assert!(window.text("[role=status]").await.contains("in force"));
    // Open what is folded, and take another back.
    window
        .press("details:has(form[action$='/reverse']) summary")
        .await;
    window
        .write("form[action$='/reverse'] [name=words]", "a mistake")
        .await;
    window.follow("form[action$='/reverse'] button").await;
    assert!(window.text("[role=status]").await.contains("Taken back"));

    // Verify a proof.
    let proof = house.person("analyst").get("/proofs/leaf-0").text;
    window.follow("nav a[href='/log']").await;
    window.write("#proof", &proof).await;
    window.follow("form[action^='/log/verify'] button").await;
    assert!(
        window
            .text("#verify .notice")
            .await
            .contains("The proof holds")
    );
    // A digit of the first hash.
    let hash = between(&proof, "\n", "=").unwrap_or_default();
    let digit = hash
        .chars()
        .rev()
        .find(|c| c.is_ascii_alphabetic())
        .unwrap_or('a');
    let broken = proof.replacen(digit, if digit == 'b' { "c" } else { "b" }, 1);
    assert_ne!(broken, proof);
    window.write("#proof", &broken).await;
    window.follow("form[action^='/log/verify'] button").await;
    assert!(!window.text("#verify .notice.bad").await.is_empty());

    // Choose a theme, make a token, sign out.
    window.follow(".theme button[value=dark]").await;
    assert!(
        window
            .client
            .source()
            .await
            .expect("a page")
            .contains("data-theme=\"dark\"")
    );
    window.follow("nav a[href='/tokens']").await;
    window.write("#name", "for a program").await;
    window
        .press("input[name=scope][value='reports:read']")
        .await;
    window.follow("section[aria-labelledby=add] button").await;
    assert!(window.text(".notice code").await.starts_with("wb_"));
    window.follow(".who form[action='/sign-out'] button").await;
    assert_eq!(window.path().await, "/sign-in");

    // Report something.
    window.follow("a[href='/report']").await;
    window.write("#text", "You won a prize, call now").await;
    window.follow("main form button.first").await;
    assert_eq!(window.text("h1").await, "Thank you");
}

#[tokio::test]
async fn a_reader_sees_nothing_to_press() {
    let reports: Vec<_> = (0..25).map(smishing).collect();
    let house = House::open(&reports);
    let Some(window) = Window::open().await else {
        return;
    };
    window.sign_in(&house, "reader").await;
    let forms = "return [...document.querySelectorAll('form[method=post]')].map(f => f.getAttribute('action'))";
    for page in [
        "/",
        "/incidents",
        "/incidents/inc-1",
        "/reports",
        "/actions",
        "/rules",
        "/cvss",
        "/log",
    ] {
        window.go(&house.url(page)).await;
        let mut forms = window.run(forms).await;
        let forms = forms.as_array_mut().expect("a list");
        forms.retain(|form| form != "/log/verify#verify");
        assert_eq!(*forms, ["/theme", "/sign-out"], "{page}");
        let more =
            "return document.querySelectorAll('a[href=\"/users\"], a[href=\"/tokens\"]').length";
        assert_eq!(window.run(more).await, 0, "{page}");
    }
    for page in ["/users", "/tokens", "/blocklist/csv"] {
        window.go(&house.url(page)).await;
        let said = window.text("main").await;
        assert!(said.contains("403"), "{page}: {said}");
    }
    window.client.delete_all_cookies().await.expect("cookies");
    window.sign_in(&house, "analyst").await;
    window.go(&house.url("/users")).await;
    assert!(window.text("main").await.contains("403"));
    window.client.delete_all_cookies().await.expect("cookies");
    window.sign_in(&house, "administrator").await;
    window.follow("nav a[href='/users']").await;
    assert_eq!(window.text("h1").await, "Users");
}
