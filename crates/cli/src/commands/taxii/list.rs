//! `watchbell taxii list`.

use std::io::{Write as _, stdout};

use clap::Args;
use serde_json::json;
use watchbell_node::Node;

use crate::{format::Format, talk};

/// List roots and collections
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell taxii list --format json")]
pub(super) struct List {
    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl List {
    pub(super) async fn run(&self, node: &Node) -> anyhow::Result<()> {
        let mut out = stdout().lock();
        let roots = node.db().taxii_roots().await?;
        if roots.is_empty() {
            talk::say("nothing is offered; see watchbell taxii collection --help");
        }
        for root in roots {
            for one in node.db().taxii_collections(&root.name).await? {
                match self.format {
                    Format::Json => writeln!(
                        out,
                        "{}",
                        json!({
                            "root": root.name, "id": one.id, "title": one.title, "alias": one.alias,
                            "can_read": one.can_read, "can_write": one.can_write,
                        })
                    )?,
                    Format::Text => {
                        let may = match (one.can_read, one.can_write) {
                            (true, true) => "read, write",
                            (true, false) => "read",
                            (false, true) => "write",
                            (false, false) => "closed",
                        };
                        writeln!(out, "{}  {}  {}  ({may})", root.name, one.id, one.title)?;
                    }
                }
            }
        }
        Ok(())
    }
}
