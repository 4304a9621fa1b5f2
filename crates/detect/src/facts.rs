//! What is known about one report before it is judged.

use watchbell_model::{Behaviour, Channel};

/// What a judge is asked about, as the caller holds it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subject<'a> {
    /// How the message came.
    pub channel: Channel,
    /// The text; absent when its recipient does not allow it to be inspected.
    pub text: Option<&'a str>,
    /// Who sent it.
    pub originator: Option<&'a str>,
    /// What its sender was seen doing, where somebody counted.
    pub behaviour: Option<Behaviour>,
}
