//! Who may come in: passwords, sessions and API tokens.
//!
//! Everything secret is 256 random bits that only its holder keeps; the store
//! has its digest. Passwords are argon2id hashes, computed off the async
//! threads, a few at a time. Every try to sign in counts as failed until it
//! succeeds, under its name and under its address, so that many tries at once
//! gain nothing over one after another.

use std::{
    net::IpAddr,
    sync::{Arc, OnceLock},
};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use thiserror::Error;
use tokio::sync::{Mutex, Semaphore};
use watchbell_model::Time;
use watchbell_store::{Account, Db, Error as StoreError, Role, Session, Token};

use crate::config::Web;

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
/// Characters of a one-time password; none looks like another.
const ONE_TIME: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// Why somebody does not come in, or an account is not made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The name is unknown, the password is wrong or the account is disabled;
    /// which of them is not said.
    #[error("name or password is wrong")]
    Wrong,
    /// Too many tries.
    #[error("too many tries; try again in {retry_after_seconds} s")]
    Throttled {
        /// When the next try is read.
        retry_after_seconds: i64,
    },
    /// Too many are signing in at this moment.
    #[error("too many sign-ins at once; try again in {retry_after_seconds} s")]
    Busy {
        /// When to try again.
        retry_after_seconds: i64,
    },
    /// A password of the wrong length.
    #[error("a password needs at least {PASSWORD_MIN} characters and at most {PASSWORD_MAX} bytes")]
    Password,
    /// A name that is empty, too long or not plain.
    #[error(
        "{0:?} is not a name: 1 to {NAME_MAX} of a-z, A-Z, 0-9, . _ - @ and inner spaces"
    )]
    Name(String),
    /// Not one of the words for scopes.
    #[error("{0:?} is not a scope")]
    Scope(String),
    /// The role of the owner does not allow this scope.
    #[error("scope {scope} needs the role {needs}")]
    Role {
        /// The scope asked for.
        scope: Scope,
        /// The least role that may have it.
        needs: Role,
    },
    /// A token that would live too long, or not at all.
    #[error("a token lives 1 to {TOKEN_DAYS_MAX} days, not {0}")]
    Days(i64),
    /// The last administrator who can sign in must stay one.
    #[error("this is the last administrator")]
    LastAdministrator,
    /// Hashing failed.
    #[error("password hash: {0}")]
    Hash(argon2::password_hash::Error),
    /// The system gave no random bytes.
    #[error("no random bytes: {0}")]
    Random(getrandom::Error),
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Shorthand for a result of this module.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What an API token may do.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Scope {
    /// Hand in reports.
    ReportsWrite,
    /// Read reports, judge texts.
    ReportsRead,
    /// Read incidents, actions and proofs.
    IncidentsRead,
    /// Change incidents, write notes.
    IncidentsWrite,
    /// Approve, refuse, reverse and appeal actions.
    ActionsWrite,
    /// Export incidents and block lists.
    ExportsRead,
    /// Read the metrics.
    MetricsRead,
    /// Accounts and tokens.
    Admin,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 8] = [
        Self::ReportsWrite,
        Self::ReportsRead,
        Self::IncidentsRead,
        Self::IncidentsWrite,
        Self::ActionsWrite,
        Self::ExportsRead,
        Self::MetricsRead,
        Self::Admin,
    ];

    /// Returns the word that stands for it outside.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReportsWrite => "reports:write",
            Self::ReportsRead => "reports:read",
            Self::IncidentsRead => "incidents:read",
            Self::IncidentsWrite => "incidents:write",
            Self::ActionsWrite => "actions:write",
            Self::ExportsRead => "exports:read",
            Self::MetricsRead => "metrics:read",
            Self::Admin => "admin",
        }
    }

    /// Returns the least role whose tokens may have it.
    pub const fn role(self) -> Role {
        match self {
            Self::ReportsRead | Self::IncidentsRead | Self::MetricsRead => Role::Reader,
            Self::ReportsWrite | Self::IncidentsWrite | Self::ActionsWrite | Self::ExportsRead => {
                Role::Analyst
            }
            Self::Admin => Role::Administrator,
        }
    }
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for Scope {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|scope| scope.as_str() == word);
        found.ok_or_else(|| Error::Scope(word.chars().take(NAME_MAX).collect()))
    }
}

/// Returns whether `token` may do what `scope` says at `now`: it is alive, has
/// the scope, and its owner may sign in and still has the role for it.
pub fn allows(token: &Token, scope: Scope, now: Time) -> bool {
    is_alive(token, now)
        && token.account.role >= scope.role()
        && token.scopes.split(' ').any(|word| word == scope.as_str())
}

/// Returns whether `token` works at all at `now`.
pub fn is_alive(token: &Token, now: Time) -> bool {
    !token.revoked && !token.account.disabled && now < token.expires_at
}

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
        let account = self.db.account_named(name).await?;
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
                let exists = known.is_some();
                let hash = match known {
                    Some(hash) => hash,
                    None => match decoy.get() {
                        Some(hash) => hash.clone(),
                        None => decoy
                            .get_or_init(|| hash_now("nobody").unwrap_or_default())
                            .clone(),
                    },
                };
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

