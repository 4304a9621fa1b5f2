//! Every command, one file each.

mod account;
mod bench;
mod cve;
mod cvss;
mod demo;
mod exchange;
mod incident;
mod iodef;
mod judge;
mod keep;
mod model;
mod peer;
mod proof;
mod report;
mod rule;
mod serve;
mod share;
mod stix;
mod taxii;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::open::NodeOptions;

/// Takes abuse reports in, judges them with reasons, keeps incidents, seals
/// every decision, acts, and shares.
#[derive(Debug, Parser)]
#[command(
    name = "watchbell",
    version,
    before_help = "Example:\n  watchbell demo"
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    node: NodeOptions,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Demo),
    Judge(judge::Judge),
    Serve(serve::Serve),
    Report(report::Report),
    Incident(incident::Incident),
    Iodef(iodef::Iodef),
    Peer(peer::Peer),
    Share(share::Share),
    Exchange(exchange::Exchange),
    Taxii(taxii::Taxii),
    Stix(stix::Stix),
    Proof(proof::Proof),
    Rule(rule::Rule),
    Cve(cve::Cve),
    Cvss(cvss::Cvss),
    Model(model::Model),
    Account(account::Account),
    Backup(keep::Backup),
    Restore(keep::Restore),
    Migrate(keep::Migrate),
    Copy(keep::Copy),
    Bench(bench::Bench),
}

/// Runs the command that was typed.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let node = &arguments.node;
    match arguments.command {
        Command::Demo(demo) => demo.run(node),
        Command::Judge(judge) => judge.run(),
        Command::Serve(serve) => serve.run(node),
        Command::Report(report) => report.run(node),
        Command::Incident(incident) => incident.run(node),
        Command::Iodef(iodef) => iodef.run(),
        Command::Peer(peer) => peer.run(node),
        Command::Share(share) => share.run(node),
        Command::Exchange(exchange) => exchange.run(node),
        Command::Taxii(taxii) => taxii.run(node),
        Command::Stix(stix) => stix.run(),
        Command::Proof(proof) => proof.run(node),
        Command::Rule(rule) => rule.run(),
        Command::Cve(cve) => cve.run(node),
        Command::Cvss(cvss) => cvss.run(),
        Command::Model(model) => model.run(),
        Command::Account(account) => account.run(node),
        Command::Backup(backup) => backup.run(node),
        Command::Restore(restore) => restore.run(node),
        Command::Migrate(migrate) => migrate.run(node),
        Command::Copy(copy) => copy.run(),
        Command::Bench(bench) => bench.run(node),
    }
}
