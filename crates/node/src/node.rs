//! The node itself: what it holds, how it starts and stops.

use std::{
    fs,
    path::Path,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
};
use watchbell_detect::{judge::Judge, scores::Scores, text_model::Model};
use watchbell_model::{Clock, Report, Time};
use watchbell_store::{Db, Kept};
use watchbell_tlog::{checkpoint::Checkpoint, log::Backend as _, log::Directory};

use crate::{
    Config, Error, Result, Submitted,
    accounts::Accounts,
    fresh::Fresh,
    intake::{Distinct, Intake, People, Writer},
    jobs,
    keys::{Keys, hex},
    metrics::Metrics,
    peers::{Peers, certificate::Own},
    smpp,
};

/// Name of the setting that holds the sketch of originators seen.
const ORIGINATORS: &str = "intake.originators";
/// How long stopping may wait for what is under way.
const STOP: Duration = Duration::from_secs(20);
/// How long nothing may move, while something goes wrong, until waiting is
/// given up; and how recent what goes wrong has to be.
const PATIENCE: Duration = Duration::from_secs(15);
const RECENT: Duration = Duration::from_secs(5);

/// One node.
#[derive(Debug)]
pub struct Node {
    pub(crate) config: Config,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) db: Db,
    pub(crate) keys: Arc<Keys>,
    pub(crate) judge: Arc<Judge>,
    pub(crate) intake: Intake,
    pub(crate) metrics: Arc<Metrics>,
    /// Durable, not yet judged, and still in memory.
    pub(crate) fresh: Arc<Fresh>,
    /// Reports wait to be judged.
    pub(crate) wake: Arc<Notify>,
    /// The peers.
    pub(crate) peers: Arc<Peers>,
    /// The certificate that they are shown, once it was needed.
    pub(crate) own: OnceLock<Arc<Own>>,
    /// Documents came from peers.
    pub(crate) arrived: Arc<Notify>,
    /// Documents wait to go to peers.
    pub(crate) outgoing: Arc<Notify>,
    /// Leaves wait to be published.
    pub(crate) unsealed: Arc<Notify>,
    /// The latest checkpoint that this node published.
    pub(crate) head: watch::Sender<Option<String>>,
    pub(crate) stopping: watch::Sender<bool>,
    /// Reports that waited to be judged when somebody last counted.
    waiting: AtomicI64,
    writer: Mutex<Option<Writer>>,
    tasks: Mutex<JoinSet<()>>,
    /// Held while this process is the node of its folder.
    lock: Option<fs::File>,
    healthy: AtomicBool,
    vkey: String,
    started_at: Time,
}

/// How a node is doing.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// Whether it takes reports and its database answers.
    pub ready: bool,
    /// Since when it runs.
    pub started_at: Time,
    /// Reports that wait to be judged.
    pub waiting: i64,
    /// Reports this process made durable.
    pub accepted: u64,
    /// Reports this process judged.
    pub judged: u64,
    /// Leaves in the log.
    pub leaves: i64,
    /// Leaves that the latest checkpoint covers.
    pub sealed: i64,
    /// Originators ever seen, approximately.
    pub originators: i64,
}

impl Node {
    /// Opens the node of a folder; starts nothing yet.
    ///
    /// # Errors
    /// [`Error::InUse`] while another process is the node of this folder;
    /// [`Error::OtherKeys`] when the database was filled under other keys;
    /// [`Error::File`], [`Error::Key`], [`Error::Config`], [`Error::Store`].
    pub async fn open(config: Config, clock: Arc<dyn Clock>) -> Result<Arc<Self>> {
        let node = Self::attach(config, clock).await?;
        if node.owns() {
            Ok(node)
        } else {
            Err(Error::InUse {
                path: node.config.data.display().to_string(),
            })
        }
    }

