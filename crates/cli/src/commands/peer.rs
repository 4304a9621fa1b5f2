//! `watchbell peer`: who documents are exchanged with, and what was agreed.

mod add;
mod agree;
mod list;

use std::{
    io::{Write as _, stdout},
    process::ExitCode,
};

use clap::{Args, Subcommand};

use crate::{exit, file, open::NodeOptions, talk};

/// Bytes of a file with a key.
const MAX_KEY_FILE: usize = 4_096;

/// Peers, and what was agreed with them
#[derive(Args, Debug)]
#[command(
    before_help = "Examples:\n  watchbell peer card > our.card\n  watchbell peer add their.card\n  watchbell peer agree desk.example --out rid --tlp amber --days 365\n  watchbell share inc-1"
)]
pub(crate) struct Peer {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Print this node's card, for those who want to be its peers
    #[command(before_help = "Example:\n  watchbell peer card > our.card")]
    Card,
    Add(add::Add),
    Agree(agree::Agree),
    List(list::List),
    /// Keep the key with which a MISP server lets this node in, read from standard input
    #[command(before_help = "Example:\n  watchbell peer key misp.example < misp.key")]
    Key {
        /// The name of the peer
        name: String,
    },
    /// Switch a peer off: nothing goes either way, and nothing is lost
    #[command(before_help = "Example:\n  watchbell peer disable desk.example")]
    Disable {
        /// Its name
        name: String,
    },
    /// Switch a peer on again
    #[command(before_help = "Example:\n  watchbell peer enable desk.example")]
    Enable {
        /// Its name
        name: String,
    },
    /// Take a peer away with its agreements and what waits for it; what went and came stays
    #[command(before_help = "Example:\n  watchbell peer remove desk.example")]
    Remove {
        /// Its name
        name: String,
    },
}

impl Peer {
    pub(crate) fn run(&self, options: &NodeOptions) -> anyhow::Result<ExitCode> {
        crate::open::runtime()?.block_on(async {
            let node = options.attach_or_make().await?;
            match &self.what {
                What::Card => write!(stdout(), "{}", node.card()?)?,
                What::Add(add) => add.run(&node).await?,
                What::Agree(agree) => agree.run(&node).await?,
                What::List(list) => list.run(&node).await?,
                What::Key { name } => {
                    let key = file::text("-".as_ref(), MAX_KEY_FILE)?;
                    node.put_misp_key(name, &key).await?;
                    talk::say(&format!("the key of {name} is kept"));
                }
                What::Disable { name } | What::Enable { name } => {
                    let mut peer = node.db().peer(name).await?;
                    peer.enabled = matches!(self.what, What::Enable { .. });
                    node.put_peer(peer, "watchbell").await?;
                }
                What::Remove { name } => {
                    node.db().remove_peer(name).await?;
                    talk::say(&format!("{name} is a peer no more"));
                }
            }
            node.stop().await;
            Ok(exit::CLEAN.into())
        })
    }
}
