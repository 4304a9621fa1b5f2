//! Numbers, hosts and handles that belong to nobody.
//!
//! Telephone numbers come from the ranges that regulators keep for films and
//! books: +1 (any area) 555 0100 to 0199, +44 7700 900xxx and (premium rate)
//! +44 909 879 0xxx, +33 6 39 98 xx xx, +61 491 57x xxx (a list), +46 70 174
//! 06 05 to 06 99. Everyone else lives in a country that does not exist: +999
//! is assigned to none. Hosts end in the names that RFC 2606 reserves, and
//! numeric ones are from RFC 5737.

use super::dice::Dice;

/// Australian numbers kept for fiction.
const AUSTRALIA: &[&str] = &[
    "+61491570006",
    "+61491570156",
    "+61491570157",
    "+61491570158",
    "+61491570159",
    "+61491570110",
    "+61491570313",
    "+61491570737",
    "+61491571266",
    "+61491571491",
    "+61491571804",
    "+61491572549",
    "+61491572665",
    "+61491572983",
    "+61491573770",
    "+61491573087",
    "+61491574118",
    "+61491574632",
    "+61491575254",
    "+61491575789",
    "+61491576398",
    "+61491576801",
    "+61491577426",
    "+61491577644",
];

/// North American areas, each with its hundred numbers for fiction.
const AREAS: &[&str] = &["202", "303", "415", "512", "617", "808"];

/// Top-level domains that RFC 2606 reserves. Not `example.com` and its like:
/// below them campaigns would share one registered domain, as they do not in life.
const ENDINGS: &[&str] = &["example", "test", "invalid"];

/// Words with one Cyrillic letter, as a link writes them: parcel, secure,
/// track, online, account, bank.
const PUNYCODE: &[&str] = &[
    "xn--prcel-4ve",
    "xn--scure-zwe",
    "xn--trck-63d",
    "xn--nline-iye",
    "xn--accunt-yqf",
    "xn--bnk-6cd",
];

/// Returns the number of person `index` among those who speak `lang`.
pub(super) fn person(lang: &str, index: u64) -> String {
    let mut dice = Dice::of(lang, &[index]);
    match lang {
        "en" => match dice.below(8) {
            // The upper numbers are left to senders.
            0..3 => format!("+447700900{:03}", dice.below(600)),
            3..6 => format!("+1{}55501{:02}", dice.pick(AREAS), dice.below(100)),
            6 => dice.pick(AUSTRALIA).to_owned(),
            _ => format!("+4670174{:04}", dice.between(605, 699)),
        },
        "fr" => format!("+3363998{:04}", dice.below(10_000)),
        _ => format!("+999{}{}", area(lang), dice.digits(7)),
    }
}

/// Returns the `rank`th of a row of neighbouring numbers where `lang` is spoken.
pub(super) fn neighbour(lang: &str, rank: usize) -> String {
    format!("+999{}55{rank:05}", area(lang))
}

/// Languages of the made-up country; each has an area of its own.
const TONGUES: &[&str] = &[
    "ar", "de", "en", "es", "fr", "hi", "id", "pt", "ru", "sw", "th", "zh",
];

/// Returns the made-up country's area where `lang` is spoken.
fn area(lang: &str) -> usize {
    20 + TONGUES
        .iter()
        .position(|tongue| *tongue == lang)
        .unwrap_or(TONGUES.len())
}

/// Returns a number as a message writes it for its readers.
pub(super) fn written(lang: &str, dice: &mut Dice) -> String {
    match (lang, dice.below(3)) {
        ("en", 0) => format!("07700 900{:03}", dice.below(1000)),
        ("en", 1) => format!("+1 {}-555-01{:02}", dice.pick(AREAS), dice.below(100)),
        ("en", _) => format!("+44 7700 900{:03}", dice.below(1000)),
        ("fr", _) => format!("06 39 98 {:02} {:02}", dice.below(100), dice.below(100)),
        (_, 0) => format!("+999 {} {}", area(lang), dice.digits(7)),
        _ => format!("+999{}{}", area(lang), dice.digits(7)),
    }
}

/// Returns a premium-rate number as a message writes it.
pub(super) fn premium(lang: &str, dice: &mut Dice) -> String {
    match lang {
        "en" => format!("0909 879 0{:03}", dice.below(1000)),
        _ => format!("+999 900 {}", dice.digits(6)),
    }
}

/// Returns a name on a messenger.
pub(super) fn handle(lang: &str, dice: &mut Dice) -> String {
    let word = dice.pick(&[
        "vip", "help", "agent", "lucky", "desk", "star", "team", "pro",
    ]);
    match lang {
        "zh" => format!("{word}{}", dice.digits(5)),
        _ => format!("@{word}_{}", dice.digits(4)),
    }
}

/// Returns a mail address.
pub(super) fn mail(dice: &mut Dice) -> String {
    let who = dice.pick(&["claims", "notary", "office", "estate", "charity", "winner"]);
    let host = dice.pick(&["prize", "law", "gift", "lotto", "trust"]);
    format!("{who}{}@{host}.example", dice.digits(2))
}

/// Returns scheme and host of a link, made of a campaign's `words`.
pub(super) fn host(words: &[&str], dice: &mut Dice) -> String {
    let (word, second) = (dice.pick(words), dice.pick(words));
    let (number, ending) = (dice.between(2, 99), dice.pick(ENDINGS));
    match dice.below(9) {
        0 => format!("https://s{number}.example"),
        1 => format!("http://203.0.113.{number}"),
        2 => format!("https://{word}.example-{second}{number}.test"),
        3 => format!("{word}-{second}{number}.{ending}"),
        4 => format!("https://{}.{ending}", dice.pick(PUNYCODE)),
        5 => format!("https://{}.{ending}/{second}", swapped(word)),
        _ => format!("https://{word}-{second}.{ending}"),
    }
}

/// Writes `word` with a digit where a letter looks like one.
fn swapped(word: &str) -> String {
    word.replace('o', "0").replace('l', "1").replace('e', "3")
}

/// Returns `pattern` with each `#` replaced by a digit.
pub(super) fn filled(pattern: &str, dice: &mut Dice) -> String {
    let fill = |sign| match sign {
        '#' => char::from(b'0' + dice.below(10) as u8),
        _ => sign,
    };
    pattern.chars().map(fill).collect()
}

/// Returns whether `number`, in international form, is kept for fiction.
#[cfg(test)]
pub(super) fn is_reserved(number: &str) -> bool {
    let rest = |prefix| number.strip_prefix(prefix);
    let digits =
        |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let america = rest("+1").is_some_and(|n| digits(n, 10) && n.get(3..8) == Some("55501"));
    let sweden = rest("+467017406").is_some_and(|n| digits(n, 2) && n >= "05");
    america
        || sweden
        || ["+447700900", "+449098790"]
            .iter()
            .any(|p| rest(p).is_some_and(|n| digits(n, 3)))
        || rest("+3363998").is_some_and(|n| digits(n, 4))
        || rest("+999").is_some_and(|n| n.len() >= 7 && n.bytes().all(|b| b.is_ascii_digit()))
        || AUSTRALIA.contains(&number)
}
