//! Exports of incidents: what left the house, to be proven later.

use watchbell_model::{Event, EventKind, ExportId, IncidentId, Time};

use crate::{Db, Result};

/// An export that was sealed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Export {
    /// Its number.
    pub id: ExportId,
    /// The incident.
    pub incident: IncidentId,
    /// The format, as on the command line.
    pub format: String,
    /// Salted digest of the document: what the leaf holds.
    pub digest: String,
    /// The salt.
    pub salt: Vec<u8>,
    /// Who made it.
    pub by: String,
    /// When.
    pub at: Time,
}

impl Db {
    /// Records an export, notes it in the incident's history and seals it;
    /// returns its number. The number in `export` is not read.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database cannot take it now.
    pub async fn add_export(
        &self,
        export: &Export,
        leaf: impl Fn(ExportId) -> String,
    ) -> Result<ExportId> {
        let mut tx = self.begin().await?;
        tx.lock_log().await?;
        let id = ExportId(tx.next("export", "id").await?.max(1));
        tx.insert(
            "export (id, incident_id, format, digest, salt, made_by, made_at)",
            7,
            vec![
                id.0.into(),
                export.incident.0.into(),
                export.format.as_str().into(),
                export.digest.as_str().into(),
                export.salt.clone().into(),
                export.by.as_str().into(),
                export.at.into(),
            ],
            "",
        )
        .await?;
        let event = Event {
            at: export.at,
            kind: EventKind::Exported,
            by: export.by.clone(),
            text: format!("{id}, {}", export.format),
        };
        tx.note(export.incident, &event).await?;
        tx.seal(&id.to_string(), leaf(id)).await?;
        tx.commit().await?;
        Ok(id)
    }
}
