//! Accounts, sessions, API tokens and failed sign-ins. Secrets are kept as
//! digests or argon2id hashes only.

use serde::{Deserialize, Serialize};
use watchbell_model::Time;

use crate::{Db, Error, Result, value::Row};

/// What an account may do.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Look.
    Reader,
    /// Look, note, approve, reverse, export.
    Analyst,
    /// All of it, and accounts and tokens.
    Administrator,
}

impl Role {
    /// Every role, the least first.
    pub const ALL: [Self; 3] = [Self::Reader, Self::Analyst, Self::Administrator];

    /// Returns the word that stands for it outside.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Analyst => "analyst",
            Self::Administrator => "administrator",
        }
    }
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::str::FromStr for Role {
    type Err = watchbell_model::Error;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|role| role.as_str() == word);
        found.ok_or_else(|| watchbell_model::Error::Unknown {
            what: "role",
            value: word.chars().take(watchbell_model::Error::SHOWN).collect(),
            expected: "reader analyst administrator",
        })
    }
}

/// Somebody who may sign in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Account {
    /// Its number.
    pub id: i64,
    /// The name to sign in with.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// argon2id hash in PHC form.
    pub password: String,
    /// When it was made.
    pub created_at: Time,
    /// Whether signing in is refused.
    pub disabled: bool,
}

/// Somebody who is signed in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Session {
    /// Who.
    pub account: Account,
    /// The token that forms must carry.
    pub csrf: String,
    /// When they signed in.
    pub created_at: Time,
    /// When they were last seen, to the minute or so.
    pub seen_at: Time,
}

/// A key to the API.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Token {
    /// Its number.
    pub id: i64,
    /// Whose it is; it can do no more than they can.
    pub account: Account,
    /// What it is for.
    pub name: String,
    /// What it may do, words separated by spaces.
    pub scopes: String,
    /// When it was made.
    pub created_at: Time,
    /// When it stops working.
    pub expires_at: Time,
    /// Whether it was taken back.
    pub revoked: bool,
}

/// Failed sign-ins of one subject.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Throttle {
    /// How many in a row.
    pub failures: i64,
    /// Until when further ones are refused unread.
    pub blocked_until: Time,
}

const ACCOUNT: &str = "a.id, a.name, a.role, a.password, a.created_at, a.disabled";

impl Db {
    /// Makes an account and returns its number.
    ///
    /// # Errors
    /// [`Error::Conflict`] when the name is taken.
    pub async fn add_account(
        &self,
        name: &str,
        role: Role,
        password: &str,
        now: Time,
    ) -> Result<i64> {
        let mut tx = self.begin().await?;
        let rows = tx
            .insert(
                "account (name, role, password, created_at, disabled)",
                5,
                vec![
                    name.into(),
                    role.as_str().into(),
                    password.into(),
                    now.into(),
                    false.into(),
                ],
                "RETURNING id",
            )
            .await
            .map_err(|error| match error {
                Error::Unique(_) => Error::Conflict {
                    what: "account",
                    id: name.to_owned(),
                },
                other => other,
            })?;
        tx.commit().await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }

    /// Returns the account with this name.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database cannot be reached.
    pub async fn account_named(&self, name: &str) -> Result<Option<Account>> {
        let sql = format!("SELECT {ACCOUNT} FROM account a WHERE a.name = $1");
        self.query_one(&sql, vec![name.into()])
            .await?
            .as_ref()
            .map(account)
            .transpose()
    }

    /// Returns every account, by name.
    ///
    /// # Errors
    /// See [`Db::account_named`].
    pub async fn accounts(&self) -> Result<Vec<Account>> {
        let sql = format!("SELECT {ACCOUNT} FROM account a ORDER BY a.name");
        self.query(&sql, vec![])
            .await?
            .iter()
            .map(account)
            .collect()
    }

