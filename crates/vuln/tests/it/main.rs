//! Names and versions against the tables of their specifications, of others, and against real records.

mod affected;
mod cpe;
mod csaf;
mod feed;
mod osv;
mod purl;
mod record;
mod sbom;
mod shared;
mod ssvc;
mod version;
