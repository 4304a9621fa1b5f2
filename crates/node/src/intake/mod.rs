//! Takes reports in: checks them, counts behaviour, pseudonymises, and answers
//! once they are durable.

mod distinct;
mod window;
mod writer;

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Semaphore, mpsc, oneshot};
use watchbell_model::{Clock, Report, ReportId};
use watchbell_store::{Document, Kept, NewReport};

use crate::{Error, Result, config, keys::Keys};
pub(crate) use distinct::Distinct;
use window::Window;
use writer::Ticket;
pub(crate) use writer::Writer;

/// Reports that one request may carry.
pub const MAX_REPORTS_A_REQUEST: usize = 10_000;
/// Bytes of text that a report may carry.
pub const MAX_TEXT_BYTES: usize = 64 * 1024;
/// Bytes that any other field of a report may carry.
const MAX_FIELD_BYTES: usize = 512;

/// What became of a submission.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Submitted {
    /// The id of each report, in order.
    pub ids: Vec<ReportId>,
    /// How many were not there before.
    pub new: usize,
}

/// How reporters and recipients are named in what is submitted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum People {
    /// By their numbers or addresses.
    InClear,
    /// By their pseudonyms already: the channel keeps no more of them.
    Pseudonyms,
}

/// The way in.
#[derive(Debug)]
pub(crate) struct Intake {
    keys: Arc<Keys>,
    clock: Arc<dyn Clock>,
    window: Mutex<Window>,
    room: Arc<Semaphore>,
    queue: mpsc::Sender<Ticket>,
    originators: Mutex<Distinct>,
}

impl Intake {
    pub(crate) fn new(
        config: &config::Intake,
        known_bulk: &[String],
        keys: Arc<Keys>,
        clock: Arc<dyn Clock>,
        originators: Distinct,
    ) -> (Self, Writer) {
        let (queue, tickets) = mpsc::channel(config.queue_reports.max(1) as usize);
        let intake = Self {
            keys,
            clock,
            window: Mutex::new(Window::new(config.window_minutes, known_bulk)),
            room: Arc::new(Semaphore::new(config.queue_reports as usize)),
            queue,
            originators: Mutex::new(originators),
        };
        (intake, Writer::new(tickets))
    }

    /// Makes reports durable, with what their channel keeps, and returns their ids.
    pub(crate) async fn submit(
        &self,
        reports: Vec<Report>,
        people: People,
        kept: Vec<Kept>,
    ) -> Result<Submitted> {
        for (index, report) in reports.iter().enumerate() {
            check(index, report)?;
        }
        if reports.is_empty() && kept.is_empty() {
            return Ok(Submitted::default());
        }
        let busy = || Error::Busy {
            retry_after_seconds: 1,
        };
        let count = u32::try_from(reports.len()).map_err(|_| busy())?;
        let _room = self.room.try_acquire_many(count).map_err(|_| busy())?;
        let reports = self.prepare(reports, people)?;
        let ids: Vec<ReportId> = reports.iter().map(|report| report.id).collect();
        let (done, answer) = oneshot::channel();
        self.queue
            .send(Ticket {
                reports,
                kept,
                done,
            })
            .await
            .map_err(|_| Error::Stopping)?;
        match answer.await {
            Ok(Ok(new)) => Ok(Submitted { ids, new }),
            Ok(Err(_)) => Err(busy()),
            Err(_) => Err(Error::Stopping),
        }
    }

    /// Gives each report its id, counts its behaviour and takes what is
    /// personal out of it.
    fn prepare(&self, reports: Vec<Report>, people: People) -> Result<Vec<NewReport>> {
        let now = self.clock.now();
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let mut originators = self
            .originators
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let mut salts = vec![0; reports.len() * 16];
        getrandom::fill(&mut salts)
            .map_err(|error| Error::Worker(format!("no randomness: {error}")))?;
        let prepared = reports
            .into_iter()
            .zip(salts.chunks_exact(16))
            .map(|(report, random)| {
                let id = self.identify(&report);
                let received_at = report.received_at.unwrap_or(now);
                let behaviour = window.see(&report, received_at);
                if let Some(originator) = &report.originator {
                    originators.see(&self.keys.digest("originator", originator.as_bytes()));
                }
                let allowed = report.content_allowed();
                let pseudonym = |person: Option<watchbell_model::CleanText>| {
                    person.map(|person| match people {
                        People::InClear => self.keys.pseudonym(&person),
                        People::Pseudonyms => person.into_string(),
                    })
                };
                let mut salt = [0; 16];
                salt.copy_from_slice(random);
                NewReport {
                    id,
                    received_at,
                    channel: report.channel,
                    document: Document {
                        reference: report.id.map(|id| id.into_string()),
                        event_at: report.event_at,
                        reporter: pseudonym(report.reporter),
                        originator: report.originator.map(|originator| originator.into_string()),
                        recipient: pseudonym(report.recipient),
                        text: allowed.then(|| report.text.into_string()),
                        lang: report.lang.map(|lang| lang.into_string()),
                        behaviour,
                    },
                    salt,
                }
            });
        Ok(prepared.collect())
    }

    /// The same report sent twice has the same id: the milliseconds of the time
    /// that it was sent with, then a keyed digest of all that it says. Reports
    /// come about in the order of their times, so ids of neighbours lie together.
    fn identify(&self, report: &Report) -> ReportId {
        let said = serde_json::to_vec(report).unwrap_or_default();
        let digest = self.keys.digest("report", &said);
        let time = report.received_at.or(report.event_at);
        let millis = time.map_or(0, |time| time.micros().max(0) / 1_000);
        let mut id = [0; 16];
        id[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
        id[6..].copy_from_slice(&digest[..10]);
        ReportId(id)
    }

    /// Returns the estimate of how many originators were ever seen, and its state.
    pub(crate) fn originators(&self) -> (f64, String) {
        let distinct = self
            .originators
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        (distinct.estimate(), distinct.to_text())
    }
}

fn check(index: usize, report: &Report) -> Result<()> {
    let refused = |field, reason: String| {
        Err(Error::Refused {
            index,
            field,
            reason,
        })
    };
    if report.text.len() > MAX_TEXT_BYTES {
        return refused(
            "text",
            format!("{} bytes are more than {MAX_TEXT_BYTES}", report.text.len()),
        );
    }
    if report.text.trim().is_empty() && report.content_allowed() {
        return refused("text", "it is empty".to_owned());
    }
    let fields = [
        ("id", &report.id),
        ("reporter", &report.reporter),
        ("originator", &report.originator),
        ("recipient", &report.recipient),
        ("lang", &report.lang),
    ];
    for (field, value) in fields {
        if let Some(value) = value
            && value.len() > MAX_FIELD_BYTES
        {
            return refused(
                field,
                format!("{} bytes are more than {MAX_FIELD_BYTES}", value.len()),
            );
        }
    }
    Ok(())
}
