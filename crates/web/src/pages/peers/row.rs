//! A peer, what was agreed with it, and what flows.

use watchbell_model::{ShareState, Time};
use watchbell_store::{Agreement, Peer};

use crate::{app::App, problem::Problem};

/// A peer and what flows.
pub(super) struct Row {
    pub(super) peer: Peer,
    pub(super) agreements: Vec<Agreement>,
    pub(super) waiting: i64,
    pub(super) delivered: i64,
    pub(super) dead: i64,
    pub(super) came: i64,
    /// `well`, `trouble`, `silent` or `off`.
    pub(super) health: &'static str,
}

/// Every peer, by name.
pub(super) async fn all(app: &App) -> Result<Vec<Row>, Problem> {
    let agreements = app.db().agreements(None).await?;
    let (shares, receipts) = (
        app.db().share_counts().await?,
        app.db().receipt_counts().await?,
    );
    let now = app.now();
    let row = |peer: Peer| {
        let of = |state| {
            let mine = shares
                .iter()
                .filter(|(id, _, at, _)| *id == peer.id && *at == state);
            mine.map(|(.., count)| count).sum()
        };
        Row {
            agreements: agreements
                .iter()
                .filter(|one| one.peer == peer.id)
                .cloned()
                .collect(),
            waiting: of(ShareState::Waiting),
            delivered: of(ShareState::Delivered),
            dead: of(ShareState::Dead),
            came: receipts
                .iter()
                .filter(|(id, ..)| *id == peer.id)
                .map(|(.., count)| count)
                .sum(),
            health: health(&peer, now),
            peer,
        }
    };
    Ok(app.db().peers().await?.into_iter().map(row).collect())
}

/// How it goes with a peer now.
pub(super) fn health(peer: &Peer, now: Time) -> &'static str {
    if !peer.enabled {
        "off"
    } else if !peer.error.is_empty() {
        "trouble"
    } else if now.seconds() - peer.seen_at.seconds() > 86_400 {
        "silent"
    } else {
        "well"
    }
}
