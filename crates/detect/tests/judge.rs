//! What a judge promises whatever the report: bounds, determinism, consent, configuration.
#![expect(
    clippy::print_stdout,
    reason = "figures for whoever runs it with --nocapture"
)]

use std::time::Instant;

use watchbell_detect::{
    facts::{MAX_EVIDENCE, MAX_LINKS, MAX_NUMBERS, MAX_TEXT, Protected, Subject},
    judge::{Judge, MAX_FINDINGS, Scratch},
    links::{MAX_HOSTS, MAX_VALUE, MAX_VALUES},
    scores::{EMBEDDED, Scores, ScoresError},
    settings::Settings,
};
use watchbell_model::{Behaviour, Class, Judgement, LinkKind, Verdict};

fn subject(text: &str) -> Subject<'_> {
    Subject {
        text: Some(text),
        originator: Some("+44 7700 900456"),
        ..Subject::default()
    }
}

fn verdict(text: &str) -> Verdict {
    Judge::embedded().verdict(&subject(text), &mut Scratch::default())
}

const LURE: &str = "Your parcel could not be delivered, pay the customs fee: https://parcel-fee.test/a or call 0909 879 0123";

#[test]
fn a_finding_points_at_its_place_in_the_original() {
    let text = "Ｙｏｕｒ par\u{200b}cel could not be delivered: https://parcel-fee.test/a ok";
    let verdict = verdict(text);
    let lure = verdict
        .findings
        .iter()
        .find(|f| f.rule == "text/parcel-lure")
        .expect("the lure is seen");
    let place = lure.at.expect("it is about a place").range();
    assert_eq!(
        &text[place],
        "par\u{200b}cel could not be delivered: https://parcel-fee.test/a"
    );
    assert_eq!(
        lure.evidence,
        "par<200B>cel could not be delivered: https://parcel-fee.test/a"
    );
}

#[test]
fn findings_are_heaviest_first_and_name_the_class() {
    let verdict = verdict(LURE);
    assert_eq!(
        (verdict.verdict, verdict.class),
        (Judgement::Unwanted, Class::Phishing)
    );
    assert!(
        verdict
            .findings
            .is_sorted_by(|a, b| a.weight.abs() >= b.weight.abs()),
        "{verdict:#?}"
    );
    assert!(verdict.ruleset.len() == "sha256:".len() + 64);
}

#[test]
fn content_without_consent_is_not_looked_at() {
    let judge = Judge::embedded();
    let mut scratch = Scratch::default();
    // Whatever an earlier report left in memory must not show.
    judge.judge(&subject(LURE), &mut scratch);
    let quiet = judge.judge(
        &Subject {
            text: None,
            ..subject("")
        },
        &mut scratch,
    );
    assert_eq!(quiet.verdict.verdict, Judgement::Clean);
    let rules: Vec<&str> = quiet
        .verdict
        .findings
        .iter()
        .map(|f| f.rule.as_ref())
        .collect();
    assert_eq!(rules, ["privacy/content-not-inspected"]);
    assert!(
        quiet
            .links
            .iter()
            .all(|link| link.kind == LinkKind::Originator),
        "{:?}",
        quiet.links
    );
    let behaviour = Behaviour {
        reports: 90,
        reporters: 40,
        sequential: 20,
        repeats: 80,
        ..Behaviour::default()
    };
    let loud = Subject {
        text: None,
        behaviour: Some(behaviour),
        ..Subject::default()
    };
    assert_eq!(
        judge.verdict(&loud, &mut scratch).verdict,
        Judgement::Unwanted
    );
}

#[test]
fn the_same_report_gets_the_same_verdict() {
    let judge = Judge::embedded();
    let mut scratch = Scratch::default();
    let first = judge.judge(&subject(LURE), &mut scratch);
    judge.judge(&subject("您好，明天见"), &mut scratch);
    let again = judge.judge(&subject(LURE), &mut scratch);
    assert_eq!(first.verdict, again.verdict);
    assert_eq!((first.links, first.title), (again.links, again.title));
}

