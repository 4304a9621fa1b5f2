//! What is due when.

use std::{collections::BTreeSet, time::Duration};

use super::{CallId, Key};

/// Whose time it is.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Owner {
    Server(Key),
    Client(Key),
    Call(CallId),
}

/// Times in order, one for each owner at most.
#[derive(Debug, Default)]
pub(super) struct Schedule(BTreeSet<(Duration, Owner)>);

impl Schedule {
    pub(super) fn first(&self) -> Option<Duration> {
        self.0.first().map(|(at, _)| *at)
    }

    /// Takes out whose time has come.
    pub(super) fn take(&mut self, now: Duration) -> Option<Owner> {
        if self.first()? > now {
            return None;
        }
        self.0.pop_first().map(|(_, owner)| owner)
    }

    /// Moves an owner from one time to another.
    pub(super) fn set(&mut self, owner: Owner, old: Option<Duration>, new: Option<Duration>) {
        let mut entry = (Duration::ZERO, owner);
        if let Some(old) = old {
            entry.0 = old;
            self.0.remove(&entry);
        }
        if let Some(new) = new {
            entry.0 = new;
            self.0.insert(entry);
        }
    }
}
