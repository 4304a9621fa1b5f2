//! C2SP signed notes with Ed25519 (type `0x01`): text, a blank line, signature lines. Pure.

mod error;
mod key;

pub use error::Error;
pub use key::{SigningKey, VerifierKey};

use crate::codec::{from_base64, to_base64};

/// The longest note that is read; room for 16 post-quantum signatures of other signers.
pub const MAX_NOTE_BYTES: usize = 256 * 1024;
/// The most signatures a note may carry; the specification asks for at least 16.
pub const MAX_SIGNATURES: usize = 64;

/// What to do with a signature by a key the caller does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// Skips it, as the specification asks: this is how keys are rotated and witnesses added.
    Ignore,
    /// Refuses the note, and also a second signature by a known key: then no byte of the note goes unchecked.
    Refuse,
}

/// Who made a signature.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Signer {
    /// The key's name.
    pub name: String,
    /// The key's id, eight hexadecimal digits when written.
    pub id: u32,
}

/// A note taken apart, not yet believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note<'a> {
    /// The signed text, with its last newline.
    pub text: &'a str,
    /// The signatures, in order.
    pub signatures: Vec<Signature<'a>>,
}

/// One signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature<'a> {
    /// The name of the key.
    pub name: &'a str,
    /// The id of the key.
    pub id: u32,
    /// What the key made.
    pub bytes: Vec<u8>,
}

impl<'a> Note<'a> {
    /// Takes a note apart without believing it.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Error> {
        let note = read_text(bytes)?;
        let end = note.rfind("\n\n").ok_or(Error::NoSignatures)?;
        let (text, lines) = (&note[..=end], &note[end + 2..]);
        let before = text.matches('\n').count() + 1;
        let lines = lines.strip_suffix('\n').ok_or(Error::NoSignatures)?;
        let count = lines.split('\n').count();
        if count > MAX_SIGNATURES {
            return Err(Error::TooManySignatures { found: count });
        }
        let signatures = lines
            .split('\n')
            .zip(before + 1..)
            .map(|(line, number)| read_signature(line, number));
        Ok(Self {
            text,
            signatures: signatures.collect::<Result<_, _>>()?,
        })
    }

    /// Checks the signatures; returns who of `keys` signed, at least one.
    ///
    /// A bad signature by a known key refuses the note, even beside good ones.
    pub fn verify(&self, keys: &[&VerifierKey], unknown: Unknown) -> Result<Vec<Signer>, Error> {
        let mut signers: Vec<Signer> = Vec::new();
        for signature in &self.signatures {
            let signer = Signer {
                name: signature.name.to_owned(),
                id: signature.id,
            };
            let Some(key) = keys
                .iter()
                .find(|key| key.name() == signer.name && key.id() == signer.id)
            else {
                match unknown {
                    Unknown::Ignore => continue,
                    Unknown::Refuse => {
                        return Err(Error::UnknownKey {
                            name: signer.name,
                            id: signer.id,
                        });
                    }
                }
            };
            if !key.is_signature_of(self.text.as_bytes(), &signature.bytes) {
                return Err(Error::BadSignature {
                    name: signer.name,
                    id: signer.id,
                });
            }
            if !signers.contains(&signer) {
                signers.push(signer);
            } else if unknown == Unknown::Refuse {
                return Err(Error::SignedTwice {
                    name: signer.name,
                    id: signer.id,
                });
            }
        }
        if signers.is_empty() {
            Err(Error::NotSigned)
        } else {
            Ok(signers)
        }
    }
}

/// Reads and checks a note; returns its text.
pub fn open<'a>(note: &'a [u8], keys: &[&VerifierKey], unknown: Unknown) -> Result<&'a str, Error> {
    let note = Note::parse(note)?;
    note.verify(keys, unknown)?;
    Ok(note.text)
}

/// Signs a text, which must end in a newline.
pub fn sign(text: &str, keys: &[&SigningKey]) -> Result<String, Error> {
    read_text(text.as_bytes())?;
    if !text.ends_with('\n') {
        return Err(Error::TextEnd);
    }
    let mut note = format!("{text}\n");
    for key in keys {
        let mut bytes = key.verifier().id().to_be_bytes().to_vec();
        bytes.extend_from_slice(&key.sign(text.as_bytes()));
        note.push_str(&format!(
            "— {} {}\n",
            key.verifier().name(),
            to_base64(&bytes)
        ));
    }
    Ok(note)
}

fn read_text(bytes: &[u8]) -> Result<&str, Error> {
    if bytes.len() > MAX_NOTE_BYTES {
        return Err(Error::TooLong {
            length: bytes.len(),
        });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| Error::NotUtf8 {
        at: error.valid_up_to(),
    })?;
    match text.bytes().position(|byte| byte < b' ' && byte != b'\n') {
        Some(at) => Err(Error::ControlCharacter { at }),
        None => Ok(text),
    }
}

