//! Records in columns.

use watchbell_model::Record;

use super::{Field, Format, Zone, asterisk, draft::Draft, freeswitch};
use crate::report::{
    Reason,
    bad::Fault,
    cells::{Cell, Cells},
};

/// A table: which field each of its columns is.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) cells: Cells,
    columns: Vec<Option<Field>>,
    /// More cells than columns are passed over, because versions append some.
    open: bool,
    is_asterisk: bool,
}

impl Table {
    /// Returns a table whose first row was scanned, and whether that row is a header.
    ///
    /// # Errors
    /// A header that lacks what is needed, or has it twice.
    pub(super) fn new(
        cells: Cells,
        first: &str,
        format: Format,
    ) -> Result<(Self, bool), Fault<Field>> {
        let named = cells
            .found
            .iter()
            .map(|cell| Field::named(&cell.text(first)));
        let named: Vec<_> = named.collect();
        let known = match format {
            Format::Asterisk => Some(asterisk::COLUMNS),
            Format::FreeSwitchCsv => Some(freeswitch::COLUMNS),
            _ => None,
        };
        // No record has a column's name where it began.
        let is_header = named.contains(&Some(Field::StartedAt));
        let columns = match known {
            Some(columns) if !is_header => columns.to_vec(),
            _ => header(&cells.found, &named)?,
        };
        let table = Self {
            cells,
            columns,
            open: known.is_some(),
            is_asterisk: format == Format::Asterisk,
        };
        Ok((table, is_header || known.is_none()))
    }

    /// Reads the row that was scanned.
    pub(super) fn record(&self, row: &str, zone: Option<&Zone>) -> Result<Record, Fault<Field>> {
        let mut draft = Draft::default();
        for (index, cell) in self.cells.found.iter().enumerate() {
            match self.columns.get(index) {
                Some(Some(field)) => {
                    let text = cell.text(row);
                    let text = match field {
                        Field::Route if self.is_asterisk => asterisk::peer(&text),
                        _ => &text,
                    };
                    draft.set(*field, text, cell.start, zone)?;
                }
                Some(None) => {}
                None if self.open || cell.text(row).is_empty() => {}
                None => {
                    let header = self.columns.len();
                    let fault = Fault::new(cell.start, Reason::ExtraCells { header });
                    return Err(fault.showing(&cell.text(row)));
                }
            }
        }
        draft.finish()
    }
}

/// Takes the columns of a header, in which one of them has to say when something began.
fn header(cells: &[Cell], named: &[Option<Field>]) -> Result<Vec<Option<Field>>, Fault<Field>> {
    let mut seen = 0;
    for (cell, field) in cells.iter().zip(named) {
        if let Some(field) = field {
            if seen & field.bit() != 0 {
                return Err(Fault::new(cell.start, Reason::Twice).of(*field));
            }
            seen |= field.bit();
        }
    }
    if seen & Field::StartedAt.bit() == 0 {
        return Err(Fault::new(0, Reason::Missing).of(Field::StartedAt));
    }
    Ok(named.to_vec())
}