    /// Opens the node of a folder or, while another process is that, a view
    /// beside it: [`Node::owns`] tells which.
    ///
    /// # Errors
    /// See [`Node::open`], without [`Error::InUse`].
    pub async fn attach(config: Config, clock: Arc<dyn Clock>) -> Result<Arc<Self>> {
        let lock = lock(&config.data)?;
        let keys = Arc::new(Keys::open(&config)?);
        let db = Db::open(&config.store_url()).await?;
        let vkey = keys.log.verifier().to_string();
        pin(&db, "log.key", "log key", &vkey).await?;
        let fingerprint = hex(&keys.digest("fingerprint", b"")[..8]);
        pin(&db, "secret.fingerprint", "secret", &fingerprint).await?;
        let judge = Arc::new(judge(&config.judge)?);
        let mut originators = Distinct::default();
        if let Some(text) = db.setting(ORIGINATORS).await? {
            originators.merge(&text);
        }
        let known_bulk = &config.judge.lists.known_bulk;
        let (intake, writer) = Intake::new(
            &config.intake,
            known_bulk,
            Arc::clone(&keys),
            Arc::clone(&clock),
            originators,
        );
        let (_, waiting) = db.report_count().await?;
        let peers = Peers::default();
        peers.refresh(&db).await?;
        Ok(Arc::new(Self {
            head: watch::Sender::new(checkpoint_on_disk(&config.log_folder())),
            stopping: watch::Sender::new(false),
            metrics: Arc::default(),
            fresh: Arc::default(),
            wake: Arc::default(),
            peers: Arc::new(peers),
            own: OnceLock::new(),
            arrived: Arc::default(),
            outgoing: Arc::default(),
            unsealed: Arc::default(),
            waiting: AtomicI64::new(waiting),
            writer: Mutex::new(Some(writer)),
            tasks: Mutex::default(),
            healthy: AtomicBool::new(true),
            started_at: clock.now(),
            config,
            clock,
            db,
            keys,
            judge,
            intake,
            lock,
            vkey,
        }))
    }

    /// Returns whether this process is the node of its folder, and so judges
    /// and seals; otherwise the one that is does that.
    pub const fn owns(&self) -> bool {
        self.lock.is_some()
    }

    /// Starts what works in the background; a view beside a running node only
    /// starts its way in.
    pub fn start(self: &Arc<Self>) {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(writer) = self
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
        {
            // Beside a running node nobody here would judge them.
            let fresh = self.owns().then(|| Arc::clone(&self.fresh));
            let (wake, metrics) = (Arc::clone(&self.wake), Arc::clone(&self.metrics));
            tasks.spawn(writer.run(self.db.clone(), fresh, wake, metrics));
        }
        if self.owns() {
            tasks.spawn(jobs::worker::run(Arc::clone(self)));
            tasks.spawn(jobs::sealer::run(Arc::clone(self)));
            tasks.spawn(jobs::ladder::run(Arc::clone(self)));
            tasks.spawn(jobs::keeper::run(Arc::clone(self)));
            tasks.spawn(jobs::watcher::run(Arc::clone(self)));
            tasks.spawn(jobs::courier::run(Arc::clone(self)));
            tasks.spawn(jobs::fetcher::run(Arc::clone(self)));
            tasks.spawn(jobs::opener::run(Arc::clone(self)));
            for channel in &self.config.smpp {
                tasks.spawn(smpp::run(Arc::clone(self), channel.clone()));
            }
        }
    }

