//! Keys and how they are written.

use std::{fmt, str::FromStr};

use ed25519_dalek::{Signature, Signer as _};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::Error;
use crate::codec::{from_base64, to_base64};

/// The signature type byte of Ed25519.
const ED25519: u8 = 0x01;
/// The longest key name that is read.
const MAX_NAME_BYTES: usize = 256;
/// How a written signing key begins.
const SECRET_PREFIX: &str = "PRIVATE+KEY+";

/// A public key with its name; written as a C2SP vkey, `name+id+base64`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: u32,
    key: ed25519_dalek::VerifyingKey,
}

impl VerifierKey {
    /// Returns the key's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the key's id.
    pub fn id(&self) -> u32 {
        self.id
    }

    fn new(name: &str, key: ed25519_dalek::VerifyingKey) -> Result<Self, Error> {
        check_name(name)?;
        // A key of small order accepts signatures nobody made.
        if key.is_weak() {
            return Err(Error::KeyPoint);
        }
        Ok(Self {
            name: name.to_owned(),
            id: key_id(name, key.as_bytes()),
            key,
        })
    }

    /// Checks one signature; strict, so a signature has exactly one spelling (RFC 8032 section 8.4).
    pub(super) fn is_signature_of(&self, text: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.key.verify_strict(text, &signature).is_ok())
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![ED25519];
        bytes.extend_from_slice(self.key.as_bytes());
        write!(f, "{}+{:08x}+{}", self.name, self.id, to_base64(&bytes))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifierKey({self})")
    }
}

impl FromStr for VerifierKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let written = read_written(text)?;
        let key =
            ed25519_dalek::VerifyingKey::from_bytes(&written.bytes).map_err(|_| Error::KeyPoint)?;
        written.check(Self::new(&written.name, key)?)
    }
}

/// A private key with its name. Debug output hides it, and dropping it wipes it.
#[derive(Clone)]
pub struct SigningKey {
    verifier: VerifierKey,
    key: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// Makes a new key from the system's random bytes.
    pub fn generate(name: &str) -> Result<Self, Error> {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(seed.as_mut()).map_err(Error::Random)?;
        Self::from_seed(name, &seed)
    }

    /// Makes the key that belongs to a secret seed.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, Error> {
        let key = ed25519_dalek::SigningKey::from_bytes(seed);
        Ok(Self {
            verifier: VerifierKey::new(name, key.verifying_key())?,
            key,
        })
    }

    /// Reads a key as [`Self::to_secret`] writes it.
    pub fn from_secret(text: &str) -> Result<Self, Error> {
        let text = text
            .strip_prefix(SECRET_PREFIX)
            .ok_or(Error::KeyForm { part: "prefix" })?;
        let written = read_written(text)?;
        written.check(Self::from_seed(&written.name, &written.bytes)?)
    }

    /// Writes the key, secret and all, as `PRIVATE+KEY+name+id+base64`; the text is wiped when dropped.
    pub fn to_secret(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([ED25519; 33]);
        bytes[1..].copy_from_slice(self.key.as_bytes());
        let secret = Zeroizing::new(to_base64(bytes.as_ref()));
        Zeroizing::new(
            [
                SECRET_PREFIX,
                &self.verifier.name,
                &format!("+{:08x}+", self.verifier.id),
                &secret,
            ]
            .concat(),
        )
    }

    /// Returns the public half.
    pub fn verifier(&self) -> VerifierKey {
        self.verifier.clone()
    }

    pub(super) fn sign(&self, text: &[u8]) -> [u8; 64] {
        self.key.sign(text).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "SigningKey({}+{:08x}+…)",
            self.verifier.name, self.verifier.id
        )
    }
}

/// Says whether a text can name a key.
pub(super) fn is_name(name: &str) -> bool {
    (1..=MAX_NAME_BYTES).contains(&name.len())
        && !name.contains(|c: char| c == '+' || c.is_whitespace() || c.is_control())
}

fn check_name(name: &str) -> Result<(), Error> {
    if is_name(name) {
        Ok(())
    } else {
        Err(Error::KeyName {
            name: name.chars().take(64).collect(),
        })
    }
}

