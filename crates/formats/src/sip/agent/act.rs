//! What whoever has the sockets does with calls. What is done to a call that is over does nothing.

use std::{sync::Arc, time::Duration};

use super::{
    super::{Header, Message, Name},
    Agent, CallId, Flow, Output, Transport,
    call::Unacked,
};

impl Agent {
    /// Sends a provisional answer, 101 to 199, with a description of the session or none: 180 that it
    /// rings, 183 for sound before the answer.
    pub fn progress(
        &mut self,
        call: CallId,
        status: u16,
        sdp: Option<&[u8]>,
        now: Duration,
    ) -> Vec<Output> {
        let status = status.clamp(101, 199);
        if let Some((key, response)) = self.answer_with(call, status, sdp) {
            self.respond(&key, &response, now);
        }
        self.finish()
    }

    /// Answers a call, or a change of one, with a description of the session: the answer to what the
    /// INVITE offers, or our offer where it offers nothing.
    pub fn answer(&mut self, call: CallId, sdp: &[u8], now: Duration) -> Vec<Output> {
        if let Some((key, response)) = self.answer_with(call, 200, Some(sdp)) {
            let bytes: Arc<[u8]> = response.write().into();
            let flow = self.servers.get(&key).map(|serving| serving.flow);
            self.respond(&key, &response, now);
            let timers = self.settings.timers;
            let longest = self.settings.limits.call;
            if let Some(entry) = self.calls.get_mut(&call) {
                entry.pending = None;
                if !entry.is_answered {
                    entry.is_answered = true;
                    entry.until = now.saturating_add(longest);
                }
                let number = response.cseq().map(|cseq| cseq.number);
                entry.unacked = Some(Unacked {
                    number: number.unwrap_or_default(),
                    bytes,
                    flow: flow.unwrap_or(entry.flow),
                    at: now.saturating_add(timers.t1),
                    pause: timers.t1,
                    until: now.saturating_add(timers.patience()),
                });
            }
            self.reschedule(call);
        }
        self.finish()
    }

    /// Refuses a call, or a change of one, with a status from 300 on: 404, 486, 603, 607, 608. The
    /// headers go with it, as Call-Info does with 608 (RFC 8688). A call that was never answered is
    /// over then.
    pub fn refuse(
        &mut self,
        call: CallId,
        status: u16,
        headers: &[Header],
        now: Duration,
    ) -> Vec<Output> {
        let status = status.clamp(300, 699);
        self.settle(call, status, headers, now);
        let is_answered = self.calls.get(&call).is_some_and(|call| call.is_answered);
        if !is_answered {
            self.forget(call, None);
        }
        self.finish()
    }

    /// Ends a call: with 480 if it was not answered, else with BYE, which waits for the ACK of the
    /// answer (RFC 3261, section 15). The headers go with it, as Reason does.
    pub fn hang_up(&mut self, call: CallId, headers: &[Header], now: Duration) -> Vec<Output> {
        match self.calls.get_mut(&call) {
            Some(entry) if !entry.is_answered => {
                self.settle(call, 480, headers, now);
                self.forget(call, None);
            }
            Some(entry) if entry.unacked.is_some() => entry.leaving = Some(headers.to_vec()),
            Some(_) => {
                self.settle(call, 487, &[], now);
                self.bye(call, headers, now);
                self.forget(call, None);
            }
            None => {}
        }
        self.finish()
    }

    /// Makes an answer to the INVITE that waits in a call.
    fn answer_with(
        &self,
        call: CallId,
        status: u16,
        sdp: Option<&[u8]>,
    ) -> Option<(super::Key, Message)> {
        let entry = self.calls.get(&call)?;
        let pending = entry.pending.as_ref()?;
        let tag = &entry.dialog.local_tag;
        let mut response = pending.request.respond(status, Some(tag));
        response.headers.0.push(self.contact(&entry.flow));
        response.headers.0.push(self.settings.abilities.allow());
        response.headers.0.push(self.settings.abilities.supported());
        self.named(&mut response);
        if let Some(sdp) = sdp {
            response.headers.push(Name::ContentType, "application/sdp");
            response.body = sdp.to_vec();
        }
        Some((pending.key.clone(), response))
    }

    /// Says whose response it is.
    pub(super) fn named(&self, response: &mut Message) {
        if !self.settings.software.is_empty() {
            let software = self.settings.software.clone();
            response.headers.push(Name::Server, software);
        }
    }

    /// Returns host and port that peers reach us by.
    pub(super) fn host(&self, flow: &Flow) -> String {
        match &self.settings.host {
            Some(host) => host.clone(),
            None => flow.local.to_string(),
        }
    }

    /// Returns our Contact.
    pub(super) fn contact(&self, flow: &Flow) -> Header {
        let (user, host) = (&self.settings.user, self.host(flow));
        let transport = match flow.transport {
            Transport::Udp => "",
            Transport::Tcp => ";transport=tcp",
            Transport::Tls => ";transport=tls",
        };
        Header {
            name: Name::Contact,
            value: format!("<sip:{user}@{host}{transport}>"),
        }
    }
}
