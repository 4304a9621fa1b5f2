//! Stakeholder-Specific Vulnerability Categorization in words, and CISA's decision: what to do about a vulnerability.
//!
//! Records carry three of the four decision points ([`Ssvc`]); the fourth, what a vulnerability means for the mission
//! and for people's well-being, only whoever has the component can say. The tree is that of CISA's SSVC Guide of
//! November 2022, the table `cisa:DT_CISA` of CERT/CC.

use std::{fmt, str::FromStr};

pub use crate::record::Ssvc;

/// What exploitation would do to the mission and to people (decision point "Mission & Well-being").
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Impact {
    /// The component is neither needed for what the organisation is for, nor can people come to harm.
    Low,
    /// It supports what the organisation is for, or people can come to harm that passes.
    Medium,
    /// What the organisation is for fails without it, or people can come to lasting harm.
    High,
}

/// Text that is no impact.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{value:?} is no impact; expected low, medium or high")]
pub struct BadImpact {
    /// The text, shortened.
    pub value: String,
}

impl FromStr for Impact {
    type Err = BadImpact;

    fn from_str(text: &str) -> Result<Self, BadImpact> {
        match &*text.trim().to_ascii_lowercase() {
            "low" => Ok(Self::Low),
            "medium" => Ok(Self::Medium),
            "high" => Ok(Self::High),
            _ => Err(BadImpact {
                value: text.chars().take(40).collect(),
            }),
        }
    }
}

/// What to do.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Decision {
    /// Nothing now: remediate with the next regular update.
    Track,
    /// The same, but watch it closely for changes.
    TrackClosely,
    /// Tell those who supervise; remediate sooner than the next regular update.
    Attend,
    /// Tell those who lead; remediate as soon as possible.
    Act,
}

impl Decision {
    /// CISA's word: `Track`, `Track*`, `Attend`, `Act`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Track => "Track",
            Self::TrackClosely => "Track*",
            Self::Attend => "Attend",
            Self::Act => "Act",
        }
    }

    /// What it means, in a sentence for people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Track => "no action now; remediate with the next regular update",
            Self::TrackClosely => {
                "watch closely for changes; remediate with the next regular update"
            }
            Self::Attend => {
                "needs the attention of supervisors; remediate sooner than the next regular update"
            }
            Self::Act => "needs the attention of leadership; remediate as soon as possible",
        }
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

use Decision::{Act, Attend, Track, TrackClosely};

/// Decisions for low, medium and high impact; the rows are exploitation, automatable and technical impact, the last
/// changing fastest: the order of [`Ssvc::weight`].
const TREE: [[Decision; 3]; 12] = [
    // No exploitation known.
    [Track, Track, Track],
    [Track, Track, TrackClosely],
    [Track, Track, Attend],
    [Track, Track, Attend],
    // A proof of concept is public.
    [Track, Track, TrackClosely],
    [Track, TrackClosely, Attend],
    [Track, Track, Attend],
    [Track, TrackClosely, Attend],
    // Actively exploited.
    [Track, Track, Attend],
    [Track, Attend, Act],
    [Attend, Attend, Act],
    [Attend, Act, Act],
];

/// Returns CISA's decision. What a record does not say counts as its least value, so that the decision is the least
/// that is called for.
pub fn decide(ssvc: Ssvc, impact: Impact) -> Decision {
    let row = usize::try_from(ssvc.weight()).unwrap_or_default();
    let row = TREE.get(row).or_else(|| TREE.last());
    row.and_then(|row| row.get(impact as usize))
        .copied()
        .unwrap_or(Act)
}

/// One decision point: its name, its value as CISA writes it, and what that means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Point {
    /// `Exploitation`, `Automatable`, `Technical Impact`.
    pub name: &'static str,
    /// `none`, `poc`, `active`; `no`, `yes`; `partial`, `total`.
    pub value: &'static str,
    /// A sentence for people.
    pub words: &'static str,
}

/// Returns the decision points of a record in words.
pub const fn points(ssvc: Ssvc) -> [Point; 3] {
    let (exploitation, words) = match ssvc.exploitation {
        0 => (
            "none",
            "no exploitation is known, and no public proof of concept",
        ),
        1 => (
            "poc",
            "a proof of concept is public, or how to exploit it is well known",
        ),
        _ => ("active", "it is being exploited"),
    };
    let exploitation = Point {
        name: "Exploitation",
        value: exploitation,
        words,
    };
    let automatable = Point {
        name: "Automatable",
        value: if ssvc.automatable { "yes" } else { "no" },
        words: match ssvc.automatable {
            true => "attackers can automate every step up to exploitation",
            false => "some step up to exploitation cannot be automated reliably",
        },
    };
    let technical = Point {
        name: "Technical Impact",
        value: if ssvc.total { "total" } else { "partial" },
        words: match ssvc.total {
            true => "exploitation gives full control of the component, or all that it knows",
            false => "exploitation gives limited control, or only stops the component",
        },
    };
    [exploitation, automatable, technical]
}
