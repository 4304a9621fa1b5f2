//! The pages, one file each, and the list of their routes.

mod account;
mod actions;
mod cve;
mod cvss;
mod desk;
mod document;
mod exchange;
mod handed;
mod health;
mod incident;
mod incidents;
mod iodef;
mod log;
mod peers;
pub(crate) mod problem;
mod public_report;
mod report;
mod reports;
mod rules;
mod seal;
mod share;
mod shell;
mod sign_in;
mod tokens;
mod users;
mod watches;

use askama::Template;
use axum::{
    http::{HeaderValue, Method, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use watchbell_node::accounts::Scope;
use watchbell_store::Role::{Administrator, Analyst, Reader};

pub(crate) use actions::list as blocklist_file;
pub(crate) mod cves;
pub(crate) use shell::{Section, Shell, Theme};
pub(crate) use sign_in::sentence;

use crate::{
    assets,
    problem::Problem,
    router::{Access, Route},
};

/// Every page and form, and who may reach it.
#[rustfmt::skip]
pub(crate) fn routes() -> Vec<Route> {
    let page = |path, access, answer| Route { method: Method::GET, path, access, answer };
    let form = |path, access, answer| Route { method: Method::POST, path, access, answer };
    let (look, decide, rule) = (Access::Role(Reader), Access::Role(Analyst), Access::Role(Administrator));
    vec![
        page("/assets/{file}", Access::Open, get(assets::show)),
        page("/healthz", Access::Open, get(health::alive)),
        page("/readyz", Access::Open, get(health::ready)),
        page("/metrics", Access::Scope(Scope::MetricsRead), get(health::metrics)),
        page("/log/checkpoint", Access::Open, get(log::checkpoint)),
        page("/log/tile/{*path}", Access::Open, get(log::tile)),
        page("/sign-in", Access::Open, get(sign_in::show)),
        form("/sign-in", Access::Open, post(sign_in::enter)),
        page("/report", Access::Open, get(public_report::show)),
        form("/report", Access::Open, post(public_report::send)),

        page("/", look, get(desk::show)),
        page("/desk/live", look, get(desk::live)),
        page("/incidents", look, get(incidents::show)),
        page("/incidents/{id}", look, get(incident::show)),
        page("/incidents/{id}/iodef", look, get(iodef::show)),
        page("/incidents/{id}/share", look, get(share::show)),
        page("/peers", look, get(peers::show)),
        page("/peers/{name}", look, get(peers::one)),
        page("/inbox", look, get(exchange::inbox)),
        page("/inbox/{id}", look, get(exchange::one)),
        page("/outbox", look, get(exchange::outbox)),
        page("/reports", look, get(reports::show)),
        page("/reports/{id}", look, get(report::show)),
        page("/proofs/{subject}", look, get(seal::download)),
        page("/actions", look, get(actions::show)),
        page("/cves", look, get(cves::show)),
        page("/cve/{id}", look, get(cve::show)),
        page("/watches", look, get(watches::show)),
        page("/watches/{name}", look, get(watches::one)),
        page("/rules", look, get(rules::show)),
        page("/rules/{area}/{name}", look, get(rules::one)),
        page("/cvss", look, get(cvss::show)),
        page("/documents", look, get(document::show)),
        form("/documents", look, post(document::read)),
        page("/log", look, get(log::show)),
        form("/log/verify", look, post(log::verify)),
        page("/account", look, get(account::show)),
        form("/account", look, post(account::change)),
        form("/theme", look, post(account::theme)),
        form("/sign-out", look, post(sign_in::leave)),

        form("/incidents/{id}/state", decide, post(incident::state)),
        form("/incidents/{id}/note", decide, post(incident::note)),
        form("/incidents/{id}/tlp", decide, post(incident::tlp)),
        form("/incidents/{id}/propose", decide, post(incident::propose)),
        form("/incidents/{id}/export", decide, post(incident::export)),
        form("/incidents/{id}/share", decide, post(share::send)),
        form("/outbox/{id}", decide, post(exchange::turn)),
        form("/inbox/{id}", decide, post(exchange::answer)),
        form("/watches", decide, post(watches::add)),
        form("/watches/{name}/remove", decide, post(watches::remove)),
        form("/actions/{id}/approve", decide, post(actions::approve)),
        form("/actions/{id}/refuse", decide, post(actions::refuse)),
        form("/actions/{id}/reverse", decide, post(actions::reverse)),
        form("/actions/{id}/appeal", decide, post(actions::appeal)),
        page("/blocklist/{format}", decide, get(actions::blocklist)),
        page("/tokens", decide, get(tokens::show)),
        form("/tokens", decide, post(tokens::add)),
        form("/tokens/{id}/revoke", decide, post(tokens::revoke)),

        page("/users", rule, get(users::show)),
        form("/users", rule, post(users::add)),
        form("/users/{id}", rule, post(users::change)),
        form("/peers", rule, post(peers::add)),
        form("/peers/{name}/agree", rule, post(peers::agree)),
        form("/peers/{name}/switch", rule, post(peers::switch)),
        form("/peers/{name}/remove", rule, post(peers::remove)),
    ]
}

/// Renders a page.
fn render(page: &impl Template) -> Result<Response, Problem> {
    Ok(Html(page.render()?).into_response())
}

/// Renders a page that says what was wrong with a form.
fn render_as(status: StatusCode, page: &impl Template) -> Result<Response, Problem> {
    let mut response = render(page)?;
    *response.status_mut() = status;
    response.extensions_mut().insert(crate::frame::Spelled);
    Ok(response)
}

/// Sends a file to be saved, never to be shown in place.
pub(crate) fn file(bytes: impl Into<axum::body::Body>, kind: &str, name: &str) -> Response {
    // A name of ours: letters, digits, dots and dashes.
    let name: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || ".-_".contains(*c))
        .collect();
    let mut response = Response::new(bytes.into());
    let headers = response.headers_mut();
    let kind =
        HeaderValue::from_str(kind).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_TYPE, kind);
    let disposition = format!("attachment; filename=\"{name}\"");
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; sandbox"),
    );
    response
}

