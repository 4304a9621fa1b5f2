//! Accounts, for administrators.

use askama::Template;
use axum::{Extension, extract::State, http::StatusCode, response::Response};
use watchbell_node::accounts;
use watchbell_store::{Account, Role};

use super::{Section, Shell, Theme, done, render, render_as, sign_in::sentence};
use crate::{
    app::{App, In, Viewer},
    form::Form,
    problem::Problem,
    query::Query,
};

#[derive(Template)]
#[template(path = "users.html")]
struct Page {
    shell: Shell,
    done: Option<String>,
    /// A name and its new one-time password.
    fresh: Option<(String, String)>,
    error: Option<String>,
    accounts: Vec<Account>,
    roles: [Role; 3],
}

/// Shows who may sign in.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    query: Query,
) -> Result<Response, Problem> {
    let page = page(&app, &viewer, theme).await?;
    render(&Page {
        done: query.text("done").map(str::to_owned),
        ..page
    })
}

/// Adds somebody and shows their one-time password.
pub(super) async fn add(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    form: Form,
) -> Result<Response, Problem> {
    let role: Role = form.parsed("role")?;
    let name = form.text("name");
    let password = accounts::one_time_password()?;
    match app.accounts.add(name, role, &password, app.now()).await {
        Ok(_) => {
            let page = page(&app, &viewer, theme).await?;
            render(&Page {
                fresh: Some((name.to_owned(), password)),
                ..page
            })
        }
        Err(accounts::Error::Store(watchbell_store::Error::Conflict { .. })) => {
            refused(&app, &viewer, theme, "Somebody has this name already.").await
        }
        Err(error @ accounts::Error::Name(_)) => {
            refused(&app, &viewer, theme, &sentence(&error.to_string())).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Changes a role, locks out, lets in again or gives a new password.
pub(super) async fn change(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    In(id): In<i64>,
    form: Form,
) -> Result<Response, Problem> {
    let mut fresh = None;
    let changed = match form.text("change") {
        "disable" => app.accounts.change(id, None, None, Some(true)).await,
        "enable" => app.accounts.change(id, None, None, Some(false)).await,
        "password" => {
            let password = accounts::one_time_password()?;
            let changed = app.accounts.change(id, None, Some(&password), None).await;
            fresh = Some(password);
            changed
        }
        role => {
            let role: Role = role
                .parse()
                .map_err(|_| Problem::field("/change", "is no change"))?;
            app.accounts.change(id, Some(role), None, None).await
        }
    };
    match changed {
        Ok(()) => {}
        Err(accounts::Error::LastAdministrator) => {
            return refused(
                &app,
                &viewer,
                theme,
                "The last administrator has to stay one.",
            )
            .await;
        }
        Err(error) => return Err(error.into()),
    }
    let Some(password) = fresh else {
        return Ok(done("/users", "changed"));
    };
    let page = page(&app, &viewer, theme).await?;
    let name = page
        .accounts
        .iter()
        .find(|account| account.id == id)
        .map(|account| account.name.clone());
    render(&Page {
        fresh: name.map(|name| (name, password)),
        ..page
    })
}

async fn refused(
    app: &App,
    viewer: &Viewer,
    theme: Theme,
    said: &str,
) -> Result<Response, Problem> {
    let page = page(app, viewer, theme).await?;
    render_as(
        StatusCode::UNPROCESSABLE_ENTITY,
        &Page {
            error: Some(said.to_owned()),
            ..page
        },
    )
}

async fn page(app: &App, viewer: &Viewer, theme: Theme) -> Result<Page, Problem> {
    Ok(Page {
        shell: Shell::new(app, Some(viewer), theme, "Users", Section::Users),
        done: None,
        fresh: None,
        error: None,
        accounts: app.db().accounts().await?,
        roles: Role::ALL,
    })
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let shell = Shell::sample(Section::Users);
    let account = sample(&shell);
    let page = Page {
        done: Some("changed".to_owned()),
        fresh: Some(("<b>".to_owned(), "pass-word".to_owned())),
        error: Some("<i>no</i>".to_owned()),
        accounts: vec![
            account.clone(),
            Account {
                disabled: true,
                ..account
            },
        ],
        roles: Role::ALL,
        shell,
    };
    vec![("users", page.render().unwrap())]
}

#[cfg(test)]
pub(super) fn sample(shell: &Shell) -> Account {
    Account {
        id: 1,
        name: "<b>bo</b>".to_owned(),
        role: Role::Analyst,
        password: "secret-hash".to_owned(),
        created_at: shell.now,
        disabled: false,
    }
}
