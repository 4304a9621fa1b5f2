//! Files and folders.

use std::{
    fs::{self, File},
    io::{self, BufReader, Read, Seek as _},
    path::{Path, PathBuf},
};

use super::{Fault, Place, Sink, archive, lines};

/// Folders below a folder; deeper ones are not looked at.
const MAX_DEPTH: usize = 32;

pub(super) fn walk<S: Sink>(path: &Path, sink: &mut S) -> Result<(), S::Error> {
    let mut waiting = vec![(path.to_owned(), 0)];
    let mut first = true;
    while let Some((path, depth)) = waiting.pop() {
        let named = std::mem::take(&mut first);
        let place = Place {
            file: path.display().to_string(),
            ..Place::default()
        };
        if !path.is_dir() {
            if named || is_feed(&path) {
                file(&path, &place, sink)?;
            }
        } else if depth < MAX_DEPTH {
            match entries(&path) {
                // The last is taken first.
                Ok(below) => waiting.extend(below.into_iter().rev().map(|path| (path, depth + 1))),
                Err(error) => sink.fault(&place, error.into())?,
            }
        }
    }
    Ok(())
}

/// Returns what is in a folder, by name, without what is hidden.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        // A link to a folder may lead back to where it stands.
        let leads_back = path.is_symlink() && path.is_dir();
        if !hidden && !leads_back {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

const ENDINGS: &[&str] = &[
    "json", "jsonl", "ndjson", "csv", "gz", "zip", "xz", "zst", "tar", "txz", "tgz",
];

/// Other files in a folder are passed over: a feed's folder also holds a README.
fn is_feed(path: &Path) -> bool {
    let ending = path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default();
    ENDINGS
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}

fn file<S: Sink>(path: &Path, place: &Place, sink: &mut S) -> Result<(), S::Error> {
    let opened = File::open(path).and_then(|mut file| {
        let mut magic = [0; 6];
        let mut length = 0;
        while let read @ 1.. = file.read(magic.get_mut(length..).unwrap_or_default())? {
            length += read;
        }
        file.rewind()?;
        Ok((file, magic))
    });
    let (file, magic) = match opened {
        Ok(opened) => opened,
        Err(error) => return sink.fault(place, error.into()),
    };
    match magic {
        [b'P', b'K', 3, 4, ..] => archive::zip(place, file, sink),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => match archive::unzstd(BufReader::new(file)) {
            Ok(reader) => unpacked(place, reader, sink),
            Err(error) => sink.fault(place, error.into()),
        },
        [0xFD, b'7', b'z', b'X', b'Z', 0] => unpacked(
            place,
            liblzma::read::XzDecoder::new_multi_decoder(file),
            sink,
        ),
        [0x1F, 0x8B, ..] => unpacked(place, flate2::read::MultiGzDecoder::new(file), sink),
        _ => unpacked(place, file, sink),
    }
}

/// Bytes in which the head of a tar archive is looked for.
const TAR_HEAD: u64 = 512;

/// Reads a tar archive, JSON Lines, or one document.
fn unpacked<S: Sink>(place: &Place, reader: impl Read, sink: &mut S) -> Result<(), S::Error> {
    let mut reader = BufReader::with_capacity(1 << 17, reader);
    let mut head = Vec::new();
    if let Err(error) = (&mut reader).take(TAR_HEAD).read_to_end(&mut head) {
        return sink.fault(place, broken(error));
    }
    let is_tar = head.get(257..262) == Some(b"ustar");
    let reader = io::Cursor::new(head).chain(reader);
    if is_tar {
        archive::tar(place, reader, sink)
    } else {
        lines::stream(place, BufReader::new(reader), sink)
    }
}

/// What a decoder says of damaged bytes.
pub(super) fn broken(error: io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::InvalidData
        | io::ErrorKind::InvalidInput
        | io::ErrorKind::Other => Fault::Archive(error.to_string()),
        _ => Fault::Io(error),
    }
}
