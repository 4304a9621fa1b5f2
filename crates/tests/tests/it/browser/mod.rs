//! The web interface as people and their browsers meet it: the real server,
//! a real browser, and visitors who mean no good.

mod forged;
mod hostile;
mod house;
mod http;
mod looks;
mod plain;
mod reach;
mod schema;
mod signing;
mod window;
