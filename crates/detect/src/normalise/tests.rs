use super::*;

fn fold(text: &str) -> String {
    let mut n = Normalised::default();
    n.read(text);
    n.folded
}

fn signs(text: &str) -> Signs {
    let mut n = Normalised::default();
    n.read(text);
    n.signs
}

#[test]
fn disguises_are_undone() {
    for (from, to) in [
        ("FREE", "free"),
        ("F R E E", "free"),
        ("f.r.e.e msg", "free msg"),
        ("W-I-N-N-E-R now", "winner now"),
        ("с п а м", "спам"),
        ("fr\u{200B}ee", "free"),
        ("fr\u{AD}ee\u{2060}", "free"),
        ("ｆｒｅｅ", "free"),
        ("𝐅𝐫𝐞𝐞 𝓜𝓸𝓷𝓮𝔂", "free money"),
        ("ⓕⓡⓔⓔ 🅵🆁🅴🅴", "free free"),
        ("ꜰʀᴇᴇ ᴍᴏɴᴇʏ", "free money"),
        ("frее", "free"),
        ("раураl account", "paypal account"),
        ("ассоunt vеrify", "account verify"),
        ("Пpиглaшaю вac", "приглашаю вас"),
        ("Для Вαc мaлο", "для вас мало"),
        ("нaбuрaю в кoмaндy", "набираю в команду"),
        ("ищу pa6oтy", "ищу работу"),
        ("v1agra c@sh fr33 acc0unt", "viagra cash free account"),
        ("pr1ze w1nner cl1ck emai1", "prize winner click email"),
        ("ca$h $ale", "cash sale"),
        ("f\u{336}r\u{336}e\u{336}e\u{336}", "free"),
        ("1️⃣0️⃣0️⃣", "100"),
        ("รัUโUนัส", "รับโบนัส"),
        ("สูงสุด 1oo บ", "สูงสุด 100 บ"),
        ("\u{202E}eerf\u{202C} now", "free now"),
        ("win &pound;100 &#38; more", "win £100 & more"),
        ("ﬁne oﬃce", "fine office"),
        ("ال\u{640}\u{640}بنك", "البنك"),
        ("تَحديث", "تحديث"),
    ] {
        assert_eq!(fold(from), to, "{from}");
        assert_eq!(fold(&fold(from)), to, "{from} again");
    }
}

#[test]
fn honest_text_is_left_alone() {
    for text in [
        "your code is 482913, valid 5 min.",
        "call 0800 123 or text 2nite l8r m8 gr8 b4 4u",
        "3rd floor at 10am, 20% off, mp3, 4x4, h2",
        "g-508115 is your code. ref zm8478 ab12c3",
        "привет, как дела? смс от мчс",
        "nous vous rappelons votre rendez-vous à l'hôpital",
        "señor, mañana a las 8",
        "สวัสดีค่ะ ais เค้าจัดให้",
        "您的验证码是123456",
        "रसीद संख्या",
        "hẹn gặp lại bạn ngày mai",
        "αύριο θα είμαι εκεί",
        "see https://example.test/a1b2c3?x=4you",
        "sms-ка для iphone-а",
        "i am a b student",
        "e.g. u.s. a.m.",
    ] {
        assert_eq!(fold(text), text);
        assert_eq!(signs(text), Signs::default(), "{text}");
    }
}

#[test]
fn signs_are_counted() {
    assert_eq!(signs("fr\u{200B}e\u{200B}e").invisible, 2);
    assert_eq!(signs("𝐅𝐫𝐞𝐞").styled, 4);
    assert_eq!(signs("frее").confusable, 2);
    assert_eq!(signs("F R E E  M O N E Y").spaced, 2);
    assert_eq!(signs("c@sh fr33").leet, 2);
    assert_eq!(signs("e\u{301}\u{302}\u{303}\u{304}").combining, 3);
    assert_eq!(signs("\u{202E}eerf").bidi, 1);
}

