//! What subscribers were last called by, or got messages from: the events that a report on the
//! anti-spam number is about (ITU-T X.1246 and X.1247, Amendment 1).
//!
//! Events are appended to segments, files that only grow; a full segment gets an index beside it and
//! never changes again (`docs/decisions/0015`). Bounds are a time, after which a segment goes as a
//! whole, and a size of all of them. In memory are the index of the segment that grows, and one key in
//! 256 of each other one. Subscribers are keyed pseudonyms: nobody finds them in the
//! files without the key of this node.

mod event;
mod index;
mod segment;

use std::{
    collections::{BTreeMap, btree_map::Entry},
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

pub use event::{Event, Kind, Subscriber};
use segment::Segment;
use watchbell_model::Time;

use crate::{Error, Result};

/// Events of one subscriber that are looked at for an answer: the latest are of interest.
pub const MAX_LOOKED_AT: usize = 64;
/// What names of segments end with.
const EXTENSION: &str = "events";

/// How long and how much is kept.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Seconds for which an event is kept.
    pub seconds: i64,
    /// Bytes of all segments.
    pub bytes: u64,
    /// Bytes of one segment.
    pub segment: u64,
}

/// The events of this node's subscribers.
#[derive(Debug)]
pub struct Events {
    folder: PathBuf,
    limits: Limits,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// By name, which is the order in which they were begun.
    segments: BTreeMap<String, Segment>,
    /// The one that this process appends to.
    own: Option<String>,
}

impl Events {
    /// Opens the events in a folder, which is made where it is absent. What a process left behind that
    /// was killed is read up to where it is whole.
    ///
    /// # Errors
    /// [`Error::File`] with what the system said.
    pub fn open(folder: &Path, limits: Limits) -> Result<Self> {
        let events = Self {
            folder: folder.to_owned(),
            limits,
            inner: Mutex::default(),
        };
        let at = |source| events.failed(source);
        fs::create_dir_all(folder).map_err(at)?;
        let mut inner = events.inner();
        inner.look(folder).map_err(at)?;
        // Those that nobody appends to any more need no place in memory.
        for segment in inner.segments.values_mut() {
            segment.adopt().map_err(at)?;
        }
        drop(inner);
        Ok(events)
    }

    /// Makes events durable.
    ///
    /// # Errors
    /// [`Error::File`] with what the system said; then none of them may be there after a crash.
    pub fn append(&self, events: &[Event]) -> Result<()> {
        let mut inner = self.inner();
        inner
            .append(&self.folder, events, self.limits)
            .map_err(|source| self.failed(source))
    }

    /// Returns the last events of a subscriber at or after `since`, the latest first, each once.
    ///
    /// # Errors
    /// [`Error::File`] with what the system said.
    pub fn last(&self, subscriber: Subscriber, since: Time, most: usize) -> Result<Vec<Event>> {
        let at = |source| self.failed(source);
        let mut inner = self.inner();
        inner.look(&self.folder).map_err(at)?;
        let mut found: Vec<Event> = Vec::new();
        for segment in inner.segments.values_mut().rev() {
            if segment.newest().is_some_and(|newest| newest < since) {
                continue;
            }
            let room = MAX_LOOKED_AT.saturating_sub(found.len());
            if room == 0 {
                break;
            }
            found.extend(segment.find(subscriber, room).map_err(at)?);
        }
        drop(inner);
        found.retain(|event| event.at >= since);
        found.sort_by(|one, other| other.at.cmp(&one.at).then_with(|| one.id.cmp(&other.id)));
        found.dedup_by(|one, other| one.at == other.at && one.id == other.id);
        found.truncate(most);
        Ok(found)
    }

    /// Lets go of segments whose time is over, and of the oldest where all of them are too large;
    /// returns how many.
    ///
    /// # Errors
    /// [`Error::File`] with what the system said.
    pub fn forget(&self, now: Time) -> Result<usize> {
        let at = |source| self.failed(source);
        let mut inner = self.inner();
        inner.look(&self.folder).map_err(at)?;
        let since = now.plus_seconds(-self.limits.seconds);
        let mut size: u64 = inner.segments.values().map(Segment::size).sum();
        let mut gone = Vec::new();
        for (name, segment) in &inner.segments {
            let is_over = segment.newest().is_some_and(|newest| newest < since);
            if segment.is_closed() && (is_over || size > self.limits.bytes) {
                size -= segment.size();
                gone.push(name.clone());
            }
        }
        for name in &gone {
            if let Some(segment) = inner.segments.remove(name) {
                segment.remove().map_err(at)?;
            }
        }
        Ok(gone.len())
    }

    /// Returns how many segments there are, their bytes, and about how many bytes of memory their
    /// indexes take.
    pub fn size(&self) -> (usize, u64, usize) {
        let inner = self.inner();
        let all = || inner.segments.values();
        (
            all().count(),
            all().map(Segment::size).sum(),
            all().map(Segment::memory).sum(),
        )
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failed(&self, source: io::Error) -> Error {
        Error::File {
            path: self.folder.display().to_string(),
            source,
        }
    }
}

impl Inner {
    /// Looks for segments that other processes have begun or removed.
    fn look(&mut self, folder: &Path) -> io::Result<()> {
        let mut there = Vec::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path
                .extension()
                .is_some_and(|extension| extension == EXTENSION)
                && let Some(name) = path.file_stem().and_then(|name| name.to_str())
            {
                there.push(name.to_owned());
            }
        }
        self.segments
            .retain(|name, segment| there.contains(name) && !segment.is_stale());
        for name in there {
            if let Entry::Vacant(place) = self.segments.entry(name) {
                let path = folder.join(place.key()).with_extension(EXTENSION);
                place.insert(Segment::open(&path)?);
            }
        }
        Ok(())
    }

    fn append(&mut self, folder: &Path, events: &[Event], limits: Limits) -> io::Result<()> {
        let Some(first) = events.first() else {
            return Ok(());
        };
        let own = match self
            .own
            .take()
            .filter(|own| self.segments.contains_key(own))
        {
            Some(own) => own,
            None => self.begin(folder, first.at)?,
        };
        let Some(segment) = self.segments.get_mut(&own) else {
            return Err(io::Error::other("the segment is gone"));
        };
        let appended = segment.append(events);
        if appended.is_ok() && segment.size() < limits.segment {
            self.own = Some(own);
        } else {
            // One that could not be appended to may end in the middle of an event: another one is begun.
            segment.close()?;
        }
        appended
    }

    /// Begins a segment; its name is the moment of the first event, so that names are in their order.
    fn begin(&mut self, folder: &Path, at: Time) -> io::Result<String> {
        let mut number = at.micros().max(0);
        loop {
            let name = format!("{number:020}");
            match Segment::create(&folder.join(&name).with_extension(EXTENSION)) {
                Ok(segment) => {
                    self.segments.insert(name.clone(), segment);
                    return Ok(name);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(error),
            }
        }
    }
}

#[cfg(test)]
mod tests;
