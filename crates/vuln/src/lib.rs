//! Vulnerability knowledge: the names of products and packages, and the order of their versions.
//!
//! | module | what it is | I/O |
//! |---|---|---|
//! | [`cpe`] | names of NISTIR 7695, their relations of NISTIR 7696 | none |
//! | [`version`] | the orders of versions that ecosystems define | none |

pub mod cpe;
pub mod version;
