//! Vectors with the scores that were published with them in CVE records.

use std::process::Command;

use watchbell_cvss::Vector;

use crate::shared::{data, in_tenths, say};

/// Published scores that do not fit their vector, with what was published, what the vector gives, and why.
const EXCEPTIONS: &[(&str, &str, u8, u8, &str)] = &[];
const VECTORS: usize = 26_295;
const REFUSED: usize = 0;

#[test]
fn pairs() {
    let Some(data) = data() else { return };
    let Ok(output) = Command::new("xz")
        .arg("-dc")
        .arg(data.join("realworld/cve_cvss_pairs.tsv.xz"))
        .output()
    else {
        return say("skipped: no xz");
    };
    let text = String::from_utf8(output.stdout).unwrap();
    let (mut seen, mut refused, mut different) = (0, 0, Vec::new());
    for line in text.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (record, version, vector, score, severity) = (
            columns[0],
            columns[3],
            columns[4],
            columns[5],
            columns.get(6).copied().unwrap_or_default(),
        );
        seen += 1;
        let vector = match Vector::parse(vector) {
            Ok(vector) => vector,
            Err(error) => {
                say(&format!("{record} {vector}: {error}"));
                refused += 1;
                continue;
            }
        };
        let fits = vector.version().name() == version
            && vector.score().tenths() == in_tenths(score)
            && (severity.is_empty() || vector.severity().json() == severity);
        if !fits {
            say(&format!(
                "{record} {version} {vector}: {score} {severity}, not {} {}",
                vector.score(),
                vector.severity()
            ));
            different.push((
                record.to_owned(),
                vector.to_string(),
                in_tenths(score),
                vector.score().tenths(),
            ));
        }
    }
    let expected: Vec<_> = EXCEPTIONS
        .iter()
        .map(|(record, vector, was, is, _)| (record.to_string(), vector.to_string(), *was, *is))
        .collect();
    assert_eq!((seen, refused), (VECTORS, REFUSED));
    assert_eq!(different, expected);
}
