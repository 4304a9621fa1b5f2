//! `watchbell peer list`.

use std::io::{Write as _, stdout};

use clap::Args;
use serde_json::json;
use watchbell_model::Time;
use watchbell_node::{Node, peers::certificate::shown};

use crate::{format::Format, talk};

/// List peers: who, what is agreed, what flows, the last error
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell peer list --format json")]
pub(super) struct List {
    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl List {
    pub(super) async fn run(&self, node: &Node) -> anyhow::Result<()> {
        let mut out = stdout().lock();
        let (shares, receipts) = (
            node.db().share_counts().await?,
            node.db().receipt_counts().await?,
        );
        let peers = node.db().peers().await?;
        if peers.is_empty() {
            talk::say("there is no peer; see watchbell peer add --help");
        }
        for peer in peers {
            let agreements = node.db().agreements(Some(peer.id)).await?;
            let went = shares.iter().filter(|(id, ..)| *id == peer.id);
            let came = receipts.iter().filter(|(id, ..)| *id == peer.id);
            if self.format == Format::Json {
                let certificates = shown(&peer.certificates).into_iter().map(|one| {
                    json!({"fingerprint": one.fingerprint, "subject": one.subject, "expires_at": one.expires_at})
                });
                let agreements = agreements.iter().map(|one| {
                    json!({
                        "direction": one.direction, "via": one.via, "form": one.form, "tlp": one.tlp,
                        "purposes": one.purposes, "redact": one.redact, "until": one.until,
                    })
                });
                let line = json!({
                    "name": peer.name, "title": peer.title, "contact": peer.contact, "url": peer.url,
                    "assurance": peer.assurance, "enabled": peer.enabled,
                    "seen_at": Some(peer.seen_at).filter(|at| *at > Time::default()),
                    "error": Some(&peer.error).filter(|error| !error.is_empty()),
                    "certificates": certificates.collect::<Vec<_>>(),
                    "agreements": agreements.collect::<Vec<_>>(),
                    "out": went.map(|(_, via, state, count)| json!({"via": via, "state": state, "count": count})).collect::<Vec<_>>(),
                    "in": came.map(|(_, via, state, count)| json!({"via": via, "state": state, "count": count})).collect::<Vec<_>>(),
                });
                writeln!(out, "{line}")?;
                continue;
            }
            let state = if peer.enabled { "" } else { ", switched off" };
            writeln!(out, "{}  {}  {}{state}", peer.name, peer.title, peer.url)?;
            for one in agreements {
                writeln!(
                    out,
                    "  {} by {} up to TLP:{} until {}",
                    one.direction,
                    one.via,
                    one.tlp.as_str().to_uppercase(),
                    one.until
                )?;
            }
            for (_, via, state, count) in went {
                writeln!(out, "  {count} out by {via} {state}")?;
            }
            for (_, via, state, count) in came {
                writeln!(out, "  {count} in by {via} {state}")?;
            }
            if !peer.error.is_empty() {
                writeln!(out, "  error at {}: {}", peer.error_at, peer.error)?;
            }
        }
        Ok(())
    }
}
