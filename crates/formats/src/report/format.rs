use std::{fmt, str::FromStr};

use super::whole;

/// How reports are written in a file.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Format {
    /// One JSON object a line, or one array of objects.
    Json,
    /// Comma-separated values with a header (RFC 4180).
    Csv,
    /// Tab-separated values with a header, without quoting.
    Tsv,
    /// A complaint in a mail, or a mailbox file of them: ARF (RFC 5965) or X-ARF.
    Arf,
    /// X-ARF in JSON: one report, several one after another, or an array of them.
    Xarf,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::Json, Self::Csv, Self::Tsv, Self::Arf, Self::Xarf];

    /// Returns the word that stands for this format on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Arf => "arf",
            Self::Xarf => "xarf",
        }
    }

    /// Returns the format that a file name's extension speaks of.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" | "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            "eml" | "arf" | "mbox" => Some(Self::Arf),
            "xarf" => Some(Self::Xarf),
            _ => None,
        }
    }

    /// Returns the format that the first bytes look like: `{` or `[` is JSON,
    /// a field of a mail's header ARF, a first line with a tab TSV, anything else CSV.
    pub(super) fn of_bytes(bytes: &[u8]) -> Self {
        match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'{' | b'[') => Self::Json,
            _ if whole::is_mail(bytes) => Self::Arf,
            _ => {
                let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
                if bytes[..end].contains(&b'\t') {
                    Self::Tsv
                } else {
                    Self::Csv
                }
            }
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Format {
    type Err = watchbell_model::Error;

    /// Reads `json`, `jsonl`, `ndjson`, `csv`, `tsv`, `arf`, `eml` or `xarf`.
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "json" | "jsonl" | "ndjson" => Ok(Self::Json),
            "csv" => Ok(Self::Csv),
            "tsv" => Ok(Self::Tsv),
            "arf" | "eml" => Ok(Self::Arf),
            "xarf" => Ok(Self::Xarf),
            _ => Err(watchbell_model::Error::Unknown {
                what: "input format",
                value: word.chars().take(watchbell_model::Error::SHOWN).collect(),
                expected: "json csv tsv arf xarf",
            }),
        }
    }
}
