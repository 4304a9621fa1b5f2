//! Telephone numbers, as networks show and people write them, in one form.
//!
//! [`Numbers`] reads a text into a [`Party`]. Whatever is a number becomes a [`Number`]: E.164 where it is
//! international, and otherwise its digits with the country they hold in. What is known of it comes from two tables,
//! `plans.txt` (how long numbers are, what is dialled before them, what a prefix says) and `services.txt` (what must not
//! be blocked).
//!
//! Read are: separators of all kinds, digits of all scripts, international and trunk prefixes with carrier codes, `(0)`,
//! `tel:` and `sip:` addresses with their parameters, names around a number, extensions, `#31#`, letters on a keypad where
//! numbers are given out so, and the words for a number that is not shown.
//!
//! Where this and libphonenumber differ, it is on purpose:
//!
//! - A short number without the trunk prefix that its country needs (`22922` in Germany) exists only there; it is not taken
//!   for a subscriber's. Nor is a number without its area.
//! - What begins with what is dialled for other countries is international, also where a country has given out services that
//!   begin so (`000 4…` in Uruguay, `00798…` in Korea).
//! - Numbers longer than their plan are [`Fit::Long`]: in Germany those of more than eleven digits.
//! - A number from abroad without a plus is understood where it cannot be one of the country.

mod class;
mod dial;
mod digits;
mod numbers;
mod party;
mod pattern;
mod plan;
mod region;
mod service;
mod shape;
#[cfg(test)]
mod tests;
mod uri;
mod withheld;

pub use class::{Class, Fit, Guard};
pub use digits::MAX_DIGITS;
pub use numbers::{Nature, Numbers};
pub use party::{Number, Party};
pub use region::Region;
pub use service::MAX_SERVICES;
pub use shape::MAX_TEXT;
