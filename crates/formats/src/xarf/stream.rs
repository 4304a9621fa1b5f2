//! Several reports in one text.

use serde_json::Value;

use super::{Error, MAX_BYTES, MAX_REPORTS, Result, Xarf, read};

/// Tells whether JSON looks like X-ARF: it has the members by which its versions are known.
pub fn is_xarf(json: &[u8]) -> bool {
    has_member(json, "xarf_version")
        || has_member(json, "ReporterInfo") && has_member(json, "Report")
}

/// Looks for a name in quotes before a colon. In a text its quotes would be escaped.
fn has_member(json: &[u8], name: &str) -> bool {
    let quoted = format!("\"{name}\"");
    let mut found = memchr::memmem::find_iter(json, quoted.as_bytes());
    found.any(|at| {
        let is_quoted = at > 0 && json.get(at - 1) == Some(&b'\\');
        let after = json.get(at + quoted.len()..).unwrap_or_default();
        !is_quoted && after.trim_ascii_start().first() == Some(&b':')
    })
}

/// Reads reports that stand one after another or in one array; each comes with the line that it or its
/// array starts on, from 1.
///
/// A report that is wrong does not keep out the others. Where the text is no JSON, the rest is not read.
pub fn read_all(text: &str) -> Vec<(usize, Result<Xarf>)> {
    if text.len() > MAX_BYTES {
        return vec![(1, Err(Error::TooLong { bytes: text.len() }))];
    }
    let text = text.trim_start_matches('\u{feff}');
    let mut all = Vec::new();
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let (mut from, mut line) = (0, 1);
    while let Some(value) = {
        let rest = text.get(from..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start().len();
        line += lines(&rest[..blank]);
        from += blank;
        values.next()
    } {
        let here = match value {
            Ok(Value::Array(list)) => list,
            Ok(value) => vec![value],
            Err(error) => {
                // The reader counts lines from the beginning of the text.
                all.push((error.line().max(1), Err(read::json(&error, 0))));
                return all;
            }
        };
        for value in here {
            if all.len() == MAX_REPORTS {
                let (count, most) = (MAX_REPORTS + 1, MAX_REPORTS);
                let place = String::new();
                all.push((line, Err(Error::TooMany { place, count, most })));
                return all;
            }
            all.push((line, read::of_value(value)));
        }
        let to = values.byte_offset();
        line += lines(text.get(from..to).unwrap_or_default());
        from = to;
    }
    all
}

fn lines(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count()
}
