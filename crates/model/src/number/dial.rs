//! What a number is that was dialled or written somewhere.

use super::{
    Class, Fit, Guard, Number, Numbers, Region,
    digits::{Digits, value},
    plan::{Plan, WORLD},
    service::KNOWN,
};

/// Where numbers are dialled.
#[derive(Clone, Debug)]
pub(super) struct Home {
    pub(super) region: Region,
    pub(super) plan: &'static Plan,
    /// What a local number lacks, where all local numbers lack the same.
    area: Option<Vec<u8>>,
}

/// Longest national number that is taken to hold only within its country, in digits.
const SHORT: usize = 6;
/// Fewest digits of a number from abroad that is written without a plus.
const LEAST_FROM_ABROAD: usize = 10;

impl Numbers {
    /// Reads a number in international form, without the plus.
    ///
    /// No country code begins with zero; who writes some writes what is dialled as well.
    pub(super) fn international(&self, digits: &[u8]) -> Number {
        let zeros = digits.iter().take_while(|digit| **digit == 0).count();
        let digits = digits.get(zeros..).unwrap_or_default();
        let Some((plan, national)) = WORLD.of_number(digits) else {
            return Number {
                value: value(digits),
                count: count(digits),
                international: true,
                code: 0,
                region: None,
                class: Class::Unlisted,
                fit: Fit::NoCode,
                guard: None,
            };
        };
        self.complete(plan, national)
    }

    /// Reads a national number of `plan` that may have its trunk prefix, as in `+49 030`.
    fn complete(&self, plan: &Plan, national: &[u8]) -> Number {
        let written = self.in_plan(plan, national);
        if written.fit == Fit::Whole || !written.international {
            return written;
        }
        let mut trunks = plan.trunks.iter();
        let stripped = trunks.find_map(|trunk| {
            let number = self.in_plan(plan, trunk.strip(national)?);
            (rank(number.fit) > rank(written.fit) || !number.international).then_some(number)
        });
        stripped.unwrap_or(written)
    }

    /// Makes a number of a national (significant) number.
    fn in_plan(&self, plan: &Plan, national: &[u8]) -> Number {
        let (fit, class) = plan.fit(national);
        if national.len() <= SHORT && fit != Fit::Whole {
            // Regions that share a code have short numbers of their own.
            let region = match &self.home {
                Some(home) if home.plan.code == plan.code => Some(home.region),
                _ => plan.region,
            };
            let known = self.guard(region, national);
            if known.is_some() {
                return within(plan.code, region, national, known);
            }
        }
        let region = plan.region_of(national);
        let known = self.guard(region, national);
        let mut digits = code_digits(plan.code);
        let whole = digits.extend(national);
        let guard = match fit {
            _ if known.is_some() => known,
            Fit::Short => Some(Guard::Incomplete),
            _ if is_short_service(plan, national, class) => Some(Guard::Short),
            _ => None,
        };
        Number {
            value: value(digits.as_slice()),
            count: if whole {
                count(digits.as_slice())
            } else {
                u8::MAX
            },
            international: true,
            code: plan.code,
            region,
            class,
            fit,
            guard,
        }
    }

    fn guard(&self, region: Option<Region>, national: &[u8]) -> Option<Guard> {
        let own = self.own.as_ref();
        own.and_then(|own| own.find(region, national))
            .or_else(|| KNOWN.find(region, national))
    }

