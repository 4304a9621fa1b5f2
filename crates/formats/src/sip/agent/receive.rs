//! What comes in: which transaction it belongs to, or what it begins.

use std::time::Duration;

use super::{
    super::{
        Fault, Grade, Header, Message, Method, Name, Place, Problem, Refusal, Start, read,
        transaction::{Input, Key, Reply, merged_key},
    },
    Agent, Call, CallId, Event, Flow, Output, Owner, Pending, Transport,
    call::skeleton,
};
use crate::sip::{Dialog, DialogId};

/// A request on its way through the agent.
pub(super) struct Incoming {
    pub(super) key: Key,
    pub(super) message: Message,
    pub(super) flow: Flow,
    /// Where responses go.
    pub(super) back: Flow,
    pub(super) length: usize,
}

impl Agent {
    /// Takes a datagram, or one message that [`frame`](super::super::frame) cut out of a stream.
    pub fn receive(&mut self, bytes: &[u8], flow: Flow, now: Duration) -> Vec<Output> {
        let reading = read(bytes);
        let verdict = reading.verdict().cloned();
        let Some(message) = reading.message else {
            let problem = verdict.map_or(Problem::Empty, |fault| fault.problem);
            self.tell(Event::Dropped { flow, problem });
            return self.finish();
        };
        match message.start {
            Start::Response { .. } => self.response(&message, verdict, flow, now),
            Start::Request { .. } => self.request(message, verdict, flow, bytes.len(), now),
        }
        self.finish()
    }

    /// Takes a response to a request of ours (RFC 3261, section 17.1.3).
    fn response(&mut self, message: &Message, verdict: Option<Fault>, flow: Flow, now: Duration) {
        let key = || {
            let branch = message.via()?.branch()?.to_owned();
            Some(Key::sent(&branch, &message.cseq()?.method))
        };
        // Section 18.1.2 and section 8.1.3.3: whoever sends on our behalf takes his Via away.
        let is_ours = message.headers.list(&Name::Via).count() == 1;
        let known = key().filter(|key| is_ours && self.clients.contains_key(key));
        match (known, message.status(), verdict) {
            (Some(key), Some(status), None) => self.ask(&key, Reply::Status(status), now),
            (_, _, verdict) => {
                let problem = verdict.map_or(Problem::NoDialog, |fault| fault.problem);
                self.tell(Event::Dropped { flow, problem });
            }
        }
    }

    fn request(
        &mut self,
        mut message: Message,
        verdict: Option<Fault>,
        flow: Flow,
        length: usize,
        now: Duration,
    ) {
        // The stamp changes what some keys are made of.
        let key = Key::of(&message);
        let cancelled = Key::cancelled(&message);
        message.stamp(flow.peer);
        let mut back = flow;
        if flow.transport == Transport::Udp {
            back.peer = message.reply_to(flow.peer);
        }
        let is_ack = message.is(&Method::Ack);
        if let Some(fault) = verdict {
            return self.unfit(&message, fault, is_ack, back);
        }
        let Some(key) = key else {
            let problem = Problem::Missing;
            return self.tell(Event::Dropped { flow, problem });
        };
        if let Some(serving) = self.servers.get(&key) {
            if !is_ack {
                return self.serve(&key, Input::Again, now);
            }
            if !serving.server.is_accepted() {
                // Section 17.2.3: without a branch, the tag says what is acknowledged.
                let is_named = message.via().is_some_and(|via| via.branch().is_some());
                let to = message.to();
                if is_named || to.is_some_and(|to| to.tag() == Some(&serving.tag)) {
                    self.serve(&key, Input::Ack, now);
                }
                return;
            }
        }
        if is_ack {
            return self.acknowledge(message, now);
        }
        let incoming = Incoming {
            key,
            message,
            flow,
            back,
            length,
        };
        if self.is_full() && !self.is_end(&incoming.message, cancelled.as_ref()) {
            return self.turn_away(&incoming.message, flow, back);
        }
        if incoming.message.is(&Method::Cancel) {
            return self.cancel(&incoming, cancelled, now);
        }
        self.fresh(incoming, now);
    }

    /// Answers a request that is malformed, or lacks what every request has, without a transaction
    /// (section 8.2.7): whoever sends such will send more.
    fn unfit(&mut self, message: &Message, fault: Fault, is_ack: bool, back: Flow) {
        let flow = back;
        if is_ack || message.headers.get(&Name::Via).is_none() {
            let problem = fault.problem;
            return self.tell(Event::Dropped { flow, problem });
        }
        self.stateless(message, fault.status(), Vec::new(), back);
        self.tell(Event::Refused { flow, fault });
    }

    fn stateless(&mut self, message: &Message, status: u16, headers: Vec<Header>, back: Flow) {
        let tag = self.tag(message);
        let mut response = message.respond(status, Some(&tag));
        response.headers.0.extend(headers);
        self.named(&mut response);
        self.send(back, response.write().into());
    }

