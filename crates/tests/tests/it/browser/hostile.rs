//! What was reported is shown, shared and exported, and never runs.

use std::collections::BTreeSet;

use serde_json::Value;
use watchbell_model::{CleanText, Report};

use super::{house::House, window::Window};
use crate::support::{
    http::{Answer, Visitor, encoded},
    messages::report,
};

/// Texts that run, or add an element that [`IS_INTACT`] finds, where one is
/// taken for more than text.
const HOSTILE: [&str; 9] = [
    "<script class=injected>window.ran=1</script>",
    "\"><img class=injected src=x onerror=window.ran=1>",
    "'><svg class=injected onload=window.ran=1><script>window.ran=1</script></svg>",
    "</textarea></title></pre></blockquote><iframe class=injected srcdoc='<script>top.ran=1</script>'></iframe>",
    "javascript:window.ran=1//http://x.example/'onclick='window.ran=1",
    "<div class=injected hx-get=/report hx-trigger=load hx-on::load=window.ran=1>{{7*7}}{% raw %}${7*7}</div>",
    "[x](javascript:window.ran=1) ![x](x\"onerror=\"window.ran=1) **b** <b class=injected>b</b> `c`",
    "\u{202E}<i class=injected>drawrof</i>\u{2067}\u{200F} \u{5E9}\u{5DC}",
    "=HYPERLINK(\"http://x.example\",\"x\")\r\n;]]> --> &lt;script&gt; &#60;script&#62; \\u003cscript\\u003e",
];
/// Reports about each; as many reporters as a block needs.
const REPORTERS: u32 = 22;

/// What a page shows that has only what its template has.
const IS_INTACT: &str = r"
    const found = [];
    if (window.ran !== undefined) found.push('a script ran');
    for (const element of document.querySelectorAll('*')) {
        const name = element.localName;
        if (element.classList.contains('injected')) found.push('injected ' + element.outerHTML);
        if (['iframe', 'img', 'object', 'embed', 'base', 'style'].includes(name)) found.push(name);
        if (name === 'script' && !/^[/]assets[/](htmx|again)[.][0-9a-f]+[.]js$/.test(element.getAttribute('src'))) found.push(element.outerHTML);
        for (const attribute of element.attributes) {
            if (attribute.name.startsWith('on') || attribute.name.startsWith('hx-on') || attribute.name === 'style')
                found.push(name + ' ' + attribute.name);
            if (/^(href|src|action|formaction|xlink:href|hx-get)$/.test(attribute.name) && !attribute.value.startsWith('/') && !attribute.value.startsWith('#'))
                found.push(name + ' ' + attribute.name + ' ' + attribute.value);
        }
    }
    // What turns the direction of writing turns it for itself only.
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
        if (/[\u202A-\u202E\u2066-\u2069]/.test(node.data) && !node.parentElement.closest('[dir], bdi, pre, textarea, option'))
            found.push('direction of ' + node.parentElement.outerHTML);
    return found;";

fn hostile() -> Vec<Report> {
    let all = HOSTILE.iter().zip(0..).flat_map(|(hostile, kind)| {
        (0..REPORTERS).map(move |n| {
            let number = kind * 100 + n;
            let text = format!(
                "{hostile} URGENT: your bank account is suspended, verify your password at http://secure-login{kind}.example/{n} {hostile}"
            );
            let clean = |text: String| Some(CleanText::lossy(&text));
            Report {
                id: clean(format!("{number} {hostile}")),
                reporter: clean(format!("{number} {hostile}")),
                recipient: clean(hostile.to_string()),
                lang: clean(hostile.to_string()),
                ..report(number, hostile, &text)
            }
        })
    });
    all.collect()
}

/// The numbers of everything of a kind that the pages `from` link to.
fn linked(visitor: &mut Visitor, from: &[&str], below: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let link = format!("href=\"{below}");
    for page in from {
        let text = visitor.get(page).text;
        let links = text.split(&link).skip(1);
        let ids = links.filter_map(|link| link.split(['"', '#', '?', '/']).next());
        all.extend(ids.filter(|id| !id.is_empty()).map(str::to_owned));
    }
    all
}

/// What people write is hostile too.
fn write(analyst: &mut Visitor, incident: &str, actions: &BTreeSet<String>) {
    let page = format!("/incidents/{incident}");
    for hostile in HOSTILE {
        let note = analyst.fill(&page, &format!("{page}/note"), &[("text", hostile)]);
        assert_eq!(note.status, 303, "{note:?}");
        let fields = [("name", hostile), ("scope", "reports:read"), ("days", "1")];
        assert!(analyst.fill("/tokens", "/tokens", &fields).status < 500);
    }
    for (action, hostile) in actions.iter().zip(HOSTILE.iter().cycle()) {
        let path = format!("/actions/{action}/appeal");
        analyst.fill("/account", &path, &[("words", hostile)]);
    }
}

