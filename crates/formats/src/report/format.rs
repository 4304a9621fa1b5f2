use std::{fmt, str::FromStr};

/// How reports are written in a file.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Format {
    /// One JSON object a line, or one array of objects.
    Json,
    /// Comma-separated values with a header (RFC 4180).
    Csv,
    /// Tab-separated values with a header, without quoting.
    Tsv,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Json, Self::Csv, Self::Tsv];

    /// Returns the word that stands for this format on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
        }
    }

    /// Returns the format that a file name's extension speaks of.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" | "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            _ => None,
        }
    }

    /// Returns the format that the first bytes look like: `{` or `[` is JSON,
    /// a first line with a tab is TSV, anything else CSV.
    pub(super) fn of_bytes(bytes: &[u8]) -> Self {
        match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'{' | b'[') => Self::Json,
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

    /// Reads `json`, `jsonl`, `ndjson`, `csv` or `tsv`.
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "json" | "jsonl" | "ndjson" => Ok(Self::Json),
            "csv" => Ok(Self::Csv),
            "tsv" => Ok(Self::Tsv),
            _ => Err(watchbell_model::Error::Unknown {
                what: "input format",
                value: word.chars().take(watchbell_model::Error::SHOWN).collect(),
                expected: "json csv tsv",
            }),
        }
    }
}
