//! What came from peers, what goes to them.

use std::sync::Arc;

use askama::Template;
use axum::{Extension, extract::State, http::Uri, response::Response};
use watchbell_formats::rid;
use watchbell_model::{Direction, ReceiptId, ReceiptState, ShareId, ShareState, Via};
use watchbell_node::peers::{Known, document_of};
use watchbell_store::{Peer, Receipt, Share, ShareFilter};

use super::{
    Section, Shell, Theme,
    document::view::{self, Incident},
    done, render,
};
use crate::{
    app::{App, In, Viewer},
    form::Form,
    problem::Problem,
    query::Query,
};

/// Documents on one page.
const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "inbox.html")]
struct Inbox {
    shell: Shell,
    peer: Option<String>,
    state: String,
    rows: Vec<(String, Receipt)>,
    first: Option<String>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "outbox.html")]
struct Outbox {
    shell: Shell,
    done: Option<String>,
    peer: Option<String>,
    state: String,
    rows: Vec<(String, Share)>,
    first: Option<String>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "receipt.html")]
struct One {
    shell: Shell,
    peer: String,
    receipt: Receipt,
    reading: Vec<Incident>,
    error: Option<String>,
    /// Peers that a trace can be passed on to.
    onward: Vec<String>,
}

/// Shows what came, the latest first.
pub(super) async fn inbox(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    uri: Uri,
    query: Query,
) -> Result<Response, Problem> {
    let peers = app.db().peers().await?;
    let peer = query.text("peer").map(str::to_owned);
    let id = peer
        .as_deref()
        .map(|name| id_of(&peers, name))
        .transpose()?;
    let state: Option<ReceiptState> = query.parsed("state")?;
    let before: Option<ReceiptId> = query.parsed("before")?;
    let mut all = app.db().receipts(id, state, before, PAGE + 1).await?;
    let more = all.len() > PAGE as usize;
    all.truncate(PAGE as usize);
    let here = address("/inbox", peer.as_deref(), state.map(ReceiptState::as_str));
    render(&Inbox {
        shell: Shell::new(&app, Some(&viewer), theme, "Inbox", Section::Inbox).at(&uri),
        first: before.map(|_| here.clone()),
        next: all
            .last()
            .filter(|_| more)
            .map(|last| continued(&here, &last.id)),
        rows: all
            .into_iter()
            .map(|one| (name_of(&peers, one.peer), one))
            .collect(),
        state: state.map_or("", ReceiptState::as_str).to_owned(),
        peer,
    })
}

/// Shows one document that came, as a person reads it.
pub(super) async fn one(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    uri: Uri,
    In(id): In<ReceiptId>,
) -> Result<Response, Problem> {
    let receipt = app.db().receipt(id).await?;
    let peers = app.db().peers().await?;
    let (reading, error) = match receipt.body.as_str() {
        "" => (Vec::new(), None),
        _ => match document_of(&receipt) {
            Ok(document) => (view::all(&document), None),
            Err(error) => (Vec::new(), Some(error)),
        },
    };
    render(&One {
        shell: Shell::new(&app, Some(&viewer), theme, &id.to_string(), Section::Inbox).at(&uri),
        peer: name_of(&peers, receipt.peer),
        onward: onward(&app, &receipt),
        receipt,
        reading,
        error,
    })
}

/// Shows what goes out, the latest first.
pub(super) async fn outbox(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    uri: Uri,
    query: Query,
) -> Result<Response, Problem> {
    let peers = app.db().peers().await?;
    let peer = query.text("peer").map(str::to_owned);
    let filter = ShareFilter {
        peer: peer
            .as_deref()
            .map(|name| id_of(&peers, name))
            .transpose()?,
        state: query.parsed("state")?,
        ..ShareFilter::default()
    };
    let before: Option<ShareId> = query.parsed("before")?;
    let mut all = app.db().shares(&filter, before, PAGE + 1).await?;
    let more = all.len() > PAGE as usize;
    all.truncate(PAGE as usize);
    let here = address(
        "/outbox",
        peer.as_deref(),
        filter.state.map(ShareState::as_str),
    );
    render(&Outbox {
        shell: Shell::new(&app, Some(&viewer), theme, "Outbox", Section::Inbox).at(&uri),
        done: query.text("done").map(str::to_owned),
        first: before.map(|_| here.clone()),
        next: all
            .last()
            .filter(|_| more)
            .map(|last| continued(&here, &last.id)),
        rows: all
            .into_iter()
            .map(|one| (name_of(&peers, one.peer), one))
            .collect(),
        state: filter.state.map_or("", ShareState::as_str).to_owned(),
        peer,
    })
}

/// Tries a document again, or calls it back.
pub(super) async fn turn(
    State(app): State<App>,
    In(id): In<ShareId>,
    form: Form,
) -> Result<Response, Problem> {
    let (to, word) = match form.text("to") {
        "again" => (ShareState::Waiting, "again"),
        _ => (ShareState::Withdrawn, "withdrawn"),
    };
    app.db().turn_share(id, to, app.now()).await?;
    Ok(done("/outbox", word))
}

