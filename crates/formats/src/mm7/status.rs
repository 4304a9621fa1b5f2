//! What became of a request (clause 8.7.6, codes from memory: the first digit says whose fault it is).

/// What became of a request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Status {
    /// 1xxx it worked, 2xxx the request is wrong, 3xxx the server failed, 4xxx the service refuses.
    pub code: u16,
    /// The same in words.
    pub text: String,
    /// What else there is to say.
    pub details: Option<String>,
}

const CODES: &[(u16, &str)] = &[
    (1000, "Success"),
    (1100, "Partial success"),
    (2000, "Client error"),
    (2001, "Operation restricted"),
    (2002, "Address error"),
    (2003, "Address not found"),
    (2004, "Multimedia content refused"),
    (2005, "Message ID not found"),
    (2006, "LinkedID not found"),
    (2007, "Message format corrupt"),
    (2008, "Application ID not found"),
    (2009, "Reply application ID not found"),
    (3000, "Server error"),
    (3001, "Not possible"),
    (3002, "Message rejected"),
    (3003, "Multiple addresses not supported"),
    (3004, "Application addressing not supported"),
    (4000, "General service error"),
    (4001, "Improper identification"),
    (4002, "Unsupported version"),
    (4003, "Unsupported operation"),
    (4004, "Validation error"),
    (4005, "Service error"),
    (4006, "Service unavailable"),
    (4007, "Service denied"),
];

impl Status {
    /// It worked.
    pub const SUCCESS: u16 = 1000;
    /// What is in the message is not accepted.
    pub const CONTENT_REFUSED: u16 = 2004;
    /// The message cannot be understood.
    pub const FORMAT_CORRUPT: u16 = 2007;
    /// The message is not taken.
    pub const REJECTED: u16 = 3002;
    /// What is asked for is not known.
    pub const UNSUPPORTED_OPERATION: u16 = 4003;
    /// There is no room now.
    pub const UNAVAILABLE: u16 = 4006;
    /// Who asks may not.
    pub const DENIED: u16 = 4007;

    /// Returns the status of a code, in the words that the specification has for it.
    pub fn of(code: u16) -> Self {
        let known = CODES.iter().find(|(known, _)| *known == code);
        let class = || CODES.iter().find(|(known, _)| *known == code / 1000 * 1000);
        let text = known.or_else(class).map_or("Unknown", |(_, text)| *text);
        Self {
            code,
            text: text.to_owned(),
            details: None,
        }
    }

    /// Returns it with something else to say.
    #[must_use]
    pub fn with(mut self, details: &str) -> Self {
        self.details = Some(details.to_owned());
        self
    }

    /// Whether the request was taken, at least in part.
    pub const fn is_success(&self) -> bool {
        self.code / 1000 == 1
    }
}
