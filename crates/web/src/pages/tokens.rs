//! API tokens: one's own, or everybody's for an administrator.

use askama::Template;
use axum::{Extension, extract::State, http::StatusCode, response::Response};
use watchbell_node::accounts::{self, Scope};
use watchbell_store::{Role, Token};

use super::{Section, Shell, Theme, done, render, render_as, sign_in::sentence};
use crate::{
    app::{App, In, Viewer},
    form::Form,
    problem::Problem,
    query::Query,
};

#[derive(Template)]
#[template(path = "tokens.html")]
struct Page {
    shell: Shell,
    done: Option<String>,
    fresh: Option<String>,
    error: Option<String>,
    tokens: Vec<Token>,
    scopes: Vec<(&'static str, &'static str)>,
}

/// Shows tokens.
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

/// Makes a token and shows its secret, this once.
pub(super) async fn add(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    form: Form,
) -> Result<Response, Problem> {
    let scopes = form
        .all("scope")
        .map(str::parse)
        .collect::<Result<Vec<Scope>, _>>()?;
    let days = form.text("days").parse().unwrap_or(0);
    let made = if scopes.is_empty() {
        Err("Tick at least one scope.".to_owned())
    } else {
        match app
            .accounts
            .add_token(
                &viewer.session.account,
                form.text("name"),
                &scopes,
                days,
                app.now(),
            )
            .await
        {
            Ok((_, secret)) => Ok(secret),
            Err(
                error @ (accounts::Error::Name(_)
                | accounts::Error::Days(_)
                | accounts::Error::Role { .. }),
            ) => Err(sentence(&error.to_string())),
            Err(error) => return Err(error.into()),
        }
    };
    let page = page(&app, &viewer, theme).await?;
    match made {
        Ok(secret) => render(&Page {
            fresh: Some(secret),
            ..page
        }),
        Err(said) => render_as(
            StatusCode::UNPROCESSABLE_ENTITY,
            &Page {
                error: Some(said),
                ..page
            },
        ),
    }
}

/// Takes a token back: one's own, or anybody's for an administrator.
pub(super) async fn revoke(
    State(app): State<App>,
    viewer: Viewer,
    In(id): In<i64>,
    _form: Form,
) -> Result<Response, Problem> {
    let mine = app.db().tokens(whose(&viewer)).await?;
    if !mine.iter().any(|token| token.id == id) {
        return Err(Problem::NOT_FOUND);
    }
    app.db().revoke_token(id).await?;
    Ok(done("/tokens", "revoked"))
}

fn whose(viewer: &Viewer) -> Option<i64> {
    (!viewer.may(Role::Administrator)).then_some(viewer.session.account.id)
}

async fn page(app: &App, viewer: &Viewer, theme: Theme) -> Result<Page, Problem> {
    Ok(Page {
        shell: Shell::new(app, Some(viewer), theme, "Tokens", Section::Tokens),
        done: None,
        fresh: None,
        error: None,
        tokens: app.db().tokens(whose(viewer)).await?,
        scopes: scopes(viewer.session.account.role),
    })
}

fn scopes(role: Role) -> Vec<(&'static str, &'static str)> {
    let words = |scope: Scope| match scope {
        Scope::ReportsWrite => "hand in reports",
        Scope::ReportsRead => "read reports, judge texts",
        Scope::IncidentsRead => "read incidents, actions, proofs",
        Scope::IncidentsWrite => "change incidents, write notes",
        Scope::ActionsWrite => "approve, refuse, reverse, appeal",
        Scope::ExportsRead => "export incidents and block lists",
        Scope::TaxiiRead => "fetch from collections (TAXII)",
        Scope::TaxiiWrite => "add to collections (TAXII)",
        Scope::MetricsRead => "read the metrics",
        Scope::Admin => "accounts and tokens",
    };
    let allowed = Scope::ALL.into_iter().filter(|scope| scope.role() <= role);
    allowed
        .map(|scope| (scope.as_str(), words(scope)))
        .collect()
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let page = |tokens: Vec<Token>, shell| Page {
        shell,
        done: None,
        fresh: Some("wb_secret".to_owned()),
        error: Some("<i>no</i>".to_owned()),
        tokens,
        scopes: scopes(Role::Administrator),
    };
    let shell = Shell::sample(Section::Tokens);
    let token = Token {
        id: 3,
        account: super::users::sample(&shell),
        name: "<b>feed</b>".to_owned(),
        scopes: "reports:write".to_owned(),
        created_at: shell.now,
        expires_at: shell.now,
        revoked: false,
    };
    vec![
        (
            "tokens",
            page(
                vec![
                    token.clone(),
                    Token {
                        revoked: true,
                        ..token
                    },
                ],
                shell.clone(),
            )
            .render()
            .unwrap(),
        ),
        ("tokens-empty", page(vec![], shell).render().unwrap()),
    ]
}
