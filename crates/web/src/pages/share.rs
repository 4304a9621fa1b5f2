//! What would go of an incident, to whom, in which form and without what, before it goes.

use askama::Template;
use axum::{Extension, extract::State, http::Uri, response::Response};
use watchbell_model::{IncidentId, Purpose, Via};
use watchbell_node::peers::Withheld;
use watchbell_store::ShareFilter;

use super::{Section, Shell, Theme, done, render};
use crate::{
    app::{App, In, Viewer},
    form::Form,
    problem::Problem,
    query::Query,
};

/// Characters of a document that are shown.
const SHOWN: usize = 20_000;
/// Shares of the incident that are listed.
const LISTED: i64 = 50;

#[derive(Template)]
#[template(path = "share.html")]
struct Page {
    shell: Shell,
    done: Option<String>,
    id: IncidentId,
    title: String,
    tlp: String,
    named: Option<String>,
    purpose: Purpose,
    peers: Vec<(String, String)>,
    purposes: Vec<(String, String)>,
    going: Vec<Going>,
    withheld: Vec<Withheld>,
    went: Vec<(String, watchbell_store::Share)>,
}

impl Page {
    /// Whether anything would go that is not there already.
    fn has_new(&self) -> bool {
        self.going.iter().any(|one| !one.is_there)
    }
}

/// A document as it would go.
struct Going {
    peer: String,
    via: Via,
    form: String,
    bytes: i64,
    redacted: Vec<(String, i64)>,
    lost: i64,
    document: String,
    is_cut: bool,
    /// Whether the peer has this revision already.
    is_there: bool,
}

/// Shows what would go.
pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Extension(theme): Extension<Theme>,
    uri: Uri,
    In(id): In<IncidentId>,
    query: Query,
) -> Result<Response, Problem> {
    let named = query.text("peer").map(str::to_owned);
    let purpose = query.parsed("purpose")?.unwrap_or(Purpose::Reporting);
    let incident = app.db().incident(id).await?;
    let names: Vec<String> = named.clone().into_iter().collect();
    let (composed, withheld) = app.node.compose_all(id, &names, purpose).await?;
    let filter = ShareFilter {
        incident: Some(id),
        ..ShareFilter::default()
    };
    let went = app.db().shares(&filter, None, LISTED).await?;
    let all = app.db().peers().await?;
    let name_of = |id| {
        all.iter()
            .find(|peer| peer.id == id)
            .map_or_else(|| format!("peer {id}"), |peer| peer.name.clone())
    };
    let going = composed.into_iter().map(|(known, one)| {
        let share = one.share;
        let same = |other: &watchbell_store::Share| {
            other.peer == share.peer && other.via == share.via && other.revision == share.revision
        };
        Going {
            peer: known.peer.name.clone(),
            via: share.via,
            form: share.form.clone(),
            bytes: share.body.len() as i64,
            redacted: one
                .redacted
                .iter()
                .map(|(part, count)| (part.to_string(), *count as i64))
                .collect(),
            lost: one.lost as i64,
            is_cut: share.body.chars().nth(SHOWN).is_some(),
            is_there: went.iter().any(same),
            document: share.body.chars().take(SHOWN).collect(),
        }
    });
    let pair = |word: &str| (word.to_owned(), word.to_owned());
    let mut peers = vec![(String::new(), "everybody who may have it".to_owned())];
    peers.extend(all.iter().map(|peer| pair(&peer.name)));
    // What is looked at now stands first, and so is chosen.
    peers.sort_by_key(|(name, _)| named.as_ref().is_some_and(|named| named != name));
    let mut purposes: Vec<Purpose> = Purpose::ALL.to_vec();
    purposes.sort_by_key(|other| *other != purpose);
    render(&Page {
        shell: Shell::new(
            &app,
            Some(&viewer),
            theme,
            &format!("Share {id}"),
            Section::Incidents,
        )
        .at(&uri),
        done: query.text("done").map(str::to_owned),
        id,
        title: incident.title,
        tlp: incident.tlp.as_str().to_uppercase(),
        purpose,
        peers,
        purposes: purposes
            .iter()
            .map(|purpose| pair(purpose.as_str()))
            .collect(),
        going: going.collect(),
        withheld,
        named,
        went: went
            .into_iter()
            .map(|share| (name_of(share.peer), share))
            .collect(),
    })
}

/// Puts it into the outbox.
pub(super) async fn send(
    State(app): State<App>,
    viewer: Viewer,
    In(id): In<IncidentId>,
    form: Form,
) -> Result<Response, Problem> {
    let named = form.text("peer");
    let names: Vec<String> = Some(named.to_owned())
        .filter(|name| !name.is_empty())
        .into_iter()
        .collect();
    let purpose = form.text("purpose").parse().unwrap_or(Purpose::Reporting);
    app.node
        .share(&[id], &names, purpose, viewer.name())
        .await?;
    Ok(done(&format!("/incidents/{id}/share"), "shared"))
}

#[cfg(test)]
pub(super) fn samples() -> Vec<(&'static str, String)> {
    use watchbell_model::{ShareId, ShareState, Time, Tlp};
    use watchbell_node::peers::policy::Reason;
    let share = watchbell_store::Share {
        id: ShareId(5),
        peer: 1,
        incident: IncidentId(42),
        revision: Time::default(),
        via: Via::Rid,
        form: "iodef-xml".to_owned(),
        tlp: Tlp::Amber,
        purpose: Purpose::Reporting,
        document: "<d>".to_owned(),
        title: "<t>".to_owned(),
        mark: String::new(),
        digest: "ab".repeat(32),
        salt: vec![],
        policy: "{}".to_owned(),
        redacted: "texts: 3".to_owned(),
        body: String::new(),
        state: ShareState::Waiting,
        attempts: 2,
        next_at: Time::default(),
        error: "<script>x".to_owned(),
        made_by: "<u>ana".to_owned(),
        made_at: Time::default(),
        done_at: Time::default(),
    };
    let page = |going, withheld, went| Page {
        shell: Shell::sample(Section::Incidents),
        done: Some("shared".to_owned()),
        id: IncidentId(42),
        title: "<i>title".to_owned(),
        tlp: "AMBER".to_owned(),
        named: Some("desk.example".to_owned()),
        purpose: Purpose::Reporting,
        peers: vec![("desk.example".to_owned(), "desk.example".to_owned())],
        purposes: vec![],
        going,
        withheld,
        went,
    };
    let going = Going {
        peer: "desk.example".to_owned(),
        via: Via::Rolie,
        form: "stix".to_owned(),
        bytes: 4_321,
        redacted: vec![("texts".to_owned(), 3)],
        lost: 2,
        document: "</pre><script>".to_owned(),
        is_cut: true,
        is_there: true,
    };
    let withheld = Withheld {
        incident: IncidentId(42),
        peer: "other.example".to_owned(),
        via: Some(Via::Taxii),
        reason: Reason::Above(Tlp::Amber, Tlp::Green),
    };
    vec![
        (
            "share",
            page(
                vec![going],
                vec![withheld],
                vec![("desk.example".to_owned(), share)],
            )
            .render()
            .unwrap(),
        ),
        ("share-none", page(vec![], vec![], vec![]).render().unwrap()),
    ]
}
