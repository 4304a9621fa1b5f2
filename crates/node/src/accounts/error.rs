//! Why somebody does not come in.

use thiserror::Error;
use watchbell_store::{Error as StoreError, Role};

use super::{NAME_MAX, PASSWORD_MAX, PASSWORD_MIN, Scope, TOKEN_DAYS_MAX};

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
    #[error("{0:?} is not a name: 1 to {NAME_MAX} of a-z, A-Z, 0-9, . _ - @ and inner spaces")]
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