fn key_id(name: &str, key: &[u8; 32]) -> u32 {
    let digest = Sha256::new_with_prefix(name)
        .chain_update([b'\n', ED25519])
        .chain_update(key)
        .finalize();
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

/// The three parts both kinds of key are written in.
struct Written {
    name: String,
    id: u32,
    bytes: Zeroizing<[u8; 32]>,
}

impl Written {
    fn check<K: Identified>(&self, key: K) -> Result<K, Error> {
        let computed = key.id();
        if computed == self.id {
            Ok(key)
        } else {
            Err(Error::KeyId {
                written: self.id,
                computed,
            })
        }
    }
}

/// The id of either kind of key.
trait Identified {
    fn id(&self) -> u32;
}

impl Identified for VerifierKey {
    fn id(&self) -> u32 {
        self.id
    }
}

impl Identified for SigningKey {
    fn id(&self) -> u32 {
        self.verifier.id
    }
}

fn read_written(text: &str) -> Result<Written, Error> {
    let form = |part| Error::KeyForm { part };
    let (name, rest) = text.split_once('+').ok_or_else(|| form("name"))?;
    let (id, encoded) = rest.split_once('+').ok_or_else(|| form("id"))?;
    check_name(name)?;
    if id.len() != 8 || !id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return Err(form("id"));
    }
    let id = u32::from_str_radix(id, 16).map_err(|_| form("id"))?;
    let decoded = Zeroizing::new(from_base64(encoded).ok_or_else(|| form("base64"))?);
    match decoded.split_first() {
        Some((&ED25519, bytes)) => {
            let bytes = Zeroizing::new(<[u8; 32]>::try_from(bytes).map_err(|_| form("length"))?);
            Ok(Written {
                name: name.to_owned(),
                id,
                bytes,
            })
        }
        Some((kind, _)) => Err(Error::KeyKind { kind: *kind }),
        None => Err(form("length")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back() {
        let key = SigningKey::generate("log.example.org/a").expect("random");
        let vkey = key.verifier().to_string();
        assert_eq!(vkey.parse(), Ok(key.verifier()));
        assert_eq!(
            SigningKey::from_secret(&key.to_secret()).map(|key| key.verifier()),
            Ok(key.verifier())
        );
        for i in 0..vkey.len() {
            let mut changed = vkey.clone().into_bytes();
            changed[i] ^= 1;
            let changed = String::from_utf8(changed).expect("still ASCII");
            assert!(changed.parse::<VerifierKey>().is_err(), "{changed}");
        }
    }

    #[test]
    fn debug_hides_the_secret() {
        let key = SigningKey::from_seed("log.example.org", &[9; 32]).expect("a good name");
        let secret = key.to_secret();
        let tail = secret.rsplit('+').next().expect("base64");
        assert!(!format!("{key:?}").contains(&tail[4..12]));
    }

    #[test]
    fn unsound_keys_are_refused() {
        for name in [
            "",
            "a b",
            "a+b",
            "a\u{a0}b",
            "a\nb",
            &"x".repeat(MAX_NAME_BYTES + 1),
        ] {
            assert!(
                matches!(
                    SigningKey::from_seed(name, &[1; 32]),
                    Err(Error::KeyName { .. })
                ),
                "{name:?}"
            );
        }
        assert!(SigningKey::from_seed(&"x".repeat(MAX_NAME_BYTES), &[1; 32]).is_ok());
        // The neutral element: every text has a signature under it.
        let mut weak = [0; 32];
        weak[0] = 1;
        let id = key_id("weak.example", &weak);
        let vkey = format!(
            "weak.example+{id:08x}+{}",
            to_base64(&[&[ED25519][..], &weak].concat())
        );
        assert_eq!(vkey.parse::<VerifierKey>(), Err(Error::KeyPoint));
        assert_eq!(
            "a+00000000+Bg==".parse::<VerifierKey>(),
            Err(Error::KeyKind { kind: 6 })
        );
        assert_eq!(
            "a+0000000G+AQ==".parse::<VerifierKey>(),
            Err(Error::KeyForm { part: "id" })
        );
    }
}
