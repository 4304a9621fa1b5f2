use std::fmt;

/// Why an Identity header says nothing.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Why {
    /// There is no Identity header.
    Missing,
    /// The header is past a bound.
    TooLong,
    /// The header is not of the grammar of RFC 8224, section 4.
    HeaderSyntax,
    /// A parameter of the header differs from the token.
    HeaderMismatch,
    /// `x5u`, or `info`, is no `https` address, or they differ.
    Info,
    /// The token is not of the form of JWS (RFC 7515, section 7.1).
    TokenSyntax,
    /// The header or the claims of the token are no JSON, or hold a member twice.
    Json,
    /// The token is of another type than `passport`.
    TokenType,
    /// The algorithm is not ES256.
    Algorithm,
    /// The token needs an extension that is not known here.
    Extension,
    /// A claim is missing, or not what it has to be.
    Claim,
    /// The token was issued too long ago, or will be.
    Stale,
    /// The call is of another caller.
    Orig,
    /// The call is to somebody else.
    Dest,
    /// There is no certificate to verify with.
    CertificateMissing,
    /// The certificate cannot be read.
    CertificateSyntax,
    /// The certificate's key is of another kind.
    CertificateKey,
    /// The certificate must not be used so.
    CertificateUsage,
    /// No path leads to a root that is trusted.
    Untrusted,
    /// The time of a certificate is over, or has not come.
    Expired,
    /// A certificate was revoked.
    Revoked,
    /// The certificate does not say for which numbers it stands.
    NoAuthority,
    /// It stands for other numbers.
    NotCovered,
    /// It does not allow these claims.
    Constraint,
    /// The signature is not that of the certificate over this token.
    Signature,
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 25] = [
        Self::Missing,
        Self::TooLong,
        Self::HeaderSyntax,
        Self::HeaderMismatch,
        Self::Info,
        Self::TokenSyntax,
        Self::Json,
        Self::TokenType,
        Self::Algorithm,
        Self::Extension,
        Self::Claim,
        Self::Stale,
        Self::Orig,
        Self::Dest,
        Self::CertificateMissing,
        Self::CertificateSyntax,
        Self::CertificateKey,
        Self::CertificateUsage,
        Self::Untrusted,
        Self::Expired,
        Self::Revoked,
        Self::NoAuthority,
        Self::NotCovered,
        Self::Constraint,
        Self::Signature,
    ];

    /// Returns the word that stands for this outside, the same in every release.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLong => "too-long",
            Self::HeaderSyntax => "header-syntax",
            Self::HeaderMismatch => "header-mismatch",
            Self::Info => "info",
            Self::TokenSyntax => "token-syntax",
            Self::Json => "json",
            Self::TokenType => "token-type",
            Self::Algorithm => "algorithm",
            Self::Extension => "extension",
            Self::Claim => "claim",
            Self::Stale => "stale",
            Self::Orig => "orig",
            Self::Dest => "dest",
            Self::CertificateMissing => "certificate-missing",
            Self::CertificateSyntax => "certificate-syntax",
            Self::CertificateKey => "certificate-key",
            Self::CertificateUsage => "certificate-usage",
            Self::Untrusted => "untrusted",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::NoAuthority => "no-authority",
            Self::NotCovered => "not-covered",
            Self::Constraint => "constraint",
            Self::Signature => "signature",
        }
    }

    /// Returns the status that a SIP server would answer with (RFC 8224, section 6.2.2).
    pub const fn status(self) -> u16 {
        match self {
            // Use Identity Header: a header that has to be passed over is as good as none.
            Self::Missing | Self::Extension => 428,
            // Stale Date.
            Self::Stale => 403,
            // Bad Identity Info.
            Self::Info | Self::CertificateMissing => 436,
            // Unsupported Credential.
            Self::CertificateSyntax
            | Self::CertificateKey
            | Self::CertificateUsage
            | Self::Untrusted
            | Self::Expired
            | Self::Revoked
            | Self::NoAuthority
            | Self::NotCovered => 437,
            // Invalid Identity Header.
            Self::TooLong
            | Self::HeaderSyntax
            | Self::HeaderMismatch
            | Self::TokenSyntax
            | Self::Json
            | Self::TokenType
            | Self::Algorithm
            | Self::Claim
            | Self::Orig
            | Self::Dest
            | Self::Constraint
            | Self::Signature => 438,
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A header that says nothing, and why.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{why}: {reason}")]
pub struct Refusal {
    /// The reason, of a fixed list.
    pub why: Why,
    /// The same for a person, with the offending value cut short.
    pub reason: String,
}

impl Refusal {
    /// How many characters of an offending value are told.
    pub const SHOWN: usize = 80;

    /// Returns the status that a SIP server would answer with.
    pub const fn status(&self) -> u16 {
        self.why.status()
    }

    pub(super) fn new(why: Why, reason: impl Into<String>) -> Self {
        Self {
            why,
            reason: reason.into(),
        }
    }

    /// A refusal of a value, which is told after `what`.
    pub(super) fn of(why: Why, what: &str, value: &str) -> Self {
        let shown: String = value.chars().take(Self::SHOWN).collect();
        Self::new(why, format!("{what} {shown:?}"))
    }
}

/// What comes of judging.
pub(super) type Result<T, E = Refusal> = std::result::Result<T, E>;
