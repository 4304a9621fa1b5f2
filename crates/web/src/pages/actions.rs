//! Actions: what is in force, what waits, and the lists made of them.

use askama::Template;
use axum::{Extension, extract::State, http::Uri, response::Response};
use watchbell_model::{Action, ActionId, ActionState, Step};
use watchbell_node::{Error, ListFormat};
use watchbell_store::{ActionFilter, Error as StoreError};

use super::{Section, Shell, Theme, done, file, local, render};
use crate::{
    app::{App, In, Viewer},
    changes::{MAX_APPEAL, MAX_WHY},
    form::Form,
    problem::Problem,
    query::Query,
};

/// Actions on one page.
const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "actions.html")]
struct Page {
    shell: Shell,
    done: Option<String>,
    filter: Filter,
    states: Vec<&'static str>,
    steps: Vec<&'static str>,
    actions: Vec<Action>,
    first: Option<String>,
    next: Option<String>,
    ladder: [(&'static str, &'static str); 5],
}

/// What was asked for, as it stands in the form.
#[derive(Debug, Default)]
struct Filter {
    incident: String,
    state: String,
    step: String,
}

impl Filter {
    fn is_set(&self) -> bool {
        [&self.incident, &self.state, &self.step]
            .iter()
            .any(|value| !value.is_empty())
    }
}

const LADDER: [(&str, &str); 5] = [
    ("observe", "Watch and count."),
    ("warn", "Tell the sender or its operator."),
    ("restrict", "Slow down or challenge."),
    (
        "block",
        "Refuse its messages and calls, or resolve its name to nothing.",
    ),
    ("trace-back", "Ask the network it came from who it is."),
];

/// Shows actions, newest first.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    uri: Uri,
    query: Query,
) -> Result<Response, Problem> {
    let before: Option<ActionId> = query.parsed("before")?;
    let filter = ActionFilter {
        incident: query.parsed("incident")?,
        state: query.parsed("state")?,
        step: query.parsed("step")?,
        before,
    };
    let mut actions = app.db().actions(&filter, PAGE + 1).await?;
    let more = actions.len() > PAGE as usize;
    actions.truncate(PAGE as usize);
    let rest = query.without(&["before", "done"]);
    let text = |name| query.text(name).unwrap_or_default().to_owned();
    render(&Page {
        shell: Shell::new(&app, Some(&viewer), theme, "Actions", Section::Actions).at(&uri),
        done: query.text("done").map(str::to_owned),
        filter: Filter {
            incident: text("incident"),
            state: text("state"),
            step: text("step"),
        },
        states: ActionState::ALL
            .iter()
            .map(|state| state.as_str())
            .collect(),
        steps: Step::ALL.iter().map(|step| step.as_str()).collect(),
        first: before.map(|_| format!("/actions?{rest}")),
        next: actions
            .last()
            .filter(|_| more)
            .map(|last| format!("/actions?{rest}before={}", last.id)),
        actions,
        ladder: LADDER,
    })
}

/// Puts an action in force.
pub(super) async fn approve(
    State(app): State<App>,
    viewer: Viewer,
    In(id): In<ActionId>,
    form: Form,
) -> Result<Response, Problem> {
    back(
        &form,
        id,
        "approved",
        app.node.approve(id, viewer.name()).await,
    )
}

/// Refuses an action.
pub(super) async fn refuse(
    State(app): State<App>,
    viewer: Viewer,
    In(id): In<ActionId>,
    form: Form,
) -> Result<Response, Problem> {
    let why = form.words("words", MAX_WHY)?;
    back(
        &form,
        id,
        "refused",
        app.node.refuse(id, viewer.name(), &why).await,
    )
}

/// Takes an action back.
pub(super) async fn reverse(
    State(app): State<App>,
    viewer: Viewer,
    In(id): In<ActionId>,
    form: Form,
) -> Result<Response, Problem> {
    let why = form.words("words", MAX_WHY)?;
    back(
        &form,
        id,
        "reversed",
        app.node.reverse(id, viewer.name(), &why).await,
    )
}

/// Records an appeal.
pub(super) async fn appeal(
    State(app): State<App>,
    viewer: Viewer,
    In(id): In<ActionId>,
    form: Form,
) -> Result<Response, Problem> {
    let words = form.words("words", MAX_APPEAL)?;
    back(
        &form,
        id,
        "appealed",
        app.node.appeal(id, viewer.name(), &words).await,
    )
}

/// Goes back to where the form was; what somebody else did meanwhile is said there.
fn back(
    form: &Form,
    id: ActionId,
    what: &str,
    result: Result<Action, Error>,
) -> Result<Response, Problem> {
    let what = match result {
        Ok(_) => what,
        Err(Error::Store(StoreError::Conflict { .. })) => "stands",
        Err(error) => return Err(error.into()),
    };
    let path = match local(form.text("back")) {
        "/" => "/actions",
        path => path,
    };
    Ok(done(&format!("{path}#{id}"), what))
}

/// Sends the list of blocks in force.
pub(super) async fn blocklist(
    State(app): State<App>,
    In(format): In<ListFormat>,
) -> Result<Response, Problem> {
    list(&app, format).await
}

/// The list of blocks as a file.
pub(crate) async fn list(app: &App, format: ListFormat) -> Result<Response, Problem> {
    let (bytes, kind) = app.node.blocklist(format).await?;
    let name = match format {
        ListFormat::Csv => "blocklist.csv",
        ListFormat::Json => "blocklist.jsonl",
        ListFormat::Rpz => "blocklist.rpz.zone",
    };
    Ok(file(bytes, kind, name))
}

#[cfg(test)]
pub(super) fn sample() -> Action {
    let now = Shell::sample(Section::None).now;
    Action {
        id: ActionId(7),
        incident: watchbell_model::IncidentId(42),
        target: watchbell_model::Target {
            kind: watchbell_model::TargetKind::Originator,
            value: "<b>PARCEL</b>".to_owned(),
        },
        step: Step::Block,
        state: ActionState::Proposed,
        reason: "<i>many</i>".to_owned(),
        approved_by: Some("<u>bo</u>".to_owned()),
        appeal: Some("<s>no</s>".to_owned()),
        created_at: now.plus_seconds(-60),
        expires_at: now.plus_seconds(90_000),
    }
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let page = |actions, filter| Page {
        shell: Shell::sample(Section::Actions),
        done: Some("stands".to_owned()),
        filter,
        states: vec!["active"],
        steps: vec!["block"],
        actions,
        first: None,
        next: None,
        ladder: LADDER,
    };
    let active = Action {
        id: ActionId(8),
        state: ActionState::Active,
        ..sample()
    };
    let ended = Action {
        id: ActionId(9),
        state: ActionState::Expired,
        appeal: None,
        ..sample()
    };
    vec![
        (
            "actions",
            page(vec![sample(), active, ended], Filter::default())
                .render()
                .unwrap(),
        ),
        (
            "actions-empty",
            page(
                vec![],
                Filter {
                    incident: String::new(),
                    state: "active".to_owned(),
                    step: String::new(),
                },
            )
            .render()
            .unwrap(),
        ),
    ]
}
