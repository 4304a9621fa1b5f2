//! Sends a request that is no INVITE, again and again until it is answered (RFC 3261, section 17.1.2).

use std::{sync::Arc, time::Duration};

use super::{Again, Outcome, Step, Timers};

/// What happens to a client transaction.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reply {
    /// A response came, of that status.
    Status(u16),
    /// Time has passed.
    Time,
}

/// A client transaction.
#[derive(Clone, Debug)]
pub struct Client {
    request: Arc<[u8]>,
    is_reliable: bool,
    timers: Timers,
    state: State,
    /// When to send the request again: timer E.
    again: Option<Again>,
    /// When the state ends: timers F and K.
    until: Duration,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    Trying,
    Proceeding,
    Completed,
    Terminated,
}

impl Client {
    /// Begins a transaction; the request is to be sent now.
    pub fn new(request: Arc<[u8]>, is_reliable: bool, timers: Timers, now: Duration) -> Self {
        Self {
            request,
            is_reliable,
            timers,
            state: State::Trying,
            again: (!is_reliable).then(|| Again::first(now, timers.t1)),
            until: now.saturating_add(timers.patience()),
        }
    }

    /// Returns when [`Reply::Time`] is due.
    pub fn due(&self) -> Option<Duration> {
        let until = (self.state != State::Terminated).then_some(self.until);
        let again = self.again.map(|again| again.at);
        again.into_iter().chain(until).min()
    }

    /// Returns how many bytes it keeps.
    pub fn kept(&self) -> usize {
        self.request.len()
    }

    /// Does what follows from a reply.
    pub fn step(&mut self, reply: Reply, now: Duration) -> Step {
        match reply {
            Reply::Time => self.time(now),
            Reply::Status(_) if matches!(self.state, State::Completed | State::Terminated) => {
                Step::default()
            }
            Reply::Status(..200) => {
                self.state = State::Proceeding;
                Step::default()
            }
            Reply::Status(_) => {
                self.again = None;
                if self.is_reliable {
                    return self.end(Outcome::Over);
                }
                self.state = State::Completed;
                self.until = now.saturating_add(self.timers.t4);
                Step::default()
            }
        }
    }

    fn time(&mut self, now: Duration) -> Step {
        if self.until <= now && self.state != State::Terminated {
            let is_answered = self.state == State::Completed;
            return self.end(if is_answered {
                Outcome::Over
            } else {
                Outcome::Silent
            });
        }
        match self.again {
            Some(again) if again.at <= now => {
                let next = if self.state == State::Proceeding {
                    Again::first(now, self.timers.t2)
                } else {
                    again.later(now, self.timers.t2)
                };
                self.again = Some(next);
                Step::send(Some(Arc::clone(&self.request)))
            }
            _ => Step::default(),
        }
    }

    const fn end(&mut self, outcome: Outcome) -> Step {
        self.state = State::Terminated;
        self.again = None;
        Step::ended(outcome)
    }
}
