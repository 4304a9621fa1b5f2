//! What became of a request (clause 8.4.4, `X-Mms-Request-Status-Code`).

/// What became of a request.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Status {
    /// It was taken.
    #[default]
    Ok,
    /// It was not, for a reason that is not said.
    Unspecified,
    /// It is not allowed.
    ServiceDenied,
    /// It cannot be understood.
    MessageFormatCorrupt,
    /// An address in it is not known.
    AddressUnresolved,
    /// What it is about is not known.
    MessageNotFound,
    /// It was not, because of the network.
    NetworkProblem,
    /// What is in it is not accepted.
    ContentNotAccepted,
    /// Its kind is not known.
    UnsupportedMessage,
    /// A word that is on no list.
    Other(String),
}

const WORDS: &[(Status, &str)] = &[
    (Status::Ok, "Ok"),
    (Status::Unspecified, "Error-unspecified"),
    (Status::ServiceDenied, "Error-service-denied"),
    (Status::MessageFormatCorrupt, "Error-message-format-corrupt"),
    (
        Status::AddressUnresolved,
        "Error-sending-address-unresolved",
    ),
    (Status::MessageNotFound, "Error-message-not-found"),
    (Status::NetworkProblem, "Error-network-problem"),
    (Status::ContentNotAccepted, "Error-content-not-accepted"),
    (Status::UnsupportedMessage, "Error-unsupported-message"),
];

impl Status {
    pub(super) fn of(word: &str) -> Self {
        let found = WORDS.iter().find(|(_, own)| own.eq_ignore_ascii_case(word));
        found.map_or_else(
            || Self::Other(word.to_owned()),
            |(status, _)| status.clone(),
        )
    }

    /// Returns its word.
    pub fn word(&self) -> &str {
        if let Self::Other(word) = self {
            return word;
        }
        let found = WORDS.iter().find(|(status, _)| status == self);
        found.map_or("", |(_, word)| *word)
    }
}