    /// Reads a number as it is dialled at home.
    pub(super) fn dialled(&self, home: &Home, digits: &[u8]) -> Number {
        let plan = home.plan;
        let (as_written, class) = plan.fit(digits);
        let known = match digits.len() {
            ..=SHORT => self.guard(Some(home.region), digits),
            _ => None,
        };
        if as_written != Fit::Whole && known.is_some() {
            return within(plan.code, Some(home.region), digits, known);
        }
        let mut best = Best::default();
        for before in &plan.international {
            if let Some(rest) = before.strip(digits) {
                best.take(self.international(rest));
            }
        }
        // Nothing else begins with 00 where that is what is dialled for other countries.
        if let ([0, 0, rest @ ..], Some(number)) = (digits, best.0)
            && plan
                .international
                .iter()
                .any(|before| before.strip(digits) == Some(rest))
        {
            return number;
        }
        let is_abroad = best.0.is_some();
        for trunk in &plan.trunks {
            if let Some(rest) = trunk.strip(digits) {
                best.take(self.in_plan(plan, rest));
            }
        }
        // A trunk prefix such as 1 may as well be the first digit of a short number; 0 is none.
        let has_trunk = best.0.is_some() && digits.first() == Some(&0);
        if let Some(number) = best.whole() {
            return number;
        }
        let is_short = digits.len() <= SHORT && !has_trunk;
        let is_dialled = match (plan.trunks.is_empty(), digits) {
            (true, [0, rest @ ..]) => as_written == Fit::Whole || plan.fit(rest).0 == Fit::Whole,
            (has_none, _) => {
                let no_longer = plan.lengths().most() <= SHORT + 1;
                as_written == Fit::Whole && (has_none || no_longer || !is_line(class))
            }
        };
        if is_short && !is_dialled {
            return within(plan.code, Some(home.region), digits, known);
        }
        best.take(self.in_plan(plan, digits));
        if best.whole().is_none() {
            self.as_people_write(home, digits, &mut best);
        }
        match best.0 {
            Some(number) if number.fit != Fit::Short || has_trunk || is_abroad => number,
            _ => self.local(home, digits),
        }
    }

    /// Reads ways of writing that nobody could dial.
    fn as_people_write(&self, home: &Home, digits: &[u8], best: &mut Best) {
        let plan = home.plan;
        if plan.code == 54
            && let Some(national) = argentine_mobile(digits)
        {
            best.take(self.in_plan(plan, national.as_slice()));
        }
        // A country code without anything before it.
        if let Some((of, rest)) = WORLD.of_number(digits)
            && of.code == plan.code
        {
            best.take_whole(self.complete(plan, rest));
        }
        // What is dialled in most other countries, and a trunk prefix where there is none.
        let foreign: [&[u8]; 2] = [&[0, 0], &[0, 1, 1]];
        for before in foreign {
            if let Some(rest) = digits.strip_prefix(before)
                && best.0.is_none_or(|best| best.fit != Fit::Unlisted)
            {
                best.take_whole(self.international(rest));
            }
        }
        if let (true, Some(rest)) = (plan.trunks.is_empty(), digits.strip_prefix(&[0])) {
            best.take_whole(self.in_plan(plan, rest));
        }
        let is_long = digits.len() >= LEAST_FROM_ABROAD && !plan.lengths().has(digits.len());
        if is_long && digits.first() != Some(&0) {
            best.take_whole(self.international(digits));
        }
    }

    /// Reads a national (significant) number, or one that has its trunk prefix nevertheless.
    pub(super) fn significant(&self, home: &Home, digits: &[u8]) -> Number {
        let number = self.complete(home.plan, digits);
        if number.fit == Fit::Short && number.international {
            return self.local(home, digits);
        }
        number
    }

    /// Reads a number without its area.
    pub(super) fn local(&self, home: &Home, digits: &[u8]) -> Number {
        if let Some(area) = &home.area {
            let mut whole = Digits::of(area);
            if whole.extend(digits) && home.plan.fit(whole.as_slice()).0 == Fit::Whole {
                return self.in_plan(home.plan, whole.as_slice());
            }
        }
        let known = self.guard(Some(home.region), digits);
        within(home.plan.code, Some(home.region), digits, known)
    }

    /// Reads a number where nothing is known about who dialled it.
    pub(super) fn dialled_anywhere(&self, digits: &[u8]) -> Number {
        if let [0, 0, rest @ ..] = digits {
            let number = self.international(rest);
            if number.fit == Fit::Whole {
                return number;
            }
        }
        within(0, None, digits, KNOWN.find(None, digits))
    }

