//! Verdicts as JSON Lines and as rows of a table.

use std::io::Write;

use watchbell_model::{Finding, Verdict};

/// What stands for a report in its verdict.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Id<'a> {
    /// The sender's own reference.
    Text(&'a str),
    /// The sender's own reference where it was a bare JSON integer.
    Integer(&'a str),
    /// The number of the record in its input, from 1.
    Number(u64),
}

/// Appends a verdict to `out` as one line of JSON.
///
/// Scores and weights have four decimals at most. The line is what `serde_json`
/// writes for [`Verdict`], with the id before it.
pub fn write_json(out: &mut Vec<u8>, id: Id<'_>, verdict: &Verdict) {
    out.extend_from_slice(b"{\"id\":");
    match id {
        Id::Text(id) => string(out, id),
        Id::Integer(id) => out.extend_from_slice(id.as_bytes()),
        Id::Number(number) => integer(out, number),
    }
    out.extend_from_slice(b",\"verdict\":\"");
    out.extend_from_slice(verdict.verdict.as_str().as_bytes());
    out.extend_from_slice(b"\",\"class\":\"");
    out.extend_from_slice(verdict.class.as_str().as_bytes());
    out.extend_from_slice(b"\",\"score\":");
    decimal(out, verdict.score);
    out.extend_from_slice(b",\"findings\":[");
    for (index, found) in verdict.findings.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        finding(out, found);
    }
    out.extend_from_slice(b"],\"ruleset\":");
    string(out, &verdict.ruleset);
    out.extend_from_slice(b"}\n");
}

fn finding(out: &mut Vec<u8>, finding: &Finding) {
    out.extend_from_slice(b"{\"rule\":");
    string(out, &finding.rule);
    out.extend_from_slice(b",\"weight\":");
    decimal(out, finding.weight);
    out.extend_from_slice(b",\"evidence\":");
    string(out, &finding.evidence);
    out.extend_from_slice(b",\"at\":");
    match finding.at {
        None => out.extend_from_slice(b"null"),
        Some(span) => {
            out.push(b'[');
            integer(out, u64::from(span.start));
            out.push(b',');
            integer(out, u64::from(span.end));
            out.push(b']');
        }
    }
    out.push(b'}');
}

/// Appends `text` as a JSON string.
fn string(out: &mut Vec<u8>, text: &str) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push(b'"');
    let bytes = text.as_bytes();
    let mut plain = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let short = match byte {
            b'"' => b'"',
            b'\\' => b'\\',
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x08 => b'b',
            0x0C => b'f',
            0..0x20 => 0,
            _ => continue,
        };
        out.extend_from_slice(&bytes[plain..at]);
        plain = at + 1;
        if short == 0 {
            out.extend_from_slice(b"\\u00");
            out.push(HEX[usize::from(byte >> 4)]);
            out.push(HEX[usize::from(byte & 15)]);
        } else {
            out.extend_from_slice(&[b'\\', short]);
        }
    }
    out.extend_from_slice(&bytes[plain..]);
    out.push(b'"');
}