    fn is_full(&self) -> bool {
        let limits = &self.settings.limits;
        self.transactions() >= limits.transactions || self.kept >= limits.bytes
    }

    /// Tells whether a request ends something, and so makes room.
    fn is_end(&self, message: &Message, cancelled: Option<&Key>) -> bool {
        match message.request() {
            Some((Method::Cancel, _)) => {
                cancelled.is_some_and(|key| self.servers.contains_key(key))
            }
            Some((Method::Bye, _)) => {
                let id = DialogId::of_request(message);
                id.is_some_and(|id| self.dialogs.contains_key(&id))
            }
            _ => false,
        }
    }

    /// Answers with 503, without a transaction.
    fn turn_away(&mut self, message: &Message, flow: Flow, back: Flow) {
        let value = self.settings.limits.retry_after.to_string();
        let name = Name::RetryAfter;
        self.stateless(message, 503, vec![Header { name, value }], back);
        let fault = Fault::new(Problem::Busy, Place::of(None), "");
        self.tell(Event::Refused { flow, fault });
    }

    /// Takes a request that no transaction knows.
    fn fresh(&mut self, incoming: Incoming, now: Duration) {
        let message = &incoming.message;
        // Section 8.2.2.2.
        let merged = merged_key(message).is_some_and(|key| self.merged.contains_key(&key));
        if merged {
            return self.refuse_with(&incoming, Problem::Merged, now);
        }
        if let Some(refusal) = self.settings.abilities.refuse(message) {
            return self.refuse_for(&incoming, refusal, now);
        }
        let within = DialogId::of_request(message);
        let known = within.as_ref().and_then(|id| self.dialogs.get(id).copied());
        match (within, known, message.request().map(|(method, _)| method)) {
            (Some(_), Some(call), _) => self.within(incoming, call, now),
            (None, _, Some(Method::Invite)) => self.invite(incoming, now),
            (None, _, Some(Method::Options)) => self.options(&incoming, now),
            _ => self.refuse_with(&incoming, Problem::NoDialog, now),
        }
    }

    /// Begins a call.
    fn invite(&mut self, incoming: Incoming, now: Duration) {
        if self.calls.len() >= self.settings.limits.calls {
            return self.turn_away(&incoming.message, incoming.flow, incoming.back);
        }
        let tag = self.tag(&incoming.message);
        let Some(dialog) = Dialog::of_invite(&incoming.message, &tag) else {
            return self.refuse_with(&incoming, Problem::Missing, now);
        };
        // The same INVITE again, long after the first: its call goes on.
        if self.dialogs.contains_key(&dialog.id()) {
            return self.refuse_with(&incoming, Problem::Merged, now);
        }
        self.open(&incoming, now);
        self.last_call += 1;
        let call = CallId(self.last_call);
        let Incoming {
            key,
            message,
            flow,
            length,
            ..
        } = incoming;
        let until = now.saturating_add(self.settings.limits.ringing);
        self.dialogs.insert(dialog.id(), call);
        self.kept = self.kept.saturating_add(length);
        self.schedule.set(Owner::Call(call), None, Some(until));
        let request = skeleton(&message);
        self.calls.insert(
            call,
            Call {
                dialog,
                flow,
                pending: Some(Pending { key, request }),
                unacked: None,
                is_answered: false,
                leaving: None,
                until,
                due: Some(until),
                kept: length,
            },
        );
        let request = Box::new(message);
        self.tell(Event::Invited {
            call,
            flow,
            request,
        });
    }

    /// Begins the transaction of a request.
    pub(super) fn open(&mut self, incoming: &Incoming, now: Duration) {
        let Incoming {
            key,
            message,
            back,
            length,
            ..
        } = incoming;
        self.begin(key.clone(), message, *back, *length, now);
    }

    /// Answers a request and tells why it was refused.
    pub(super) fn refuse_with(&mut self, incoming: &Incoming, problem: Problem, now: Duration) {
        let fault = Fault::new(problem, Place::of(None), "");
        let headers = Vec::new();
        self.refuse_for(incoming, Refusal { fault, headers }, now);
    }

    fn refuse_for(&mut self, incoming: &Incoming, refusal: Refusal, now: Duration) {
        let Refusal { fault, headers } = refusal;
        debug_assert_eq!(fault.grade(), Grade::Refused);
        self.reply(incoming, fault.status(), headers, now);
        let flow = incoming.flow;
        self.tell(Event::Refused { flow, fault });
    }

    /// Answers a request in a transaction of its own.
    pub(super) fn reply(
        &mut self,
        incoming: &Incoming,
        status: u16,
        headers: Vec<Header>,
        now: Duration,
    ) {
        self.open(incoming, now);
        let tag = self.tag(&incoming.message);
        let mut response = incoming.message.respond(status, Some(&tag));
        response.headers.0.extend(headers);
        self.named(&mut response);
        self.respond(&incoming.key, &response, now);
    }
}
