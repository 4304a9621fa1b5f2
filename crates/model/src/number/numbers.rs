use std::{fmt, sync::Arc};

use super::{
    Class, Fit, Number, Party, Region,
    dial::Home,
    digits::{MAX_DIGITS, value},
    plan::WORLD,
    service::Services,
    shape::{self, Dialled, Shape},
    withheld,
};
use crate::{CleanText, Error, Result};

/// What a signalling protocol says about the form of a number: the nature of address of ISUP, the type of number of SMPP
/// and Q.931.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Nature {
    /// Nothing: as somebody dials or writes it.
    #[default]
    Unknown,
    /// International, without what is dialled before it.
    International,
    /// National (significant), without what is dialled before it.
    National,
    /// A subscriber's number without its area, or one of this network.
    Subscriber,
}

/// Reads telephone numbers as they are written and dialled in one place.
#[derive(Clone, Default)]
pub struct Numbers {
    pub(super) home: Option<Home>,
    pub(super) own: Option<Arc<Services>>,
}

impl Numbers {
    /// Returns a reader that is at home nowhere: only numbers in international form are known.
    pub fn anywhere() -> Self {
        Self::default()
    }

    /// Returns a reader that is at home in `place`: a region (`DE`) or a country code (`49`, `+49`).
    ///
    /// # Errors
    /// [`Error::Unknown`] for a place without a numbering plan.
    pub fn at(place: &str) -> Result<Self> {
        let unknown = || Error::Unknown {
            what: "country",
            value: Error::shown(place),
            expected: "a region of ISO 3166-1 such as DE, or a country code such as 49",
        };
        let code = place.strip_prefix('+').unwrap_or(place);
        let home = match code.parse() {
            Ok(code) => {
                let plan = WORLD.of_code(code).ok_or_else(unknown)?;
                (plan.region.ok_or_else(unknown)?, plan)
            }
            Err(_) => {
                let region = place.parse().map_err(|_| unknown())?;
                (region, WORLD.of_region(region).ok_or_else(unknown)?)
            }
        };
        Ok(Self {
            home: Some(Home::new(home.0, home.1)),
            own: None,
        })
    }

    /// Adds numbers that must not be blocked, in lines such as `DE bank 6912345`, as the operator knows them.
    ///
    /// # Errors
    /// [`Error::Unknown`] with the first line that cannot be read, or that is one too many.
    pub fn guarding(mut self, lines: &str) -> Result<Self> {
        let mut services = Services::default();
        for line in lines.lines() {
            if !services.add(line) {
                return Err(Error::Unknown {
                    what: "guarded number",
                    value: Error::shown(line),
                    expected: "region, kind and national numbers, for example `DE bank 6912345`",
                });
            }
        }
        self.own = Some(Arc::new(services));
        Ok(self)
    }

    /// Returns where this reader is at home.
    pub fn home(&self) -> Option<Region> {
        self.home.as_ref().map(|home| home.region)
    }

    /// Reads who is written in `text`.
    ///
    /// ```
    /// use watchbell_model::Numbers;
    ///
    /// let numbers = Numbers::at("GB").unwrap();
    /// for text in ["+44 (0)7700 900123", "07700 900123", "00447700900123", "sip:+447700900123@example.com;user=phone"] {
    ///     assert_eq!(numbers.read(text).to_string(), "+447700900123");
    /// }
    /// assert_eq!(numbers.read("999").to_string(), "999;phone-context=+44");
    /// ```
    pub fn read(&self, text: &str) -> Party {
        self.read_as(text, Nature::Unknown)
    }

    /// Reads who is written in `text`, of which the signalling says how a number in it is to be taken.
    pub fn read_as(&self, text: &str, nature: Nature) -> Party {
        match shape::of(text) {
            Shape::Withheld => Party::Withheld,
            Shape::Dialled(dialled) => self.number(text, &dialled, nature),
            Shape::Code(code) => Party::Code(CleanText::lossy(&code)),
            Shape::Address(address) => Party::Address(CleanText::lossy(&address)),
            Shape::Name => Party::Name(CleanText::lossy(text.trim())),
            Shape::Nothing => unreadable(text),
        }
    }

    fn number(&self, text: &str, dialled: &Dialled, nature: Nature) -> Party {
        let digits = dialled.digits.as_slice();
        if digits.iter().all(|digit| *digit == 0) && !matches!(digits.len(), 1 | 3) {
            return Party::Withheld;
        }
        if dialled.plus && withheld::is_keypad(value(digits)) {
            return Party::Withheld;
        }
        let number = if dialled.plus {
            Some(self.international(digits))
        } else if dialled.context.len() > 0 {
            self.in_context(digits, dialled.context.as_slice())
        } else {
            match (nature, &self.home) {
                (Nature::International, _) => Some(self.international(digits)),
                (Nature::National, Some(home)) => Some(self.significant(home, digits)),
                (Nature::Subscriber, Some(home)) => Some(self.local(home, digits)),
                (_, Some(home)) => Some(self.dialled(home, digits)),
                (_, None) => Some(self.dialled_anywhere(digits)),
            }
        };
        match number {
            // A name such as `3Mobile` is none.
            Some(number) if dialled.letters && !is_in_words(&number) => {
                Party::Name(CleanText::lossy(text.trim()))
            }
            Some(number) if usize::from(number.count) <= MAX_DIGITS => Party::Number(number),
            _ => unreadable(text),
        }
    }
}

impl fmt::Debug for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Numbers")
            .field("home", &self.home())
            .finish_non_exhaustive()
    }
}

/// Tells whether such numbers are given out in words.
fn is_in_words(number: &Number) -> bool {
    number.fit == Fit::Whole
        && matches!(
            number.class,
            Class::TollFree | Class::Premium | Class::SharedCost | Class::Corporate
        )
}

fn unreadable(text: &str) -> Party {
    let shown: String = text.chars().take(Error::SHOWN).collect();
    Party::Unreadable(CleanText::lossy(&shown))
}
