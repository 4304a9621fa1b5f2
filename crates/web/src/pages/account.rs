//! One's own account: password and colours.

use askama::Template;
use axum::{
    Extension,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use watchbell_node::accounts;
use watchbell_store::Role;

use super::{Section, Shell, Theme, local, render, render_as, sign_in::sentence};
use crate::{
    app::{App, Viewer},
    cookie,
    form::Form,
    frame::From,
    problem::Problem,
};

#[derive(Template)]
#[template(path = "account.html")]
struct Page {
    shell: Shell,
    name: String,
    role: Role,
    error: Option<String>,
}

/// Shows one's own account.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
) -> Result<Response, Problem> {
    render(&page(&app, &viewer, theme, None))
}

/// Changes one's password, which ends every session.
pub(super) async fn change(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    Extension(From(address)): Extension<From>,
    form: Form,
) -> Result<Response, Problem> {
    let secret = |name| form.all(name).next().unwrap_or_default();
    // Signing in again is what knows how to check and to throttle.
    let checked = app
        .accounts
        .sign_in(viewer.name(), secret("current"), address, app.now())
        .await;
    let changed = match checked {
        Ok(_) => {
            app.accounts
                .change(
                    viewer.session.account.id,
                    None,
                    Some(secret("password")),
                    None,
                )
                .await
        }
        Err(error) => Err(error),
    };
    match changed {
        Ok(()) => {
            let mut response = super::done("/sign-in", "password");
            response
                .headers_mut()
                .append(header::SET_COOKIE, cookie::gone(cookie::SESSION, app.https));
            Ok(response)
        }
        Err(accounts::Error::Wrong) => {
            refused(&app, &viewer, theme, "That is not your password now.")
        }
        Err(error @ (accounts::Error::Password | accounts::Error::Throttled { .. })) => {
            refused(&app, &viewer, theme, &sentence(&error.to_string()))
        }
        Err(error) => Err(error.into()),
    }
}

/// Remembers light or dark in a cookie.
pub(super) async fn theme(State(app): State<App>, form: Form) -> Result<Response, Problem> {
    let word = form.text("theme");
    if !["light", "dark", "auto"].contains(&word) {
        return Err(Problem::field("/theme", "is light, dark or auto"));
    }
    let mut response = Redirect::to(local(form.text("back"))).into_response();
    response.headers_mut().append(
        header::SET_COOKIE,
        cookie::lasting(cookie::THEME, word, app.https),
    );
    Ok(response)
}

fn refused(app: &App, viewer: &Viewer, theme: Theme, said: &str) -> Result<Response, Problem> {
    render_as(
        StatusCode::UNPROCESSABLE_ENTITY,
        &page(app, viewer, theme, Some(said.to_owned())),
    )
}

fn page(app: &App, viewer: &Viewer, theme: Theme, error: Option<String>) -> Page {
    let shell = Shell::new(app, Some(viewer), theme, "Your account", Section::None);
    Page {
        shell,
        name: viewer.name().to_owned(),
        role: viewer.session.account.role,
        error,
    }
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let shell = Shell::sample(Section::None);
    let page = Page {
        shell,
        name: "<b>ana</b>".to_owned(),
        role: Role::Reader,
        error: Some("<i>no</i>".to_owned()),
    };
    vec![("account", page.render().unwrap())]
}
