//! An incident as IODEF, the format of RFC 7970.

use askama::Template;
use axum::{Extension, extract::State, response::Response};
use watchbell_model::IncidentId;
use watchbell_node::ExportFormat;

use super::{
    Section, Shell, Theme,
    document::view::{self, Incident},
    render,
};
use crate::{
    app::{App, In, Viewer},
    problem::Problem,
    query::Query,
};

#[derive(Template)]
#[template(path = "iodef.html")]
struct Page {
    shell: Shell,
    id: IncidentId,
    document: String,
    /// What a receiver reads, where that is asked for.
    reading: Vec<Incident>,
    formats: [(&'static str, String, bool); 3],
}

/// Shows the incident as an export would write it.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    In(id): In<IncidentId>,
    query: Query,
) -> Result<Response, Problem> {
    let shown = query.text("format").unwrap_or("xml");
    let format = if shown == "json" {
        ExportFormat::IodefJson
    } else {
        ExportFormat::IodefXml
    };
    let document = app.node.preview(id, format).await?;
    let document = String::from_utf8_lossy(&document).into_owned();
    let reading = match shown {
        // What is written here is always read.
        "read" => watchbell_iodef::xml::read(&document).map(|read| view::all(&read)),
        _ => Ok(Vec::new()),
    };
    render(&Page {
        shell: Shell::new(
            &app,
            Some(&viewer),
            theme,
            &format!("{id} as IODEF"),
            Section::Incidents,
        ),
        id,
        document,
        reading: reading.unwrap_or_default(),
        formats: [
            ("XML", format!("/incidents/{id}/iodef"), shown == "xml"),
            (
                "JSON",
                format!("/incidents/{id}/iodef?format=json"),
                shown == "json",
            ),
            (
                "Read",
                format!("/incidents/{id}/iodef?format=read"),
                shown == "read",
            ),
        ],
    })
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let page = Page {
        shell: Shell::sample(Section::Incidents),
        id: IncidentId(42),
        document: "<IODEF-Document/>".to_owned(),
        reading: Vec::new(),
        formats: [
            ("XML", "/incidents/inc-42/iodef".to_owned(), true),
            (
                "JSON",
                "/incidents/inc-42/iodef?format=json".to_owned(),
                false,
            ),
            (
                "Read",
                "/incidents/inc-42/iodef?format=read".to_owned(),
                false,
            ),
        ],
    };
    vec![("iodef", page.render().unwrap())]
}
