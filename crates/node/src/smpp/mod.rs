//! A number such as 7726, to which people forward messages that they complain about, over SMPP.
//!
//! [`session`] moves PDUs; [`collector`] joins parts, holds the dialogues and submits what comes of
//! them. A message is acknowledged once what it brought about is durable, not before.

mod collector;
mod session;

use std::{sync::Arc, time::Duration};

use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, mpsc},
    task::JoinSet,
    time::timeout,
};

use crate::{Node, config::Smpp, keys};
use collector::Message;
use session::Side;

/// Messages of all connections that wait for the collector; what is more is throttled.
const QUEUE: usize = 4_096;
/// Connections to one address at a time.
const MAX_SESSIONS: usize = 64;
/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(10);
/// The first and the longest pause before connecting again.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// Serves a channel until the node stops.
pub(crate) async fn run(node: Arc<Node>, config: Smpp) {
    let password = match keys::read(&config.password_file) {
        Ok(password) => password.trim().to_owned(),
        Err(error) => {
            tracing::error!(channel = config.name, %error, "the channel is not started");
            return;
        }
    };
    let config = Arc::new(config);
    let (queue, messages) = mpsc::channel(QUEUE);
    let collecting = tokio::spawn(collector::run(
        Arc::clone(&node),
        Arc::clone(&config),
        messages,
    ));
    let mut stopping = node.stopping.subscribe();
    let serving = async {
        if config.listen.is_empty() {
            connect(&config, &password, &queue).await;
        } else {
            listen(&config, &password, &queue).await;
        }
    };
    tokio::select! {
        () = serving => {}
        _ = stopping.wait_for(|&stopping| stopping) => {}
    }
    // The collector ends with the last of those that hand messages to it.
    drop(queue);
    if let Err(error) = collecting.await {
        tracing::error!(channel = config.name, %error, "the collector ended");
    }
}

/// Lets message centres and gateways bind.
async fn listen(config: &Arc<Smpp>, password: &str, queue: &mpsc::Sender<Message>) {
    let listener = match TcpListener::bind(&config.listen).await {
        Ok(listener) => listener,
        Err(error) => {
            tracing::error!(channel = config.name, address = config.listen, %error, "nobody can bind");
            return;
        }
    };
    tracing::info!(
        channel = config.name,
        address = config.listen,
        number = config.number,
        "listens for SMPP"
    );
    let room = Arc::new(Semaphore::new(MAX_SESSIONS));
    let mut sessions = JoinSet::new();
    loop {
        while sessions.try_join_next().is_some() {}
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(channel = config.name, %error, "a connection was not taken");
                tokio::time::sleep(PAUSES.0).await;
                continue;
            }
        };
        let Ok(permit) = Arc::clone(&room).try_acquire_owned() else {
            tracing::warn!(channel = config.name, %peer, "too many connections");
            continue;
        };
        let (config, password, queue) = (Arc::clone(config), password.to_owned(), queue.clone());
        sessions.spawn(async move {
            let _permit = permit;
            let ended = session::run(stream, Side::Centre, &config, &password, queue).await;
            tracing::info!(channel = config.name, %peer, why = %ended, "a connection ended");
        });
    }
}

/// Binds to a message centre, again and again.
async fn connect(config: &Arc<Smpp>, password: &str, queue: &mpsc::Sender<Message>) {
    let mut pause = PAUSES.0;
    loop {
        let connecting = timeout(CONNECT, TcpStream::connect(&config.connect)).await;
        let ended = match connecting {
            Ok(Ok(stream)) => {
                let ended =
                    session::run(stream, Side::Entity, config, password, queue.clone()).await;
                if ended.was_bound() {
                    pause = PAUSES.0;
                }
                ended.to_string()
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => format!("no answer within {} s", CONNECT.as_secs()),
        };
        tracing::warn!(
            channel = config.name,
            centre = config.connect,
            why = ended,
            "not bound"
        );
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(PAUSES.1);
    }
}
