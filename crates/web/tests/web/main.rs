//! Pages and API called in process, on a real node with a database of its own.

mod api;
mod forms;
mod house;
mod intake;
mod pages;
mod reach;
mod socket;
mod taxii;
