//! How long reading and writing PDUs, reading their text, joining parts and holding dialogues take, on one core.
//!
//! `cargo bench -p watchbell-formats --bench smpp` prints how many a second.
#![expect(clippy::print_stdout, reason = "printing figures is what it is for")]

use std::{hint::black_box, time::Instant};

use watchbell_formats::smpp::{
    Address, Alphabet, Body, Concat, EsmClass, Frame, Outcome, Pdu, ShortMessage, Status,
    dialogue::{Dialogues, Incoming},
    encode, next, write,
};
use watchbell_model::Time;

const COUNT: u32 = 1_000_000;
const TEXT: &str = "Your parcel could not be delivered because of an unpaid fee of 1.99. Pay at http://parcel.example.test/pay?id=4711 now";

fn main() {
    let message = message(TEXT);
    let pdu = Pdu::request(1, Body::DeliverSm(message.clone()));
    let mut bytes = Vec::new();
    write(&pdu, &mut bytes).expect("a PDU");
    println!("deliver_sm of {} bytes", bytes.len());
    measure("read", || {
        assert!(matches!(next(black_box(&bytes)), Frame::Pdu(..)));
    });
    let mut out = Vec::new();
    measure("write", || {
        out.clear();
        write(black_box(&pdu), &mut out).expect("a PDU");
    });
    measure("read and answer", || {
        let Frame::Pdu(pdu, _) = next(black_box(&bytes)) else {
            return;
        };
        out.clear();
        let answer = pdu.reply(Status::ROK).expect("it is answered");
        write(&answer, &mut out).expect("a PDU");
    });
    measure("text of GSM", || {
        black_box(message.content(Alphabet::Gsm7).text());
    });
    let chinese =
        self::message("您的包裹因未付费用无法投递，请点击链接支付 http://parcel.example.test");
    measure("text of UCS-2", || {
        black_box(chinese.content(Alphabet::Gsm7).text());
    });
    measure("encode", || {
        black_box(encode(black_box(TEXT), Alphabet::Gsm7, 1)).expect("it fits");
    });
    join();
    talk();
}

fn message(text: &str) -> ShortMessage {
    let encoded = encode(text, Alphabet::Gsm7, 1).expect("it fits");
    ShortMessage {
        source: Address::new("+15550100").expect("an address"),
        destination: Address::new("7726").expect("an address"),
        esm_class: encoded.esm_class,
        data_coding: encoded.data_coding,
        short_message: encoded.messages.concat(),
        ..ShortMessage::default()
    }
}

fn measure(what: &str, mut run: impl FnMut()) {
    let start = Instant::now();
    for _ in 0..COUNT {
        run();
    }
    rate(what, start);
}

fn rate(what: &str, start: Instant) {
    let a_second = f64::from(COUNT) / start.elapsed().as_secs_f64();
    println!("{what:<16} {a_second:>12.0}/s");
}

/// Parts of messages, from a hundred thousand senders at once, two each.
fn join() {
    let parts = encode(&TEXT.repeat(2), Alphabet::Gsm7, 1).expect("it fits");
    let parts = parts.messages.iter().map(|octets| {
        let message = ShortMessage {
            esm_class: EsmClass(EsmClass::HEADER),
            short_message: octets.clone(),
            ..ShortMessage::default()
        };
        message.content(Alphabet::Gsm7)
    });
    let parts: Vec<_> = parts.collect();
    let senders: Vec<String> = (0..COUNT / 2)
        .map(|number| format!("+1555{number}"))
        .collect();
    let mut concat = Concat::default();
    let start = Instant::now();
    let mut count = 0;
    for (micros, sender) in (0..).zip(&senders) {
        for part in &parts {
            let now = Time::from_micros(micros);
            let step = concat.insert(sender, "7726", part.clone(), now);
            count += u32::from(matches!(step.outcome, Outcome::Whole(_)));
        }
    }
    assert_eq!(count, COUNT / 2);
    rate("join a part", start);
}

/// Dialogues of a message and its sender each.
fn talk() {
    let reporters: Vec<String> = (0..COUNT / 2)
        .map(|number| format!("+1555{number}"))
        .collect();
    let mut dialogues = Dialogues::default();
    let start = Instant::now();
    let mut events = 0;
    for text in [TEXT, "+15550199"] {
        for (micros, reporter) in (0..).zip(&reporters) {
            let incoming = Incoming {
                reporter,
                text,
                language: None,
                quiet: false,
                at: Time::from_micros(micros),
            };
            events += dialogues.take(&incoming).events.len();
        }
    }
    assert!(events >= reporters.len() * 2);
    rate("dialogue", start);
}
