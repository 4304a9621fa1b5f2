//! The form through which anybody reports, without an account.

use askama::Template;
use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use watchbell_model::{Channel, CleanText, Report};

use super::{
    Section, Shell, Theme, render, render_as,
    sign_in::{sentence, with_visitor},
};
use crate::{app::App, form::Form, frame::From, problem::Problem};

/// Characters of a message that the form takes.
const MAX_TEXT: usize = 4_000;
/// Characters of a sender.
const MAX_ORIGINATOR: usize = 128;

#[derive(Template)]
#[template(path = "public_report.html")]
struct Page {
    shell: Shell,
    receipt: Option<String>,
    error: Option<String>,
    csrf: String,
    channels: Vec<(String, String)>,
    originator: String,
    text: String,
    days: i64,
}

/// Shows the form.
pub(super) async fn show(
    State(app): State<App>,
    Extension(theme): Extension<Theme>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    open(&app)?;
    let page = blank(&app, theme);
    with_visitor(&app, &headers, |csrf| render(&Page { csrf, ..page }))
}

/// Takes one report and gives its number.
pub(super) async fn send(
    State(app): State<App>,
    Extension(theme): Extension<Theme>,
    Extension(From(address)): Extension<From>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Problem> {
    open(&app)?;
    let page = blank(&app, theme);
    if let Err(seconds) = app.public_reports.take(address, app.now()) {
        let minutes = seconds.div_ceil(60);
        let error = Some(format!(
            "That was many reports from your network. Try again in {minutes} min."
        ));
        let page = Page {
            error,
            text: form.text("text").to_owned(),
            originator: form.text("originator").to_owned(),
            ..page
        };
        let status = StatusCode::TOO_MANY_REQUESTS;
        let mut response = with_visitor(&app, &headers, |csrf| {
            render_as(status, &Page { csrf, ..page })
        })?;
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, seconds.into());
        return Ok(response);
    }
    let receipt = match report(&form) {
        // A program filled in what no person sees: it hears the same and nothing is kept.
        Ok(_) if !form.text("website").is_empty() => "0".repeat(32),
        Ok(report) => {
            let submitted = app.node.submit(vec![report]).await?;
            submitted
                .ids
                .first()
                .map(ToString::to_string)
                .unwrap_or_default()
        }
        Err(problem) => {
            let said: Vec<&str> = problem
                .fields
                .iter()
                .map(|field| field.detail.as_str())
                .collect();
            let page = Page {
                error: Some(sentence(&format!("the message {}", said.join(", ")))),
                text: form.text("text").chars().take(MAX_TEXT).collect(),
                originator: form
                    .text("originator")
                    .chars()
                    .take(MAX_ORIGINATOR)
                    .collect(),
                ..page
            };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return with_visitor(&app, &headers, |csrf| {
                render_as(status, &Page { csrf, ..page })
            });
        }
    };
    render(&Page {
        receipt: Some(receipt),
        ..page
    })
}

fn report(form: &Form) -> Result<Report, Problem> {
    let originator = match form.text("originator") {
        "" => None,
        _ => Some(CleanText::lossy(&form.words("originator", MAX_ORIGINATOR)?)),
    };
    Ok(Report {
        channel: form.parsed::<Channel>("channel")?,
        originator,
        text: CleanText::lossy(&form.words("text", MAX_TEXT)?),
        ..Report::default()
    })
}

fn open(app: &App) -> Result<(), Problem> {
    if app.node.config().web.public_reports_an_hour == 0 {
        Err(Problem::NOT_FOUND)
    } else {
        Ok(())
    }
}

fn blank(app: &App, theme: Theme) -> Page {
    Page {
        shell: Shell::new(
            app,
            None,
            theme,
            "Report an unwanted message",
            Section::None,
        ),
        receipt: None,
        error: None,
        csrf: String::new(),
        channels: channels(),
        originator: String::new(),
        text: String::new(),
        days: app.node.config().privacy.content_days,
    }
}

fn channels() -> Vec<(String, String)> {
    let words = [
        (Channel::Sms, "Text message (SMS)"),
        (Channel::Im, "Instant message (WhatsApp, Telegram, …)"),
        (Channel::Call, "Phone call"),
        (Channel::Mms, "Picture message (MMS)"),
        (Channel::Web, "Web site"),
    ];
    words
        .map(|(channel, words)| (channel.to_string(), words.to_owned()))
        .into()
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let page = |receipt: Option<&str>, error: Option<&str>| Page {
        shell: Shell::bare_sample(),
        receipt: receipt.map(str::to_owned),
        error: error.map(str::to_owned),
        csrf: "c5rf".to_owned(),
        channels: channels(),
        originator: "\"><script>".to_owned(),
        text: "</textarea><script>".to_owned(),
        days: 90,
    };
    vec![
        (
            "public-report",
            page(None, Some("<b>wrong</b>")).render().unwrap(),
        ),
        (
            "public-report-sent",
            page(Some("abab"), None).render().unwrap(),
        ),
    ]
}
