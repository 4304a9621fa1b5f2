//! End to end: the house as its users meet it.
//!
//! The tests are in `tests/it`, one module a subject; `src/bin/load.rs` is the
//! node under load that the crash tests kill.
