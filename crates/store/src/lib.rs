//! SQLite and PostgreSQL behind one interface: one SQL text, one file an aggregate.
//!
//! ```no_run
//! # async fn example() -> watchbell_store::Result<()> {
//! let db = watchbell_store::Db::open("sqlite:watchbell-data/watchbell.db").await?;
//! println!("{} leaves are sealed", db.leaf_count().await?);
//! # Ok(())
//! # }
//! ```

mod account;
mod action;
mod copy;
mod correlate;
mod cve;
mod db;
mod error;
mod export;
mod idempotency;
mod incident;
mod kept;
mod leaf;
mod peer;
mod postgres;
mod receipt;
mod report;
mod setting;
mod settle;
mod share;
mod sqlite;
mod tally;
mod taxii;
mod value;
mod watch;

pub use account::{Account, Role, Session, Throttle, Token};
pub use action::{ActionChange, ActionFilter, NewAction};
pub use copy::Copied;
pub use correlate::{JOINS_A_VALUE, LINKS_AN_INCIDENT, PARTIES_AN_INCIDENT};
pub use cve::{
    CveCounts, CveEntry, CveFilter, CveHead, CveProduct, Exploited, Fate, NewCve, Probability,
};
pub use db::Db;
pub use error::{Cause, Error, Result};
pub use export::Export;
pub use idempotency::Remembered;
pub use incident::{IncidentFilter, Party, PartyKind};
pub use kept::Kept;
pub use leaf::Leaf;
pub use peer::{Agreement, Peer};
pub use receipt::Receipt;
pub use report::{Accepted, Document, NewReport, StoredReport, StoredVerdict};
pub use settle::{Claim, Job, Outcome, Settled};
pub use share::{Outgoing, Share, ShareFilter};
pub use tally::Tally;
pub use taxii::{
    NewTaxiiObject, TaxiiCollection, TaxiiFilter, TaxiiObject, TaxiiRoot, TaxiiVersion,
};
pub use watch::{Noted, Touch, Watch};
