//! One connection to a peer: HTTP/1.1 over TLS, with bounds on size and time.

use std::{sync::Arc, time::Duration};

use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::{
    Method, Request, StatusCode,
    body::Bytes,
    client::conn::http1::{SendRequest, handshake},
    header::{CONTENT_TYPE, HOST, HeaderMap, HeaderValue},
    http::{HeaderName, Uri},
};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::TlsConnector;
use watchbell_formats::rid;
use watchbell_model::Via;

use super::{certificate::Own, known::Known, tls};

/// How long connecting may take, and how long an answer.
const CONNECT: Duration = Duration::from_secs(10);
const ANSWER: Duration = Duration::from_secs(60);

/// Where peers listen that say no port (RFC 6546, section 3); a MISP server is a web server.
pub(crate) const fn port_of(via: Via) -> u16 {
    match via {
        Via::Misp => 443,
        Via::Rid | Via::Rolie | Via::Taxii => rid::PORT,
    }
}

/// What kept a request from being answered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// Where the peer listens is not said, or is no address.
    #[error("{0:?} is no address of a peer: https://NAME:4590")]
    Address(String),
    /// The connection could not be made.
    #[error("no connection to {0}: {1}")]
    Connect(String, String),
    /// It ended, or is no HTTP.
    #[error("{0}")]
    Http(String),
    /// It took too long.
    #[error("no answer from {0} within {1} s")]
    Slow(String, u64),
    /// There is more than is read.
    #[error("the answer has more than {0} bytes")]
    TooLong(usize),
    /// The peer does not do it.
    #[error("the peer answered {0}: {1}")]
    Status(u16, String),
    /// This node has no key for it.
    #[error("there is no key for {0}: watchbell peer key {0}")]
    NoKey(String),
    /// The peer does not take the key that this node has.
    #[error("the peer does not take the key of this node")]
    KeyRefused,
    /// What it says cannot be understood.
    #[error("the peer's answer cannot be read: {0}")]
    Unreadable(String),
}

impl Failure {
    /// Whether trying again is of no use: the peer says that the message itself is wrong.
    pub(crate) fn is_final(&self) -> bool {
        matches!(
            self,
            Self::Status(400 | 403..=405 | 409..=411 | 413..=415 | 422, _)
        )
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// A connection to one peer.
pub(crate) struct Connection {
    host: String,
    sender: SendRequest<Full<Bytes>>,
}

impl Connection {
    /// Connects to where the peer says that it listens, or to another address at the same port; `port`
    /// is that where none is said.
    pub(crate) async fn at(
        own: &Own,
        peer: &Arc<Known>,
        instead: Option<&str>,
        port: u16,
    ) -> Result<Self, Failure> {
        let url = &peer.peer.url;
        let bad = || Failure::Address(url.clone());
        let uri: Uri = url.parse().map_err(|_| bad())?;
        let host = uri
            .host()
            .filter(|_| uri.scheme_str() == Some("https"))
            .ok_or_else(bad)?;
        let host = instead.map_or_else(
            || host.to_owned(),
            |address| {
                if address.contains(':') {
                    format!("[{address}]")
                } else {
                    address.to_owned()
                }
            },
        );
        let address = format!("{host}:{}", uri.port_u16().unwrap_or(port));
        let failed = |reason: String| Failure::Connect(address.clone(), reason);
        let config =
            tls::client(own, Arc::clone(peer)).map_err(|error| failed(error.to_string()))?;
        let name = ServerName::try_from(peer.peer.name.clone()).map_err(|_| bad())?;
        let connecting = async {
            let stream = TcpStream::connect(&address)
                .await
                .map_err(|error| failed(error.to_string()))?;
            let _ = stream.set_nodelay(true);
            let stream = TlsConnector::from(config).connect(name, stream).await;
            let stream = stream.map_err(|error| failed(tls::told(&error)))?;
            let (sender, connection) = handshake(TokioIo::new(stream))
                .await
                .map_err(|error| failed(told(&error)))?;
            tokio::spawn(async move {
                // What goes wrong, the request that waits is told.
                let _ = connection.await;
            });
            Ok(sender)
        };
        let sender = timeout(CONNECT, connecting).await;
        let slow = |_| Failure::Slow(address.clone(), CONNECT.as_secs());
        Ok(Self {
            host: address.clone(),
            sender: sender.map_err(slow)??,
        })
    }

    /// Whether another request can be sent.
    pub(crate) fn is_open(&self) -> bool {
        !self.sender.is_closed()
    }

    /// Sends a request and reads its answer, of up to `most` bytes.
    pub(crate) async fn ask(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(HeaderName, &str)],
        body: Option<(&'static str, String)>,
        most: usize,
    ) -> Result<Answer, Failure> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, &self.host);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        let bytes = match body {
            Some((kind, text)) => {
                request = request.header(CONTENT_TYPE, HeaderValue::from_static(kind));
                Bytes::from(text)
            }
            None => Bytes::new(),
        };
        let request = request
            .body(Full::new(bytes))
            .map_err(|error| Failure::Http(error.to_string()))?;
        let http = |error: hyper::Error| Failure::Http(told(&error));
        let asking = async {
            self.sender.ready().await.map_err(http)?;
            let (parts, body) = self
                .sender
                .send_request(request)
                .await
                .map_err(http)?
                .into_parts();
            let body = Limited::new(body, most).collect().await.map_err(|error| {
                if error.is::<LengthLimitError>() {
                    Failure::TooLong(most)
                } else {
                    Failure::Http(error.to_string())
                }
            })?;
            Ok(Answer {
                status: parts.status,
                headers: parts.headers,
                body: body.to_bytes(),
            })
        };
        let slow = |_| Failure::Slow(self.host.clone(), ANSWER.as_secs());
        timeout(ANSWER, asking).await.map_err(slow)?
    }

    /// As [`Connection::ask`] with GET; anything but 200 is a failure.
    pub(crate) async fn get(
        &mut self,
        path: &str,
        headers: &[(HeaderName, &str)],
        most: usize,
    ) -> Result<Answer, Failure> {
        let answer = self.ask(Method::GET, path, headers, None, most).await?;
        if answer.status != StatusCode::OK {
            return Err(answer.failure());
        }
        Ok(answer)
    }
}

impl Answer {
    /// The answer as a failure, with the beginning of what it says.
    pub(crate) fn failure(&self) -> Failure {
        let text = String::from_utf8_lossy(&self.body);
        let plain = text.chars().filter(|c| !c.is_control()).take(200).collect();
        Failure::Status(self.status.as_u16(), plain)
    }

    /// The body as text.
    pub(crate) fn text(&self) -> Result<&str, Failure> {
        std::str::from_utf8(&self.body).map_err(|error| Failure::Unreadable(error.to_string()))
    }
}

/// An error with what is behind it.
fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut behind = error.source();
    while let Some(cause) = behind {
        text = format!("{text}: {cause}");
        behind = cause.source();
    }
    text
}
