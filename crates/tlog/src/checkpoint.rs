//! C2SP tlog-checkpoint: the signed head of a log. Pure.

use std::fmt;

use crate::{
    Fault,
    codec::from_decimal,
    merkle::Hash,
    note::{self, SigningKey, Unknown, VerifierKey},
};

/// The most extension lines that are read.
pub const MAX_EXTENSIONS: usize = 16;

/// A tree head: which log, how many leaves, which root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's identity; the name of its key, by our convention and the specification's recommendation.
    pub origin: String,
    /// The number of leaves.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
    /// Lines another log added; our own has none.
    pub extensions: Vec<String>,
}

/// Why a checkpoint was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The note around it is malformed or not signed as it must be.
    #[error(transparent)]
    Note(#[from] note::Error),
    /// It is of another log.
    #[error("the checkpoint is of {found:?}, not of {expected:?}")]
    Origin {
        /// The log that was asked for.
        expected: String,
        /// The log it names.
        found: String,
    },
    /// A line is missing or not written as it must be.
    #[error("line {line} of the checkpoint is not {part}")]
    Line {
        /// The line, from 1.
        line: usize,
        /// What the line should be.
        part: &'static str,
    },
    /// More than [`MAX_EXTENSIONS`].
    #[error("the checkpoint has {found} extension lines, more than {MAX_EXTENSIONS}")]
    TooManyExtensions {
        /// How many.
        found: usize,
    },
}

impl Error {
    /// Says whose fault this is.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Note(error) => error.fault(),
            Self::Origin { .. } => Fault::NotTrusted,
            Self::Line { .. } | Self::TooManyExtensions { .. } => Fault::Malformed,
        }
    }
}

impl Checkpoint {
    /// Reads the text of a checkpoint, without signatures.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let missing = |line, part| Error::Line { line, part };
        let mut lines = text
            .strip_suffix('\n')
            .ok_or_else(|| missing(1, "ended by a newline"))?
            .split('\n');
        let mut next = |line, part| {
            lines
                .next()
                .filter(|text| !text.is_empty())
                .ok_or_else(|| missing(line, part))
        };
        let origin = next(1, "an origin")?.to_owned();
        let size = next(2, "a tree size")
            .and_then(|text| from_decimal(text).ok_or_else(|| missing(2, "a tree size")))?;
        let root = next(3, "a root hash")
            .and_then(|text| text.parse().map_err(|_| missing(3, "a root hash")))?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if let Some(empty) = extensions.iter().position(String::is_empty) {
            return Err(missing(4 + empty, "an extension"));
        }
        if extensions.len() > MAX_EXTENSIONS {
            return Err(Error::TooManyExtensions {
                found: extensions.len(),
            });
        }
        Ok(Self {
            origin,
            size,
            root,
            extensions,
        })
    }

    /// Writes and signs the checkpoint; refuses to sign another log's.
    pub fn sign(&self, key: &SigningKey) -> Result<String, Error> {
        self.expect_origin(key.verifier().name())?;
        Ok(note::sign(&self.to_string(), &[key])?)
    }

    /// Opens the signed checkpoint of the log that this key belongs to.
    ///
    /// `witnesses` are further keys whose signatures, where there are any, must hold.
    pub fn open(
        note: &[u8],
        log: &VerifierKey,
        witnesses: &[&VerifierKey],
        unknown: Unknown,
    ) -> Result<Self, Error> {
        let note = note::Note::parse(note)?;
        let mut keys = vec![log];
        keys.extend(witnesses);
        let signers = note.verify(&keys, unknown)?;
        if !signers
            .iter()
            .any(|signer| signer.name == log.name() && signer.id == log.id())
        {
            return Err(note::Error::NotSigned.into());
        }
        let checkpoint = Self::parse(note.text)?;
        checkpoint.expect_origin(log.name())?;
        Ok(checkpoint)
    }

    fn expect_origin(&self, expected: &str) -> Result<(), Error> {
        if self.origin == expected {
            return Ok(());
        }
        Err(Error::Origin {
            expected: expected.to_owned(),
            found: self.origin.clone(),
        })
    }
}

impl fmt::Display for Checkpoint {
    /// Writes the text that is signed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}\n", self.origin, self.size, self.root)?;
        self.extensions
            .iter()
            .try_for_each(|line| writeln!(f, "{line}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::EMPTY_ROOT;

    fn sample() -> Checkpoint {
        Checkpoint {
            origin: "log.example.org".into(),
            size: 0,
            root: EMPTY_ROOT,
            extensions: Vec::new(),
        }
    }

    #[test]
    fn signed_and_opened() {
        let key = SigningKey::from_seed("log.example.org", &[1; 32]).expect("a good name");
        let note = sample().sign(&key).expect("our own log");
        assert_eq!(
            Checkpoint::open(note.as_bytes(), &key.verifier(), &[], Unknown::Refuse),
            Ok(sample())
        );
        let other = SigningKey::from_seed("other.example.org", &[1; 32]).expect("a good name");
        assert!(matches!(sample().sign(&other), Err(Error::Origin { .. })));
        // A note that a trusted key signed is still not a checkpoint of that key's log.
        let foreign = note::sign(&sample().to_string(), &[&other]).expect("text");
        let refused = Checkpoint::open(foreign.as_bytes(), &other.verifier(), &[], Unknown::Ignore);
        assert!(matches!(refused, Err(Error::Origin { .. })));
        // A witness alone does not speak for the log.
        let refused = Checkpoint::open(
            foreign.as_bytes(),
            &key.verifier(),
            &[&other.verifier()],
            Unknown::Ignore,
        );
        assert_eq!(refused, Err(note::Error::NotSigned.into()));
    }

    #[test]
    fn text_reads_back_and_has_one_spelling() {
        let mut checkpoint = sample();
        checkpoint.extensions = vec!["more".into(); MAX_EXTENSIONS];
        assert_eq!(
            Checkpoint::parse(&checkpoint.to_string()),
            Ok(checkpoint.clone())
        );
        checkpoint.extensions.push("one too many".into());
        assert_eq!(
            Checkpoint::parse(&checkpoint.to_string()),
            Err(Error::TooManyExtensions { found: 17 })
        );
        let root = EMPTY_ROOT;
        for (bad, line) in [
            (String::new(), 1),
            (format!("\n0\n{root}\n"), 1),
            (format!("a\n00\n{root}\n"), 2),
            (format!("a\n0x1\n{root}\n"), 2),
            (format!("a\n-1\n{root}\n"), 2),
            (format!("a\n1 \n{root}\n"), 2),
            ("a\n1\n".into(), 3),
            (format!("a\n1\n{root}=\n"), 3),
            (format!("a\n1\n{root}\n\n"), 4),
            (format!("a\n1\n{root}\nb\n\n"), 5),
        ] {
            assert!(
                matches!(Checkpoint::parse(&bad), Err(Error::Line { line: at, .. }) if at == line),
                "{bad:?}"
            );
        }
    }
}
