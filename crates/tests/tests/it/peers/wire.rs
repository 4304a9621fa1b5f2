//! Both ends of TLS, in the hands of a test: a client that sends what it likes, and a server that
//! answers what it is told and counts what it hears.

use std::{
    io::{self, Write as _},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU16, AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, Error, ServerConfig, ServerConnection,
    SignatureScheme, StreamOwned,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use watchbell_formats::rid;
use watchbell_iodef::Lang;

use super::identity::Identity;

/// How long an answer may take on a machine that is busy.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// What came back.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: String,
}

/// A connection to a node.
#[derive(Debug)]
pub(super) struct Wire(StreamOwned<ClientConnection, TcpStream>);

impl Wire {
    /// Connects, and shows a certificate where there is one. Whether it will do, is known only once
    /// something was asked: in TLS 1.3 the client is done first.
    pub(super) fn open(port: u16, identity: Option<&Identity>) -> io::Result<Self> {
        let builder = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .expect("versions")
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Anybody));
        let config = match identity {
            None => builder.with_no_client_auth(),
            Some(one) => builder
                .with_client_auth_cert(one.chain(), one.secret())
                .expect("the key is that of the certificate"),
        };
        let name = ServerName::try_from("node.example").expect("a name");
        let client = ClientConnection::new(Arc::new(config), name).expect("a client");
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(Self(StreamOwned::new(client, stream)))
    }

    /// Sends bytes as they are.
    pub(super) fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)?;
        self.0.flush()
    }

    /// Reads an answer, whose length it names.
    pub(super) fn reply(&mut self) -> io::Result<Reply> {
        let (head, body) = message(&mut self.0)?;
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok());
        Ok(Reply {
            status: status.ok_or_else(|| io::Error::other(format!("no HTTP: {head:?}")))?,
            body,
        })
    }

    /// Sends a request and reads its answer.
    pub(super) fn ask(&mut self, request: &str) -> io::Result<Reply> {
        self.send(request.as_bytes())?;
        self.reply()
    }
}

/// Sends one request on a connection of its own.
pub(super) fn ask(port: u16, identity: &Identity, request: &str) -> io::Result<Reply> {
    Wire::open(port, Some(identity))?.ask(request)
}

/// A request without a body.
pub(super) fn get(path: &str) -> String {
    let accept = if path.starts_with("/taxii2") {
        "application/taxii+json;version=2.1"
    } else {
        "application/atom+xml"
    };
    format!("GET {path} HTTP/1.1\r\nHost: node.example\r\nAccept: {accept}\r\n\r\n")
}

/// A request with a body.
pub(super) fn post(path: &str, kind: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: node.example\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}

/// A RID Query for an incident.
pub(super) fn question(name: &str, id: &str) -> String {
    let node = rid::Node::of_address(std::net::Ipv4Addr::LOCALHOST.into());
    let (kind, traffic) = (rid::Kind::Query, rid::Traffic::Attack);
    let mut policy = rid::Policy::new(kind, rid::Region::PeerToPeer, node, traffic);
    policy.incident_id = Some(rid::IncidentId {
        name: name.to_owned(),
        id: id.to_owned(),
        ..rid::IncidentId::default()
    });
    let lang = Lang::new("en").unwrap_or_default();
    rid::write(&rid::Message::new(lang, policy))
}

/// Reads the head of a message, and as much of a body as it names.
fn message(stream: &mut impl io::Read) -> io::Result<(String, String)> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let named = name.eq_ignore_ascii_case("content-length");
        named.then(|| value.trim().parse().ok()).flatten()
    });
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body)?;
    Ok((head, String::from_utf8_lossy(&body).into_owned()))
}

/// A server in place of a peer; dropped, it listens no more.
pub(super) struct Host {
    port: u16,
    told: Arc<Told>,
    stop: Arc<AtomicBool>,
    listening: Option<JoinHandle<()>>,
}

/// What a server says to a request, of which it gets head and body.
type Answer = Box<dyn Fn(&str, &str) -> (u16, String) + Send + Sync>;

/// What a server answers, and what it was told.
struct Told {
    answer: Option<Answer>,
    status: AtomicU16,
    connections: AtomicUsize,
    bytes: AtomicUsize,
    bodies: Mutex<Vec<(u16, String)>>,
}

