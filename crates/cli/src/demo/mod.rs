//! What `watchbell demo` shows.

pub(crate) mod day;
