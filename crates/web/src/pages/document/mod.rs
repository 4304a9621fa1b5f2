//! An incident document of others, as a person reads it. Nothing is kept.

mod graph;
pub(super) mod view;

use askama::Template;
use axum::{Extension, extract::State, http::StatusCode, http::Uri, response::Response};
use watchbell_formats::{misp, stix};
use watchbell_iodef::{Change, Document, Form as Written, schema};

use super::{Section, Shell, Theme, render, render_as};
use crate::{
    app::{App, Viewer},
    form::Form,
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

/// Shows the form.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    uri: Uri,
) -> Result<Response, Problem> {
    render(&Page {
        shell: Shell::new(
            &app,
            Some(&viewer),
            theme,
            "Read a document",
            Section::Documents,
        )
        .at(&uri),
        text: String::new(),
        error: None,
        read: None,
    })
}

/// Shows what a pasted document says.
pub(super) async fn read(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    form: Form,
) -> Result<Response, Problem> {
    let text = form.text("document").to_owned();
    let (read, error) = match understood(&text) {
        Ok(read) => (Some(read), None),
        Err(error) => (None, Some(error)),
    };
    let page = Page {
        shell: Shell::new(
            &app,
            Some(&viewer),
            theme,
            "Read a document",
            Section::Documents,
        ),
        text,
        error,
        read,
    };
    if page.error.is_some() {
        return render_as(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    render(&page)
}

fn understood(text: &str) -> Result<Read, String> {
    if stix::is_bundle(text) {
        let document = stix::read(text).map_err(|error| error.to_string())?;
        return Ok(said(&document, "STIX bundle", None, Vec::new()));
    }
    if misp::is_event(text) {
        let document = misp::read(text).map_err(|error| error.to_string())?;
        return Ok(said(&document, "MISP event", None, Vec::new()));
    }
    let form = Written::of(text.as_bytes());
    let form =
        form.ok_or("It is neither XML nor JSON of IODEF, nor a STIX bundle or a MISP event.")?;
    let (document, mut changes) = form
        .read_lenient(text.as_bytes())
        .map_err(|error| error.to_string())?;
    let mut valid = None;
    if form == Written::Xml {
        let checked = schema::check(text);
        valid = Some(checked.errors.is_empty());
        changes.extend(checked.errors.into_iter().map(|error| Change {
            code: error.code,
            path: format!("line {}, {}", error.line, error.path),
            message: error.message,
        }));
    }
    Ok(said(&document, form.name(), valid, changes))
}

fn said(
    document: &Document,
    form: &'static str,
    valid: Option<bool>,
    mut changes: Vec<Change>,
) -> Read {
    let more = changes.len().saturating_sub(SHOWN);
    changes.truncate(SHOWN);
    Read {
        form,
        valid,
        incidents: view::all(document),
        changes,
        more,
    }
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
    let page = |text: &str, read: Result<Read, String>| {
        let page = Page {
            shell: Shell::sample(Section::Documents),
            text: text.to_owned(),
            error: read.as_ref().err().cloned(),
            read: read.ok(),
        };
        page.render().unwrap()
    };
    let read = understood(&document);
    assert!(read.is_ok(), "the sample is read");
    let empty = Page {
        shell: Shell::sample(Section::Documents),
        text: String::new(),
        error: None,
        read: None,
    };
    vec![
        ("document", page(&document, read)),
        ("document, wrong", page(hostile, understood(hostile))),
        ("document, empty", empty.render().unwrap()),
    ]
}
