//! Numbering plans: which numbers a country has, and what is dialled before them.

use std::sync::LazyLock;

use super::{
    Class, Fit, Region,
    pattern::{Lengths, Pattern},
};

/// The plans, one line each; the file says how.
const PLANS: &str = include_str!("plans.txt");

/// The plan of a country code.
#[derive(Debug)]
pub(super) struct Plan {
    /// The region that the code is given to, or that most of its numbers belong to.
    pub(super) region: Option<Region>,
    /// The country code.
    pub(super) code: u16,
    /// What is dialled before a national number.
    pub(super) trunks: Vec<Pattern>,
    /// What is dialled before a number of another country.
    pub(super) international: Vec<Pattern>,
    lengths: Lengths,
    /// By the digit that they begin with; the longest first.
    rules: [Vec<Rule>; 10],
    /// Other regions with the same code.
    sharing: Vec<Share>,
    /// Their prefixes, by the digit that they begin with.
    shared: [Vec<(Pattern, Region)>; 10],
}

/// A region that shares a plan.
#[derive(Debug)]
struct Share {
    region: Region,
    prefixes: Vec<Pattern>,
}

#[derive(Clone, Copy, Debug)]
struct Rule {
    prefix: Pattern,
    lengths: Lengths,
    class: Class,
}

/// Every plan.
#[derive(Debug)]
pub(super) struct Plans {
    list: Vec<Plan>,
    /// The plan for the first three digits of a number in international form.
    by_code: Vec<Option<u16>>,
}

/// The plans of the world, read once.
pub(super) static WORLD: LazyLock<Plans> = LazyLock::new(|| Plans::read(PLANS).0);

impl Plans {
    /// Reads the table, and how many of its lines are wrong.
    fn read(text: &str) -> (Self, usize) {
        let mut plans = Self {
            list: Vec::new(),
            by_code: vec![None; 1_000],
        };
        let lines = text.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let wrong = lines.filter(|line| plans.add(line).is_none()).count();
        (plans, wrong)
    }

    fn add(&mut self, line: &str) -> Option<()> {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [region, "in", host, prefixes] => {
                let (region, host) = (region.parse().ok()?, host.parse().ok()?);
                let prefixes = patterns(prefixes)?;
                let plan = self
                    .list
                    .iter_mut()
                    .find(|plan| plan.region == Some(host))?;
                plan.share(region, prefixes);
            }
            [region, code, trunks, international, lengths, classes @ ..] => {
                let mut plan = Plan {
                    region: match *region {
                        "-" => None,
                        region => Some(region.parse().ok()?),
                    },
                    code: code.parse().ok()?,
                    trunks: patterns(trunks)?,
                    international: patterns(international)?,
                    lengths: Lengths::parse(lengths)?,
                    rules: Default::default(),
                    sharing: Vec::new(),
                    shared: Default::default(),
                };
                for class in classes {
                    plan.add_class(class)?;
                }
                let index = u16::try_from(self.list.len()).ok()?;
                let width = 10_usize.checked_pow(3_u32.checked_sub(code.len() as u32)?)?;
                let first = usize::from(plan.code) * width;
                for place in self.by_code.get_mut(first..first + width)? {
                    *place = Some(index);
                }
                self.list.push(plan);
            }
            _ => return None,
        }
        Some(())
    }

    /// Returns the plan that a number in international form begins with, and the rest of the number.
    pub(super) fn of_number<'a>(&self, digits: &'a [u8]) -> Option<(&Plan, &'a [u8])> {
        let digit = |at| digits.get(at).map_or(0, |digit| usize::from(*digit));
        let index = (*self
            .by_code
            .get(digit(0) * 100 + digit(1) * 10 + digit(2))?)?;
        let plan = self.list.get(usize::from(index))?;
        Some((plan, digits.get(plan.code_length()..)?))
    }

    /// Returns the plan that `region` uses.
    pub(super) fn of_region(&self, region: Region) -> Option<&Plan> {
        self.list.iter().find(|plan| {
            plan.region == Some(region) || plan.sharing.iter().any(|share| share.region == region)
        })
    }

    /// Returns the plan of a country code.
    pub(super) fn of_code(&self, code: u16) -> Option<&Plan> {
        self.list.iter().find(|plan| plan.code == code)
    }
}

impl Plan {
    fn add_class(&mut self, text: &str) -> Option<()> {
        let (class, prefixes) = text.split_once(':')?;
        let (letter, lengths) = match class.split_once('/') {
            Some((letter, lengths)) => (letter, Lengths::parse(lengths)?),
            None => (class, self.lengths),
        };
        let class = class_of(letter)?;
        for prefix in patterns(prefixes)? {
            let rule = Rule {
                prefix,
                lengths,
                class,
            };
            for rules in beginning(&prefix, &mut self.rules) {
                let longer = rules.partition_point(|rule| rule.prefix.len() >= prefix.len());
                rules.insert(longer, rule);
            }
        }
        Some(())
    }

