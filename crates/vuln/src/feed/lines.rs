//! One document, or one a line (JSON Lines), in memory for one document.

use std::io::{self, BufRead, Read};

use serde::Deserialize;

use super::{Delta, Fault, Item, MAX_LIST, Place, Sink, document, files::broken};
use crate::record::MAX_RECORD;

/// Reads documents from `reader`, one a line where the first line is a whole one and others follow.
pub(super) fn stream<S: Sink>(
    place: &Place,
    mut reader: impl BufRead,
    sink: &mut S,
) -> Result<(), S::Error> {
    let mut line = Vec::new();
    let first = take_line(&mut reader, &mut line)
        .and_then(|taken| Ok((taken, reader.fill_buf()?.is_empty())));
    match first {
        Ok((Taken::Line, false)) if is_object(&line) => records(place, reader, line, sink),
        Ok(_) => match reader
            .take((MAX_LIST - line.len()) as u64 + 1)
            .read_to_end(&mut line)
        {
            Ok(_) if line.len() > MAX_LIST => sink.fault(place, Fault::Long { most: MAX_LIST }),
            Ok(_) => document(place, line, sink),
            Err(error) => sink.fault(place, broken(error)),
        },
        Err(error) => sink.fault(place, broken(error)),
    }
}

/// Whether the first of several lines is a whole JSON object.
fn is_object(line: &[u8]) -> bool {
    let line = line
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(line)
        .trim_ascii();
    line.starts_with(b"{") && line.ends_with(b"}")
}

fn records<S: Sink>(
    place: &Place,
    mut reader: impl BufRead,
    mut line: Vec<u8>,
    sink: &mut S,
) -> Result<(), S::Error> {
    let mut place = Place {
        line: Some(1),
        ..place.clone()
    };
    let mut taken = Ok(Taken::Line);
    loop {
        match taken {
            Ok(Taken::Line) if line.trim_ascii().is_empty() => {}
            Ok(Taken::Line) => sink.item(&place, Item::Record(std::mem::take(&mut line)))?,
            Ok(Taken::Long) => sink.fault(&place, Fault::Long { most: MAX_RECORD })?,
            Ok(Taken::End) => return Ok(()),
            Err(error) => return sink.fault(&place, broken(error)),
        }
        place.line = place.line.map(|line| line + 1);
        line.clear();
        taken = take_line(&mut reader, &mut line);
    }
}

enum Taken {
    Line,
    /// The line was longer than a record may be, and is passed over.
    Long,
    End,
}

/// Takes a line, its end included; of one that is too long only the beginning.
fn take_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Taken> {
    reader.take(MAX_RECORD as u64 + 1).read_until(b'\n', line)?;
    if line.is_empty() {
        return Ok(Taken::End);
    }
    if line.len() <= MAX_RECORD || line.ends_with(b"\n") {
        return Ok(Taken::Line);
    }
    reader.skip_until(b'\n')?;
    Ok(Taken::Long)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Step {
    fetch_time: String,
    #[serde(default)]
    new: Vec<serde::de::IgnoredAny>,
    #[serde(default)]
    updated: Vec<serde::de::IgnoredAny>,
}

/// Reads a delta log: one step, or an array of them.
pub(super) fn read_delta(json: &[u8]) -> Result<Vec<Delta>, Fault> {
    let steps: Vec<Step> = if json.starts_with(b"[") {
        serde_json::from_slice(json)
    } else {
        serde_json::from_slice(json).map(|step| vec![step])
    }
    .map_err(|error| bad_json(&error))?;
    let delta = |step: Step| Delta {
        changed: step.new.len() + step.updated.len(),
        fetch_time: step.fetch_time,
    };
    Ok(steps.into_iter().map(delta).collect())
}

pub(super) fn bad_json(error: &serde_json::Error) -> Fault {
    Fault::List {
        line: error.line() as u64,
        what: error.to_string(),
    }
}
