//! Rules that look at how a sender behaves.

mod known_bulk_sender;
mod many_reporters;
mod originator_burst;
mod repeated_template;
mod reporter_flooding;
mod sequential_recipients;

use super::Rule;

/// Every rule of this area, in the order in which they run.
pub(super) const ALL: &[Rule] = &[
    repeated_template::RULE,
    originator_burst::RULE,
    sequential_recipients::RULE,
    many_reporters::RULE,
    reporter_flooding::RULE,
    known_bulk_sender::RULE,
];
