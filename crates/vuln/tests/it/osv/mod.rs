//! OSV records: read, checked, answered for, made of GitHub's advisories.

mod check;
mod decide;
mod ghsa;
mod read;
