//! Methods of requests.

use std::fmt;

use super::scan::is_word;

/// What a request asks for.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Method {
    /// To begin a call, or to change it (RFC 3261, section 13).
    Invite,
    /// To confirm the final answer to an INVITE (section 13).
    Ack,
    /// To end a call (section 15).
    Bye,
    /// To give an INVITE up (section 9).
    Cancel,
    /// What a server can do (section 11).
    Options,
    /// Where a user is (section 10).
    Register,
    /// Something within a call (RFC 6086).
    Info,
    /// Any other; a token, its case kept.
    Other(String),
}

static KNOWN: [(&str, Method); 7] = [
    ("INVITE", Method::Invite),
    ("ACK", Method::Ack),
    ("BYE", Method::Bye),
    ("CANCEL", Method::Cancel),
    ("OPTIONS", Method::Options),
    ("REGISTER", Method::Register),
    ("INFO", Method::Info),
];

impl Method {
    /// Reads a method, which is a token whose case matters; nothing where it is none.
    pub fn read(text: &str) -> Option<Self> {
        let known = KNOWN.iter().find(|(word, _)| *word == text);
        if let Some((_, method)) = known {
            return Some(method.clone());
        }
        is_word(text).then(|| Self::Other(text.to_owned()))
    }

    /// Returns the method as it is written.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Invite => "INVITE",
            Self::Ack => "ACK",
            Self::Bye => "BYE",
            Self::Cancel => "CANCEL",
            Self::Options => "OPTIONS",
            Self::Register => "REGISTER",
            Self::Info => "INFO",
            Self::Other(word) => word,
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
