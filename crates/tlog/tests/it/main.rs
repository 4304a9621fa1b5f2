//! The log against published vectors, against crashes, and against single flipped bits.

mod flips;
mod growth;
mod shared;
mod storage;
mod vectors;
