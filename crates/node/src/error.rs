use thiserror::Error;
use watchbell_model::IncidentId;

/// Anything that can keep a node from doing what it was asked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// More came in than can be made durable now; nothing of it was taken.
    #[error("too much is waiting; try again in {retry_after_seconds} s")]
    Busy {
        /// When to try again.
        retry_after_seconds: u32,
    },
    /// A report that no node takes.
    #[error("report {index}: {field}: {reason}")]
    Refused {
        /// Its place in what was submitted, from 0.
        index: usize,
        /// The field at fault.
        field: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// Something keeps going wrong, and nothing moves.
    #[error("nothing moved for {seconds} s: {reason}")]
    Stuck {
        /// For how long.
        seconds: u64,
        /// What goes wrong.
        reason: String,
    },
    /// The node is shutting down.
    #[error("the node is stopping")]
    Stopping,
    /// Something in the configuration that cannot work.
    #[error("configuration: {key}: {reason}")]
    Config {
        /// The key, with its part: `web.listen`.
        key: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A file or folder of the node.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A key file that holds no key.
    #[error("{path} holds no usable key: {reason}")]
    Key {
        /// Which.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Another process is the node of this folder.
    #[error("another watchbell is running on {path}")]
    InUse {
        /// The folder.
        path: String,
    },
    /// The database was filled under other keys than this node has.
    #[error("the database belongs to another {what}; give this node the same key files")]
    OtherKeys {
        /// `log key` or `secret`.
        what: &'static str,
    },
    /// What is not in the log yet.
    #[error("{subject} is not sealed yet; its leaf {leaf} waits for the next checkpoint")]
    NotSealed {
        /// What was asked for.
        subject: String,
        /// Its leaf.
        leaf: i64,
    },
    /// What names nothing that can be proven.
    #[error(
        "{0:?} names no report, vulnerability incident (inc-1), action (act-1), export (exp-1) or leaf (leaf-0)"
    )]
    Subject(String),
    /// A list of what somebody runs that no node keeps.
    #[error("list {name:?}: {reason}")]
    List {
        /// What it was to be called.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// An incident too large to export whole.
    #[error("{0} cannot be exported: {1}")]
    Export(IncidentId, String),
    /// A peer that cannot be exchanged with as it is.
    #[error("peer {name}: {reason}")]
    Peer {
        /// Which.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// What may not go to a peer, or not come from it.
    #[error("peer {peer}: {reason}")]
    Policy {
        /// Which.
        peer: String,
        /// Why not.
        reason: crate::peers::policy::Reason,
    },
    /// What a peer did not do.
    #[error(transparent)]
    Exchange(#[from] crate::peers::Failure),
    /// What is no card of a peer.
    #[error("this is no card of a peer: {0}")]
    Card(String),
    /// What was to be added to a collection is no envelope of objects.
    #[error(transparent)]
    Envelope(watchbell_formats::taxii::Error),
    /// See [`watchbell_store::Error`].
    #[error(transparent)]
    Store(#[from] watchbell_store::Error),
    /// See [`watchbell_tlog::log::Error`].
    #[error("log: {0}")]
    Log(#[from] watchbell_tlog::log::Error),
    /// A part of the program ended that must not.
    #[error("a worker ended unexpectedly: {0}")]
    Worker(String),
}

/// Shorthand for a result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;
