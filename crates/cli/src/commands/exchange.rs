//! `watchbell exchange`: what went to peers and came from them.

use std::{
    io::{Write as _, stdout},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};
use watchbell_model::{IncidentId, ReceiptId, ReceiptState, ShareId, ShareState};
use watchbell_node::{Node, peers::Known};
use watchbell_store::ShareFilter;

use crate::{exit, format::Format, open::NodeOptions, talk};

/// Lines read in one go.
const BATCH: i64 = 500;

/// What went to peers and came from them
#[derive(Args, Debug)]
#[command(
    before_help = "Examples:\n  watchbell exchange outbox --state dead\n  watchbell exchange resend shr-5\n  watchbell exchange inbox --format json\n  watchbell proof show shr-5"
)]
pub(crate) struct Exchange {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// List what goes out, the latest first
    #[command(
        before_help = "Example:\n  watchbell exchange outbox --state waiting --peer desk.example"
    )]
    Outbox {
        /// In this state only: waiting, delivered, dead or withdrawn
        #[arg(long)]
        state: Option<ShareState>,
        /// To this peer only
        #[arg(long)]
        peer: Option<String>,
        /// How many at most
        #[arg(long, default_value_t = 1_000_000)]
        limit: i64,
        /// How to print them
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// List what came in, the latest first
    #[command(before_help = "Example:\n  watchbell exchange inbox --state refused")]
    Inbox {
        /// In this state only: new, taken, known, asked or refused
        #[arg(long)]
        state: Option<ReceiptState>,
        /// From this peer only
        #[arg(long)]
        peer: Option<String>,
        /// How many at most
        #[arg(long, default_value_t = 1_000_000)]
        limit: i64,
        /// How to print them
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Print a document that went (shr-5) or came (rcp-8), as it travelled
    #[command(before_help = "Example:\n  watchbell exchange show rcp-8")]
    Show {
        /// Which
        id: String,
    },
    /// Try a document again that was given up
    #[command(before_help = "Example:\n  watchbell exchange resend shr-5")]
    Resend {
        /// Which
        id: ShareId,
    },
    /// Call back a document that waits
    #[command(before_help = "Example:\n  watchbell exchange withdraw shr-5")]
    Withdraw {
        /// Which
        id: ShareId,
    },
    /// Ask a peer to look into an incident, or to trace where it came from
    #[command(before_help = "Example:\n  watchbell exchange ask desk.example inc-1 --trace")]
    Ask {
        /// The peer's name
        peer: String,
        /// The incident
        incident: IncidentId,
        /// Ask where it came from
        #[arg(long)]
        trace: bool,
    },
    /// Answer a question that a peer asked
    #[command(before_help = "Example:\n  watchbell exchange answer rcp-8 approve")]
    Answer {
        /// Which
        id: ReceiptId,
        /// What to say
        #[arg(value_enum)]
        say: Say,
    },
    /// Pass a peer's trace on to another peer, as it came
    #[command(before_help = "Example:\n  watchbell exchange pass-on rcp-8 upstream.example")]
    PassOn {
        /// Which
        id: ReceiptId,
        /// The name of the peer that it goes to
        peer: String,
    },
    /// Look now at what a peer offers, over ROLIE, TAXII and MISP
    #[command(before_help = "Example:\n  watchbell exchange fetch desk.example")]
    Fetch {
        /// The peer's name
        peer: String,
    },
}

/// An answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Say {
    Approve,
    Deny,
}

impl Exchange {
    pub(crate) fn run(&self, options: &NodeOptions) -> anyhow::Result<ExitCode> {
        crate::open::runtime()?.block_on(async {
            let node = options.attach().await?;
            let done = self.done(&node).await;
            node.stop().await;
            done?;
            Ok(exit::CLEAN.into())
        })
    }

