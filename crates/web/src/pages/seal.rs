//! Proofs on pages: made, verified and shown, or downloaded.

use axum::{extract::State, response::Response};
use watchbell_node::{Error, proof};

use super::file;
use crate::{
    app::{App, In},
    problem::Problem,
};

/// What a proof of one decision says.
#[derive(Debug)]
pub(super) enum Seal {
    /// It was made and verified.
    Holds {
        /// What names the decision.
        subject: String,
        /// What it shows.
        verified: Shown,
    },
    /// The next checkpoint will cover it.
    Waits,
    /// It could not be made, or does not hold.
    Fails(String),
}

/// What a proof that holds shows.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) origin: String,
    index: u64,
    size: u64,
    leaf: serde_json::Value,
}

impl Shown {
    pub(super) fn number(&self) -> i64 {
        i64::try_from(self.index).unwrap_or(i64::MAX)
    }

    pub(super) fn leaves(&self) -> i64 {
        i64::try_from(self.size).unwrap_or(i64::MAX)
    }

    pub(super) fn leaf_text(&self) -> String {
        serde_json::to_string_pretty(&self.leaf).unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn sample() -> Self {
        Self {
            origin: "watchbell.example".to_owned(),
            index: 7,
            size: 9,
            leaf: serde_json::json!({"kind": "<verdict>"}),
        }
    }
}

impl From<proof::Verified> for Shown {
    fn from(verified: proof::Verified) -> Self {
        Self {
            origin: verified.origin,
            index: verified.index,
            size: verified.size,
            leaf: verified.leaf,
        }
    }
}

impl Seal {
    pub(super) fn holds(&self) -> bool {
        matches!(self, Self::Holds { .. })
    }

    /// Makes and verifies the proof of `subject`.
    pub(super) async fn of(app: &App, subject: &str) -> Self {
        let text = match app.node.proof(subject).await {
            Ok(text) => text,
            Err(Error::NotSealed { .. } | Error::Subject(_)) => return Self::Waits,
            Err(error) => {
                tracing::error!(%error, "a proof could not be made");
                return Self::Fails("the log could not be read; its keeper finds the reason in the program’s own log".to_owned());
            }
        };
        match proof::verify(text.as_bytes(), app.node.vkey()) {
            Ok(verified) => Self::Holds {
                subject: subject.to_owned(),
                verified: verified.into(),
            },
            Err(refusal) => Self::Fails(refusal.to_string()),
        }
    }
}

/// Sends the proof of a report, an action, an export or a leaf.
pub(super) async fn download(
    State(app): State<App>,
    In(subject): In<String>,
) -> Result<Response, Problem> {
    let text = app.node.proof(&subject).await?;
    Ok(file(
        text,
        "text/plain; charset=utf-8",
        &format!("{subject}.tlog-proof"),
    ))
}
