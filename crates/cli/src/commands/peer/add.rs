//! `watchbell peer add`.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use watchbell_node::{
    Node,
    peers::{Card, certificate::shown},
};
use watchbell_store::Peer;

use crate::{file, talk};

/// Bytes of a file of certificates, revocations or a card.
const MAX_FILE: usize = 1 << 20;

/// Add a peer by its card, or by its certificate; one of the same name is changed
#[derive(Args, Debug)]
#[command(
    before_help = "Examples:\n  watchbell peer add their.card\n  watchbell peer add desk.example --certificate desk.pem --url https://desk.example:4590"
)]
pub(super) struct Add {
    /// Its card, or the name that its certificate bears
    card_or_name: String,
    /// Its certificate, or those of who signs it, in PEM
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// Certificates that were revoked, as lists in PEM
    #[arg(long, value_name = "FILE")]
    revocations: Option<PathBuf>,
    /// Where it listens
    #[arg(long)]
    url: Option<String>,
    /// The organisation
    #[arg(long)]
    title: Option<String>,
    /// How to reach a person there
    #[arg(long)]
    contact: Option<String>,
    /// How sure it is who they are, 1 to 4 (ITU-T X.1254)
    #[arg(long)]
    assurance: Option<i64>,
}

impl Add {
    pub(super) async fn run(&self, node: &Node) -> anyhow::Result<()> {
        let mut peer = self.base(node).await?;
        for (path, into) in [
            (&self.certificate, &mut peer.certificates),
            (&self.revocations, &mut peer.revocations),
        ] {
            if let Some(path) = path {
                *into = file::text(path, MAX_FILE).with_context(|| path.display().to_string())?;
            }
        }
        for (given, into) in [
            (&self.url, &mut peer.url),
            (&self.title, &mut peer.title),
            (&self.contact, &mut peer.contact),
        ] {
            if let Some(given) = given {
                into.clone_from(given);
            }
        }
        peer.assurance = self.assurance.unwrap_or(peer.assurance);
        let (name, certificates) = (peer.name.clone(), peer.certificates.clone());
        node.put_peer(peer, "watchbell").await?;
        talk::say(&format!(
            "{name} is a peer; make sure with a person there that this is its certificate:"
        ));
        for one in shown(&certificates) {
            talk::say(&format!(
                "  {} ({}), until {}",
                one.fingerprint, one.subject, one.expires_at
            ));
        }
        talk::say(&format!(
            "what goes and comes is agreed with: watchbell peer agree {name} --help"
        ));
        Ok(())
    }

    /// What the card says, or what stands there already.
    async fn base(&self, node: &Node) -> anyhow::Result<Peer> {
        let path = PathBuf::from(&self.card_or_name);
        if self.certificate.is_none() && path.is_file() {
            let text = file::text(&path, MAX_FILE).with_context(|| path.display().to_string())?;
            return Ok(Card::read(&text)?.peer());
        }
        let name = self.card_or_name.to_ascii_lowercase();
        match node.db().peer(&name).await {
            Ok(peer) => Ok(peer),
            Err(watchbell_store::Error::NotFound { .. }) if self.certificate.is_some() => {
                Ok(Peer {
                    title: name.clone(),
                    name,
                    assurance: 1,
                    enabled: true,
                    ..Peer::default()
                })
            }
            Err(watchbell_store::Error::NotFound { .. }) => {
                anyhow::bail!(
                    "{name:?} is neither a file nor a peer; a new one needs its card or --certificate"
                )
            }
            Err(error) => Err(error.into()),
        }
    }
}
