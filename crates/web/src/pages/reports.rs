//! The list of reports, newest first.

use askama::Template;
use axum::{
    Extension,
    extract::State,
    http::Uri,
    response::{IntoResponse, Redirect, Response},
};
use watchbell_model::ReportId;
use watchbell_store::StoredReport;

use super::{Section, Shell, Theme, render};
use crate::{
    app::{App, Viewer},
    problem::Problem,
    query::Query,
};

/// Reports on one page.
const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "reports.html")]
struct Page {
    shell: Shell,
    reports: Vec<StoredReport>,
    first: Option<String>,
    next: Option<String>,
}

/// Shows reports, newest first, or goes to the one that is asked for.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    uri: Uri,
    query: Query,
) -> Result<Response, Problem> {
    if let Some(id) = query.parsed::<ReportId>("id")? {
        return Ok(Redirect::to(&format!("/reports/{id}")).into_response());
    }
    let before: Option<i64> = query.parsed("before")?;
    let mut reports = app.db().reports(before, PAGE + 1).await?;
    let more = reports.len() > PAGE as usize;
    reports.truncate(PAGE as usize);
    render(&Page {
        shell: Shell::new(&app, Some(&viewer), theme, "Reports", Section::Reports).at(&uri),
        first: before.map(|_| "/reports".to_owned()),
        next: reports
            .last()
            .filter(|_| more)
            .map(|last| format!("/reports?before={}", last.seq)),
        reports,
    })
}

#[cfg(test)]
pub(super) fn sample() -> StoredReport {
    use watchbell_model::{Channel, Class, Finding, Judgement};
    let now = Shell::sample(Section::None).now;
    let text = "<script>alert(1)</script> Votre colis مرحبا attend: https://pay.example/x";
    StoredReport {
        seq: 7,
        id: ReportId([0xab; 16]),
        received_at: now.plus_seconds(-600),
        channel: Channel::Sms,
        document: watchbell_store::Document {
            reference: Some("<ref>".to_owned()),
            event_at: Some(now.plus_seconds(-700)),
            reporter: Some("9f".to_owned()),
            originator: Some("<b>PARCEL</b>".to_owned()),
            recipient: Some("aa".to_owned()),
            text: Some(text.to_owned()),
            lang: Some("<fr>".to_owned()),
            behaviour: watchbell_model::Behaviour {
                reports: 3,
                known_bulk: true,
                ..Default::default()
            },
        },
        salt: vec![1],
        verdict: Some(watchbell_store::StoredVerdict {
            judged_at: now,
            verdict: Judgement::Unwanted,
            class: Class::Phishing,
            score: 0.97,
            findings: vec![
                Finding {
                    rule: "text/<x>".into(),
                    weight: 2.5,
                    evidence: "<em>lure</em>".to_owned(),
                    at: Some((0..8).into()),
                },
                Finding {
                    rule: "model/text".into(),
                    weight: -0.4,
                    evidence: "\"colis\"".to_owned(),
                    at: None,
                },
            ],
            incident: Some(watchbell_model::IncidentId(42)),
            leaf: 7,
        }),
    }
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let page = |reports, first: Option<&str>| Page {
        shell: Shell::sample(Section::Reports),
        reports,
        first: first.map(str::to_owned),
        next: None,
    };
    let waiting = StoredReport {
        verdict: None,
        ..sample()
    };
    vec![
        (
            "reports",
            page(vec![sample(), waiting], Some("/reports"))
                .render()
                .unwrap(),
        ),
        ("reports-empty", page(vec![], None).render().unwrap()),
    ]
}
