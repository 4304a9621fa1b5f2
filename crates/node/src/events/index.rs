//! Where the events of a subscriber are in a segment: in memory while it grows, then in a file.
//!
//! The file is a list of keys, each with an offset, in their order; a sum of all of it is at the end.
//! Keys are the first eight bytes of subscribers: digests, so they are spread evenly.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, Write as _},
    os::unix::fs::FileExt as _,
    path::Path,
};

use watchbell_model::Time;

use super::{Subscriber, segment::FENCE};

/// Bytes of an entry: the key and the offset.
const ENTRY: usize = 12;
/// Bytes at the end: the moment of the newest event, and the sum.
const TAIL: usize = 12;

pub(super) fn key(subscriber: Subscriber) -> u64 {
    let (key, _) = subscriber
        .split_first_chunk::<8>()
        .unwrap_or((&[0; 8], &[]));
    u64::from_be_bytes(*key)
}

/// The index of a segment that grows: each event knows the one before it of the same key.
#[derive(Debug, Default)]
pub(super) struct Growing {
    last: HashMap<u64, u32>,
    /// Offset, and place of the one before; [`u32::MAX`] is none.
    all: Vec<(u32, u32)>,
}

impl Growing {
    pub(super) fn add(&mut self, key: u64, offset: u32) {
        let place = self.all.len() as u32;
        let before = self.last.insert(key, place).unwrap_or(u32::MAX);
        self.all.push((offset, before));
    }

    /// Returns the offsets of a key, the latest first.
    pub(super) fn find(&self, key: u64, most: usize) -> Vec<u32> {
        let mut found = Vec::new();
        let mut place = self.last.get(&key).copied();
        while let Some((offset, before)) = place.and_then(|at| self.all.get(at as usize)) {
            if found.len() == most {
                break;
            }
            found.push(*offset);
            place = Some(*before);
        }
        found
    }

    pub(super) fn memory(&self) -> usize {
        // A table of hashes is at most seven eighths full, and has a byte of its own for each place.
        self.last.capacity() * 17 + self.all.capacity() * 8
    }

    /// Writes the index to a file, whole or not at all, and opens that.
    pub(super) fn write(&self, path: &Path, newest: Time) -> io::Result<Sorted> {
        let mut entries: Vec<(u64, u32)> = Vec::with_capacity(self.all.len());
        let last: Vec<(u64, u32)> = self
            .last
            .iter()
            .map(|(key, place)| (*key, *place))
            .collect();
        for (key, mut place) in last {
            while let Some((offset, before)) = self.all.get(place as usize) {
                entries.push((key, *offset));
                place = *before;
            }
        }
        entries.sort_unstable();
        let mut bytes = Vec::with_capacity(entries.len() * ENTRY + TAIL);
        for (key, offset) in &entries {
            bytes.extend(key.to_be_bytes());
            bytes.extend(offset.to_be_bytes());
        }
        bytes.extend(newest.micros().to_be_bytes());
        bytes.extend(crc32fast::hash(&bytes).to_be_bytes());
        let making = path.with_extension("making");
        let mut file = File::create(&making)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        fs::rename(&making, path)?;
        let sorted = Sorted::of(File::open(path)?, &bytes);
        sorted.ok_or_else(|| io::Error::other("an index that was just written is not whole"))
    }
}

/// The index of a segment that is closed.
#[derive(Debug)]
pub(super) struct Sorted {
    file: File,
    entries: usize,
    /// Each [`FENCE`]th key.
    fence: Vec<u64>,
    pub(super) newest: Time,
}

impl Sorted {
    /// Opens an index; nothing where there is none, or not all of it.
    pub(super) fn open(path: &Path) -> io::Result<Option<Self>> {
        match fs::read(path) {
            Ok(bytes) => Ok(Self::of(File::open(path)?, &bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn of(file: File, bytes: &[u8]) -> Option<Self> {
        let (rest, sum) = bytes.split_last_chunk::<4>()?;
        if crc32fast::hash(rest) != u32::from_be_bytes(*sum) {
            return None;
        }
        let (list, newest) = rest.split_last_chunk::<8>()?;
        let (entries, []) = list.as_chunks::<ENTRY>() else {
            return None;
        };
        let fence = entries.iter().step_by(FENCE).map(|entry| entry_of(entry).0);
        Some(Self {
            file,
            entries: entries.len(),
            fence: fence.collect(),
            newest: Time::from_micros(i64::from_be_bytes(*newest)),
        })
    }

    pub(super) fn memory(&self) -> usize {
        self.fence.capacity() * 8
    }

    /// Returns the offsets of a key, the latest first.
    pub(super) fn find(&self, key: u64, most: usize) -> io::Result<Vec<u32>> {
        // The block before the first that begins behind the key may end with it, and so on forwards.
        let mut block = self
            .fence
            .partition_point(|first| *first < key)
            .saturating_sub(1);
        let mut found = Vec::new();
        let mut bytes = [0; FENCE * ENTRY];
        while block < self.fence.len() && self.fence.get(block).is_some_and(|first| *first <= key) {
            let start = block * FENCE;
            let count = FENCE.min(self.entries - start);
            let part = &mut bytes[..count * ENTRY];
            self.file.read_exact_at(part, (start * ENTRY) as u64)?;
            let (entries, _) = part.as_chunks::<ENTRY>();
            let from = entries.partition_point(|entry| entry_of(entry).0 < key);
            let same = entries[from..].iter().map(entry_of);
            found.extend(
                same.take_while(|(own, _)| *own == key)
                    .map(|(_, offset)| offset),
            );
            block += 1;
        }
        found.reverse();
        found.truncate(most);
        Ok(found)
    }
}

fn entry_of(entry: &[u8; ENTRY]) -> (u64, u32) {
    let key = entry.first_chunk::<8>().copied().unwrap_or_default();
    let offset = entry.last_chunk::<4>().copied().unwrap_or_default();
    (u64::from_be_bytes(key), u32::from_be_bytes(offset))
}