    /// Changes an account's role, password or whether it may sign in; ends its
    /// sessions, so that the change holds at once.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such account.
    pub async fn change_account(
        &self,
        id: i64,
        role: Option<Role>,
        password: Option<&str>,
        disabled: Option<bool>,
    ) -> Result<()> {
        let mut tx = self.begin().await?;
        let touched = tx
            .execute(
                "UPDATE account SET role = COALESCE($1, role), password = COALESCE($2, password), \
                 disabled = COALESCE($3, disabled) WHERE id = $4",
                vec![
                    role.map(|role| role.as_str().to_owned()).into(),
                    password.map(str::to_owned).into(),
                    disabled.map(i64::from).into(),
                    id.into(),
                ],
            )
            .await?;
        if touched == 0 {
            return Err(Error::NotFound {
                what: "account",
                id: id.to_string(),
            });
        }
        tx.execute("DELETE FROM session WHERE account_id = $1", vec![id.into()])
            .await?;
        tx.commit().await
    }

    /// Starts a session under the digest of its cookie.
    ///
    /// # Errors
    /// See [`Db::account_named`].
    pub async fn add_session(
        &self,
        digest: &[u8],
        account: i64,
        csrf: &str,
        now: Time,
    ) -> Result<()> {
        self.execute(
            "INSERT INTO session (digest, account_id, csrf, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)",
            vec![digest.into(), account.into(), csrf.into(), now.into()],
        )
        .await
        .map(drop)
    }

    /// Returns the session under this digest, of an account that may sign in.
    ///
    /// # Errors
    /// See [`Db::account_named`].
    pub async fn session(&self, digest: &[u8]) -> Result<Option<Session>> {
        let sql = format!(
            "SELECT {ACCOUNT}, s.csrf, s.created_at, s.seen_at FROM session s JOIN account a ON a.id = s.account_id \
             WHERE s.digest = $1 AND a.disabled = 0"
        );
        let row = self.query_one(&sql, vec![digest.into()]).await?;
        row.map(|row| {
            Ok(Session {
                account: account(&row)?,
                csrf: row.text(6)?,
                created_at: row.time(7)?,
                seen_at: row.time(8)?,
            })
        })
        .transpose()
    }

