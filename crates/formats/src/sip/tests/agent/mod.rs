//! An agent, as a caller sees it.

mod calls;
mod limits;
mod requests;

use super::{
    super::{
        Message, Name,
        agent::{Agent, CallId, Event, Flow, Limits, Output, Settings, Transport},
    },
    INVITE, bytes, events, flow, ms, sent, statuses,
};

const SDP: &[u8] = b"v=0\r\ns=ours\r\n";

/// An agent, the time, and the way to it.
struct Line {
    agent: Agent,
    now: u64,
    flow: Flow,
}

impl Line {
    fn new(transport: Transport) -> Self {
        Self::with(transport, Limits::default())
    }

    fn with(transport: Transport, limits: Limits) -> Self {
        let settings = Settings {
            user: "7726".to_owned(),
            limits,
            ..Settings::default()
        };
        Self {
            agent: Agent::new(settings, [7; 16]),
            now: 0,
            flow: flow(transport),
        }
    }

    /// Hands a message to the agent.
    fn receive(&mut self, bytes: &[u8]) -> Vec<Output> {
        self.agent.receive(bytes, self.flow, ms(self.now))
    }

    /// Lets time pass; returns what came out of it, and when.
    fn wait(&mut self, milliseconds: u64) -> Vec<(u64, Output)> {
        let until = self.now + milliseconds;
        let mut all = Vec::new();
        while let Some(due) = self.agent.due().filter(|due| *due <= ms(until)) {
            let at = u64::try_from(due.as_millis()).expect("it is soon");
            all.extend(self.agent.wake(due).into_iter().map(|output| (at, output)));
        }
        self.now = until;
        all
    }

    /// Lets all that is going on come to its end, and makes sure that nothing is left.
    fn empty(mut self) {
        self.wait(700_000);
        assert_eq!(self.agent.due(), None);
        assert_eq!((self.agent.calls(), self.agent.transactions()), (0, 0));
        assert_eq!(self.agent.kept(), 0);
    }

    /// Calls; returns the call.
    fn call(&mut self, edits: &[(&str, &str)]) -> CallId {
        let outputs = self.receive(&invite(edits));
        match events(outputs).as_slice() {
            [Event::Invited { call, .. }] => *call,
            other => panic!("{other:?}"),
        }
    }

    /// Answers a call; returns the answer.
    fn answer(&mut self, call: CallId) -> Message {
        let outputs = self.agent.answer(call, SDP, ms(self.now));
        assert_eq!(statuses(&outputs), [200]);
        sent(&outputs).remove(0)
    }

    /// Calls and has the call answered and acknowledged; returns it and its tag.
    fn up(&mut self) -> (CallId, String) {
        let call = self.call(&[]);
        let tag = tag(&self.answer(call));
        let outputs = self.receive(&within("ACK", 314_159, &tag, ""));
        assert!(matches!(
            events(outputs).as_slice(),
            [Event::Confirmed { .. }]
        ));
        (call, tag)
    }
}

fn invite(edits: &[(&str, &str)]) -> Vec<u8> {
    super::invite(edits)
}

fn tag(response: &Message) -> String {
    let to = response.to().expect("it has To");
    to.tag().expect("it has a tag").to_owned()
}

/// Makes a request within the call, with further headers.
fn within(method: &str, number: u32, tag: &str, headers: &str) -> Vec<u8> {
    bytes(&format!(
        "{method} sip:7726@198.51.100.10:5060 SIP/2.0
Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK{method}{number};rport
Max-Forwards: 70
To: \"Desk\" <sip:7726@example.net>;tag={tag}
From: \"Caller\" <sip:+15550100@example.com;user=phone>;tag=1928301774
Call-ID: a84b4c76e66710@192.0.2.7
CSeq: {number} {method}
{headers}Content-Length: 0

"
    ))
}

/// Makes a request of the transaction of the INVITE: ACK of a refusal, or CANCEL.
fn beside(method: &str, tag: Option<&str>) -> Vec<u8> {
    let (head, _) = INVITE.split_once("Contact:").expect("it has one");
    let head = head.replace("INVITE", method);
    let to = tag.map_or(String::new(), |tag| format!(";tag={tag}"));
    let head = head.replace("net>\nFrom", &format!("net>{to}\nFrom"));
    bytes(&format!("{head}Content-Length: 0\n\n"))
}

/// Returns the times at which a message was sent that begins so.
fn times(outputs: &[(u64, Output)], start: &str) -> Vec<u64> {
    let times = outputs.iter().filter_map(|(at, output)| match output {
        Output::Send { bytes, .. } => bytes.starts_with(start.as_bytes()).then_some(*at),
        Output::Event(_) => None,
    });
    times.collect()
}

fn happened(outputs: Vec<(u64, Output)>) -> Vec<Event> {
    events(outputs.into_iter().map(|(_, output)| output).collect())
}

fn value<'a>(message: &'a Message, name: &Name) -> &'a str {
    message.headers.get(name).unwrap_or_default()
}
