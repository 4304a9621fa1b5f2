//! Certificates for tests, right and wrong ones.

use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CertifiedIssuer, DnType,
    IsCa, KeyIdMethod, KeyPair, KeyUsagePurpose, RevokedCertParams, SerialNumber, date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _};

/// A certificate with its key.
#[derive(Debug)]
pub(super) struct Identity {
    /// In PEM.
    pub(super) certificate: String,
    /// In PEM.
    pub(super) key: String,
}

impl Identity {
    /// One for `name` that signs itself.
    pub(super) fn of_itself(name: &str) -> Self {
        let key = KeyPair::generate().expect("a key");
        let certificate = params(&[name], 1).self_signed(&key);
        Self::new(&certificate.expect("a certificate"), &key)
    }

    fn new(certificate: &rcgen::Certificate, key: &KeyPair) -> Self {
        Self {
            certificate: certificate.pem(),
            key: key.serialize_pem(),
        }
    }

    /// What is shown.
    pub(super) fn chain(&self) -> Vec<CertificateDer<'static>> {
        let all = CertificateDer::pem_slice_iter(self.certificate.as_bytes());
        all.map(|one| one.expect("PEM")).collect()
    }

    /// What proves that it is one's own.
    pub(super) fn secret(&self) -> PrivateKeyDer<'static> {
        PrivateKeyDer::from_pem_slice(self.key.as_bytes()).expect("PEM")
    }
}

/// Who signs certificates of others.
#[derive(Debug)]
pub(super) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    pub(super) fn new(name: &str) -> Self {
        let mut params = params(&[], 1);
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate().expect("a key");
        let issuer = CertifiedIssuer::self_signed(params, key).expect("a certificate");
        Self { issuer }
    }

    /// Its certificate in PEM.
    pub(super) fn certificate(&self) -> String {
        self.issuer.pem()
    }

    /// A certificate with number `serial` that bears `names`.
    pub(super) fn issue(&self, serial: u64, names: &[&str]) -> Identity {
        self.sign(&params(names, serial))
    }

    /// One whose time was over years ago.
    pub(super) fn issue_expired(&self, serial: u64, name: &str) -> Identity {
        let mut params = params(&[name], serial);
        params.not_after = date_time_ymd(2022, 1, 1);
        self.sign(&params)
    }

    fn sign(&self, params: &CertificateParams) -> Identity {
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.issuer);
        Identity::new(&certificate.expect("a certificate"), &key)
    }

    /// A list in PEM that says that certificates of these numbers are revoked.
    pub(super) fn revoke(&self, serials: &[u64]) -> String {
        let revoked = serials.iter().map(|serial| RevokedCertParams {
            serial_number: SerialNumber::from(*serial),
            revocation_time: date_time_ymd(2026, 1, 1),
            reason_code: None,
            invalidity_date: None,
        });
        let list = CertificateRevocationListParams {
            this_update: date_time_ymd(2026, 1, 1),
            next_update: date_time_ymd(2040, 1, 1),
            crl_number: SerialNumber::from(1),
            issuing_distribution_point: None,
            revoked_certs: revoked.collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        let list = list.signed_by(&self.issuer).expect("a list");
        list.pem().expect("a list in PEM")
    }
}

/// What every certificate here has; valid long enough for every clock of a test machine.
fn params(names: &[&str], serial: u64) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut params = CertificateParams::new(names).expect("names");
    params.serial_number = Some(SerialNumber::from(serial));
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2040, 1, 1);
    params
}
