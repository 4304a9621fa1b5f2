//! How many messages of SIP are read and written, and how many calls are answered, a second on one core.
//!
//! `cargo bench -p watchbell-formats --bench sip` prints the figures.
#![expect(clippy::print_stdout, reason = "printing figures is what it is for")]

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use watchbell_formats::sip::{
    Message,
    agent::{Agent, Event, Flow, Output, Settings, Transport},
    read, rtp,
};

const MESSAGES: u32 = 200_000;
const CALLS: u32 = 20_000;

fn main() {
    let text = request("INVITE", 1, "", SDP);
    println!("an INVITE of {} bytes", text.len());
    measure("read", MESSAGES, |_| {
        black_box(read(black_box(text.as_bytes())));
    });
    let message = read(text.as_bytes()).message.expect("a message");
    measure("write", MESSAGES, |_| {
        black_box(black_box(&message).write());
    });
    measure("respond, write", MESSAGES, |_| {
        black_box(black_box(&message).respond(200, Some("tag")).write());
    });
    let settings = Settings::default();
    let mut agent = Agent::new(settings, [1; 16]);
    measure("calls", CALLS, |number| call(&mut agent, number));
    let frame = [0x55; rtp::FRAME];
    measure("frames of G.711", MESSAGES, |_| {
        let samples: [i16; rtp::FRAME] = frame.map(|code| rtp::Law::A.decode(black_box(code)));
        black_box(rtp::frames(&samples, rtp::Law::Mu));
    });
}

fn measure(what: &str, times: u32, mut run: impl FnMut(u32)) {
    let start = Instant::now();
    for number in 0..times {
        run(number);
    }
    let a_second = f64::from(times) / start.elapsed().as_secs_f64();
    println!("{what:<16} {a_second:>10.0} a second");
}

const SDP: &str = "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\n\
    m=audio 49170 RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\n";

/// Calls, has the call answered, acknowledges that and hangs up: four messages in, three out.
fn call(agent: &mut Agent, number: u32) {
    let flow = Flow {
        transport: Transport::Udp,
        local: "198.51.100.10:5060".parse().expect("an address"),
        peer: "192.0.2.7:5060".parse().expect("an address"),
    };
    // Fifty calls a second.
    let now = Duration::from_millis(u64::from(number) * 20);
    agent.wake(now);
    let outputs = agent.receive(request("INVITE", number, "", SDP).as_bytes(), flow, now);
    let call = outputs.iter().find_map(|output| match output {
        Output::Event(Event::Invited { call, .. }) => Some(*call),
        _ => None,
    });
    let outputs = agent.answer(call.expect("a call"), SDP.as_bytes(), now);
    let answer = outputs.into_iter().find_map(|output| match output {
        Output::Send { bytes, .. } => read(&bytes).message,
        Output::Event(_) => None,
    });
    let tag = answer.as_ref().and_then(Message::to);
    let tag = tag.and_then(|to| to.tag()).expect("a tag");
    for method in ["ACK", "BYE"] {
        let text = request(method, number, &format!(";tag={tag}"), "");
        agent.receive(text.as_bytes(), flow, now);
    }
    assert_eq!(agent.calls(), 0);
}

fn request(method: &str, number: u32, tag: &str, body: &str) -> String {
    let cseq = if method == "BYE" { 2 } else { 1 };
    let length = body.len();
    format!(
        "{method} sip:7726@example.net SIP/2.0\r\n\
         Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK{method}{number};rport\r\n\
         Record-Route: <sip:192.0.2.1;lr>\r\nMax-Forwards: 70\r\n\
         From: \"Caller\" <sip:+15550100@example.com;user=phone>;tag=f{number}\r\n\
         To: <sip:7726@example.net>{tag}\r\nCall-ID: {number}@192.0.2.7\r\nCSeq: {cseq} {method}\r\n\
         Contact: <sip:+15550100@192.0.2.7:5060>\r\n\
         P-Asserted-Identity: <sip:+15550100@example.net;user=phone>, <tel:+15550100>\r\n\
         Supported: timer, replaces\r\nAllow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE\r\n\
         User-Agent: bench\r\nContent-Type: application/sdp\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}
