//! Joins parts, holds the dialogues, and submits what comes of them: many messages in one
//! transaction, each told once that is durable.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    mem,
    sync::Arc,
    time::Duration,
};

use serde::{Serialize, de::DeserializeOwned};
use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};
use watchbell_formats::smpp::{
    Address, Concat, Content, Joined, Key, Limits, Outcome, Step as Parts,
    dialogue::{self, Dialogues, Event, Incoming, Step},
};
use watchbell_model::{Channel, CleanText, Report, Time};
use watchbell_store::Kept;

use crate::{
    Node, Result,
    config::Smpp,
    intake::{MAX_TEXT_BYTES, People},
    keys,
};

/// Messages in one transaction.
const BATCH: usize = 1_000;
/// How often what waits too long is looked for.
const EXPIRE: Duration = Duration::from_secs(1);
/// People whose wish to be told nothing is remembered.
const MAX_QUIET: usize = 1_000_000;
/// What is kept, by what it is.
const PARTS: &str = "smpp-part";
const TALKS: &str = "smpp-talk";
const QUIET: &str = "smpp-quiet";

/// A message that came in.
pub(super) struct Message {
    pub(super) source: Address,
    pub(super) content: Content,
    pub(super) language: Option<&'static str>,
    /// Where to tell its sender something.
    pub(super) answers: mpsc::Sender<Reply>,
    pub(super) done: oneshot::Sender<Taken>,
}

/// What became of a message.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Taken {
    /// It is durable, under this number.
    Durable(String),
    /// It was not taken; it may be sent again.
    Busy,
}

/// What a person is told.
pub(super) struct Reply {
    pub(super) to: Address,
    pub(super) text: String,
}

/// How a person is reached; only as long as they are in a dialogue.
struct Route {
    address: Address,
    answers: mpsc::Sender<Reply>,
}

/// One of the two machines has moved; in the order in which they did.
enum Moved {
    Parts(Parts),
    Talk(Step),
}

struct Collector {
    node: Arc<Node>,
    config: Arc<Smpp>,
    concat: Concat,
    dialogues: Dialogues,
    routes: HashMap<String, Route>,
    quiet: HashSet<String>,
}

/// Collects until nobody hands anything on any more.
pub(super) async fn run(node: Arc<Node>, config: Arc<Smpp>, mut messages: mpsc::Receiver<Message>) {
    let mut collector = match Collector::open(Arc::clone(&node), Arc::clone(&config)).await {
        Ok(collector) => collector,
        Err(error) => {
            tracing::error!(channel = config.name, %error, "the channel is not started");
            return;
        }
    };
    let mut batch = Vec::new();
    loop {
        match timeout(EXPIRE, messages.recv_many(&mut batch, BATCH)).await {
            Ok(0) => return,
            Ok(_) | Err(_) => collector.take(mem::take(&mut batch)).await,
        }
    }
}

impl Collector {
    /// Goes on with what was kept.
    async fn open(node: Arc<Node>, config: Arc<Smpp>) -> Result<Self> {
        let room = |name: &str| room(&config, name);
        let mut concat = Concat::new(Limits::default());
        for (key, pending) in read(&node, &room(PARTS)).await? {
            // What names a message is kept as text itself.
            if let Ok(key) = serde_json::from_str::<Key>(&key) {
                concat.restore(key, pending);
            }
        }
        let mut dialogues = Dialogues::new(config.dialogue.clone());
        for (reporter, talk) in read(&node, &room(TALKS)).await? {
            dialogues.restore(reporter, talk);
        }
        let quiet = read::<bool>(&node, &room(QUIET)).await?;
        Ok(Self {
            quiet: quiet.into_iter().map(|(reporter, _)| reporter).collect(),
            routes: HashMap::new(),
            node,
            config: Arc::clone(&config),
            concat,
            dialogues,
        })
    }

    /// Takes messages, and what has waited too long.
    async fn take(&mut self, messages: Vec<Message>) {
        let now = self.node.now();
        let (mut moved, mut events, mut done) = (Vec::new(), Vec::new(), Vec::new());
        for message in messages {
            let reporter = self.node.keys.pseudonym(&message.source.text());
            let parts = self
                .concat
                .insert(&reporter, &self.config.number, message.content, now);
            let route = Route {
                address: message.source,
                answers: message.answers,
            };
            self.routes.insert(reporter, route);
            self.join(parts, message.language, now, &mut moved, &mut events);
            done.push(message.done);
        }
        let parts = self.concat.expire(now);
        self.join(parts, None, now, &mut moved, &mut events);
        let step = self.dialogues.expire(now);
        events.extend(step.events.iter().cloned());
        moved.push(Moved::Talk(step));

        let kept = self.kept(&moved, &events);
        let reports: Vec<Report> = events.iter().filter_map(report).collect();
        if done.is_empty() && reports.is_empty() && kept.is_empty() {
            return;
        }
        let submitted = self
            .node
            .submit_keeping(reports, People::Pseudonyms, kept)
            .await;
        match submitted {
            Ok(_) => {
                for one in done {
                    let id = keys::random::<8>().map(|bytes| keys::hex(&bytes));
                    let _ = one.send(Taken::Durable(id.unwrap_or_default()));
                }
                self.told(&events);
            }
            Err(error) => {
                tracing::warn!(channel = self.config.name, %error, "messages are not taken");
                for one in moved.iter().rev() {
                    match one {
                        Moved::Parts(parts) => self.concat.undo(parts),
                        Moved::Talk(step) => self.dialogues.undo(step),
                    }
                }
                for one in done {
                    let _ = one.send(Taken::Busy);
                }
            }
        }
        self.let_go(&moved);
    }

