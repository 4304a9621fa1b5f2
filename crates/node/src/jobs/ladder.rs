//! Looks at incidents that changed and takes the steps that policy asks for.

use std::{sync::Arc, time::Duration};

use watchbell_model::{LinkKind, Time};
use watchbell_store::{ActionFilter, IncidentFilter, PartyKind};

use super::pause;
use crate::{
    Node, Result,
    actions::{MAX_TARGETS, due},
};

/// How often it looks.
const INTERVAL: Duration = Duration::from_secs(2);
/// Incidents read at a time.
const PAGE: i64 = 200;
/// Actions of one incident that are considered.
const MAX_ACTIONS: i64 = 1_000;
/// How far it looks back behind its cursor, for what was committed late.
const OVERLAP_SECONDS: i64 = 30;
/// The setting that holds the cursor.
const CURSOR: &str = "ladder.cursor";

pub(crate) async fn run(node: Arc<Node>) {
    loop {
        // Once more after the stop, so that what was judged last is looked at too.
        let stopping = node.is_stopping();
        if let Err(error) = once(&node).await {
            tracing::error!(%error, "incidents were not looked at");
            pause(&node, INTERVAL).await;
        }
        if stopping {
            return;
        }
        pause(&node, INTERVAL).await;
    }
}

/// Looks once at everything that changed since the last time.
pub(crate) async fn once(node: &Node) -> Result<()> {
    let began = node.now();
    let cursor = node.db.setting(CURSOR).await?;
    let cursor = cursor
        .and_then(|text| text.parse::<Time>().ok())
        .unwrap_or_default();
    let mut filter = IncidentFilter {
        changed_since: Some(cursor.plus_seconds(-OVERLAP_SECONDS)),
        ..IncidentFilter::default()
    };
    let mut looked_at = false;
    loop {
        let incidents = node.db.incidents(&filter, PAGE).await?;
        let Some(last) = incidents.last() else { break };
        filter.before = Some((last.updated_at, last.id));
        for incident in &incidents {
            looked_at |= incident.updated_at > cursor;
            if incident.reporters < node.config.act.observe_reporters {
                continue;
            }
            let originators = node
                .db
                .parties(incident.id, PartyKind::Originator, MAX_TARGETS)
                .await?;
            let links = node.db.links(incident.id).await?;
            let hosts: Vec<String> = links
                .into_iter()
                .filter(|link| link.kind == LinkKind::Host)
                .map(|link| link.value)
                .take(MAX_TARGETS as usize)
                .collect();
            let of_incident = ActionFilter {
                incident: Some(incident.id),
                ..ActionFilter::default()
            };
            let done = node.db.actions(&of_incident, MAX_ACTIONS).await?;
            let known_bulk = &node.config.judge.lists.known_bulk;
            let is_known_bulk = |name: &str| {
                known_bulk
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(name))
            };
            let act = &node.config.act;
            for new in due(
                incident,
                &originators,
                &hosts,
                &done,
                act,
                is_known_bulk,
                node.now(),
            ) {
                node.act(new).await?;
            }
        }
        if (incidents.len() as i64) < PAGE {
            break;
        }
    }
    if looked_at {
        node.db.set_setting(CURSOR, &began.to_string()).await?;
    }
    Ok(())
}
