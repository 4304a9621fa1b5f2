//! The JSON API and the pages, on one port.
//!
//! [`router`] is everything as a service, for tests and for embedding;
//! [`serve`] puts it on a socket with bounds on time, size and number.
//! Who may reach what is said once, in `pages::routes` and
//! `api::calls`: a route and its guard are one value.

#![expect(
    clippy::result_large_err,
    reason = "a request makes one problem at most, which becomes its answer at once"
)]

mod api;
mod app;
mod assets;
mod changes;
mod chart;
mod cookie;
mod exchange;
mod form;
mod frame;
mod limit;
mod markdown;
mod marks;
mod markup;
mod pages;
mod problem;
mod query;
mod router;
mod scored;
mod serve;
mod strip;
mod taxii;
mod words;

pub use router::{Access, Reach, reach, router};
pub use scored::Scored;
pub use serve::{ClientAddress, serve, serve_peers};