    async fn done(&self, node: &Node) -> anyhow::Result<()> {
        match &self.what {
            What::Outbox {
                state,
                peer,
                limit,
                format,
            } => {
                let filter = ShareFilter {
                    peer: id_of(node, peer.as_deref()).await?,
                    state: *state,
                    ..ShareFilter::default()
                };
                outbox(node, &filter, *limit, *format).await?;
            }
            What::Inbox {
                state,
                peer,
                limit,
                format,
            } => {
                let peer = id_of(node, peer.as_deref()).await?;
                inbox(node, peer, *state, *limit, *format).await?;
            }
            What::Show { id } => {
                let body = match (id.parse::<ShareId>(), id.parse::<ReceiptId>()) {
                    (Ok(id), _) => node.db().share(id).await?.body,
                    (_, Ok(id)) => node.db().receipt(id).await?.body,
                    (Err(error), _) => return Err(error.into()),
                };
                anyhow::ensure!(!body.is_empty(), "{id} is forgotten");
                write!(stdout(), "{body}")?;
            }
            What::Resend { id } => {
                node.db()
                    .turn_share(*id, ShareState::Waiting, node.now())
                    .await?;
            }
            What::Withdraw { id } => {
                node.db()
                    .turn_share(*id, ShareState::Withdrawn, node.now())
                    .await?;
            }
            What::Ask {
                peer,
                incident,
                trace,
            } => {
                let known = known(node, peer)?;
                let share = node.ask(&known, *incident, *trace, "watchbell").await?;
                writeln!(stdout(), "{share}")?;
            }
            What::Answer { id, say } => {
                let share = node.answer(*id, *say == Say::Approve, "watchbell").await?;
                writeln!(stdout(), "{share}")?;
            }
            What::PassOn { id, peer } => {
                let known = known(node, peer)?;
                let share = node.pass_on(*id, &known, "watchbell").await?;
                writeln!(stdout(), "{share}")?;
            }
            What::Fetch { peer } => {
                let known = known(node, peer)?;
                let new = node.fetch_from(&known).await?;
                talk::say(&format!("{new} documents are new"));
            }
        }
        Ok(())
    }
}

/// The peer of a name.
fn known(node: &Node, name: &str) -> anyhow::Result<Arc<Known>> {
    let all = node.peers().all();
    let found = all.iter().find(|known| known.peer.name == name);
    let found = found.with_context(|| format!("there is no peer {name:?}"))?;
    Ok(Arc::clone(found))
}

async fn id_of(node: &Node, name: Option<&str>) -> anyhow::Result<Option<i64>> {
    Ok(match name {
        Some(name) => Some(node.db().peer(name).await?.id),
        None => None,
    })
}

async fn outbox(
    node: &Node,
    filter: &ShareFilter,
    limit: i64,
    format: Format,
) -> anyhow::Result<()> {
    let mut page = async |before, most| Ok(node.db().shares(filter, before, most).await?);
    list(limit, format, &mut page, |share| {
        let label = share.tlp.as_str().to_uppercase();
        Line {
            value: json!({
                "id": share.id, "peer": share.peer, "incident": share.incident, "via": share.via,
                "form": share.form, "tlp": share.tlp, "purpose": share.purpose,
                "document": share.document, "revision": share.revision, "title": share.title,
                "digest": share.digest, "redacted": share.redacted, "state": share.state,
                "attempts": share.attempts, "error": share.error, "made_by": share.made_by,
                "made_at": share.made_at,
            }),
            words: format!(
                "{}  {}  to {} by {}  TLP:{label}  {}  {}",
                share.id, share.state, share.peer, share.via, share.title, share.error
            ),
            next: share.id,
        }
    })
    .await
}

async fn inbox(
    node: &Node,
    peer: Option<i64>,
    state: Option<ReceiptState>,
    limit: i64,
    format: Format,
) -> anyhow::Result<()> {
    let mut page = async |before, most| Ok(node.db().receipts(peer, state, before, most).await?);
    list(limit, format, &mut page, |receipt| {
        let label = receipt.tlp.as_str().to_uppercase();
        Line {
            value: json!({
                "id": receipt.id, "peer": receipt.peer, "via": receipt.via, "form": receipt.form,
                "tlp": receipt.tlp, "document": receipt.document, "revision": receipt.revision,
                "title": receipt.title, "digest": receipt.digest, "state": receipt.state,
                "error": receipt.error, "report": receipt.report, "received_at": receipt.received_at,
            }),
            words: format!(
                "{}  {}  from {} by {}  TLP:{label}  {}  {}",
                receipt.id, receipt.state, receipt.peer, receipt.via, receipt.title, receipt.error
            ),
            next: receipt.id,
        }
    })
    .await
}

/// One thing of a list, for programs and for people, and what the list continues behind.
struct Line<I> {
    value: Value,
    words: String,
    next: I,
}

/// Prints up to `limit` things, page by page.
async fn list<T, I>(
    limit: i64,
    format: Format,
    page: &mut impl AsyncFnMut(Option<I>, i64) -> anyhow::Result<Vec<T>>,
    line: impl Fn(&T) -> Line<I>,
) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    let (mut before, mut left) = (None, limit);
    while left > 0 {
        let things = page(before.take(), BATCH.min(left)).await?;
        left -= things.len() as i64;
        for line in things.iter().map(&line) {
            match format {
                Format::Json => writeln!(out, "{}", line.value)?,
                Format::Text => writeln!(out, "{}", line.words)?,
            }
            before = Some(line.next);
        }
        if before.is_none() {
            break;
        }
    }
    Ok(())
}
