//! One incident: why, who, what was done, its seal.

use std::{cmp::Reverse, collections::BTreeMap};

use askama::Template;
use axum::{Extension, extract::State, http::Uri, response::Response};
use watchbell_model::{
    Action, ActionState, Class, Event, EventKind, Finding, Incident, IncidentId, IncidentState,
    LinkKind, Step, Target, TargetKind, Tlp,
};
use watchbell_node::ExportFormat;
use watchbell_store::{ActionFilter, CveHead, Error as StoreError, Party, PartyKind, StoredReport};
use watchbell_vuln::record::CveId;

use super::{Section, Shell, Theme, done, file, render, seal::Seal};
use crate::{
    app::{App, In, Viewer},
    changes::{self, MAX_NOTE, MAX_TARGET, MAX_WHY},
    form::Form,
    marks,
    markup::Markup,
    problem::Problem,
    query::Query,
    words,
};

/// Reports on one page.
const PAGE: i64 = 20;
/// Latest reports among which the most certain is shown.
const LOOKED_AT: i64 = 50;
/// Lines of history read, the latest; those before the last few fold away.
const HISTORY: i64 = 200;
/// Lines of history, actions and links shown at once.
const SHOWN: usize = 8;
/// Actions counted, the latest.
const ACTIONS: i64 = 100;
/// Senders shown, those with most reports.
const SENDERS: i64 = 10;

#[derive(Template)]
#[template(path = "incident.html")]
struct Page {
    shell: Shell,
    done: Option<String>,
    incident: Incident,
    example: Option<Example>,
    vulnerability: Option<Vulnerability>,
    seal: Seal,
    reports: Vec<StoredReport>,
    first: Option<String>,
    next: Option<String>,
    actions: Vec<Action>,
    /// How many there are, when not all are shown.
    all_actions: Option<String>,
    earlier: Vec<Event>,
    events: Vec<Event>,
    /// Kind, values shown, values folded away.
    links: Vec<(LinkKind, Vec<String>, Vec<String>)>,
    parties: Vec<Party>,
    most: i64,
    moves: Vec<(&'static str, &'static str)>,
    targets: Vec<(String, String)>,
    steps: Vec<(String, String)>,
    tlps: Vec<(String, String)>,
}

/// What an incident of a vulnerability is about.
#[derive(Debug)]
struct Vulnerability {
    /// The record.
    cve: Option<String>,
    /// The list that it touches, while the incident is open.
    list: Option<String>,
    /// What was told last: a line on the record, then one for each component.
    told: String,
    /// The record as lists show it.
    head: Option<CveHead>,
}

impl Vulnerability {
    fn new(
        incident: &Incident,
        links: &BTreeMap<LinkKind, Vec<String>>,
        events: &[Event],
    ) -> Option<Self> {
        if incident.class != Class::Vulnerability {
            return None;
        }
        let values = links.get(&LinkKind::Vulnerability);
        let list = values.and_then(|values| values.first()?.split_once('/'));
        let tells = |event: &&Event| matches!(event.kind, EventKind::Opened | EventKind::Grew);
        let told = events.iter().rev().find(tells);
        let cve = incident.title.split(' ').next().map(CveId::typed);
        Some(Self {
            cve: cve.and_then(|id| Some(id.ok()?.to_string())),
            list: list.map(|(list, _)| list.to_owned()),
            told: told.map(|event| event.text.clone()).unwrap_or_default(),
            head: None,
        })
    }
}

/// The report that explains an incident best.
#[derive(Debug)]
struct Example {
    report: StoredReport,
    text: Option<Markup>,
}

impl Example {
    fn new(report: StoredReport) -> Self {
        let findings = report
            .verdict
            .as_ref()
            .map_or(&[][..], |verdict| &verdict.findings);
        let text = report
            .document
            .text
            .as_deref()
            .map(|text| marks::marked(text, findings));
        Self { report, text }
    }

    fn findings(&self) -> &[Finding] {
        self.report
            .verdict
            .as_ref()
            .map_or(&[], |verdict| &verdict.findings)
    }

    fn score(&self) -> f64 {
        self.report
            .verdict
            .as_ref()
            .map_or(0.0, |verdict| verdict.score)
    }
}

