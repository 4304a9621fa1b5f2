//! What is known about one report before it is judged, gathered once.

mod brands;
mod cue;
mod hosts;
mod lexicon;
mod links;
mod numbers;
mod seen;

use std::ops::Range;

use watchbell_model::{Behaviour, Channel};

pub use brands::{Imitation, Protected, skeleton};
pub use cue::{Cue, CueAt, Cues, PLACES_PER_CUE};
pub use hosts::{HostKind, Hosts};
pub use lexicon::{LANGUAGES, LexiconError, Phrase, phrases};
pub use links::{LinkSeen, MAX_HOST, MAX_LINKS};
pub use numbers::{MAX_NUMBERS, NumberSeen};
pub use seen::{MAX_EVIDENCE, Seen};

use brands::Brands;
use cue::CueList;
use lexicon::Lexicon;
use links::LinkList;
use numbers::{NumberList, Premium};

use crate::{normalise::Normalised, scores::Limits, settings::Settings};

/// How many bytes of a text are looked at; what follows is counted and said so.
pub const MAX_TEXT: usize = 16 * 1024;

/// How far apart cues may be and still belong together, in bytes of folded text.
///
/// Longer than three joined short messages; shorter than a newsletter.
pub const WINDOW: u32 = 640;

/// What a judge is asked about, as the caller holds it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subject<'a> {
    /// How the message came.
    pub channel: Channel,
    /// The text; absent when its recipient does not allow it to be inspected.
    pub text: Option<&'a str>,
    /// Who sent it.
    pub originator: Option<&'a str>,
    /// What its sender was seen doing, where somebody counted.
    pub behaviour: Option<Behaviour>,
}

/// Lists that gathering looks things up in; built once.
#[derive(Debug)]
pub(crate) struct Lists {
    lexicon: Lexicon,
    hosts: Hosts,
    premium: Premium,
    brands: Brands,
    bulk: Vec<String>,
}

impl Lists {
    /// Builds the lists for `settings`.
    ///
    /// # Errors
    /// A lexicon file that cannot be used.
    pub(crate) fn new(settings: &Settings) -> Result<Self, LexiconError> {
        Ok(Self {
            lexicon: Lexicon::embedded()?,
            hosts: Hosts::new(&settings.known_hosts),
            premium: Premium::embedded(),
            brands: Brands::new(&settings.protected),
            bulk: settings.known_bulk.clone(),
        })
    }
}

/// Memory for the facts of one report, reused for the next.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) text: Normalised,
    cues: CueList,
    links: LinkList,
    numbers: NumberList,
    /// Places of links, for the scan of figures.
    spans: Vec<Range<u32>>,
}

/// Everything that a rule may look at.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The report.
    pub subject: &'a Subject<'a>,
    /// The text as it came, cut at [`MAX_TEXT`]; empty when it must not be inspected.
    pub original: &'a str,
    /// How many bytes were cut off.
    pub cut: usize,
    /// The text with evasion undone, and what was undone.
    pub text: &'a Normalised,
    /// Links in the text.
    pub links: &'a [LinkSeen],
    /// Telephone numbers in the text.
    pub numbers: &'a [NumberSeen],
    /// Phrases and shapes in the text, in order.
    pub cues: &'a [CueAt],
    /// Every cue of the text, as a set.
    pub present: Cues,
    /// What was counted about the sender; zeroes where nobody counted.
    pub behaviour: Behaviour,
    /// From which count on behaviour and disguise speak.
    pub limits: &'a Limits,
    gathered: &'a Gathered,
    lists: &'a Lists,
}

