//! Feeds: CVE records, KEV and EPSS lists, out of files, folders and archives.
//!
//! [`read`] hands out one [`Item`] after the other and never holds more than one. What cannot
//! be read becomes a [`Fault`] that names its place; the rest goes on.

mod archive;
mod epss;
mod files;
mod kev;
mod lines;

use std::{fmt, io, path::Path};

use crate::record::MAX_RECORD;

pub use epss::{Epss, EpssDay};
pub use kev::{Kev, KevCatalogue};

/// Entries that one archive may have.
pub const MAX_ENTRIES: u64 = 5_000_000;
/// Bytes that one archive may unpack to.
pub const MAX_UNPACKED: u64 = 256 << 30;
/// Bytes that a list (KEV, EPSS, a delta log) may have.
pub const MAX_LIST: usize = 256 << 20;

/// Where something stands: a file, an entry of an archive, a line.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Place {
    /// The file, as it was named.
    pub file: String,
    /// The entry of the archive.
    pub entry: Option<String>,
    /// The line, counted from 1.
    pub line: Option<u64>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(entry) = &self.entry {
            write!(f, "!{}", entry.escape_debug())?;
        }
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        Ok(())
    }
}

/// What a feed holds.
#[derive(Debug)]
pub enum Item {
    /// A CVE record, not read yet.
    Record(Vec<u8>),
    /// A catalogue of exploited vulnerabilities.
    Kev(KevCatalogue),
    /// A day's probabilities of exploitation.
    Epss(EpssDay),
    /// What changed in the feed and when (`deltaLog.json`, `delta.json` of cvelistV5).
    Delta(Vec<Delta>),
}

/// One step of a feed's delta log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Delta {
    /// When the feed was fetched, RFC 3339 as written.
    pub fetch_time: String,
    /// How many records were new or changed.
    pub changed: usize,
}

/// Why something in a feed is not read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The file cannot be opened or read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The file is of no kind that is known.
    #[error("this is no CVE record, KEV or EPSS list, nor an archive of them")]
    Kind,
    /// Something is longer than it may be.
    #[error("longer than {most} bytes")]
    Long {
        /// How long it may be.
        most: usize,
    },
    /// The archive has more entries than [`MAX_ENTRIES`] or unpacks to more than [`MAX_UNPACKED`].
    #[error("the archive unpacks to more than {MAX_ENTRIES} entries or {MAX_UNPACKED} bytes")]
    Bomb,
    /// The entry's path leaves the archive.
    #[error("the path of the entry leaves the archive")]
    Path,
    /// The archive cannot be read; what came before was.
    #[error("the archive is broken: {0}")]
    Archive(String),
    /// A list does not read as one.
    #[error("line {line}: {what}")]
    List {
        /// Counted from 1; 0 where the whole is meant.
        line: u64,
        /// What is wrong.
        what: String,
    },
}

/// Whoever takes what a feed holds; an error of theirs ends the reading.
pub trait Sink {
    /// What may go wrong with them.
    type Error;

    /// Takes one thing.
    ///
    /// # Errors
    /// Theirs; nothing more is read then.
    fn item(&mut self, place: &Place, item: Item) -> Result<(), Self::Error>;

    /// Is told of what was not read.
    ///
    /// # Errors
    /// Theirs; nothing more is read then.
    fn fault(&mut self, place: &Place, fault: Fault) -> Result<(), Self::Error>;
}

/// Reads a file, an archive or a folder with what is below it, in the order of names.
///
/// # Errors
/// Those of `sink`.
pub fn read<S: Sink>(path: &Path, sink: &mut S) -> Result<(), S::Error> {
    files::walk(path, sink)
}

/// Reads what one file or entry holds.
fn document<S: Sink>(place: &Place, bytes: Vec<u8>, sink: &mut S) -> Result<(), S::Error> {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let start = start.trim_ascii_start();
    let head = start.get(..start.len().min(4096)).unwrap_or_default();
    let read = if head.starts_with(b"#model_version") || head.starts_with(b"cve,epss") {
        epss::read(start).map(Item::Epss)
    } else if head.starts_with(b"cveID,") || head.starts_with(b"\"cveID\"") {
        kev::read_csv(start).map(Item::Kev)
    } else if memchr::memmem::find(head, b"\"catalogVersion\"").is_some() {
        kev::read_json(start).map(Item::Kev)
    } else if memchr::memmem::find(head, b"\"fetchTime\"").is_some() {
        lines::read_delta(start).map(Item::Delta)
    } else if head.starts_with(b"{") && bytes.len() <= MAX_RECORD {
        return sink.item(place, Item::Record(bytes));
    } else if head.starts_with(b"{") {
        Err(Fault::Long { most: MAX_RECORD })
    } else {
        Err(Fault::Kind)
    };
    match read {
        Ok(item) => sink.item(place, item),
        Err(fault) => sink.fault(place, fault),
    }
}
