use serde::{Deserialize, Serialize};

/// What the sender of a reported message was seen doing, counted at intake
/// over a sliding window before anything personal is pseudonymised.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Behaviour {
    /// Reports about this originator in the window, this one included.
    pub reports: u32,
    /// Different reporters among them.
    pub reporters: u32,
    /// Longest run of consecutive recipient numbers among them.
    pub sequential: u32,
    /// Reports in the window whose text has the same template.
    pub repeats: u32,
    /// Different originators among those repeats.
    pub repeat_originators: u32,
    /// Reports by this reporter in the window, this one included.
    pub by_reporter: u32,
    /// The originator is on the operator's list of known bulk senders.
    pub known_bulk: bool,
}
