//! Vectors with the scores that were published with them in CVE records.

use std::{collections::BTreeMap, process::Command};

use watchbell_cvss::Vector;

use crate::shared::{data, in_tenths, say};

/// What a published score is of its vector, and how often.
const COUNTS: &[(&str, usize)] = &[
    ("base", 26_046),
    ("environmental equation", 71),
    ("most specific", 165),
    ("none", 13),
];

/// Published scores that no equation gives, with what was published and the base score of the vector. Most were changed
/// by hand on one side only; CVE-2024-8642 is what v4.0 gives when it is rounded in floating point without an epsilon.
const EXCEPTIONS: &[(&str, &str, u8, u8)] = &[
    (
        "CVE-2023-36860",
        "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:L/I:H/A:N",
        76,
        71,
    ),
    (
        "CVE-2023-3932",
        "CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:C/C:H/I:H/A:N",
        53,
        82,
    ),
    (
        "CVE-2024-0095",
        "CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:C/C:H/I:L/A:H",
        43,
        90,
    ),
    (
        "CVE-2024-20275",
        "CVSS:3.1/AV:N/AC:L/PR:H/UI:R/S:U/C:H/I:H/A:N",
        68,
        61,
    ),
    (
        "CVE-2024-20848",
        "CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L",
        51,
        40,
    ),
    (
        "CVE-2024-28568",
        "CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
        84,
        62,
    ),
    (
        "CVE-2024-33509",
        "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:L/A:N/E:U/RL:O/RC:R",
        44,
        48,
    ),
    (
        "CVE-2024-36989",
        "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:L/I:H/A:N",
        65,
        71,
    ),
    (
        "CVE-2024-36995",
        "CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N",
        43,
        54,
    ),
    (
        "CVE-2024-36997",
        "CVSS:3.1/AV:N/AC:L/PR:H/UI:R/S:C/C:H/I:H/A:N",
        46,
        81,
    ),
    (
        "CVE-2024-38863",
        "CVSS:4.0/AV:N/AC:L/AT:N/PR:H/UI:N/VC:N/VI:N/VA:N/SC:L/SI:N/SA:N",
        20,
        51,
    ),
    (
        "CVE-2024-45323",
        "CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:N/E:P/RL:X/RC:R",
        46,
        43,
    ),
    (
        "CVE-2024-8642",
        "CVSS:4.0/AV:N/AC:L/AT:P/PR:H/UI:N/VC:N/VI:N/VA:N/SC:H/SI:H/SA:N/RE:L/U:Green",
        50,
        51,
    ),
];

#[test]
fn pairs() {
    let Some(data) = data() else { return };
    let packed = data.join("realworld/cve_cvss_pairs.tsv.xz");
    let Ok(output) = Command::new("xz").arg("-dc").arg(packed).output() else {
        return say("skipped: no xz");
    };
    let text = String::from_utf8(output.stdout).unwrap();
    let (mut counts, mut odd) = (BTreeMap::<&str, usize>::new(), Vec::new());
    for line in text.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (record, version, score) = (columns[0], columns[3], in_tenths(columns[5]));
        let severity = columns.get(6).copied().unwrap_or_default();
        let kind = match Vector::parse(columns[4]) {
            Err(_) => "refused",
            Ok(vector) => {
                let kind = kind(vector, score);
                if kind == "none" {
                    odd.push((record, columns[4], score, vector.base().tenths()));
                }
                let shown = watchbell_cvss::Score::from_tenths(score).unwrap();
                if vector.version().name() != version {
                    *counts.entry("vector of another version").or_default() += 1;
                }
                if !severity.is_empty() && vector.severity_of(shown).json() != severity {
                    *counts.entry("severity of another score").or_default() += 1;
                }
                kind
            }
        };
        *counts.entry(kind).or_default() += 1;
    }
    for row in &odd {
        say(&format!("{row:?},"));
    }
    let counts: Vec<_> = counts.into_iter().collect();
    assert_eq!(counts, COUNTS);
    assert_eq!(odd, EXCEPTIONS);
}

/// Names the equation that gives the score.
fn kind(vector: Vector, tenths: u8) -> &'static str {
    if vector.base().tenths() == tenths {
        return "base";
    }
    if vector.score().tenths() == tenths {
        return "most specific";
    }
    match vector {
        // 3.1 changes the equation under changed scope even if nothing is modified
        Vector::V3(vector) if vector.environmental_equation().tenths() == tenths => {
            "environmental equation"
        }
        _ => "none",
    }
}
