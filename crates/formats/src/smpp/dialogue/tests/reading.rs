//! What a message says, and in which language it is answered.

use super::*;

#[test]
fn a_sender_is_read_as_people_write_it() {
    use Sender::{Mail, Name, Number, ShortCode};
    let number = |text: &str| Some(Number(text.to_owned()));
    let name = |text: &str| Some(Name(text.to_owned()));
    let code = |text: &str| Some(ShortCode(text.to_owned()));
    // As the answer to the question, and as a message of its own.
    for (text, asked, alone) in [
        ("+15550199", number("+15550199"), number("+15550199")),
        (
            "+1 (555) 010-0199",
            number("+15550100199"),
            number("+15550100199"),
        ),
        (
            "0044 7700 900123",
            number("+447700900123"),
            number("+447700900123"),
        ),
        ("07700 900123", number("07700900123"), number("07700900123")),
        (
            "\u{202A}+33\u{A0}1\u{202F}99 00 00 00\u{202C}",
            number("+33199000000"),
            number("+33199000000"),
        ),
        ("<+15550199>", number("+15550199"), number("+15550199")),
        ("tel:+15550199", number("+15550199"), number("+15550199")),
        (
            "＋１５５５０１９９",
            number("+15550199"),
            number("+15550199"),
        ),
        ("٠١٢٣٤٥٦٧٨٩", number("0123456789"), number("0123456789")),
        ("०१२३४५६७८९", number("0123456789"), number("0123456789")),
        ("12345", code("12345"), code("12345")),
        ("From +15550199", number("+15550199"), number("+15550199")),
        ("from: 12345", code("12345"), code("12345")),
        (
            "Sender: ExampleBank",
            name("ExampleBank"),
            name("ExampleBank"),
        ),
        (
            "de +33199000000",
            number("+33199000000"),
            number("+33199000000"),
        ),
        ("Expéditeur : INFO SMS", name("INFO SMS"), name("INFO SMS")),
        ("von 12345", code("12345"), code("12345")),
        ("من +15550199", number("+15550199"), number("+15550199")),
        ("来自+15550199", number("+15550199"), number("+15550199")),
        ("จาก +15550199", number("+15550199"), number("+15550199")),
        ("kutoka +15550199", number("+15550199"), number("+15550199")),
        ("от ExampleBank", name("ExampleBank"), None),
        ("номер +15550199", number("+15550199"), None),
        ("the number is 12345", code("12345"), None),
        ("ExampleBank", name("ExampleBank"), None),
        ("Ex-Bank 24", name("Ex-Bank 24"), None),
        ("银行", name("银行"), None),
        (
            "bob@mail.example",
            Some(Mail("bob@mail.example".to_owned())),
            Some(Mail("bob@mail.example".to_owned())),
        ),
        ("12", None, None),
        ("1234567890123456", None, None),
        ("+123", None, None),
        ("ExampleBankLtd", None, None),
        ("http://example.test", None, None),
        ("call +15550199 now", None, None),
        ("+1555+0199", None, None),
        ("", None, None),
    ] {
        assert_eq!(sender::alone(text, true), asked, "asked: {text}");
        assert_eq!(sender::alone(text, false), alone, "alone: {text}");
    }
}

#[test]
fn a_sender_within_a_message_is_found_only_where_it_is_named() {
    for (text, expected) in [
        ("You won a prize. From +15550199", Some("+15550199")),
        ("You won a prize, from: 12345", Some("12345")),
        ("You won a prize Sender: ExampleBank", Some("ExampleBank")),
        ("You won a prize\nfrom 12345", Some("12345")),
        (
            "From: ExampleBank\nYou won a prize and have to claim it",
            Some("ExampleBank"),
        ),
        ("From +15550199: You won a prize", Some("+15550199")),
        ("From: +1-555-0199 - You won a prize", Some("+15550199")),
        ("From: ExampleBank - You won a prize", Some("ExampleBank")),
        ("+15550199: You won a prize", Some("+15550199")),
        (
            "+15550199\nYou won a prize and have to claim it at once today",
            Some("+15550199"),
        ),
        ("Sie haben gewonnen, von +15550199", Some("+15550199")),
        ("您中奖了，来自+15550199", Some("+15550199")),
        ("您中奖了来自 +15550199", Some("+15550199")),
        ("لقد ربحت جائزة من +15550199", Some("+15550199")),
        ("คุณได้รับรางวัลจาก +15550199", Some("+15550199")),
        // Part of the message.
        ("You have a missed call from +15550199", None),
        ("You have a new message from ExampleBank", None),
        ("Vous avez un message de +15550199", None),
        ("您有一条短信来自+15550199", None),
        ("Call +15550199 to claim", None),
        ("Pay now or call 15550199", None),
        ("Your order number 123456", None),
        ("Open from 9000", None),
        ("12:30 is the time", None),
        ("2026-11-21 10:30 your parcel arrives", None),
        ("10 000: you won it", None),
        (
            "2026-11-21\nYour parcel arrives today, please pay the fee",
            None,
        ),
        ("Sale from now on", None),
        ("http://example.test/from/12345", None),
        ("", None),
    ] {
        let found = sender::within(text, false).map(|(sender, _)| sender);
        assert_eq!(found.as_ref().map(Sender::as_str), expected, "{text}");
    }
}