    /// Notes that a session is in use.
    ///
    /// # Errors
    /// See [`Db::account_named`].
    pub async fn touch_session(&self, digest: &[u8], now: Time) -> Result<()> {
        self.execute(
            "UPDATE session SET seen_at = $1 WHERE digest = $2",
            vec![now.into(), digest.into()],
        )
        .await
        .map(drop)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// See [`Db::account_named`].
    pub async fn end_session(&self, digest: &[u8]) -> Result<()> {
        self.execute("DELETE FROM session WHERE digest = $1", vec![digest.into()])
            .await
            .map(drop)
    }

    /// Ends sessions that were not seen since `idle` or began before `old`.
    ///
    /// # Errors
    /// See [`Db::account_named`].
    pub async fn end_old_sessions(&self, idle: Time, old: Time) -> Result<u64> {
        self.execute(
            "DELETE FROM session WHERE seen_at < $1 OR created_at < $2",
            vec![idle.into(), old.into()],
        )
        .await
    }

    /// Makes an API token under the digest of its secret; returns its number.
    ///
    /// # Errors
    /// See [`Db::account_named`].
    pub async fn add_token(
        &self,
        digest: &[u8],
        account: i64,
        name: &str,
        scopes: &str,
        now: Time,
        expires_at: Time,
    ) -> Result<i64> {
        let mut tx = self.begin().await?;
        let rows = tx
            .insert(
                "token (digest, account_id, name, scopes, created_at, expires_at, revoked)",
                7,
                vec![
                    digest.into(),
                    account.into(),
                    name.into(),
                    scopes.into(),
                    now.into(),
                    expires_at.into(),
                    false.into(),
                ],
                "RETURNING id",
            )
            .await?;
        tx.commit().await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }

    /// Returns the token under this digest, whatever its state.
    ///
    /// # Errors
    /// See [`Db::account_named`].
    pub async fn token(&self, digest: &[u8]) -> Result<Option<Token>> {
        let sql = format!("{TOKENS} WHERE t.digest = $1");
        self.query_one(&sql, vec![digest.into()])
            .await?
            .as_ref()
            .map(token)
            .transpose()
    }

    /// Returns the tokens of one account, or of all, newest first.
    ///
    /// # Errors
    /// See [`Db::account_named`].
    pub async fn tokens(&self, account: Option<i64>) -> Result<Vec<Token>> {
        let sql = format!(
            "{TOKENS} WHERE CAST($1 AS BIGINT) IS NULL OR t.account_id = $1 ORDER BY t.id DESC"
        );
        self.query(&sql, vec![account.into()])
            .await?
            .iter()
            .map(token)
            .collect()
    }

    /// Takes a token back.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such token.
    pub async fn revoke_token(&self, id: i64) -> Result<()> {
        match self
            .execute(
                "UPDATE token SET revoked = 1 WHERE id = $1",
                vec![id.into()],
            )
            .await?
        {
            0 => Err(Error::NotFound {
                what: "token",
                id: id.to_string(),
            }),
            _ => Ok(()),
        }
    }

    /// Returns how often `subject` (a keyed digest of a name or an address)
    /// failed to sign in.
    ///
    /// # Errors
    /// See [`Db::account_named`].
    pub async fn throttle(&self, subject: &[u8]) -> Result<Throttle> {
        let sql = "SELECT failures, blocked_until FROM attempt WHERE subject = $1";
        let row = self.query_one(sql, vec![subject.into()]).await?;
        row.map_or(Ok(Throttle::default()), |row| {
            Ok(Throttle {
                failures: row.int(0)?,
                blocked_until: row.time(1)?,
            })
        })
    }

    /// Records one more failure and until when the next try is refused.
    ///
    /// # Errors
    /// See [`Db::account_named`].
    pub async fn add_failure(&self, subject: &[u8], blocked_until: Time, now: Time) -> Result<()> {
        self.execute(
            "INSERT INTO attempt (subject, failures, blocked_until, failed_at) VALUES ($1, 1, $2, $3) \
             ON CONFLICT (subject) DO UPDATE SET failures = attempt.failures + 1, \
             blocked_until = excluded.blocked_until, failed_at = excluded.failed_at",
            vec![subject.into(), blocked_until.into(), now.into()],
        )
        .await
        .map(drop)
    }

    /// Forgets the failures of `subject`, who has signed in.
    ///
    /// # Errors
    /// See [`Db::account_named`].
    pub async fn clear_failures(&self, subject: &[u8]) -> Result<()> {
        self.execute(
            "DELETE FROM attempt WHERE subject = $1",
            vec![subject.into()],
        )
        .await
        .map(drop)
    }

    /// Forgets failures before `limit`; returns how many subjects.
    ///
    /// # Errors
    /// See [`Db::account_named`].
    pub async fn forget_failures(&self, limit: Time) -> Result<u64> {
        self.execute(
            "DELETE FROM attempt WHERE failed_at < $1",
            vec![limit.into()],
        )
        .await
    }
}

const TOKENS: &str = "SELECT a.id, a.name, a.role, a.password, a.created_at, a.disabled, \
    t.id, t.name, t.scopes, t.created_at, t.expires_at, t.revoked \
    FROM token t JOIN account a ON a.id = t.account_id";

fn account(row: &Row) -> Result<Account> {
    Ok(Account {
        id: row.int(0)?,
        name: row.text(1)?,
        role: row.parse(2, "role")?,
        password: row.text(3)?,
        created_at: row.time(4)?,
        disabled: row.int(5)? != 0,
    })
}

fn token(row: &Row) -> Result<Token> {
    Ok(Token {
        account: account(row)?,
        id: row.int(6)?,
        name: row.text(7)?,
        scopes: row.text(8)?,
        created_at: row.time(9)?,
        expires_at: row.time(10)?,
        revoked: row.int(11)? != 0,
    })
}
