//! Who asks the server, and so what there is for them.

use std::sync::Arc;

use watchbell_node::{
    accounts::{Scope, allows},
    peers::{Known, MIRROR, ROOT},
};
use watchbell_store::{TaxiiCollection, TaxiiRoot};

use super::problem::FORBIDDEN;
use crate::{
    app::{App, Caller},
    problem::Problem,
};

/// Who asks.
pub(super) enum Visitor {
    /// Somebody with a token: sees everything but what is for peers, or came from them.
    Caller(Caller),
    /// A peer, with the collection that is for it: it sees that, and nothing else.
    Peer(Arc<Known>, Option<(TaxiiRoot, TaxiiCollection)>),
}

impl Visitor {
    /// Whether they may read, or write.
    pub(super) fn may(&self, app: &App, reads: bool) -> Result<(), Problem> {
        match self {
            Self::Caller(caller) => {
                let scope = if reads {
                    Scope::TaxiiRead
                } else {
                    Scope::TaxiiWrite
                };
                if allows(&caller.0, scope, app.now()) {
                    Ok(())
                } else {
                    Err(Problem::SCOPE)
                }
            }
            Self::Peer(..) if reads => Ok(()),
            Self::Peer(..) => Err(FORBIDDEN),
        }
    }

    /// The roots that there are for them.
    pub(super) async fn roots(&self, app: &App) -> Result<Vec<TaxiiRoot>, Problem> {
        Ok(match self {
            Self::Caller(_) => {
                let all = app.db().taxii_roots().await?.into_iter();
                all.filter(|root| root.name != ROOT && root.name != MIRROR)
                    .collect()
            }
            Self::Peer(_, own) => own.iter().map(|(root, _)| root.clone()).collect(),
        })
    }

    /// The root of a name.
    pub(super) async fn root(&self, app: &App, name: &str) -> Result<TaxiiRoot, Problem> {
        match self {
            Self::Caller(_) if name == ROOT || name == MIRROR => Err(Problem::NOT_FOUND),
            Self::Caller(_) => app.db().taxii_root(name).await?.ok_or(Problem::NOT_FOUND),
            Self::Peer(_, own) => {
                let mut own = own.iter().map(|(root, _)| root);
                let found = own.find(|root| root.name == name);
                found.cloned().ok_or(Problem::NOT_FOUND)
            }
        }
    }

    /// The collections of a root.
    pub(super) async fn collections(
        &self,
        app: &App,
        root: &TaxiiRoot,
    ) -> Result<Vec<TaxiiCollection>, Problem> {
        Ok(match self {
            Self::Caller(_) => app.db().taxii_collections(&root.name).await?,
            Self::Peer(_, own) => own.iter().map(|(_, own)| own.clone()).collect(),
        })
    }

    /// The collection of a root with this UUID or alias.
    pub(super) async fn collection(
        &self,
        app: &App,
        root: &TaxiiRoot,
        id: &str,
    ) -> Result<TaxiiCollection, Problem> {
        let found = match self {
            Self::Caller(_) => app.db().taxii_collection(&root.name, id).await?,
            Self::Peer(_, own) => {
                let mut own = own.iter().map(|(_, own)| own);
                own.find(|one| one.id == id || one.alias == id).cloned()
            }
        };
        found.ok_or(Problem::NOT_FOUND)
    }
}