    /// Goes on with what became whole, or has waited too long.
    fn join(
        &mut self,
        parts: Parts,
        language: Option<&str>,
        now: Time,
        moved: &mut Vec<Moved>,
        events: &mut Vec<Event>,
    ) {
        let whole = match &parts.outcome {
            Outcome::Whole(joined) => Some(joined.clone()),
            _ => None,
        };
        let all: Vec<Joined> = parts.released.iter().cloned().chain(whole).collect();
        moved.push(Moved::Parts(parts));
        for joined in all {
            let step = self.dialogues.take(&Incoming {
                reporter: &joined.source,
                text: &joined.text().text,
                language,
                quiet: self.quiet.contains(&joined.source),
                at: now,
            });
            events.extend(step.events.iter().cloned());
            moved.push(Moved::Talk(step));
        }
    }

    /// What has to be durable before anything is acknowledged: of each thing, what it is in the end.
    fn kept(&self, moved: &[Moved], events: &[Event]) -> Vec<Kept> {
        let mut kept: BTreeMap<(&str, String), Option<String>> = BTreeMap::new();
        for one in moved {
            match one {
                Moved::Parts(parts) => {
                    for change in &parts.changes {
                        let key = written(&change.key);
                        kept.insert((PARTS, key), change.after.as_ref().map(written));
                    }
                }
                Moved::Talk(step) => {
                    for change in &step.changes {
                        let key = (TALKS, change.reporter.clone());
                        kept.insert(key, change.after.as_ref().map(written));
                    }
                }
            }
        }
        for event in events {
            if let Event::Quiet { reporter, quiet } = event {
                kept.insert((QUIET, reporter.clone()), quiet.then(|| "true".to_owned()));
            }
        }
        let kept = kept.into_iter().map(|((name, key), body)| Kept {
            room: room(&self.config, name),
            key,
            body,
        });
        kept.collect()
    }

    /// Tells people what they are to be told, where they can be reached.
    fn told(&mut self, events: &[Event]) {
        for event in events {
            match event {
                Event::Answer { to, kind, language } => {
                    let Some(route) = self.routes.get(to) else {
                        continue;
                    };
                    let reply = Reply {
                        to: route.address.clone(),
                        text: dialogue::text(*kind, language).to_owned(),
                    };
                    // Who is gone, or does not read, is told nothing; the report counts all the same.
                    let _ = route.answers.try_send(reply);
                }
                Event::Quiet {
                    reporter,
                    quiet: true,
                } if self.quiet.len() < MAX_QUIET => {
                    self.quiet.insert(reporter.clone());
                }
                Event::Quiet { reporter, .. } => {
                    self.quiet.remove(reporter);
                }
                _ => {}
            }
        }
    }

    /// Forgets how those are reached whose dialogues are over.
    fn let_go(&mut self, moved: &[Moved]) {
        for one in moved {
            let Moved::Talk(step) = one else { continue };
            for change in step.changes.iter().filter(|change| change.after.is_none()) {
                self.routes.remove(&change.reporter);
            }
        }
        if self.routes.len() > 2 * self.config.dialogue.reporters + BATCH {
            self.routes.clear();
        }
    }
}

/// Reads what was kept in a room; what cannot be read is told, and left.
async fn read<T: DeserializeOwned>(node: &Node, room: &str) -> Result<Vec<(String, T)>> {
    let all = node.db.kept(room).await?;
    let read = all
        .into_iter()
        .filter_map(|(key, body)| match serde_json::from_str(&body) {
            Ok(value) => Some((key, value)),
            Err(error) => {
                tracing::error!(room, key, %error, "what was kept cannot be read");
                None
            }
        });
    Ok(read.collect())
}

/// Where a channel keeps something.
fn room(config: &Smpp, name: &str) -> String {
    format!("{name} {}", config.name)
}

fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// The report that an event is.
fn report(event: &Event) -> Option<Report> {
    let (reporter, content, sender, received_at) = match event {
        Event::Report {
            reporter,
            content,
            sender,
            received_at,
            ..
        } => (reporter, content.as_str(), sender.as_ref(), *received_at),
        Event::SenderOnly {
            reporter,
            sender,
            received_at,
        } => (reporter, "", Some(sender), *received_at),
        _ => return None,
    };
    let cut = &content[..content.floor_char_boundary(MAX_TEXT_BYTES)];
    let text = CleanText::lossy(cut);
    // Of a message without words there is nothing to look at.
    let is_empty = text.trim().is_empty();
    Some(Report {
        channel: Channel::Sms,
        received_at: Some(received_at),
        reporter: Some(CleanText::lossy(reporter)),
        originator: sender.map(|sender| CleanText::lossy(sender.as_str())),
        text,
        consent: is_empty.then_some(false),
        ..Report::default()
    })
}
