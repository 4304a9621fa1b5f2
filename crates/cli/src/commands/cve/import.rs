//! `watchbell cve import`.

use std::{
    io::{Write as _, stdout},
    path::PathBuf,
    process::ExitCode,
    time::Instant,
};

use clap::Args;
use watchbell_node::vulns;

use crate::{exit, format::Format, open::NodeOptions, talk};

/// Import CVE records, KEV and EPSS lists
///
/// What is there already is not written again: an import that was broken off is simply begun again.
#[derive(Args, Debug)]
#[command(
    before_help = "Example:\n  watchbell cve import cvelistV5-main.zip known_exploited_vulnerabilities.json"
)]
pub(super) struct Import {
    /// Files, folders, archives (.zip, .tar.xz, .tar.zst, .tar.gz) and JSON Lines
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// How to print what was done
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Import {
    pub(super) async fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        let node = node.attach_or_make().await?;
        let bar = talk::counter("records");
        let began = Instant::now();
        let paths = self.paths.clone();
        let done = node
            .import_cves(paths, |told| match told {
                vulns::Told::Records(more) => bar.inc(more as u64),
                vulns::Told::Fault { place, what } => {
                    bar.suspend(|| talk::say(&format!("{place}: {what}")));
                }
                vulns::Told::Gap { from, to } => bar.suspend(|| {
                    talk::say(&format!(
                        "the feed has a gap: of what changed between {from} and {to} nothing is known; import the whole feed once"
                    ));
                }),
            })
            .await;
        bar.finish_and_clear();
        let seconds = began.elapsed().as_secs_f64();
        // A running node looks at its lists itself.
        let looked = match node.owns() {
            true => node.look_at_watches().await,
            false => Ok(Vec::new()),
        };
        node.stop().await;
        let done = done?;
        for vulns::Looked {
            list,
            opened,
            changed,
        } in looked?
        {
            talk::say(&format!(
                "{list}: {opened} incidents opened, {changed} heard of a change"
            ));
        }
        let read = done.new + done.changed + done.same + done.older;
        let mut out = stdout().lock();
        match self.format {
            Format::Json => writeln!(out, "{}", serde_json::to_string(&done)?)?,
            Format::Text => writeln!(
                out,
                "{read} records in {seconds:.1} s ({:.0} a second): {} new, {} changed, {} there already, {} older than what is there\n\
                 {} exploited and {} probabilities new or changed; {} things were not read",
                read as f64 / seconds.max(1e-3),
                done.new,
                done.changed,
                done.same,
                done.older,
                done.exploited,
                done.probabilities,
                done.faults,
            )?,
        }
        Ok(exit::findings(done.faults + done.gaps > 0))
    }
}