#[tokio::test]
async fn what_was_reported_never_runs_on_any_page() {
    let house = House::open(&hostile());
    let mut admin = house.person("administrator");
    let incidents = linked(&mut admin, &["/incidents"], "/incidents/");
    let actions = linked(&mut admin, &["/actions"], "/proofs/");
    let first = incidents.first().expect("an incident");
    assert!(actions.len() >= HOSTILE.len(), "{actions:?}");
    write(&mut admin, first, &actions);

    let mut pages: Vec<String> = [
        "/",
        "/desk/live",
        "/incidents",
        "/reports",
        "/actions",
        "/rules",
        "/rules/text/brand-imitated",
        "/log",
        "/account",
        "/users",
        "/tokens",
    ]
    .map(str::to_owned)
    .into();
    let mut of_reports: Vec<String> = vec!["/reports".to_owned()];
    for incident in &incidents {
        let page = format!("/incidents/{incident}");
        pages.push(format!("{page}/iodef"));
        pages.push(format!("{page}/iodef?format=json"));
        of_reports.push(page.clone());
        pages.push(page);
    }
    let of_reports: Vec<&str> = of_reports.iter().map(String::as_str).collect();
    let reports = linked(&mut admin, &of_reports, "/reports/");
    assert!(reports.len() >= 50, "{}", reports.len());
    pages.extend(reports.iter().step_by(5).map(|id| format!("/reports/{id}")));
    for hostile in HOSTILE {
        let text = encoded(hostile);
        pages.push(format!("/incidents?q={text}&link={text}&state={text}"));
        pages.push(format!("/incidents?q={text}&link={text}"));
        pages.push(format!("/reports?id={text}&done={text}"));
        pages.push(format!("/actions?state={text}"));
        pages.push(format!("/nowhere/{text}"));
        pages.push(format!("/rules/text/{text}"));
        pages.push(format!("/cvss?vector={text}"));
        pages.push(format!("/cvss?version={text}&AV={text}"));
    }

    let mut shown = String::new();
    for page in &pages {
        let answer = admin.get(page);
        is_closed(page, &answer);
        shown += &answer.text;
    }
    assert!(shown.contains("&lt;script") || shown.contains("&#60;script"));

    let Some(window) = Window::open().await else {
        return;
    };
    window.sign_in(&house, "administrator").await;
    for page in &pages {
        window.go(&house.url(page)).await;
        let found = window.run(IS_INTACT).await;
        assert_eq!(found, Value::Array(Vec::new()), "{page}");
        let errors = window.errors();
        // A page that says 4xx is told by the console as well.
        let real: Vec<_> = errors
            .iter()
            .filter(|error| !error.contains("the server responded with a status of 4"))
            .collect();
        assert!(real.is_empty(), "{page}: {real:?}");
    }

    // The same when htmx puts a part into the page.
    window.go(&house.url("/")).await;
    window
        .run("window.swapped = 0; document.addEventListener('htmx:afterSettle', () => window.swapped++); htmx.ajax('GET', '/desk/live', 'main [hx-get]')")
        .await;
    for _ in 0..100 {
        if window.run("return window.swapped").await != 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!(window.run("return window.swapped").await, 1);
    let found = window.run(IS_INTACT).await;
    assert_eq!(found, Value::Array(Vec::new()));
    assert_eq!(window.errors(), Vec::<String>::new());

    // Forms that say again what was typed.
    window.go(&house.url("/log")).await;
    for hostile in [
        "</textarea><script class=injected>window.ran=1</script>",
        HOSTILE[1],
    ] {
        window.write("#proof", hostile).await;
        window.write("#key", hostile).await;
        window.follow("form[action^='/log/verify'] button").await;
        assert!(!window.text("[role=alert]").await.is_empty());
        let found = window.run(IS_INTACT).await;
        assert_eq!(found, Value::Array(Vec::new()));
    }
    window.client.delete_all_cookies().await.expect("cookies");
    let text = encoded(HOSTILE[1]);
    for page in [
        format!("/sign-in?next={text}"),
        "/sign-in?next=javascript:window.ran=1".to_owned(),
    ] {
        window.go(&house.url(&page)).await;
        window.write("#name", HOSTILE[1]).await;
        window.write("#password", "not the password").await;
        window.follow("main form button.first").await;
        let found = window.run(IS_INTACT).await;
        assert_eq!(found, Value::Array(Vec::new()), "{page}");
    }
    // What looks for faults finds one.
    window
        .run("document.body.insertAdjacentHTML('beforeend', '<b class=injected>\u{202E}</b>')")
        .await;
    let found = window.run(IS_INTACT).await;
    assert_eq!(found.as_array().map(Vec::len), Some(2), "{found}");
    window.errors();

    // Were something in a page after all, the policy would stop it.
    for script in [
        "const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s)",
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')",
        "document.body.insertAdjacentHTML('beforeend', '<iframe srcdoc=\"<script>top.ran = 1</script>\"></iframe>')",
        "const a = document.createElement('a'); a.href = 'javascript:void(window.ran = 1)'; document.body.append(a); a.click()",
        "const s = document.createElement('script'); s.src = 'data:text/javascript,window.ran=1'; document.body.append(s)",
    ] {
        window.go(&house.url("/sign-in")).await;
        window.run(script).await;
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        assert_eq!(
            window.run("return window.ran === undefined").await,
            true,
            "{script}"
        );
        assert_eq!(window.path().await, "/sign-in");
    }
    let errors = window.errors().join("\n");
    assert!(
        errors.contains("Content Security Policy"),
        "the console tells: {errors}"
    );
}

/// Expects that a page allows no script but files of ours.
#[track_caller]
fn is_closed(page: &str, answer: &Answer) {
    assert!(answer.status < 500, "{page}: {answer:?}");
    assert!(
        answer.header("content-type").starts_with("text/html"),
        "{page}"
    );
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{page}");
    let policy = answer.header("content-security-policy");
    let sources = |name: &str| -> Option<Vec<&str>> {
        let mut directives = policy
            .split(';')
            .map(|directive| directive.split_whitespace());
        directives.find_map(|mut words| (words.next() == Some(name)).then(|| words.collect()))
    };
    let default = sources("default-src").expect("a default");
    for directive in [
        "script-src",
        "style-src",
        "object-src",
        "frame-src",
        "connect-src",
        "img-src",
    ] {
        for source in sources(directive).as_ref().unwrap_or(&default) {
            assert!(["'self'", "'none'"].contains(source), "{page}: {policy}");
        }
    }
    for (directive, source) in [
        ("base-uri", "'none'"),
        ("frame-ancestors", "'none'"),
        ("form-action", "'self'"),
    ] {
        assert_eq!(sources(directive), Some(vec![source]), "{page}: {policy}");
    }
}

#[test]
fn files_are_sent_to_be_saved_with_what_was_reported_escaped() {
    let house = House::open(&hostile());
    let mut admin = house.person("administrator");
    for action in linked(&mut admin, &["/actions?step=block"], "/proofs/") {
        admin.fill("/account", &format!("/actions/{action}/approve"), &[]);
    }
    let mut files = Vec::new();
    for incident in linked(&mut admin, &["/incidents"], "/incidents/") {
        let page = format!("/incidents/{incident}");
        for (format, kind) in [
            ("iodef-xml", "xml"),
            ("iodef-json", "json"),
            ("json", "json"),
        ] {
            let answer = admin.fill(&page, &format!("{page}/export"), &[("format", format)]);
            files.push((format!("{page} {format}"), kind, answer));
        }
    }
    for (path, kind) in [
        ("/blocklist/csv", "csv"),
        ("/blocklist/json", "json"),
        ("/blocklist/rpz", "rpz"),
        ("/proofs/leaf-0", "proof"),
    ] {
        files.push((path.to_owned(), kind, admin.get(path)));
    }
    let mut held = String::new();
    for (name, kind, answer) in &files {
        assert_eq!(answer.status, 200, "{name}: {answer:?}");
        assert!(
            answer
                .header("content-disposition")
                .starts_with("attachment; filename=\""),
            "{name}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{name}");
        assert!(
            answer.header("content-security-policy").contains("sandbox"),
            "{name}"
        );
        let media = answer.header("content-type");
        let (types, markup): (&[&str], _) = match *kind {
            "xml" => (&["application/xml", "application/iodef+xml"], true),
            "json" => (
                &[
                    "application/json",
                    "application/jsonl",
                    "application/x-ndjson",
                    "application/iodef+json",
                ],
                false,
            ),
            "csv" => (&["text/csv"], false),
            "rpz" => (&["text/dns"], false),
            _ => (&["text/plain"], false),
        };
        let essence = media.split(';').next().unwrap_or_default();
        assert!(types.contains(&essence), "{name}: {media}");
        assert!(!markup || !answer.text.contains("<script"), "{name}");
        match *kind {
            "json" => {
                let whole = serde_json::from_str::<Value>(&answer.text).is_ok();
                let lines = || {
                    answer
                        .text
                        .lines()
                        .all(|line| serde_json::from_str::<Value>(line).is_ok())
                };
                assert!(whole || lines(), "{name}");
            }
            // No cell is a formula.
            "csv" => {
                let cells = answer.text.split([',', '\n']);
                assert!(
                    !cells
                        .clone()
                        .any(|cell| cell.starts_with(['=', '@']) || cell.starts_with("\"=")),
                    "{}",
                    answer.text
                );
            }
            "rpz" => assert!(!answer.text.contains('<'), "{}", answer.text),
            _ => {}
        }
        held += &answer.text;
    }
    assert!(held.contains("script"), "the hostile text is in there");
}
