//! Documents in other encodings than UTF-8 (XML 1.0, appendix F).

use std::io::{Error, ErrorKind, Read, Result};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How far the declaration that names the encoding may reach, in bytes.
const BEGINNING: usize = 512;
/// How much is read at once.
const CHUNK: usize = 32 << 10;

/// Whether documents of this encoding can be read.
pub(super) fn is_known(label: &str) -> bool {
    Encoding::for_label_no_replacement(label.as_bytes()).is_some()
}

/// The text of a stream in UTF-8, whatever it is written in.
pub(crate) struct Decoded<'a> {
    from: &'a mut dyn Read,
    /// Nothing where it is UTF-8 already.
    decoder: Option<Decoder>,
    /// What was read and not yet given.
    bytes: Vec<u8>,
    given: usize,
    begun: bool,
    ended: bool,
}

impl<'a> Decoded<'a> {
    pub(crate) const fn of(from: &'a mut dyn Read) -> Self {
        Self {
            from,
            decoder: None,
            bytes: Vec::new(),
            given: 0,
            begun: false,
            ended: false,
        }
    }

    /// Reads the beginning, which tells the encoding.
    fn begin(&mut self) -> Result<()> {
        let mut beginning = vec![0; BEGINNING];
        let mut length = 0;
        while length < BEGINNING {
            match self.from.read(&mut beginning[length..]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
                Ok(0) => {
                    self.ended = true;
                    break;
                }
                Ok(more) => length += more,
            }
            if beginning[..length].contains(&b'>') {
                break;
            }
        }
        beginning.truncate(length);
        let encoding = of(&beginning);
        if encoding == UTF_8 {
            self.bytes = beginning;
        } else {
            let mut decoder = encoding.new_decoder_with_bom_removal();
            self.bytes = decode(&mut decoder, &beginning, self.ended)?;
            self.decoder = Some(decoder);
        }
        Ok(())
    }
}

impl Read for Decoded<'_> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        if !self.begun {
            self.begun = true;
            self.begin()?;
        }
        loop {
            let left = &self.bytes[self.given..];
            if !left.is_empty() || into.is_empty() {
                let count = left.len().min(into.len());
                into[..count].copy_from_slice(&left[..count]);
                self.given += count;
                return Ok(count);
            }
            if self.ended {
                return Ok(0);
            }
            let Some(decoder) = &mut self.decoder else {
                return self.from.read(into);
            };
            let mut raw = vec![0; CHUNK];
            let count = self.from.read(&mut raw)?;
            self.ended = count == 0;
            self.bytes = decode(decoder, &raw[..count], self.ended)?;
            self.given = 0;
        }
    }
}

/// Returns the encoding of a document that begins so.
fn of(beginning: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(beginning) {
        return encoding;
    }
    match beginning {
        [b'<', 0, ..] => return UTF_16LE,
        [0, b'<', ..] => return UTF_16BE,
        _ => {}
    }
    let text = String::from_utf8_lossy(beginning);
    let declaration = text
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split("?>").next());
    let after = declaration.and_then(|rest| rest.split_once("encoding"));
    let value = after.and_then(|(_, rest)| rest.trim_start().strip_prefix('='));
    let label = value.and_then(|rest| rest.trim_start().split(['"', '\'']).nth(1));
    let encoding = label.and_then(|label| Encoding::for_label_no_replacement(label.as_bytes()));
    encoding.unwrap_or(UTF_8)
}

fn decode(decoder: &mut Decoder, bytes: &[u8], last: bool) -> Result<Vec<u8>> {
    let most = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut out = vec![0; most.unwrap_or(3 * bytes.len() + 16)];
    let (result, _, written) = decoder.decode_to_utf8_without_replacement(bytes, &mut out, last);
    if result != DecoderResult::InputEmpty {
        let name = decoder.encoding().name();
        let problem = format!("the bytes are not {name}");
        return Err(Error::new(ErrorKind::InvalidData, problem));
    }
    out.truncate(written);
    Ok(out)
}
