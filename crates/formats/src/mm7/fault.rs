//! Faults of SOAP (SOAP 1.1, section 4.4).

use super::{Body, Dialect, Error, Message, Status};

/// Whose fault it is that a message was not understood.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum FaultCode {
    /// The message is wrong.
    Client,
    /// The server failed.
    Server,
    /// The version of SOAP is not known.
    VersionMismatch,
    /// Something that has to be understood was not.
    MustUnderstand,
    /// A code that is on no list.
    Other(String),
}

impl FaultCode {
    pub(super) fn of(code: &str) -> Self {
        let local = code.rsplit(':').next().unwrap_or_default().trim();
        match local {
            // SOAP 1.2 calls them by who is at fault.
            "Client" | "Sender" => Self::Client,
            "Server" | "Receiver" => Self::Server,
            "VersionMismatch" => Self::VersionMismatch,
            "MustUnderstand" => Self::MustUnderstand,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Returns its name in SOAP 1.1.
    pub fn name(&self) -> &str {
        match self {
            Self::Client => "Client",
            Self::Server => "Server",
            Self::VersionMismatch => "VersionMismatch",
            Self::MustUnderstand => "MustUnderstand",
            Self::Other(code) => code,
        }
    }
}

/// A message was not understood.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fault {
    /// Whose fault it is.
    pub code: FaultCode,
    /// What is wrong, in words.
    pub text: String,
    /// The same as a code of MM7.
    pub status: Option<Status>,
}

impl Fault {
    /// Returns what answers a message that cannot be understood, in SOAP 1.1 and release 6. It says what is
    /// wrong and where, and nothing of what was sent but its beginning.
    pub fn of(error: &Error) -> Message {
        let is_version = matches!(error, Error::Root { .. });
        let is_operation = matches!(error, Error::Kind { .. });
        let code = match (is_version, is_operation) {
            (true, _) => FaultCode::VersionMismatch,
            _ => FaultCode::Client,
        };
        let status = if is_operation {
            Status::UNSUPPORTED_OPERATION
        } else {
            Status::FORMAT_CORRUPT
        };
        Message {
            dialect: Dialect::default(),
            transaction_id: None,
            version: None,
            body: Body::Fault(Self {
                code,
                text: error.to_string(),
                status: Some(Status::of(status)),
            }),
        }
    }
}
