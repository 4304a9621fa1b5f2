//! Character sets by the numbers that IANA gives them (`MIBenum`), and by name.

use mail_parser::decoders::charsets::map::charset_decoder;

/// Numbers and preferred names (IANA, Character Sets). Where a set has several names, the first is written.
const SETS: &[(u32, &str)] = &[
    (3, "us-ascii"),
    (4, "iso-8859-1"),
    (5, "iso-8859-2"),
    (6, "iso-8859-3"),
    (7, "iso-8859-4"),
    (8, "iso-8859-5"),
    (9, "iso-8859-6"),
    (10, "iso-8859-7"),
    (11, "iso-8859-8"),
    (12, "iso-8859-9"),
    (13, "iso-8859-10"),
    (17, "shift_jis"),
    (18, "euc-jp"),
    (37, "iso-2022-kr"),
    (38, "euc-kr"),
    (39, "iso-2022-jp"),
    (106, "utf-8"),
    (109, "iso-8859-13"),
    (110, "iso-8859-14"),
    (111, "iso-8859-15"),
    (112, "iso-8859-16"),
    (113, "gbk"),
    (114, "gb18030"),
    (1000, "iso-10646-ucs-2"),
    (1012, "utf-7"),
    (1013, "utf-16be"),
    (1014, "utf-16le"),
    (1015, "utf-16"),
    (2025, "gb2312"),
    (2026, "big5"),
    (2084, "koi8-r"),
    (2085, "hz-gb-2312"),
    (2086, "ibm866"),
    (2088, "koi8-u"),
    (2101, "big5-hkscs"),
    (2109, "windows-874"),
    (2250, "windows-1250"),
    (2251, "windows-1251"),
    (2252, "windows-1252"),
    (2253, "windows-1253"),
    (2254, "windows-1254"),
    (2255, "windows-1255"),
    (2256, "windows-1256"),
    (2257, "windows-1257"),
    (2258, "windows-1258"),
    (2259, "tis-620"),
];

/// The number of UTF-8, in which texts are written here.
pub(crate) const UTF_8: u32 = 106;

/// Returns the name of a number, or the number in digits where it has no name here.
pub(crate) fn name(number: u32) -> String {
    let set = SETS.iter().find(|(known, _)| *known == number);
    set.map_or_else(|| number.to_string(), |(_, name)| (*name).to_owned())
}

/// Returns the number of a name, or of its digits.
pub(crate) fn number(name: &str) -> Option<u32> {
    let set = SETS
        .iter()
        .find(|(_, known)| known.eq_ignore_ascii_case(name));
    let digits = || name.parse().ok().filter(|_| !name.starts_with('+'));
    set.map(|(number, _)| *number).or_else(digits)
}

/// Whether a set has two octets or more for every character, of which one may be NUL.
pub(crate) fn is_wide(number: u32) -> bool {
    matches!(number, 1000 | 1013 | 1014 | 1015)
}

/// Returns text, whatever its character set: where none is said or known, UTF-8 or, failing that, Latin-1
/// as Windows has it. A byte order mark tells more than a name, and is left out.
pub(crate) fn decode(name: Option<&str>, octets: &[u8]) -> String {
    let name = name.unwrap_or_default().to_ascii_lowercase();
    let text = match octets {
        [0xEF, 0xBB, 0xBF, ..] => String::from_utf8_lossy(octets).into_owned(),
        [0xFE, 0xFF, ..] => wide(octets, u16::from_be_bytes),
        [0xFF, 0xFE, ..] => wide(octets, u16::from_le_bytes),
        _ => unmarked(&name, octets),
    };
    let marks = text.len() - text.trim_start_matches('\u{FEFF}').len();
    text.get(marks..).unwrap_or_default().to_owned()
}

fn unmarked(name: &str, octets: &[u8]) -> String {
    let by_name = match name {
        // What is called ASCII and is none is UTF-8 more often than not.
        "" | "us-ascii" | "utf-8" => None,
        // Without a mark it is big-endian (RFC 2781, section 4.3).
        "iso-10646-ucs-2" | "ucs-2" | "utf-16be" | "utf-16" => {
            return wide(octets, u16::from_be_bytes);
        }
        "utf-16le" => return wide(octets, u16::from_le_bytes),
        _ => charset_decoder(name.as_bytes()),
    };
    if let Some(decode) = by_name {
        return decode(octets);
    }
    match (
        std::str::from_utf8(octets),
        charset_decoder(b"windows-1252"),
    ) {
        (Ok(text), _) => text.to_owned(),
        (Err(_), Some(decode)) if name != "utf-8" => decode(octets),
        (Err(_), _) => String::from_utf8_lossy(octets).into_owned(),
    }
}

fn wide(octets: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = octets.as_chunks::<2>().0.iter().copied().map(unit);
    char::decode_utf16(units)
        .map(|sign| sign.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}
