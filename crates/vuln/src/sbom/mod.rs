//! Lists of components: CycloneDX 1.1 to 1.7 (JSON, XML), SPDX 2.2, 2.3 (JSON, tag-value) and 3.0
//! (JSON), an inventory as CSV, and names alone, one package URL or CPE name a line.

mod cyclonedx;
mod inventory;
mod spdx;
mod xml;

pub use inventory::write as inventory;

use crate::{component::Component, cpe::Cpe, purl::Purl};

/// Bytes that a document may have.
pub const MAX_DOCUMENT: usize = 256 << 20;
/// Components that a document may have.
pub const MAX_COMPONENTS: usize = 1_000_000;

/// What a document lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bom {
    /// The format and its version: `CycloneDX 1.5`, `SPDX-2.3`, `inventory`.
    pub format: String,
    /// What it lists, in order.
    pub components: Vec<Component>,
    /// Names in it that are none, and why; their components are listed by what else is said of them.
    pub notes: Vec<String>,
}

/// Why a document is not read.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It is of no format that is known.
    #[error(
        "this is neither CycloneDX nor SPDX, nor a CSV with a column product, purl or cpe, nor one package URL or CPE name a line"
    )]
    Format,
    /// Its version is not known.
    #[error("{format} {version:?} is not known")]
    Version {
        /// The format.
        format: &'static str,
        /// What it says.
        version: String,
    },
    /// More bytes than [`MAX_DOCUMENT`].
    #[error("a document of {length} bytes is longer than {MAX_DOCUMENT}")]
    Long {
        /// How many there are.
        length: usize,
    },
    /// More components than [`MAX_COMPONENTS`].
    #[error("it lists more than {MAX_COMPONENTS} components")]
    Many,
    /// It does not read as what it is.
    #[error("line {line}: {what}")]
    Syntax {
        /// Counted from 1; 0 where it is not known.
        line: u64,
        /// What is wrong there.
        what: String,
    },
}

/// Reads a document of any of the formats; its content tells which.
///
/// # Errors
/// [`Error`] says what is wrong with the whole; single names that are none become notes.
pub fn read(bytes: &[u8]) -> Result<Bom, Error> {
    if bytes.len() > MAX_DOCUMENT {
        let length = bytes.len();
        return Err(Error::Long { length });
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let bytes = bytes.trim_ascii_start();
    let has = |word: &str| memchr::memmem::find(bytes, word.as_bytes()).is_some();
    let mut reader = Reader::default();
    match bytes {
        [b'{', ..] if has("\"bomFormat\"") || has("cyclonedx.org") => {
            cyclonedx::read(bytes, &mut reader)?;
        }
        [b'{', ..] if has("\"spdxVersion\"") => spdx::read_json(bytes, &mut reader)?,
        [b'{', ..] if has("\"@graph\"") => spdx::read_graph(bytes, &mut reader)?,
        [b'<', ..] => xml::read(bytes, &mut reader)?,
        _ if bytes.starts_with(b"SPDXVersion:") || has("\nSPDXVersion:") => {
            spdx::read_tags(bytes, &mut reader)?;
        }
        _ if bytes.starts_with(b"pkg:") || bytes.starts_with(b"cpe:") => {
            inventory::read_names(bytes, &mut reader)?;
        }
        _ => inventory::read(bytes, &mut reader)?,
    }
    Ok(reader.0)
}

/// Gathers components.
#[derive(Default)]
struct Reader(Bom);

/// What a document says of one component.
#[derive(Clone, Debug, Default)]
struct Said {
    vendor: String,
    name: String,
    version: String,
    purls: Vec<String>,
    cpes: Vec<String>,
}

impl Reader {
    fn add(&mut self, said: Said) -> Result<(), Error> {
        if self.0.components.len() >= MAX_COMPONENTS {
            return Err(Error::Many);
        }
        let text = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let mut component = Component {
            vendor: text(said.vendor),
            product: text(said.name),
            version: text(said.version),
            ..Component::default()
        };
        for purl in said.purls.iter().filter(|purl| !purl.trim().is_empty()) {
            match Purl::parse(purl.trim()) {
                Ok(purl) => drop(component.purl.get_or_insert(purl)),
                Err(error) => self.note(purl, &error),
            }
        }
        for cpe in said.cpes.iter().filter(|cpe| !cpe.trim().is_empty()) {
            match Cpe::parse(cpe.trim()) {
                Ok(cpe) => drop(component.cpe.get_or_insert(cpe)),
                Err(error) => self.note(cpe, &error),
            }
        }
        self.0.components.push(component);
        Ok(())
    }

    fn note(&mut self, name: &str, error: &dyn std::fmt::Display) {
        let name: String = name.chars().take(200).collect();
        let place = self.0.components.len() + 1;
        if self.0.notes.len() < 1_000 {
            self.0
                .notes
                .push(format!("component {place}: {name:?}: {error}"));
        }
    }
}

fn bad_json(error: &serde_json::Error) -> Error {
    Error::Syntax {
        line: error.line() as u64,
        what: error.to_string(),
    }
}
