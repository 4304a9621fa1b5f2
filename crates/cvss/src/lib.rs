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
//! | module | what it is |
//! |---|---|
//! | [`v2`], [`v3`], [`v4`] | typed vectors: how each version is read, scored and printed |
//! | the root | [`Vector`] of any version, [`Metric`] tables to draw a calculator from, [`Score`], [`Error`] |
//! | `json` | FIRST's JSON form, with feature `serde`, which needs an allocator |
//!
//! Nothing else allocates and nothing needs `std`. Scores are computed in integers from the decimal weights of the
//! specifications, never in floating point; where a widespread program differs, the module of the version says so.
//!
//! # Speed
//!
//! Parsing and scoring one vector, from `cargo bench -p watchbell-cvss` on two shared cores of an EPYC, beside crates
//! `polycvss` 0.4.0 and `cvss` 3.0.0 in the same run:
//!
//! | vectors | this crate | `polycvss` | `cvss` |
//! |---|---|---|---|
//! | v2.0 real | 48 ns | 118 ns, 2.5× | 278 ns, 5.8× |
//! | v2.0 random | 129 ns | 361 ns, 2.8× | 647 ns, 5.0× |
//! | v3.1 real | 66 ns | 183 ns, 2.8× | 679 ns, 10× |
//! | v3.1 random | 128 ns | 571 ns, 4.5× | 1.4 µs, 11× |
//! | v4.0 base | 56 ns | 456 ns, 8.1× | 6.1 µs, 109× |
//! | v4.0 real | 70 ns | 398 ns, 5.7× | 3.3 µs, 47× |
//! | v4.0 random | 143 ns | 1.1 µs, 7.8× | 10 µs, 70× |
//!
//! Real vectors are those of CVE records, most without optional metrics; random ones have every metric.
#![no_std]

#[cfg(feature = "serde")]
extern crate alloc;

mod error;
#[cfg(feature = "serde")]
pub mod json;
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
