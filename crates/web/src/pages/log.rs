//! The transparency log: its public files, its checkpoint, a proof verified.

use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use watchbell_node::proof;
use watchbell_store::Leaf;

use super::{Section, Shell, Theme, render, seal::Shown};
use crate::{
    app::{App, Viewer},
    form::{Form, MAX_FORM},
    problem::Problem,
};

/// Leaves shown, the latest.
const LEAVES: i64 = 10;

#[derive(Template)]
#[template(path = "log.html")]
struct Page {
    shell: Shell,
    checkpoint: Option<String>,
    vkey: String,
    leaves: Vec<Entry>,
    proof: String,
    key: String,
    result: Option<Result<Shown, String>>,
}

/// One leaf, and what it is about.
#[derive(Debug)]
struct Entry {
    number: i64,
    about: String,
    body: String,
}

impl From<Leaf> for Entry {
    fn from(leaf: Leaf) -> Self {
        let said: serde_json::Value = serde_json::from_str(&leaf.body).unwrap_or_default();
        let word = |name: &str| said[name].as_str().map(str::to_owned);
        let words = [
            word("kind"),
            word("step"),
            word("state"),
            word("verdict"),
            word("format"),
            word("incident"),
        ];
        let about = words.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let body = serde_json::to_string_pretty(&said).unwrap_or_default();
        Self {
            number: leaf.number,
            about,
            body,
        }
    }
}

/// Sends the latest checkpoint to anybody.
pub(super) async fn checkpoint(State(app): State<App>) -> Result<Response, Problem> {
    let note = app.node.checkpoint().ok_or(Problem::NOT_FOUND)?;
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    Ok((headers, note).into_response())
}

/// Sends a published tile to anybody; a full one never changes.
pub(super) async fn tile(
    State(app): State<App>,
    Path(path): Path<String>,
) -> Result<Response, Problem> {
    let node = std::sync::Arc::clone(&app.node);
    let name = format!("tile/{path}");
    let read = tokio::task::spawn_blocking(move || node.log_file(&name)).await;
    let bytes = read
        .map_err(|error| Problem::internal(&error))?
        .ok_or(Problem::NOT_FOUND)?;
    let keep = HeaderValue::from_static("public, max-age=31536000, immutable");
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/octet-stream"),
        ),
        (header::CACHE_CONTROL, keep),
    ];
    Ok((headers, bytes).into_response())
}

/// Shows the log.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
) -> Result<Response, Problem> {
    let shell = Shell::new(&app, Some(&viewer), theme, "Log", Section::Log);
    render(&page(&app, shell, String::new(), app.node.vkey().to_owned(), None).await?)
}

/// Verifies a pasted proof and says what it shows or why it does not hold.
pub(super) async fn verify(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    form: Form,
) -> Result<Response, Problem> {
    let key = form.words("key", MAX_FORM)?;
    // A file ends in a newline that a field may have lost.
    let text = form.words("proof", MAX_FORM)?.replace("\r\n", "\n") + "\n";
    let result = proof::verify(text.as_bytes(), &key)
        .map(Shown::from)
        .map_err(|refusal| refusal.to_string());
    let shell = Shell::new(&app, Some(&viewer), theme, "Log", Section::Log);
    render(&page(&app, shell, text, key, Some(result)).await?)
}

async fn page(
    app: &App,
    shell: Shell,
    proof: String,
    key: String,
    result: Option<Result<Shown, String>>,
) -> Result<Page, Problem> {
    let count = app.db().leaf_count().await?;
    let mut leaves = app.db().leaves((count - LEAVES).max(0), LEAVES).await?;
    leaves.reverse();
    Ok(Page {
        shell,
        checkpoint: app.node.checkpoint(),
        vkey: app.node.vkey().to_owned(),
        leaves: leaves.into_iter().map(Entry::from).collect(),
        proof,
        key,
        result,
    })
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let page = |result: Option<Result<Shown, String>>, leaves: Vec<Leaf>| Page {
        shell: Shell::sample(Section::Log),
        checkpoint: result
            .is_some()
            .then(|| "watchbell.example\n9\nroot\n\n— signed\n".to_owned()),
        vkey: "watchbell.example+1+key".to_owned(),
        leaves: leaves.into_iter().map(Entry::from).collect(),
        proof: "</textarea><script>".to_owned(),
        key: "\"><script>".to_owned(),
        result,
    };
    let leaf = Leaf {
        number: 8,
        body: "{\"a\":\"<b>\"}".to_owned(),
    };
    vec![
        (
            "log",
            page(Some(Ok(Shown::sample())), vec![leaf])
                .render()
                .unwrap(),
        ),
        (
            "log-refused",
            page(Some(Err("<b>bit</b>".to_owned())), vec![])
                .render()
                .unwrap(),
        ),
        ("log-empty", page(None, vec![]).render().unwrap()),
    ]
}
