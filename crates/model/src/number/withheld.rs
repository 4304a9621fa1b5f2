//! How networks and telephones write that no number is shown.

/// Words, in lower case, without signs.
const WORDS: [&str; 54] = [
    "anonim",
    "anonimo",
    "anonym",
    "anonyme",
    "anonymous",
    "anónimo",
    "anônimo",
    "asterisk anonymous",
    "blocked",
    "caller id blocked",
    "caller id withheld",
    "cid withheld",
    "confidencial",
    "desconocido",
    "desconhecido",
    "id withheld",
    "inconnu",
    "masqué",
    "no caller id",
    "no caller-id",
    "no cid",
    "no id",
    "no number",
    "non disponible",
    "not available",
    "not provided",
    "not_available",
    "null",
    "num privado",
    "numero privado",
    "numéro masqué",
    "número oculto",
    "número privado",
    "oculto",
    "o",
    "out of area",
    "p",
    "privado",
    "private",
    "private caller",
    "private number",
    "privat",
    "privato",
    "privé",
    "restricted",
    "sconosciuto",
    "skjult nummer",
    "unavailable",
    "unbekannt",
    "unknown",
    "unknown caller",
    "unterdrückt",
    "withheld",
    "неизвестно",
];

/// Hosts of addresses that name nobody (RFC 3323, section 4.1.1.3).
const HOSTS: [&str; 4] = [
    "anonymous.invalid",
    "unavailable.invalid",
    "unknown.invalid",
    "restricted.invalid",
];

/// Words typed on a keypad, as some gateways show them: ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE.
const KEYPAD: [u64; 5] = [
    266_696_687,
    7_378_742_833,
    2_562_533,
    8_656_696,
    86_282_452_253,
];

/// Tells whether a text says that there is no number.
pub(super) fn is_word(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    // Longer than any of them.
    if text.len() > 40 {
        return false;
    }
    let lower = text.to_lowercase();
    WORDS.contains(&lower.as_str())
}

/// Tells whether an address is of nobody.
pub(super) fn is_host(host: &str) -> bool {
    HOSTS.iter().any(|known| host.eq_ignore_ascii_case(known))
}

/// Tells whether a number in international form is a word.
pub(super) fn is_keypad(number: u64) -> bool {
    KEYPAD.contains(&number)
}
