//! The socket: connections in, bounded in number, headers and patience.

use std::{net::IpAddr, sync::Arc, time::Duration};

use axum::Extension;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::TcpListener,
    sync::{Semaphore, watch},
};
use watchbell_node::Node;

/// Connections open at the same time; further ones wait to be accepted.
pub(crate) const MAX_CONNECTIONS: usize = 1_024;
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
pub async fn serve(node: Arc<Node>, listener: TcpListener, mut stop: watch::Receiver<bool>) {
    let router = crate::router(node);
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .max_buf_size(MAX_HEADER_BYTES)
        .max_headers(MAX_HEADERS);

    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            break;
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "no connection taken");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        // Answers are small and whole: waiting for more only adds delay.
        let _ = stream.set_nodelay(true);
        let service = router.clone().layer(Extension(ClientAddress(peer.ip())));
        let connection =
            http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A connection that breaks is the visitor's affair.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(LAST_ORDERS, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("requests under way were cut off");
    }
}
