use serde::{Deserialize, Serialize};

use crate::{ActionId, IncidentId, Time, id::words};

words! {
    /// The ladder of X.1246 clause 7.2.4 and X.1247, mildest first.
    #[derive(Default)]
    pub enum Step: "step" {
        /// Watch and count.
        #[default]
        Observe = "observe",
        /// Tell the originator or its operator.
        Warn = "warn",
        /// Slow down or challenge.
        Restrict = "restrict",
        /// Refuse its messages or calls, or resolve its name to nothing.
        Block = "block",
        /// Ask the network it came from who it is.
        TraceBack = "trace-back",
    }
}

words! {
    /// Where an action stands.
    #[derive(Default)]
    pub enum ActionState: "action state" {
        /// Written down as what would be done, without effect.
        DryRun = "dry-run",
        /// Waits for a person.
        #[default]
        Proposed = "proposed",
        /// In force.
        Active = "active",
        /// Its time ran out.
        Expired = "expired",
        /// Taken back by a person.
        Reversed = "reversed",
        /// Refused by a person or by the safety stop.
        Refused = "refused",
    }
}

words! {
    /// What an action is taken on.
    pub enum TargetKind: "target kind" {
        /// A number, sender name or address.
        Originator = "originator",
        /// A host name.
        Host = "host",
    }
}

/// What an action is taken on.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Target {
    /// What kind of value.
    pub kind: TargetKind,
    /// The value itself.
    pub value: String,
}

/// One step taken, or proposed, against one target.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Action {
    /// Its number.
    pub id: ActionId,
    /// Why: the incident it answers.
    pub incident: IncidentId,
    /// Against whom.
    pub target: Target,
    /// How hard.
    pub step: Step,
    /// Where it stands.
    pub state: ActionState,
    /// Why, in words.
    pub reason: String,
    /// Who approved it: a user's name, `policy`, or nobody yet.
    pub approved_by: Option<String>,
    /// An appeal against it, in the words of who made it.
    pub appeal: Option<String>,
    /// When it was made.
    pub created_at: Time,
    /// When it ends by itself.
    pub expires_at: Time,
}