    fn share(&mut self, region: Region, prefixes: Vec<Pattern>) {
        for prefix in &prefixes {
            for shared in beginning(prefix, &mut self.shared) {
                shared.push((*prefix, region));
            }
        }
        self.sharing.push(Share { region, prefixes });
    }

    /// How many digits the country code has.
    pub(super) const fn code_length(&self) -> usize {
        match self.code {
            0..10 => 1,
            10..100 => 2,
            _ => 3,
        }
    }

    /// Tells how a national (significant) number agrees with this plan, and what its prefix says.
    pub(super) fn fit(&self, national: &[u8]) -> (Fit, Class) {
        let count = national.len();
        let first = national.first().map_or(0, |digit| usize::from(*digit));
        let of_first = self.rules.get(first).map_or(&[][..], Vec::as_slice);
        // A national number does not begin with what is dialled before it.
        if first == 0 && of_first.is_empty() && !self.trunks.is_empty() {
            return (Fit::Short, Class::Unlisted);
        }
        let mut nearest = None;
        for rule in of_first {
            if rule.prefix.starts(national) {
                if rule.lengths.has(count) {
                    return (Fit::Whole, rule.class);
                }
                nearest.get_or_insert((rule.lengths, rule.class));
            }
        }
        let (lengths, class) = nearest.unwrap_or((self.lengths, Class::Unlisted));
        let fit = if count > lengths.most() {
            Fit::Long
        } else if lengths.has(count) {
            Fit::Unlisted
        } else {
            Fit::Short
        };
        (fit, class)
    }

    /// Numbers of digits that national numbers have.
    pub(super) const fn lengths(&self) -> Lengths {
        self.lengths
    }

    /// Returns the region among those of this plan that a national number belongs to.
    pub(super) fn region_of(&self, national: &[u8]) -> Option<Region> {
        let first = national.first().map_or(0, |digit| usize::from(*digit));
        let shared = self.shared.get(first).into_iter().flatten();
        let mut sharing = shared.filter(|(prefix, _)| prefix.starts(national));
        sharing.next().map(|(_, region)| *region).or(self.region)
    }

    /// Returns what local numbers of `region` lack, where all of them lack the same.
    pub(super) fn area_of(&self, region: Region) -> Option<Vec<u8>> {
        let share = self.sharing.iter().find(|share| share.region == region)?;
        match share.prefixes.as_slice() {
            [prefix] => prefix.digits(),
            _ => None,
        }
    }
}

/// Returns the lists for the digits that `prefix` may begin with.
fn beginning<'a, T>(prefix: &Pattern, lists: &'a mut [T; 10]) -> impl Iterator<Item = &'a mut T> {
    let first = prefix.first();
    let lists = lists.iter_mut().enumerate();
    lists.filter_map(move |(digit, list)| (first >> digit & 1 == 1).then_some(list))
}

/// Reads patterns divided by commas; `-` is none.
fn patterns(text: &str) -> Option<Vec<Pattern>> {
    if text == "-" {
        return Some(Vec::new());
    }
    text.split(',').map(Pattern::parse).collect()
}

fn class_of(letter: &str) -> Option<Class> {
    Some(match letter {
        "f" => Class::Fixed,
        "m" => Class::Mobile,
        "l" => Class::FixedOrMobile,
        "t" => Class::TollFree,
        "p" => Class::Premium,
        "s" => Class::SharedCost,
        "v" => Class::Voip,
        "n" => Class::Personal,
        "g" => Class::Pager,
        "u" => Class::Corporate,
        "a" => Class::Voicemail,
        "x" => Class::Network,
        "w" => Class::Global,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_can_be_read() {
        let (plans, wrong) = Plans::read(PLANS);
        assert_eq!(wrong, 0);
        assert!(plans.list.len() > 200);
        let mut regions: Vec<_> = plans.list.iter().filter_map(|plan| plan.region).collect();
        let sharing = plans.list.iter().flat_map(|plan| &plan.sharing);
        regions.extend(sharing.map(|share| share.region));
        let count = regions.len();
        regions.sort_unstable();
        regions.dedup();
        assert_eq!(regions.len(), count, "a region is there twice");
    }

    #[test]
    fn no_code_is_the_beginning_of_another() {
        let mut codes: Vec<_> = WORLD
            .list
            .iter()
            .map(|plan| plan.code.to_string())
            .collect();
        codes.sort();
        for pair in codes.windows(2) {
            assert!(!pair[1].starts_with(&pair[0]), "{pair:?}");
        }
    }

    #[test]
    fn wrong_lines_are_counted() {
        for line in [
            "DE",
            "DE 49 0 00 9 q:1",
            "DE 49 0 00 9 f",
            "DE 49 0 00 x f:1",
            "DE 4900 0 00 9 f:1",
            "DEU 49 0 00 9 f:1",
            "GG in GB 1481",
        ] {
            assert_eq!(Plans::read(line).1, 1, "{line}");
        }
    }
}