/// Shows one incident.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    uri: Uri,
    In(id): In<IncidentId>,
    query: Query,
) -> Result<Response, Problem> {
    let db = app.db();
    let incident = db.incident(id).await?;
    let before: Option<i64> = query.parsed("before")?;
    let mut reports = db.incident_reports(id, before, PAGE + 1).await?;
    let more = reports.len() > PAGE as usize;
    reports.truncate(PAGE as usize);
    let next = reports
        .last()
        .filter(|_| more)
        .map(|last| format!("/incidents/{id}?before={}#members", last.seq));
    let certainty = |report: &StoredReport| {
        let score = report.verdict.as_ref().map_or(0.0, |verdict| verdict.score);
        (report.document.text.is_some(), score)
    };
    let latest = db.incident_reports(id, None, LOOKED_AT).await?;
    let example = latest.into_iter().max_by(|a, b| {
        certainty(a)
            .partial_cmp(&certainty(b))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let seal = match &example {
        Some(report) => Seal::of(&app, &report.id.to_string()).await,
        None if incident.class == Class::Vulnerability => Seal::of(&app, &id.to_string()).await,
        None => Seal::Waits,
    };
    let mut links: BTreeMap<LinkKind, Vec<String>> = BTreeMap::new();
    for link in db.links(id).await? {
        links.entry(link.kind).or_default().push(link.value);
    }
    let parties = db.parties(id, PartyKind::Originator, SENDERS).await?;
    let of_incident = ActionFilter {
        incident: Some(id),
        ..ActionFilter::default()
    };
    let (actions, all_actions) = first_actions(db.actions(&of_incident, ACTIONS).await?);
    let mut earlier = db.events(id, HISTORY).await?;
    let mut vulnerability = Vulnerability::new(&incident, &links, &earlier);
    if let Some(about) = &mut vulnerability
        && let Some(cve) = &about.cve
    {
        about.head = db.cve(cve).await?.map(|(head, _)| head);
    }
    let events = earlier.split_off(earlier.len().saturating_sub(SHOWN));
    let shell = Shell::new(
        &app,
        Some(&viewer),
        theme,
        &format!("{id}"),
        Section::Incidents,
    )
    .at(&uri);
    render(&Page {
        shell,
        done: query.text("done").map(str::to_owned),
        example: example.map(Example::new),
        vulnerability,
        seal,
        first: before.map(|_| format!("/incidents/{id}#members")),
        next,
        reports,
        all_actions,
        actions,
        earlier,
        events,
        most: parties.first().map_or(1, |party| party.reports),
        targets: targets(&parties, &links),
        links: links.into_iter().map(folded).collect(),
        parties,
        moves: moves(incident.state),
        steps: Step::ALL
            .iter()
            .map(|step| (step.to_string(), step.to_string()))
            .collect(),
        tlps: chosen_first(incident.tlp),
        incident,
    })
}

/// Opens, closes or dismisses.
pub(super) async fn state(
    State(app): State<App>,
    viewer: Viewer,
    In(id): In<IncidentId>,
    form: Form,
) -> Result<Response, Problem> {
    let state: IncidentState = form.parsed("state")?;
    let why = if form.text("why").is_empty() {
        String::new()
    } else {
        form.words("why", MAX_WHY)?
    };
    changes::set_state(&app, id, state, &why, viewer.name()).await?;
    Ok(done(&format!("/incidents/{id}"), state.as_str()))
}

/// Adds a note.
pub(super) async fn note(
    State(app): State<App>,
    viewer: Viewer,
    In(id): In<IncidentId>,
    form: Form,
) -> Result<Response, Problem> {
    let text = form.words("text", MAX_NOTE)?;
    changes::add_note(&app, id, text, viewer.name()).await?;
    Ok(done(&format!("/incidents/{id}#history"), "noted"))
}

/// Says how far the incident may travel.
pub(super) async fn tlp(
    State(app): State<App>,
    viewer: Viewer,
    In(id): In<IncidentId>,
    form: Form,
) -> Result<Response, Problem> {
    let tlp: Tlp = form.parsed("tlp")?;
    app.node.set_label(id, tlp, viewer.name()).await?;
    Ok(done(&format!("/incidents/{id}"), "tlp"))
}

/// Proposes a step against one of its senders or hosts.
pub(super) async fn propose(
    State(app): State<App>,
    In(id): In<IncidentId>,
    form: Form,
) -> Result<Response, Problem> {
    let target = form.words("target", MAX_TARGET + 16)?;
    let bad = || Problem::field("/target", "is no sender or host of this incident");
    let (kind, value) = target.split_once(':').ok_or_else(bad)?;
    let kind: TargetKind = kind.parse().map_err(|_| bad())?;
    let step: Step = form.parsed("step")?;
    let reason = form.words("reason", MAX_WHY)?;
    let target = Target {
        kind,
        value: value.to_owned(),
    };
    let what = match app.node.propose(id, target, step, reason).await {
        Ok(_) => "proposed",
        Err(watchbell_node::Error::Store(StoreError::Conflict { .. })) => "same",
        Err(error) => return Err(error.into()),
    };
    Ok(done(&format!("/incidents/{id}#actions"), what))
}

/// Exports, seals and sends the incident.
pub(super) async fn export(
    State(app): State<App>,
    viewer: Viewer,
    In(id): In<IncidentId>,
    form: Form,
) -> Result<Response, Problem> {
    let format: ExportFormat = form.parsed("format")?;
    let exported = app.node.export(id, format, viewer.name()).await?;
    Ok(file(
        exported.bytes,
        exported.media_type,
        &exported.file_name,
    ))
}

/// Returns the actions that matter most: those that wait, then the hardest in
/// force; and how many there are, when not all are among them.
fn first_actions(mut actions: Vec<Action>) -> (Vec<Action>, Option<String>) {
    let rank = |action: &Action| match action.state {
        ActionState::Proposed => 0,
        ActionState::DryRun | ActionState::Active => 1,
        _ => 2,
    };
    actions.sort_by_key(|action| (rank(action), Reverse(action.step), Reverse(action.id)));
    let count = actions.len();
    actions.truncate(SHOWN);
    let more = if count >= ACTIONS as usize { "+" } else { "" };
    let all = (count > SHOWN).then(|| format!("All {}{more}", words::count(count as i64)));
    (actions, all)
}

/// Returns the first values of a kind of link, and the rest to be folded away.
fn folded((kind, mut values): (LinkKind, Vec<String>)) -> (LinkKind, Vec<String>, Vec<String>) {
    let rest = values.split_off(values.len().min(SHOWN));
    (kind, values, rest)
}

/// What a person may do next, beside leaving it as it is.
fn moves(state: IncidentState) -> Vec<(&'static str, &'static str)> {
    let all = [
        ("open", "Open again"),
        ("closed", "Close"),
        ("dismissed", "Dismiss as harmless"),
    ];
    all.into_iter()
        .filter(|(word, _)| *word != state.as_str())
        .collect()
}

/// Whom a step can be proposed against.
fn targets(parties: &[Party], links: &BTreeMap<LinkKind, Vec<String>>) -> Vec<(String, String)> {
    let senders = parties.iter().map(|party| {
        (
            format!("{}:{}", TargetKind::Originator, party.value),
            party.value.clone(),
        )
    });
    let hosts = links.get(&LinkKind::Host).into_iter().flatten();
    senders
        .chain(hosts.map(|host| (format!("{}:{host}", TargetKind::Host), host.clone())))
        .collect()
}

fn chosen_first(tlp: Tlp) -> Vec<(String, String)> {
    let mut all: Vec<Tlp> = Tlp::ALL.to_vec();
    all.sort_by_key(|other| *other != tlp);
    all.into_iter()
        .map(|tlp| (tlp.to_string(), format!("TLP:{tlp}")))
        .collect()
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    let report = super::reports::sample();
    let page = |example: Option<Example>, seal, reports: Vec<StoredReport>| Page {
        shell: Shell::sample(Section::Incidents),
        done: Some("noted".to_owned()),
        incident: super::incidents::sample(),
        example,
        vulnerability: None,
        seal,
        reports,
        first: None,
        next: Some("/incidents/inc-42?before=3".to_owned()),
        actions: vec![super::actions::sample()],
        all_actions: Some("All 9".to_owned()),
        earlier: vec![],
        events: vec![Event {
            at: report.received_at,
            kind: EventKind::Note,
            by: "<i>bo</i>".to_owned(),
            text: "<u>note</u>".to_owned(),
        }],
        links: vec![(
            LinkKind::Host,
            vec!["<a>.example".to_owned()],
            vec!["<b>.example".to_owned()],
        )],
        parties: vec![Party {
            kind: PartyKind::Originator,
            value: "<b>PARCEL</b>".to_owned(),
            reports: 3,
        }],
        most: 3,
        moves: moves(IncidentState::Open),
        targets: vec![("host:a.example".to_owned(), "a.example".to_owned())],
        steps: vec![("block".to_owned(), "block".to_owned())],
        tlps: chosen_first(Tlp::Green),
    };
    let holds = Seal::Holds {
        subject: "x".to_owned(),
        verified: super::seal::Shown::sample(),
    };
    let of_vulnerability = Page {
        vulnerability: Some(Vulnerability {
            cve: Some("CVE-2024-1001".to_owned()),
            list: Some("lab".to_owned()),
            told: "<u>CVE-2024-1001\n<b>pkg\nmore".to_owned(),
            head: Some(super::cves::sample()),
        }),
        ..page(None, Seal::Waits, vec![])
    };
    vec![
        (
            "incident-of-vulnerability",
            of_vulnerability.render().unwrap(),
        ),
        (
            "incident",
            page(
                Some(Example::new(report.clone())),
                holds,
                vec![report.clone()],
            )
            .render()
            .unwrap(),
        ),
        (
            "incident-empty",
            page(None, Seal::Waits, vec![]).render().unwrap(),
        ),
        (
            "incident-damaged",
            page(None, Seal::Fails("<b>".to_owned()), vec![])
                .render()
                .unwrap(),
        ),
    ]
}
