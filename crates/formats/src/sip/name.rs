//! Names of headers, and their compact forms (RFC 3261, section 7.3.3).

use std::{fmt, hash};

use super::scan::is_word;

/// The name of a header: case does not matter, and compact forms are the same name.
#[derive(Clone, Debug)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each is the header of its name")]
pub enum Name {
    Accept,
    AcceptContact,
    AcceptEncoding,
    AcceptLanguage,
    AlertInfo,
    Allow,
    AllowEvents,
    Authorization,
    CallId,
    CallInfo,
    Contact,
    ContentDisposition,
    ContentEncoding,
    ContentLanguage,
    ContentLength,
    ContentType,
    CSeq,
    Date,
    Diversion,
    Event,
    Expires,
    From,
    HistoryInfo,
    Identity,
    InfoPackage,
    MaxForwards,
    MimeVersion,
    MinExpires,
    PAssertedIdentity,
    PPreferredIdentity,
    Privacy,
    ProxyAuthorization,
    ProxyRequire,
    Reason,
    RecordRoute,
    RecvInfo,
    ReferTo,
    ReferredBy,
    RejectContact,
    RemotePartyId,
    RequestDisposition,
    Require,
    RetryAfter,
    Route,
    Server,
    SessionExpires,
    Subject,
    Supported,
    Timestamp,
    To,
    Unsupported,
    UserAgent,
    Via,
    Warning,
    /// Any other; a token, its case kept.
    Other(String),
}

/// Every name with its compact form, if it has one (registry of IANA).
static KNOWN: [(&str, &str, Name); 54] = [
    ("Via", "v", Name::Via),
    ("From", "f", Name::From),
    ("To", "t", Name::To),
    ("Call-ID", "i", Name::CallId),
    ("CSeq", "", Name::CSeq),
    ("Contact", "m", Name::Contact),
    ("Max-Forwards", "", Name::MaxForwards),
    ("Content-Type", "c", Name::ContentType),
    ("Content-Length", "l", Name::ContentLength),
    ("Allow", "", Name::Allow),
    ("Supported", "k", Name::Supported),
    ("User-Agent", "", Name::UserAgent),
    ("Route", "", Name::Route),
    ("Record-Route", "", Name::RecordRoute),
    ("P-Asserted-Identity", "", Name::PAssertedIdentity),
    ("P-Preferred-Identity", "", Name::PPreferredIdentity),
    ("Remote-Party-ID", "", Name::RemotePartyId),
    ("Privacy", "", Name::Privacy),
    ("Identity", "y", Name::Identity),
    ("Date", "", Name::Date),
    ("Reason", "", Name::Reason),
    ("Require", "", Name::Require),
    ("Proxy-Require", "", Name::ProxyRequire),
    ("Unsupported", "", Name::Unsupported),
    ("Accept", "", Name::Accept),
    ("Accept-Contact", "a", Name::AcceptContact),
    ("Accept-Encoding", "", Name::AcceptEncoding),
    ("Accept-Language", "", Name::AcceptLanguage),
    ("Alert-Info", "", Name::AlertInfo),
    ("Allow-Events", "u", Name::AllowEvents),
    ("Authorization", "", Name::Authorization),
    ("Call-Info", "", Name::CallInfo),
    ("Content-Disposition", "", Name::ContentDisposition),
    ("Content-Encoding", "e", Name::ContentEncoding),
    ("Content-Language", "", Name::ContentLanguage),
    ("Diversion", "", Name::Diversion),
    ("Event", "o", Name::Event),
    ("Expires", "", Name::Expires),
    ("History-Info", "", Name::HistoryInfo),
    ("Info-Package", "", Name::InfoPackage),
    ("MIME-Version", "", Name::MimeVersion),
    ("Min-Expires", "", Name::MinExpires),
    ("Proxy-Authorization", "", Name::ProxyAuthorization),
    ("Recv-Info", "", Name::RecvInfo),
    ("Refer-To", "r", Name::ReferTo),
    ("Referred-By", "b", Name::ReferredBy),
    ("Reject-Contact", "j", Name::RejectContact),
    ("Request-Disposition", "d", Name::RequestDisposition),
    ("Retry-After", "", Name::RetryAfter),
    ("Server", "", Name::Server),
    ("Session-Expires", "x", Name::SessionExpires),
    ("Subject", "s", Name::Subject),
    ("Timestamp", "", Name::Timestamp),
    ("Warning", "", Name::Warning),
];

impl Name {
    /// Reads a name or its compact form; nothing where it is no token.
    pub fn read(text: &str) -> Option<Self> {
        let is_it = |(name, compact, _): &&(&str, &str, Self)| {
            text.eq_ignore_ascii_case(if text.len() == 1 { compact } else { name })
        };
        if let Some((_, _, name)) = KNOWN.iter().find(is_it) {
            return Some(name.clone());
        }
        is_word(text).then(|| Self::Other(text.to_owned()))
    }

    /// Returns the name in its long form.
    pub fn as_str(&self) -> &str {
        if let Self::Other(name) = self {
            return name;
        }
        let known = KNOWN.iter().find(|(_, _, name)| name == self);
        known.map_or("", |(text, _, _)| text)
    }

    /// Tells whether a message may have at most one such header, with one value.
    pub(super) const fn is_single(&self) -> bool {
        matches!(
            self,
            Self::CallId
                | Self::CSeq
                | Self::From
                | Self::To
                | Self::MaxForwards
                | Self::ContentType
                | Self::ContentLength
                | Self::ContentDisposition
                | Self::Date
                | Self::Expires
                | Self::MinExpires
                | Self::MimeVersion
                | Self::RetryAfter
                | Self::Subject
                | Self::Timestamp
                | Self::Event
        )
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Other(one), Self::Other(other)) => one.eq_ignore_ascii_case(other),
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

impl Eq for Name {}

impl hash::Hash for Name {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        if let Self::Other(name) = self {
            name.to_ascii_lowercase().hash(state);
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
