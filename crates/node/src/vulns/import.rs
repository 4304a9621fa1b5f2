//! Feeds into the database, each step on a thread of its own: unpack, read, write.
//!
//! An import that was broken off is begun again: what is there already is not written twice.

use std::{
    collections::HashSet,
    path::PathBuf,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use tokio::sync::mpsc;
use watchbell_model::Time;
use watchbell_store::{Db, Exploited, Fate, NewCve, Probability};
use watchbell_vuln::{
    feed::{self, Fault, Item, Place, Sink},
    record::{
        self,
        pack::{Packer, Unpacker},
    },
};

use super::prepare::{clean, prepare};
use crate::{Error, Node, Result};

/// Records written in one transaction.
const BATCH: usize = 1_500;
/// Bytes of records handed from one thread to the next at once.
const HANDFUL: usize = 512 * 1024;
/// Handfuls that wait to be prepared, for each thread.
const WAITING: usize = 2;
/// Prepared handfuls that wait, of each thread: about what is prepared while a batch is written.
const READY: usize = 12;
/// Threads that read records: half of the work, and the other half is one thread's.
const PREPARING: usize = 2;

/// What an import tells while it goes on.
#[derive(Debug)]
pub enum Told<'a> {
    /// So many more records were read.
    Records(usize),
    /// Something was not read.
    Fault {
        /// Where it stands.
        place: &'a Place,
        /// What is wrong with it.
        what: &'a str,
    },
    /// A delta log begins after the last one ended: what changed between is in neither.
    Gap {
        /// When the last one ended, as written.
        from: &'a str,
        /// When this one begins, as written.
        to: &'a str,
    },
}

/// What an import did.
#[derive(Clone, Debug, Default, Eq, PartialEq, serde::Serialize)]
pub struct Imported {
    /// Records that were not there before.
    pub new: u64,
    /// Records that were there and have changed.
    pub changed: u64,
    /// Records that were there already.
    pub same: u64,
    /// Records of which a later state is there.
    pub older: u64,
    /// Entries of a list of exploited vulnerabilities that are new or changed.
    pub exploited: u64,
    /// Probabilities that are new or changed.
    pub probabilities: u64,
    /// What was not read.
    pub faults: u64,
    /// Times between delta logs that nothing is known of; a whole feed fills them.
    pub gaps: u64,
}

/// What one thread hands to the next: records, what was not read of their neighbours, then a list.
struct Handful<R> {
    records: Vec<R>,
    faults: Vec<(Place, String)>,
    list: Option<Item>,
}

/// A record as it comes.
type Raw = (Place, Vec<u8>);

impl Node {
    /// Imports files, folders and archives; `tell` hears how it goes.
    ///
    /// # Errors
    /// [`Error::Store`] when the database cannot take it now; what came before is there.
    pub async fn import_cves(
        &self,
        paths: Vec<PathBuf>,
        mut tell: impl FnMut(Told<'_>),
    ) -> Result<Imported> {
        // The threads take turns, so what comes first is written first.
        let (mut readers, mut ready, mut threads) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..PREPARING {
            let (read, prepare) = sync_channel(WAITING);
            let (prepared, write) = mpsc::channel(READY);
            readers.push(read);
            ready.push(write);
            threads.push(thread::spawn(move || prepare_all(&prepare, &prepared)));
        }
        threads.push(thread::spawn(move || {
            let mut reader = Reader::new(readers);
            for path in paths {
                if feed::read(&path, &mut reader)
                    .and_then(|()| reader.flush(None))
                    .is_err()
                {
                    break;
                }
            }
            Ok(())
        }));
        let mut writer = Writer {
            db: self.db(),
            held: Vec::new(),
            ids: HashSet::new(),
            done: Imported::default(),
            gap: None,
        };
        let mut outcome = Ok(());
        for turn in (0..PREPARING).cycle() {
            let Some(handful) = ready[turn].recv().await else {
                break;
            };
            for (place, what) in &handful.faults {
                tell(Told::Fault { place, what });
            }
            tell(Told::Records(handful.records.len()));
            outcome = writer.handful(handful, self.now()).await;
            if let Some((from, to)) = writer.gap.take() {
                tell(Told::Gap {
                    from: &from,
                    to: &to,
                });
            }
            if outcome.is_err() {
                break;
            }
        }
        // Nobody takes anything any more: the threads end.
        drop(ready);
        let done = match outcome {
            Ok(()) => writer.flush(self.now()).await.map(|()| writer.done),
            Err(error) => Err(error),
        };
        let join = move || threads.into_iter().map(thread::JoinHandle::join).collect();
        let joined: Vec<_> = tokio::task::spawn_blocking(join).await.unwrap_or_default();
        if joined.len() <= PREPARING || joined.iter().any(std::result::Result::is_err) {
            let ended = Error::Worker("a thread of the import ended".to_owned());
            return done.and(Err(ended));
        }
        match joined
            .into_iter()
            .flatten()
            .find_map(std::result::Result::err)
        {
            Some(error) => done.and(Err(Error::Worker(error.to_string()))),
            None => done,
        }
    }
}

/// Hands on what a feed holds; an error means that nobody takes it.
struct Reader {
    threads: Vec<SyncSender<Handful<Raw>>>,
    turn: usize,
    records: Vec<Raw>,
    faults: Vec<(Place, String)>,
    bytes: usize,
}

impl Reader {
    const fn new(threads: Vec<SyncSender<Handful<Raw>>>) -> Self {
        Self {
            threads,
            turn: 0,
            records: Vec::new(),
            faults: Vec::new(),
            bytes: 0,
        }
    }

