//! The list of incidents: filters, search, keyset paging.

use askama::Template;
use axum::{Extension, extract::State, http::Uri, response::Response};
use watchbell_model::{Class, Incident, IncidentState, Judgement};
use watchbell_store::IncidentFilter;

use super::{Section, Shell, Theme, render};
use crate::{
    app::{App, Viewer},
    problem::Problem,
    query::{Cursor, Query},
};

/// Incidents on one page.
const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "incidents.html")]
struct Page {
    shell: Shell,
    filter: Filter,
    states: Vec<&'static str>,
    verdicts: Vec<&'static str>,
    classes: Vec<&'static str>,
    incidents: Vec<Incident>,
    first: Option<String>,
    next: Option<String>,
}

/// What was asked for, as it stands in the form.
#[derive(Debug, Default)]
struct Filter {
    q: String,
    state: String,
    verdict: String,
    class: String,
    link: String,
}

impl Filter {
    fn is_set(&self) -> bool {
        [&self.q, &self.state, &self.verdict, &self.class, &self.link]
            .iter()
            .any(|value| !value.is_empty())
    }
}

/// Shows incidents, latest change first.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    uri: Uri,
    query: Query,
) -> Result<Response, Problem> {
    let cursor: Option<Cursor> = query.parsed("before")?;
    let filter = IncidentFilter {
        state: query.parsed("state")?,
        class: query.parsed("class")?,
        verdict: query.parsed("verdict")?,
        search: query.search("q")?,
        link: query.search("link")?,
        changed_since: None,
        before: cursor.map(|cursor| (cursor.0, cursor.1)),
    };
    let mut incidents = app.db().incidents(&filter, PAGE + 1).await?;
    let more = incidents.len() > PAGE as usize;
    incidents.truncate(PAGE as usize);
    let rest = query.without(&["before", "done"]);
    let next = incidents.last().filter(|_| more).map(|last| {
        format!(
            "/incidents?{rest}before={}",
            Cursor(last.updated_at, last.id)
        )
    });
    let text = |name| query.text(name).unwrap_or_default().to_owned();
    render(&Page {
        shell: Shell::new(&app, Some(&viewer), theme, "Incidents", Section::Incidents).at(&uri),
        filter: Filter {
            q: text("q"),
            state: text("state"),
            verdict: text("verdict"),
            class: text("class"),
            link: text("link"),
        },
        states: IncidentState::ALL
            .iter()
            .map(|state| state.as_str())
            .collect(),
        verdicts: Judgement::ALL
            .iter()
            .map(|verdict| verdict.as_str())
            .collect(),
        classes: Class::ALL.iter().map(|class| class.as_str()).collect(),
        first: cursor.map(|_| format!("/incidents?{rest}")),
        next,
        incidents,
    })
}

#[cfg(test)]
pub(super) fn sample() -> Incident {
    let now = Shell::sample(Section::None).now;
    Incident {
        id: watchbell_model::IncidentId(42),
        state: IncidentState::Open,
        title: "phishing: <script>pay.example</script>".to_owned(),
        class: Class::Phishing,
        verdict: Judgement::Unwanted,
        score: 0.98,
        tlp: watchbell_model::Tlp::Amber,
        reports: 1_204,
        reporters: 311,
        originators: 17,
        opened_at: now.plus_seconds(-90_000),
        updated_at: now.plus_seconds(-300),
    }
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let page = |incidents: Vec<Incident>, filter| Page {
        shell: Shell::sample(Section::Incidents),
        filter,
        states: vec!["open"],
        verdicts: vec!["unwanted"],
        classes: vec!["loan"],
        incidents,
        first: Some("/incidents?".to_owned()),
        next: Some("/incidents?before=1.1".to_owned()),
    };
    let asked = Filter {
        q: "\"><script>".to_owned(),
        ..Filter::default()
    };
    vec![
        (
            "incidents",
            page(vec![sample(), sample()], Filter::default())
                .render()
                .unwrap(),
        ),
        ("incidents-none", page(vec![], asked).render().unwrap()),
        (
            "incidents-empty",
            page(vec![], Filter::default()).render().unwrap(),
        ),
    ]
}