/// Returns `path` when it leads to a page of ours, else `/`.
pub(crate) fn local(path: &str) -> &str {
    let plain = path
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if path.starts_with('/') && !path.starts_with("//") && plain && path.len() <= 512 {
        path
    } else {
        "/"
    }
}

/// Goes back to a page, which then says what was done.
fn done(path: &str, what: &str) -> Response {
    let (path, fragment) = path
        .split_once('#')
        .map_or((path, None), |(path, fragment)| (path, Some(fragment)));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let kept: String = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("done="))
        .map(|pair| format!("{pair}&"))
        .collect();
    let fragment = fragment
        .map(|fragment| format!("#{fragment}"))
        .unwrap_or_default();
    Redirect::to(&format!("{path}?{kept}done={what}{fragment}")).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every page as it looks full and empty.
    fn samples() -> Vec<(&'static str, String)> {
        let all = [
            account::samples(),
            actions::samples(),
            cve::samples(),
            cves::samples(),
            cvss::samples(),
            desk::samples(),
            document::samples(),
            exchange::samples(),
            incident::samples(),
            incidents::samples(),
            iodef::samples(),
            log::samples(),
            peers::samples(),
            problem::samples(),
            public_report::samples(),
            report::samples(),
            reports::samples(),
            rules::samples(),
            share::samples(),
            sign_in::samples(),
            tokens::samples(),
            users::samples(),
            watches::samples(),
        ];
        all.into_iter().flatten().collect()
    }

    /// The start tags of a page.
    fn tags(page: &str) -> impl Iterator<Item = &str> {
        page.split('<')
            .skip(1)
            .filter(|tag| !tag.starts_with('/'))
            .map(|tag| tag.split('>').next().unwrap_or(tag))
    }

    #[test]
    fn text_from_outside_never_becomes_markup() {
        // The samples hold these in every place that comes from outside.
        for (name, page) in samples() {
            for tag in tags(&page) {
                let word = tag.split([' ', '/', '\n']).next().unwrap_or_default();
                assert!(
                    !["b", "i", "u", "s", "verdict"].contains(&word),
                    "{name}: <{tag}>"
                );
                assert!(
                    word != "script"
                        || tag.contains("src=\"/assets/htmx.")
                        || tag.contains("src=\"/assets/again."),
                    "{name}: <{tag}>"
                );
            }
            assert!(
                !page.contains("secret-hash") && !page.contains("secret cause"),
                "{name}"
            );
        }
    }

    #[test]
    fn nothing_in_a_page_needs_inline_style_or_script() {
        for (name, page) in samples() {
            for tag in tags(&page) {
                // Names of attributes stand outside quotes, words of titles inside.
                let names: String = tag.split('"').step_by(2).collect();
                assert!(
                    !names.contains(" style=")
                        && !names.contains(" on")
                        && !names.contains("hx-on"),
                    "{name}: <{tag}>"
                );
            }
        }
    }

    #[test]
    fn every_form_that_changes_something_carries_its_token() {
        for (name, page) in samples() {
            for form in page.split("<form").skip(1) {
                let form = form.split("</form>").next().unwrap_or(form);
                let posts = form.contains("method=\"post\"");
                assert_eq!(
                    posts,
                    form.contains("name=\"csrf\" value=\"c5rf\""),
                    "{name}: {form}"
                );
            }
        }
    }

    #[test]
    fn every_field_has_a_label_and_every_page_one_title() {
        for (name, page) in samples() {
            let labels: Vec<&str> = page
                .split("<label")
                .skip(1)
                .filter_map(|label| label.split("for=\"").nth(1)?.split('"').next())
                .collect();
            for tag in tags(&page).filter(|tag| {
                ["input ", "select ", "textarea "]
                    .iter()
                    .any(|kind| tag.starts_with(kind))
            }) {
                let wrapped = tag.contains("hidden ")
                    || tag.contains("type=\"hidden\"")
                    || tag.contains("type=\"radio\"")
                    || tag.contains("type=\"checkbox\"");
                let id = tag
                    .split(" id=\"")
                    .nth(1)
                    .and_then(|rest| rest.split('"').next());
                assert!(
                    wrapped || id.is_some_and(|id| labels.contains(&id)),
                    "{name}: <{tag}>"
                );
            }
            if name.starts_with("desk/") {
                continue;
            }
            assert_eq!(
                tags(&page)
                    .filter(|tag| *tag == "h1" || tag.starts_with("h1 "))
                    .count(),
                1,
                "{name}"
            );
            let ids: Vec<&str> = tags(&page)
                .filter_map(|tag| tag.split(" id=\"").nth(1)?.split('"').next())
                .collect();
            let mut seen = ids.clone();
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), ids.len(), "{name}: an id stands twice: {ids:?}");
        }
    }

    #[test]
    fn only_our_own_pages_are_gone_back_to() {
        assert_eq!(local("/incidents?state=open"), "/incidents?state=open");
        for path in [
            "https://evil.test/",
            "//evil.test",
            "/\\evil.test",
            "/a\nb",
            "",
            "javascript:x",
        ] {
            assert_eq!(local(path), "/", "{path:?}");
        }
    }

    #[test]
    fn what_was_done_is_said_once() {
        let location = |path| {
            done(path, "noted").headers()[header::LOCATION]
                .to_str()
                .unwrap()
                .to_owned()
        };
        assert_eq!(location("/incidents/inc-1"), "/incidents/inc-1?done=noted");
        assert_eq!(
            location("/actions?state=active&done=x#act-1"),
            "/actions?state=active&done=noted#act-1"
        );
    }

    #[test]
    fn a_file_name_cannot_break_its_header() {
        let response = file("x", "text/csv", "a\"; b\r\n.csv");
        assert_eq!(
            response.headers()[header::CONTENT_DISPOSITION],
            "attachment; filename=\"ab.csv\""
        );
    }
}
