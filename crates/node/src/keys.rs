//! The node's two secrets: the log's signing key and the key of pseudonyms.

use std::{
    fs,
    io::{ErrorKind, Write as _},
    path::Path,
};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use watchbell_tlog::note::SigningKey;

use crate::{Config, Error, Result};

/// The node's secrets; shows nothing of them.
pub(crate) struct Keys {
    pub(crate) log: SigningKey,
    secret: [u8; 32],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}

impl Keys {
    /// Reads the key files, or makes those that are missing.
    pub(crate) fn open(config: &Config) -> Result<Self> {
        let path = config.log_key_file();
        let text = read_or_make(&path, || {
            let key = SigningKey::generate(&config.node.name).map_err(|error| Error::Config {
                key: "node.name".to_owned(),
                reason: error.to_string(),
            })?;
            Ok(key.to_secret().to_string())
        })?;
        let log = SigningKey::from_secret(text.trim()).map_err(|error| Error::Key {
            path: path.display().to_string(),
            reason: error.to_string(),
        })?;

        let path = config.secret_file();
        let text = read_or_make(&path, || Ok(hex(&random::<32>()?)))?;
        let secret = unhex(text.trim()).ok_or_else(|| Error::Key {
            path: path.display().to_string(),
            reason: "64 hexadecimal digits are needed".to_owned(),
        })?;
        Ok(Self { log, secret })
    }

    /// Returns the keyed digest of `value` for one purpose.
    pub(crate) fn digest(&self, purpose: &str, value: &[u8]) -> [u8; 32] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.secret).expect("HMAC takes a key of any length");
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(value);
        mac.finalize().into_bytes().into()
    }

    /// Returns the pseudonym under which a reporter or a recipient is kept.
    pub(crate) fn pseudonym(&self, value: &str) -> String {
        hex(&self.digest("person", value.trim().as_bytes())[..12])
    }
}

/// Returns `N` bytes from the system's source of randomness.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::Worker(format!("no randomness: {error}")))?;
    Ok(bytes)
}

/// Returns bytes as hexadecimal digits, two each.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// Reads a file that only its owner may read, or makes it so.
fn read_or_make(path: &Path, make: impl FnOnce() -> Result<String>) -> Result<String> {
    match read(path) {
        Err(Error::File { source, .. }) if source.kind() == ErrorKind::NotFound => {}
        other => return other,
    }
    let text = make()?;
    write_secret(path, &text)?;
    Ok(text)
}

/// Waits until nobody else holds a lock, of this process or another; it is held as long as what is returned.
pub(crate) fn lock(path: &Path) -> Result<fs::File> {
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    fs::create_dir_all(&folder).map_err(named(&folder))?;
    let file = fs::File::create(path).map_err(named(path))?;
    file.lock().map_err(named(path))?;
    Ok(file)
}

/// Reads a file.
pub(crate) fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(named(path))
}

/// Writes a file that only its owner may read, whole or not at all.
pub(crate) fn write_secret(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    fs::create_dir_all(&folder).map_err(named(&folder))?;
    let fresh = path.with_extension("new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&fresh).map_err(named(&fresh))?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.write_all(b"\n"))
        .map_err(named(&fresh))?;
    file.sync_all().map_err(named(&fresh))?;
    fs::rename(&fresh, path).map_err(named(path))?;
    fs::File::open(&folder)
        .and_then(|folder| folder.sync_all())
        .map_err(named(&folder))
}

fn named(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path = path.display().to_string();
    move |source| Error::File { path, source }
}
