//! One report: the message, what was found in it, its seal.

use askama::Template;
use axum::{Extension, extract::State, http::Uri, response::Response};
use watchbell_model::ReportId;
use watchbell_store::StoredReport;

use super::{Section, Shell, Theme, render, seal::Seal};
use crate::{
    app::{App, In, Viewer},
    marks,
    markup::Markup,
    problem::Problem,
};

#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    shell: Shell,
    report: StoredReport,
    text: Option<Markup>,
    seal: Seal,
}

/// Shows one report.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    uri: Uri,
    In(id): In<ReportId>,
) -> Result<Response, Problem> {
    let report = app.db().report(id).await?.ok_or(Problem::NOT_FOUND)?;
    let seal = Seal::of(&app, &id.to_string()).await;
    let shell = Shell::new(&app, Some(&viewer), theme, "Report", Section::Reports).at(&uri);
    render(&page(shell, report, seal))
}

fn page(shell: Shell, report: StoredReport, seal: Seal) -> Page {
    let findings = report
        .verdict
        .as_ref()
        .map_or(&[][..], |verdict| &verdict.findings);
    let text = report
        .document
        .text
        .as_deref()
        .map(|text| marks::marked(text, findings));
    Page {
        shell,
        text,
        report,
        seal,
    }
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let shell = || Shell::sample(Section::Reports);
    let report = super::reports::sample();
    let mut forgotten = report.clone();
    forgotten.document.text = None;
    forgotten.verdict = None;
    vec![
        (
            "report",
            page(shell(), report, Seal::Fails("<b>bit</b>".to_owned()))
                .render()
                .unwrap(),
        ),
        (
            "report-waiting",
            page(shell(), forgotten, Seal::Waits).render().unwrap(),
        ),
    ]
}
