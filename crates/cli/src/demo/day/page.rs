//! Reads the text files: templates by section, words by slot and language.
//!
//! A campaign's file holds sections `[lang channel label xN]`, where the label
//! is `unwanted` or `benign` and `xN` the section's share (1 where absent),
//! then one template a line. In a template, `(a|b)` is a choice and `{slot}`
//! is filled in: `{#6}` six digits, `{2-9}` a number, else see `text.rs` and
//! `slots.txt`. Lines that begin with `#` are remarks.

use watchbell_model::Channel;

const SLOTS: &str = include_str!("slots.txt");

/// Templates of one language, channel and truth.
pub(super) struct Section {
    pub(super) lang: &'static str,
    pub(super) channel: Channel,
    pub(super) unwanted: bool,
    pub(super) weight: u64,
    pub(super) templates: Vec<&'static str>,
}

/// Reads a campaign's file.
pub(super) fn sections(page: &'static str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in lines(page) {
        if let Some(section) = line.strip_prefix('[').and_then(header) {
            sections.push(section);
        } else if let Some(section) = sections.last_mut() {
            section.templates.push(line);
        }
    }
    sections
}

fn lines(page: &'static str) -> impl Iterator<Item = &'static str> {
    page.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn header(line: &'static str) -> Option<Section> {
    let mut words = line.strip_suffix(']')?.split(' ');
    Some(Section {
        lang: words.next()?,
        channel: words.next()?.parse().ok()?,
        unwanted: match words.next()? {
            "unwanted" => true,
            "benign" => false,
            _ => return None,
        },
        weight: match words.next() {
            Some(share) => share.strip_prefix('x')?.parse().ok()?,
            None => 1,
        },
        templates: Vec::new(),
    })
}

/// The words that may stand in a slot.
pub(super) struct Words(Vec<(&'static str, &'static str, Vec<&'static str>)>);

impl Words {
    /// Reads the bundled list.
    pub(super) fn bundled() -> Self {
        let entry = |line: &'static str| {
            let (key, words) = line.split_once(" = ")?;
            let (slot, lang) = key.split_once('.')?;
            Some((slot, lang, words.split(" | ").collect()))
        };
        Self(lines(SLOTS).filter_map(entry).collect())
    }

    /// Returns the words for `slot` in `lang`, none where it is no word slot.
    pub(super) fn of(&self, slot: &str, lang: &str) -> &[&'static str] {
        let found = self
            .0
            .iter()
            .find(|(name, tongue, _)| *name == slot && *tongue == lang);
        found.map_or(&[], |(_, _, words)| words)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::campaign::CAMPAIGNS, *};

    #[test]
    fn every_line_of_the_files_is_understood() {
        let mut templates = 0;
        for campaign in CAMPAIGNS {
            for line in lines(campaign.page).filter_map(|line| line.strip_prefix('[')) {
                assert!(header(line).is_some(), "{}: [{line}", campaign.name);
            }
            for section in sections(campaign.page) {
                assert!(
                    !section.templates.is_empty(),
                    "{}: {}",
                    campaign.name,
                    section.lang
                );
                templates += section.templates.len();
            }
        }
        assert!(templates >= 350, "only {templates} templates");
        assert_eq!(Words::bundled().0.len(), lines(SLOTS).count());
    }

    #[test]
    fn the_bundled_text_stays_small() {
        let pages: usize = CAMPAIGNS.iter().map(|campaign| campaign.page.len()).sum();
        assert!(pages + SLOTS.len() < 300_000);
    }
}
