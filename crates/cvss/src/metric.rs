//! What the metrics of a version are called and what their values mean, as tables.

/// One metric of one version: a row for a calculator, a page or a JSON document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Metric {
    /// As in a vector: `AV`.
    pub abbreviation: &'static str,
    /// As in the specification: `Attack Vector`.
    pub name: &'static str,
    /// As in FIRST's JSON schema: `attackVector`.
    pub json: &'static str,
    /// The metric group it belongs to.
    pub group: Group,
    /// Where it is defined: `CVSS v4.0 §2.1.1`.
    pub clause: &'static str,
    /// One sentence on what it measures.
    pub explanation: &'static str,
    /// Its values; of an optional metric the first one is "not defined".
    pub values: &'static [Value],
}

impl Metric {
    /// Says whether a vector must have it.
    #[must_use]
    pub const fn is_mandatory(&self) -> bool {
        matches!(self.group, Group::Base)
    }
}

/// One value of a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Value {
    /// As in a vector: `N`.
    pub abbreviation: &'static str,
    /// As in the specification: `Network`.
    pub name: &'static str,
    /// As in FIRST's JSON schema: `NETWORK`.
    pub json: &'static str,
    /// One sentence on when it applies.
    pub explanation: &'static str,
}

/// A group of metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Group {
    /// Qualities of the vulnerability itself (v2 §2.1, v3 §2, v4.0 §2).
    Base,
    /// What changes with time (v2 §2.2, v3 §3).
    Temporal,
    /// The successor of the temporal metrics (v4.0 §3).
    Threat,
    /// What holds in one organisation only (v2 §2.3, v3 §4, v4.0 §4).
    Environmental,
    /// Remarks that do not move the score (v4.0 §5).
    Supplemental,
}

impl Group {
    /// The group's name in lower case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Temporal => "temporal",
            Self::Threat => "threat",
            Self::Environmental => "environmental",
            Self::Supplemental => "supplemental",
        }
    }
}

/// A metric as a type: each of its values is a variant. Only the enums of this crate implement it.
pub trait Typed: Copy + sealed::Sealed + 'static {
    /// The vector that has this metric.
    type Vector;
    /// Every value, in the order of the table.
    const ALL: &'static [Self];
    /// The metric's place in the vector.
    #[doc(hidden)]
    const SLOT: usize;
    /// The value's place in [`Self::ALL`].
    #[doc(hidden)]
    fn code(self) -> u8;
}

pub(crate) mod sealed {
    #[expect(unnameable_types, reason = "so that nobody else can implement it")]
    pub trait Sealed {}
}

/// An explanation is the doc comment without the clause that ends it.
pub(crate) const fn without_clause(text: &'static str) -> &'static str {
    let bytes = text.as_bytes();
    let mut end = bytes.len();
    while end > 0 {
        end -= 1;
        if bytes[end] == b'(' {
            return text.split_at(end).0.trim_ascii();
        }
    }
    text.trim_ascii()
}

/// Writes each metric as an enum and as a row of the table, from one text.
macro_rules! metrics {
    ($group:ident; $(
        $(#[doc = $about:literal])+
        $name:ident($abbreviation:literal, $title:literal, $json:literal, $clause:literal) {
            $(
                $(#[doc = $text:literal])+
                $value:ident($short:literal, $long:literal, $member:literal),
            )+
        }
    )+) => { $(
        $(#[doc = $about])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $( $(#[doc = $text])+ $value, )+
        }

        impl $name {
            /// The metric and its values as a row of the table.
            pub const METRIC: Metric = Metric {
                abbreviation: $abbreviation,
                name: $title,
                json: $json,
                group: Group::$group,
                clause: $clause,
                explanation: $crate::metric::without_clause(concat!($($about),+)),
                values: &[$( Value {
                    abbreviation: $short,
                    name: $long,
                    json: $member,
                    explanation: $crate::metric::without_clause(concat!($($text),+)),
                } ),+],
            };
            pub(super) const EVERY: &'static [Self] = &[$(Self::$value),+];
        }
    )+ };
}
pub(crate) use metrics;

/// Lays the metrics of a version out as a vector: the table, the slots, and the ways to read and change one.
macro_rules! slots {
    ($count:literal; $($name:ident),+ $(,)?) => {
        /// Every metric of this version, in the order of the vector.
        pub static METRICS: [Metric; $count] = [$($name::METRIC),+];

        /// The same where a constant is needed.
        pub(crate) const ROWS: [Metric; $count] = [$($name::METRIC),+];

        #[derive(Clone, Copy)]
        enum Slot { $($name),+ }

        $(
            impl $crate::metric::sealed::Sealed for $name {}
            impl Typed for $name {
                type Vector = Vector;
                const ALL: &'static [Self] = Self::EVERY;
                const SLOT: usize = Slot::$name as usize;
                #[inline]
                fn code(self) -> u8 {
                    self as u8
                }
            }
        )+

        impl Vector {
            /// The value of a metric, which the type names: `vector.get::<AttackVector>()`.
            #[must_use]
            pub fn get<T: Typed<Vector = Self>>(&self) -> T {
                T::ALL[usize::from(self.values[T::SLOT])]
            }

            /// The same vector with one metric changed: `vector.with(AttackVector::Local)`.
            #[must_use]
            pub fn with<T: Typed<Vector = Self>>(mut self, value: T) -> Self {
                self.values[T::SLOT] = value.code();
                self
            }

            /// The value of the metric with this abbreviation.
            #[must_use]
            pub fn value(&self, metric: &str) -> Option<&'static Value> {
                let slot = METRICS.iter().position(|row| row.abbreviation == metric)?;
                METRICS[slot].values.get(usize::from(self.values[slot]))
            }

            /// The same vector with one metric changed, both given as abbreviations; nothing if there is no such metric
            /// or no such value.
            #[must_use]
            pub fn with_value(mut self, metric: &str, value: &str) -> Option<Self> {
                let slot = METRICS.iter().position(|row| row.abbreviation == metric)?;
                let code = METRICS[slot].values.iter().position(|known| known.abbreviation == value)?;
                self.values[slot] = u8::try_from(code).ok()?;
                Some(self)
            }

            /// Each metric with its value, in the order of the vector, undefined ones too.
            pub fn iter(&self) -> impl Iterator<Item = (&'static Metric, &'static Value)> {
                let values = self.values;
                METRICS.iter().zip(values).map(|(metric, code)| (metric, &metric.values[usize::from(code)]))
            }
        }
    };
}
pub(crate) use slots;
