//! TLS between peers: both sides show a certificate, and only one that is a peer's will do.

use std::sync::Arc;

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, DistinguishedName, Error as TlsError,
    OtherError, ServerConfig, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{
        CryptoProvider, WebPkiSupportedAlgorithms, ring, verify_tls12_signature,
        verify_tls13_signature,
    },
    pki_types::{CertificateDer, ServerName, UnixTime},
    server::{
        NoServerSessionStorage,
        danger::{ClientCertVerified, ClientCertVerifier},
    },
    version::{TLS12, TLS13},
};

use super::{
    certificate::{End, Own, Refusal},
    known::{Known, Peers},
};
use crate::{Error, Result};

/// Returns how this node answers peers: TLS 1.2 and 1.3, and nobody in without a peer's certificate.
pub(crate) fn server(own: &Own, peers: Arc<Peers>) -> Result<Arc<ServerConfig>> {
    let verifier = Arc::new(Clients {
        peers,
        algorithms: algorithms(),
    });
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&TLS13, &TLS12])
        .map_err(|error| unusable(&error))?
        .with_client_cert_verifier(verifier)
        .with_single_cert(own.chain.clone(), own.key.clone_key())
        .map_err(|error| unusable(&error))?;
    // A connection taken up again would not be held against what was revoked meanwhile.
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// Returns how this node comes to a peer.
pub(crate) fn client(own: &Own, peer: Arc<Known>) -> Result<Arc<ClientConfig>> {
    let verifier = Arc::new(Server {
        peer,
        algorithms: algorithms(),
    });
    let mut config = ClientConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&TLS13, &TLS12])
        .map_err(|error| unusable(&error))?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_client_auth_cert(own.chain.clone(), own.key.clone_key())
        .map_err(|error| unusable(&error))?;
    config.resumption = rustls::client::Resumption::disabled();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

fn algorithms() -> WebPkiSupportedAlgorithms {
    ring::default_provider().signature_verification_algorithms
}

fn unusable(error: &TlsError) -> Error {
    Error::Config {
        key: "exchange.certificate-file".to_owned(),
        reason: error.to_string(),
    }
}

/// Says why a connection of TLS could not be made: whose certificate it was, where it was that.
pub fn told(error: &std::io::Error) -> String {
    let behind = error.get_ref().and_then(|error| error.downcast_ref());
    match behind {
        Some(TlsError::InvalidCertificate(CertificateError::Other(OtherError(refusal)))) => {
            refusal.to_string()
        }
        _ => error.to_string(),
    }
}

fn refused(refusal: Refusal) -> TlsError {
    TlsError::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(refusal))))
}

/// Signatures are as rustls has them, whichever end shows the certificate.
macro_rules! signatures {
    () => {
        fn verify_tls12_signature(
            &self,
            message: &[u8],
            certificate: &CertificateDer<'_>,
            signed: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, TlsError> {
            verify_tls12_signature(message, certificate, signed, &self.algorithms)
        }

        fn verify_tls13_signature(
            &self,
            message: &[u8],
            certificate: &CertificateDer<'_>,
            signed: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, TlsError> {
            verify_tls13_signature(message, certificate, signed, &self.algorithms)
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            self.algorithms.supported_schemes()
        }
    };
}

/// Holds who comes against all peers.
#[derive(Debug)]
struct Clients {
    peers: Arc<Peers>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ClientCertVerifier for Clients {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        shown: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, TlsError> {
        match self.peers.who(shown, between, now) {
            Ok(_) => Ok(ClientCertVerified::assertion()),
            Err(refusal) => Err(refused(refusal)),
        }
    }

    signatures!();
}

/// Holds where one comes to against the one peer it has to be.
#[derive(Debug)]
struct Server {
    peer: Arc<Known>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ServerCertVerifier for Server {
    fn verify_server_cert(
        &self,
        shown: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        match self.peer.shows(shown, between, End::Server, now) {
            Ok(()) => Ok(ServerCertVerified::assertion()),
            Err(refusal) => Err(refused(refusal)),
        }
    }

    signatures!();
}
