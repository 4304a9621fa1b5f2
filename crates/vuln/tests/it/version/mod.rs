//! Orders of versions.

mod laws;
mod names;
mod orders;
mod refused;
mod rpm_table;
