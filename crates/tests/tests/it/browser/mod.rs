//! The web interface as people and their browsers meet it: the real server,
//! a real browser, and visitors who mean no good.

mod api;
mod calculator;
mod forged;
mod hostile;
mod house;
mod looks;
mod plain;
mod reach;
mod signing;
mod watched;
mod window;
