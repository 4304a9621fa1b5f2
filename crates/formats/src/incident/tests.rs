use std::{path::PathBuf, process::Command};

use watchbell_iodef::{json, validate, xml};
use watchbell_model::{
    Action, ActionId, ActionState, EventKind, Finding, IncidentId, Judgement, LinkKind, Step,
    Target, TargetKind,
};

use super::*;

/// An incident with everything, and `text` wherever a stranger's text may stand.
pub(super) fn file(text: &str) -> IncidentFile {
    let at = Time::from_micros(1_795_249_800_000_000);
    let verdict = Verdict {
        verdict: Judgement::Unwanted,
        class: watchbell_model::Class::Phishing,
        score: 0.9731,
        findings: vec![
            Finding {
                rule: "text/brand-imitated".into(),
                weight: 2.25,
                evidence: format!("quoted: {text}"),
                at: Some((0..text.len()).into()),
            },
            Finding {
                rule: "text/urgency".into(),
                weight: 0.5,
                evidence: String::new(),
                at: None,
            },
        ],
        ruleset: "sha256:00".into(),
    };
    let line = |id: u8, told: Option<&str>| ReportLine {
        id: ReportId([id; 16]),
        channel: Channel::Sms,
        received_at: at,
        event_at: Some(at.plus_seconds(-60)),
        originator: Some(text.into()),
        reporter: Some("p-1f2e3d4c".into()),
        text: told.map(str::to_owned),
        lang: Some("en".into()),
        verdict: verdict.clone(),
    };
    let action = |id: i64, kind, step, state| Action {
        id: ActionId(id),
        incident: IncidentId(42),
        target: Target {
            kind,
            value: text.into(),
        },
        step,
        state,
        reason: text.into(),
        approved_by: Some("alice".into()),
        appeal: None,
        created_at: at,
        expires_at: at.plus_seconds(86_400),
    };
    let kinds = [
        LinkKind::Template,
        LinkKind::Originator,
        LinkKind::Host,
        LinkKind::Number,
    ];
    IncidentFile {
        incident: Incident {
            id: IncidentId(42),
            state: IncidentState::Dismissed,
            title: text.into(),
            class: watchbell_model::Class::Gambling,
            verdict: Judgement::Unwanted,
            score: 0.9731,
            tlp: Tlp::AmberStrict,
            reports: 2,
            reporters: 2,
            originators: 1,
            opened_at: at,
            updated_at: at.plus_seconds(60),
        },
        csirt_name: "csirt.example.com".into(),
        contact: Contact {
            name: "Example CSIRT".into(),
            email: Some("contact@csirt.example.com".into()),
            telephone: Some("+15550100".into()),
        },
        made_at: at.plus_seconds(120),
        reports: vec![line(1, Some(text)), line(2, None)],
        events: vec![Event {
            at,
            kind: EventKind::Opened,
            by: "alice".into(),
            text: text.into(),
        }],
        actions: vec![
            action(1, TargetKind::Originator, Step::Block, ActionState::Active),
            action(2, TargetKind::Host, Step::Warn, ActionState::Proposed),
            action(3, TargetKind::Host, Step::Block, ActionState::Reversed),
        ],
        links: kinds
            .into_iter()
            .map(|kind| Link {
                kind,
                value: text.into(),
            })
            .collect(),
        proofs: vec![Proof {
            log: "log.example.com/watchbell".into(),
            index: 7,
            about: "verdict".into(),
            leaf_hash: "00ff".into(),
        }],
    }
}

const HOSTILE: [&str; 6] = [
    "Your parcel waits at http://parcel.example.test/p",
    "<script>alert(1)</script> & ]]> --> &amp;",
    "\" onload=\"x' \t\r\n",
    "\u{1}\u{B}\u{FFFE}\u{202E}",
    "",
    "http://[%zz \\ 中文 😀",
];

#[test]
fn the_document_has_no_fault_and_is_read_back_whatever_the_texts_hold() {
    for text in HOSTILE {
        let document = document(&file(text));
        assert_eq!(validate(&document), [], "{text:?}");
        assert_eq!(json::read(&json::write(&document)).as_ref(), Ok(&document));
        let written = xml::write(&document);
        assert!(!written.contains("<script"), "{written}");
        let read = xml::read(&written).expect("it is read");
        assert_eq!(xml::write(&read), written);
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn the_document_validates_with_the_schema_of_the_rfc() {
    let required = std::env::var_os("CI").is_some_and(|value| value == "true");
    let data = std::env::var_os("WATCHBELL_TESTDATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    let schema = data.join("iodef/schema/local/iodef-2.0.xsd");
    let lint = Command::new("xmllint").arg("--version").output();
    if !schema.is_file() || lint.is_err() {
        assert!(!required, "xmllint or {} is absent", schema.display());
        eprintln!("skipped: xmllint or {} is absent", schema.display());
        return;
    }
    for (number, text) in HOSTILE.into_iter().enumerate() {
        let name = format!("watchbell-incident-{}-{number}.xml", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, xml::write(&document(&file(text)))).unwrap();
        let output = Command::new("xmllint")
            .args(["--noout", "--nonet", "--schema"])
            .args([&schema, &path])
            .output()
            .unwrap();
        std::fs::remove_file(&path).unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{text:?}: {errors}");
    }
}

#[test]
fn what_may_not_be_told_is_not_in_it() {
    let mut quiet = file("the secret words");
    quiet.reports.remove(0);
    quiet.incident.title = "A campaign".into();
    quiet.events[0].text = "Opened".into();
    quiet.links.clear();
    quiet.actions.clear();
    quiet.reports[0].originator = None;
    let written = xml::write(&document(&quiet));
    assert!(!written.contains("secret"), "{written}");
    let told = xml::write(&document(&file("the secret words")));
    assert!(told.contains("secret"));
    assert!(!told.contains("alice"), "{told}");
}

#[test]
fn the_traffic_light_becomes_a_restriction() {
    let words: Vec<String> = Tlp::ALL
        .iter()
        .map(|tlp| {
            let mut file = file("x");
            file.incident.tlp = *tlp;
            let written = xml::write(&document(&file));
            let (_, rest) = written.split_once(" restriction=").unwrap();
            rest.lines().next().unwrap().to_owned()
        })
        .collect();
    assert_eq!(
        words,
        [
            "\"white\">",
            "\"green\">",
            "\"amber\">",
            "\"ext-value\" ext-restriction=\"amber+strict\">",
            "\"red\">"
        ]
    );
}

#[test]
fn bounds_hold_and_are_told() {
    let mut large = file("x");
    large.reports = vec![large.reports[0].clone(); MAX_REPORTS + 1];
    large.links = vec![large.links[0].clone(); MAX_INDICATORS + 2];
    large.events = vec![large.events[0].clone(); MAX_HISTORY + 3];
    large.actions = vec![large.actions[0].clone(); MAX_ACTIONS + 4];
    let document = document(&large);
    assert_eq!(validate(&document), []);
    let incident = &document.incidents[0];
    assert_eq!(incident.events.len(), MAX_REPORTS + MAX_ACTIONS);
    let left_out: Vec<&str> = incident.additional[1..]
        .iter()
        .map(|extension| extension.value.as_str())
        .collect();
    assert_eq!(left_out, ["1", "2", "3", "4"]);
}
