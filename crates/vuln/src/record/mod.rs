//! CVE records (CVE Record Format 5.0 to 5.2): read, kept whole, printed again.

mod difference;
mod id;
mod minify;
mod moment;
pub mod pack;
mod summary;
mod view;

use serde::Deserialize;

pub use difference::difference;
pub use id::{BadId, CveId};
pub use minify::minified;
pub use moment::moment;
pub use summary::{MAX_PRODUCTS, Scored, Ssvc, Summary, english, query, urgency, words};
pub use view::{
    Affected, Applicability, Change, Container, CpeMatch, Credit, Cvss, Dated, Metric, Node, Other,
    ProblemType, Provider, Reference, Status, Text, VersionEntry, Weakness,
};

use crate::lenient::fault;

/// Bytes that a record may have, as it comes.
pub const MAX_RECORD: usize = 16 << 20;

/// Why a record is not read.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// More bytes than [`MAX_RECORD`].
    #[error("a record of {length} bytes is longer than {MAX_RECORD}")]
    Long {
        /// How many there are.
        length: usize,
    },
    /// The bytes are not JSON, or not of a record's shape.
    #[error("line {line}, column {column}: {what}")]
    Json {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
        /// What is wrong there.
        what: String,
    },
    /// `dataType` names something else.
    #[error("dataType is {value:?}; expected \"CVE_RECORD\"")]
    Type {
        /// What it names.
        value: String,
    },
    /// `dataVersion` is none of version 5.
    #[error("dataVersion is {value:?}; expected 5.0 to 5.2")]
    Version {
        /// What it says.
        value: String,
    },
    /// `cveMetadata.cveId` is not an identifier.
    #[error("cveMetadata.cveId: {0}")]
    Id(#[from] BadId),
    /// `cveMetadata.state` is neither of the two.
    #[error("cveMetadata.state is {value:?}; expected PUBLISHED or REJECTED")]
    State {
        /// What it says.
        value: String,
    },
    /// A record needs what its CNA says.
    #[error("containers.cna is missing")]
    NoCna,
}

/// Whether a record stands.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum State {
    /// It does.
    Published,
    /// It was taken back; see [`Container::rejected_reasons`].
    Rejected,
}

impl State {
    /// The word in records: `PUBLISHED`, `REJECTED`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Published => "PUBLISHED",
            Self::Rejected => "REJECTED",
        }
    }
}

/// The members of a record that are looked at.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its identifier.
    pub id: CveId,
    /// Whether it stands.
    pub state: State,
    /// `dataVersion`, as written.
    pub data_version: String,
    /// Short name of the CNA that assigned the identifier.
    pub assigner: Option<String>,
    /// When it was published, as written.
    pub published: Option<String>,
    /// When it was last changed, as written.
    pub updated: Option<String>,
    /// When it was rejected, as written.
    pub rejected: Option<String>,
    /// What its CNA says.
    pub cna: Container,
    /// What others add, in order.
    pub adp: Vec<Container>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    data_type: String,
    data_version: String,
    cve_metadata: Metadata,
    containers: Containers,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    cve_id: String,
    state: String,
    assigner_short_name: Option<String>,
    date_published: Option<String>,
    date_updated: Option<String>,
    date_rejected: Option<String>,
}

#[derive(Deserialize)]
struct Containers {
    cna: Option<Container>,
    #[serde(default)]
    adp: Vec<Container>,
}

impl Record {
    /// Reads one record.
    ///
    /// # Errors
    /// [`Error`] names the place and the value.
    pub fn read(json: &[u8]) -> Result<Self, Error> {
        if json.len() > MAX_RECORD {
            return Err(Error::Long { length: json.len() });
        }
        // A byte order mark is allowed by nobody and written by some.
        let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
        // Text that is checked as a whole is read faster; where it is broken, its place is found.
        let document = match std::str::from_utf8(json) {
            Ok(text) => serde_json::from_str::<Document>(text),
            Err(_) => serde_json::from_slice(json),
        };
        let document = document.map_err(|error| Error::Json {
            line: error.line(),
            column: error.column(),
            what: fault(&error),
        })?;
        if document.data_type != "CVE_RECORD" {
            let value = short(&document.data_type);
            return Err(Error::Type { value });
        }
        if !is_version_5(&document.data_version) {
            let value = short(&document.data_version);
            return Err(Error::Version { value });
        }
        let metadata = document.cve_metadata;
        Ok(Self {
            id: metadata.cve_id.parse()?,
            state: match &*metadata.state {
                "PUBLISHED" => State::Published,
                "REJECTED" => State::Rejected,
                other => {
                    return Err(Error::State {
                        value: short(other),
                    });
                }
            },
            data_version: document.data_version,
            assigner: metadata.assigner_short_name,
            published: metadata.date_published,
            updated: metadata.date_updated,
            rejected: metadata.date_rejected,
            cna: document.containers.cna.ok_or(Error::NoCna)?,
            adp: document.containers.adp,
        })
    }

    /// What is said by the CNA, then by each ADP.
    pub fn containers(&self) -> impl Iterator<Item = &Container> {
        std::iter::once(&self.cna).chain(&self.adp)
    }
}

/// `5.N` and `5.N.N`; a later one is read as far as it is known.
fn is_version_5(text: &str) -> bool {
    let mut parts = text.split('.');
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.next() == Some("5") && (1..=2).contains(&parts.clone().count()) && parts.all(number)
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}