    fn flush(&mut self, list: Option<Item>) -> std::result::Result<(), ()> {
        let handful = Handful {
            records: std::mem::take(&mut self.records),
            faults: std::mem::take(&mut self.faults),
            list,
        };
        self.bytes = 0;
        let thread = &self.threads[self.turn];
        self.turn = (self.turn + 1) % self.threads.len();
        thread.send(handful).map_err(drop)
    }

    fn added(&mut self, bytes: usize) -> std::result::Result<(), ()> {
        self.bytes += bytes;
        if self.bytes < HANDFUL {
            return Ok(());
        }
        self.flush(None)
    }
}

impl Sink for Reader {
    type Error = ();

    fn item(&mut self, place: &Place, item: Item) -> std::result::Result<(), ()> {
        let Item::Record(json) = item else {
            return self.flush(Some(item));
        };
        let bytes = json.len();
        self.records.push((place.clone(), json));
        self.added(bytes)
    }

    fn fault(&mut self, place: &Place, fault: Fault) -> std::result::Result<(), ()> {
        let what = fault.to_string();
        let bytes = what.len();
        self.faults.push((place.clone(), what));
        self.added(bytes)
    }
}

fn prepare_all(
    read: &Receiver<Handful<Raw>>,
    ready: &mpsc::Sender<Handful<NewCve>>,
) -> std::result::Result<(), record::pack::Error> {
    let mut packer = Packer::new()?;
    for mut handful in read {
        let mut records = Vec::with_capacity(handful.records.len());
        for (place, json) in handful.records {
            match prepare(&mut packer, &json) {
                Ok(record) => records.push(record),
                Err(what) => handful.faults.push((place, what)),
            }
        }
        let prepared = Handful {
            records,
            faults: handful.faults,
            list: handful.list,
        };
        if ready.blocking_send(prepared).is_err() {
            break;
        }
    }
    Ok(())
}

struct Writer<'a> {
    db: &'a Db,
    held: Vec<NewCve>,
    ids: HashSet<String>,
    done: Imported,
    /// What is to be told of the last list.
    gap: Option<(String, String)>,
}

impl Writer<'_> {
    async fn handful(&mut self, handful: Handful<NewCve>, now: Time) -> Result<()> {
        self.done.faults += handful.faults.len() as u64;
        for record in handful.records {
            // The same record twice: what came first is written before it.
            if self.held.len() >= BATCH || self.ids.contains(&record.id) {
                self.flush(now).await?;
            }
            self.ids.insert(record.id.clone());
            self.held.push(record);
        }
        match handful.list {
            Some(list) => self.list(list, now).await,
            None => Ok(()),
        }
    }

    async fn flush(&mut self, now: Time) -> Result<()> {
        self.ids.clear();
        let records = std::mem::take(&mut self.held);
        if records.is_empty() {
            return Ok(());
        }
        let fates = self
            .db
            .import_cves(records, now, record::urgency, difference)
            .await?;
        for fate in fates {
            match fate {
                Fate::New => self.done.new += 1,
                Fate::Changed => self.done.changed += 1,
                Fate::Same => self.done.same += 1,
                Fate::Older => self.done.older += 1,
            }
        }
        Ok(())
    }

    async fn list(&mut self, item: Item, now: Time) -> Result<()> {
        self.flush(now).await?;
        match item {
            Item::Kev(list) => {
                let entry = |entry: &feed::Kev| Exploited {
                    id: entry.id.to_string(),
                    added: clean(&*entry.date_added),
                    due: clean(&*entry.due_date),
                    ransomware: entry.ransomware,
                    action: clean(&*entry.required_action),
                };
                let entries: Vec<Exploited> = list.entries.iter().map(entry).collect();
                self.done.exploited += self
                    .db
                    .put_exploited(&entries, now, record::urgency)
                    .await?;
                if let Some(at) = list.released.or(list.version) {
                    self.db.set_setting("cve.kev", &clean(at)).await?;
                }
            }
            Item::Epss(day) => {
                let entry = |entry: &feed::Epss| Probability {
                    id: entry.id.to_string(),
                    probability: entry.probability,
                    percentile: entry.percentile,
                };
                let entries: Vec<Probability> = day.rows.iter().map(entry).collect();
                self.done.probabilities +=
                    self.db.put_probabilities(&entries, record::urgency).await?;
                if let Some(at) = day.score_date {
                    self.db.set_setting("cve.epss", &clean(at)).await?;
                }
            }
            Item::Delta(log) => {
                let times = || log.iter().map(|delta| delta.fetch_time.as_str());
                if let (Some(first), Some(last)) = (times().min(), times().max()) {
                    let known = self.db.setting("cve.delta").await?;
                    if let Some(known) = known.filter(|known| &**known < first) {
                        self.done.gaps += 1;
                        self.gap = Some((known, first.to_owned()));
                    }
                    self.db.set_setting("cve.delta", &clean(last)).await?;
                }
            }
            Item::Record(_) => {}
        }
        Ok(())
    }
}

/// What changed between two records as they are kept; what does not unpack counts as empty.
fn difference(old: &[u8], new: &[u8]) -> String {
    let unpack = |packed| {
        Unpacker::new()
            .and_then(|mut unpacker| unpacker.unpack(packed))
            .unwrap_or_default()
    };
    record::difference(&unpack(old), &unpack(new))
}
