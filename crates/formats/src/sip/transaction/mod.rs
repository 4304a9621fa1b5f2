//! Transactions: a request and the responses to it, over transports that lose messages and those that
//! do not (RFC 3261, section 17).
//!
//! Each machine is a function of what it is and what happens: an input and the time in, a [`Step`] out
//! with what to send and when to come again. Times are counted from any moment the caller chooses.

mod client;
mod key;
mod server;

use std::{sync::Arc, time::Duration};

pub use client::{Client, Reply};
pub use key::{Key, merged_key};
pub use server::{Input, Server};

/// How long to wait (RFC 3261, table 4).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Timers {
    /// T1: how long a message there and back is thought to take.
    pub t1: Duration,
    /// T2: most time between two retransmissions, but of INVITE.
    pub t2: Duration,
    /// T4: how long a message stays in the network.
    pub t4: Duration,
    /// How long an INVITE waits for a provisional answer, before 100 is sent (section 17.2.1).
    pub trying: Duration,
}

impl Default for Timers {
    fn default() -> Self {
        Self {
            t1: Duration::from_millis(500),
            t2: Duration::from_secs(4),
            t4: Duration::from_secs(5),
            trying: Duration::from_millis(200),
        }
    }
}

impl Timers {
    /// Returns 64 × T1, after which nobody answers any more.
    pub const fn patience(&self) -> Duration {
        self.t1.saturating_mul(64)
    }
}

/// What follows from an input.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Step {
    /// What to send.
    pub send: Option<Arc<[u8]>>,
    /// What else to know.
    pub outcome: Outcome,
}

/// What became of a transaction.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Outcome {
    /// It goes on.
    #[default]
    On,
    /// It is over.
    Over,
    /// It is over, and the other end was not heard of in time.
    Silent,
}

impl Step {
    const fn send(bytes: Option<Arc<[u8]>>) -> Self {
        Self {
            send: bytes,
            outcome: Outcome::On,
        }
    }

    const fn ended(outcome: Outcome) -> Self {
        Self {
            send: None,
            outcome,
        }
    }
}

/// A moment and how long to the one after it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Again {
    at: Duration,
    pause: Duration,
}

impl Again {
    /// There is never no pause at all.
    fn first(now: Duration, pause: Duration) -> Self {
        let pause = pause.max(Duration::from_millis(1));
        Self {
            at: now.saturating_add(pause),
            pause,
        }
    }

    /// Doubles the pause, up to `most`.
    fn later(self, now: Duration, most: Duration) -> Self {
        Self::first(now, self.pause.saturating_mul(2).min(most))
    }
}
