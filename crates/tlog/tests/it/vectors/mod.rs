//! Published vectors: Merkle proofs, signed notes, a log written by another implementation.

mod addresses;
mod merkle;
mod notes;
mod tessera;
