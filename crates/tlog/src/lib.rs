//! A transparency log that anybody can check: RFC 6962 trees as C2SP tiles, checkpoints, notes and proofs.
//!
//! ```
//! use watchbell_tlog::{log::{Memory, Publisher, Tree}, note::SigningKey, proof::Proof};
//!
//! let key = SigningKey::generate("log.example.org/watch")?;
//! let vkey = key.verifier();
//!
//! let disk = Memory::default();
//! let mut log = Publisher::open(&disk, key)?;
//! log.append(0, &[r#"{"verdict":"unwanted"}"#, r#"{"verdict":"clean"}"#])?;
//!
//! let file = Tree::open(&disk, &vkey)?.prove(0)?.to_string(); // save as x.tlog-proof
//! let shown = Proof::parse(file.as_bytes())?.verify(&vkey)?;  // offline, years later
//! assert_eq!(shown.entry, br#"{"verdict":"unwanted"}"#);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | module | what it is | I/O |
//! |---|---|---|
//! | [`merkle`] | hashes, compact ranges, inclusion and consistency proofs | none |
//! | [`tile`] | paths and contents of hash tiles and entry bundles | none |
//! | [`note`] | signed notes, verifier keys, signing keys | none |
//! | [`checkpoint`] | a signed tree head | none |
//! | [`proof`] | one file that proves one entry, offline | none |
//! | [`canonical`] | one spelling for each JSON value (RFC 8785) | none |
//! | [`log`] | the publisher, the reader and the re-check of a whole tree | through [`log::Backend`] |
//!
//! Whoever only verifies needs `merkle`, `note` and `proof`: all pure functions of their input.
//! How an entry travels from the caller to a signed checkpoint, and what a crash at each step leaves behind, is told in
//! `docs/life-of-a-leaf.md`.
//!
//! # Speed
//!
//! From `cargo bench -p watchbell-tlog` on two shared cores of a Xeon with SHA extensions, entries of 220 bytes; a file sync
//! took 0.2 ms:
//!
//! | what | figure |
//! |---|---|
//! | append in memory, batches of 4096 | 2.1 million leaves/s |
//! | append to disk with all syncs, batches of 256 | 34 000 leaves/s |
//! | append to disk with all syncs, batches of 1000 | 120 000 leaves/s |
//! | proof file of one entry among a million, verified | 0.11 ms |
//! | verify a proof file | 0.055 ms |
//! | canonical JSON of a verdict | 2.1 µs |
//!
//! On a disk that others keep busy (8 ms a sync) batches of 256 went at 14 600 leaves/s and batches of 4096 at 44 000: bring
//! larger batches when the disk is slow.

pub mod canonical;
pub mod checkpoint;
mod codec;
pub mod log;
pub mod merkle;
pub mod note;
pub mod proof;
pub mod tile;

/// Says whose fault a refusal is, so that a caller can tell a broken file from a forged one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// The input is not written as its format asks; whoever made or carried it damaged it.
    Malformed,
    /// The input is well formed but not signed by a key the caller trusts.
    NotTrusted,
    /// The input is well formed, yet its parts contradict each other or what was signed.
    Contradiction,
    /// The caller asked for something impossible, or the log's own storage failed.
    Ours,
}
