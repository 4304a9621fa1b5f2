//! `watchbell bench iodef`: how long it takes to check documents, beside what others take.

use std::{
    fs::{self, File},
    io::{BufReader, BufWriter, Write},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    time::Instant,
};

use anyhow::Context as _;
use clap::Args;
use watchbell_iodef::schema;

/// How long checking a document takes, and how much memory, beside `xmllint`
///
/// Each run of each is a process of its own; the same document is checked by turns.
#[derive(Args, Debug)]
#[command(before_help = "Example:\n  watchbell bench iodef --megabytes 100 --schema iodef-2.0.xsd")]
pub(super) struct Documents {
    /// How long the document is
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    megabytes: u64,
    /// How often each is run
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=100))]
    runs: u64,
    /// The schema that `xmllint` is given; without one it is not run
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
}

impl Documents {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let folder = std::env::temp_dir().join(format!("watchbell-bench-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let path = folder.join("document.xml");
        let measured = self.measure(&path);
        fs::remove_dir_all(&folder)?;
        measured.map(|()| ExitCode::SUCCESS)
    }

    fn measure(&self, path: &Path) -> anyhow::Result<()> {
        let bytes = write(path, self.megabytes * 1_000_000)?;
        let mut from = BufReader::new(File::open(path)?);
        let checked = schema::check_stream(&mut from);
        anyhow::ensure!(checked.errors.is_empty(), "the document is not valid");
        let own = std::env::current_exe()?;
        let mut out = std::io::stdout().lock();
        writeln!(out, "{:10} {:>9} {:>9} {:>9}", "", "seconds", "MB/s", "MiB")?;
        for _ in 0..self.runs {
            let mut watchbell = Command::new(&own);
            watchbell.args(["iodef", "check"]).arg(path);
            line("watchbell", &mut watchbell, bytes, &mut out)?;
            if let Some(schema) = &self.schema {
                let mut xmllint = Command::new("xmllint");
                xmllint.args(["--noout", "--nonet", "--huge", "--schema"]);
                xmllint.arg(schema).arg(path);
                line("xmllint", &mut xmllint, bytes, &mut out)?;
            }
        }
        Ok(())
    }
}

/// Runs a process and tells what it took.
fn line(name: &str, command: &mut Command, bytes: u64, out: &mut impl Write) -> anyhow::Result<()> {
    let begun = Instant::now();
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut child = child.with_context(|| format!("{name} does not start"))?;
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut most = 0;
    let exit = loop {
        if let Some(exit) = child.try_wait()? {
            break exit;
        }
        most = most.max(resident(&status));
        std::thread::sleep(std::time::Duration::from_millis(5));
    };
    let seconds = begun.elapsed().as_secs_f64();
    anyhow::ensure!(exit.success(), "{name} fails");
    #[expect(clippy::cast_precision_loss, reason = "it is shown with one digit")]
    let speed = bytes as f64 / 1e6 / seconds;
    writeln!(
        out,
        "{name:10} {seconds:9.2} {speed:9.1} {:9.1}",
        most as f64 / 1024.0
    )?;
    Ok(())
}

/// The most memory that a process has had so far, in KiB; 0 where the system does not say.
fn resident(status: &Path) -> u32 {
    let text = fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number
        .and_then(|number| number.parse().ok())
        .unwrap_or_default()
}

/// Writes a document of many incidents; returns how long it is.
fn write(path: &Path, bytes: u64) -> anyhow::Result<u64> {
    let mut out = BufWriter::new(File::create(path)?);
    let mut written = 0;
    let mut put = |text: &str| -> std::io::Result<u64> {
        out.write_all(text.as_bytes())?;
        written += text.len() as u64;
        Ok(written)
    };
    put(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<IODEF-Document version=\"2.00\" xml:lang=\"en\" \
         xmlns=\"urn:ietf:params:xml:ns:iodef-2.0\">\n",
    )?;
    let mut number = 0_u64;
    loop {
        let (low, high) = (number % 250, number / 250 % 250);
        let incident = format!(
            "  <Incident purpose=\"reporting\" restriction=\"amber\">
    <IncidentID name=\"csirt.example.com\">{number}</IncidentID>
    <ReportTime>2026-11-21T08:30:00Z</ReportTime>
    <GenerationTime>2026-11-21T09:00:00Z</GenerationTime>
    <Description>A host of a network asked many others for a service that they do not offer.</Description>
    <Assessment><SystemImpact severity=\"medium\" completion=\"failed\" type=\"takeover-system\"/></Assessment>
    <Contact role=\"creator\" type=\"organization\"><ContactName>CSIRT for example.com</ContactName>
      <Email><EmailTo>contact@csirt.example.com</EmailTo></Email></Contact>
    <EventData><DetectTime>2026-11-21T08:00:00Z</DetectTime>
      <Flow>
        <System category=\"source\"><Node><Address category=\"ipv4-addr\">192.0.2.{low}</Address></Node>
          <Service ip-protocol=\"6\"><Port>{}</Port></Service></System>
        <System category=\"target\"><Node><Address category=\"ipv4-net\">198.51.{high}.0/24</Address></Node>
          <Service ip-protocol=\"6\"><Port>445</Port></Service></System>
      </Flow>
      <Expectation action=\"block-host\"/></EventData>
    <IndicatorData><Indicator>
      <IndicatorID name=\"csirt.example.com\" version=\"1\">i{number}</IndicatorID>
      <Observable><DomainData><Name>host{number}.example</Name></DomainData></Observable>
    </Indicator></IndicatorData>
  </Incident>\n",
            1024 + number % 60_000
        );
        if put(&incident)? >= bytes {
            break;
        }
        number += 1;
    }
    let written = put("</IODEF-Document>\n")?;
    out.flush()?;
    Ok(written)
}
