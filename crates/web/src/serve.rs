//! The socket: connections in, bounded in number, headers and patience.

use std::{
    collections::{HashMap, VecDeque},
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use rustls::pki_types::UnixTime;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::AbortHandle,
    time::timeout,
};
use tokio_rustls::TlsAcceptor;
use watchbell_node::Node;

use crate::exchange::{self, Guest};

/// Connections open at the same time; further ones wait to be accepted.
pub(crate) const MAX_CONNECTIONS: usize = 1_024;
/// Connections that one peer may have open at the same time.
pub(crate) const MAX_OF_A_PEER: usize = 32;
/// How long a connection may take to send all its headers, first or next ones.
pub(crate) const HEADER_TIMEOUT: Duration = Duration::from_secs(15);
/// Bytes of a request's line and headers.
pub(crate) const MAX_HEADER_BYTES: usize = 32 * 1024;
/// Headers of a request.
pub(crate) const MAX_HEADERS: usize = 64;
/// How long requests under way may take when the node stops.
const LAST_ORDERS: Duration = Duration::from_secs(10);
/// Pause after the system gave no connection, for example for want of file handles.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// The address at the other end of a connection.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ClientAddress(pub IpAddr);

/// Answers on `listener` until `stop` turns true or its sender is gone; then
/// takes no more connections and waits a while for those under way.
pub async fn serve(node: Arc<Node>, listener: TcpListener, stop: watch::Receiver<bool>) {
    let router = crate::router(node);
    accept(listener, stop, move |stream, address| {
        let router = router.clone().layer(Extension(ClientAddress(address.ip())));
        async move { Some((stream, router)) }
    })
    .await;
}

/// As [`serve`], for peers: nobody comes in without a certificate that is a peer's (RFC 6546, section 3).
///
/// # Errors
/// Those of [`Node::exchange_tls`].
pub async fn serve_peers(
    node: Arc<Node>,
    listener: TcpListener,
    stop: watch::Receiver<bool>,
) -> Result<(), watchbell_node::Error> {
    let tls = TlsAcceptor::from(node.exchange_tls()?);
    let router = exchange::router(Arc::clone(&node));
    let places = Arc::new(Places::default());
    accept(listener, stop, move |stream, address| {
        let (tls, router, node) = (tls.clone(), router.clone(), Arc::clone(&node));
        let places = Arc::clone(&places);
        async move {
            let stream = match timeout(HEADER_TIMEOUT, tls.accept(stream)).await {
                Ok(Ok(stream)) => stream,
                Ok(Err(error)) => {
                    let error = watchbell_node::peers::told(&error);
                    tracing::warn!(%address, %error, "a peer was not let in");
                    return None;
                }
                Err(_) => {
                    tracing::warn!(%address, "a peer was not let in: it took too long");
                    return None;
                }
            };
            let shown = stream.get_ref().1.peer_certificates().unwrap_or_default();
            let (first, between) = shown.split_first()?;
            let known = node.peers().who(first, between, UnixTime::now()).ok()?;
            let Some(place) = places.take(known.peer.id) else {
                tracing::warn!(%address, peer = known.peer.name, "a peer was not let in: it has too many connections");
                return None;
            };
            let router = router
                .layer(Extension(Arc::new(place)))
                .layer(Extension(Guest(known)))
                .layer(Extension(ClientAddress(address.ip())));
            Some((stream, router))
        }
    })
    .await;
    Ok(())
}

/// The connections of each peer, so that none takes those of others.
#[derive(Debug, Default)]
struct Places(Mutex<HashMap<i64, Arc<Semaphore>>>);

impl Places {
    /// Takes a place for as long as what is returned lives; nothing where the peer has enough.
    fn take(&self, peer: i64) -> Option<OwnedSemaphorePermit> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = all
            .entry(peer)
            .or_insert_with(|| Arc::new(Semaphore::new(MAX_OF_A_PEER)));
        Arc::clone(own).try_acquire_owned().ok()
    }
}

/// Takes connections, within bounds, and answers with what `connect` makes of each.
async fn accept<C, F, S>(listener: TcpListener, mut stop: watch::Receiver<bool>, connect: C)
where
    C: Fn(TcpStream, SocketAddr) -> F,
    F: Future<Output = Option<(S, Router)>> + Send + 'static,
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    // Those that have not shown yet who they are, the oldest first.
    let mut strangers: VecDeque<AbortHandle> = VecDeque::new();
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .max_buf_size(MAX_HEADER_BYTES)
        .max_headers(MAX_HEADERS);

    loop {
        // Where no place is left, the stranger who took longest makes room for who comes next.
        if places.available_permits() == 0 {
            strangers.retain(|one| !one.is_finished());
            if let Some(oldest) = strangers.pop_front() {
                oldest.abort();
            }
        }
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            break;
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "no connection taken");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        // Answers are small and whole: waiting for more only adds delay.
        let _ = stream.set_nodelay(true);
        let connected = tokio::spawn(connect(stream, address));
        strangers.push_back(connected.abort_handle());
        if strangers.len() > 2 * MAX_CONNECTIONS {
            strangers.retain(|one| !one.is_finished());
        }
        let (http, watcher) = (http.clone(), graceful.watcher());
        tokio::spawn(async move {
            if let Ok(Some((stream, router))) = connected.await {
                let service = TowerToHyperService::new(router);
                let connection = http.serve_connection(TokioIo::new(stream), service);
                // A connection that breaks is the visitor's affair.
                let _ = watcher.watch(connection).await;
            }
            drop(place);
        });
    }
    drop(listener);
    if timeout(LAST_ORDERS, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests under way were cut off");
    }
}