    /// Stops: takes nothing more, finishes what is under way, publishes what
    /// was sealed and closes the database.
    pub async fn stop(&self) {
        self.stopping.send_replace(true);
        self.wake.notify_one();
        self.unsealed.notify_one();
        self.arrived.notify_one();
        self.outgoing.notify_one();
        let mut tasks =
            std::mem::take(&mut *self.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        // The writer ends with the last sender, which this node holds: it is
        // aborted once everybody else is done, with nobody waiting for it.
        let deadline = Instant::now() + STOP;
        while tasks.len() > 1 {
            let left = deadline.saturating_duration_since(Instant::now());
            if tokio::time::timeout(left, tasks.join_next()).await.is_err() {
                tracing::warn!(tasks = tasks.len(), "stopping did not wait any longer");
                break;
            }
        }
        tasks.shutdown().await;
        self.remember_originators().await;
        self.db.close().await;
    }

    /// Waits until everything that came in is judged, acted on, sealed and published.
    ///
    /// # Errors
    /// [`Error::Stopping`] when the node stops before, or, beside a running
    /// node, when that one stops; [`Error::Stuck`] when something keeps going
    /// wrong, for example on a full disk.
    pub async fn drain(&self) -> Result<()> {
        let mut looked = false;
        let (mut moved_at, mut place) = (Instant::now(), None);
        loop {
            let (_, waiting) = self.db.report_count().await?;
            self.waiting.store(waiting, Ordering::Relaxed);
            let now_at = Some((waiting, self.sealed()));
            if place != now_at {
                (moved_at, place) = (Instant::now(), now_at);
            }
            if waiting == 0 {
                if self.owns() && !looked {
                    jobs::ladder::once(self).await?;
                    looked = true;
                }
                if self.sealed() >= self.db.leaf_count().await? {
                    return Ok(());
                }
            }
            if *self.stopping.borrow() || (!self.owns() && lock(&self.config.data)?.is_some()) {
                return Err(Error::Stopping);
            }
            self.patience(moved_at)?;
            self.unsealed.notify_one();
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Fails when nothing moved since `moved_at`, that is too long, and
    /// something goes wrong.
    fn patience(&self, moved_at: Instant) -> Result<()> {
        match self.metrics.trouble(RECENT) {
            Some(reason) if moved_at.elapsed() > PATIENCE => Err(Error::Stuck {
                seconds: PATIENCE.as_secs(),
                reason,
            }),
            _ => Ok(()),
        }
    }

    /// As [`Node::submit`], and waits as long as the node is busy.
    ///
    /// # Errors
    /// [`Error::Stuck`] when something keeps the node from taking anything;
    /// otherwise those of [`Node::submit`] without [`Error::Busy`].
    pub async fn submit_patiently(&self, reports: Vec<Report>) -> Result<Submitted> {
        let began = Instant::now();
        loop {
            match self.submit(reports.clone()).await {
                Err(Error::Busy { .. }) => self.patience(began)?,
                other => return other,
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Makes reports durable and queues them to be judged.
    ///
    /// # Errors
    /// [`Error::Refused`] for a report that no node takes, and then none is
    /// taken; [`Error::Busy`] when too much waits; [`Error::Stopping`].
    pub async fn submit(&self, reports: Vec<Report>) -> Result<Submitted> {
        self.submit_keeping(reports, People::InClear, Vec::new())
            .await
    }

    /// As [`Node::submit`], and remembers what the channel has to, in the same moment.
    ///
    /// # Errors
    /// See [`Node::submit`].
    pub(crate) async fn submit_keeping(
        &self,
        reports: Vec<Report>,
        people: People,
        kept: Vec<Kept>,
    ) -> Result<Submitted> {
        if *self.stopping.borrow() {
            return Err(Error::Stopping);
        }
        if self.waiting.load(Ordering::Relaxed) > self.config.intake.waiting_reports {
            return Err(Error::Busy {
                retry_after_seconds: 5,
            });
        }
        let began = Instant::now();
        let submitted = self.intake.submit(reports, people, kept).await?;
        self.metrics.accepting.record(began.elapsed());
        self.waiting
            .fetch_add(submitted.new as i64, Ordering::Relaxed);
        Ok(submitted)
    }

    /// Returns the database.
    pub const fn db(&self) -> &Db {
        &self.db
    }

    /// Returns the configuration.
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// Returns the clock.
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Returns the present.
    pub fn now(&self) -> Time {
        self.clock.now()
    }

    /// Returns who may come in.
    pub fn accounts(&self) -> Accounts {
        Accounts::new(
            self.db.clone(),
            self.hmac("accounts", b""),
            &self.config.web,
        )
    }

    /// Returns the judge.
    pub fn judge(&self) -> &Judge {
        &self.judge
    }

    /// Returns whether the node was told to stop.
    pub fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    /// Returns the key that verifies the log's checkpoints, as a C2SP vkey.
    pub fn vkey(&self) -> &str {
        &self.vkey
    }

    /// Returns the latest checkpoint, a signed note, once there is one.
    pub fn checkpoint(&self) -> Option<String> {
        if self.owns() {
            self.head.borrow().clone()
        } else {
            checkpoint_on_disk(&self.config.log_folder())
        }
    }

    /// Returns how many leaves the latest checkpoint covers.
    pub fn sealed(&self) -> i64 {
        let note = self.checkpoint();
        let text = note.as_deref().and_then(|note| note.split_once("\n\n"));
        let checkpoint = text.and_then(|(text, _)| Checkpoint::parse(&format!("{text}\n")).ok());
        checkpoint.map_or(0, |checkpoint| {
            i64::try_from(checkpoint.size).unwrap_or(i64::MAX)
        })
    }

    /// Returns a published file of the log: `checkpoint` or one below `tile/`.
    pub fn log_file(&self, path: &str) -> Option<Vec<u8>> {
        let published = path == "checkpoint" || path.starts_with("tile/");
        let folder = Directory::reading(self.config.log_folder());
        published
            .then(|| folder.read(path).ok().flatten())
            .flatten()
    }

    /// Returns how many reports wait to be judged, as last counted.
    pub fn waiting(&self) -> i64 {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Returns how the node is doing.
    ///
    /// # Errors
    /// [`Error::Store`] when the database does not answer.
    pub async fn status(&self) -> Result<Status> {
        let (_, waiting) = self.db.report_count().await?;
        self.waiting.store(waiting, Ordering::Relaxed);
        Ok(Status {
            ready: !self.is_stopping() && self.healthy.load(Ordering::Relaxed),
            started_at: self.started_at,
            waiting,
            accepted: self.metrics.accepted.value(),
            judged: self.metrics.judged.value(),
            leaves: self.db.leaf_count().await?,
            sealed: self.sealed(),
            originators: self.originators(),
        })
    }

    /// Returns the counters of this process in the text format of Prometheus.
    pub fn metrics(&self) -> String {
        let waiting = self.waiting.load(Ordering::Relaxed) as f64;
        let ready = f64::from(u8::from(self.healthy.load(Ordering::Relaxed)));
        self.metrics.write(&[
            (
                "watchbell_judge_waiting_reports",
                "Reports that wait to be judged.",
                waiting,
            ),
            (
                "watchbell_log_sealed_leaves",
                "Leaves that the latest checkpoint covers.",
                self.sealed() as f64,
            ),
            (
                "watchbell_intake_originators",
                "Originators ever seen, approximately.",
                self.originators() as f64,
            ),
            (
                "watchbell_node_healthy",
                "Whether the background work goes well.",
                ready,
            ),
        ])
    }

    /// Returns the keyed digest of `value` for one purpose.
    pub fn hmac(&self, purpose: &str, value: &[u8]) -> [u8; 32] {
        self.keys.digest(purpose, value)
    }

    pub(crate) fn originators(&self) -> i64 {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "an estimate far below 2^63"
        )]
        let count = self.intake.originators().0.round() as i64;
        count
    }

    pub(crate) fn set_waiting(&self, waiting: i64) {
        self.waiting.store(waiting, Ordering::Relaxed);
    }

    pub(crate) fn judged(&self, reports: usize) {
        self.metrics.judged.add(reports);
        self.waiting.fetch_sub(reports as i64, Ordering::Relaxed);
    }

    pub(crate) fn set_healthy(&self, healthy: bool) {
        self.healthy.store(healthy, Ordering::Relaxed);
    }

    /// Writes the sketch of originators down, joined with what other nodes saw.
    pub(crate) async fn remember_originators(&self) {
        let mut distinct = Distinct::default();
        distinct.merge(&self.intake.originators().1);
        let result = async {
            if let Some(text) = self.db.setting(ORIGINATORS).await? {
                distinct.merge(&text);
            }
            self.db.set_setting(ORIGINATORS, &distinct.to_text()).await
        };
        if let Err(error) = result.await {
            tracing::warn!(%error, "the number of originators was not written down");
        }
    }
}

/// Becomes the node of a folder, or finds that another process is.
fn lock(data: &Path) -> Result<Option<fs::File>> {
    let named = |source| Error::File {
        path: data.display().to_string(),
        source,
    };
    fs::create_dir_all(data).map_err(named)?;
    let file = fs::File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(data.join("node.lock"))
        .map_err(named)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(source)) => Err(named(source)),
    }
}

/// Checks that the database was filled under the same key.
async fn pin(db: &Db, setting: &'static str, what: &'static str, value: &str) -> Result<()> {
    if db.setting(setting).await?.as_deref() == Some(value) {
        return Ok(());
    }
    db.pin_setting(setting, value)
        .await
        .map_err(|error| match error {
            watchbell_store::Error::Conflict { .. } => Error::OtherKeys { what },
            other => other.into(),
        })
}

fn judge(config: &crate::config::Judge) -> Result<Judge> {
    let bad = |key: &str, reason: String| Error::Config {
        key: key.to_owned(),
        reason,
    };
    let read = |path: &Path| {
        fs::read(path).map_err(|source| Error::File {
            path: path.display().to_string(),
            source,
        })
    };
    let scores = if config.scores_file.as_os_str().is_empty() {
        Scores::embedded()
    } else {
        let text = String::from_utf8_lossy(&read(&config.scores_file)?).into_owned();
        Scores::parse(&text).map_err(|error| bad("judge.scores-file", error.to_string()))?
    };
    let model = if config.model_file.as_os_str().is_empty() {
        None
    } else {
        let bytes = read(&config.model_file)?;
        let model =
            Model::read(&bytes).map_err(|error| bad("judge.model-file", error.to_string()))?;
        Some(Arc::new(model))
    };
    Judge::new(scores, model, &config.lists).map_err(|error| bad("judge.lists", error.to_string()))
}

fn checkpoint_on_disk(folder: &Path) -> Option<String> {
    let bytes = Directory::reading(folder).read("checkpoint").ok()??;
    String::from_utf8(bytes).ok()
}