    /// Reads a number that holds where `context` says: a country code, and perhaps an area.
    pub(super) fn in_context(&self, digits: &[u8], context: &[u8]) -> Option<Number> {
        let (plan, area) = WORLD.of_number(context)?;
        let home = match &self.home {
            Some(home) if home.plan.code == plan.code => home.clone(),
            _ => Home::new(plan.region?, plan),
        };
        if area.is_empty() {
            return Some(self.dialled(&home, digits));
        }
        let mut whole = Digits::of(area);
        whole.extend(digits);
        let number = self.in_plan(plan, whole.as_slice());
        if number.fit == Fit::Whole {
            return Some(number);
        }
        Some(self.dialled(&home, digits))
    }
}

impl Home {
    pub(super) fn new(region: Region, plan: &'static Plan) -> Self {
        Self {
            region,
            plan,
            area: plan.area_of(region),
        }
    }
}

/// The best of several ways to understand a number; the earlier of two that are as good.
#[derive(Debug, Default)]
struct Best(Option<Number>);

impl Best {
    fn take(&mut self, number: Number) {
        if self.0.is_none_or(|best| rank(number.fit) > rank(best.fit)) {
            self.0 = Some(number);
        }
    }

    /// Takes a number that agrees with its plan, and no other.
    fn take_whole(&mut self, number: Number) {
        if number.fit == Fit::Whole {
            self.take(number);
        }
    }

    fn whole(&self) -> Option<Number> {
        self.0.filter(|number| number.fit == Fit::Whole)
    }
}

/// Makes a number that exists only within its country or network, with what it is known for there.
fn within(code: u16, region: Option<Region>, digits: &[u8], known: Option<Guard>) -> Number {
    let (class, fit, guard) = match known {
        Some(Guard::Emergency) => (Class::Emergency, Fit::Whole, Guard::Emergency),
        Some(guard) => (Class::Service, Fit::Whole, guard),
        None if digits.len() <= SHORT => (Class::Short, Fit::Whole, Guard::Short),
        None => (Class::Local, Fit::Short, Guard::Incomplete),
    };
    Number {
        value: value(digits),
        count: count(digits),
        international: false,
        code,
        region,
        class,
        fit,
        guard: Some(guard),
    }
}

/// Tells whether a number is much shorter than those of subscribers, and none of them.
const fn is_short_service(plan: &Plan, national: &[u8], class: Class) -> bool {
    national.len() <= SHORT && plan.lengths().most() > SHORT + 1 && !is_line(class)
}

/// Tells whether a class is one of subscribers' lines.
const fn is_line(class: Class) -> bool {
    matches!(
        class,
        Class::Fixed | Class::Mobile | Class::FixedOrMobile | Class::Unlisted
    )
}

const fn rank(fit: Fit) -> u8 {
    match fit {
        Fit::Whole => 3,
        Fit::Unlisted => 2,
        Fit::Long | Fit::Short => 1,
        Fit::NoCode => 0,
    }
}

/// Puts the 9 before the area instead of the 15 behind it, as mobile numbers of Argentina have it from abroad.
fn argentine_mobile(digits: &[u8]) -> Option<Digits> {
    const WITH_15: usize = 12;
    let digits = digits.strip_prefix(&[0]).unwrap_or(digits);
    if digits.len() != WITH_15 {
        return None;
    }
    let area = match digits.first()? {
        1 => 2,
        _ if digits.get(3..5) == Some(&[1, 5]) => 3,
        _ => 4,
    };
    let (area, rest) = digits.split_at_checked(area)?;
    let mut mobile = Digits::of(&[9]);
    (mobile.extend(area) && mobile.extend(rest.strip_prefix(&[1, 5])?)).then_some(mobile)
}

fn code_digits(code: u16) -> Digits {
    let mut digits = Digits::default();
    let mut width = match code {
        0..10 => 1,
        10..100 => 10,
        _ => 100,
    };
    while width > 0 {
        digits.push((code / width % 10) as u8);
        width /= 10;
    }
    digits
}

fn count(digits: &[u8]) -> u8 {
    u8::try_from(digits.len()).unwrap_or(u8::MAX)
}
