//! How an agent is set up, and the ways to it.

use std::{net::SocketAddr, time::Duration};

use super::super::{Abilities, transaction::Timers};

/// A transport.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Transport {
    /// Datagrams.
    Udp,
    /// A stream.
    Tcp,
    /// A stream under TLS.
    Tls,
}

impl Transport {
    /// Tells whether the transport itself sees that messages arrive.
    pub const fn is_reliable(self) -> bool {
        !matches!(self, Self::Udp)
    }

    /// Returns its name in Via.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Udp => "UDP",
            Self::Tcp => "TCP",
            Self::Tls => "TLS",
        }
    }
}

/// The way between a peer and us.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Flow {
    /// The transport.
    pub transport: Transport,
    /// Our address.
    pub local: SocketAddr,
    /// The address of the peer.
    pub peer: SocketAddr,
}

/// How an agent is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The user in our Contact.
    pub user: String,
    /// The host that peers reach us by, where it is another one than the address of the flow.
    pub host: Option<String>,
    /// What we call ourselves in Server and User-Agent; empty for nothing.
    pub software: String,
    /// What we can do.
    pub abilities: Abilities,
    /// How long to wait.
    pub timers: Timers,
    /// How much there may be of everything.
    pub limits: Limits,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            user: "watchbell".to_owned(),
            host: None,
            software: "Watchbell".to_owned(),
            abilities: Abilities::default(),
            timers: Timers::default(),
            limits: Limits::default(),
        }
    }
}

/// How much there may be of everything. Beyond it, requests are answered with 503.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limits {
    /// Most calls at once.
    pub calls: usize,
    /// Most transactions at once; those of UDP stay for 32 seconds after their answer.
    pub transactions: usize,
    /// Most bytes of messages that are kept, about.
    pub bytes: usize,
    /// How long a call may wait for its answer.
    pub ringing: Duration,
    /// How long a call may take from its answer on.
    pub call: Duration,
    /// The seconds in Retry-After of 503.
    pub retry_after: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            calls: 10_000,
            transactions: 50_000,
            bytes: 256 << 20,
            ringing: Duration::from_mins(3),
            call: Duration::from_mins(10),
            retry_after: 5,
        }
    }
}