#[test]
fn words_are_known_in_every_language() {
    use words::{Word, word};
    for (text, expected) in [
        ("STOP", Some(Word::Stop)),
        (" stop. ", Some(Word::Stop)),
        ("Arrêt", Some(Word::Stop)),
        ("توقف", Some(Word::Stop)),
        ("停止", Some(Word::Stop)),
        ("หยุด", Some(Word::Stop)),
        ("बंद करो", Some(Word::Stop)),
        ("Help?", Some(Word::Help)),
        ("ช่วยเหลือ", Some(Word::Help)),
        ("don’t know", Some(Word::Unknown)),
        ("Je ne sais pas", Some(Word::Unknown)),
        ("ไม่ทราบ", Some(Word::Unknown)),
        ("पता नहीं", Some(Word::Unknown)),
        ("不知道。", Some(Word::Unknown)),
        ("Sijui", Some(Word::Unknown)),
        ("Thank  you!", Some(Word::Chat)),
        ("stop sending me this", None),
        ("", None),
    ] {
        assert_eq!(word(text), expected, "{text}");
    }
}

#[test]
fn the_language_is_that_of_the_tag_or_the_script_or_the_operator() {
    for (tag, text, default, expected) in [
        (Some("fr"), SPAM, "en", "fr"),
        (Some("pt-BR"), SPAM, "en", "pt"),
        (Some("zh_Hant_TW"), SPAM, "en", "zh"),
        (Some("SW"), SPAM, "en", "sw"),
        (Some("xx"), SPAM, "sw", "sw"),
        (None, SPAM, "es-MX", "es"),
        (None, SPAM, "xx", "en"),
        (None, "طردك في الانتظار http://example.test/p", "en", "ar"),
        (None, "您的包裹在等待", "en", "zh"),
        (None, "พัสดุของคุณรออยู่", "en", "th"),
        (None, "Ваша посылка ждёт", "en", "ru"),
        (None, "आपका पार्सल इंतज़ार कर रहा है", "en", "hi"),
        // Scripts of languages without answers, and one word among others.
        (None, "あなたの荷物が待っています。支払", "en", "en"),
        (None, "택배가 기다립니다 包", "fr", "fr"),
        (None, "Your parcel 包裹 waits for you here", "en", "en"),
        (None, "", "de", "de"),
    ] {
        assert_eq!(choose(tag, text, default), expected, "{tag:?} {text}");
    }
}

#[test]
fn every_answer_is_there_in_every_language_and_fits_into_two_parts() {
    use crate::smpp::{Alphabet, encode};
    for &language in LANGUAGES {
        for kind in AnswerKind::ALL {
            let text = text(kind, language);
            assert!(
                !text.is_empty() && text == text.trim(),
                "{language} {kind:?}"
            );
            let encoded = encode(text, Alphabet::Gsm7, 1).unwrap();
            let count = encoded.messages.len();
            let most = if kind == AnswerKind::Help { 3 } else { 2 };
            assert!(count <= most, "{language} {kind:?}: {count} parts");
            assert!(
                language == "en" || text != self::text(kind, "en"),
                "{language} {kind:?}"
            );
            let has = |word| text.contains(word);
            match kind {
                AnswerKind::Help => assert!(has("STOP"), "{language}"),
                AnswerKind::Stopped => assert!(has("START"), "{language}"),
                _ => {}
            }
        }
    }
    assert_eq!(
        text(AnswerKind::Thanks, "xx"),
        text(AnswerKind::Thanks, "en")
    );
}
