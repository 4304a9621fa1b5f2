//! Ends what has an end: actions, links, sessions, remembered answers, and
//! the content of reports.

use std::{sync::Arc, time::Duration};

use watchbell_model::Time;

use super::pause;
use crate::{Node, Result};

/// How often it looks.
const INTERVAL: Duration = Duration::from_secs(15);
/// Actions, or reports, dealt with at a time.
const BATCH: i64 = 500;
/// How long answers to an Idempotency-Key, and failed sign-ins, are remembered.
const REMEMBER_SECONDS: i64 = 24 * 3600;
/// Days without a report after which a link value joins nothing more.
const LINK_DAYS: i64 = 30;
/// The setting that holds the place up to which content was forgotten.
const FORGOTTEN: &str = "keeper.forgotten";

pub(crate) async fn run(node: Arc<Node>) {
    while !node.is_stopping() {
        if let Err(error) = once(&node).await {
            tracing::error!(%error, "what is over was not ended");
        }
        pause(&node, INTERVAL).await;
    }
}

/// Ends everything that is over now.
pub(crate) async fn once(node: &Node) -> Result<()> {
    let now = node.now();
    for action in node.db.overdue_actions(now, BATCH).await? {
        match node.expire(action.id).await {
            // Another node, or a person, was there first.
            Ok(_) | Err(crate::Error::Store(watchbell_store::Error::Conflict { .. })) => {}
            Err(error) => return Err(error),
        }
    }
    let web = &node.config.web;
    let idle = now.plus_seconds(-web.session_idle_minutes * 60);
    node.db
        .end_old_sessions(idle, now.plus_seconds(-web.session_hours * 3600))
        .await?;
    let old = now.plus_seconds(-REMEMBER_SECONDS);
    node.db.forget_answers(old).await?;
    node.db.forget_failures(old).await?;
    node.db
        .expire_links(now.plus_micros(-LINK_DAYS * Time::DAY))
        .await?;
    forget(node, now).await?;
    node.db.forget_taxii_statuses(old).await?;
    let over = now.plus_micros(-node.config.privacy.content_days * Time::DAY);
    node.db.forget_shares(over).await?;
    node.db.forget_receipts(over).await?;
    node.remember_originators().await;
    Ok(())
}

/// Forgets the content of reports whose time is over.
async fn forget(node: &Node, now: Time) -> Result<()> {
    let limit = now.plus_micros(-node.config.privacy.content_days * Time::DAY);
    let cursor = node.db.setting(FORGOTTEN).await?;
    let mut cursor: i64 = cursor
        .and_then(|text| text.parse().ok())
        .unwrap_or_default();
    while let Some(last) = node.db.forget(cursor, limit, BATCH).await? {
        cursor = last;
        node.db.set_setting(FORGOTTEN, &cursor.to_string()).await?;
        if node.is_stopping() {
            return Ok(());
        }
    }
    Ok(())
}
