//! `watchbell share`: incidents into the outbox of peers.

use std::{
    io::{Write as _, stdout},
    process::ExitCode,
};

use clap::Args;
use serde_json::{Value, json};
use watchbell_model::{IncidentId, Purpose};
use watchbell_node::{Node, peers::Withheld};
use watchbell_store::IncidentFilter;

use crate::{exit, format::Format, open::NodeOptions, talk};

/// Incidents read in one go.
const BATCH: i64 = 100;

/// Share incidents with peers, as far as was agreed
#[derive(Args, Debug)]
#[command(
    before_help = "Examples:\n  watchbell share inc-1 --preview\n  watchbell share inc-1 inc-2 --peer desk.example\n  watchbell share --all"
)]
pub(crate) struct Share {
    /// Which incidents
    #[arg(required_unless_present = "all")]
    incidents: Vec<IncidentId>,
    /// All of them; those that have not changed since they were shared are passed over
    #[arg(long, conflicts_with = "incidents")]
    all: bool,
    /// With this peer only; TLP:RED goes to none but those named. More by repeating it
    #[arg(long)]
    peer: Vec<String>,
    /// What for: traceback, mitigation, reporting, watch or other
    #[arg(long, default_value = "reporting")]
    purpose: Purpose,
    /// Print what would go to whom, and what is left out; nothing goes
    #[arg(long)]
    preview: bool,
    /// How to print what came of it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Share {
    pub(crate) fn run(&self, options: &NodeOptions) -> anyhow::Result<ExitCode> {
        crate::open::runtime()?.block_on(async {
            let node = options.attach().await?;
            let done = self.shared(&node).await;
            node.stop().await;
            done?;
            Ok(exit::CLEAN.into())
        })
    }

    async fn shared(&self, node: &Node) -> anyhow::Result<()> {
        if !self.all {
            for id in &self.incidents {
                if self.preview {
                    self.show(node, *id).await?;
                } else {
                    self.one(node, *id).await?;
                }
            }
            return Ok(());
        }
        let (mut filter, mut count) = (IncidentFilter::default(), 0);
        let bar = talk::counter("incidents");
        loop {
            let page = node.db().incidents(&filter, BATCH).await?;
            let Some(last) = page.last() else { break };
            filter.before = Some((last.updated_at, last.id));
            let ids: Vec<IncidentId> = page.iter().map(|incident| incident.id).collect();
            if self.preview {
                for id in ids {
                    self.show(node, id).await?;
                }
            } else {
                let (new, _) = node
                    .share(&ids, &self.peer, self.purpose, "watchbell")
                    .await?;
                count += new.len();
            }
            bar.inc(page.len() as u64);
        }
        bar.finish_and_clear();
        if !self.preview {
            talk::say(&format!("{count} documents wait to go"));
        }
        Ok(())
    }

    /// Shares one incident, and says what came of it.
    async fn one(&self, node: &Node, id: IncidentId) -> anyhow::Result<()> {
        let (new, withheld) = node
            .share(&[id], &self.peer, self.purpose, "watchbell")
            .await?;
        let mut out = stdout().lock();
        match self.format {
            Format::Json => {
                let withheld: Vec<Value> = withheld.iter().map(told).collect();
                writeln!(
                    out,
                    "{}",
                    json!({"incident": id, "shares": new, "withheld": withheld})
                )?;
            }
            Format::Text => {
                for share in &new {
                    writeln!(out, "{id}: {share} waits to go")?;
                }
                for one in &withheld {
                    writeln!(out, "{}", in_words(one))?;
                }
                if new.is_empty() {
                    talk::say(&format!("{id}: nothing new to share"));
                }
            }
        }
        Ok(())
    }

    /// Shows what would go.
    async fn show(&self, node: &Node, id: IncidentId) -> anyhow::Result<()> {
        let (composed, withheld) = node.compose_all(id, &self.peer, self.purpose).await?;
        let mut out = stdout().lock();
        for (known, one) in composed {
            let share = &one.share;
            match self.format {
                Format::Json => writeln!(
                    out,
                    "{}",
                    json!({
                        "incident": id, "peer": known.peer.name, "via": share.via, "form": share.form,
                        "tlp": share.tlp, "bytes": share.body.len(), "redacted": share.redacted,
                        "lost": one.lost, "document": share.body,
                    })
                )?,
                Format::Text => writeln!(
                    out,
                    "{id} to {} by {} as {}, TLP:{}, {} bytes; left out: {}",
                    known.peer.name,
                    share.via,
                    share.form,
                    share.tlp.as_str().to_uppercase(),
                    share.body.len(),
                    if share.redacted.is_empty() {
                        "nothing"
                    } else {
                        &share.redacted
                    }
                )?,
            }
        }
        for one in &withheld {
            match self.format {
                Format::Json => writeln!(out, "{}", told(one))?,
                Format::Text => writeln!(out, "{}", in_words(one))?,
            }
        }
        Ok(())
    }
}

fn told(one: &Withheld) -> Value {
    json!({"incident": one.incident, "peer": one.peer, "via": one.via, "withheld": one.reason.to_string()})
}

fn in_words(one: &Withheld) -> String {
    let by = one.via.map(|via| format!(" by {via}")).unwrap_or_default();
    format!("{} not to {}{by}: {}", one.incident, one.peer, one.reason)
}
