//! What leaves the house is well formed, whatever came in.

use std::{path::PathBuf, process::Command};

use serde_json::Value;
use watchbell_model::{CleanText, Clock as _, Report, SystemClock};
use watchbell_node::{ExportFormat, ListFormat, config::BlockMode};
use watchbell_store::IncidentFilter;

use crate::support::{
    data, folder,
    messages::report,
    node::{config, start_at, take},
    program::{read_lines, run},
    skip,
};

/// Texts that try to break out of where they stand.
const HOSTILE: [&str; 12] = [
    "<script>alert(\"1\")</script>",
    "\"><img src=x onerror=alert(1)>",
    "a & b &amp; &lt; &#0; &undefined; %entity;",
    "]]> --> <!-- <![CDATA[ <?xml version='1.0'?>",
    "' onload='x\" onload=\"x",
    "\u{1}\u{8}\u{B}\u{1F}\u{7F}\u{85}\u{FFFE}\u{FFFF}",
    "\t\r\n line\r ends \r\n",
    "\u{202E}right to left\u{2066}\u{200F} \u{5E9}\u{5DC}\u{5D5}\u{5DD}",
    "😀 👩\u{200D}👩\u{200D}👧 中文 e\u{301}",
    "=cmd|'/C calc'!A0",
    "{\"a\":\"\\u0000\"} [%zz] \\",
    "$(id) `id` ; DROP TABLE report; --",
];

/// Reports of campaigns whose every field is hostile.
fn hostile() -> Vec<Report> {
    let all = HOSTILE.iter().enumerate().flat_map(|(number, hostile)| {
        (0..25).map(move |n| {
            let text = format!(
                "URGENT: your bank account is suspended {hostile} verify your password at http://secure-login{number}.example/{n}"
            );
            let mut report = report((number * 100 + n) as u32, hostile, &text);
            report.id = Some(CleanText::lossy(hostile));
            report.lang = Some(CleanText::lossy(hostile));
            report
        })
    });
    all.collect()
}

#[tokio::test]
async fn every_incident_of_the_demo_validates_whatever_was_reported() {
    let here = folder();
    run(here.path(), &["demo", "--once"]).expect(0);
    let mut config = config(&here.path().join("watchbell-data"), "");
    config.act.block_mode = BlockMode::Active;
    config.node.organisation = HOSTILE[0].to_owned();
    // The demo played today.
    let node = start_at(config, SystemClock.now()).await;
    take(&node, hostile()).await;

    let incidents = node.db().incidents(&IncidentFilter::default(), 1_000).await;
    let incidents = incidents.unwrap();
    let hosts = incidents
        .iter()
        .filter(|incident| incident.reports >= 25)
        .count();
    assert!(hosts >= HOSTILE.len(), "{} incidents", incidents.len());
    let mut files: Vec<PathBuf> = Vec::new();
    for incident in &incidents {
        for format in ExportFormat::ALL {
            let exported = node.export(incident.id, format, HOSTILE[4]).await.unwrap();
            let path = here.path().join(&exported.file_name);
            match format {
                ExportFormat::IodefXml => {
                    std::fs::write(&path, &exported.bytes).unwrap();
                    files.push(path);
                }
                ExportFormat::IodefJson | ExportFormat::Json => {
                    let value: Value = serde_json::from_slice(&exported.bytes).unwrap();
                    assert!(value.is_object());
                }
            }
        }
    }
    let (zone, _) = node.blocklist(ListFormat::Rpz).await.unwrap();
    let (csv, _) = node.blocklist(ListFormat::Csv).await.unwrap();
    let (json, _) = node.blocklist(ListFormat::Json).await.unwrap();
    node.drain().await.unwrap();
    node.stop().await;
    validate(&files);

    let zone = String::from_utf8(zone).unwrap();
    assert!(zone.contains("secure-login0.example"), "{zone}");
    assert!(!zone.contains("script"), "a zone holds names only");
    let entries = read_lines(&String::from_utf8(json).unwrap());
    let originators: Vec<&str> = entries
        .iter()
        .filter_map(|entry| entry["value"].as_str())
        .collect();
    assert!(originators.contains(&HOSTILE[0]), "{originators:?}");
    // What a spreadsheet would run is disarmed.
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.contains("cmd|"), "{csv}");
    assert!(
        !csv.contains(",=cmd") && !csv.contains("\n=cmd") && !csv.contains("\"=cmd"),
        "{csv}"
    );
}

/// Validates IODEF documents with the schema of RFC 7970.
fn validate(files: &[PathBuf]) {
    let Some(schema) = data("iodef/schema/local/iodef-2.0.xsd") else {
        return;
    };
    let run = Command::new("xmllint")
        .args(["--noout", "--nonet", "--schema"])
        .arg(schema)
        .args(files)
        .output();
    let Ok(output) = run else {
        skip("no xmllint");
        return;
    };
    let said = String::from_utf8_lossy(&output.stderr);
    let wrong: Vec<&str> = said
        .lines()
        .filter(|line| !line.ends_with(" validates"))
        .take(20)
        .collect();
    assert!(output.status.success(), "{wrong:#?}");
}
