//! What tiles and bundles hold.

use super::Error;
use crate::merkle::Hash;

/// Writes a hash tile.
pub fn write_hashes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// Reads a hash tile of a known width.
pub fn read_hashes(bytes: &[u8], width: u16) -> Result<Vec<Hash>, Error> {
    let expected = usize::from(width) * Hash::LENGTH;
    if bytes.len() != expected {
        return Err(Error::Length {
            width,
            expected,
            found: bytes.len(),
        });
    }
    let (hashes, _) = bytes.as_chunks::<{ Hash::LENGTH }>();
    Ok(hashes.iter().map(|hash| Hash(*hash)).collect())
}

/// Appends one entry to a bundle.
pub fn write_entry(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), Error> {
    let length = u16::try_from(entry.len()).map_err(|_| Error::EntryTooLong {
        length: entry.len(),
    })?;
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(entry);
    Ok(())
}

/// Reads a bundle of a known width.
pub fn read_entries(bundle: &[u8], width: u16) -> Result<Vec<&[u8]>, Error> {
    let mut entries = Vec::with_capacity(usize::from(width));
    let mut rest = bundle;
    for entry in 0..usize::from(width) {
        let truncated = Error::Truncated {
            entry,
            at: bundle.len() - rest.len(),
        };
        let Some((length, after)) = rest.split_first_chunk::<2>() else {
            return Err(truncated);
        };
        let length = usize::from(u16::from_be_bytes(*length));
        let Some((bytes, after)) = after.split_at_checked(length) else {
            return Err(truncated);
        };
        entries.push(bytes);
        rest = after;
    }
    if rest.is_empty() {
        Ok(entries)
    } else {
        Err(Error::Trailing {
            width,
            extra: rest.len(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tile::MAX_ENTRY_BYTES;

    #[test]
    fn bundles_read_back_and_their_bounds_hold() {
        let longest = vec![7; MAX_ENTRY_BYTES];
        let mut bundle = Vec::new();
        for entry in [b"".as_slice(), b"one", &longest] {
            write_entry(&mut bundle, entry).expect("fits");
        }
        assert_eq!(
            read_entries(&bundle, 3),
            Ok(vec![b"".as_slice(), b"one", &longest])
        );
        assert_eq!(
            read_entries(&bundle, 2),
            Err(Error::Trailing {
                width: 2,
                extra: MAX_ENTRY_BYTES + 2
            })
        );
        assert_eq!(
            read_entries(&bundle, 4),
            Err(Error::Truncated {
                entry: 3,
                at: bundle.len()
            })
        );
        assert_eq!(
            read_entries(&bundle[..6], 3),
            Err(Error::Truncated { entry: 1, at: 2 })
        );
        assert_eq!(
            write_entry(&mut bundle, &vec![0; MAX_ENTRY_BYTES + 1]),
            Err(Error::EntryTooLong {
                length: MAX_ENTRY_BYTES + 1
            })
        );
        assert_eq!(
            read_hashes(&[0; 33], 1),
            Err(Error::Length {
                width: 1,
                expected: 32,
                found: 33
            })
        );
    }
}
