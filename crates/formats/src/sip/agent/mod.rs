//! A user agent that answers calls: messages in, messages and events out, no I/O.
//!
//! Whoever has the sockets hands every datagram, and every message of a stream, to
//! [`Agent::receive`], calls [`Agent::wake`] at the time that [`Agent::due`] names, and does what the
//! [`Output`] says. A call shows as [`Event::Invited`] and is answered by [`Agent::answer`] or
//! [`Agent::refuse`]; what the protocol asks for beside that happens in here: retransmissions, ACK,
//! CANCEL, BYE, OPTIONS, requests that are malformed, merged, out of order or not served.
//!
//! ```text
//! receive ─► read ─► transaction ─► dialog ─► Event ─► answer / refuse / hang_up
//!                        │                                      │
//!                        └───────────── Output::Send ◄──────────┘
//! ```

mod act;
mod call;
mod dialogue;
mod receive;
mod schedule;
mod settings;

use std::{collections::HashMap, sync::Arc, time::Duration};

use uuid::Uuid;

use self::{
    call::{Call, Pending},
    schedule::{Owner, Schedule},
};
use super::{
    Address, DialogId, Fault, Message, Problem,
    transaction::{Client, Input, Key, Outcome, Reply, Server, Step},
};

pub use settings::{Flow, Limits, Settings, Transport};

/// A call of one agent.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct CallId(u64);

/// What is to be done.
#[derive(Clone, Debug)]
pub enum Output {
    /// Bytes are to be sent.
    Send {
        /// The way: over a stream, on the connection that the peer made.
        flow: Flow,
        /// The bytes.
        bytes: Arc<[u8]>,
    },
    /// Something happened.
    Event(Event),
}

/// What happened.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event {
    /// Somebody calls.
    Invited {
        /// The call, to be answered or refused.
        call: CallId,
        /// The way it came.
        flow: Flow,
        /// The INVITE. One without a description of a session wants us to offer.
        request: Box<Message>,
    },
    /// Somebody wants to change a call that was answered: to be answered or refused as well.
    Changed {
        /// The call.
        call: CallId,
        /// The INVITE.
        request: Box<Message>,
    },
    /// An answer was acknowledged: the call is up.
    Confirmed {
        /// The call.
        call: CallId,
        /// The ACK, which has the answer to what we offered.
        ack: Box<Message>,
    },
    /// An INFO came within a call: a digit, or a request to identify a malicious call (TS 24.616).
    Info {
        /// The call.
        call: CallId,
        /// The INFO, with its body.
        request: Box<Message>,
    },
    /// A call is over.
    Ended {
        /// The call, which is forgotten.
        call: CallId,
        /// How it ended.
        end: End,
    },
    /// A request was refused.
    Refused {
        /// The way it came.
        flow: Flow,
        /// Why.
        fault: Fault,
    },
    /// A message was dropped: a response that nobody waits for, or what cannot be answered.
    Dropped {
        /// The way it came.
        flow: Flow,
        /// What is wrong with it.
        problem: Problem,
    },
}

/// How a call ended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum End {
    /// The caller hung up; the BYE may say why (Reason, RFC 3326).
    Bye(Box<Message>),
    /// The caller gave up before it was answered.
    Cancelled,
    /// It was neither answered nor refused in time.
    Unanswered,
    /// The answer was not acknowledged in time.
    Unacknowledged,
    /// It was longer than calls may be.
    TooLong,
}

/// A user agent.
#[derive(Debug)]
pub struct Agent {
    settings: Settings,
    /// What tags and branches are made from, so that nobody can guess them.
    secret: Uuid,
    servers: HashMap<Key, Serving>,
    clients: HashMap<Key, Asking>,
    /// Requests without a dialog, by what merged ones have in common.
    merged: HashMap<Key, Key>,
    calls: HashMap<CallId, Call>,
    dialogs: HashMap<DialogId, CallId>,
    last_call: u64,
    schedule: Schedule,
    /// How many bytes of messages are kept.
    kept: usize,
    out: Vec<Output>,
}

/// A server transaction and what belongs to it.
#[derive(Debug)]
struct Serving {
    server: Server,
    /// Where responses go.
    flow: Flow,
    merged: Option<Key>,
    /// The tag of To in our responses, by which one of RFC 2543 names what he acknowledges.
    tag: String,
    kept: usize,
    due: Option<Duration>,
}

/// A client transaction and where its request goes.
#[derive(Debug)]
struct Asking {
    client: Client,
    flow: Flow,
    due: Option<Duration>,
}

impl Agent {
    /// Makes an agent. The secret has to be another one at every start, and unknown to others.
    pub fn new(settings: Settings, secret: [u8; 16]) -> Self {
        Self {
            settings,
            secret: Uuid::from_bytes(secret),
            servers: HashMap::new(),
            clients: HashMap::new(),
            merged: HashMap::new(),
            calls: HashMap::new(),
            dialogs: HashMap::new(),
            last_call: 0,
            schedule: Schedule::default(),
            kept: 0,
            out: Vec::new(),
        }
    }

