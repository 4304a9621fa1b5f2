//! Vectors against published scores, against independent exact references, and against damage.

mod exhaustive_v2;
mod exhaustive_v3;
mod exhaustive_v4;
mod published;
mod random;
mod realworld;
mod redhat;
mod refused;
mod shared;
mod tables;
