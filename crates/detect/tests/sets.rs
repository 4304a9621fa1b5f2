//! Counts how often each rule fires on messages that people wanted and on those they did not.
//!
//! Run with `--nocapture` for the table; `WATCHBELL_SHOW` names a rule whose wanted messages are printed.
#![expect(
    clippy::print_stdout,
    reason = "figures for whoever runs it with --nocapture"
)]

use std::{collections::BTreeMap, env, fs, path::PathBuf, process::Command};

use watchbell_detect::{
    facts::Subject,
    judge::{Judge, Scratch},
    normalise::Normalised,
    rules::{self, Rule},
    scores::Scores,
    settings::Settings,
    template::Signature,
};
use watchbell_model::Judgement;

/// Share of wanted messages of one set on which one rule may speak against the message.
const MOST: f64 = 0.003;
/// Messages that are allowed in any set, however small.
const FEW: usize = 2;
/// Share of wanted messages of one set that may be called unwanted.
const MOST_ALARMS: f64 = 0.01;

/// Name, file, and the labels that are read.
const WANTED: &[(&str, &str, &[&str])] = &[
    ("nus-en", "sms-spam/nus_en_ham.tsv.gz", &["ham"]),
    ("nus-zh", "sms-spam/nus_zh_ham.tsv.gz", &["ham"]),
    ("uci", "sms-spam/uci_sms_spam.tsv", &["ham"]),
    ("mishra", "sms-spam/mishra_soni_smishing.tsv", &["ham"]),
    ("thai-ok", "sms-spam/thai_sms.tsv", &["ok"]),
    ("thai-otp", "sms-spam/thai_sms.tsv", &["otp"]),
    ("im", "im-spam/telegram_tgspam.tsv", &["ham"]),
];

/// The same for messages that nobody wanted.
const UNWANTED: &[(&str, &str, &[&str])] = &[
    (
        "smishing",
        "sms-spam/mishra_soni_smishing.tsv",
        &["Smishing", "smishing"],
    ),
    ("uci", "sms-spam/uci_sms_spam.tsv", &["spam"]),
    ("thai", "sms-spam/thai_sms.tsv", &["scam", "spam"]),
    ("fbs-zh", "sms-spam/fbs_zh.tsv.gz", &[]),
    ("im", "im-spam/telegram_tgspam.tsv", &["spam"]),
];

