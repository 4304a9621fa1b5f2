//! What can be read, reached by keyboard, and seen on a narrow screen.

use serde_json::{Value, json};

use super::{house::House, window::Window};
use crate::support::{
    http::between,
    messages::{harmless, smishing},
};

/// Pages with everything that is drawn.
const PAGES: [&str; 20] = [
    "/",
    "/incidents",
    "/incidents?q=nothing-like-that",
    "/incidents/inc-1",
    "/incidents/inc-1/iodef",
    "/incidents/inc-1/iodef?format=read",
    "/reports",
    "/actions",
    "/rules",
    "/rules/text/brand-imitated",
    "/cvss",
    "/cvss?vector=AV:N/AC:M/Au:N/C:C/I:C/A:C",
    "/cvss?vector=CVSS:3.1/AV:N/AC:L/PR:N/UI:n",
    "/documents",
    "/log",
    "/account",
    "/tokens",
    "/users",
    "/nowhere",
    "/report",
];

/// Text with less contrast than WCAG 2.2, 1.4.3 (AA) asks for.
const TOO_FAINT: &str = r"
    for (const details of document.querySelectorAll('details')) details.open = true;
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const read = color => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    };
    const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
    const paper = read(getComputedStyle(document.documentElement).colorScheme === 'dark' ? '#121212' : '#ffffff');
    const behind = element => {
        const own = read(getComputedStyle(element).backgroundColor);
        const below = own[3] === 1 ? own : element.parentElement ? behind(element.parentElement) : paper;
        return over(own, below);
    };
    const light = color => {
        const [r, g, b] = color.slice(0, 3).map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (a, b) => {
        const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
        return (high + 0.05) / (low + 0.05);
    };
    const found = [];
    let seen = 0;
    const judge = (element, style, ink, text) => {
        let opacity = 1;
        for (let e = element; e; e = e.parentElement) opacity *= getComputedStyle(e).opacity;
        const ground = behind(element);
        const color = read(ink);
        color[3] *= opacity;
        const size = parseFloat(style.fontSize);
        const large = size >= 24 || size >= 18.66 && style.fontWeight >= 700;
        const ratio = contrast(over(color, ground), ground);
        seen++;
        if (ratio < (large ? 3 : 4.5))
            found.push(`${ratio.toFixed(2)} ${element.localName}.${element.className.baseVal ?? element.className}: ${text.slice(0, 40)}`);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        const text = node.data.trim();
        if (!text || element.closest('.gone, .skip, option, :disabled') || !element.checkVisibility()) continue;
        const style = getComputedStyle(element);
        judge(element, style, element.closest('svg') ? style.fill : style.color, text);
    }
    for (const field of document.querySelectorAll('input:not([type=hidden]), textarea, select')) {
        if (field.closest('.gone') || !field.checkVisibility()) continue;
        const style = getComputedStyle(field);
        judge(field, style, style.color, field.name);
        if (field.placeholder) judge(field, style, getComputedStyle(field, '::placeholder').color, field.placeholder);
    }
    if (!seen) found.push('no text');
    return found;";

/// Whether the page is wider than the screen, and what sticks out.
const TOO_WIDE: &str = r"
    for (const details of document.querySelectorAll('details')) details.open = true;
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width && window.innerWidth <= 360) return [];
    const wide = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > width + 0.5);
    return [window.innerWidth, document.documentElement.scrollWidth, ...wide.slice(0, 5).map(e => e.outerHTML.slice(0, 80))];";

/// What is wrong with how the focus is shown; with where it is.
const FOCUS: &str = r"
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    // A link that fills its row shows the focus around the row.
    const ring = [element, element.closest('li')].some(e => {
        const style = e && getComputedStyle(e);
        return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    });
    const seen = box.width > 1 && box.height > 1 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    return { name: element.localName + '.' + element.className, text: (element.innerText || element.name || '').slice(0, 30), ring, seen, body: element === document.body };";

fn nothing() -> Value {
    Value::Array(Vec::new())
}

