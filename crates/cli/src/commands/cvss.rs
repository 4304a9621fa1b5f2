//! `watchbell cvss`: vectors in, scores out; offline and in constant memory.

mod source;
mod text;

use std::{
    ffi::OsString,
    io::{BufWriter, StdoutLock, Write as _, stdout},
    process::ExitCode,
};

use clap::Args;
use watchbell_web::Scored;

use crate::{exit, format::Format};
use source::{Line, Source};

/// Score CVSS vectors and say what they mean
#[derive(Args, Debug)]
#[command(
    before_help = "Examples:\n  watchbell cvss CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N\n  \
                   echo AV:N/AC:L/Au:N/C:P/I:N/A:N | watchbell cvss --format json",
    after_help = "Exit code 1 means that a vector is not valid."
)]
pub(crate) struct Cvss {
    /// Vectors of version 2.0, 3.0, 3.1 or 4.0; `-` or none reads one a line from standard input
    #[arg(value_name = "VECTOR")]
    vectors: Vec<OsString>,
    /// How to print them: in words, or a JSON object a line
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

type Out = BufWriter<StdoutLock<'static>>;

impl Cvss {
    pub(crate) fn run(&self) -> anyhow::Result<ExitCode> {
        let mut source = Source::new(&self.vectors);
        let mut out = BufWriter::with_capacity(256 * 1024, stdout().lock());
        let mut bad = false;
        let mut line = Line::default();
        if self.format == Format::Json {
            while source.next(&mut line)? {
                bad |= json(&mut out, &line)?;
            }
        } else if source.next(&mut line)? {
            // One vector is told in words; of two or more each is a row.
            let mut other = Line::default();
            if source.next(&mut other)? {
                bad |= text::row(&mut out, &line)?;
                bad |= text::row(&mut out, &other)?;
                while source.next(&mut line)? {
                    bad |= text::row(&mut out, &line)?;
                }
            } else {
                bad = text::whole(&mut out, &line)?;
            }
        }
        out.flush()?;
        Ok(exit::findings(bad))
    }
}

/// Writes a JSON object; returns whether the vector is bad.
fn json(out: &mut Out, line: &Line) -> anyhow::Result<bool> {
    let text = line.text();
    let (scored, bad) = match line.vector() {
        Ok(vector) => (Scored::new(&text, &Ok(vector)), false),
        Err(fault) => (Scored::invalid(&text, fault.error, fault.at), true),
    };
    // As an error of the pipe, so that a reader who has enough is known.
    serde_json::to_writer(&mut *out, &scored).map_err(std::io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(bad)
}
