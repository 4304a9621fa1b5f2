//! Names and versions against the tables of their specifications, of others, and against real records.

mod cpe;
mod purl;
mod shared;
mod version;
