//! From the bytes of a session to reports and answers, in several languages and codings.

use watchbell_model::Time;

use super::*;
use crate::smpp::dialogue::{AnswerKind, Dialogues, Event, Incoming, LANGUAGES};

/// A message and its parts, as a phone sends them.
fn sent(text: &str, coding: u8) -> Vec<ShortMessage> {
    let message = |class, data_coding, octets| ShortMessage {
        source: address("+15550100"),
        destination: address("7726"),
        esm_class: EsmClass(class),
        data_coding,
        short_message: octets,
        ..ShortMessage::default()
    };
    let latin1 = || text.chars().map(|c| u8::try_from(c).unwrap());
    match coding {
        // ISO 8859-1, cut anywhere, by optional parameters.
        3 => {
            let octets: Vec<u8> = latin1().collect();
            let chunks: Vec<&[u8]> = octets.chunks(50).collect();
            let total = u8::try_from(chunks.len()).unwrap();
            let part = |(index, octets): (u8, &&[u8])| ShortMessage {
                tlvs: tlvs(&[
                    (tlv::SAR_MSG_REF_NUM, &[0, 9]),
                    (tlv::SAR_TOTAL_SEGMENTS, &[total]),
                    (tlv::SAR_SEGMENT_SEQNUM, &[index]),
                ]),
                ..message(0, 3, octets.to_vec())
            };
            (1..).zip(&chunks).map(part).collect()
        }
        // UCS-2, cut within characters, in the payload.
        8 => {
            let octets: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            let chunks: Vec<&[u8]> = octets.chunks(33).collect();
            let total = u8::try_from(chunks.len()).unwrap();
            let part = |(index, octets): (u8, &&[u8])| {
                let payload = [&[6, 8, 4, 1, 2, total, index], *octets].concat();
                ShortMessage {
                    tlvs: tlvs(&[(tlv::MESSAGE_PAYLOAD, &payload)]),
                    ..message(0x40, 8, Vec::new())
                }
            };
            (1..).zip(&chunks).map(part).collect()
        }
        _ => {
            let encoded = encode(text, Alphabet::Gsm7, 9).unwrap();
            assert_eq!(encoded.data_coding, coding, "{text}");
            let part = |octets| message(encoded.esm_class.0, coding, octets);
            encoded.messages.into_iter().map(part).collect()
        }
    }
}

#[test]
fn a_report_comes_through_in_every_language_and_coding() {
    let spam = "Your parcel waits £1.99 [pay] http://example.test/p ".repeat(6);
    let spam = spam.trim();
    for (language, coding, content) in [
        ("en", 0, spam.to_owned()),
        (
            "fr",
            3,
            format!("Votre colis est bloqué à la douane ; {spam}"),
        ),
        (
            "es",
            0,
            format!("Su paquete está retenido, ¡pague ya! {spam}").replace('á', "à"),
        ),
        (
            "ar",
            8,
            "طردك في انتظار الدفع 📦 ".repeat(9).trim().to_owned(),
        ),
        (
            "zh",
            8,
            "您的包裹在等待付款📦 http://example.test/p".repeat(5),
        ),
        ("th", 8, "พัสดุของคุณรอการชำระเงิน📦".repeat(5)),
        ("sw", 0, format!("Kifurushi chako kinasubiri malipo {spam}")),
    ] {
        let mut stream = Vec::new();
        let messages = [content.as_str(), "+15550199"].map(|text| sent(text, coding));
        for (sequence, message) in (1..).zip(messages.concat()) {
            write(
                &Pdu::request(sequence, Body::DeliverSm(message)),
                &mut stream,
            )
            .unwrap();
        }
        let (mut concat, mut dialogues) = (Concat::default(), Dialogues::default());
        let mut told = Vec::new();
        let now = Time::default();
        while !stream.is_empty() {
            let Frame::Pdu(pdu, length) = next(&stream) else {
                panic!("{language}");
            };
            stream.drain(..length);
            let Body::DeliverSm(message) = &pdu.body else {
                panic!("{language}");
            };
            let (from, to) = (message.source.text(), message.destination.text());
            let step = concat.insert(&from, &to, message.content(Alphabet::Gsm7), now);
            let Outcome::Whole(joined) = step.outcome else {
                continue;
            };
            let incoming = Incoming {
                reporter: &joined.source,
                text: &joined.text().text,
                language: Some(language),
                quiet: false,
                at: now,
            };
            told.extend(dialogues.take(&incoming).events);
        }
        let [
            Event::Answer { kind, .. },
            Event::Report {
                content: read,
                sender,
                ..
            },
            Event::Answer {
                language: answered, ..
            },
        ] = told.as_slice()
        else {
            panic!("{language}: {told:?}");
        };
        assert_eq!(*kind, AnswerKind::AskSender);
        assert_eq!(read, &content);
        assert_eq!(sender.as_ref().unwrap().as_str(), "+15550199");
        assert_eq!((*answered, LANGUAGES.contains(answered)), (language, true));
    }
}
