//! Files of reports, one after another, as every command reads them.

use std::{
    fs::File,
    io::{BufReader, Read, stdin},
    path::PathBuf,
};

use clap::Args;
use watchbell_formats::report::{ColumnMap, Error, Format, Reader, Record};

use crate::talk;

/// Bytes read at a time.
const BUFFER: usize = 256 * 1024;

/// Options of every command that reads reports.
#[derive(Args, Debug)]
pub(crate) struct Input {
    /// Reports as JSON Lines, CSV or TSV, complaints in ARF (.eml) or X-ARF; `-` or none is standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Columns or keys with other names, for example text=body,originator=sender
    #[arg(long, value_name = "FIELD=COLUMN,…", value_parser = ColumnMap::parse, default_value = "")]
    map: ColumnMap,
    /// Format of the input, where its name and its first bytes do not tell: json, csv, tsv, arf, xarf
    #[arg(long, value_name = "FORMAT")]
    input_format: Option<Format>,
}

/// How reading went.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Outcome {
    /// Records that were refused.
    pub(crate) bad: u64,
    /// Files that could not be read to their end.
    pub(crate) failed: u64,
}

impl Input {
    /// Hands every record of every file to `each`; names what is wrong on
    /// standard error and goes on with the rest.
    pub(crate) fn read(
        &self,
        mut each: impl FnMut(Record<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<Outcome> {
        let mut read = Outcome::default();
        let stdin_alone = [PathBuf::from("-")];
        let files = if self.files.is_empty() {
            &stdin_alone[..]
        } else {
            &self.files
        };
        for path in files {
            let name = path.display().to_string();
            let (input, format): (Box<dyn Read>, _) = if name == "-" {
                (Box::new(stdin().lock()), None)
            } else {
                match File::open(path) {
                    Ok(file) => (Box::new(file), Format::of_name(&name)),
                    Err(error) => {
                        talk::say(&format!("{name}: {error}"));
                        read.failed += 1;
                        continue;
                    }
                }
            };
            let name = if name == "-" { "stdin" } else { &name };
            let input = BufReader::with_capacity(BUFFER, input);
            let mut reader = Reader::new(input, self.input_format.or(format), self.map.clone());
            while let Some(record) = reader.next_record() {
                match record {
                    Ok(record) => each(record)?,
                    Err(error @ Error::Bad(_)) => {
                        talk::say(&format!("{name}:{error}"));
                        read.bad += 1;
                    }
                    Err(error) => {
                        talk::say(&format!("{name}:{error}"));
                        read.failed += 1;
                    }
                }
            }
        }
        Ok(read)
    }
}