#[test]
fn links_join_what_one_campaign_shares() {
    let judged = Judge::embedded().judge(&subject(LURE), &mut Scratch::default());
    let values = |kind| -> Vec<&str> {
        judged
            .links
            .iter()
            .filter(|link| link.kind == kind)
            .map(|link| link.value.as_str())
            .collect()
    };
    assert_eq!(values(LinkKind::Host), ["parcel-fee.test"]);
    assert_eq!(values(LinkKind::Number), ["09098790123"]);
    assert_eq!(values(LinkKind::Originator), ["+447700900456"]);
    assert!(
        values(LinkKind::Template)
            .iter()
            .all(|band| band.len() == 16)
    );
    assert_eq!(
        judged.title,
        "Parcel that waits for a click: parcel-fee.test"
    );
}

#[test]
fn a_known_bulk_sender_and_a_flooding_reporter_speak_for_a_message() {
    let settings = Settings {
        known_bulk: vec!["EXAMPLESHOP".to_owned()],
        ..Settings::default()
    };
    let judge = Judge::new(Scores::embedded(), None, &settings).expect("the judge can be built");
    let mut scratch = Scratch::default();
    let sale = Subject {
        text: Some("Sale until Sunday, visit our shop"),
        ..Subject::default()
    };
    let alone = judge.rules_alone(&sale, &mut scratch);
    let known = Subject {
        originator: Some("EXAMPLESHOP"),
        ..sale
    };
    assert!(judge.rules_alone(&known, &mut scratch) < alone);
    let flood = Behaviour {
        by_reporter: 400,
        reporters: 1,
        reports: 2,
        ..Behaviour::default()
    };
    let flooded = Subject {
        behaviour: Some(flood),
        ..sale
    };
    assert!(judge.rules_alone(&flooded, &mut scratch) < alone);
}

#[test]
fn bounds_hold_when_they_are_crossed() {
    let links: String = (0..MAX_LINKS * 3)
        .map(|i| format!("https://h{i}.test/a "))
        .collect();
    let numbers: String = (0..MAX_NUMBERS * 3)
        .map(|i| format!("07700 9{i:05}, "))
        .collect();
    let host = format!("https://{}.test/{} ", "a".repeat(400), "b".repeat(9000));
    let everything = format!(
        "{LURE} {links} {numbers} {host} you have won a prize claim now casino free spins loan no credit check \
         sex chat job earn per day bitcoin guaranteed profit add me on telegram infected virus tech support \
         recorded you send it to all your contacts c a s i n o fr33 c4sh pr1ze w1nner \u{202e}x {}",
        "\u{1d41a}\u{200b}".repeat(100)
    );
    let long = "x ".repeat(MAX_TEXT);
    let judge = Judge::embedded();
    let mut scratch = Scratch::default();
    for text in [
        &everything,
        &long,
        &format!("{long}{everything}"),
        &format!("{everything}{long}"),
    ] {
        let judged = judge.judge(&subject(text), &mut scratch);
        assert!(judged.verdict.findings.len() <= MAX_FINDINGS);
        assert!(judged.links.len() <= MAX_VALUES, "{}", judged.links.len());
        assert!(
            judged
                .links
                .iter()
                .filter(|link| link.kind == LinkKind::Host)
                .count()
                <= MAX_HOSTS
        );
        assert!(
            judged
                .links
                .iter()
                .all(|link| link.value.len() <= MAX_VALUE)
        );
        assert!(judged.title.len() <= 3 * MAX_EVIDENCE);
        for finding in &judged.verdict.findings {
            assert!(
                finding.evidence.len() <= MAX_EVIDENCE,
                "{}",
                finding.evidence
            );
            let place = finding.at.map_or(0..0, |at| at.range());
            assert!(
                text.get(place).is_some(),
                "{} is not on a boundary",
                finding.rule
            );
        }
        if text.len() > MAX_TEXT {
            assert!(
                judged
                    .verdict
                    .findings
                    .iter()
                    .any(|f| f.rule == "text/over-length"),
                "{:?}",
                judged.verdict
            );
        }
    }
    let full = judge.verdict(&subject(&everything), &mut scratch);
    assert!(
        full.findings
            .iter()
            .any(|f| f.evidence.contains("links were not looked at")),
        "{full:#?}"
    );
}

