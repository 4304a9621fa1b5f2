//! A bundled day at an operator: what its subscribers report in 24 hours.
//!
//! Written for this project. The templates are in `campaigns/*.txt`, one file
//! a source; `campaign.rs` says how many reports each makes, when and from
//! where; numbers and hosts belong to nobody (`fiction.rs`). The same day
//! comes out on every machine.

mod campaign;
mod dice;
mod disguise;
mod fiction;
mod page;
#[cfg(test)]
mod tests;
mod text;

use watchbell_model::{Channel, CleanText, Report, Time};

use campaign::{BANK_SENDER, CAMPAIGNS, Campaign, Filers, Origins, PARCEL_SENDER};
use dice::Dice;
use page::Words;
use text::Scene;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// What is true of a report, for those who wrote the day know it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Truth {
    /// The source it belongs to, where its messages belong together; that
    /// includes the legitimate bulk senders (`bulk`) and the harmless sender
    /// under attack by a reporter (`library`).
    pub(crate) campaign: Option<&'static str>,
    /// Whether the message or call is unwanted.
    pub(crate) unwanted: bool,
}

/// A report and the truth about it.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) report: Report,
    pub(crate) truth: Truth,
}

/// A report whose times are seconds from midnight, and whose text waits for its
/// dates.
#[derive(Clone, Debug)]
struct Draft {
    entry: Entry,
    event: i64,
    received: i64,
}

/// A day's reports, in the order in which they arrive.
#[derive(Clone, Debug)]
pub(crate) struct Day(Vec<Draft>);

impl Day {
    /// Senders that an operator would know as legitimate bulk senders.
    pub(crate) const BULK_SENDERS: [&str; 2] = [BANK_SENDER, PARCEL_SENDER];

    /// Returns the day that comes with the program.
    pub(crate) fn bundled() -> Self {
        let words = Words::bundled();
        let mut drafts: Vec<Draft> = CAMPAIGNS
            .iter()
            .flat_map(|campaign| drafts(campaign, &words))
            .collect();
        drafts.sort_by_key(|draft| draft.received);
        for (at, draft) in drafts.iter_mut().enumerate() {
            draft.entry.report.id = Some(CleanText::lossy(&format!("day-{:06}", at + 1)));
        }
        Self(drafts)
    }

    /// Returns how many reports there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns the reports of the day that begins at midnight `start`.
    pub(crate) fn reports(&self, start: Time) -> impl Iterator<Item = Report> {
        self.entries(start).map(|entry| entry.report)
    }

    /// Returns the reports with the truth about each.
    pub(crate) fn entries(&self, start: Time) -> impl Iterator<Item = Entry> {
        self.0.iter().map(move |draft| {
            let mut entry = draft.entry.clone();
            let text = text::dated(&draft.entry.report.text, start);
            entry.report.text = CleanText::lossy(&text);
            entry.report.event_at = Some(start.plus_seconds(draft.event));
            entry.report.received_at = Some(start.plus_seconds(draft.received));
            entry
        })
    }
}

/// Writes the reports of one campaign.
fn drafts(campaign: &Campaign, words: &Words) -> Vec<Draft> {
    let sections = page::sections(campaign.page);
    let weights = sections.iter().map(|section| section.weight);
    let mut drafts = Vec::new();
    for number in 0..campaign.count {
        let mut dice = Dice::of(campaign.name, &[number]);
        let Some(section) = sections.get(dice.weighted(weights.clone())) else {
            continue;
        };
        let template = dice.pick(&section.templates);
        let (event, received) = times(campaign, &mut dice);
        let scene = Scene {
            campaign,
            words,
            lang: section.lang,
            event,
        };
        let text = scene.write(template, &mut dice);
        let origin = origin(&scene, section.channel, template, &mut dice);
        let reporter = match campaign.filers {
            Filers::One(reporter) => reporter.to_owned(),
            _ => fiction::person(section.lang, dice.below(400)),
        };
        let truth = Truth {
            campaign: campaign.joined.then_some(campaign.name),
            unwanted: section.unwanted,
        };
        let report = Report {
            channel: section.channel,
            originator: Some(CleanText::lossy(&origin)),
            recipient: Some(CleanText::lossy(&reporter)),
            reporter: Some(CleanText::lossy(&reporter)),
            text: CleanText::lossy(&text),
            lang: dice.chance(95).then(|| CleanText::lossy(section.lang)),
            consent: match dice.below(100) {
                0..93 => Some(true),
                93..97 => Some(false),
                _ => None,
            },
            ..Report::default()
        };
        drafts.push(Draft {
            entry: Entry { report, truth },
            event,
            received,
        });
    }
    if campaign.filers == Filers::Neighbours {
        line_up(&mut drafts);
    }
    drafts
}

/// Returns when something happened and when it was reported: within minutes
/// mostly, after hours at times. What is reported after midnight happened the
/// evening before.
fn times(campaign: &Campaign, dice: &mut Dice) -> (i64, i64) {
    let hour = dice.weighted(campaign.hours.iter().map(|weight| u64::from(*weight))) as i64;
    let event = hour * HOUR + dice.below(HOUR as u64) as i64;
    let minutes = 1_u64 << dice.below(9);
    let received = event + (minutes * 60 + dice.below(minutes * 60)) as i64;
    match received < DAY {
        true => (event, received),
        false => (event - DAY, received - DAY),
    }
}

/// Returns who sent the message.
fn origin(scene: &Scene<'_>, channel: Channel, template: &str, dice: &mut Dice) -> String {
    match scene.campaign.origins {
        Origins::Pool(patterns) => {
            let fits = |pattern: &&str| pattern.starts_with('@') == (channel == Channel::Im);
            let fitting: Vec<&str> = patterns.iter().copied().filter(fits).collect();
            let mut means = scene.means(dice);
            let pattern = means.pick(if fitting.is_empty() {
                patterns
            } else {
                &fitting
            });
            fiction::filled(pattern, &mut means)
        }
        Origins::Brands if template.contains("{post}") => PARCEL_SENDER.to_owned(),
        Origins::Brands => BANK_SENDER.to_owned(),
        Origins::One(sender) => sender.to_owned(),
        Origins::People => fiction::person(scene.lang, 400 + dice.below(400)),
    }
}

/// Gives recipients of one language neighbouring numbers, in the order in
/// which they were called.
fn line_up(drafts: &mut [Draft]) {
    drafts.sort_by_key(|draft| draft.event);
    let mut called: Vec<(CleanText, usize)> = Vec::new();
    for draft in drafts {
        let report = &mut draft.entry.report;
        let Some(lang) = report.lang.clone() else {
            continue;
        };
        let rank = match called.iter_mut().find(|(tongue, _)| *tongue == lang) {
            Some((_, rank)) => {
                *rank += 1;
                *rank
            }
            None => {
                called.push((lang.clone(), 0));
                0
            }
        };
        let number = CleanText::lossy(&fiction::neighbour(&lang, rank));
        report.recipient = Some(number.clone());
        report.reporter = Some(number);
    }
}