impl Gathered {
    /// Gathers the facts about `subject`.
    pub(crate) fn gather<'a>(
        &'a mut self,
        subject: &'a Subject<'a>,
        lists: &'a Lists,
        limits: &'a Limits,
    ) -> Facts<'a> {
        self.cues.clear();
        self.links.clear();
        self.numbers.clear();
        self.spans.clear();
        let whole = subject.text.unwrap_or_default();
        let original = whole
            .get(..whole.floor_char_boundary(MAX_TEXT))
            .unwrap_or_default();
        self.text.read(original);
        let folded = self.text.folded.as_str();
        self.links.find(&self.text, original, &lists.hosts);
        for link in &self.links.list {
            self.cues
                .push(Cue::Link, link.at.start as usize, link.at.end as usize);
            self.spans.push(link.at.clone());
        }
        self.spans.sort_unstable_by_key(|at| at.start);
        lists.lexicon.find(folded, &self.spans, &mut self.cues);
        self.numbers
            .find(folded, &self.spans, &lists.premium, &mut self.cues);
        self.amounts();
        self.cues.sort();
        let mut behaviour = subject.behaviour.unwrap_or_default();
        behaviour.known_bulk |= subject
            .originator
            .is_some_and(|from| lists.bulk.iter().any(|known| known == from));
        Facts {
            subject,
            original,
            cut: whole.len() - original.len(),
            text: &self.text,
            links: &self.links.list,
            numbers: &self.numbers.list,
            cues: &self.cues.list,
            present: self.cues.present,
            behaviour,
            limits,
            gathered: self,
            lists,
        }
    }

    /// Joins currencies with the figure beside them.
    fn amounts(&mut self) {
        if !self.cues.present.has(Cue::Currency) {
            return;
        }
        let folded = self.text.folded.as_bytes();
        for i in 0..self.cues.list.len() {
            let Some(&CueAt {
                cue: Cue::Currency,
                start,
                end,
            }) = self.cues.list.get(i)
            else {
                continue;
            };
            let (start, end) = (start as usize, end as usize);
            let mut left = folded.get(..start).unwrap_or_default().iter().rev().take(3);
            let before = left.find(|b| !matches!(b, b' ' | b'.' | b',' | b'-'));
            let mut right = folded.get(end..).unwrap_or_default().iter().take(3);
            let after = right.find(|b| !matches!(b, b' ' | b'.' | b':'));
            if before.is_some_and(u8::is_ascii_digit) || after.is_some_and(u8::is_ascii_digit) {
                self.cues.push(Cue::Amount, start, end);
            }
        }
    }
}

impl<'a> Facts<'a> {
    /// Returns whether the text holds any of `cues`.
    pub fn has(&self, cues: Cues) -> bool {
        self.present.meets(cues)
    }

    /// Returns the stretch of folded text in which one cue of each set stands, if they stand together.
    pub fn together<const N: usize>(&self, sets: [Cues; N]) -> Option<Range<usize>> {
        if sets.iter().any(|set| !self.present.meets(*set)) {
            return None;
        }
        let mut last: [Option<(u32, u32)>; N] = [None; N];
        for at in self.cues {
            for (set, last) in sets.iter().zip(&mut last) {
                if set.has(at.cue) {
                    *last = Some((at.start, at.end));
                }
            }
            let places = last.iter().flatten();
            if places.clone().count() < N {
                continue;
            }
            let start = places.clone().map(|(start, _)| *start).min()?;
            let end = places.map(|(_, end)| *end).max()?;
            if end - start <= WINDOW {
                return Some(start as usize..end as usize);
            }
        }
        None
    }

    /// Returns whether there are links and the operator vouches for all of them.
    pub fn links_are_known(&self) -> bool {
        !self.links.is_empty() && self.links.iter().all(|link| link.kind == HostKind::Known)
    }

    /// Returns the host of `link`, lower case.
    pub fn host(&self, link: &LinkSeen) -> &'a str {
        self.gathered.links.host(link)
    }

    /// Returns the part of the host of `link` that somebody registered.
    pub fn registrable(&self, link: &LinkSeen) -> &'a str {
        self.gathered.links.registrable(link)
    }

    /// Returns the digits of `number`, with `+` in front where the text has it.
    pub fn digits(&self, number: &NumberSeen) -> &'a str {
        self.gathered.numbers.digits(number)
    }

    /// Returns how many links past [`MAX_LINKS`] the text has.
    pub fn more_links(&self) -> u32 {
        self.gathered.links.more
    }

    /// Returns which protected name `host` imitates, and how.
    pub fn imitation(&self, host: &'a str, registrable: &'a str) -> Option<Imitation<'a>> {
        self.lists.brands.imitated(host, registrable)
    }

    /// Returns the part of `host` that somebody registered.
    pub fn registrable_of<'h>(&self, host: &'h str) -> &'h str {
        host.get(self.lists.hosts.registrable(host)..)
            .unwrap_or_default()
    }
}
