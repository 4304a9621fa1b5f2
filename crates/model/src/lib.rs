//! What Watchbell talks about: reports, findings, verdicts, incidents and actions.
//!
//! Plain data without I/O. Every other crate of the house may see this one;
//! it sees none of them.

mod action;
mod behaviour;
mod error;
mod exchange;
mod id;
mod incident;
pub mod number;
mod policy;
mod record;
mod report;
mod text;
mod time;
mod tlp;
mod verdict;

pub use action::{Action, ActionState, Step, Target, TargetKind};
pub use behaviour::Behaviour;
pub use error::{Error, Result};
pub use exchange::{Direction, Purpose, ReceiptState, Redaction, ShareState, Via};
pub use id::{ActionId, ExportId, IncidentId, ReceiptId, ReportId, ShareId};
pub use incident::{Event, EventKind, Incident, IncidentState, Link, LinkKind};
pub use number::{Nature, Number, Numbers, Party, Region};
pub use policy::{CallPolicy, MessagePolicy};
pub use record::{Outcome, Record, RecordKind};
pub use report::{Channel, Report};
pub use text::CleanText;
pub use time::{Clock, FixedClock, SystemClock, Time};
pub use tlp::Tlp;
pub use verdict::{Class, Finding, Judgement, Span, Verdict};
