//! Requests within a call, and those that end one.

use std::time::Duration;

use super::{
    super::{Header, Message, Method, Name, Problem, transaction::Key},
    Agent, CallId, End, Event, Pending,
    call::skeleton,
    receive::Incoming,
};
use crate::sip::DialogId;

impl Agent {
    /// Takes an ACK for a success (RFC 3261, section 13.3.1.4).
    pub(super) fn acknowledge(&mut self, ack: Message, now: Duration) {
        let id = DialogId::of_request(&ack);
        let Some(id) = id.and_then(|id| self.dialogs.get(&id).copied()) else {
            return;
        };
        let number = ack.cseq().map(|cseq| cseq.number);
        let Some(call) = self.calls.get_mut(&id) else {
            return;
        };
        let waited = call.unacked.as_ref().map(|unacked| unacked.number);
        if waited.is_none() || waited != number {
            return;
        }
        call.unacked = None;
        if let Some(headers) = call.leaving.take() {
            self.bye(id, &headers, now);
            return self.forget(id, None);
        }
        self.reschedule(id);
        let ack = Box::new(ack);
        self.tell(Event::Confirmed { call: id, ack });
    }

    /// Takes a CANCEL (section 9.2).
    pub(super) fn cancel(&mut self, incoming: &Incoming, invite: Option<Key>, now: Duration) {
        let invite = invite.filter(|key| self.servers.contains_key(key));
        let Some(invite) = invite else {
            return self.refuse_with(incoming, Problem::NoDialog, now);
        };
        self.reply(incoming, 200, Vec::new(), now);
        let Some(id) = self.call_of(&incoming.message, &invite) else {
            return;
        };
        self.settle(id, 487, &[], now);
        let is_answered = self.calls.get(&id).is_some_and(|call| call.is_answered);
        if !is_answered {
            self.forget(id, Some(End::Cancelled));
        }
    }

    /// Returns the call whose INVITE waits in this transaction.
    fn call_of(&self, cancel: &Message, invite: &Key) -> Option<CallId> {
        let serving = self.servers.get(invite)?;
        let id = DialogId::with_tag(cancel, &serving.tag)?;
        let call = self.dialogs.get(&id)?;
        let pending = self.calls.get(call)?.pending.as_ref()?;
        (pending.key == *invite).then_some(*call)
    }

    /// Takes a request within a call (section 12.2.2).
    pub(super) fn within(&mut self, incoming: Incoming, id: CallId, now: Duration) {
        let Some(call) = self.calls.get_mut(&id) else {
            return;
        };
        if !call.dialog.advance(&incoming.message) {
            return self.reply(&incoming, 500, Vec::new(), now);
        }
        match incoming.message.request().map(|(method, _)| method) {
            Some(Method::Bye) => {
                self.reply(&incoming, 200, Vec::new(), now);
                // Section 15.1.2.
                self.settle(id, 487, &[], now);
                let end = End::Bye(Box::new(incoming.message));
                self.forget(id, Some(end));
            }
            Some(Method::Invite) => self.change(incoming, id, now),
            Some(Method::Options) => self.options(&incoming, now),
            Some(Method::Info) => self.info(incoming, id, now),
            _ => self.refuse_with(&incoming, Problem::MethodUnknown, now),
        }
    }

    /// Takes an INVITE within a call (section 14.2).
    fn change(&mut self, incoming: Incoming, id: CallId, now: Duration) {
        let Some(call) = self.calls.get_mut(&id) else {
            return;
        };
        if call.pending.is_some() {
            let retry = header(Name::RetryAfter, "1");
            return self.reply(&incoming, 500, vec![retry], now);
        }
        if call.unacked.is_some() {
            return self.reply(&incoming, 491, Vec::new(), now);
        }
        call.dialog.refresh(&incoming.message);
        let (key, request) = (incoming.key.clone(), skeleton(&incoming.message));
        call.pending = Some(Pending { key, request });
        self.open(&incoming, now);
        let request = Box::new(incoming.message);
        self.tell(Event::Changed { call: id, request });
    }

    /// Takes an INFO: one of no package is passed on (RFC 6086, section 4.2.2).
    fn info(&mut self, incoming: Incoming, id: CallId, now: Duration) {
        if incoming.message.headers.get(&Name::InfoPackage).is_some() {
            let none = header(Name::RecvInfo, "");
            return self.reply(&incoming, 469, vec![none], now);
        }
        self.reply(&incoming, 200, Vec::new(), now);
        let request = Box::new(incoming.message);
        self.tell(Event::Info { call: id, request });
    }

    /// Says what we can do (RFC 3261, section 11.2).
    pub(super) fn options(&mut self, incoming: &Incoming, now: Duration) {
        let abilities = &self.settings.abilities;
        let headers = vec![
            self.contact(&incoming.flow),
            abilities.allow(),
            abilities.accept(),
            header(Name::AcceptEncoding, "identity"),
            abilities.supported(),
        ];
        self.reply(incoming, 200, headers, now);
    }
}

fn header(name: Name, value: &str) -> Header {
    let value = value.to_owned();
    Header { name, value }
}
