//! An inventory as CSV: the columns vendor, product (or name), version, purl, cpe, in any order; or
//! names alone.

use super::{Error, Reader, Said};
use crate::component::Component;

const COLUMNS: [&str; 5] = ["vendor", "product", "version", "purl", "cpe"];

/// Writes components as an inventory, which reads back as what they are.
pub fn write(components: &[Component]) -> String {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let rows = components.iter().map(|component| {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let purl = component.purl.as_ref().map(ToString::to_string);
        let cpe = component.cpe.as_ref().map(|cpe| cpe.as_str().to_owned());
        [
            text(&component.vendor),
            text(&component.product),
            text(&component.version),
            purl.unwrap_or_default(),
            cpe.unwrap_or_default(),
        ]
    });
    for row in [COLUMNS.map(str::to_owned)].into_iter().chain(rows) {
        csv.write_record(row)
            .expect("memory takes every row of five");
    }
    let bytes = csv.into_inner().expect("memory takes what is left");
    String::from_utf8(bytes).expect("CSV of text is text")
}

pub(super) fn read(bytes: &[u8], reader: &mut Reader) -> Result<(), Error> {
    let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let names = csv.headers().map_err(|_| Error::Format)?.clone();
    let column = |wanted: &[&str]| {
        let is_wanted = |name: &str| {
            wanted
                .iter()
                .any(|known| name.trim().eq_ignore_ascii_case(known))
        };
        names.iter().position(is_wanted)
    };
    let (product, purl, cpe) = (
        column(&["product", "name"]),
        column(&["purl"]),
        column(&["cpe"]),
    );
    if product.or(purl).or(cpe).is_none() {
        return Err(Error::Format);
    }
    let (vendor, version) = (column(&["vendor", "maker"]), column(&["version"]));
    "inventory".clone_into(&mut reader.0.format);
    for row in csv.records() {
        let row = row.map_err(|error| Error::Syntax {
            line: error.position().map_or(0, csv::Position::line),
            what: error.to_string(),
        })?;
        let cell = |column: Option<usize>| {
            let cell = column.and_then(|column| row.get(column));
            cell.unwrap_or_default().to_owned()
        };
        reader.add(Said {
            vendor: cell(vendor),
            name: cell(product),
            version: cell(version),
            purls: vec![cell(purl)],
            cpes: vec![cell(cpe)],
        })?;
    }
    Ok(())
}

/// Reads package URLs and CPE names, one a line.
pub(super) fn read_names(bytes: &[u8], reader: &mut Reader) -> Result<(), Error> {
    "names".clone_into(&mut reader.0.format);
    for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        let bad = |what: String| Error::Syntax { line: number, what };
        let line = std::str::from_utf8(line).map_err(|error| bad(error.to_string()))?;
        let line = line.trim();
        let mut said = Said::default();
        match line.split_once(':') {
            Some(("pkg", _)) => said.purls.push(line.to_owned()),
            Some(("cpe", _)) => said.cpes.push(line.to_owned()),
            _ if line.is_empty() => continue,
            _ => {
                let shown: String = line.chars().take(80).collect();
                return Err(bad(format!(
                    "{shown:?} is neither a package URL nor a CPE name"
                )));
            }
        }
        reader.add(said)?;
    }
    Ok(())
}