/// Answers a question, or passes it on.
pub(super) async fn answer(
    State(app): State<App>,
    viewer: Viewer,
    In(id): In<ReceiptId>,
    form: Form,
) -> Result<Response, Problem> {
    if form.text("say") == "pass" {
        let name = form.text("to");
        let all = app.node.peers().all();
        let to = all.iter().find(|known| known.peer.name == name);
        let to = to.ok_or_else(|| Problem::field("/to", "is no peer"))?;
        app.node.pass_on(id, to, viewer.name()).await?;
        return Ok(done("/outbox", "passed"));
    }
    app.node
        .answer(id, form.text("say") == "approve", viewer.name())
        .await?;
    Ok(done("/outbox", "answered"))
}

/// Names the peers that a trace which waits can be passed on to; of anything else, none.
fn onward(app: &App, receipt: &Receipt) -> Vec<String> {
    let is_trace = receipt.state == ReceiptState::Asked
        && rid::read(&receipt.body)
            .is_ok_and(|message| message.kind() == Some(&rid::Kind::TraceRequest));
    let may = |known: &&Arc<Known>| {
        let agreed = known.agreement(Direction::Out, Via::Rid);
        is_trace && known.peer.enabled && known.peer.id != receipt.peer && agreed.is_some()
    };
    let all = app.node.peers().all();
    all.iter()
        .filter(may)
        .map(|known| known.peer.name.clone())
        .collect()
}

fn id_of(peers: &[Peer], name: &str) -> Result<i64, Problem> {
    let peer = peers.iter().find(|peer| peer.name == name);
    peer.map(|peer| peer.id)
        .ok_or_else(|| Problem::parameter("peer: there is none of this name"))
}

fn name_of(peers: &[Peer], id: i64) -> String {
    let peer = peers.iter().find(|peer| peer.id == id);
    peer.map_or_else(|| format!("peer {id}"), |peer| peer.name.clone())
}

/// The address of a list with its filters.
fn address(path: &str, peer: Option<&str>, state: Option<&str>) -> String {
    let given = [("peer", peer), ("state", state)];
    let given = given
        .iter()
        .filter_map(|(name, value)| value.map(|value| format!("{name}={value}")));
    let query: Vec<String> = given.collect();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", query.join("&"))
    }
}

fn continued(address: &str, last: &impl std::fmt::Display) -> String {
    let with = if address.contains('?') { '&' } else { '?' };
    format!("{address}{with}before={last}")
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    use watchbell_model::{Time, Tlp, Via};
    let shell = || Shell::sample(Section::Inbox);
    let receipt = |state, report: &str| Receipt {
        id: ReceiptId(8),
        peer: 1,
        via: Via::Taxii,
        form: "stix".to_owned(),
        tlp: Tlp::Green,
        document: "<d>desk.example/inc-1".to_owned(),
        revision: "<r>".to_owned(),
        title: "<script>t".to_owned(),
        digest: "ab".repeat(32),
        salt: vec![],
        policy: "{}".to_owned(),
        body: "<".to_owned(),
        state,
        error: "<b>no".to_owned(),
        report: report.to_owned(),
        callback: String::new(),
        address: String::new(),
        received_at: Time::default(),
        done_at: Time::default(),
    };
    let inbox = |rows| Inbox {
        shell: shell(),
        peer: Some("desk.example".to_owned()),
        state: "taken".to_owned(),
        rows,
        first: Some("/inbox".to_owned()),
        next: Some("/inbox?before=rcp-8".to_owned()),
    };
    let one = |state, error: Option<&str>| One {
        shell: shell(),
        peer: "<p>desk".to_owned(),
        receipt: receipt(state, &"ab".repeat(16)),
        reading: vec![],
        error: error.map(str::to_owned),
        onward: vec!["<p>upstream".to_owned()],
    };
    let outbox = Outbox {
        shell: shell(),
        done: Some("again".to_owned()),
        peer: None,
        state: String::new(),
        rows: vec![],
        first: None,
        next: None,
    };
    let row = |state, report: &str| ("<p>desk".to_owned(), receipt(state, report));
    vec![
        (
            "inbox",
            inbox(vec![
                row(ReceiptState::Taken, &"ab".repeat(16)),
                row(ReceiptState::Refused, ""),
            ])
            .render()
            .unwrap(),
        ),
        ("inbox-none", inbox(vec![]).render().unwrap()),
        (
            "receipt",
            one(ReceiptState::Taken, Some("<i>no")).render().unwrap(),
        ),
        (
            "receipt-gone",
            one(ReceiptState::Taken, None).render().unwrap(),
        ),
        (
            "receipt-asked",
            one(ReceiptState::Asked, None).render().unwrap(),
        ),
        ("outbox", outbox.render().unwrap()),
    ]
}
