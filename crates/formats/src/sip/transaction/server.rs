//! Answers a request, again and again if need be (RFC 3261, section 17.2; RFC 6026).

use std::{sync::Arc, time::Duration};

use super::{Again, Outcome, Step, Timers};

/// What happens to a server transaction.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Input {
    /// Its request came again.
    Again,
    /// The ACK of its INVITE came.
    Ack,
    /// A response is to be sent.
    Respond {
        /// Its status.
        status: u16,
        /// The response as it is sent.
        bytes: Arc<[u8]>,
    },
    /// Time has passed.
    Time,
}

/// A server transaction.
#[derive(Clone, Debug)]
pub struct Server {
    is_invite: bool,
    is_reliable: bool,
    timers: Timers,
    state: State,
    /// The last response.
    last: Option<Arc<[u8]>>,
    /// When to send the last response again: timer G.
    again: Option<Again>,
    /// When the state ends: timers H, I, J and L; while an INVITE has no answer, when to send 100.
    until: Option<Duration>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    /// There is no final response.
    Proceeding,
    /// There is a final response; for INVITE, one that is no success.
    Completed,
    /// The INVITE was acknowledged.
    Confirmed,
    /// The INVITE succeeded: whoever answered it sends the response again (RFC 6026, section 7.1).
    Accepted,
    /// It is over.
    Terminated,
}

impl Server {
    /// Begins a transaction. `trying` is the response 100 to an INVITE, which is sent unless
    /// something else is in time.
    pub fn new(
        is_reliable: bool,
        trying: Option<Arc<[u8]>>,
        timers: Timers,
        now: Duration,
    ) -> Self {
        Self {
            is_invite: trying.is_some(),
            is_reliable,
            timers,
            state: State::Proceeding,
            until: trying.as_ref().map(|_| now.saturating_add(timers.trying)),
            last: trying,
            again: None,
        }
    }

    /// Returns when [`Input::Time`] is due.
    pub fn due(&self) -> Option<Duration> {
        let again = self.again.map(|again| again.at);
        again.into_iter().chain(self.until).min()
    }

    /// Tells whether there is no final response yet.
    pub fn is_open(&self) -> bool {
        self.state == State::Proceeding
    }

    /// Tells whether it is an INVITE that succeeded.
    pub fn is_accepted(&self) -> bool {
        self.state == State::Accepted
    }

    /// Returns how many bytes it keeps.
    pub fn kept(&self) -> usize {
        self.last.as_ref().map_or(0, |bytes| bytes.len())
    }

    /// Does what follows from an input.
    pub fn step(&mut self, input: Input, now: Duration) -> Step {
        match input {
            Input::Again => self.again(),
            Input::Ack => self.ack(now),
            Input::Respond { status, bytes } => self.respond(status, bytes, now),
            Input::Time => self.time(now),
        }
    }

    fn again(&self) -> Step {
        // Before 100 is due, nothing was sent that could be sent again.
        let is_waiting = self.is_invite && self.is_open() && self.until.is_some();
        match self.state {
            State::Proceeding | State::Completed if !is_waiting => Step::send(self.last.clone()),
            _ => Step::default(),
        }
    }

    fn ack(&mut self, now: Duration) -> Step {
        if !self.is_invite || self.state != State::Completed {
            return Step::default();
        }
        if self.is_reliable {
            return self.end(Outcome::Over);
        }
        self.state = State::Confirmed;
        self.again = None;
        self.until = Some(now.saturating_add(self.timers.t4));
        Step::default()
    }

    fn respond(&mut self, status: u16, bytes: Arc<[u8]>, now: Duration) -> Step {
        if !self.is_open() {
            return Step::default();
        }
        self.last = Some(Arc::clone(&bytes));
        self.until = None;
        if status < 200 {
            return Step::send(Some(bytes));
        }
        let patience = now.saturating_add(self.timers.patience());
        if self.is_invite && status < 300 {
            self.state = State::Accepted;
            self.last = None;
            self.until = Some(patience);
        } else if self.is_invite {
            self.state = State::Completed;
            self.until = Some(patience);
            if !self.is_reliable {
                self.again = Some(Again::first(now, self.timers.t1));
            }
        } else {
            self.state = State::Completed;
            self.until = Some(if self.is_reliable { now } else { patience });
        }
        Step::send(Some(bytes))
    }

    fn time(&mut self, now: Duration) -> Step {
        if self.until.is_some_and(|until| until <= now) {
            return match self.state {
                State::Proceeding => {
                    self.until = None;
                    Step::send(self.last.clone())
                }
                State::Completed if self.is_invite => self.end(Outcome::Silent),
                _ => self.end(Outcome::Over),
            };
        }
        match self.again {
            Some(again) if again.at <= now => {
                self.again = Some(again.later(now, self.timers.t2));
                Step::send(self.last.clone())
            }
            _ => Step::default(),
        }
    }

    fn end(&mut self, outcome: Outcome) -> Step {
        self.state = State::Terminated;
        self.again = None;
        self.until = None;
        Step::ended(outcome)
    }
}