#[tokio::test]
async fn every_page_can_be_read_reached_and_held_in_one_hand() {
    let reports: Vec<_> = (0..25).map(smishing).chain((0..5).map(harmless)).collect();
    let house = House::open(&reports);
    let Some(window) = Window::open().await else {
        return;
    };
    let mut faults = Vec::new();
    let mut look = async |page: &str, how: &str, script: &str| {
        window.go(&house.url(page)).await;
        let found = window.run(script).await;
        if found != nothing() {
            faults.push(format!("{page}, {how}: {found}"));
        }
    };
    for how in ["light", "dark"] {
        let scheme = json!({"features": [{"name": "prefers-color-scheme", "value": how}]});
        window.devtools("Emulation.setEmulatedMedia", &scheme);
        look("/sign-in", how, TOO_FAINT).await;
    }
    window.sign_in(&house, "administrator").await;
    let report = house.person("reader").get("/reports").text;
    let report = between(&report, "href=\"/reports/", "\"").expect("a report");
    let report = format!("/reports/{report}");
    let mut pages = PAGES.to_vec();
    pages.push(&report);
    for how in ["light", "dark"] {
        let scheme = json!({"features": [{"name": "prefers-color-scheme", "value": how}]});
        window.devtools("Emulation.setEmulatedMedia", &scheme);
        for page in &pages {
            look(page, how, TOO_FAINT).await;
        }
    }
    // Chosen by hand against the system.
    window.follow(".brand").await;
    window.follow(".theme button[value=light]").await;
    look("/", "light chosen", TOO_FAINT).await;
    let scheme = "return getComputedStyle(document.documentElement).colorScheme";
    assert_eq!(window.run(scheme).await, "light");

    let narrow = json!({"width": 360, "height": 740, "deviceScaleFactor": 1, "mobile": true});
    window.devtools("Emulation.setDeviceMetricsOverride", &narrow);
    for page in &pages {
        look(page, "360 px", TOO_WIDE).await;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    // What looks for faults finds them.
    window.run("document.body.style.color = '#999'; document.querySelector('main').style.width = '400px'").await;
    for script in [TOO_WIDE, TOO_FAINT] {
        assert_ne!(window.run(script).await, nothing());
    }
    window.devtools("Emulation.clearDeviceMetricsOverride", &json!({}));

    for page in ["/", "/incidents/inc-1", "/actions", "/cvss"] {
        walk(&window, &house, page).await;
    }
}

/// Goes over a page with the tabulator key.
async fn walk(window: &Window, house: &House, page: &str) {
    window.go(&house.url(page)).await;
    tab(window);
    let first = window.run(FOCUS).await;
    assert_eq!(first["name"], "a.skip", "{page}: {first}");
    assert_eq!(
        (&first["ring"], &first["seen"]),
        (&json!(true), &json!(true)),
        "{page}: {first}"
    );
    let mut steps = 0;
    loop {
        tab(window);
        let focus = window.run(FOCUS).await;
        if focus["body"] == true || focus["name"] == "a.skip" {
            break;
        }
        assert_eq!(
            (&focus["ring"], &focus["seen"]),
            (&json!(true), &json!(true)),
            "{page}: {focus}"
        );
        steps += 1;
        assert!(steps < 400, "{page}: the focus is caught at {focus}");
    }
    assert!(steps > 10, "{page}: {steps} steps");
    // The link skips the navigation.
    window.go(&house.url(page)).await;
    tab(window);
    key(window, "Enter", 13, "\r");
    assert_eq!(
        window.run("return document.activeElement.id").await,
        "main",
        "{page}"
    );
    tab(window);
    let inside = window
        .run("return document.activeElement.closest('main') !== null")
        .await;
    assert_eq!(inside, true, "{page}");
}

fn tab(window: &Window) {
    key(window, "Tab", 9, "");
}

/// Presses a key as a person does.
fn key(window: &Window, name: &str, code: u32, text: &str) {
    for kind in ["keyDown", "keyUp"] {
        let event = json!({"type": kind, "key": name, "code": name, "windowsVirtualKeyCode": code, "text": if kind == "keyDown" { text } else { "" }});
        window.devtools("Input.dispatchKeyEvent", &event);
    }
}
