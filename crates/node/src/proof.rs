//! Proofs that something was sealed: made from the published tiles, verified
//! from the file alone.

use serde::Serialize;
use watchbell_model::ReportId;
use watchbell_tlog::{log::Directory, log::Tree, note::VerifierKey, proof::Proof};

use crate::{Error, Node, Result};

/// What a proof that holds shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verified {
    /// The log that the proof is about.
    pub origin: String,
    /// The leaf's number.
    pub index: u64,
    /// Leaves that the checkpoint covers.
    pub size: u64,
    /// What was sealed.
    pub leaf: serde_json::Value,
}

/// Why a proof does not hold.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The key to verify with is no key.
    #[error("the key {0:?} is not a C2SP verifier key: {1}")]
    Key(String, watchbell_tlog::note::Error),
    /// The proof failed.
    #[error("the proof does not hold: {0}")]
    Proof(#[from] watchbell_tlog::proof::Error),
    /// The leaf is proven but holds no JSON.
    #[error("the proof holds, but its leaf is not JSON")]
    Leaf,
}

/// Verifies a `.tlog-proof` file against the log's key; needs no node.
///
/// # Errors
/// [`Refusal`] says which part failed.
pub fn verify(file: &[u8], vkey: &str) -> Result<Verified, Refusal> {
    let key: VerifierKey = vkey
        .trim()
        .parse()
        .map_err(|error| Refusal::Key(vkey.trim().chars().take(80).collect(), error))?;
    let shown = Proof::parse(file)?.verify(&key)?;
    Ok(Verified {
        leaf: serde_json::from_slice(&shown.entry).map_err(|_| Refusal::Leaf)?,
        origin: shown.checkpoint.origin,
        index: shown.index,
        size: shown.checkpoint.size,
    })
}

impl Node {
    /// Returns the text of a proof file for a report's verdict (its id), an
    /// action (`act-7`), an export (`exp-3`), an incident that a vulnerability
    /// opened (`inc-2`) or a leaf (`leaf-12`).
    ///
    /// For an action or a vulnerability it proves the latest change.
    ///
    /// # Errors
    /// [`Error::Subject`] for anything else, [`Error::NotSealed`] until the
    /// next checkpoint, [`Error::Log`] when the tiles are damaged.
    pub async fn proof(&self, subject: &str) -> Result<String> {
        let leaf = self.leaf_of(subject).await?;
        if leaf >= self.sealed() {
            return Err(Error::NotSealed {
                subject: subject.to_owned(),
                leaf,
            });
        }
        let folder = Directory::reading(self.config.log_folder());
        let key = self.keys.log.verifier();
        let proven = tokio::task::spawn_blocking(move || {
            Tree::open(folder, &key)?.prove(u64::try_from(leaf).unwrap_or_default())
        });
        let proof = proven
            .await
            .map_err(|error| Error::Worker(error.to_string()))??;
        Ok(proof.to_string())
    }

    /// Returns the number of the leaf that speaks of `subject`.
    async fn leaf_of(&self, subject: &str) -> Result<i64> {
        let unknown = || Error::Subject(subject.chars().take(80).collect());
        if let Ok(id) = subject.parse::<ReportId>() {
            let report = self.db.report(id).await?.ok_or_else(unknown)?;
            let verdict = report.verdict.ok_or_else(|| Error::NotSealed {
                subject: subject.to_owned(),
                leaf: -1,
            })?;
            return Ok(verdict.leaf);
        }
        if let Some(number) = subject.strip_prefix("leaf-") {
            let leaf: i64 = number.parse().map_err(|_| unknown())?;
            let there = (0..self.db.leaf_count().await?).contains(&leaf);
            return there.then_some(leaf).ok_or_else(unknown);
        }
        let seals = self.db.seals(subject).await?;
        seals.last().copied().ok_or_else(unknown)
    }
}
