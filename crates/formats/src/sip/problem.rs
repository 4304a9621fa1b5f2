//! What can be wrong with a message.

use super::{Grade, Wrong};

/// What is wrong with a message or a value.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each is said in words")]
pub enum Problem {
    #[error("there is no message")]
    Empty,
    #[error("the first line is neither that of a request nor that of a response")]
    StartLine,
    #[error("the parts of the first line are not parted by one space each")]
    StartLineBlanks,
    #[error("the method is no token")]
    Method,
    #[error("the version of SIP is not 2.0")]
    Version,
    #[error("the status is not from 100 to 699")]
    StatusCode,
    #[error("the line is no header: a name and a colon")]
    HeaderLine,
    #[error("a control character stands where none may")]
    Control,
    #[error("the headers are longer than is read")]
    HeadLong,
    #[error("there are more headers than are read")]
    HeadersMany,
    #[error("the body is longer than is read")]
    BodyLong,
    #[error("the URI has no scheme")]
    Scheme,
    #[error("the URI of a request stands in angle brackets")]
    UriBrackets,
    #[error("there are blanks within the URI")]
    UriBlank,
    #[error("the URI has headers where it may have none")]
    UriHeaders,
    #[error("a URI with a question mark or a comma has to stand in angle brackets")]
    UriBare,
    #[error("a character has to be escaped in a URI")]
    UriChar,
    #[error("a percent sign is not followed by two hexadecimal digits")]
    Escape,
    #[error("this is no host")]
    Host,
    #[error("this is no port")]
    Port,
    #[error("this is no telephone number")]
    Tel,
    #[error("angle brackets do not match")]
    Brackets,
    #[error("a quoted string does not end")]
    Quote,
    #[error("a name with other signs than those of tokens has to be quoted")]
    DisplayName,
    #[error("this is no parameter")]
    Param,
    #[error("something follows the value")]
    Trailing,
    #[error("this is not a protocol, its version and a transport")]
    SentProtocol,
    #[error("this is no whole number")]
    Number,
    #[error("the number is larger than it may be")]
    NumberLarge,
    #[error("the method is another than that of the request")]
    CSeqMethod,
    #[error("this is no Call-ID")]
    CallId,
    #[error("this is no date of RFC 1123 in GMT")]
    Date,
    #[error("this is no type and subtype")]
    ContentType,
    #[error("the body is shorter than Content-Length says")]
    ContentShort,
    #[error("this is no token")]
    Token,
    #[error("this is not a code of three digits, an agent and a quoted text")]
    Warning,
    #[error("a header that every message needs is missing")]
    Missing,
    #[error("a header that may come once comes again")]
    Repeated,
    #[error("there is a body without its type")]
    TypeMissing,
    #[error("the method is not served here")]
    MethodUnknown,
    #[error("the scheme of the request's URI is not served here")]
    SchemeUnknown,
    #[error("an extension that is required is not supported")]
    ExtensionUnknown,
    #[error("a body of this type is not understood")]
    TypeUnknown,
    #[error("a body of this encoding is not understood")]
    EncodingUnknown,
    #[error("no type that is accepted can be answered with")]
    AcceptNothing,
    #[error("the same request came on another way")]
    Merged,
    #[error("there is no such call or transaction")]
    NoDialog,
    #[error("there are as many calls as can be served")]
    Busy,
    #[error("lines do not end with carriage return and line feed")]
    LineEnd,
    #[error("no blank line ends the headers")]
    BlankLineMissing,
    #[error("the headers are not UTF-8")]
    NotUtf8,
    #[error("the last line end of the body is missing")]
    BodyCut,
    #[error("more follows the body than Content-Length says")]
    ContentLong,
    #[error("a blank stands before the sign that ends a user or a password")]
    UserBlank,
    #[error("quotes within a quoted string are doubled, not escaped")]
    QuoteDoubled,
    #[error("a Call-ID has a sign that it may not have")]
    CallIdChar,
    #[error("the value of a header beyond RFC 3261 is not understood")]
    Extension,
}

impl Problem {
    pub(super) const fn at(self, at: usize) -> Wrong {
        Wrong { problem: self, at }
    }

