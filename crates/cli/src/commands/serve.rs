//! `watchbell serve`: one node with its web interface and API.

use std::{process::ExitCode, sync::Arc};

use anyhow::Context as _;
use clap::Args;
use watchbell_model::SystemClock;
use watchbell_node::Node;

use crate::{exit, logs, open, open::NodeOptions, talk};

/// Run a node
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell serve --config /etc/watchbell/watchbell.toml")]
pub(crate) struct Serve {
    /// Address and port to listen on, in place of `web.listen`
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Form of the log on standard error
    #[arg(long, value_enum, default_value_t)]
    log_format: logs::Format,
}

impl Serve {
    pub(crate) fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        logs::start(self.log_format);
        let mut config = node.load()?;
        if let Some(listen) = &self.listen {
            config.web.listen.clone_from(listen);
        }
        open::runtime()?.block_on(async {
            let listener = listen(&config.web.listen).await?;
            let node = Node::open(config, Arc::new(SystemClock)).await?;
            if node.db().accounts().await?.is_empty() {
                talk::say(
                    "nobody can sign in yet: run `watchbell account add NAME --role administrator`",
                );
            }
            node.start();
            serve(&node, listener).await
        })?;
        Ok(exit::CLEAN.into())
    }
}

/// Opens the port, or says who is to blame that it cannot be opened.
pub(crate) async fn listen(address: &str) -> anyhow::Result<tokio::net::TcpListener> {
    tokio::net::TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}; choose another with --listen ADDR"))
}

/// Serves until the process is told to end, then stops the node.
pub(crate) async fn serve(
    node: &Arc<Node>,
    listener: tokio::net::TcpListener,
) -> anyhow::Result<()> {
    let address = listener.local_addr()?;
    talk::say(&format!("listening on http://{address}"));
    let (end, ended) = tokio::sync::watch::channel(false);
    let at = &node.config().exchange.listen;
    if !at.is_empty() {
        let peers = tokio::net::TcpListener::bind(at)
            .await
            .with_context(|| format!("cannot listen on {at} for peers; exchange.listen says so"))?;
        talk::say(&format!(
            "listening for peers on https://{}",
            peers.local_addr()?
        ));
        let serving = watchbell_web::serve_peers(Arc::clone(node), peers, ended.clone());
        tokio::spawn(async move {
            if let Err(error) = serving.await {
                tracing::error!(%error, "peers cannot come in");
            }
        });
    }
    tokio::spawn(async move {
        told_to_end().await;
        end.send_replace(true);
    });
    watchbell_web::serve(Arc::clone(node), listener, ended).await;
    node.stop().await;
    talk::say("stopped");
    Ok(())
}

/// Waits for SIGTERM or an interrupt.
async fn told_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupted = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! {
                _ = interrupted => {}
                _ = terminated.recv() => {}
            }
        }
        Err(_) => drop(interrupted.await),
    }
}