/// A text of twice the length may cost about twice the time, not four times.
#[test]
fn hostile_texts_cost_linear_time() {
    let judge = Judge::embedded();
    let mut scratch = Scratch::default();
    let pieces = [
        "a.",
        "a@a.",
        "http://",
        "http://a@",
        "://",
        "1 ",
        "1-",
        "((",
        "*1",
        "[](",
        "<a href=",
        "href=\"",
        "\u{200b}",
        "a\u{300}",
        "bank ",
        "银行",
        "a b c ",
        "\u{202e}",
        "+",
        "www.",
        "0x",
        "xn--",
        ".test/",
        "@",
        "9",
        "$1",
        "４",
        "验证码发给我",
    ];
    for piece in pieces {
        let mut time = |bytes: usize| {
            let text = piece.repeat(bytes / piece.len());
            judge.judge(&subject(&text), &mut scratch);
            let best = (0..5).map(|_| {
                let start = Instant::now();
                judge.judge(&subject(&text), &mut scratch);
                start.elapsed()
            });
            best.min().expect("five runs").as_secs_f64()
        };
        let (short, long) = (time(MAX_TEXT / 8), time(MAX_TEXT));
        println!("{piece:?}: {:.0} µs and {:.0} µs", short * 1e6, long * 1e6);
        // Eight times the length: linear is 8, quadratic 64. The floor covers the clock's noise.
        assert!(
            long < 24.0 * short.max(20e-6),
            "{piece:?}: {short} s and {long} s"
        );
    }
}

#[test]
fn a_rule_set_has_one_name() {
    let named = |scores: &str, settings: &Settings| {
        let scores = Scores::parse(scores).expect("the scores can be used");
        Judge::new(scores, None, settings)
            .expect("the judge can be built")
            .ruleset()
    };
    let settings = Settings::default();
    let built_in = named(EMBEDDED, &settings);
    assert_eq!(built_in, Judge::embedded().ruleset());
    assert_ne!(
        built_in,
        named(
            &EMBEDDED.replace("unwanted = 0.67", "unwanted = 0.81"),
            &settings
        )
    );
    let protected = vec![Protected {
        name: "northwind".to_owned(),
        hosts: vec!["northwind.example".to_owned()],
    }];
    assert_ne!(
        built_in,
        named(
            EMBEDDED,
            &Settings {
                protected,
                ..Settings::default()
            }
        )
    );
}

#[test]
fn scores_that_cannot_be_used_say_why() {
    let changed = |from: &str, to: &str| {
        assert!(EMBEDDED.contains(from), "{from:?} is not in the file");
        Scores::parse(&EMBEDDED.replace(from, to)).map(drop)
    };
    assert!(matches!(
        changed("base = ", "bass = "),
        Err(ScoresError::Syntax(_))
    ));
    assert_eq!(
        changed("\"text/prize\"", "\"text/price\""),
        Err(ScoresError::UnknownRule {
            rule: "text/price".to_owned()
        })
    );
    let prize = EMBEDDED
        .lines()
        .find(|line| line.starts_with("\"text/prize\""))
        .expect("prize has a weight");
    assert_eq!(
        changed(prize, ""),
        Err(ScoresError::MissingRule { rule: "text/prize" })
    );
    assert_eq!(
        changed(prize, "\"text/prize\" = { weight = 1.0, group = \"none\" }"),
        Err(ScoresError::UnknownGroup {
            rule: "text/prize".to_owned(),
            group: "none".to_owned()
        })
    );
    assert_eq!(
        changed(
            prize,
            "\"text/prize\" = { weight = 99.0, group = \"story\" }"
        ),
        Err(ScoresError::OutOfRange {
            key: "text/prize".to_owned(),
            value: 99.0,
            least: -20.0,
            most: 20.0
        })
    );
    assert!(matches!(
        changed("unwanted = 0.67", "unwanted = nan"),
        Err(ScoresError::OutOfRange { ref key, .. }) if key == "decision.unwanted"
    ));
    assert!(matches!(
        changed("suspicious = 0.40", "suspicious = 0.90"),
        Err(ScoresError::OutOfRange { ref key, .. }) if key == "decision.suspicious"
    ));
}
