//! Any message has a text; parts are joined within bounds; a text that is written is read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use watchbell_formats::smpp::{
    Alphabet, Concat, EsmClass, Limits, Outcome, ShortMessage, encode,
};
use watchbell_model::Time;

const ALPHABETS: [Alphabet; 4] = [
    Alphabet::Gsm7,
    Alphabet::Gsm7Packed,
    Alphabet::Latin1,
    Alphabet::Utf8,
];

fuzz_target!(|data: &[u8]| {
    let limits = Limits { seconds: 60, messages: 4, bytes: 4_000 };
    let mut concat = Concat::new(limits);
    let [choice, rest @ ..] = data else { return };
    let alphabet = ALPHABETS[usize::from(choice % 4)];
    // A record is its class, its coding, its length and itself.
    let mut records = rest;
    let mut seconds = 0;
    while let [class, coding, length, after @ ..] = records {
        let (octets, next) = after.split_at(after.len().min(usize::from(*length)));
        records = next;
        seconds += i64::from(class & 3) * 10;
        let message = ShortMessage {
            esm_class: EsmClass(*class),
            data_coding: *coding,
            short_message: octets.to_vec(),
            ..ShortMessage::default()
        };
        let content = message.content(alphabet);
        let _ = content.text();
        let before = concat.len();
        let step = concat.insert("a", "b", content, Time::default().plus_seconds(seconds));
        if let Outcome::Whole(joined) = &step.outcome {
            assert_eq!(joined.missing, 0);
            let _ = joined.text();
        }
        for joined in &step.released {
            assert!(joined.missing > 0 && joined.text().text.contains('…'));
        }
        assert!(concat.len() <= 4);
        concat.undo(&step);
        assert_eq!(concat.len(), before);
        let again = concat.insert("a", "b", message.content(alphabet), Time::default().plus_seconds(seconds));
        assert_eq!(again, step);
    }
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let Ok(encoded) = encode(text, alphabet, *choice) else { return };
    let mut read = String::new();
    for octets in &encoded.messages {
        assert!(octets.len() <= 160 * 3);
        let message = ShortMessage {
            esm_class: encoded.esm_class,
            data_coding: encoded.data_coding,
            short_message: octets.clone(),
            ..ShortMessage::default()
        };
        read += &message.content(alphabet).text().text;
    }
    // Filling cannot always be told from a last `@` or carriage return, nor a mark of order from a character.
    let is_clear = alphabet != Alphabet::Gsm7Packed && !text.contains(['\u{FEFF}', '\u{FFFE}']);
    assert!(!is_clear || read == text, "{read:?}");
});
