//! `watchbell cve show`.

use std::{
    io::{Write as _, stdout},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context as _;
use clap::Args;
use watchbell_vuln::{
    csaf,
    record::{CveId, Record, Summary, english, pack::Unpacker},
};

use crate::{exit, file, format::Format, open::NodeOptions, talk};

/// Show records
#[derive(Args, Debug)]
#[command(
    before_help = "Examples:\n  watchbell cve show CVE-2021-44228\n  watchbell cve show --from identifiers.txt --format json"
)]
pub(super) struct Show {
    /// Identifiers
    #[arg(value_name = "CVE-ID", required_unless_present = "from", value_parser = CveId::typed)]
    ids: Vec<CveId>,
    /// More identifiers, one a line; `-` is standard input
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// As a person reads it, or the record whole, a JSON document a line
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Show {
    pub(super) async fn run(&self, node: &NodeOptions) -> anyhow::Result<ExitCode> {
        let node = node.attach().await?;
        let mut unpacker = Unpacker::new()?;
        let mut out = stdout().lock();
        let mut missing = false;
        for id in self.ids()? {
            let Some((head, packed)) = node.db().cve(&id.to_string()).await? else {
                talk::say(&format!("{id} is not in this base"));
                missing = true;
                continue;
            };
            let json = unpacker.unpack(&packed).with_context(|| id.to_string())?;
            match self.format {
                Format::Json => {
                    out.write_all(&json)?;
                    writeln!(out)?;
                }
                Format::Text => {
                    let record = Record::read(&json).with_context(|| id.to_string())?;
                    write(&mut out, &record, &head)?;
                }
            }
        }
        node.stop().await;
        Ok(exit::findings(missing))
    }
}

impl Show {
    /// Those that were typed, then those of the file.
    fn ids(&self) -> anyhow::Result<Vec<CveId>> {
        let mut ids = self.ids.clone();
        if let Some(path) = &self.from {
            let name = path.display();
            let text = file::text(path, csaf::MAX_DOCUMENT).with_context(|| name.to_string())?;
            for (line, text) in (1..).zip(text.lines().map(str::trim)) {
                if !text.is_empty() {
                    let id = CveId::typed(text).with_context(|| format!("{name}:{line}"))?;
                    ids.push(id);
                }
            }
        }
        Ok(ids)
    }
}

fn write(
    out: &mut impl std::io::Write,
    record: &Record,
    head: &watchbell_store::CveHead,
) -> std::io::Result<()> {
    let summary = Summary::of(record);
    writeln!(out, "{}  {}  {}", record.id, head.state, head.title)?;
    if let Some(text) =
        english(&record.cna.descriptions).or_else(|| english(&record.cna.rejected_reasons))
    {
        writeln!(out, "\n{text}\n")?;
    }
    for id in &record.cna.replaced_by {
        writeln!(out, "replaced by {id}")?;
    }
    for scored in &summary.scores {
        let published = scored
            .published
            .map_or_else(|| "no score".to_owned(), |score| format!("{score:.1}"));
        write!(out, "{published} by {}  {}", scored.by, scored.text)?;
        match (&scored.vector, scored.is_misfit()) {
            (Err(error), _) => writeln!(out, "  (no valid vector: {error})")?,
            (Ok(vector), true) => writeln!(out, "  (the vector gives {})", vector.base())?,
            (Ok(_), false) => writeln!(out)?,
        }
    }
    let exploited = if head.exploited {
        "known to be exploited"
    } else {
        "not known to be exploited"
    };
    let epss = head
        .epss
        .map_or_else(|| "no EPSS".to_owned(), |epss| format!("EPSS {epss:.4}"));
    writeln!(
        out,
        "{exploited}, SSVC weight {}, {epss}, urgency {}",
        head.ssvc, head.urgency
    )?;
    for container in record.containers() {
        for affected in &container.affected {
            let names = [&affected.vendor, &affected.product, &affected.package_name];
            let name: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
            writeln!(out, "  {}", name.join(" "))?;
            for entry in &affected.versions {
                let end = entry
                    .less_than
                    .as_ref()
                    .map(|end| format!(" up to before {end}"));
                let end = end.or_else(|| {
                    entry
                        .less_than_or_equal
                        .as_ref()
                        .map(|end| format!(" up to {end}"))
                });
                let kind = entry
                    .version_type
                    .as_deref()
                    .map(|kind| format!(" ({kind})"));
                writeln!(
                    out,
                    "    {:?}: {}{}{}",
                    entry.status,
                    entry.version,
                    end.unwrap_or_default(),
                    kind.unwrap_or_default()
                )?;
            }
        }
    }
    for reference in record
        .containers()
        .flat_map(|container| &container.references)
    {
        writeln!(out, "  {}", reference.url)?;
    }
    let updated = head.updated_at;
    writeln!(out, "changed {updated}")
}
