//! Secrets: made, compared, digested.

use argon2::{Argon2, password_hash::PasswordHasher};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::{Error, Result};
use crate::hex;

/// Characters of a one-time password; none looks like another.
const ONE_TIME: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Returns whether two secrets are the same, in a time that does not depend on where they differ.
pub fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

/// Returns 256 random bits as 64 hexadecimal digits.
///
/// # Errors
/// [`Error::Random`] when the system gives none.
pub fn secret() -> Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(Error::Random)?;
    Ok(hex(&bytes))
}

/// Returns a password that a person can type: 20 characters, 100 random bits.
///
/// # Errors
/// [`Error::Random`] when the system gives none.
pub fn one_time_password() -> Result<String> {
    let mut bytes = [0; 20];
    getrandom::fill(&mut bytes).map_err(Error::Random)?;
    let letters = bytes.map(|byte| char::from(ONE_TIME[usize::from(byte & 31)]));
    let groups: Vec<String> = letters
        .chunks(5)
        .map(|five| five.iter().collect())
        .collect();
    Ok(groups.join("-"))
}

pub(super) fn hash_now(password: &str) -> Result<String> {
    let hash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(Error::Hash)?;
    Ok(hash.to_string())
}

pub(super) fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}