impl Host {
    /// Listens on `port` with a certificate; answers each request with `status` and no body.
    pub(super) fn start(port: u16, identity: &Identity, status: u16) -> Self {
        Self::listen(port, identity, status, None)
    }

    /// Listens on `port` with a certificate; answers each request as `answer` says.
    pub(super) fn serve(
        port: u16,
        identity: &Identity,
        answer: impl Fn(&str, &str) -> (u16, String) + Send + Sync + 'static,
    ) -> Self {
        Self::listen(port, identity, 0, Some(Box::new(answer)))
    }

    fn listen(port: u16, identity: &Identity, status: u16, answer: Option<Answer>) -> Self {
        let config = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(identity.chain(), identity.secret())
            .expect("the key is that of the certificate");
        let config = Arc::new(config);
        let told = Arc::new(Told {
            answer,
            status: AtomicU16::new(status),
            connections: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
            bodies: Mutex::default(),
        });
        let listener = TcpListener::bind(("127.0.0.1", port)).expect("the port is free");
        let stop = Arc::new(AtomicBool::new(false));
        let (all, ended) = (Arc::clone(&told), Arc::clone(&stop));
        let listening = thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if ended.load(Ordering::SeqCst) {
                    break;
                }
                let (told, config) = (Arc::clone(&all), Arc::clone(&config));
                thread::spawn(move || {
                    let server = ServerConnection::new(config).expect("a server");
                    // A client that goes away is what some tests are about.
                    let _ = told.serve(StreamOwned::new(server, stream));
                });
            }
        });
        Self {
            port,
            told,
            stop,
            listening: Some(listening),
        }
    }

    /// Answers otherwise from now on.
    pub(super) fn answer(&self, status: u16) {
        self.told.status.store(status, Ordering::SeqCst);
    }

    /// How often somebody connected.
    pub(super) fn connections(&self) -> usize {
        self.told.connections.load(Ordering::SeqCst)
    }

    /// How many bytes came out of TLS.
    pub(super) fn bytes(&self) -> usize {
        self.told.bytes.load(Ordering::SeqCst)
    }

    /// The bodies of all requests that were answered with `status`, in order.
    pub(super) fn bodies(&self, status: u16) -> Vec<String> {
        let all = self.told.bodies.lock();
        let all = all.unwrap_or_else(PoisonError::into_inner);
        let these = all.iter().filter(|(answered, _)| *answered == status);
        these.map(|(_, body)| body.clone()).collect()
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes it, so that it sees that it is over.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        let _ = self.listening.take().map(JoinHandle::join);
    }
}

impl Told {
    fn serve(&self, stream: StreamOwned<ServerConnection, TcpStream>) -> io::Result<()> {
        self.connections.fetch_add(1, Ordering::SeqCst);
        let mut stream = Counted {
            stream,
            bytes: &self.bytes,
        };
        stream.stream.sock.set_read_timeout(Some(PATIENCE))?;
        loop {
            let (head, body) = message(&mut stream)?;
            let (status, said) = match &self.answer {
                Some(answer) => answer(&head, &body),
                None => (self.status.load(Ordering::SeqCst), String::new()),
            };
            let mut bodies = self.bodies.lock().unwrap_or_else(PoisonError::into_inner);
            bodies.push((status, body));
            drop(bodies);
            let length = said.len();
            let answer = format!(
                "HTTP/1.1 {status} Told\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{said}"
            );
            stream.stream.write_all(answer.as_bytes())?;
            stream.stream.flush()?;
        }
    }
}

/// Counts what is read.
struct Counted<'a> {
    stream: StreamOwned<ServerConnection, TcpStream>,
    bytes: &'a AtomicUsize,
}

impl io::Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.stream.read(into)?;
        self.bytes.fetch_add(count, Ordering::SeqCst);
        Ok(count)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        let _ = self.stream.sock.shutdown(Shutdown::Both);
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// Takes whatever a server shows: it is the node that is tested, not this client.
#[derive(Debug)]
struct Anybody;

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        provider()
            .signature_verification_algorithms
            .supported_schemes()
    }
}