#[test]
fn spans_lead_back_to_the_original() {
    let text = "get fr\u{200B}ее now";
    let mut n = Normalised::default();
    n.read(text);
    assert_eq!(n.folded, "get free now");
    assert_eq!(&text[n.original(4..8)], "fr\u{200B}ее");
    assert_eq!(&text[n.original(9..12)], "now");
    n.read("plain");
    assert_eq!(n.original(0..5), 0..5);
    let text = "a ﬃ b";
    n.read(text);
    assert_eq!(&text[n.original(2..3)], "ﬃ");
}

#[test]
fn growth_is_bounded() {
    let text = "\u{FDFA}\u{3300}ﬃ\u{1F240}½".repeat(100);
    let folded = fold(&text);
    assert!(folded.len() <= text.len() * MAX_GROWTH, "{}", folded.len());
    assert!(folded.contains('\u{FDFA}'));
    let mut n = Normalised::default();
    for c in '\0'..=char::MAX {
        let text = String::from(c);
        n.read(&text);
        assert!(n.folded.len() <= text.len() * MAX_GROWTH, "{c:?}");
    }
}

/// A small generator of hostile text, seeded: what property tests are made of.
fn hostile(seed: u64) -> String {
    let pieces = [
        "a",
        "B",
        "е",
        "р",
        "ο",
        "ᴀ",
        "𝐚",
        "1",
        "0",
        "$",
        "@",
        "!",
        " ",
        ".",
        "-",
        "&amp;",
        "&#x41;",
        "&",
        ";",
        "\u{200B}",
        "\u{200D}",
        "\u{202E}",
        "\u{202C}",
        "\u{301}",
        "\u{20E3}",
        "\u{FE0F}",
        "ก",
        "\u{E31}",
        "ำ",
        "中",
        "ا",
        "\u{640}",
        "🇫",
        "🅰",
        "😀",
        "ﬃ",
        "\u{FDFA}",
        "\0",
        "\u{10FFFF}",
        "İ",
        "ẞ",
        "\r\n",
        "Ａ",
        "。",
        "Ꮲ",
        "ʍ",
    ];
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut text = String::new();
    for _ in 0..(seed % 40) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
    }
    text
}

#[test]
fn any_text_is_read_within_its_bounds() {
    let mut n = Normalised::default();
    for seed in 0..20_000 {
        let text = hostile(seed);
        n.read(&text);
        assert!(n.folded.len() <= text.len() * MAX_GROWTH);
        let mut last = 0;
        for (at, _) in n.folded.char_indices() {
            let range = n.original(at..n.folded.len());
            assert!(range.start >= last && range.end <= text.len(), "{text:?}");
            assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
            last = range.start;
        }
    }
}

#[test]
fn the_short_way_and_the_long_way_agree() {
    let pieces = [
        "a",
        "B",
        "free",
        "w1n",
        "c@sh",
        "0ffer",
        "10",
        "4u",
        " ",
        ".",
        "-",
        "!",
        "$",
        "\n",
        "F R E E",
        "g8",
        "x.test/a1b",
        "o",
        "1o0",
        "|",
        "中",
        "銀行",
        "ก",
        "\u{e48}",
        "\u{e4d}",
        "\u{e32}",
        "🎁",
    ];
    let (mut short, mut long) = (Normalised::default(), Normalised::default());
    let mut state = 7_u64;
    for round in 0..60_000_u32 {
        let mut text = String::new();
        for _ in 0..round % 12 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
        }
        short.read(&text);
        long.read(&format!("{text} éé"));
        assert_eq!(
            long.folded.strip_suffix(" éé"),
            Some(short.folded.as_str()),
            "{text:?}"
        );
        assert_eq!(long.signs, short.signs, "{text:?}");
        let all = 0..short.folded.len();
        assert_eq!(long.original(all.clone()), short.original(all), "{text:?}");
    }
}
