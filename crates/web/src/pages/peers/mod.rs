//! Peers: who they are, what was agreed, what flows, what last went wrong.

mod row;

use askama::Template;
use axum::{
    Extension,
    extract::State,
    http::{StatusCode, Uri},
    response::Response,
};
use watchbell_model::{Direction, Purpose, Redaction, Time, Tlp, Via};
use watchbell_node::{
    Error as NodeError,
    peers::{Card, Form as DocumentForm, certificate},
};
use watchbell_store::Agreement;

use self::row::Row;
use super::{Section, Shell, Theme, done, render, render_as, sentence};
use crate::{
    app::{App, In, Viewer},
    form::Form,
    problem::Problem,
    query::Query,
};

#[derive(Template)]
#[template(path = "peers.html")]
struct Page {
    shell: Shell,
    done: Option<String>,
    error: Option<String>,
    /// The card that was pasted.
    card: String,
    peers: Vec<Row>,
    may_rule: bool,
}

#[derive(Template)]
#[template(path = "peer.html")]
struct One {
    shell: Shell,
    done: Option<String>,
    error: Option<String>,
    row: Row,
    certificates: Vec<certificate::Shown>,
    ways: Vec<(String, String)>,
    labels: Vec<(String, String)>,
    forms: Vec<(String, String)>,
    purposes: Vec<String>,
    redactions: Vec<String>,
    may_rule: bool,
}

/// Shows the peers.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    uri: Uri,
    query: Query,
) -> Result<Response, Problem> {
    let page = page(&app, &viewer, theme).await?;
    render(&Page {
        done: query.text("done").map(str::to_owned),
        shell: page.shell.at(&uri),
        ..page
    })
}

/// Adds a peer by its card.
pub(super) async fn add(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    form: Form,
) -> Result<Response, Problem> {
    // Browsers send lines with both ends; a note has but one.
    let card = form.text("card").replace("\r\n", "\n");
    let card = format!("{}\n", card.trim());
    let added = match Card::read(&card) {
        Ok(card) => app
            .node
            .put_peer(card.peer(), viewer.name())
            .await
            .map(|_| card.name),
        Err(error) => Err(error),
    };
    let wrong = match added {
        Ok(name) => {
            return Ok(done(
                &format!("/peers/{}", name.to_ascii_lowercase()),
                "peer",
            ));
        }
        Err(error @ (NodeError::Card(_) | NodeError::Peer { .. })) => error.to_string(),
        Err(error) => return Err(error.into()),
    };
    let page = page(&app, &viewer, theme).await?;
    render_as(
        StatusCode::UNPROCESSABLE_ENTITY,
        &Page {
            error: Some(sentence(&wrong)),
            card,
            ..page
        },
    )
}

/// Shows one peer.
pub(super) async fn one(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    uri: Uri,
    In(name): In<String>,
    query: Query,
) -> Result<Response, Problem> {
    let page = page_of(&app, &viewer, theme, &name, None).await?;
    render(&One {
        done: query.text("done").map(str::to_owned),
        shell: page.shell.at(&uri),
        ..page
    })
}

