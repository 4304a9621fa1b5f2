//! What an operator tells the judge about its own network.

use serde::Deserialize;

use crate::facts::Protected;

/// Lists of the operator's own, empty by default.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Settings {
    /// Names that others like to imitate.
    pub protected: Vec<Protected>,
    /// Hosts that the operator vouches for.
    pub known_hosts: Vec<String>,
    /// Originators known to send in bulk with their recipients' consent.
    pub known_bulk: Vec<String>,
}
