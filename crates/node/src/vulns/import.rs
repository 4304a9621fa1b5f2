//! Feeds into the database, each step on a thread of its own: unpack, read, write.
//!
//! An import that was broken off is begun again: what is there already is not written twice.

use std::{
    collections::HashSet,
    path::PathBuf,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;
use watchbell_model::Time;
use watchbell_store::{CveProduct, Db, Exploited, Fate, NewCve, Probability};
use watchbell_vuln::{
    affected::Entry,
    feed::{self, Fault, Item, Place, Sink},
    names::Name,
    record::{
        self, Record, Summary,
        pack::{Packer, Unpacker},
    },
};

use crate::{Error, Node, Result};

/// Records written in one transaction.
const BATCH: usize = 1_500;
/// Bytes of records handed from one thread to the next at once.
const HANDFUL: usize = 512 * 1024;
/// Handfuls that wait between two threads.
const WAITING: usize = 4;

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
}

/// What one thread hands to the next.
enum Step<R> {
    Records(Vec<R>),
    /// Anything but a record.
    List(Item),
    Fault(Place, String),
}

/// A record as it comes.
type Raw = (Place, Vec<u8>);

/// A record that is ready to be written.
struct Prepared {
    record: NewCve,
    /// Without space between tokens, to tell what changed.
    json: Vec<u8>,
}

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
        let (read, prepare) = sync_channel(WAITING);
        let (ready, mut write) = mpsc::channel(WAITING);
        let reading = thread::spawn(move || {
            let mut reader = Reader {
                read,
                held: Vec::new(),
                bytes: 0,
            };
            for path in paths {
                if feed::read(&path, &mut reader)
                    .and_then(|()| reader.flush())
                    .is_err()
                {
                    return;
                }
            }
        });
        let preparing = thread::spawn(move || prepare_all(&prepare, &ready));
        let mut writer = Writer {
            db: self.db(),
            held: Vec::new(),
            ids: HashSet::new(),
            done: Imported::default(),
        };
        let mut outcome = Ok(());
        while let Some(ready) = write.recv().await {
            let now = self.now();
            let written = match ready {
                Step::Records(records) => {
                    tell(Told::Records(records.len()));
                    writer.records(records, now).await
                }
                Step::Fault(place, what) => {
                    writer.done.faults += 1;
                    let (place, what) = (&place, what.as_str());
                    tell(Told::Fault { place, what });
                    Ok(())
                }
                Step::List(list) => writer.list(list, now).await,
            };
            if let Err(error) = written {
                outcome = Err(error);
                break;
            }
        }
        // Nobody takes anything any more: the threads end.
        drop(write);
        let done = match outcome {
            Ok(()) => writer.flush(self.now()).await.map(|()| writer.done),
            Err(error) => Err(error),
        };
        let joined = tokio::task::spawn_blocking(move || (reading.join(), preparing.join())).await;
        match joined {
            Ok((Ok(()), Ok(Ok(())))) => done,
            Ok((_, Ok(Err(error)))) => done.and(Err(Error::Worker(error.to_string()))),
            _ => done.and(Err(Error::Worker(
                "a thread of the import ended".to_owned(),
            ))),
        }
    }
}

/// Hands on what a feed holds; an error means that nobody takes it.
struct Reader {
    read: SyncSender<Step<Raw>>,
    held: Vec<Raw>,
    bytes: usize,
}

impl Reader {
    fn send(&mut self, step: Step<Raw>) -> std::result::Result<(), ()> {
        self.read.send(step).map_err(drop)
    }

    fn flush(&mut self) -> std::result::Result<(), ()> {
        self.bytes = 0;
        let held = std::mem::take(&mut self.held);
        if held.is_empty() {
            Ok(())
        } else {
            self.send(Step::Records(held))
        }
    }
}

impl Sink for Reader {
    type Error = ();

    fn item(&mut self, place: &Place, item: Item) -> std::result::Result<(), ()> {
        if let Item::Record(json) = item {
            self.bytes += json.len();
            self.held.push((place.clone(), json));
            return if self.bytes >= HANDFUL {
                self.flush()
            } else {
                Ok(())
            };
        }
        self.flush()?;
        self.send(Step::List(item))
    }

    fn fault(&mut self, place: &Place, fault: Fault) -> std::result::Result<(), ()> {
        self.send(Step::Fault(place.clone(), fault.to_string()))
    }
}

