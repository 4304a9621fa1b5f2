//! Files of others, as far as one may be long.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read as _, stdin},
    path::Path,
};

use anyhow::Context as _;

/// Opens a file; `-` is standard input.
pub(crate) fn open(path: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    Ok(if path == Path::new("-") {
        Box::new(stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(path)?))
    })
}

/// Reads up to one byte more than `most`, so that what is longer is seen.
pub(crate) fn rest(from: Box<dyn BufRead>, most: usize) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(most as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a file as [`rest`] does; `-` is standard input.
pub(crate) fn bytes(path: &Path, most: usize) -> anyhow::Result<Vec<u8>> {
    rest(open(path)?, most)
}

/// Reads text of up to `most` bytes.
pub(crate) fn text(path: &Path, most: usize) -> anyhow::Result<String> {
    let bytes = bytes(path, most)?;
    anyhow::ensure!(bytes.len() <= most, "longer than {most} bytes");
    String::from_utf8(bytes).context("it is not UTF-8")
}
