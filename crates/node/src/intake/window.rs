//! What senders and reporters were seen doing over the last while, in bounded
//! memory: two generations of counters, the older dropped as the window moves.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use watchbell_model::{Behaviour, Report, Time};

/// Values of each kind that one generation counts; then the next one begins early.
const MAX_VALUES: usize = 100_000;
/// Different parties remembered for one value.
const MAX_PARTIES: usize = 32;

/// Sliding counters over originators, reporters and message templates.
#[derive(Debug)]
pub(crate) struct Window {
    length: i64,
    began_at: Time,
    now: Generation,
    before: Generation,
    known_bulk: Vec<String>,
}

#[derive(Debug, Default)]
struct Generation {
    originators: HashMap<u64, Count>,
    reporters: HashMap<u64, Count>,
    templates: HashMap<u64, Count>,
}

#[derive(Clone, Debug, Default)]
struct Count {
    reports: u32,
    parties: Vec<u64>,
    last_recipient: u64,
    run: u32,
    longest_run: u32,
}

impl Window {
    pub(crate) fn new(minutes: u32, known_bulk: &[String]) -> Self {
        Self {
            length: i64::from(minutes.max(1)) * 60 * Time::SECOND,
            began_at: Time::default(),
            now: Generation::default(),
            before: Generation::default(),
            known_bulk: known_bulk.iter().map(|name| name.to_lowercase()).collect(),
        }
    }

    /// Counts one report and returns what is known of its sender and reporter,
    /// this report included.
    pub(crate) fn see(&mut self, report: &Report, at: Time) -> Behaviour {
        self.move_to(at);
        let mut behaviour = Behaviour::default();
        let reporter = report.reporter.as_deref().map(hash);
        let originator = report.originator.as_deref().map(hash);
        if let Some(value) = originator {
            let count = self.now.originators.entry(value).or_default();
            count.add(reporter);
            if let Some(number) = report.recipient.as_deref().and_then(number) {
                count.follow(number);
            }
            let old = self.before.originators.get(&value);
            behaviour.reports = count.reports + old.map_or(0, |old| old.reports);
            behaviour.reporters = count.parties_with(old);
            behaviour.sequential = count.longest_run.max(old.map_or(0, |old| old.longest_run));
        }
        if let Some(value) = reporter {
            let count = self.now.reporters.entry(value).or_default();
            count.add(originator);
            let old = self.before.reporters.get(&value);
            behaviour.by_reporter = count.reports + old.map_or(0, |old| old.reports);
        }
        if report.content_allowed()
            && let Some(value) = template(&report.text)
        {
            let count = self.now.templates.entry(value).or_default();
            count.add(originator);
            let old = self.before.templates.get(&value);
            behaviour.repeats = count.reports + old.map_or(0, |old| old.reports);
            behaviour.repeat_originators = count.parties_with(old);
        }
        behaviour.known_bulk = report
            .originator
            .as_deref()
            .is_some_and(|name| self.known_bulk.contains(&name.to_lowercase()));
        behaviour
    }

    /// Drops the older generation when the newer one covers half the window or is full.
    fn move_to(&mut self, at: Time) {
        let age = at.micros().saturating_sub(self.began_at.micros());
        let full = [
            &self.now.originators,
            &self.now.reporters,
            &self.now.templates,
        ]
        .iter()
        .any(|counts| counts.len() >= MAX_VALUES);
        if age >= self.length / 2 || full {
            self.before = std::mem::take(&mut self.now);
            if age >= self.length {
                self.before = Generation::default();
            }
            self.began_at = at.max(self.began_at);
        }
    }
}

impl Count {
    fn add(&mut self, party: Option<u64>) {
        self.reports = self.reports.saturating_add(1);
        if let Some(party) = party
            && self.parties.len() < MAX_PARTIES
            && !self.parties.contains(&party)
        {
            self.parties.push(party);
        }
    }

    fn parties_with(&self, old: Option<&Self>) -> u32 {
        let older = old.map_or(&[][..], |old| &old.parties);
        let only_old = older
            .iter()
            .filter(|party| !self.parties.contains(party))
            .count();
        u32::try_from(self.parties.len() + only_old).unwrap_or(u32::MAX)
    }

    /// Lengthens the run when `recipient` is close behind the last one.
    fn follow(&mut self, recipient: u64) {
        let step = recipient.wrapping_sub(self.last_recipient);
        self.run = if (1..=2).contains(&step) {
            self.run.saturating_add(1)
        } else {
            1
        };
        self.longest_run = self.longest_run.max(self.run);
        self.last_recipient = recipient;
    }
}

fn hash(value: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The digits of a telephone number.
fn number(text: &str) -> Option<u64> {
    let digits = text.bytes().filter(u8::is_ascii_digit);
    let number = digits
        .take(18)
        .fold(0_u64, |number, digit| number * 10 + u64::from(digit - b'0'));
    (number > 9_999).then_some(number)
}

/// A text's letters without its digits, spaces and signs; nothing for a text too short to be told from others.
fn template(text: &str) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    let mut letters = 0;
    for word in text.split_whitespace().filter(|word| !word.contains("://")) {
        for letter in word.chars().filter(|c| c.is_alphabetic()) {
            letter.hash(&mut hasher);
            letters += 1;
        }
    }
    (letters >= 12).then(|| hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use watchbell_model::CleanText;

    fn report(originator: &str, reporter: &str, recipient: &str, text: &str) -> Report {
        let clean = |text: &str| Some(CleanText::new(text).unwrap());
        Report {
            originator: clean(originator),
            reporter: clean(reporter),
            recipient: clean(recipient),
            text: CleanText::new(text).unwrap(),
            ..Report::default()
        }
    }

    #[test]
    fn a_campaign_leaves_its_marks() {
        let mut window = Window::new(60, &["PARCEL".to_owned()]);
        let at = Time::from_micros(Time::DAY * 20_000);
        let mut last = Behaviour::default();
        for i in 0..5 {
            last = window.see(
                &report(
                    "Parcel",
                    &format!("r{}", i % 3),
                    &format!("+1202555010{i}"),
                    &format!("Your parcel {i} waits for a fee"),
                ),
                at,
            );
        }
        assert_eq!(
            (last.reports, last.reporters, last.sequential, last.repeats),
            (5, 3, 5, 5)
        );
        assert_eq!(
            (last.repeat_originators, last.by_reporter, last.known_bulk),
            (1, 2, true)
        );
    }

    #[test]
    fn the_window_moves_on() {
        let mut window = Window::new(60, &[]);
        let at = Time::from_micros(Time::DAY * 20_000);
        let one = report("+12025550100", "a", "", "x");
        assert_eq!(window.see(&one, at).reports, 1);
        assert_eq!(window.see(&one, at.plus_seconds(40 * 60)).reports, 2);
        assert_eq!(window.see(&one, at.plus_seconds(75 * 60)).reports, 2);
        assert_eq!(window.see(&one, at.plus_seconds(300 * 60)).reports, 1);
    }

    #[test]
    fn memory_is_bounded() {
        let mut window = Window::new(60, &[]);
        let at = Time::from_micros(Time::DAY * 20_000);
        for i in 0..3 * MAX_VALUES {
            window.see(&report(&format!("o{i}"), "one", "", "x"), at);
        }
        assert!(window.now.originators.len() <= MAX_VALUES);
        assert!(
            window
                .now
                .reporters
                .values()
                .all(|count| count.parties.len() <= MAX_PARTIES)
        );
    }
}