fn prepare_all(
    read: &Receiver<Step<Raw>>,
    ready: &mpsc::Sender<Step<Prepared>>,
) -> std::result::Result<(), record::pack::Error> {
    let mut packer = Packer::new()?;
    for step in read {
        let mut next = Vec::new();
        match step {
            Step::Records(records) => {
                let mut prepared = Vec::with_capacity(records.len());
                for (place, json) in records {
                    match prepare(&mut packer, &json) {
                        Ok(record) => prepared.push(record),
                        Err(what) => next.push(Step::Fault(place, what)),
                    }
                }
                next.push(Step::Records(prepared));
            }
            Step::List(list) => next.push(Step::List(list)),
            Step::Fault(place, what) => next.push(Step::Fault(place, what)),
        }
        for step in next {
            if ready.blocking_send(step).is_err() {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn prepare(packer: &mut Packer, json: &[u8]) -> std::result::Result<Prepared, String> {
    let record = Record::read(json).map_err(|error| error.to_string())?;
    let summary = Summary::of(&record);
    let json = record::minified(json);
    let packed = packer.pack(&json).map_err(|error| error.to_string())?;
    let mut digest = [0; 16];
    digest.copy_from_slice(&Sha256::digest(&json)[..16]);
    let containers = record
        .containers()
        .filter_map(|container| container.provider_metadata.date_updated.as_deref());
    let changed = record.updated.as_deref().into_iter().chain(containers);
    let counts = summary.score();
    let product = |(name, entry): &(Name, usize)| CveProduct {
        vendor: clean(&name.vendor),
        product: clean(&name.product),
        entry: *entry,
    };
    let entry = |entry: &Entry| serde_json::to_string(entry).unwrap_or_default();
    Ok(Prepared {
        record: NewCve {
            id: record.id.to_string(),
            state: record.state.as_str(),
            title: clean(&summary.title),
            assigner: clean(record.assigner.as_deref().unwrap_or_default()),
            published_at: record.published.as_deref().and_then(record::moment),
            updated_at: changed.filter_map(record::moment).max().unwrap_or_default(),
            score: counts
                .and_then(|scored| scored.computed())
                .map(|score| i64::from(score.tenths())),
            severity: counts.and_then(|scored| scored.word()).map(severity),
            vector: counts.map(|scored| clean(&scored.text)),
            misfit: summary.scores.iter().any(|scored| scored.is_misfit()),
            ssvc: summary.ssvc.weight(),
            exploited: summary.exploited,
            words: summary.words.clone(),
            products: summary.products.iter().map(product).collect(),
            entries: summary.entries.iter().map(entry).collect(),
            weaknesses: summary.weaknesses.iter().map(|cwe| clean(cwe)).collect(),
            digest,
            record: packed,
        },
        json,
    })
}

/// PostgreSQL refuses NUL in text.
fn clean(text: &str) -> String {
    if text.contains('\0') {
        text.replace('\0', "\u{FFFD}")
    } else {
        text.to_owned()
    }
}

fn severity(severity: watchbell_cvss::Severity) -> &'static str {
    match severity {
        watchbell_cvss::Severity::None => "none",
        watchbell_cvss::Severity::Low => "low",
        watchbell_cvss::Severity::Medium => "medium",
        watchbell_cvss::Severity::High => "high",
        watchbell_cvss::Severity::Critical => "critical",
    }
}

struct Writer<'a> {
    db: &'a Db,
    held: Vec<Prepared>,
    ids: HashSet<String>,
    done: Imported,
}

impl Writer<'_> {
    async fn records(&mut self, records: Vec<Prepared>, now: Time) -> Result<()> {
        for prepared in records {
            // The same record twice: what came first is written before it.
            if self.held.len() >= BATCH || !self.ids.insert(prepared.record.id.clone()) {
                self.flush(now).await?;
                self.ids.insert(prepared.record.id.clone());
            }
            self.held.push(prepared);
        }
        Ok(())
    }

    async fn flush(&mut self, now: Time) -> Result<()> {
        self.ids.clear();
        if self.held.is_empty() {
            return Ok(());
        }
        let (records, jsons): (Vec<_>, Vec<_>) = self
            .held
            .drain(..)
            .map(|Prepared { record, json }| (record, json))
            .unzip();
        let changed = |index: usize, old: &[u8]| {
            let old = Unpacker::new()
                .and_then(|mut unpacker| unpacker.unpack(old))
                .unwrap_or_default();
            jsons
                .get(index)
                .map(|new| record::difference(&old, new))
                .unwrap_or_default()
        };
        for fate in self
            .db
            .import_cves(&records, now, record::urgency, changed)
            .await?
        {
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
                    added: clean(&entry.date_added),
                    due: clean(&entry.due_date),
                    ransomware: entry.ransomware,
                    action: clean(&entry.required_action),
                };
                let entries: Vec<Exploited> = list.entries.iter().map(entry).collect();
                self.done.exploited += self.db.put_exploited(&entries, record::urgency).await?;
                if let Some(at) = list.released.or(list.version) {
                    self.db.set_setting("cve.kev", &clean(&at)).await?;
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
                    self.db.set_setting("cve.epss", &clean(&at)).await?;
                }
            }
            Item::Delta(log) => {
                if let Some(last) = log.iter().map(|delta| delta.fetch_time.as_str()).max() {
                    self.db.set_setting("cve.delta", &clean(last)).await?;
                }
            }
            Item::Record(_) => {}
        }
        Ok(())
    }
}