fn read_signature(line: &str, number: usize) -> Result<Signature<'_>, Error> {
    let malformed = |part| Error::SignatureLine { line: number, part };
    let (name, encoded) = line
        .strip_prefix("— ")
        .ok_or_else(|| malformed("dash"))?
        .split_once(' ')
        .ok_or_else(|| malformed("name"))?;
    if !key::is_name(name) {
        return Err(malformed("name"));
    }
    let bytes = from_base64(encoded).ok_or_else(|| malformed("base64"))?;
    match bytes.split_first_chunk::<4>() {
        Some((id, rest)) if !rest.is_empty() => Ok(Signature {
            name,
            id: u32::from_be_bytes(*id),
            bytes: rest.to_vec(),
        }),
        _ => Err(malformed("length")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str, seed: u8) -> SigningKey {
        SigningKey::from_seed(name, &[seed; 32]).expect("a good name")
    }

    #[test]
    fn a_note_is_signed_and_opened() {
        let (one, two) = (key("one.example", 1), key("two.example", 2));
        let note = sign("first\n\nlast\n", &[&one, &two]).expect("signable");
        for keys in [
            vec![one.verifier()],
            vec![two.verifier()],
            vec![two.verifier(), one.verifier()],
        ] {
            let keys: Vec<&VerifierKey> = keys.iter().collect();
            assert_eq!(
                open(note.as_bytes(), &keys, Unknown::Ignore),
                Ok("first\n\nlast\n")
            );
            assert_eq!(
                open(note.as_bytes(), &keys, Unknown::Refuse).is_ok(),
                keys.len() == 2
            );
        }
        let stranger = key("one.example", 3).verifier();
        assert_eq!(
            open(note.as_bytes(), &[&stranger], Unknown::Ignore),
            Err(Error::NotSigned)
        );
    }

    #[test]
    fn a_bad_signature_by_a_known_key_spoils_good_ones() {
        let (one, two) = (key("one.example", 1), key("two.example", 2));
        let good = sign("text\n", &[&one]).expect("signable");
        let other = sign("other\n", &[&two]).expect("signable");
        let note = format!("{good}{}\n", other.lines().last().expect("a signature"));
        let refused = open(
            note.as_bytes(),
            &[&one.verifier(), &two.verifier()],
            Unknown::Ignore,
        );
        assert_eq!(
            refused,
            Err(Error::BadSignature {
                name: "two.example".into(),
                id: two.verifier().id()
            })
        );
        assert_eq!(
            open(note.as_bytes(), &[&one.verifier()], Unknown::Ignore),
            Ok("text\n")
        );
        let twice = format!("{good}{}\n", good.lines().last().expect("a signature"));
        assert_eq!(
            open(twice.as_bytes(), &[&one.verifier()], Unknown::Ignore),
            Ok("text\n")
        );
        assert!(matches!(
            open(twice.as_bytes(), &[&one.verifier()], Unknown::Refuse),
            Err(Error::SignedTwice { .. })
        ));
    }

    #[test]
    fn many_signatures_are_read_up_to_the_bound() {
        let known = key("known.example", 0);
        for (count, fine) in [
            (16, true),
            (MAX_SIGNATURES, true),
            (MAX_SIGNATURES + 1, false),
        ] {
            let keys: Vec<SigningKey> = (1..count)
                .map(|i| key(&format!("k{i}.example"), i as u8))
                .collect();
            let signers: Vec<&SigningKey> = keys.iter().chain([&known]).collect();
            let note = sign("x\n", &signers).expect("signable");
            assert_eq!(
                open(note.as_bytes(), &[&known.verifier()], Unknown::Ignore).is_ok(),
                fine,
                "{count}"
            );
        }
        let long = format!("{}\n", "x".repeat(MAX_NOTE_BYTES));
        assert_eq!(
            sign(&long, &[&known]),
            Err(Error::TooLong {
                length: MAX_NOTE_BYTES + 1
            })
        );
    }

    #[test]
    fn malformed_notes_are_refused_with_their_place() {
        let good = sign("x\n", &[&key("a.example", 1)]).expect("signable");
        let line = |part| Error::SignatureLine { line: 3, part };
        for (bad, error) in [
            ("x\n".to_owned(), Error::NoSignatures),
            (good.trim_end().to_owned(), Error::NoSignatures),
            (good.replace("— ", "- "), line("dash")),
            (good.replace("a.example", "a+example"), line("name")),
            (good.replace("a.example", ""), line("name")),
            (good.replace("=\n", "\n"), line("base64")),
            (good.replace("=\n", "= \n"), line("base64")),
            ("x\n\n— a AAAAAA==\n".to_owned(), line("length")),
            (
                "x\r\n\n— a AAAA\n".to_owned(),
                Error::ControlCharacter { at: 1 },
            ),
            (format!("{good}\n"), Error::NoSignatures),
        ] {
            assert_eq!(
                Note::parse(bad.as_bytes()).map(|_| ()),
                Err(error),
                "{bad:?}"
            );
        }
        assert_eq!(
            Note::parse(b"x\n\xff").map(|_| ()),
            Err(Error::NotUtf8 { at: 2 })
        );
        assert_eq!(sign("x", &[]), Err(Error::TextEnd));
    }
}
