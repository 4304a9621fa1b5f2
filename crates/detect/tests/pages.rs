//! Runs the examples of every rule page; `UPDATE_PAGES=1` rewrites them.

use std::{collections::BTreeSet, env, fs, path::PathBuf, sync::LazyLock};

use watchbell_detect::{
    facts::{Protected, Subject},
    judge::{Judge, Scratch},
    rules::{self, Rule},
    scores::Scores,
    settings::Settings,
};
use watchbell_model::{Behaviour, Channel, Class};

/// What every page must explain.
const HEADINGS: &[&str] = &[
    "## What it finds",
    "## Why it matters",
    "## What to do",
    "## References",
    FIRE,
    SILENT,
];

/// Under this heading every example fires.
const FIRE: &str = "## Examples that fire";
/// Under this heading no example fires.
const SILENT: &str = "## Examples that stay silent";

/// Rules that speak about a place or a count and not about what a message is after.
const WITHOUT_CLASS: &[&str] = &[
    "text/link-shortened",
    "text/link-punycode",
    "text/hidden-characters",
    "text/mixed-scripts",
    "text/spaced-words",
    "text/leet-words",
    "text/styled-letters",
    "text/stacked-marks",
    "text/bidi-override",
    "text/over-length",
];

#[test]
fn every_example_holds() {
    let mut wrong = Vec::new();
    for rule in rules::all() {
        let (fresh, cases) = replayed(rule);
        for heading in [FIRE, SILENT] {
            if !cases.iter().any(|case| case.heading == heading) {
                wrong.push(format!("{}: no example under {heading:?}", rule.id));
            }
        }
        for case in cases
            .iter()
            .filter(|case| case.fired != (case.heading == FIRE))
        {
            wrong.push(format!(
                "{}: {:?} does not belong under {:?}",
                rule.id, case.title, case.heading
            ));
        }
        if fresh != rule.page {
            if update() {
                fs::write(file(rule, "md"), fresh).expect("the page can be written");
            } else {
                wrong.push(format!("{}: page and behaviour differ", rule.id));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "run with UPDATE_PAGES=1 and review: {wrong:#?}"
    );
}

#[test]
fn every_file_is_registered_and_named_after_its_rule() {
    let mut files = BTreeSet::new();
    for area in ["behaviour", "privacy", "text"] {
        for entry in fs::read_dir(dir().join(area)).expect("the area has a folder") {
            let path = entry.expect("the folder can be read").path();
            let stem = path
                .file_stem()
                .and_then(|s| s.to_str())
                .expect("names are UTF-8")
                .to_owned();
            if stem != "mod" {
                files.insert(format!("{area}/{}", stem.replace('_', "-")));
            }
        }
    }
    let ids: BTreeSet<String> = rules::all().map(|rule| rule.id.to_owned()).collect();
    assert_eq!(files, ids);
    assert_eq!(ids.len(), rules::all().count(), "two rules share a name");
    for rule in rules::all() {
        assert!(
            file(rule, "rs").exists() && file(rule, "md").exists(),
            "{} is not two files",
            rule.id
        );
    }
}

#[test]
fn every_page_has_its_title_and_headings() {
    let mut english = Vec::new();
    for rule in rules::all() {
        assert_eq!(
            rule.page.lines().next(),
            Some(format!("# {}", rule.title).as_str()),
            "{}",
            rule.id
        );
        for heading in HEADINGS {
            assert!(
                rule.page.lines().any(|line| line == *heading),
                "{}: no {heading}",
                rule.id
            );
        }
        assert!(
            !rule.source.is_empty() && rule.title.len() <= 72,
            "{}",
            rule.id
        );
        let other = rule
            .page
            .chars()
            .any(|c| c.is_alphabetic() && !c.is_ascii());
        let named = [
            "French",
            "Spanish",
            "German",
            "Portuguese",
            "Indonesian",
            "Swahili",
        ];
        if !other && !named.iter().any(|language| rule.page.contains(language)) {
            english.push(rule.id);
        }
    }
    assert!(english.is_empty(), "examples in English only: {english:?}");
}

#[test]
fn every_rule_against_a_message_says_what_it_is_after() {
    let scores: toml::Table = toml::from_str(watchbell_detect::scores::EMBEDDED).expect("TOML");
    for rule in rules::TEXT {
        let weight = scores["rules"][rule.id]["weight"]
            .as_float()
            .unwrap_or_default();
        let needs = weight > 0.0 && !WITHOUT_CLASS.contains(&rule.id);
        assert_eq!(rule.class.is_some(), needs, "{}", rule.id);
        assert_ne!(rule.class, Some(Class::Other), "{}", rule.id);
    }
}

#[test]
fn every_weight_has_a_rule_and_a_comment() {
    Scores::parse(watchbell_detect::scores::EMBEDDED).expect("the built-in scores can be used");
    for (number, line) in watchbell_detect::scores::EMBEDDED.lines().enumerate() {
        assert!(
            !line.contains(" = ") || line.contains('#'),
            "scores.toml:{}: no comment",
            number + 1
        );
    }
}

/// The page with every `findings` block replaced by what the rule says now,
/// and what came of each example.
fn replayed(rule: &Rule) -> (String, Vec<Case>) {
    let (mut out, mut cases, mut scratch) = (String::new(), Vec::new(), Scratch::default());
    let mut lines = rule.page.lines();
    let (mut heading, mut title, mut found) = ("", "", None);
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if line != "```report" && line != "```findings" {
            match line.split_once(' ') {
                Some(("##", _)) => heading = line,
                Some(("###", name)) => title = name,
                _ => {}
            }
            continue;
        }
        let body: Vec<&str> = lines.by_ref().take_while(|l| *l != "```").collect();
        if line == "```report" {
            let report = Example::parse(rule, &body);
            body.iter().for_each(|l| out.push_str(&format!("{l}\n")));
            found = Some(report.apply(rule, &mut scratch));
        } else {
            let seen = found.take().expect("a report stands before its findings");
            cases.push(Case {
                heading: heading.to_owned(),
                title: title.to_owned(),
                fired: seen.is_some(),
            });
            seen.iter()
                .for_each(|line| out.push_str(&format!("{line}\n")));
        }
        out.push_str("```\n");
    }
    (out, cases)
}

struct Case {
    heading: String,
    title: String,
    fired: bool,
}

#[derive(Default)]
struct Example {
    channel: Channel,
    text: Option<String>,
    originator: Option<String>,
    behaviour: Option<Behaviour>,
    settings: Settings,
    consent: bool,
}

impl Example {
    fn parse(rule: &Rule, lines: &[&str]) -> Self {
        let mut this = Self {
            consent: true,
            ..Self::default()
        };
        let mut padding = 0;
        for line in lines {
            let (key, value) = line
                .split_once(": ")
                .unwrap_or_else(|| panic!("{}: {line:?} is not `key: value`", rule.id));
            let counts = this.behaviour.get_or_insert_default();
            let number = || {
                value
                    .parse::<u32>()
                    .unwrap_or_else(|_| panic!("{}: {value:?} is no number", rule.id))
            };
            match key {
                "text" => this.text = Some(unescaped(value)),
                "channel" => this.channel = value.parse().expect("a channel"),
                "padding" => padding = number() as usize,
                "originator" => this.originator = Some(value.to_owned()),
                "consent" => this.consent = value != "no",
                "reports" => counts.reports = number(),
                "reporters" => counts.reporters = number(),
                "sequential" => counts.sequential = number(),
                "repeats" => counts.repeats = number(),
                "repeat-originators" => counts.repeat_originators = number(),
                "by-reporter" => counts.by_reporter = number(),
                "known-bulk" => counts.known_bulk = value == "yes",
                "known-hosts" => this.settings.known_hosts.push(value.to_owned()),
                "protected" => {
                    let (name, host) = value.split_once('=').expect("name=host");
                    this.settings.protected.push(Protected {
                        name: name.to_owned(),
                        hosts: vec![host.to_owned()],
                    });
                }
                other => panic!("{}: unknown key {other}", rule.id),
            }
        }
        if let Some(text) = &mut this.text {
            text.push_str(&" x".repeat(padding / 2));
        }
        this
    }

    fn apply(&self, rule: &Rule, scratch: &mut Scratch) -> Option<String> {
        static EMBEDDED: LazyLock<Judge> = LazyLock::new(Judge::embedded);
        let own = (self.settings != Settings::default()).then(|| {
            Judge::new(Scores::embedded(), None, &self.settings).expect("the judge can be built")
        });
        let judge = own.as_ref().unwrap_or(&EMBEDDED);
        let subject = Subject {
            channel: self.channel,
            text: self.text.as_deref().filter(|_| self.consent),
            originator: self.originator.as_deref(),
            behaviour: self.behaviour,
        };
        judge
            .apply(rule, &subject, scratch)
            .map(|seen| seen.evidence)
    }
}

/// Replaces `\u{…}` and `\n`, so that a page can show what cannot be seen.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\u{") {
        let (hex, after) = after.split_once('}').expect("`\\u{` is closed");
        out.push_str(before);
        let value = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32);
        out.push(value.expect("a code point"));
        rest = after;
    }
    out.push_str(rest);
    out.replace("\\n", "\n")
}

fn file(rule: &Rule, extension: &str) -> PathBuf {
    dir()
        .join(rule.id.replace('-', "_"))
        .with_extension(extension)
}

fn dir() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/rules")
}

fn update() -> bool {
    env::var_os("UPDATE_PAGES").is_some()
}
