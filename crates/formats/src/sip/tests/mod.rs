//! Messages of RFC 4475 and RFC 5118, and what was written for this project with reserved names.

use std::{fs, io::Read as _};

use flate2::read::GzDecoder;

mod torture;

/// Returns the files of an archive of the shared test data; none where it is absent.
fn archive(name: &str) -> Vec<(String, Vec<u8>)> {
    let Some(path) = crate::tests::path(name) else {
        return Vec::new();
    };
    let bytes = fs::read(path).expect("it can be read");
    let mut archive = tar::Archive::new(GzDecoder::new(bytes.as_slice()));
    let entries = archive.entries().expect("it is an archive");
    let files = entries.filter_map(|entry| {
        let mut entry = entry.expect("it is whole");
        let name = entry.path().expect("it has a path").display().to_string();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("it is whole");
        entry.header().entry_type().is_file().then_some((name, bytes))
    });
    files.collect()
}

/// Makes each line end carriage return and line feed.
fn crlf(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 16);
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_suffix(b"\n") {
            Some(line) => {
                out.extend_from_slice(line.strip_suffix(b"\r").unwrap_or(line));
                out.extend_from_slice(b"\r\n");
            }
            None => out.extend_from_slice(line),
        }
    }
    out
}
