//! An incident as IODEF, the format of RFC 7970.

use askama::Template;
use axum::{Extension, extract::State, response::Response};
use watchbell_model::IncidentId;
use watchbell_node::ExportFormat;

use super::{Section, Shell, Theme, render};
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
    formats: [(&'static str, String, bool); 2],
}

/// Shows the incident as an export would write it.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    In(id): In<IncidentId>,
    query: Query,
) -> Result<Response, Problem> {
    let json = query.text("format") == Some("json");
    let format = if json {
        ExportFormat::IodefJson
    } else {
        ExportFormat::IodefXml
    };
    let document = app.node.preview(id, format).await?;
    render(&Page {
        shell: Shell::new(
            &app,
            Some(&viewer),
            theme,
            &format!("{id} as IODEF"),
            Section::Incidents,
        ),
        id,
        document: String::from_utf8_lossy(&document).into_owned(),
        formats: [
            ("XML", format!("/incidents/{id}/iodef"), !json),
            ("JSON", format!("/incidents/{id}/iodef?format=json"), json),
        ],
    })
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let page = Page {
        shell: Shell::sample(Section::Incidents),
        id: IncidentId(42),
        document: "<IODEF-Document/>".to_owned(),
        formats: [
            ("XML", "/incidents/inc-42/iodef".to_owned(), true),
            (
                "JSON",
                "/incidents/inc-42/iodef?format=json".to_owned(),
                false,
            ),
        ],
    };
    vec![("iodef", page.render().unwrap())]
}
