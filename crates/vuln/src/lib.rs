//! Vulnerability knowledge (ITU-T X.1520): CVE records, the names of products, the order of versions, and
//! whether a version is affected.
//!
//! ```
//! use std::cmp::Ordering;
//! use watchbell_vuln::{cpe::Cpe, purl::Purl, version::Scheme};
//!
//! let name: Cpe = "cpe:/a:Apache:log4j:2.14.1".parse()?;
//! assert_eq!(name.as_str(), "cpe:2.3:a:apache:log4j:2.14.1:*:*:*:*:*:*:*");
//!
//! let package: Purl = "pkg:PyPI/Django_package@1.11.1".parse()?;
//! assert_eq!(package.to_string(), "pkg:pypi/django-package@1.11.1");
//!
//! assert_eq!(Scheme::Deb.compare("1.0~rc1", "1.0")?, Ordering::Less);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | module | what it is | I/O |
//! |---|---|---|
//! | [`feed`] | CVE records, KEV and EPSS lists out of files, folders and archives | reads files |
//! | [`record`] | CVE records: read, kept whole, summed up | none |
//! | [`osv`] | OSV records: read, kept whole, checked, made of GitHub's advisories | none |
//! | [`affected`] | is this version affected: three answers, each with its rule | none |
//! | [`ssvc`] | CISA's decision points in words, and its decision | none |
//! | [`component`] | what somebody has, and by which names records may speak of it | none |
//! | [`sbom`] | lists of components: CycloneDX, SPDX, an inventory as CSV | none |
//! | [`names`] | products' names, spelled alike | none |
//! | [`cpe`] | names of NISTIR 7695, their relations of NISTIR 7696 | none |
//! | [`purl`] | package URLs, and the registries they stand for | none |
//! | [`csaf`] | advisories and VEX documents of CSAF 2.0, checked | none |
//! | [`vex`] | what makers say of their products: CSAF, CycloneDX, OpenVEX | none |
//! | [`weakness`] | names of kinds of weakness | none |
//! | [`version`] | the orders of versions that ecosystems define | none |

pub mod affected;
pub mod component;
pub mod cpe;
pub mod csaf;
pub mod feed;
mod lenient;
pub mod names;
pub mod osv;
pub mod purl;
pub mod record;
pub mod sbom;
pub mod ssvc;
pub mod version;
pub mod vex;
pub mod weakness;
