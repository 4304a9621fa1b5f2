//! Services that many depend on, by region.

use std::{collections::BTreeMap, sync::LazyLock};

use super::{Guard, Region, pattern::Pattern};

/// The services, one line each; the file says how.
const SERVICES: &str = include_str!("services.txt");

/// Most services that an operator may add.
pub const MAX_SERVICES: usize = 100_000;

/// The services of the table, read once.
pub(super) static KNOWN: LazyLock<Services> = LazyLock::new(|| {
    let mut services = Services::default();
    for line in SERVICES.lines() {
        services.add(line);
    }
    services
});

/// Services by region.
#[derive(Clone, Debug, Default)]
pub(super) struct Services {
    everywhere: Vec<Service>,
    by_region: BTreeMap<Region, Vec<Service>>,
    groups: BTreeMap<String, Vec<Region>>,
    count: usize,
}

#[derive(Clone, Copy, Debug)]
struct Service {
    number: Pattern,
    /// Any area code may stand before it.
    in_areas: bool,
    guard: Guard,
}

/// Digits of an area code.
const AREA: std::ops::RangeInclusive<usize> = 1..=5;

impl Services {
    /// Reads a line; says whether it can be read.
    pub(super) fn add(&mut self, line: &str) -> bool {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return true;
        }
        self.add_words(line).is_some() && self.count <= MAX_SERVICES
    }

    fn add_words(&mut self, line: &str) -> Option<()> {
        let mut words = line.split_whitespace();
        let regions = words.next()?;
        if let Some(group) = regions.strip_prefix('=') {
            let members = words.next()?.split('+').map(str::parse);
            let members = members.collect::<Result<_, _>>().ok()?;
            self.groups.insert(group.to_owned(), members);
            return words.next().is_none().then_some(());
        }
        let guard = words.next()?.parse().ok()?;
        let mut services = Vec::new();
        for word in words {
            let plain = word.trim_start_matches('~');
            services.push(Service {
                number: Pattern::parse(plain)?,
                in_areas: plain.len() < word.len(),
                guard,
            });
        }
        self.count += services.len();
        if regions == "*" {
            self.everywhere.extend(services);
            return Some(());
        }
        let regions: Vec<Region> = match regions.strip_prefix('@') {
            Some(group) => self.groups.get(group)?.clone(),
            None => {
                let regions = regions.split('+').map(str::parse);
                regions.collect::<Result<_, _>>().ok()?
            }
        };
        for region in regions {
            let of_region = self.by_region.entry(region).or_default();
            of_region.extend(services.iter().copied());
        }
        Some(())
    }

    /// Returns what a national number of `region` is known for.
    pub(super) fn find(&self, region: Option<Region>, national: &[u8]) -> Option<Guard> {
        let here = region.and_then(|region| self.by_region.get(&region));
        let services = here.into_iter().flatten().chain(&self.everywhere);
        services
            .into_iter()
            .find(|service| service.is(national))
            .map(|service| service.guard)
    }
}

impl Service {
    fn is(&self, national: &[u8]) -> bool {
        if !self.in_areas {
            return self.number.is(national);
        }
        let area = national.len().saturating_sub(self.number.len());
        AREA.contains(&area)
            && national
                .get(area..)
                .is_some_and(|rest| self.number.is(rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_can_be_read() {
        let mut services = Services::default();
        for (at, line) in SERVICES.lines().enumerate() {
            assert!(services.add(line), "line {}: {line}", at + 1);
        }
    }

    #[test]
    fn wrong_lines_are_told() {
        for line in [
            "DE",
            "DE bank 1a",
            "DE bad 1",
            "D bank 1",
            "@NOBODY bank 1",
            "=A DE FR",
        ] {
            assert!(!Services::default().add(line), "{line}");
        }
    }
}
