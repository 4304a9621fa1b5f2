//! Labels of incidents: where one is raised, what bears the lower one is called back.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use watchbell_model::{Event, IncidentId, ShareState, Time, Tlp, Via};

use super::{COLUMNS, Share, read};
use crate::{Db, Result, db::Tx, incident::missing};

/// Why what bears a lower label than its incident does not go.
const RAISED: &str = "the label of the incident was raised";

impl Db {
    /// Changes how far an incident may travel, which makes a new revision of it. What waits for peers,
    /// or is still offered to them, and bears a lower label is called back in the same moment, also out
    /// of their collections of the TAXII root `root`; returns what was called back.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] where there is no such incident.
    pub async fn set_incident_tlp(
        &self,
        id: IncidentId,
        tlp: Tlp,
        event: &Event,
        root: &str,
    ) -> Result<Vec<Share>> {
        let mut tx = self.begin().await?;
        tx.lock_labels().await?;
        let Some(before) = tx.label(id).await? else {
            return Err(missing(id));
        };
        if tlp == before {
            return Ok(Vec::new());
        }
        let sql = "UPDATE incident SET tlp = $1, updated_at = $2 WHERE id = $3";
        let values = vec![tlp.as_str().into(), event.at.into(), id.0.into()];
        tx.execute(sql, values).await?;
        tx.note(id, event).await?;
        let called_back = tx.call_back(id, tlp, root, event.at).await?;
        tx.commit().await?;
        Ok(called_back)
    }
}

impl Tx {
    /// Returns the label of an incident; nothing where there is none of that number.
    pub(super) async fn label(&mut self, id: IncidentId) -> Result<Option<Tlp>> {
        let sql = "SELECT tlp FROM incident WHERE id = $1";
        let rows = self.query(sql, vec![id.0.into()]).await?;
        rows.first().map(|row| row.parse(0, "tlp")).transpose()
    }

    /// Calls back what waits of an incident, or is still offered, and bears a lower label.
    async fn call_back(
        &mut self,
        id: IncidentId,
        tlp: Tlp,
        root: &str,
        now: Time,
    ) -> Result<Vec<Share>> {
        // By TAXII, what an earlier revision left in a collection goes, too.
        let sql = format!(
            "SELECT {COLUMNS}, body FROM share WHERE incident_id = $1 \
             AND (via = 'taxii' OR state = 'waiting' OR state = 'delivered' AND via <> 'rid') ORDER BY id"
        );
        let rows = self.query(&sql, vec![id.0.into()]).await?;
        let shares = rows.iter().map(|row| read(row, true));
        let mut shares: Vec<Share> = shares.collect::<Result<_>>()?;
        shares.retain(|share| share.tlp < tlp);
        let sql = "UPDATE share SET state = 'withdrawn', done_at = $2, error = $3 \
                   WHERE id = $1 AND state IN ('waiting', 'delivered')";
        for share in &shares {
            let values = vec![share.id.0.into(), now.into(), RAISED.into()];
            self.execute(sql, values).await?;
        }
        for share in shares.iter().filter(|share| share.via == Via::Taxii) {
            self.take_from_collection(share, root).await?;
        }
        shares.retain(|share| matches!(share.state, ShareState::Waiting | ShareState::Delivered));
        Ok(shares)
    }

    /// Takes the objects of a document out of its peer's collection, but for those that another
    /// document there has as well.
    async fn take_from_collection(&mut self, share: &Share, root: &str) -> Result<()> {
        let sql = "SELECT c.key FROM taxii_collection c JOIN peer p ON p.name = c.alias \
                   WHERE c.root = $1 AND p.id = $2";
        let rows = self
            .query(sql, vec![root.into(), share.peer.into()])
            .await?;
        let Some(row) = rows.first() else {
            return Ok(());
        };
        let collection = row.int(0)?;
        let sql = "SELECT 1 FROM share WHERE peer_id = $1 AND via = 'taxii' \
                   AND state IN ('waiting', 'delivered') AND body LIKE $2 LIMIT 1";
        for id in identifiers(&share.body) {
            let values = vec![share.peer.into(), format!("%{id}%").into()];
            if self.query(sql, values).await?.is_empty() {
                let sql = "DELETE FROM taxii_object WHERE collection = $1 AND id = $2";
                self.execute(sql, vec![collection.into(), id.into()])
                    .await?;
            }
        }
        Ok(())
    }
}

/// The identifiers of the objects of a document.
fn identifiers(body: &str) -> BTreeSet<String> {
    let objects: Vec<Json> = serde_json::from_str(body).unwrap_or_default();
    let ids = objects.iter().filter_map(|object| object["id"].as_str());
    ids.map(str::to_owned).collect()
}
