//! A file of events that only grows, and its index.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read as _, Seek as _, SeekFrom},
    os::unix::fs::FileExt as _,
    path::{Path, PathBuf},
};

use watchbell_model::Time;

use super::{
    Event, Subscriber,
    event::{HEAD, MAX, parts},
    index::{Growing, Sorted, key},
};

/// One key in so many is in memory.
pub(super) const FENCE: usize = 256;
/// How a segment begins.
const MAGIC: &[u8; 8] = b"WBEVENT1";
/// Bytes that are read at once.
const PAGE: usize = 1 << 20;
/// What the name of an index ends with.
const INDEX: &str = "index";

#[derive(Debug)]
pub(super) struct Segment {
    path: PathBuf,
    file: File,
    /// Bytes that are whole and indexed.
    size: u64,
    newest: Option<Time>,
    index: Index,
    /// Whether this process appends to it, and holds its lock.
    is_own: bool,
}

#[derive(Debug)]
enum Index {
    Growing(Growing),
    Sorted(Sorted),
}

impl Segment {
    /// Begins a segment, which this process alone appends to.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create_new(true)
            .open(path)?;
        file.lock()?;
        file.write_all_at(MAGIC, 0)?;
        if let Some(folder) = path.parent() {
            File::open(folder)?.sync_all()?;
        }
        Ok(Self {
            path: path.to_owned(),
            file,
            size: MAGIC.len() as u64,
            newest: None,
            index: Index::Growing(Growing::default()),
            is_own: true,
        })
    }

    /// Opens a segment that is there, to read.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let sorted = Sorted::open(&path.with_extension(INDEX))?;
        let (size, newest) = match &sorted {
            Some(sorted) => (file.metadata()?.len(), Some(sorted.newest)),
            None => (MAGIC.len() as u64, None),
        };
        Ok(Self {
            path: path.to_owned(),
            file,
            size,
            newest,
            index: sorted.map_or_else(|| Index::Growing(Growing::default()), Index::Sorted),
            is_own: false,
        })
    }

    /// Whether another process closed it since it was opened.
    pub(super) fn is_stale(&self) -> bool {
        !self.is_own && !self.is_closed() && self.path.with_extension(INDEX).exists()
    }

    /// Closes a segment that nobody appends to any more.
    pub(super) fn adopt(&mut self) -> io::Result<()> {
        if self.is_closed() {
            return Ok(());
        }
        match self.file.try_lock() {
            Ok(()) => self.close(),
            Err(TryLockError::WouldBlock) => self.catch_up(),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Reads what was appended since; what is not whole yet is left for the next time.
    fn catch_up(&mut self) -> io::Result<()> {
        let Index::Growing(index) = &mut self.index else {
            return Ok(());
        };
        if self.is_own || self.file.metadata()?.len() <= self.size {
            return Ok(());
        }
        self.file.seek(SeekFrom::Start(self.size))?;
        let mut waiting: Vec<u8> = Vec::new();
        loop {
            let read = (&self.file).take(PAGE as u64).read_to_end(&mut waiting)?;
            let mut rest = waiting.as_slice();
            while let Some((subscriber, at, _, length)) = parts(rest) {
                index.add(key(subscriber), offset(self.size)?);
                self.size += length as u64;
                self.newest = self.newest.max(Some(at));
                rest = &rest[length..];
            }
            let left = rest.len();
            waiting.drain(..waiting.len() - left);
            // What is longer than an event and is none, is the end of what is whole.
            if read == 0 || left > HEAD + MAX {
                return Ok(());
            }
        }
    }

    /// Appends events, durably.
    pub(super) fn append(&mut self, events: &[Event]) -> io::Result<()> {
        let Index::Growing(index) = &mut self.index else {
            return Err(io::Error::other("the segment is closed"));
        };
        let mut bytes = Vec::with_capacity(events.len() * 160);
        let mut starts = Vec::with_capacity(events.len());
        for event in events {
            starts.push(bytes.len());
            event.write(&mut bytes)?;
        }
        io::Write::write_all(&mut self.file, &bytes)?;
        self.file.sync_data()?;
        for (event, start) in events.iter().zip(starts) {
            index.add(key(event.subscriber), offset(self.size + start as u64)?);
            self.newest = self.newest.max(Some(event.at));
        }
        self.size += bytes.len() as u64;
        Ok(())
    }

    /// Writes the index beside it; from then on it never changes.
    pub(super) fn close(&mut self) -> io::Result<()> {
        self.catch_up()?;
        if let Index::Growing(index) = &self.index {
            let path = self.path.with_extension(INDEX);
            let newest = self.newest.unwrap_or_default();
            self.index = Index::Sorted(index.write(&path, newest)?);
        }
        self.newest = Some(self.newest.unwrap_or_default());
        self.is_own = false;
        self.file.unlock()
    }

    /// Returns the last events of a subscriber, the latest appended first.
    pub(super) fn find(&mut self, subscriber: Subscriber, most: usize) -> io::Result<Vec<Event>> {
        self.catch_up()?;
        let key = key(subscriber);
        let offsets = match &self.index {
            Index::Growing(index) => index.find(key, most),
            Index::Sorted(index) => index.find(key, most)?,
        };
        let mut bytes = [0; HEAD + MAX];
        let mut found = Vec::with_capacity(offsets.len());
        for offset in offsets {
            let offset = u64::from(offset);
            let room = bytes.len().min(self.size.saturating_sub(offset) as usize);
            let part = &mut bytes[..room];
            self.file.read_exact_at(part, offset)?;
            // Another subscriber may have the same key.
            let event = Event::read(part).map(|(event, _)| event);
            found.extend(event.filter(|event| event.subscriber == subscriber));
        }
        Ok(found)
    }

    pub(super) const fn is_closed(&self) -> bool {
        matches!(self.index, Index::Sorted(_))
    }

    pub(super) const fn size(&self) -> u64 {
        self.size
    }

    pub(super) const fn newest(&self) -> Option<Time> {
        self.newest
    }

    pub(super) fn memory(&self) -> usize {
        match &self.index {
            Index::Growing(index) => index.memory(),
            Index::Sorted(index) => index.memory(),
        }
    }

    /// Removes it with its index.
    pub(super) fn remove(self) -> io::Result<()> {
        for path in [self.path.clone(), self.path.with_extension(INDEX)] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

fn offset(at: u64) -> io::Result<u32> {
    u32::try_from(at).map_err(|_| io::Error::other("a segment of more than 4 GiB"))
}
