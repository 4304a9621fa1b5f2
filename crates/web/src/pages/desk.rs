//! The desk: what is going on now.

use askama::Template;
use axum::{Extension, extract::State, response::Response};
use watchbell_model::{Action, ActionState, Class, Incident, IncidentState, Judgement, Time};
use watchbell_store::ActionFilter;

use super::{Section, Shell, Theme, render};
use crate::{
    app::{App, Viewer},
    chart::{self, HOURS, Hour},
    markup::Markup,
    problem::Problem,
    words,
};

/// Incidents and actions listed.
const LISTED: i64 = 8;
/// Waiting actions counted, at most.
const COUNTED: i64 = 100;

#[derive(Template)]
#[template(path = "desk.html")]
struct Page {
    shell: Shell,
    desk: Desk,
}

/// The part that refreshes itself.
#[derive(Template)]
#[template(path = "part/desk.html")]
struct Live {
    shell: Shell,
    desk: Desk,
}

/// What is going on.
#[derive(Debug)]
struct Desk {
    hours: Vec<Hour>,
    top: i64,
    open: i64,
    waiting: i64,
    leaves: i64,
    sealed: i64,
    origin: String,
    root: String,
    classes: Vec<(Class, i64)>,
    campaigns: Vec<Incident>,
    proposed: Vec<Action>,
    proposed_count: i64,
}

/// Shows the desk.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
) -> Result<Response, Problem> {
    let shell = Shell::new(&app, Some(&viewer), theme, "Desk", Section::Desk);
    render(&Page {
        shell,
        desk: gather(&app).await?,
    })
}

/// Shows the part of the desk that changes.
pub(super) async fn live(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
) -> Result<Response, Problem> {
    let shell = Shell::new(&app, Some(&viewer), theme, "Desk", Section::Desk);
    render(&Live {
        shell,
        desk: gather(&app).await?,
    })
}

async fn gather(app: &App) -> Result<Desk, Problem> {
    let (db, now) = (app.db(), app.now());
    let since = now.plus_seconds(-(HOURS as i64) * 3_600);
    let tallies = db.tallies(since).await?;
    let hours = chart::hours(&tallies, now);
    let mut classes: Vec<(Class, i64)> = Class::ALL.iter().map(|class| (*class, 0)).collect();
    for tally in tallies
        .iter()
        .filter(|tally| tally.verdict != Judgement::Clean)
    {
        if let Some((_, count)) = classes.get_mut(tally.class as usize) {
            *count += tally.reports;
        }
    }
    classes.retain(|(_, count)| *count > 0);
    classes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let waits = ActionFilter {
        state: Some(ActionState::Proposed),
        ..ActionFilter::default()
    };
    let mut proposed = db.actions(&waits, COUNTED).await?;
    let proposed_count = i64::try_from(proposed.len()).unwrap_or(COUNTED);
    proposed.truncate(LISTED as usize);
    let status = app.node.status().await?;
    let note = app.node.checkpoint().unwrap_or_default();
    let mut lines = note.lines();
    let origin = lines.next().unwrap_or("none yet").to_owned();
    let root = lines.nth(1).unwrap_or("none yet").to_owned();
    Ok(Desk {
        top: chart::ceiling(&hours),
        hours,
        open: db.incident_count(IncidentState::Open).await?,
        waiting: status.waiting,
        leaves: status.leaves,
        sealed: status.sealed,
        origin,
        root,
        classes,
        campaigns: db.largest_incidents(Time::from_micros(0), LISTED).await?,
        proposed,
        proposed_count,
    })
}

impl Desk {
    fn day(&self) -> impl Iterator<Item = &Hour> {
        self.hours.iter().rev().take(24)
    }

    fn day_total(&self) -> i64 {
        self.day().map(Hour::total).sum()
    }

    fn unwanted_share(&self) -> String {
        let unwanted = self
            .day()
            .map(|hour| hour.reports[Judgement::Unwanted as usize])
            .sum();
        words::percent(unwanted, self.day_total())
    }

    fn proposed_text(&self) -> String {
        if self.proposed_count >= COUNTED {
            format!("{COUNTED}+")
        } else {
            words::count(self.proposed_count)
        }
    }

    fn mix(&self) -> Vec<(&'static str, i64)> {
        let sum = |verdict: &Judgement| {
            self.hours
                .iter()
                .map(|hour| hour.reports[*verdict as usize])
                .sum()
        };
        Judgement::ALL
            .iter()
            .map(|verdict| (verdict.as_str(), sum(verdict)))
            .collect()
    }

    fn shares(&self) -> Vec<(&'static str, String)> {
        let mix = self.mix();
        let whole = mix.iter().map(|(_, count)| count).sum();
        mix.into_iter()
            .map(|(word, count)| (word, words::percent(count, whole)))
            .collect()
    }

    fn columns(&self) -> Markup {
        chart::columns(&self.hours, self.top)
    }

    fn mix_bar(&self) -> Markup {
        let mix = self.mix();
        let parts: Vec<(String, i64)> = mix
            .iter()
            .map(|(word, count)| (format!("fill-{word}"), *count))
            .collect();
        let parts: Vec<(&str, i64)> = parts
            .iter()
            .map(|(class, count)| (class.as_str(), *count))
            .collect();
        let said: Vec<String> = mix
            .iter()
            .map(|(word, count)| format!("{} {word}", words::count(*count)))
            .collect();
        chart::bar(
            &parts,
            &format!("Verdicts of the last {HOURS} hours: {}", said.join(", ")),
        )
    }

    fn length(&self, count: &i64) -> Markup {
        chart::length(*count, self.classes.first().map_or(1, |(_, most)| *most))
    }
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let now = Shell::sample(Section::Desk).now;
    let mut hours = chart::hours(&[], now);
    for (index, hour) in hours.iter_mut().enumerate() {
        hour.reports = [
            index as i64 * 7 % 40,
            index as i64 % 9,
            index as i64 * 3 % 21,
        ];
    }
    let desk = |hours: Vec<Hour>, campaigns, proposed| Desk {
        top: chart::ceiling(&hours),
        hours,
        open: 12,
        waiting: 0,
        leaves: 5_000,
        sealed: 4_999,
        origin: "watchbell.example".to_owned(),
        root: "x".to_owned(),
        classes: vec![(Class::Phishing, 400), (Class::Loan, 30)],
        campaigns,
        proposed,
        proposed_count: 1,
    };
    let full = desk(
        hours.clone(),
        vec![super::incidents::sample()],
        vec![super::actions::sample()],
    );
    let empty = Desk {
        classes: vec![],
        ..desk(chart::hours(&[], now), vec![], vec![])
    };
    vec![
        (
            "desk",
            Page {
                shell: Shell::sample(Section::Desk),
                desk: full,
            }
            .render()
            .unwrap(),
        ),
        (
            "desk-empty",
            Page {
                shell: Shell::sample(Section::Desk),
                desk: empty,
            }
            .render()
            .unwrap(),
        ),
    ]
}
