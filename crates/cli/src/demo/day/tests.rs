use std::collections::{BTreeMap, BTreeSet};

use super::{
    campaign::{ABUSIVE_REPORTER, INNOCENT_SENDER},
    fiction::is_reserved,
    *,
};

fn entries() -> Vec<Entry> {
    Day::bundled().entries(Time::from_micros(0)).collect()
}

/// Counts entries by what `key` says of each.
fn counts(entries: &[Entry], key: impl Fn(&Entry) -> String) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for entry in entries {
        *counts.entry(key(entry)).or_default() += 1;
    }
    counts
}

#[test]
fn a_day_holds_thousands_of_different_texts() {
    let day = Day::bundled();
    assert!(day.len() >= 6_000, "{}", day.len());
    let entries = entries();
    assert_eq!(entries.len(), day.len());
    assert_eq!(day.reports(Time::from_micros(0)).count(), day.len());
    let texts: BTreeSet<&str> = entries
        .iter()
        .map(|entry| entry.report.text.as_str())
        .collect();
    assert!(texts.len() >= 5_000, "{}", texts.len());
    let ids: BTreeSet<_> = entries
        .iter()
        .map(|entry| entry.report.id.clone())
        .collect();
    assert_eq!(ids.len(), day.len());
}

#[test]
fn every_language_channel_and_truth_is_there() {
    let entries = entries();
    let langs = counts(&entries, |e| {
        e.report.lang.as_deref().unwrap_or("?").to_owned()
    });
    for lang in [
        "en", "fr", "es", "ar", "zh", "th", "sw", "ru", "pt", "de", "id", "hi",
    ] {
        assert!(
            langs.get(lang).is_some_and(|count| *count >= 100),
            "{lang}: {langs:?}"
        );
    }
    let channels = counts(&entries, |e| e.report.channel.to_string());
    for channel in ["sms", "im", "call"] {
        assert!(
            channels.get(channel).is_some_and(|count| *count >= 300),
            "{channels:?}"
        );
    }
    let benign = entries.iter().filter(|entry| !entry.truth.unwanted).count();
    assert!((1_000..4_000).contains(&benign), "{benign}");
    let campaigns = counts(&entries, |e| e.truth.campaign.unwrap_or("-").to_owned());
    assert!(campaigns.len() > 12, "{campaigns:?}");
    let refused = entries
        .iter()
        .filter(|e| e.report.consent == Some(false))
        .count();
    assert!((100..600).contains(&refused), "{refused}");
}

#[test]
fn reports_arrive_in_order_within_the_day_and_after_the_event() {
    let start = Time::from_micros(1_795_219_200 * Time::SECOND);
    let mut last = start;
    for report in Day::bundled().reports(start) {
        let (event, received) = (report.event_at.unwrap(), report.received_at.unwrap());
        assert!(last <= received && received < start.plus_micros(Time::DAY));
        let delay = received.seconds() - event.seconds();
        assert!((60..10 * HOUR).contains(&delay), "{delay}");
        last = received;
    }
}

#[test]
fn the_same_day_comes_out_twice() {
    let start = Time::from_micros(0);
    assert!(
        Day::bundled()
            .reports(start)
            .eq(Day::bundled().reports(start))
    );
}

#[test]
fn the_abusive_reporter_and_the_bulk_senders_are_there() {
    let entries = entries();
    let from = |sender: &str| {
        let sent = entries
            .iter()
            .filter(|e| e.report.originator.as_deref() == Some(sender));
        (
            sent.clone().count(),
            sent.filter(|e| e.truth.unwanted).count(),
        )
    };
    for sender in Day::BULK_SENDERS.into_iter().chain([INNOCENT_SENDER]) {
        let (count, unwanted) = from(sender);
        assert!(
            count >= 150 && unwanted == 0,
            "{sender}: {count} {unwanted}"
        );
    }
    let by = entries
        .iter()
        .filter(|e| e.report.reporter.as_deref() == Some(ABUSIVE_REPORTER));
    assert!(by.count() >= 200);
}

#[test]
fn the_mutating_campaign_changes_its_hosts_and_its_spelling() {
    let entries = entries();
    let texts = || {
        let ours = entries
            .iter()
            .filter(|e| e.truth.campaign == Some("parcel-fee"));
        ours.map(|e| e.report.text.as_str())
    };
    let plain = texts()
        .filter(|text| text.contains("Parcel Example") || text.is_ascii())
        .count();
    let hidden = texts()
        .filter(|text| text.contains(['\u{200B}', '\u{2060}', 'а', '𝐚']))
        .count();
    assert!(plain > 40 && hidden > 100, "{plain} {hidden}");
    let hosts: BTreeSet<&str> = texts().flat_map(hosts).collect();
    assert!(hosts.len() > 100, "{}", hosts.len());
}

/// Returns what looks like a host in `text`.
fn hosts(text: &str) -> impl Iterator<Item = &str> {
    let stops = |sign: char| !(sign.is_ascii_alphanumeric() || ".-".contains(sign));
    text.split(stops)
        .map(|word| word.trim_matches(['.', '-']))
        .filter(|word| {
            let ending = word.rsplit_once('.').map_or("", |(_, ending)| ending);
            let numeric =
                word.split('.').count() == 4 && word.split('.').all(|p| p.parse::<u8>().is_ok());
            numeric || (ending.len() > 1 && ending.bytes().any(|byte| byte.is_ascii_alphabetic()))
        })
}

#[test]
fn every_host_is_reserved_and_every_text_is_filled_in() {
    const RESERVED: &[&str] = &[".example", ".test", ".invalid"];
    for entry in entries() {
        let text = entry.report.text.as_str();
        assert!(
            !text.contains(['\0', '{', '}', '|']) && !text.contains("  "),
            "{text}"
        );
        for host in hosts(text) {
            let kept = RESERVED.iter().any(|ending| host.ends_with(ending))
                || host.starts_with("203.0.113.")
                || host.ends_with(".apk");
            assert!(kept, "{host} in {text}");
        }
    }
}

#[test]
fn every_number_is_kept_for_fiction() {
    for entry in entries() {
        let report = &entry.report;
        for party in [&report.reporter, &report.recipient, &report.originator] {
            let party = party.as_deref().unwrap();
            assert!(!party.starts_with('+') || is_reserved(party), "{party}");
        }
        for number in numbers(&report.text) {
            assert!(is_reserved(&number), "{number} in {}", report.text.as_str());
        }
    }
}

/// Returns the telephone numbers in `text`, in international form.
fn numbers(text: &str) -> Vec<String> {
    let stops = |sign: char| !(sign.is_ascii_digit() || "+ -".contains(sign));
    let mut found = Vec::new();
    for run in text.split(stops).map(str::trim) {
        let digits: String = run.chars().filter(|sign| !" -".contains(*sign)).collect();
        if let Some((_, number)) = digits.split_once('+') {
            if number.len() > 4 {
                found.push(format!("+{number}"));
            }
        } else if digits.starts_with('0') && digits.len() >= 9 {
            let land = if digits.starts_with("063") {
                "+33"
            } else {
                "+44"
            };
            found.push(format!("{land}{}", &digits[1..]));
        }
    }
    found
}