    /// Returns a code that is the same in every release: `sip/cseq-method`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "sip/empty",
            Self::StartLine => "sip/start-line",
            Self::StartLineBlanks => "sip/start-line-blanks",
            Self::Method => "sip/method",
            Self::Version => "sip/version",
            Self::StatusCode => "sip/status-code",
            Self::HeaderLine => "sip/header-line",
            Self::Control => "sip/control-character",
            Self::HeadLong => "sip/head-long",
            Self::HeadersMany => "sip/headers-many",
            Self::BodyLong => "sip/body-long",
            Self::Scheme => "sip/uri-scheme",
            Self::UriBrackets => "sip/request-uri-brackets",
            Self::UriBlank => "sip/uri-blank",
            Self::UriHeaders => "sip/uri-headers",
            Self::UriBare => "sip/uri-bare",
            Self::UriChar => "sip/uri-character",
            Self::Escape => "sip/uri-escape",
            Self::Host => "sip/host",
            Self::Port => "sip/port",
            Self::Tel => "sip/tel",
            Self::Brackets => "sip/angle-brackets",
            Self::Quote => "sip/quoted-string",
            Self::DisplayName => "sip/display-name",
            Self::Param => "sip/parameter",
            Self::Trailing => "sip/trailing",
            Self::SentProtocol => "sip/sent-protocol",
            Self::Number => "sip/number",
            Self::NumberLarge => "sip/number-large",
            Self::CSeqMethod => "sip/cseq-method",
            Self::CallId => "sip/call-id",
            Self::Date => "sip/date",
            Self::ContentType => "sip/content-type",
            Self::ContentShort => "sip/content-short",
            Self::Token => "sip/token",
            Self::Warning => "sip/warning",
            Self::Missing => "sip/header-missing",
            Self::Repeated => "sip/header-repeated",
            Self::TypeMissing => "sip/content-type-missing",
            Self::MethodUnknown => "sip/method-unknown",
            Self::SchemeUnknown => "sip/scheme-unknown",
            Self::ExtensionUnknown => "sip/extension-unknown",
            Self::TypeUnknown => "sip/content-type-unknown",
            Self::EncodingUnknown => "sip/content-encoding-unknown",
            Self::AcceptNothing => "sip/accept-nothing",
            Self::Merged => "sip/merged-request",
            Self::NoDialog => "sip/no-dialog",
            Self::Busy => "sip/busy",
            Self::LineEnd => "sip/line-end",
            Self::BlankLineMissing => "sip/blank-line-missing",
            Self::NotUtf8 => "sip/not-utf-8",
            Self::BodyCut => "sip/body-cut",
            Self::ContentLong => "sip/content-long",
            Self::UserBlank => "sip/user-blank",
            Self::QuoteDoubled => "sip/quote-doubled",
            Self::CallIdChar => "sip/call-id-character",
            Self::Extension => "sip/extension-header",
        }
    }

    /// Returns how much it weighs.
    pub const fn grade(self) -> Grade {
        match self {
            Self::Missing
            | Self::Repeated
            | Self::TypeMissing
            | Self::MethodUnknown
            | Self::SchemeUnknown
            | Self::ExtensionUnknown
            | Self::TypeUnknown
            | Self::EncodingUnknown
            | Self::AcceptNothing
            | Self::Merged
            | Self::NoDialog
            | Self::Busy => Grade::Refused,
            Self::LineEnd
            | Self::BlankLineMissing
            | Self::NotUtf8
            | Self::BodyCut
            | Self::ContentLong
            | Self::UserBlank
            | Self::QuoteDoubled
            | Self::CallIdChar
            | Self::Extension => Grade::Odd,
            _ => Grade::Malformed,
        }
    }

    /// Returns the status that a server answers a request with; 400 where nothing else fits
    /// (RFC 3261, section 21.4).
    pub const fn status(self) -> u16 {
        match self {
            Self::MethodUnknown => 405,
            Self::AcceptNothing => 406,
            Self::TypeUnknown | Self::EncodingUnknown => 415,
            Self::SchemeUnknown => 416,
            Self::ExtensionUnknown => 420,
            Self::NoDialog => 481,
            Self::Merged => 482,
            Self::Busy => 503,
            Self::Version => 505,
            Self::HeadLong | Self::HeadersMany | Self::BodyLong => 513,
            _ => 400,
        }
    }
}
