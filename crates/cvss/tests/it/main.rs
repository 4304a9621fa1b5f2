//! Vectors against published scores, against independent exact references, and against damage.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on stops")]

mod exhaustive_v2;
mod exhaustive_v3;
mod exhaustive_v4;
#[cfg(feature = "serde")]
mod json;
mod published;
mod random;
mod realworld;
mod redhat;
mod refused;
mod shared;
mod tables;
