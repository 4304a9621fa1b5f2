//! Orders of versions.

mod laws;
mod orders;
mod refused;
mod rpm_table;
