//! `watchbell cve watch`: lists of what somebody runs.

use std::{
    io::{Write as _, stdout},
    process::ExitCode,
};

use clap::{Args, Subcommand};
use serde_json::json;
use watchbell_node::Node;
use watchbell_vuln::sbom;

use super::components::Named;
use crate::{exit, format::Format, open::NodeOptions, talk};

/// Watch what you run: a record that is new or changes, and affects something on a list, opens an incident
#[derive(Args, Debug)]
#[command(
    before_help = "Examples:\n  watchbell cve watch add production --sbom bom.json\n  watchbell cve watch list\n  watchbell cve match --watch production"
)]
pub(super) struct Watch {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Add(Add),
    List(List),
    Show(Show),
    Remove(Remove),
}

/// Keep a list; one of the same name gives way
#[derive(Args, Debug)]
#[command(
    before_help = "Example:\n  watchbell cve watch add production --sbom bom.json --purl pkg:deb/debian/openssl@3.0.15",
    after_help = "What is known about the components now opens no incident: ask with `cve match --watch NAME`."
)]
struct Add {
    /// What to call it: letters, digits, dots, dashes and underscores
    name: String,
    #[command(flatten)]
    named: Named,
}

/// List the lists
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell cve watch list --format json")]
struct List {
    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Print a list as an inventory (CSV)
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell cve watch show production > inventory.csv")]
struct Show {
    /// What it is called
    name: String,
}

/// Take a list away; its incidents stay
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell cve watch remove production")]
struct Remove {
    /// What it is called
    name: String,
}

impl Watch {
    pub(super) async fn run(&self, options: &NodeOptions) -> anyhow::Result<ExitCode> {
        // The first list may be there before the first record.
        let node = match self.what {
            What::Add(_) => options.attach_or_make().await?,
            _ => options.attach().await?,
        };
        match &self.what {
            What::Add(add) => add.run(&node).await?,
            What::List(list) => list.run(&node).await?,
            What::Show(Show { name }) => {
                let components = node.watched(name).await?;
                write!(stdout(), "{}", sbom::inventory(&components))?;
            }
            What::Remove(Remove { name }) => {
                node.db().remove_watch(name).await?;
                talk::say(&format!("{name} is watched no more; its incidents stay"));
            }
        }
        node.stop().await;
        Ok(exit::findings(false))
    }
}

impl Add {
    async fn run(&self, node: &Node) -> anyhow::Result<()> {
        let name = &self.name;
        anyhow::ensure!(
            !self.named.is_empty(),
            "name components with --cpe, --purl, --sbom or --inventory"
        );
        let components = self.named.read()?;
        let nameless = components.iter();
        let nameless = nameless.filter(|component| component.wanted(true).is_empty());
        let nameless = nameless.count();
        node.watch(name, &components, "watchbell").await?;
        if nameless > 0 {
            talk::say(&format!(
                "{nameless} components have no name that a record could have"
            ));
        }
        talk::say(&format!(
            "{} components of {name} are watched; what is known now: watchbell cve match --watch {name}",
            components.len()
        ));
        Ok(())
    }
}

impl List {
    async fn run(&self, node: &Node) -> anyhow::Result<()> {
        let watches = node.db().watches().await?;
        if watches.is_empty() {
            talk::say("nothing is watched; see watchbell cve watch add --help");
        }
        let open = node.db().watch_counts().await?;
        let mut out = stdout().lock();
        for watch in watches {
            let open = open.get(&watch.name).copied().unwrap_or_default();
            match self.format {
                Format::Json => {
                    let line = json!({
                        "name": watch.name, "components": watch.count, "by": watch.made_by,
                        "since": watch.made_at, "incidents": open,
                    });
                    writeln!(out, "{line}")?;
                }
                Format::Text => writeln!(
                    out,
                    "{}  {} components since {} by {}, {} open incidents",
                    watch.name, watch.count, watch.made_at, watch.made_by, open
                )?,
            }
        }
        Ok(())
    }
}
