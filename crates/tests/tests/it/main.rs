//! Every integration test of the house, in one binary, one module a subject.

mod architecture;
mod browser;
mod cli;
mod crash;
mod exchange;
mod exports;
mod input;
mod peers;
mod proofs;
mod sms;
mod story;
mod support;
mod vulns;
