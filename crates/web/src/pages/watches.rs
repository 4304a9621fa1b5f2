//! Lists of what somebody runs: watched, and what is known of each component now.

use askama::Template;
use axum::{
    Extension,
    extract::State,
    http::{StatusCode, Uri},
    response::{IntoResponse, Response},
};
use watchbell_node::{
    Error as NodeError,
    vulns::{MAX_NAME, Matched},
};
use watchbell_store::{CveHead, Watch};
use watchbell_vuln::{
    affected::{Answer, Options},
    component::Component,
    sbom,
};

use super::{Section, Shell, Theme, done, file, render, render_as, sentence};
use crate::{
    app::{App, In, Viewer},
    form::Form,
    problem::Problem,
    query::Query,
};

/// Components on one page.
const PAGE: usize = 100;
/// Records shown of a component, the most urgent.
const SHOWN: usize = 5;

#[derive(Template)]
#[template(path = "watches.html")]
struct Page {
    shell: Shell,
    done: Option<String>,
    error: Option<String>,
    /// What was typed.
    name: String,
    list: String,
    longest: usize,
    /// With the number of open incidents.
    watches: Vec<(Watch, i64)>,
}

#[derive(Template)]
#[template(path = "watch.html")]
struct One {
    shell: Shell,
    watch: Watch,
    incidents: i64,
    components: Vec<Row>,
    first: Option<String>,
    next: Option<String>,
}

/// A component and what is known of it.
struct Row {
    label: String,
    /// Whether a record could name it.
    has_name: bool,
    /// Records that name it.
    named: i64,
    affected: i64,
    unknown: i64,
    /// The most urgent, and why it is affected.
    records: Vec<(CveHead, String)>,
}

/// Shows the lists.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    uri: Uri,
    query: Query,
) -> Result<Response, Problem> {
    let page = page(&app, &viewer, theme).await?;
    render(&Page {
        done: query.text("done").map(str::to_owned),
        shell: page.shell.at(&uri),
        ..page
    })
}

/// Watches a list that was typed or pasted.
pub(super) async fn add(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    form: Form,
) -> Result<Response, Problem> {
    let (name, list) = (form.text("name"), form.text("list"));
    let wrong = match sbom::read(list.as_bytes()) {
        Err(error) => error.to_string(),
        Ok(bom) if !bom.notes.is_empty() => bom.notes.join("; ").chars().take(500).collect(),
        Ok(bom) => match app.node.watch(name, &bom.components, viewer.name()).await {
            Ok(()) => return Ok(done(&format!("/watches/{name}"), "watched")),
            Err(NodeError::List { reason, .. }) => reason,
            Err(error) => return Err(error.into()),
        },
    };
    let page = page(&app, &viewer, theme).await?;
    render_as(
        StatusCode::UNPROCESSABLE_ENTITY,
        &Page {
            error: Some(sentence(&wrong)),
            name: name.to_owned(),
            list: list.to_owned(),
            ..page
        },
    )
}

/// Shows one list, component by component; `?format=csv` is the list as it can be read again.
pub(super) async fn one(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    uri: Uri,
    In(name): In<String>,
    query: Query,
) -> Result<Response, Problem> {
    let watch = app.db().watch(&name).await?;
    if query.text("format") == Some("csv") {
        let kind = "text/csv; charset=utf-8";
        let list = app.db().watch_components(&name).await?;
        return Ok(file(list, kind, &format!("{name}.csv")));
    }
    let components = app.node.watched(&name).await?;
    let from = query.parsed::<usize>("from")?.unwrap_or_default();
    let mut rows = Vec::new();
    for component in components.iter().skip(from).take(PAGE) {
        rows.push(row(&app, component, &components).await?);
    }
    let next = from.saturating_add(PAGE);
    let open = app.db().watch_incidents(&name).await?;
    let shell = Shell::new(&app, Some(&viewer), theme, &name, Section::Cves).at(&uri);
    let page = One {
        shell,
        incidents: open.len() as i64,
        components: rows,
        first: (from > 0).then(|| format!("/watches/{name}")),
        next: (next < components.len()).then(|| format!("/watches/{name}?from={next}")),
        watch,
    };
    render(&page)
}

/// Watches a list no more.
pub(super) async fn remove(
    State(app): State<App>,
    In(name): In<String>,
    _form: Form,
) -> Result<Response, Problem> {
    app.db().remove_watch(&name).await?;
    Ok(done("/watches", "unwatched").into_response())
}

async fn page(app: &App, viewer: &Viewer, theme: Theme) -> Result<Page, Problem> {
    let open = app.db().watch_counts().await?;
    let watches = app.db().watches().await?.into_iter().map(|watch| {
        let open = open.get(&watch.name).copied().unwrap_or_default();
        (watch, open as i64)
    });
    Ok(Page {
        shell: Shell::new(app, Some(viewer), theme, "Watched lists", Section::Cves),
        done: None,
        error: None,
        name: String::new(),
        list: String::new(),
        longest: MAX_NAME,
        watches: watches.collect(),
    })
}

async fn row(app: &App, component: &Component, others: &[Component]) -> Result<Row, Problem> {
    let options = Options::default();
    let matched = app.node.match_component(component, others, options).await?;
    let count = |answer| {
        let found = matched.iter();
        found
            .filter(|matched| matched.decision.answer == answer)
            .count() as i64
    };
    let (affected, unknown) = (count(Answer::Affected), count(Answer::Unknown));
    let named = matched.len() as i64;
    let affecting = matched.into_iter();
    let affecting = affecting.filter(|matched| matched.decision.answer == Answer::Affected);
    Ok(Row {
        label: component.label(),
        has_name: !component.wanted(options.heuristics).is_empty(),
        named,
        affected,
        unknown,
        records: affecting
            .take(SHOWN)
            .map(|Matched { head, decision }| (head, decision.because))
            .collect(),
    })
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let shell = || Shell::sample(Section::Cves);
    let watch = Watch {
        id: 1,
        name: "<b>lab".to_owned(),
        count: 1_204,
        made_by: "<i>ana".to_owned(),
        made_at: shell().now,
        looked_at: shell().now,
    };
    let page = |watches, error: Option<String>| Page {
        shell: shell(),
        done: Some("watched".to_owned()),
        error,
        name: "\"><script>".to_owned(),
        list: "</textarea><script>".to_owned(),
        longest: MAX_NAME,
        watches,
    };
    let row = |affected, has_name| Row {
        label: "<script>pkg</script>".to_owned(),
        has_name,
        named: 7,
        affected,
        unknown: 3,
        records: vec![(super::cves::sample(), "1 <u> 2".to_owned()); affected as usize],
    };
    let one = One {
        shell: shell(),
        watch: watch.clone(),
        incidents: 2,
        components: vec![row(2, true), row(0, false), row(0, true)],
        first: Some("/watches/lab".to_owned()),
        next: None,
    };
    let no = Some("<i>no</i>".to_owned());
    vec![
        ("watches", page(vec![(watch, 2)], no).render().unwrap()),
        ("watches-none", page(vec![], None).render().unwrap()),
        ("watch", one.render().unwrap()),
    ]
}
