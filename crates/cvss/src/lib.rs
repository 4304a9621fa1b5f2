//! The Common Vulnerability Scoring System (ITU-T X.1521), versions 2.0, 3.0, 3.1 and 4.0: strict and exact.
//!
//! ```
//! use watchbell_cvss::{Severity, Vector, v3};
//!
//! let vector = Vector::parse("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")?;
//! assert_eq!(vector.score().to_string(), "9.8");
//! assert_eq!(vector.severity(), Severity::Critical);
//!
//! let Vector::V3(vector) = vector else { unreachable!() };
//! let local = vector.with(v3::AttackVector::Local);
//! assert_eq!(local.to_string(), "CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H");
//! assert_eq!(local.score().tenths(), 84);
//!
//! let error = Vector::parse("CVSS:3.1/AV:N/AC:L/PR:N/UI:n/S:U/C:H/I:H/A:H").unwrap_err();
//! assert_eq!(error.to_string(), "unknown value \"n\" of metric UI at byte 27");
//! # Ok::<(), watchbell_cvss::Error>(())
//! ```
//!
//! Nothing allocates and nothing needs `std`. Scores are computed in integers from the decimal weights of the
//! specifications, never in floating point; where a widespread program differs, the module of the version says so.
#![no_std]

mod error;
mod metric;
mod scan;
mod score;
pub mod v2;
pub mod v3;
pub mod v4;
mod vector;

pub use error::{Error, Word};
pub use metric::{Group, Metric, Typed, Value};
pub use score::{Score, Severity};
pub use vector::{Vector, Version};

/// How many bytes a vector may have. The longest that is valid, in v4.0 with every metric, has fewer than 200.
pub const MAX_LENGTH: usize = 256;

/// How many bytes `CVSS:3.1/` has.
pub(crate) const PREFIX: usize = 9;
