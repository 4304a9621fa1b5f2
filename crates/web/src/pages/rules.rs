//! The catalogue of rules, and each rule's page.

use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use watchbell_detect::rules::{self, Rule};

use super::{Section, Shell, Theme, render};
use crate::{
    app::{App, Viewer},
    markdown,
    markup::Markup,
    problem::Problem,
};

#[derive(Template)]
#[template(path = "rules.html")]
struct Page {
    shell: Shell,
    total: i64,
    ruleset: String,
    areas: Vec<(&'static str, &'static str, Vec<&'static Rule>)>,
}

#[derive(Template)]
#[template(path = "rule.html")]
struct One {
    shell: Shell,
    rule: &'static Rule,
    page: Markup,
}

/// Shows every rule, by area.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
) -> Result<Response, Problem> {
    let shell = Shell::new(&app, Some(&viewer), theme, "Rules", Section::Rules);
    render(&page(shell, app.node.judge().ruleset()))
}

fn page(shell: Shell, ruleset: &str) -> Page {
    let mut areas: Vec<(&str, &str, Vec<&Rule>)> = Vec::new();
    for rule in rules::all() {
        let area = rule.id.split_once('/').map_or(rule.id, |(area, _)| area);
        match areas.iter_mut().find(|(name, _, _)| *name == area) {
            Some((_, _, list)) => list.push(rule),
            None => areas.push((area, about(area), vec![rule])),
        }
    }
    areas.sort_by_key(|(area, _, _)| *area != "text");
    Page {
        shell,
        total: i64::try_from(rules::all().count()).unwrap_or(i64::MAX),
        ruleset: ruleset.chars().take(19).collect(),
        areas,
    }
}

fn about(area: &str) -> &'static str {
    match area {
        "text" => "what the message says",
        "behaviour" => "how its sender behaves",
        "privacy" => "what was not looked at",
        _ => "",
    }
}

/// Shows one rule's page.
pub(super) async fn one(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    Path((area, name)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let rule = rules::rule(&format!("{area}/{name}")).ok_or(Problem::NOT_FOUND)?;
    let shell = Shell::new(&app, Some(&viewer), theme, rule.title, Section::Rules);
    render(&One {
        shell,
        rule,
        page: body(rule),
    })
}

/// The page without its own title, which stands above it already.
fn body(rule: &Rule) -> Markup {
    let text = rule.page.trim_start();
    let text = match text
        .strip_prefix("# ")
        .and_then(|rest| rest.split_once('\n'))
    {
        Some((_, rest)) => rest,
        None => text,
    };
    markdown::html(text, 1)
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let shell = || Shell::sample(Section::Rules);
    let mut samples = vec![("rules", page(shell(), "sha256:00").render().unwrap())];
    for rule in rules::all() {
        samples.push((
            rule.id,
            One {
                shell: shell(),
                rule,
                page: body(rule),
            }
            .render()
            .unwrap(),
        ));
    }
    samples
}
