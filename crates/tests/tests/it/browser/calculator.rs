//! The CVSS calculator with scripts and without.

use std::time::{Duration, Instant};

use super::{house::House, window::Window};

/// Heartbleed, and what it would be from nearby.
const FAR: &str = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N";
const NEAR: &str = "CVSS:4.0/AV:A/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N";

/// The vector that the address names.
async fn address(window: &Window) -> String {
    let url = window.client.current_url().await.expect("an address");
    let vector = url.query_pairs().find(|(name, _)| name == "vector");
    vector.map_or(String::new(), |(_, vector)| vector.into_owned())
}

#[tokio::test]
async fn a_score_is_changed_by_form_link_and_paste_without_scripts() {
    let house = House::open(&[]);
    let Some(window) = Window::without_scripts().await else {
        return;
    };
    window.sign_in(&house, "reader").await;
    window.follow("nav a[href='/cvss']").await;
    assert_eq!(window.text("#score .sum strong").await, "8.7");

    window.press("input[name=AV][value=A]").await;
    window.follow("#score button").await;
    assert_eq!(address(&window).await, NEAR);
    assert_eq!(window.text("#score .sum strong").await, "7.1");
    window
        .follow(&format!("#why-AV .tries a[href$='{FAR}']"))
        .await;
    assert_eq!(address(&window).await, FAR);

    window.write("#vector", "CVSS:3.1/AV:N/AC:L").await;
    window.follow("#ask button").await;
    let said = window.text("#vector-says").await;
    assert!(said.contains("PR missing"), "{said}");
    window
        .write("#vector", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")
        .await;
    window.follow("#ask button").await;
    assert_eq!(window.text("#score .sum").await, "9.8\nCritical");
}

#[tokio::test]
async fn a_choice_is_scored_at_once_and_the_focus_stays() {
    let house = House::open(&[]);
    let Some(window) = Window::open().await else {
        return;
    };
    window.sign_in(&house, "reader").await;
    window.go(&house.url("/cvss")).await;
    window.press("input[name=AV][value=A]").await;
    let begun = Instant::now();
    // In one step, because the number is replaced meanwhile.
    let score = "return document.querySelector('#score .sum strong')?.innerText";
    while window.run(score).await != "7.1" {
        assert!(begun.elapsed() < Duration::from_secs(10), "still as it was");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let state = "return [document.activeElement.value, document.querySelector('#vector').value, document.querySelector('#ask a').getAttribute('href'), document.querySelectorAll('#why, #ask, #score, #versions').length]";
    let expected = serde_json::json!(["A", NEAR, format!("/cvss?vector={NEAR}"), 4]);
    assert_eq!(window.run(state).await, expected);
    let errors = window.errors();
    assert!(errors.is_empty(), "{errors:?}");
}
