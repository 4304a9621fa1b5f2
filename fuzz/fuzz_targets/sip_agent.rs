//! An agent stays within its bounds whatever happens, and nothing is left when all has come to its end.
#![no_main]

use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use watchbell_formats::sip::{
    Message, Method, read,
    agent::{Agent, CallId, Event, Flow, Limits, Output, Settings, Transport},
};

const LIMITS: Limits = Limits {
    calls: 4,
    transactions: 16,
    bytes: 60_000,
    ringing: Duration::from_secs(60),
    call: Duration::from_secs(90),
    retry_after: 5,
};

/// What is known of what went on.
struct World {
    agent: Agent,
    now: Duration,
    flow: Flow,
    calls: Vec<CallId>,
    /// Tags of To that were seen in responses.
    tags: Vec<String>,
    /// Requests that the agent sent.
    asked: Vec<Message>,
}

fuzz_target!(|data: &[u8]| {
    let mut bytes = data.iter().copied();
    let transport = match bytes.next() {
        Some(0..128) => Transport::Udp,
        _ => Transport::Tcp,
    };
    let limits = LIMITS;
    let settings = Settings {
        limits,
        ..Settings::default()
    };
    let mut world = World {
        agent: Agent::new(settings, [1; 16]),
        now: Duration::ZERO,
        flow: Flow {
            transport,
            local: "192.0.2.1:5060".parse().expect("an address"),
            peer: "192.0.2.2:5060".parse().expect("an address"),
        },
        calls: Vec::new(),
        tags: Vec::new(),
        asked: Vec::new(),
    };
    while let (Some(what), Some(which)) = (bytes.next(), bytes.next()) {
        let outputs = world.act(what, which, &mut bytes);
        world.learn(outputs);
        assert!(world.agent.calls() <= LIMITS.calls);
        // What ends something is never held back.
        assert!(world.agent.transactions() <= 2 * (LIMITS.transactions + LIMITS.calls));
    }
    for _ in 0..4_000 {
        let Some(due) = world.agent.due() else { break };
        assert!(due < world.now + Duration::from_secs(300));
        world.agent.wake(due);
    }
    assert_eq!((world.agent.calls(), world.agent.transactions(), world.agent.kept()), (0, 0, 0));
});

impl World {
    fn act(&mut self, what: u8, which: u8, bytes: &mut impl Iterator<Item = u8>) -> Vec<Output> {
        let call = self.calls.get(usize::from(which) % self.calls.len().max(1)).copied();
        match (what % 16, call) {
            (0..=8, _) => {
                let message = self.message(what % 16, which);
                self.agent.receive(message.as_bytes(), self.flow, self.now)
            }
            (9, _) => {
                let noise: Vec<u8> = bytes.take(which.into()).collect();
                self.agent.receive(&noise, self.flow, self.now)
            }
            (10, Some(call)) => self.agent.answer(call, b"v=0\r\n", self.now),
            (11, Some(call)) => self.agent.refuse(call, u16::from(which) * 3, &[], self.now),
            (12, Some(call)) => self.agent.hang_up(call, &[], self.now),
            (13, Some(call)) => self.agent.progress(call, which.into(), None, self.now),
            (14, _) if !self.asked.is_empty() => {
                let request = &self.asked[usize::from(which) % self.asked.len()];
                let response = request.respond(100 + u16::from(which) * 2, Some("x")).write();
                self.agent.receive(&response, self.flow, self.now)
            }
            _ => {
                self.now += Duration::from_millis(u64::from(which) * 100);
                let outputs = self.agent.wake(self.now);
                assert!(self.agent.due().is_none_or(|due| due > self.now));
                outputs
            }
        }
    }

    /// Makes a request; the byte says of which caller, of which of our tags, and with which number.
    fn message(&self, what: u8, which: u8) -> String {
        let methods = ["INVITE", "INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "INFO", "REFER", "ACK"];
        let method = methods[usize::from(what)];
        let caller = which % 4;
        let number = 1 + which / 64;
        let tag = match (what, self.tags.get(usize::from(which / 4) % self.tags.len().max(1))) {
            (1 | 2 | 3 | 6, Some(tag)) => format!(";tag={tag}"),
            _ => String::new(),
        };
        let branch = match (what, which & 32) {
            (_, 0) => format!(";branch=z9hG4bK{caller}{number}"),
            (1 | 2 | 3, _) => format!(";branch=z9hG4bK{caller}{number}{method}"),
            _ => String::new(),
        };
        format!(
            "{method} sip:7726@example.net SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.2{branch}\r\n\
             From: <sip:{caller}@example.com>;tag=t\r\nTo: <sip:7726@example.net>{tag}\r\nCall-ID: {caller}\r\n\
             CSeq: {number} {method}\r\nContact: <sip:{caller}@192.0.2.2>\r\n\r\n"
        )
    }

    fn learn(&mut self, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::Send { bytes, .. } => {
                    let reading = read(&bytes);
                    let Some(message) = reading.message else { panic!("what is sent can be read") };
                    if message.is(&Method::Bye) {
                        self.asked.push(message);
                    } else if let Some(to) = message.to()
                        && let Some(tag) = to.tag()
                        && !self.tags.iter().any(|known| known == tag)
                    {
                        self.tags.push(tag.to_owned());
                    }
                }
                Output::Event(Event::Invited { call, .. }) => self.calls.push(call),
                Output::Event(Event::Ended { call, .. }) => self.calls.retain(|one| *one != call),
                Output::Event(_) => {}
            }
        }
    }
}
