use std::{fmt, net::IpAddr};

use watchbell_model::Time;

/// A report of abuse.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Feedback {
    /// The message that carries it.
    pub letter: Letter,
    /// What it says to people (section 2, c).
    pub text: String,
    /// What the complaint is (section 3.1).
    pub feedback_type: FeedbackType,
    /// What made the report (section 3.1).
    pub user_agent: String,
    /// The version of the format (section 3.1).
    pub version: String,
    /// The envelope's identity (section 3.2).
    pub original_envelope_id: Option<String>,
    /// The envelope's sender, without brackets (section 3.2).
    pub original_mail_from: Option<String>,
    /// When the message arrived (section 3.2).
    pub arrival_date: Option<Time>,
    /// Who took the message in (section 3.2).
    pub reporting_mta: Option<String>,
    /// The address it came from (section 3.2).
    pub source_ip: Option<IpAddr>,
    /// The port it came from (RFC 6692, section 3).
    pub source_port: Option<u16>,
    /// How many messages this stands for (section 3.2).
    pub incidents: Option<u64>,
    /// What was found out about the sender (section 3.3).
    pub authentication_results: Vec<String>,
    /// The envelope's recipients, without brackets (section 3.3).
    pub original_rcpt_to: Vec<String>,
    /// Domain names that it is about (section 3.3).
    pub reported_domain: Vec<String>,
    /// URIs that it is about (section 3.3).
    pub reported_uri: Vec<String>,
    /// How authentication failed (RFC 6591).
    pub authentication: Authentication,
    /// Other fields, and such whose value is not understood, in their order (section 6).
    pub extensions: Vec<(String, String)>,
    /// What it is about, where it is there (section 2, e).
    pub original: Option<Original>,
}

/// The header of a message that carries a report (RFC 5322, section 3.6).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Letter {
    /// The address it comes from.
    pub from: Option<String>,
    /// The address it goes to.
    pub to: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// When it was written.
    pub date: Option<Time>,
    /// Its identity, without brackets.
    pub message_id: Option<String>,
}

/// How authentication failed (RFC 6591, section 3.2).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Authentication {
    /// Which check failed (section 3.2.1).
    pub failure: Option<String>,
    /// What became of the message (section 3.2.2).
    pub delivery_result: Option<String>,
    /// Which identities agreed (RFC 7489, section 7.3.1).
    pub identity_alignment: Option<String>,
    /// The domain that signed (section 3.2.3).
    pub dkim_domain: Option<String>,
    /// Who signed (section 3.2.3).
    pub dkim_identity: Option<String>,
    /// The selector of the key (section 3.2.3).
    pub dkim_selector: Option<String>,
    /// The header as it was signed, in base64 (section 3.2.4).
    pub dkim_canonicalized_header: Option<String>,
    /// The body as it was signed, in base64 (section 3.2.4).
    pub dkim_canonicalized_body: Option<String>,
    /// The signing practices that were looked up (section 3.2.5).
    pub dkim_adsp_dns: Option<String>,
    /// The records of senders that were looked up (section 3.2.6).
    pub spf_dns: Vec<String>,
}

/// The message that a report is about, or its header alone.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Original {
    /// The message as it came, byte for byte.
    pub message: Vec<u8>,
    /// It is the header alone (`text/rfc822-headers`, RFC 6522, section 4).
    pub is_header: bool,
}

impl Original {
    /// Returns what a field of its header says, its encoded words read.
    pub fn field(&self, name: &str) -> Option<String> {
        let entity = crate::mime::Entity::of_message(&self.message).ok()?;
        let value = crate::mime::unstructured(entity.field(name)?.raw);
        Some(value).filter(|value| !value.is_empty())
    }

    /// Returns the first address that a field of its header names.
    pub fn address(&self, name: &str) -> Option<String> {
        let entity = crate::mime::Entity::of_message(&self.message).ok()?;
        crate::mime::address(entity.field(name)?.raw)
    }

    /// Returns its text; nothing where there is the header alone.
    pub fn text(&self) -> Option<String> {
        if self.is_header {
            return None;
        }
        crate::mime::text_of_message(&self.message).1
    }
}

/// What a complaint is (section 7.3; RFC 6591, section 3.1; RFC 6430, section 3).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum FeedbackType {
    /// Unsolicited mail or another abuse of mail.
    Abuse,
    /// Fraud or phishing.
    Fraud,
    /// A virus was found.
    Virus,
    /// Anything else.
    #[default]
    Other,
    /// The message is wanted after all.
    NotSpam,
    /// Authentication failed.
    AuthFailure,
    /// The recipient wants no more of these.
    OptOut,
    /// The report is in X-ARF, in a further part.
    Xarf,
    /// A word that is not on the list.
    Extended(String),
}

impl FeedbackType {
    const LISTED: [Self; 8] = [
        Self::Abuse,
        Self::Fraud,
        Self::Virus,
        Self::Other,
        Self::NotSpam,
        Self::AuthFailure,
        Self::OptOut,
        Self::Xarf,
    ];

    /// Reads a word in any case.
    pub fn new(word: &str) -> Self {
        let mut listed = Self::LISTED.into_iter();
        listed
            .find(|kind| kind.as_str().eq_ignore_ascii_case(word))
            .unwrap_or_else(|| Self::Extended(word.to_owned()))
    }

    /// Returns its word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Abuse => "abuse",
            Self::Fraud => "fraud",
            Self::Virus => "virus",
            Self::Other => "other",
            Self::NotSpam => "not-spam",
            Self::AuthFailure => "auth-failure",
            Self::OptOut => "opt-out",
            Self::Xarf => "xarf",
            Self::Extended(word) => word,
        }
    }
}

impl fmt::Display for FeedbackType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
