//! Records for a base to grow by: those of files, then the same under other identifiers and names.

use std::{
    collections::BTreeSet,
    fs::File,
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use serde_json::Value;
use watchbell_vuln::{
    feed::{self, Fault, Item, Place, Sink},
    names::Name,
    record::{CveId, Record, Summary},
};

/// Records of one file.
const STEP: u64 = 20_000;

/// Hands out files of records.
pub(super) struct Growth {
    file: PathBuf,
    records: Vec<Vec<u8>>,
    there: u64,
}

/// Keeps records.
struct Kept(Vec<Vec<u8>>);

impl Sink for Kept {
    type Error = std::convert::Infallible;

    fn item(&mut self, _: &Place, item: Item) -> Result<(), Self::Error> {
        if let Item::Record(record) = item {
            self.0.push(record);
        }
        Ok(())
    }

    fn fault(&mut self, place: &Place, fault: Fault) -> Result<(), Self::Error> {
        crate::talk::say(&format!("{place}: {fault}"));
        Ok(())
    }
}

impl Growth {
    /// Reads what `paths` hold; files will be written to `folder`.
    pub(super) fn new(paths: &[PathBuf], folder: &Path) -> anyhow::Result<Self> {
        let mut kept = Kept(Vec::new());
        for path in paths {
            let Ok(()) = feed::read(path, &mut kept);
        }
        anyhow::ensure!(
            !kept.0.is_empty(),
            "there is no CVE record in what was named"
        );
        Ok(Self {
            file: folder.join("records.jsonl"),
            records: kept.0,
            there: 0,
        })
    }

    /// How many records the files hold.
    pub(super) fn real(&self) -> u64 {
        self.records.len() as u64
    }

    /// Products that the first `count` records name, each once, up to `most` of them from all over.
    pub(super) fn products(&self, count: u64, most: usize) -> Vec<Name> {
        let mut names = BTreeSet::new();
        for json in self.records.iter().take(count as usize) {
            if let Ok(record) = Record::read(json) {
                let products = Summary::of(&record).products.into_iter();
                names.extend(products.map(|(name, _)| (name.product, name.vendor)));
            }
        }
        let step = names.len().div_ceil(most).max(1);
        let names = names.into_iter().step_by(step);
        names
            .map(|(product, vendor)| Name { vendor, product })
            .collect()
    }

    /// How many were handed out.
    pub(super) const fn there(&self) -> u64 {
        self.there
    }

    /// Writes the next file on the way to `size` records; nothing is left when they are there.
    pub(super) fn next(&mut self, size: u64) -> anyhow::Result<Option<PathBuf>> {
        let end = size.min(self.there + STEP);
        if self.there >= end {
            return Ok(None);
        }
        let name = self.file.display().to_string();
        let mut out = BufWriter::new(File::create(&self.file).with_context(|| name.clone())?);
        for place in self.there..end {
            let (round, index) = (place / self.real(), (place % self.real()) as usize);
            let mut record: Value = serde_json::from_slice(&self.records[index])?;
            if round > 0 {
                rename(&mut record, round)?;
            }
            serde_json::to_writer(&mut out, &record)?;
            out.write_all(b"\n")?;
        }
        out.flush().with_context(|| name)?;
        self.there = end;
        Ok(Some(self.file.clone()))
    }
}

/// Gives a record and the products that it names another name.
fn rename(record: &mut Value, round: u64) -> anyhow::Result<()> {
    if let Some(Value::String(id)) = record.pointer_mut("/cveMetadata/cveId") {
        let old: CveId = id.parse()?;
        *id = format!("CVE-{}-{round}{:0>9}", old.year(), old.sequence());
    }
    let containers = record.pointer_mut("/containers");
    let containers = containers
        .and_then(Value::as_object_mut)
        .into_iter()
        .flatten();
    for (_, container) in containers {
        let adps = match container {
            Value::Array(adps) => adps.iter_mut().collect(),
            cna => vec![cna],
        };
        for container in adps {
            let products = container.get_mut("affected").and_then(Value::as_array_mut);
            for product in products
                .into_iter()
                .flatten()
                .filter_map(Value::as_object_mut)
            {
                for name in ["vendor", "product", "packageName"] {
                    if let Some(Value::String(name)) = product.get_mut(name) {
                        *name = format!("{name} {round}");
                    }
                }
                product.remove("cpes");
            }
        }
    }
    Ok(())
}
