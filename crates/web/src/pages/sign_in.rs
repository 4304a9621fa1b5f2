//! Signing in and out.

use askama::Template;
use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use watchbell_node::accounts;

use super::{Section, Shell, Theme, local, render, render_as};
use crate::{
    app::{App, Viewer},
    cookie,
    form::Form,
    frame::From,
    problem::Problem,
    query::Query,
};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct Page {
    shell: Shell,
    done: Option<String>,
    error: Option<String>,
    csrf: String,
    next: String,
    name: String,
    public_form: bool,
}

/// Shows the form, or goes on where somebody is signed in already.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Option<Extension<Viewer>>,
    Extension(theme): Extension<Theme>,
    headers: HeaderMap,
    query: Query,
) -> Result<Response, Problem> {
    let next = local(query.text("next").unwrap_or("/"));
    if viewer.is_some() {
        return Ok(Redirect::to(next).into_response());
    }
    let page = Page {
        shell: Shell::new(&app, None, theme, "Sign in", Section::None),
        done: query.text("done").map(str::to_owned),
        error: None,
        csrf: String::new(),
        next: next.to_owned(),
        name: String::new(),
        public_form: app.node.config().web.public_reports_an_hour > 0,
    };
    with_visitor(&app, &headers, |csrf| render(&Page { csrf, ..page }))
}

/// Checks name and password; begins a session under a new number.
pub(super) async fn enter(
    State(app): State<App>,
    Extension(theme): Extension<Theme>,
    Extension(From(address)): Extension<From>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Problem> {
    let next = local(form.text("next"));
    let name = form.text("name").to_owned();
    let result = app
        .accounts
        .sign_in(
            &name,
            form.all("password").next().unwrap_or_default(),
            address,
            app.now(),
        )
        .await;
    let error = match result {
        Ok(cookie) => {
            if let Some(old) = cookie::read(&headers, cookie::SESSION, app.https) {
                app.accounts.sign_out(old).await?;
            }
            app.accounts.tidy(app.now()).await?;
            let mut response = Redirect::to(next).into_response();
            response.headers_mut().append(
                header::SET_COOKIE,
                cookie::secret(cookie::SESSION, &cookie, app.https),
            );
            response
                .headers_mut()
                .append(header::SET_COOKIE, cookie::gone(cookie::VISITOR, app.https));
            return Ok(response);
        }
        Err(
            error @ (accounts::Error::Wrong
            | accounts::Error::Throttled { .. }
            | accounts::Error::Busy { .. }),
        ) => error,
        Err(error) => return Err(error.into()),
    };
    let said = error.to_string();
    let problem = Problem::from(error);
    let page = Page {
        shell: Shell::new(&app, None, theme, "Sign in", Section::None),
        done: None,
        error: Some(sentence(&said)),
        csrf: String::new(),
        next: next.to_owned(),
        name: name.chars().take(accounts::NAME_MAX).collect(),
        public_form: app.node.config().web.public_reports_an_hour > 0,
    };
    let status = if problem.retry_after.is_some() {
        StatusCode::TOO_MANY_REQUESTS
    } else {
        StatusCode::UNAUTHORIZED
    };
    let mut response = with_visitor(&app, &headers, |csrf| {
        render_as(status, &Page { csrf, ..page })
    })?;
    if let Some(seconds) = problem.retry_after {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, seconds.into());
    }
    Ok(response)
}

/// Ends the session.
pub(super) async fn leave(
    State(app): State<App>,
    viewer: Viewer,
    _form: Form,
) -> Result<Response, Problem> {
    app.accounts.sign_out(&viewer.cookie).await?;
    let mut response = super::done("/sign-in", "signed-out");
    response
        .headers_mut()
        .append(header::SET_COOKIE, cookie::gone(cookie::SESSION, app.https));
    Ok(response)
}

/// Makes a page whose form is tied to the visitor's own cookie, which is set
/// where there is none yet.
pub(super) fn with_visitor(
    app: &App,
    headers: &HeaderMap,
    page: impl FnOnce(String) -> Result<Response, Problem>,
) -> Result<Response, Problem> {
    let known = cookie::read(headers, cookie::VISITOR, app.https).filter(|value| value.len() == 64);
    let visitor = match known {
        Some(visitor) => visitor.to_owned(),
        None => accounts::secret()?,
    };
    let mut response = page(app.accounts.visitor_csrf(&visitor))?;
    if known.is_none() {
        response.headers_mut().append(
            header::SET_COOKIE,
            cookie::strict(cookie::VISITOR, &visitor, app.https),
        );
    }
    Ok(response)
}

/// An error's words as a sentence.
pub(crate) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters
        .next()
        .map(|first| first.to_uppercase().collect())
        .unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let page = |error: Option<&str>, name: &str| Page {
        shell: Shell::bare_sample(),
        done: Some("signed-out".to_owned()),
        error: error.map(str::to_owned),
        csrf: "c5rf".to_owned(),
        next: "/\"><script>".to_owned(),
        name: name.to_owned(),
        public_form: true,
    };
    vec![
        ("sign-in", page(None, "").render().unwrap()),
        (
            "sign-in-refused",
            page(Some("Name or password is wrong."), "\"><script>")
                .render()
                .unwrap(),
        ),
    ]
}
