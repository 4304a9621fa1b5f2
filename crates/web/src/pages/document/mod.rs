//! An incident document of others, as a person reads it. Nothing is kept.

mod graph;
pub(super) mod view;

use askama::Template;
use axum::{Extension, extract::State, http::StatusCode, http::Uri, response::Response};
use watchbell_formats::exchange::Language;
use watchbell_iodef::{Change, Form, schema};

use super::{Section, Shell, Theme, render, render_as};
use crate::{
    app::{App, Viewer},
    form,
    problem::Problem,
};
use view::Incident;

/// Changes and faults that are shown.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "document.html")]
struct Page {
    shell: Shell,
    /// What was pasted.
    text: String,
    error: Option<String>,
    read: Option<Read>,
}

/// What a document says.
struct Read {
    form: &'static str,
    /// Whether it is valid by the schema of its version; nothing where there is none.
    valid: Option<bool>,
    incidents: Vec<Incident>,
    changes: Vec<Change>,
    /// How many changes are not shown.
    more: usize,
}

impl Page {
    /// The form, and what was read where something was.
    fn of(shell: Shell, text: String, read: Option<Result<Read, String>>) -> Self {
        let (read, error) = match read.transpose() {
            Ok(read) => (read, None),
            Err(error) => (None, Some(error)),
        };
        Self {
            shell,
            text,
            error,
            read,
        }
    }
}

fn shell(app: &App, viewer: &Viewer, theme: Theme) -> Shell {
    Shell::new(
        app,
        Some(viewer),
        theme,
        "Read a document",
        Section::Documents,
    )
}

/// Shows the form.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    uri: Uri,
) -> Result<Response, Problem> {
    let shell = shell(&app, &viewer, theme).at(&uri);
    render(&Page::of(shell, String::new(), None))
}

/// Shows what a pasted document says.
pub(super) async fn read(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    form: form::Form,
) -> Result<Response, Problem> {
    let text = form.text("document").to_owned();
    let read = understood(&text);
    let page = Page::of(shell(&app, &viewer, theme), text, Some(read));
    if page.error.is_some() {
        return render_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    render(&page)
}

fn understood(text: &str) -> Result<Read, String> {
    let language = Language::of(text.as_bytes());
    let language = language
        .ok_or("It is neither XML nor JSON of IODEF, nor a STIX bundle or a MISP event.")?;
    let read = language.read_lenient(text.as_bytes());
    let (document, mut changes) = read.map_err(|error| error.to_string())?;
    let mut valid = None;
    if language == Language::Iodef(Form::Xml) {
        let checked = schema::check(text);
        valid = Some(checked.errors.is_empty());
        changes.extend(checked.errors.into_iter().map(|error| Change {
            code: error.code,
            path: format!("line {}, {}", error.line, error.path),
            message: error.message,
        }));
    }
    let more = changes.len().saturating_sub(SHOWN);
    changes.truncate(SHOWN);
    Ok(Read {
        form: language.name(),
        valid,
        incidents: view::all(&document),
        changes,
        more,
    })
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let hostile = "<b>\"'&";
    let document = format!(
        "{{\"version\": \"2.0\", \"Incident\": [{{\"purpose\": \"reporting\", \"restriction\": \"amber\",
          \"IncidentID\": {{\"id\": \"<i>1</i>\", \"name\": {0}}}, \"GenerationTime\": \"2026-11-21T08:30:00Z\",
          \"Description\": [{0}, {0}],
          \"Contact\": [{{\"type\": \"person\", \"role\": \"creator\", \"ContactName\": [{0}],
                        \"Email\": [{{\"EmailTo\": {0}}}]}}],
          \"RelatedActivity\": [{{\"Campaign\": [{{\"CampaignID\": [{0}]}}]}}],
          \"Indicator\": [{{\"IndicatorID\": {{\"id\": \"a\", \"name\": {0}, \"version\": \"1\"}},
                          \"Observable\": {{\"DomainData\": {{\"Name\": \"host.example\"}}}}}}],
          \"Unknown\": {0}}}]}}",
        serde_json::Value::from(hostile)
    );
    let page = |text: &str, read: Option<Result<Read, String>>| {
        let shell = Shell::sample(Section::Documents);
        Page::of(shell, text.to_owned(), read).render().unwrap()
    };
    let read = understood(&document);
    assert!(read.is_ok(), "the sample is read");
    vec![
        ("document", page(&document, Some(read))),
        ("document, wrong", page(hostile, Some(understood(hostile)))),
        ("document, empty", page("", None)),
    ]
}
