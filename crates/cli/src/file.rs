//! Files of others, as far as one may be long.

use std::{
    fs::File,
    io::{Read as _, stdin},
    path::Path,
};

use anyhow::Context as _;

/// Reads up to one byte more than `most`, so that what is longer is seen; `-` is standard input.
pub(crate) fn bytes(path: &Path, most: usize) -> anyhow::Result<Vec<u8>> {
    let (mut bytes, most) = (Vec::new(), most as u64 + 1);
    if path == Path::new("-") {
        stdin().lock().take(most).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Reads text of up to `most` bytes.
pub(crate) fn text(path: &Path, most: usize) -> anyhow::Result<String> {
    let bytes = bytes(path, most)?;
    anyhow::ensure!(bytes.len() <= most, "longer than {most} bytes");
    String::from_utf8(bytes).context("it is not UTF-8")
}
