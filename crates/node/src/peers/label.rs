//! A label that is changed: what bears a lower one is called back, and goes anew where it still may.

use std::collections::BTreeMap;

use watchbell_model::{Event, EventKind, IncidentId, Purpose, Tlp};

use super::ROOT;
use crate::{Error, Node, Result};

impl Node {
    /// Changes how far an incident may travel, with a line in its history. Where that is less far than
    /// before, documents on their way or offered are called back; those peers that may have it under
    /// the new label get it anew, but for TLP:RED, which goes only to who is named.
    ///
    /// # Errors
    /// [`Error::Store`], with `NotFound` where there is no such incident.
    pub async fn set_label(&self, id: IncidentId, tlp: Tlp, by: &str) -> Result<()> {
        let event = Event {
            at: self.now(),
            kind: EventKind::State,
            by: by.to_owned(),
            text: format!("TLP:{tlp}"),
        };
        let called_back = self.db.set_incident_tlp(id, tlp, &event, ROOT).await?;
        if tlp == Tlp::Red {
            return Ok(());
        }
        let mut again: BTreeMap<Purpose, Vec<String>> = BTreeMap::new();
        for share in &called_back {
            let peer = self.peers.find(share.peer);
            let names = again.entry(share.purpose).or_default();
            names.extend(peer.map(|known| known.peer.name.clone()));
        }
        for (purpose, names) in again {
            match self.share(&[id], &names, purpose, by).await {
                Ok(_) => {}
                // It was taken off the list in this moment.
                Err(Error::Peer { name, reason }) => {
                    tracing::info!(%id, name, reason, "not shared anew");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
