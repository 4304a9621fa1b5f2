//! Who may come in: passwords, sessions and API tokens.
//!
//! Everything secret is 256 random bits that only its holder keeps; the store
//! has its digest. Passwords are argon2id hashes, computed off the async
//! threads, a few at a time. Every try to sign in counts as failed until it
//! succeeds, under its name and under its address, so that many tries at once
//! gain nothing over one after another.

mod error;
mod scope;
mod secret;

use std::{
    net::IpAddr,
    sync::{Arc, OnceLock},
};

use argon2::{
    Argon2,
    password_hash::{PasswordVerifier, phc::PasswordHash},
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tokio::sync::{Mutex, Semaphore};
use watchbell_model::Time;
use watchbell_store::{Account, Db, Role, Session, Token};

pub use error::{Error, Result};
pub use scope::{Scope, allows, is_alive};
pub use secret::{one_time_password, same, secret};

use secret::{digest, hash_now};

use crate::{config::Web, hex};

/// Shortest password, in characters.
pub const PASSWORD_MIN: usize = 12;
/// Longest password, in bytes; longer ones only cost time to hash.
pub const PASSWORD_MAX: usize = 256;
/// Longest account or token name, in characters.
pub const NAME_MAX: usize = 64;
/// Passwords hashed at the same time; each takes 19 MiB.
pub const HASHERS: usize = 2;
/// Sign-ins that wait for a hasher; further ones are told to come back.
pub const WAITING: usize = 32;
/// Tries under one name before the first delay.
pub const FREE_TRIES_NAME: i64 = 5;
/// Tries from one address before the first delay.
pub const FREE_TRIES_ADDRESS: i64 = 20;
/// Longest delay between two tries, in seconds.
pub const LONGEST_DELAY: i64 = 15 * 60;
/// Longest life of an API token, in days.
pub const TOKEN_DAYS_MAX: i64 = 365;
/// What every API token begins with, so that a leaked one is recognised.
pub const TOKEN_PREFIX: &str = "wb_";

/// A session is marked as used at most this often, in seconds.
const TOUCH_EVERY: i64 = 60;

/// Signs people in and out, and knows them again.
#[derive(Debug)]
pub struct Accounts {
    db: Db,
    key: [u8; 32],
    /// Seconds without a request after which a session ends.
    idle_seconds: i64,
    /// Seconds after which a session ends in any case.
    session_seconds: i64,
    hashers: Semaphore,
    waiting: Semaphore,
    /// Held while a try is counted, so that no two read the same count.
    counting: Mutex<()>,
    /// What is verified for a name that nobody has, so that it takes as long.
    decoy: Arc<OnceLock<String>>,
}

impl Accounts {
    /// Returns the accounts kept in `db`, with sessions as long as `web` says;
    /// `key` hides names and addresses in the table of failed sign-ins.
    pub fn new(db: Db, key: [u8; 32], web: &Web) -> Self {
        Self {
            db,
            key,
            idle_seconds: web.session_idle_minutes.clamp(1, 7 * 24 * 60) * 60,
            session_seconds: web.session_hours.clamp(1, 7 * 24) * 3600,
            hashers: Semaphore::new(HASHERS),
            waiting: Semaphore::new(WAITING),
            counting: Mutex::new(()),
            decoy: Arc::default(),
        }
    }

    /// Makes an account and returns its number.
    ///
    /// # Errors
    /// [`Error::Name`], [`Error::Password`], or a conflict in the store when
    /// the name is taken.
    pub async fn add(&self, name: &str, role: Role, password: &str, now: Time) -> Result<i64> {
        let name = clean_name(name)?;
        let hash = self.hash(password).await?;
        Ok(self.db.add_account(name, role, &hash, now).await?)
    }

    /// Changes an account and ends its sessions.
    ///
    /// # Errors
    /// [`Error::Password`], [`Error::LastAdministrator`], or not found.
    pub async fn change(
        &self,
        id: i64,
        role: Option<Role>,
        password: Option<&str>,
        disabled: Option<bool>,
    ) -> Result<()> {
        let hash = match password {
            Some(password) => Some(self.hash(password).await?),
            None => None,
        };
        let loses = role.is_some_and(|role| role != Role::Administrator) || disabled == Some(true);
        if loses {
            let accounts = self.db.accounts().await?;
            let mut rest = accounts
                .iter()
                .filter(|other| other.role == Role::Administrator && !other.disabled)
                .map(|other| other.id);
            if rest.clone().any(|other| other == id) && rest.all(|other| other == id) {
                return Err(Error::LastAdministrator);
            }
        }
        Ok(self
            .db
            .change_account(id, role, hash.as_deref(), disabled)
            .await?)
    }

    /// Checks name and password; returns the cookie of a new session.
    ///
    /// An unknown name costs as much as a wrong password.
    ///
    /// # Errors
    /// [`Error::Wrong`], [`Error::Throttled`], [`Error::Busy`].
    pub async fn sign_in(
        &self,
        name: &str,
        password: &str,
        address: IpAddr,
        now: Time,
    ) -> Result<String> {
        let subjects = [
            (
                self.subject("name", name.to_lowercase().as_bytes()),
                FREE_TRIES_NAME,
            ),
            (
                self.subject("address", &network(address)),
                FREE_TRIES_ADDRESS,
            ),
        ];
        self.count(&subjects, now).await?;
        // What cannot be a name is not looked up, but costs the same.
        let account = match clean_name(name) {
            Ok(name) => self.db.account_named(name).await?,
            Err(_) => None,
        };
        let known = account.as_ref().map(|account| account.password.clone());
        let right = self.verify(password, known).await?;
        let account = account
            .filter(|account| right && !account.disabled)
            .ok_or(Error::Wrong)?;
        for (subject, _) in &subjects {
            self.db.clear_failures(subject).await?;
        }
        let (cookie, csrf) = (secret()?, secret()?);
        self.db
            .add_session(&digest(&cookie), account.id, &csrf, now)
            .await?;
        Ok(cookie)
    }

    /// Returns whose session the cookie names, if it is still alive; `active`
    /// says that a person did something, not a page that refreshes itself.
    ///
    /// # Errors
    /// [`Error::Store`] when the database cannot be reached.
    pub async fn session(&self, cookie: &str, active: bool, now: Time) -> Result<Option<Session>> {
        let digest = digest(cookie);
        let Some(session) = self.db.session(&digest).await? else {
            return Ok(None);
        };
        let idle = now.seconds() - session.seen_at.seconds();
        if idle > self.idle_seconds
            || now.seconds() - session.created_at.seconds() > self.session_seconds
        {
            self.db.end_session(&digest).await?;
            return Ok(None);
        }
        if active && idle > TOUCH_EVERY {
            self.db.touch_session(&digest, now).await?;
        }
        Ok(Some(session))
    }

    /// Ends the session that the cookie names.
    ///
    /// # Errors
    /// [`Error::Store`] when the database cannot be reached.
    pub async fn sign_out(&self, cookie: &str) -> Result<()> {
        Ok(self.db.end_session(&digest(cookie)).await?)
    }

    /// Forgets sessions that have ended and failures older than a day.
    ///
    /// # Errors
    /// [`Error::Store`] when the database cannot be reached.
    pub async fn tidy(&self, now: Time) -> Result<()> {
        let idle = now.plus_seconds(-self.idle_seconds);
        self.db
            .end_old_sessions(idle, now.plus_seconds(-self.session_seconds))
            .await?;
        self.db.forget_failures(now.plus_micros(-Time::DAY)).await?;
        Ok(())
    }

    /// Makes an API token; returns its number and its secret, which is shown
    /// this once.
    ///
    /// # Errors
    /// [`Error::Name`], [`Error::Days`], [`Error::Role`].
    pub async fn add_token(
        &self,
        owner: &Account,
        name: &str,
        scopes: &[Scope],
        days: i64,
        now: Time,
    ) -> Result<(i64, String)> {
        let name = clean_name(name)?;
        if !(1..=TOKEN_DAYS_MAX).contains(&days) {
            return Err(Error::Days(days));
        }
        if let Some(scope) = scopes.iter().find(|scope| scope.role() > owner.role) {
            return Err(Error::Role {
                scope: *scope,
                needs: scope.role(),
            });
        }
        let secret = format!("{TOKEN_PREFIX}{}", secret()?);
        let words = Scope::ALL
            .iter()
            .filter(|scope| scopes.contains(scope))
            .map(|scope| scope.as_str());
        let words = words.collect::<Vec<_>>().join(" ");
        let ends = now.plus_micros(days * Time::DAY);
        let id = self
            .db
            .add_token(&digest(&secret), owner.id, name, &words, now, ends)
            .await?;
        Ok((id, secret))
    }

    /// Returns the token with this secret while it is alive.
    ///
    /// # Errors
    /// [`Error::Store`] when the database cannot be reached.
    pub async fn token(&self, secret: &str, now: Time) -> Result<Option<Token>> {
        if !secret.starts_with(TOKEN_PREFIX) {
            return Ok(None);
        }
        let token = self.db.token(&digest(secret)).await?;
        Ok(token.filter(|token| is_alive(token, now)))
    }

    /// Returns the token that a form must carry before anybody is signed in:
    /// a keyed digest of the visitor's own cookie.
    pub fn visitor_csrf(&self, cookie: &str) -> String {
        hex(&self.subject("visitor", cookie.as_bytes()))
    }

    /// Counts a try under every subject, or says how long to wait.
    async fn count(&self, subjects: &[([u8; 32], i64)], now: Time) -> Result<()> {
        let _held = self.counting.lock().await;
        let mut failures = Vec::with_capacity(subjects.len());
        for (subject, _) in subjects {
            let throttle = self.db.throttle(subject).await?;
            if now < throttle.blocked_until {
                let left = throttle.blocked_until.micros() - now.micros();
                let retry_after_seconds = left.div_euclid(Time::SECOND) + 1;
                return Err(Error::Throttled {
                    retry_after_seconds,
                });
            }
            failures.push(throttle.failures + 1);
        }
        for ((subject, free), failures) in subjects.iter().zip(failures) {
            let until = now.plus_seconds(delay(failures, *free));
            self.db.add_failure(subject, until, now).await?;
        }
        Ok(())
    }

    async fn verify(&self, password: &str, known: Option<String>) -> Result<bool> {
        // An overlong password is refused after the same work on a short one.
        let fits = password.len() <= PASSWORD_MAX;
        let password = if fits {
            password.to_owned()
        } else {
            String::new()
        };
        let decoy = Arc::clone(&self.decoy);
        let right = self
            .hashing(move || {
                // Made whoever comes first, so that its making tells nothing.
                let decoy = decoy.get_or_init(|| hash_now("nobody").unwrap_or_default());
                let exists = known.is_some();
                let hash = known.unwrap_or_else(|| decoy.clone());
                let parsed = PasswordHash::new(&hash);
                let right = parsed.is_ok_and(|hash| {
                    Argon2::default()
                        .verify_password(password.as_bytes(), &hash)
                        .is_ok()
                });
                Ok(right & exists)
            })
            .await?;
        Ok(right & fits)
    }

    async fn hash(&self, password: &str) -> Result<String> {
        if password.chars().count() < PASSWORD_MIN || password.len() > PASSWORD_MAX {
            return Err(Error::Password);
        }
        let password = password.to_owned();
        self.hashing(move || hash_now(&password)).await
    }

    async fn hashing<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let busy = || Error::Busy {
            retry_after_seconds: 2,
        };
        let _place = self.waiting.try_acquire().map_err(|_| busy())?;
        let _hasher = self.hashers.acquire().await.map_err(|_| busy())?;
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|_| busy())?
    }

    fn subject(&self, kind: &str, value: &[u8]) -> [u8; 32] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes a key of any length");
        mac.update(kind.as_bytes());
        mac.update(&[0]);
        mac.update(value);
        mac.finalize().into_bytes().into()
    }
}

fn clean_name(name: &str) -> Result<&str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-@ ".contains(c);
    let long = name.chars().count();
    if long == 0 || long > NAME_MAX || name.trim() != name || !name.chars().all(plain) {
        return Err(Error::Name(name.chars().take(NAME_MAX).collect()));
    }
    Ok(name)
}

/// Seconds until the next try after so many, growing twofold.
fn delay(failures: i64, free: i64) -> i64 {
    match failures - free {
        ..0 => 0,
        over => (1_i64 << over.min(20)).min(LONGEST_DELAY),
    }
}

/// The bytes that name a visitor's network: an IPv4 address, or the /64 of IPv6.
fn network(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.octets().to_vec(),
        IpAddr::V6(v6) => v6.octets()[..8].to_vec(),
    }
}

#[cfg(test)]
mod tests;
