use std::{fmt, str::FromStr};

/// How records are written.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Format {
    /// Comma-separated values with a header (RFC 4180).
    Csv,
    /// JSON objects.
    Json,
    /// `Master.csv` of Asterisk.
    Asterisk,
    /// `Master.csv` of FreeSWITCH.
    FreeSwitchCsv,
    /// `mod_json_cdr` of FreeSWITCH.
    FreeSwitchJson,
    /// Requests to the charging function (3GPP TS 32.291).
    Charging,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 6] = [
        Self::Csv,
        Self::Json,
        Self::Asterisk,
        Self::FreeSwitchCsv,
        Self::FreeSwitchJson,
        Self::Charging,
    ];

    /// Returns the word that stands for this format in configuration and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Asterisk => "asterisk",
            Self::FreeSwitchCsv => "freeswitch-csv",
            Self::FreeSwitchJson => "freeswitch-json",
            Self::Charging => "charging",
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

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.into_iter();
        all.find(|format| format.as_str() == word)
            .ok_or_else(|| watchbell_model::Error::Unknown {
                what: "format of records",
                value: word.chars().take(watchbell_model::Error::SHOWN).collect(),
                expected: "csv json asterisk freeswitch-csv freeswitch-json charging",
            })
    }
}
