//! A record as it is kept: whole, every value as it was written, in about an
//! eighth of its bytes.
//!
//! | bytes | what |
//! | --- | --- |
//! | 1 | form, 1 |
//! | rest | a Zstandard frame (RFC 8878) of the JSON, with `dictionary.txt` as raw content dictionary |
//!
//! The dictionary is part of the form: another dictionary is another form.

use std::io;

use zstd::bulk::{Compressor, Decompressor};

use super::MAX_RECORD;

const FORM: u8 = 1;
const DICTIONARY: &[u8] = include_bytes!("dictionary.txt");
const LEVEL: i32 = 1;

/// Bytes that are not a kept record.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The first byte names no form that is known.
    #[error("form {found:?} of a kept record is not known; expected {FORM}")]
    Form {
        /// The first byte; nothing where there is none.
        found: Option<u8>,
    },
    /// The frame is broken, or too long.
    #[error("a kept record cannot be unpacked")]
    Frame(#[source] io::Error),
}

/// Packs one record after the other.
pub struct Packer(Compressor<'static>);

impl Packer {
    /// Makes the tables, once for many records.
    ///
    /// # Errors
    /// [`Error::Frame`] when there is no memory for them.
    pub fn new() -> Result<Self, Error> {
        Compressor::with_dictionary(LEVEL, DICTIONARY)
            .map(Self)
            .map_err(Error::Frame)
    }

    /// Packs a record: JSON, best [without space between tokens](super::minified).
    ///
    /// # Errors
    /// [`Error::Frame`] when there is no memory for it.
    pub fn pack(&mut self, json: &[u8]) -> Result<Vec<u8>, Error> {
        let frame = self.0.compress(json).map_err(Error::Frame)?;
        let mut packed = Vec::with_capacity(1 + frame.len());
        packed.push(FORM);
        packed.extend_from_slice(&frame);
        Ok(packed)
    }
}

/// Unpacks one record after the other.
pub struct Unpacker(Decompressor<'static>);

impl Unpacker {
    /// Makes the tables, once for many records.
    ///
    /// # Errors
    /// [`Error::Frame`] when there is no memory for them.
    pub fn new() -> Result<Self, Error> {
        Decompressor::with_dictionary(DICTIONARY)
            .map(Self)
            .map_err(Error::Frame)
    }

    /// Returns the JSON of a record.
    ///
    /// # Errors
    /// [`Error`] when the bytes were not packed here.
    pub fn unpack(&mut self, packed: &[u8]) -> Result<Vec<u8>, Error> {
        match packed.split_first() {
            Some((&FORM, frame)) => self.0.decompress(frame, MAX_RECORD).map_err(Error::Frame),
            other => Err(Error::Form {
                found: other.map(|(&form, _)| form),
            }),
        }
    }
}

impl std::fmt::Debug for Packer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Packer")
    }
}

impl std::fmt::Debug for Unpacker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unpacker")
    }
}