fn integer(out: &mut Vec<u8>, mut value: u64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// Appends `value` rounded to four decimals; what JSON cannot say is 0.
fn decimal(out: &mut Vec<u8>, value: f32) {
    const UNIT: u64 = 10_000;
    let scaled = (f64::from(value).abs() * UNIT as f64).round();
    // Casts from floats saturate, and NaN becomes 0.
    let scaled = if scaled.is_finite() { scaled as u64 } else { 0 };
    if value < 0.0 && scaled > 0 {
        out.push(b'-');
    }
    integer(out, scaled / UNIT);
    out.push(b'.');
    let fraction = scaled % UNIT;
    let digits = [1_000, 100, 10, 1].map(|unit| b'0' + (fraction / unit % 10) as u8);
    let length = digits.iter().rposition(|digit| *digit != b'0').unwrap_or(0) + 1;
    out.extend_from_slice(&digits[..length]);
}

/// Appends the heading of the table that [`write_row`] writes.
pub fn write_heading(out: &mut Vec<u8>) {
    row(out, "id", "verdict", "class", "score", "why");
}

/// Appends a verdict to `out` as one row of a table for people.
///
/// The heaviest [`SHOWN`] findings are named. Characters that could move a
/// terminal's cursor or turn its text around are shown as `\u{FFFD}`.
pub fn write_row(out: &mut Vec<u8>, id: Id<'_>, verdict: &Verdict) {
    let id = match id {
        Id::Text(id) | Id::Integer(id) => id.to_owned(),
        Id::Number(number) => format!("#{number}"),
    };
    let mut why = String::new();
    for finding in verdict.findings.iter().take(SHOWN) {
        if !why.is_empty() {
            why.push_str(", ");
        }
        why.push_str(&finding.rule);
    }
    if verdict.findings.len() > SHOWN {
        why.push_str(", …");
    }
    let score = format!("{:.2}", verdict.score);
    row(
        out,
        &id,
        verdict.verdict.as_str(),
        verdict.class.as_str(),
        &score,
        &why,
    );
}

/// How many findings a row of the table names.
pub const SHOWN: usize = 3;

fn row(out: &mut Vec<u8>, id: &str, verdict: &str, class: &str, score: &str, why: &str) {
    let id = calm(id);
    let why = calm(why);
    // Writing to memory cannot fail.
    let _ = writeln!(
        out,
        "{id:<20}  {verdict:<10}  {class:<11}  {score:>5}  {why}"
    );
}

/// Replaces control characters and those that change the direction of text.
fn calm(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                char::REPLACEMENT_CHARACTER
            }
            c if c.is_control() => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use watchbell_model::{Class, Judgement};

    use super::*;

    fn verdict() -> Verdict {
        Verdict {
            verdict: Judgement::Unwanted,
            class: Class::Phishing,
            score: 0.987_66,
            findings: vec![
                Finding {
                    rule: "text/brand-imitated".into(),
                    weight: 2.25,
                    evidence: "\"examp1e\"\\\n\u{1}é\u{202E}".into(),
                    at: Some((4..11).into()),
                },
                Finding {
                    rule: "text/lottery".into(),
                    weight: -1.0,
                    evidence: String::new(),
                    at: None,
                },
            ],
            ruleset: "sha256:00".into(),
        }
    }

    fn json(id: Id<'_>, verdict: &Verdict) -> String {
        let mut out = Vec::new();
        write_json(&mut out, id, verdict);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_verdict_is_one_line_in_the_documented_order() {
        assert_eq!(
            json(Id::Text("a\"b"), &verdict()),
            "{\"id\":\"a\\\"b\",\"verdict\":\"unwanted\",\"class\":\"phishing\",\"score\":0.9877,\
             \"findings\":[{\"rule\":\"text/brand-imitated\",\"weight\":2.25,\
             \"evidence\":\"\\\"examp1e\\\"\\\\\\n\\u0001é\u{202E}\",\"at\":[4,11]},\
             {\"rule\":\"text/lottery\",\"weight\":-1.0,\"evidence\":\"\",\"at\":null}],\
             \"ruleset\":\"sha256:00\"}\n"
        );
    }

    #[test]
    fn the_line_is_what_serde_reads_back() {
        let mut written = verdict();
        written.score = 0.5;
        let line = json(Id::Number(7), &written);
        let mut value: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(value["id"], 7);
        value.as_object_mut().unwrap().remove("id");
        assert_eq!(serde_json::from_value::<Verdict>(value).unwrap(), written);
        assert!(json(Id::Integer("-12"), &written).starts_with("{\"id\":-12,"));
    }

    #[test]
    fn numbers_keep_four_decimals_and_stay_json() {
        for (value, text) in [
            (0.0, "0.0"),
            (1.0, "1.0"),
            (0.1, "0.1"),
            (0.000_04, "0.0"),
            (-0.000_04, "0.0"),
            (0.999_96, "1.0"),
            (-12.345_6, "-12.3456"),
            (f32::NAN, "0.0"),
            (f32::INFINITY, "0.0"),
        ] {
            let mut out = Vec::new();
            decimal(&mut out, value);
            assert_eq!(String::from_utf8(out).unwrap(), text);
        }
    }

    #[test]
    fn a_row_cannot_move_the_cursor_or_turn_text_around() {
        let mut out = Vec::new();
        write_row(&mut out, Id::Text("a\u{1b}[2J\u{202E}b"), &verdict());
        let row = String::from_utf8(out).unwrap();
        assert!(row.starts_with("a\u{FFFD}[2J\u{FFFD}b "), "{row}");
        assert_eq!(row.lines().count(), 1);
    }
}
