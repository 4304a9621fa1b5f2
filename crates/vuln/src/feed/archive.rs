//! Archives: tar, compressed or not, and zip. Nothing is ever written to a disk.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::{Component, Path},
};

use super::{
    Fault, MAX_ENTRIES, MAX_LIST, MAX_UNPACKED, Place, Sink, document, files::broken, lines,
};
use crate::record::MAX_RECORD;

/// The largest window that a Zstandard frame may ask for: 2^27 bytes, as `--long` does.
const WINDOW_LOG: u32 = 27;

/// Opens a Zstandard stream.
pub(super) fn unzstd(reader: BufReader<File>) -> io::Result<impl Read> {
    let mut decoder = zstd::stream::read::Decoder::with_buffer(reader)?;
    decoder.window_log_max(WINDOW_LOG)?;
    Ok(decoder)
}

/// What may still be unpacked of an archive.
struct Room {
    entries: u64,
    bytes: u64,
}

impl Room {
    const ALL: Self = Self {
        entries: MAX_ENTRIES,
        bytes: MAX_UNPACKED,
    };

    fn take(&mut self, bytes: u64) -> Option<()> {
        self.entries = self.entries.checked_sub(1)?;
        self.bytes = self.bytes.checked_sub(bytes)?;
        Some(())
    }
}

pub(super) fn tar<S: Sink>(place: &Place, reader: impl Read, sink: &mut S) -> Result<(), S::Error> {
    let mut archive = tar::Archive::new(reader);
    let mut room = Room::ALL;
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return sink.fault(place, broken(error)),
    };
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            // Where the next entry begins is not known any more.
            Err(error) => return sink.fault(place, broken(error)),
        };
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let place = Place {
            entry: Some(name),
            ..place.clone()
        };
        if room.take(entry.size()).is_none() {
            return sink.fault(&place, Fault::Bomb);
        }
        if !self::entry(&place, entry.size(), entry, sink)? {
            return Ok(());
        }
    }
    Ok(())
}

pub(super) fn zip<S: Sink>(place: &Place, file: File, sink: &mut S) -> Result<(), S::Error> {
    let mut archive = match zip::ZipArchive::new(BufReader::new(file)) {
        Ok(archive) => archive,
        Err(error) => return sink.fault(place, Fault::Archive(error.to_string())),
    };
    let mut room = Room::ALL;
    for index in 0..archive.len() {
        let entry = match archive.by_index(index) {
            Ok(entry) => entry,
            Err(error) => {
                sink.fault(place, Fault::Archive(error.to_string()))?;
                continue;
            }
        };
        if !entry.is_file() {
            continue;
        }
        let name = match entry.name() {
            Ok(name) => name.into_owned(),
            Err(error) => {
                sink.fault(place, Fault::Archive(error.to_string()))?;
                continue;
            }
        };
        let place = Place {
            entry: Some(name),
            ..place.clone()
        };
        if room.take(entry.size()).is_none() {
            return sink.fault(&place, Fault::Bomb);
        }
        // Each entry of a zip is found by itself, whatever the one before was.
        self::entry(&place, entry.size(), entry, sink)?;
    }
    Ok(())
}

/// Reads one entry of about `size` bytes; returns whether the archive can be read on.
fn entry<S: Sink>(
    place: &Place,
    size: u64,
    mut reader: impl Read,
    sink: &mut S,
) -> Result<bool, S::Error> {
    let name = place.entry.as_deref().unwrap_or_default();
    let path = Path::new(name);
    let within = |part| matches!(part, Component::Normal(_) | Component::CurDir);
    if name.contains('\\') || !path.components().all(within) {
        sink.fault(place, Fault::Path)?;
        return Ok(true);
    }
    let ending = path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default();
    let many = ["jsonl", "ndjson"]
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known));
    if many {
        lines::stream(place, BufReader::new(reader), sink)?;
        return Ok(true);
    }
    let most = match ending {
        "csv" => MAX_LIST,
        "json" => MAX_RECORD,
        // A feed's archive also holds a README.
        _ => return Ok(true),
    };
    let likely = usize::try_from(size).map_or(0, |size| size.min(MAX_RECORD));
    let mut bytes = Vec::with_capacity(likely);
    match (&mut reader).take(most as u64 + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() > most => sink.fault(place, Fault::Long { most })?,
        Ok(_) => document(place, bytes, sink)?,
        Err(error) => {
            sink.fault(place, broken(error))?;
            return Ok(false);
        }
    }
    Ok(true)
}
