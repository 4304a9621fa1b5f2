//! Components named on the command line.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use watchbell_vuln::{component::Component, cpe::Cpe, purl::Purl, sbom};

use crate::{file, talk};

/// What somebody has.
#[derive(Args, Debug)]
pub(super) struct Named {
    /// A CPE name, 2.2 or 2.3
    #[arg(long, value_name = "CPE")]
    cpe: Vec<String>,
    /// A package URL
    #[arg(long, value_name = "PURL")]
    purl: Vec<String>,
    /// A list of components: CycloneDX (JSON, XML), SPDX (JSON, tag-value); `-` is standard input
    #[arg(long, value_name = "FILE")]
    sbom: Vec<PathBuf>,
    /// The same as a CSV with the columns vendor, product, version, purl, cpe
    #[arg(long, value_name = "FILE")]
    inventory: Vec<PathBuf>,
}

impl Named {
    /// Whether nothing is named.
    pub(super) const fn is_empty(&self) -> bool {
        self.cpe.is_empty()
            && self.purl.is_empty()
            && self.sbom.is_empty()
            && self.inventory.is_empty()
    }

    /// Reads all that is named.
    pub(super) fn read(&self) -> anyhow::Result<Vec<Component>> {
        let mut components = Vec::new();
        for name in &self.cpe {
            let cpe = Cpe::parse(name).with_context(|| format!("--cpe {name:?}"))?;
            components.push(Component::of_cpe(cpe));
        }
        for name in &self.purl {
            let purl = Purl::parse(name).with_context(|| format!("--purl {name:?}"))?;
            components.push(Component::of_purl(purl));
        }
        for path in self.sbom.iter().chain(&self.inventory) {
            let name = path.display();
            let bytes = file::bytes(path, sbom::MAX_DOCUMENT).with_context(|| name.to_string())?;
            let bom = sbom::read(&bytes).with_context(|| name.to_string())?;
            for note in &bom.notes {
                talk::say(&format!("{name}: {note}"));
            }
            components.extend(bom.components);
        }
        Ok(components)
    }
}