#[test]
fn rules_leave_wanted_messages_alone() {
    let Some(data) = data() else { return };
    let judge =
        Judge::new(Scores::embedded(), None, &Settings::default()).expect("the judge can be built");
    let show = env::var_os("WATCHBELL_SHOW");
    let mut table: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let (mut heading, mut wrong) = (Vec::new(), Vec::new());
    let sets = WANTED
        .iter()
        .map(|set| (set, true))
        .chain(UNWANTED.iter().map(|set| (set, false)));
    for ((name, file, labels), wanted) in sets {
        let texts = read(&data.join(file), labels);
        heading.push(format!("{name}/{}", texts.len()));
        let mut scratch = Scratch::default();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut alarms, mut touched) = (0, 0);
        for text in &texts {
            let subject = Subject {
                text: Some(text),
                ..Subject::default()
            };
            let verdict = judge.verdict(&subject, &mut scratch);
            alarms += usize::from(verdict.verdict == Judgement::Unwanted);
            let mut ruled = false;
            for finding in &verdict.findings {
                let rule = rules::rule(&finding.rule).map_or("model", |rule| rule.id);
                *counts.entry(rule).or_default() += 1;
                ruled |= rule != "model" && finding.weight >= 2.0;
                if wanted && show.as_ref().is_some_and(|show| *show == *rule) {
                    println!("{name}: {rule}: {} IN {text}", finding.evidence);
                }
            }
            touched += usize::from(ruled);
        }
        for rule in rules::TEXT {
            let count = counts.get(rule.id).copied().unwrap_or_default();
            table.entry(rule.id).or_default().push(count.to_string());
            let bound = ((texts.len() as f64 * MOST) as usize).max(FEW);
            if wanted && count > bound && against(rule) {
                wrong.push(format!(
                    "{}: {count} of {} wanted messages of {name}",
                    rule.id,
                    texts.len()
                ));
            }
        }
        table
            .entry("~ some rule of 2 and more")
            .or_default()
            .push(touched.to_string());
        table
            .entry("~ unwanted")
            .or_default()
            .push(alarms.to_string());
        if wanted && alarms > ((texts.len() as f64 * MOST_ALARMS) as usize).max(FEW) {
            wrong.push(format!(
                "{alarms} of {} wanted messages of {name} are called unwanted",
                texts.len()
            ));
        }
    }
    println!(
        "{:<28}{}",
        "",
        heading
            .iter()
            .map(|h| format!("{h:>14}"))
            .collect::<String>()
    );
    for (rule, counts) in &table {
        println!(
            "{rule:<28}{}",
            counts
                .iter()
                .map(|c| format!("{c:>14}"))
                .collect::<String>()
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Largest share of pairs of unrelated messages between people that may share a template.
const STRANGERS: f64 = 1e-5;

#[test]
fn talk_between_people_has_no_template() {
    let Some(data) = data() else { return };
    for (name, file, labels) in &WANTED[..2] {
        let mut texts = read(&data.join(file), labels);
        texts.sort_unstable();
        texts.dedup();
        let mut normalised = Normalised::default();
        let mut signatures = Vec::new();
        for text in texts.iter().step_by(texts.len() / 4000 + 1) {
            normalised.read(text);
            signatures.push(Signature::of(&normalised, &[]));
        }
        let (mut met, mut pairs) = (0_u64, 0_u64);
        for (i, one) in signatures.iter().enumerate() {
            met += signatures[..i]
                .iter()
                .filter(|other| one.meets(other))
                .count() as u64;
            pairs += i as u64;
        }
        let share = met as f64 / pairs as f64;
        println!("{name}: {met} of {pairs} pairs share a template ({share:.1e})");
        assert!(share <= STRANGERS, "{name}: {share}");
    }
}

/// Returns whether the weight of `rule` speaks against a message by its content.
///
/// How a link is shortened says little about the content, so that rule may fire more often.
fn against(rule: &Rule) -> bool {
    let scores: toml::Table = toml::from_str(watchbell_detect::scores::EMBEDDED).expect("TOML");
    scores["rules"][rule.id]["weight"]
        .as_float()
        .unwrap_or_default()
        >= 1.0
}

/// Returns the texts of a table with the columns label, lang, date, sender, text.
fn read(path: &std::path::Path, labels: &[&str]) -> Vec<String> {
    let bytes = if path.extension().is_some_and(|e| e == "gz") {
        Command::new("gzip")
            .arg("-dc")
            .arg(path)
            .output()
            .expect("gzip runs")
            .stdout
    } else {
        fs::read(path).expect("the set can be read")
    };
    let table = String::from_utf8_lossy(&bytes);
    let mut texts = Vec::new();
    for line in table.lines().skip(1) {
        let columns: Vec<&str> = line.splitn(5, '\t').collect();
        if let [label, .., text] = columns[..]
            && (labels.is_empty() || labels.contains(&label))
        {
            // The Chinese set is split into words; a message is not.
            texts.push(if labels.is_empty() {
                text.replace(' ', "")
            } else {
                text.to_owned()
            });
        }
    }
    texts
}

fn data() -> Option<PathBuf> {
    let named = env::var_os("WATCHBELL_TESTDATA").map(PathBuf::from);
    let data = named
        .unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"));
    if data.join("sms-spam").is_dir() {
        return Some(data);
    }
    println!(
        "skipped: no test data in {}; set WATCHBELL_TESTDATA",
        data.display()
    );
    None
}
