//! What a token may do.

use watchbell_model::Time;
use watchbell_store::{Role, Token};

use super::{Error, NAME_MAX, Result};

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
    /// Fetch from collections of TAXII.
    TaxiiRead,
    /// Add to collections of TAXII, and take away.
    TaxiiWrite,
    /// Read the metrics.
    MetricsRead,
    /// Accounts and tokens.
    Admin,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 10] = [
        Self::ReportsWrite,
        Self::ReportsRead,
        Self::IncidentsRead,
        Self::IncidentsWrite,
        Self::ActionsWrite,
        Self::ExportsRead,
        Self::TaxiiRead,
        Self::TaxiiWrite,
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
            Self::TaxiiRead => "taxii:read",
            Self::TaxiiWrite => "taxii:write",
            Self::MetricsRead => "metrics:read",
            Self::Admin => "admin",
        }
    }

    /// Returns the least role whose tokens may have it.
    pub const fn role(self) -> Role {
        match self {
            Self::ReportsRead | Self::IncidentsRead | Self::TaxiiRead | Self::MetricsRead => {
                Role::Reader
            }
            Self::ReportsWrite
            | Self::IncidentsWrite
            | Self::ActionsWrite
            | Self::ExportsRead
            | Self::TaxiiWrite => Role::Analyst,
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
