//! Bad input gets a clear message and the right exit code: never a panic,
//! never a loss.

mod files;
mod machine;
mod reports;
