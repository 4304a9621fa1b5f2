//! What errors of the rooms below mean to who asked.

use axum::http::StatusCode;
use watchbell_node::{Error as NodeError, accounts::Error as AccountError};
use watchbell_store::Error as StoreError;

use super::Problem;

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound { what, .. } => Self {
                detail: format!("There is no such {what}.").into(),
                ..Self::NOT_FOUND
            },
            StoreError::Conflict { what, .. } => Self::conflict(format!(
                "This {what} exists already, or somebody else changed it meanwhile."
            )),
            StoreError::Unavailable(_) => Self::unavailable(&error, 2),
            other => Self::internal(&other),
        }
    }
}

impl From<NodeError> for Problem {
    fn from(error: NodeError) -> Self {
        match error {
            NodeError::Busy {
                retry_after_seconds,
            } => Self::unavailable(&"busy", retry_after_seconds),
            NodeError::Refused {
                index,
                field,
                reason,
            } => Self::field(&format!("/{index}/{field}"), reason),
            NodeError::List { reason, .. } => Self::field("/name", reason),
            NodeError::Peer { .. } | NodeError::Policy { .. } | NodeError::Card(_) => {
                Self::conflict(error.to_string())
            }
            NodeError::Stopping => Self::unavailable(&"stopping", 10),
            NodeError::NotSealed { .. } => Self {
                retry_after: Some(1),
                ..Self::said(
                    StatusCode::CONFLICT,
                    "not-sealed",
                    "Not sealed yet",
                    error.to_string(),
                )
            },
            NodeError::Subject(_) | NodeError::Export(..) => Self::conflict(error.to_string()),
            NodeError::Store(error) => error.into(),
            other => Self::internal(&other),
        }
    }
}

impl From<AccountError> for Problem {
    fn from(error: AccountError) -> Self {
        let field = |pointer| Self::field(pointer, error.to_string());
        match error {
            AccountError::Wrong => Self {
                detail: "Name or password is wrong.".into(),
                ..Self::SIGN_IN
            },
            AccountError::Throttled {
                retry_after_seconds,
            } => {
                let seconds = u32::try_from(retry_after_seconds).unwrap_or(u32::MAX);
                Self::too_many(
                    "Too many tries. Wait a little before the next one.",
                    seconds,
                )
            }
            AccountError::Busy { .. } => Self::unavailable(&"too many sign-ins", 2),
            AccountError::Password => field("/password"),
            AccountError::Name(_) => field("/name"),
            AccountError::Scope(_) | AccountError::Role { .. } => field("/scopes"),
            AccountError::Days(_) => field("/days"),
            AccountError::LastAdministrator => {
                Self::conflict("The last administrator has to stay one.")
            }
            AccountError::Store(error) => error.into(),
            other => Self::internal(&other),
        }
    }
}

impl From<askama::Error> for Problem {
    fn from(error: askama::Error) -> Self {
        Self::internal(&format!("template: {error}"))
    }
}