/// Enters an agreement, or ends one.
pub(super) async fn agree(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    In(name): In<String>,
    form: Form,
) -> Result<Response, Problem> {
    let way = form.text("way").split_once(' ');
    let way = way.and_then(|(direction, via)| {
        Some((
            direction.parse::<Direction>().ok()?,
            via.parse::<Via>().ok()?,
        ))
    });
    let (direction, via) = way.ok_or_else(|| Problem::field("/way", "It is none of the ways."))?;
    let there = format!("/peers/{name}");
    if !form.text("end").is_empty() {
        app.node.end_agreement(&name, direction, via).await?;
        return Ok(done(&there, "ended"));
    }
    let wrong = |field: &str| Problem::field(&format!("/{field}"), "It is none of the words.");
    let days = form
        .text("days")
        .parse::<i64>()
        .ok()
        .filter(|days| (1..=3650).contains(days));
    let agreement = Agreement {
        peer: 0,
        direction,
        via,
        form: form.text("form").to_owned(),
        tlp: form.text("tlp").parse::<Tlp>().map_err(|_| wrong("tlp"))?,
        purposes: words(&form, "purpose")?,
        redact: words(&form, "redact")?,
        until: app
            .now()
            .plus_micros(days.ok_or_else(|| wrong("days"))? * Time::DAY),
        made_by: String::new(),
        made_at: Time::default(),
    };
    match app.node.agree(&name, agreement, viewer.name()).await {
        Ok(()) => Ok(done(&there, "agreed")),
        Err(error @ NodeError::Peer { .. }) => {
            let error = sentence(&error.to_string());
            let page = page_of(&app, &viewer, theme, &name, Some(error)).await?;
            render_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

/// Switches a peer on or off.
pub(super) async fn switch(
    State(app): State<App>,
    viewer: Viewer,
    In(name): In<String>,
    form: Form,
) -> Result<Response, Problem> {
    let mut peer = app.db().peer(&name).await?;
    peer.enabled = form.text("to") == "on";
    app.node.put_peer(peer, viewer.name()).await?;
    Ok(done(&format!("/peers/{name}"), "switched"))
}

/// Takes a peer away.
pub(super) async fn remove(
    State(app): State<App>,
    In(name): In<String>,
    _form: Form,
) -> Result<Response, Problem> {
    app.db().remove_peer(&name).await?;
    Ok(done("/peers", "removed"))
}

/// The words of a list of boxes that are ticked.
fn words<T: std::str::FromStr>(form: &Form, name: &str) -> Result<Vec<T>, Problem> {
    let pointer = format!("/{name}");
    let word = |word: &str| {
        word.parse()
            .map_err(|_| Problem::field(&pointer, "It is none of the words."))
    };
    form.all(name).map(word).collect()
}

async fn page(app: &App, viewer: &Viewer, theme: Theme) -> Result<Page, Problem> {
    Ok(Page {
        shell: Shell::new(app, Some(viewer), theme, "Peers", Section::Peers),
        done: None,
        error: None,
        card: String::new(),
        peers: row::all(app).await?,
        may_rule: viewer.may(watchbell_store::Role::Administrator),
    })
}

async fn page_of(
    app: &App,
    viewer: &Viewer,
    theme: Theme,
    name: &str,
    error: Option<String>,
) -> Result<One, Problem> {
    let mut rows = row::all(app).await?.into_iter();
    let row = rows
        .find(|row| row.peer.name == name)
        .ok_or(Problem::NOT_FOUND)?;
    Ok(one_of(
        Shell::new(app, Some(viewer), theme, name, Section::Peers),
        row,
        error,
        viewer.may(watchbell_store::Role::Administrator),
    ))
}

fn one_of(shell: Shell, row: Row, error: Option<String>, may_rule: bool) -> One {
    let pair = |word: &str, shown: String| (word.to_owned(), shown);
    let mut ways = Vec::new();
    for direction in Direction::ALL {
        for via in Via::ALL {
            let words = if *direction == Direction::Out {
                "we give, by"
            } else {
                "we take, by"
            };
            ways.push((format!("{direction} {via}"), format!("{words} {via}")));
        }
    }
    One {
        certificates: certificate::shown(&row.peer.certificates),
        ways,
        labels: Tlp::ALL
            .iter()
            .map(|tlp| pair(tlp.as_str(), format!("TLP:{}", tlp.as_str().to_uppercase())))
            .collect(),
        forms: DocumentForm::ALL
            .iter()
            .map(|form| pair(form.as_str(), form.as_str().to_owned()))
            .collect(),
        purposes: Purpose::ALL.iter().map(ToString::to_string).collect(),
        redactions: Redaction::ALL.iter().map(ToString::to_string).collect(),
        done: None,
        shell,
        row,
        error,
        may_rule,
    }
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    use watchbell_store::Peer;
    let shell = || Shell::sample(Section::Peers);
    let now = shell().now;
    let row = |error: &str, enabled| {
        let peer = Peer {
            id: 1,
            name: "desk.example".to_owned(),
            title: "<b>Desk".to_owned(),
            contact: "<i>duty@desk.example".to_owned(),
            url: "https://desk.example:4590".to_owned(),
            assurance: 2,
            enabled,
            added_by: "<u>ana".to_owned(),
            added_at: now,
            seen_at: now,
            error: error.to_owned(),
            error_at: now,
            ..Peer::default()
        };
        Row {
            agreements: vec![Agreement {
                peer: 1,
                direction: Direction::Out,
                via: Via::Rid,
                form: "iodef-xml".to_owned(),
                tlp: Tlp::Amber,
                purposes: vec![Purpose::Reporting],
                redact: vec![Redaction::Texts],
                until: now.plus_micros(Time::DAY),
                made_by: "<s>ana".to_owned(),
                made_at: now,
            }],
            waiting: 3,
            delivered: 1_200,
            dead: 1,
            came: 44,
            health: row::health(&peer, now),
            peer,
        }
    };
    let page = |peers, error: Option<String>| Page {
        shell: shell(),
        done: Some("peer".to_owned()),
        error,
        card: "</textarea><script>".to_owned(),
        peers,
        may_rule: true,
    };
    let no = Some("<i>no</i>".to_owned());
    vec![
        (
            "peers",
            page(vec![row("<script>x", true), row("", false)], None)
                .render()
                .unwrap(),
        ),
        ("peers-none", page(vec![], no.clone()).render().unwrap()),
        (
            "peer",
            one_of(shell(), row("<script>x", true), no, true)
                .render()
                .unwrap(),
        ),
        (
            "peer-reader",
            one_of(shell(), row("", false), None, false)
                .render()
                .unwrap(),
        ),
    ]
}
