//! Rules that say what was not looked at.

mod content_not_inspected;

use super::Rule;

/// Every rule of this area, in the order in which they run.
pub(super) const ALL: &[Rule] = &[content_not_inspected::RULE];