    /// Returns how many calls there are.
    pub fn calls(&self) -> usize {
        self.calls.len()
    }

    /// Returns how many transactions there are.
    pub fn transactions(&self) -> usize {
        self.servers.len() + self.clients.len()
    }

    /// Returns how many bytes of messages it keeps, about.
    pub const fn kept(&self) -> usize {
        self.kept
    }

    /// Returns when to [wake](Self::wake) the agent.
    pub fn due(&self) -> Option<Duration> {
        self.schedule.first()
    }

    /// Does what is due by now.
    pub fn wake(&mut self, now: Duration) -> Vec<Output> {
        while let Some(owner) = self.schedule.take(now) {
            match owner {
                Owner::Server(key) => self.serve(&key, Input::Time, now),
                Owner::Client(key) => self.ask(&key, Reply::Time, now),
                Owner::Call(call) => self.call_time(call, now),
            }
        }
        self.finish()
    }

    fn finish(&mut self) -> Vec<Output> {
        std::mem::take(&mut self.out)
    }

    fn send(&mut self, flow: Flow, bytes: Arc<[u8]>) {
        self.out.push(Output::Send { flow, bytes });
    }

    fn tell(&mut self, event: Event) {
        self.out.push(Output::Event(event));
    }

    /// Begins a server transaction for a request of that many bytes.
    fn begin(&mut self, key: Key, request: &Message, flow: Flow, length: usize, now: Duration) {
        let merged = super::transaction::merged_key(request);
        if let Some(merged) = &merged {
            self.merged.insert(merged.clone(), key.clone());
        }
        let is_invite = request.is(&super::Method::Invite);
        let trying = is_invite.then(|| request.respond(100, None).write().into());
        let timers = self.settings.timers;
        let server = Server::new(flow.transport.is_reliable(), trying, timers, now);
        let tag = match request.to() {
            Some(to) if to.tag().is_some() => to.tag().unwrap_or_default().to_owned(),
            _ => self.tag(request),
        };
        // The request and a response to it, which repeats most of it.
        let kept = length.saturating_mul(2);
        self.kept = self.kept.saturating_add(kept);
        let due = server.due();
        self.schedule.set(Owner::Server(key.clone()), None, due);
        self.servers.insert(
            key,
            Serving {
                server,
                flow,
                merged,
                tag,
                kept,
                due,
            },
        );
    }

    /// Lets a server transaction take an input, and does what follows.
    fn serve(&mut self, key: &Key, input: Input, now: Duration) {
        let Some(serving) = self.servers.get_mut(key) else {
            return;
        };
        let flow = serving.flow;
        let step = serving.server.step(input, now);
        let due = serving.server.due();
        let old = std::mem::replace(&mut serving.due, due);
        self.schedule.set(Owner::Server(key.clone()), old, due);
        self.follow(flow, &step);
        if step.outcome != Outcome::On
            && let Some(serving) = self.servers.remove(key)
        {
            self.kept = self.kept.saturating_sub(serving.kept);
            if let Some(merged) = serving.merged {
                self.merged.remove(&merged);
            }
        }
    }

    /// Sends a response in a server transaction.
    fn respond(&mut self, key: &Key, response: &Message, now: Duration) {
        let status = response.status().unwrap_or(500);
        let bytes = response.write().into();
        self.serve(key, Input::Respond { status, bytes }, now);
    }

    /// Lets a client transaction take a reply, and does what follows.
    fn ask(&mut self, key: &Key, reply: Reply, now: Duration) {
        let Some(asking) = self.clients.get_mut(key) else {
            return;
        };
        let flow = asking.flow;
        let step = asking.client.step(reply, now);
        let due = asking.client.due();
        let old = std::mem::replace(&mut asking.due, due);
        self.schedule.set(Owner::Client(key.clone()), old, due);
        self.follow(flow, &step);
        if step.outcome != Outcome::On
            && let Some(asking) = self.clients.remove(key)
        {
            self.kept = self.kept.saturating_sub(asking.client.kept());
        }
    }

    fn follow(&mut self, flow: Flow, step: &Step) {
        if let Some(bytes) = &step.send {
            self.send(flow, Arc::clone(bytes));
        }
    }

    /// Returns the tag of responses to a request: the same one if the request comes again, or is
    /// cancelled.
    fn tag(&self, request: &Message) -> String {
        let via = request.via();
        let branch = via.and_then(|via| via.params.raw("branch"));
        let from = request.from();
        let cseq = request.cseq().map(|cseq| cseq.number).unwrap_or_default();
        let parts = [
            "tag",
            request.call_id().unwrap_or_default(),
            from.as_ref().and_then(Address::tag).unwrap_or_default(),
            branch.unwrap_or_default(),
            &cseq.to_string(),
        ];
        self.made(&parts)
    }

    /// Makes a word from others that nobody else can make.
    fn made(&self, parts: &[&str]) -> String {
        let name = parts.join("\n");
        Uuid::new_v5(&self.secret, name.as_bytes())
            .simple()
            .to_string()
    }
}
