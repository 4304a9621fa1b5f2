//! A call from its INVITE to its end.

use std::{sync::Arc, time::Duration};

use super::{
    super::{
        Dialog, Header, Headers, Message, Name,
        respond::COPIED,
        transaction::{Client, Key, Timers},
    },
    Agent, Asking, CallId, End, Event, Flow, Owner, Transport,
};
use crate::sip::{Method, Via};

/// A call.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) dialog: Dialog,
    /// The way its INVITE came.
    pub(super) flow: Flow,
    /// An INVITE without a final answer.
    pub(super) pending: Option<Pending>,
    /// A success that is not acknowledged.
    pub(super) unacked: Option<Unacked>,
    /// Whether it was ever answered.
    pub(super) is_answered: bool,
    /// Whether it is to end as soon as its answer is acknowledged.
    pub(super) leaving: Option<Vec<Header>>,
    /// When it has to be over, or answered.
    pub(super) until: Duration,
    pub(super) due: Option<Duration>,
    pub(super) kept: usize,
}

/// An INVITE without a final answer.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) key: Key,
    /// As much of it as responses copy.
    pub(super) request: Message,
}

/// A success that is sent again until it is acknowledged (RFC 3261, section 13.3.1.4).
#[derive(Debug)]
pub(super) struct Unacked {
    pub(super) number: u32,
    pub(super) bytes: Arc<[u8]>,
    pub(super) flow: Flow,
    pub(super) at: Duration,
    pub(super) pause: Duration,
    pub(super) until: Duration,
}

impl Unacked {
    fn later(&mut self, now: Duration, timers: &Timers) {
        // Never no pause at all.
        let pause = self.pause.saturating_mul(2).min(timers.t2);
        self.pause = pause.max(Duration::from_millis(1));
        self.at = now.saturating_add(self.pause);
    }
}

impl Call {
    fn next(&self) -> Duration {
        let unacked = self.unacked.as_ref();
        unacked.map_or(self.until, |unacked| {
            unacked.at.min(unacked.until).min(self.until)
        })
    }
}

/// Returns as much of a request as its responses copy.
pub(super) fn skeleton(request: &Message) -> Message {
    let headers = request.headers.0.iter().filter(|header| {
        let other = [Name::RecordRoute, Name::Timestamp];
        COPIED.contains(&header.name) || other.contains(&header.name)
    });
    Message {
        start: request.start.clone(),
        headers: Headers(headers.cloned().collect()),
        body: Vec::new(),
    }
}

impl Agent {
    /// Moves a call to the time that is its next.
    pub(super) fn reschedule(&mut self, call: CallId) {
        if let Some(entry) = self.calls.get_mut(&call) {
            let due = Some(entry.next());
            let old = std::mem::replace(&mut entry.due, due);
            self.schedule.set(Owner::Call(call), old, due);
        }
    }

    /// Does what is due of a call.
    pub(super) fn call_time(&mut self, id: CallId, now: Duration) {
        let timers = self.settings.timers;
        let Some(call) = self.calls.get_mut(&id) else {
            return;
        };
        call.due = None;
        let is_late = call.until <= now;
        match &mut call.unacked {
            Some(unacked) if unacked.until <= now => {
                self.bye(id, &[], now);
                self.forget(id, Some(End::Unacknowledged));
            }
            _ if is_late && call.is_answered => {
                self.bye(id, &[], now);
                self.forget(id, Some(End::TooLong));
            }
            _ if is_late => {
                self.settle(id, 480, &[], now);
                self.forget(id, Some(End::Unanswered));
            }
            Some(unacked) if unacked.at <= now => {
                unacked.later(now, &timers);
                let (flow, bytes) = (unacked.flow, Arc::clone(&unacked.bytes));
                self.send(flow, bytes);
            }
            _ => {}
        }
        self.reschedule(id);
    }

    /// Answers the INVITE that waits in a call with what is no success.
    pub(super) fn settle(&mut self, id: CallId, status: u16, headers: &[Header], now: Duration) {
        let Some(call) = self.calls.get_mut(&id) else {
            return;
        };
        let Some(pending) = call.pending.take() else {
            return;
        };
        let tag = call.dialog.local_tag.clone();
        let mut response = pending.request.respond(status, Some(&tag));
        response.headers.0.extend_from_slice(headers);
        self.named(&mut response);
        self.respond(&pending.key, &response, now);
    }

    /// Sends BYE in a call (section 15.1.1).
    pub(super) fn bye(&mut self, id: CallId, headers: &[Header], now: Duration) {
        let Some(call) = self.calls.get_mut(&id) else {
            return;
        };
        let mut flow = call.flow;
        // Over a stream, the connection is known to reach the caller.
        if flow.transport == Transport::Udp {
            flow.peer = call.dialog.next_hop().unwrap_or(flow.peer);
        }
        let mut request = call.dialog.request(Method::Bye);
        let dialog = call.dialog.clone();
        let cseq = request.headers.get(&Name::CSeq).unwrap_or_default();
        let parts = ["branch", &dialog.call_id, &dialog.local_tag, cseq];
        let branch = format!("{}{}", Via::COOKIE, self.made(&parts));
        let (transport, host) = (flow.transport.as_str(), self.host(&flow));
        let via = format!("SIP/2.0/{transport} {host};branch={branch};rport");
        let top = [(Name::Via, via), (Name::MaxForwards, "70".to_owned())];
        let top = top.map(|(name, value)| Header { name, value });
        request.headers.0.splice(0..0, top);
        if !self.settings.software.is_empty() {
            let software = self.settings.software.clone();
            request.headers.push(Name::UserAgent, software);
        }
        request.headers.0.extend_from_slice(headers);
        let bytes: Arc<[u8]> = request.write().into();
        let timers = self.settings.timers;
        let reliable = flow.transport.is_reliable();
        let client = Client::new(Arc::clone(&bytes), reliable, timers, now);
        self.kept = self.kept.saturating_add(client.kept());
        let key = Key::sent(&branch, &Method::Bye);
        let due = client.due();
        self.schedule.set(Owner::Client(key.clone()), None, due);
        self.clients.insert(key, Asking { client, flow, due });
        self.send(flow, bytes);
    }

    /// Forgets a call and tells how it ended, unless whoever has the sockets ended it.
    pub(super) fn forget(&mut self, id: CallId, end: Option<End>) {
        let Some(call) = self.calls.remove(&id) else {
            return;
        };
        self.schedule.set(Owner::Call(id), call.due, None);
        self.dialogs.remove(&call.dialog.id());
        self.kept = self.kept.saturating_sub(call.kept);
        if let Some(end) = end {
            self.tell(Event::Ended { call: id, end });
        }
    }
}
