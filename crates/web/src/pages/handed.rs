//! What templates hand to the words of [`super::Shell`].

use watchbell_model::Time;

/// Declares what a template may hand over: a value or a reference to it.
macro_rules! handed_over {
    ($($(#[$doc:meta])* $name:ident($inner:ty): $($from:ty),*;)*) => {$(
        $(#[$doc])*
        pub(crate) struct $name(pub(super) $inner);
        $(impl From<$from> for $name {
            fn from(value: $from) -> Self { Self(value.into()) }
        }
        impl From<&$from> for $name {
            fn from(value: &$from) -> Self { Self((*value).into()) }
        }
        impl From<&&$from> for $name {
            fn from(value: &&$from) -> Self { Self((**value).into()) }
        })*
    )*};
}

handed_over! {
    /// A count.
    Number(i64): i64, u32;
    /// A time.
    Moment(Time): Time;
    /// A score from 0 to 1.
    Score(f64): f64, f32;
}