fn hash_now(password: &str) -> Result<String> {
    let hash = Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(Error::Hash)?;
    Ok(hash.to_string())
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

fn digest(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
    const IDLE: i64 = 3600;
    const RIGHT: &str = "correct horse staple";

    async fn accounts() -> (Accounts, tempfile::TempDir, i64) {
        let dir = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}", dir.path().join("t.db").display()))
            .await
            .unwrap();
        let accounts = Accounts::new(db, [7; 32], &Web::default());
        let id = accounts
            .add("ana", Role::Administrator, RIGHT, at(0))
            .await
            .unwrap();
        (accounts, dir, id)
    }

    fn at(seconds: i64) -> Time {
        Time::from_micros(0).plus_seconds(1_000_000 + seconds)
    }

    #[tokio::test]
    async fn the_right_password_opens_a_new_session_each_time() {
        let (accounts, _dir, _) = accounts().await;
        let one = accounts.sign_in("ana", RIGHT, HERE, at(0)).await.unwrap();
        let two = accounts.sign_in("ana", RIGHT, HERE, at(1)).await.unwrap();
        assert_ne!(one, two);
        let session = accounts.session(&one, true, at(2)).await.unwrap().unwrap();
        assert_eq!(session.account.name, "ana");
        accounts.sign_out(&one).await.unwrap();
        assert_eq!(accounts.session(&one, true, at(3)).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_session_ends_idle_and_ends_for_good() {
        let (accounts, _dir, _) = accounts().await;
        let cookie = accounts.sign_in("ana", RIGHT, HERE, at(0)).await.unwrap();
        assert_eq!(
            accounts.session(&cookie, true, at(IDLE + 1)).await.unwrap(),
            None
        );
        let cookie = accounts.sign_in("ana", RIGHT, HERE, at(0)).await.unwrap();
        for hour in 1..=12 {
            assert!(
                accounts
                    .session(&cookie, true, at(hour * 3600))
                    .await
                    .unwrap()
                    .is_some(),
                "{hour}"
            );
        }
        assert_eq!(
            accounts
                .session(&cookie, true, at(12 * 3600 + 1))
                .await
                .unwrap(),
            None
        );
    }

    #[tokio::test]
    async fn a_page_that_refreshes_itself_does_not_keep_a_session_alive() {
        let (accounts, _dir, _) = accounts().await;
        let cookie = accounts.sign_in("ana", RIGHT, HERE, at(0)).await.unwrap();
        assert!(
            accounts
                .session(&cookie, false, at(IDLE))
                .await
                .unwrap()
                .is_some()
        );
        assert_eq!(
            accounts
                .session(&cookie, false, at(IDLE + 1))
                .await
                .unwrap(),
            None
        );
    }

    #[tokio::test]
    async fn wrong_tries_wait_longer_and_longer_by_name() {
        let (accounts, _dir, _) = accounts().await;
        for _ in 0..FREE_TRIES_NAME {
            let tried = accounts.sign_in("ana", "wrong", HERE, at(0)).await;
            assert!(matches!(tried, Err(Error::Wrong)));
        }
        // Even the right one waits now, from wherever it comes.
        let there = "198.51.100.7".parse().unwrap();
        let tried = accounts.sign_in("Ana", RIGHT, there, at(0)).await;
        assert!(
            matches!(
                tried,
                Err(Error::Throttled {
                    retry_after_seconds: 2
                })
            ),
            "{tried:?}"
        );
        assert!(accounts.sign_in("ana", RIGHT, there, at(2)).await.is_ok());
        assert!(accounts.sign_in("ana", RIGHT, there, at(2)).await.is_ok());
    }

    #[tokio::test]
    async fn many_tries_at_once_count_as_many() {
        let (accounts, _dir, _) = accounts().await;
        let accounts = Arc::new(accounts);
        let mut tries = tokio::task::JoinSet::new();
        for _ in 0..20 {
            let accounts = Arc::clone(&accounts);
            tries.spawn(async move { accounts.sign_in("ana", "wrong", HERE, at(0)).await });
        }
        let done = tries.join_all().await;
        let read = done
            .iter()
            .filter(|tried| matches!(tried, Err(Error::Wrong)))
            .count();
        assert_eq!(i64::try_from(read), Ok(FREE_TRIES_NAME));
    }

    #[tokio::test]
    async fn one_address_cannot_try_every_name() {
        let (accounts, _dir, _) = accounts().await;
        for n in 0..FREE_TRIES_ADDRESS {
            let tried = accounts
                .sign_in(&format!("user{n}"), "wrong", HERE, at(0))
                .await;
            assert!(matches!(tried, Err(Error::Wrong)), "{tried:?}");
        }
        let tried = accounts.sign_in("ana", RIGHT, HERE, at(0)).await;
        assert!(matches!(tried, Err(Error::Throttled { .. })), "{tried:?}");
    }

    #[test]
    fn delays_grow_to_a_bound() {
        assert_eq!(
            [4, 5, 6, 7, 40, i64::MAX].map(|n| delay(n, 5)),
            [0, 1, 2, 4, LONGEST_DELAY, LONGEST_DELAY]
        );
    }

    #[tokio::test]
    async fn a_disabled_account_is_out_at_once() {
        let (accounts, _dir, _) = accounts().await;
        let bo = accounts
            .add("bo", Role::Reader, RIGHT, at(0))
            .await
            .unwrap();
        let cookie = accounts.sign_in("bo", RIGHT, HERE, at(0)).await.unwrap();
        accounts.change(bo, None, None, Some(true)).await.unwrap();
        assert_eq!(accounts.session(&cookie, true, at(1)).await.unwrap(), None);
        assert!(matches!(
            accounts.sign_in("bo", RIGHT, HERE, at(1)).await,
            Err(Error::Wrong)
        ));
    }

    #[tokio::test]
    async fn the_last_administrator_stays() {
        let (accounts, _dir, ana) = accounts().await;
        for change in [(Some(Role::Analyst), None), (None, Some(true))] {
            let changed = accounts.change(ana, change.0, None, change.1).await;
            assert!(matches!(changed, Err(Error::LastAdministrator)));
        }
        accounts
            .add("bo", Role::Administrator, RIGHT, at(0))
            .await
            .unwrap();
        accounts
            .change(ana, Some(Role::Analyst), None, None)
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn lengths_of_passwords_and_names_have_bounds() {
        let (accounts, _dir, _) = accounts().await;
        for password in ["short", &"x".repeat(PASSWORD_MAX + 1)] {
            let made = accounts.add("bo", Role::Reader, password, at(0)).await;
            assert!(matches!(made, Err(Error::Password)));
        }
        for name in ["", " bo", "b\no", "<b>", &"x".repeat(NAME_MAX + 1)] {
            let made = accounts.add(name, Role::Reader, RIGHT, at(0)).await;
            assert!(matches!(made, Err(Error::Name(_))), "{name:?}");
        }
    }

    #[tokio::test]
    async fn a_token_does_what_its_scopes_and_its_owner_may() {
        let (accounts, _dir, _) = accounts().await;
        let ana = accounts.db.account_named("ana").await.unwrap().unwrap();
        let scopes = [Scope::ReportsWrite, Scope::ReportsRead];
        let (id, secret) = accounts
            .add_token(&ana, "feed", &scopes, 30, at(0))
            .await
            .unwrap();
        assert!(secret.starts_with(TOKEN_PREFIX));
        let token = accounts.token(&secret, at(1)).await.unwrap().unwrap();
        assert!(allows(&token, Scope::ReportsWrite, at(1)));
        assert!(!allows(&token, Scope::IncidentsRead, at(1)));
        assert!(
            accounts
                .token(&secret, at(31 * 86_400))
                .await
                .unwrap()
                .is_none()
        );
        accounts
            .add("bo", Role::Administrator, RIGHT, at(0))
            .await
            .unwrap();
        accounts
            .change(ana.id, Some(Role::Reader), None, None)
            .await
            .unwrap();
        let token = accounts.token(&secret, at(2)).await.unwrap().unwrap();
        assert!(
            !allows(&token, Scope::ReportsWrite, at(2))
                && allows(&token, Scope::ReportsRead, at(2))
        );
        accounts.db.revoke_token(id).await.unwrap();
        assert!(accounts.token(&secret, at(2)).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn a_reader_cannot_make_a_token_that_writes() {
        let (accounts, _dir, _) = accounts().await;
        accounts
            .add("bo", Role::Reader, RIGHT, at(0))
            .await
            .unwrap();
        let bo = accounts.db.account_named("bo").await.unwrap().unwrap();
        let made = accounts
            .add_token(&bo, "x", &[Scope::ReportsWrite], 1, at(0))
            .await;
        assert!(matches!(
            made,
            Err(Error::Role {
                needs: Role::Analyst,
                ..
            })
        ));
        for days in [0, TOKEN_DAYS_MAX + 1] {
            let made = accounts.add_token(&bo, "x", &[], days, at(0)).await;
            assert!(matches!(made, Err(Error::Days(_))));
        }
    }

    #[test]
    fn one_time_passwords_are_long_enough_and_differ() {
        let (one, two) = (one_time_password().unwrap(), one_time_password().unwrap());
        assert_ne!(one, two);
        assert!(one.chars().count() >= PASSWORD_MIN, "{one}");
    }

    #[test]
    fn neighbours_in_one_ipv6_network_count_together() {
        let [a, b] = ["2001:db8::1", "2001:db8::ffff"].map(|text| network(text.parse().unwrap()));
        assert_eq!(a, b);
    }
}
