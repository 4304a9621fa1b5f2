//! From a header to a signal.

use watchbell_model::Time;

use super::{
    Attest, Authority, Call, Identity, Trust, authority,
    certificate::Certificate,
    chain,
    claims::Claims,
    header::Header,
    json::Json,
    pem,
    refusal::{Refusal, Result, Why},
    token::Token,
};

/// What a node holds headers to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Policy {
    /// Seconds that the time of a token may differ from the present, either way (RFC 8224, section 6.2).
    pub fresh_seconds: u32,
    /// Whether header and claims have to be in the form of RFC 8225, section 9, which says nothing about who signed them.
    pub requires_canonical: bool,
    /// Whether it has to be known that no certificate was revoked.
    pub requires_revocation: bool,
    /// Whether the list of numbers has to be in the certificate itself, so that it is looked at.
    pub requires_list: bool,
}

impl Default for Policy {
    /// 60 seconds; the rest is told, not required.
    fn default() -> Self {
        Self {
            fresh_seconds: 60,
            requires_canonical: false,
            requires_revocation: false,
            requires_list: false,
        }
    }
}

/// What a header is worth; never a verdict about the call.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Signal {
    /// It was signed by somebody who may.
    Verified(Verified),
    /// It says nothing.
    Refused(Refusal),
}

/// The extension of PASSporT that a token is of.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Type {
    /// None.
    #[default]
    Plain,
    /// SHAKEN (RFC 8588).
    Shaken,
    /// A call that was diverted (RFC 8946).
    Diverted,
    /// The name of the caller (RFC 9795).
    RichCallData,
}

impl Type {
    /// Returns the word that stands for this in `ppt`; empty for none.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Shaken => "shaken",
            Self::Diverted => "div",
            Self::RichCallData => "rcd",
        }
    }

    fn of(word: Option<&str>) -> Result<Self> {
        match word {
            None => Ok(Self::Plain),
            Some("shaken") => Ok(Self::Shaken),
            Some("div") => Ok(Self::Diverted),
            Some("rcd") => Ok(Self::RichCallData),
            Some(other) => Err(Refusal::of(Why::Extension, "ppt is not known:", other)),
        }
    }
}

/// What was signed, by somebody who may.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Verified {
    /// The extension that the token is of.
    pub ppt: Type,
    /// How much the signer knows of the caller; in SHAKEN always there.
    pub attest: Option<Attest>,
    /// A reference of the signer, by which a call can be traced back; in SHAKEN always there.
    pub origid: Option<String>,
    /// Who calls.
    pub orig: Identity,
    /// Whom the call is for.
    pub dest: Vec<Identity>,
    /// Whom it was for before it was diverted (RFC 8946).
    pub diverted: Option<Identity>,
    /// The caller's name (RFC 9795).
    pub name: Option<String>,
    /// When the token was issued.
    pub issued_at: Time,
    /// Where the certificate is.
    pub x5u: String,
    /// Codes of service providers that the certificate names.
    pub providers: Vec<String>,
    /// What stands behind the signature.
    pub authority: Authority,
    /// Whether lists say that no certificate of the path was revoked.
    pub revocation_known: bool,
    /// Whether header and claims have the form of RFC 8225, section 9.
    pub canonical: bool,
}

/// Judges an Identity header.
///
/// `fetched` is what was found where `x5u` says: a certificate in DER, or a chain in PEM with the signer's first; nothing
/// where it could not be had.
pub fn verify(
    header: &str,
    call: &Call<'_>,
    fetched: Option<&[u8]>,
    trust: &Trust,
    policy: &Policy,
) -> Signal {
    match judge(header, call, fetched, trust, policy) {
        Ok(verified) => Signal::Verified(verified),
        Err(refusal) => Signal::Refused(refusal),
    }
}

fn judge(
    header: &str,
    call: &Call<'_>,
    fetched: Option<&[u8]>,
    trust: &Trust,
    policy: &Policy,
) -> Result<Verified> {
    let header = Header::read(header)?;
    let token = token(&header, call)?;
    let (ppt, x5u) = token_header(&token.header, &header)?;
    if policy.requires_canonical && !token.canonical {
        let reason = "header or claims are not in their canonical form";
        return Err(Refusal::new(Why::Json, reason));
    }
    let claims = Claims::read(&token.claims, ppt)?;
    fresh(&claims, call, policy)?;
    same_call(&claims, call)?;

    let (leaf, between) = certificates(fetched)?;
    let path = chain::find(&leaf, &between, trust, call.received_at)?;
    let revocation_known = trust.revoked(&path, call.received_at)?;
    if policy.requires_revocation && !revocation_known {
        let reason = "whether the certificate was revoked is not known";
        return Err(Refusal::new(Why::Revoked, reason));
    }
    if !leaf.may_sign() {
        let reason = "the certificate is not for signatures";
        return Err(Refusal::new(Why::CertificateUsage, reason));
    }
    let key = leaf.key.as_ref().filter(|key| key.is_p256());
    let key = key.ok_or_else(|| {
        Refusal::new(
            Why::CertificateKey,
            "the certificate's key is not on the curve P-256",
        )
    })?;
    let (authority, providers) = authority::of(&leaf, &claims, policy)?;
    for constraints in &leaf.constraints {
        match constraints {
            Some(constraints) => constraints.hold(&token.claims)?,
            None => {
                let reason = "constraints of the certificate cannot be read";
                return Err(Refusal::new(Why::CertificateSyntax, reason));
            }
        }
    }
    if !key.verifies_token(&token.input, &token.signature) {
        let reason = "the signature is not that of the certificate over this token";
        return Err(Refusal::new(Why::Signature, reason));
    }
    Ok(Verified {
        ppt,
        issued_at: claims.issued_at(),
        attest: claims.attest,
        origid: claims.origid,
        orig: claims.orig,
        dest: claims.dest,
        diverted: claims.diverted,
        name: claims.name,
        x5u,
        providers,
        authority,
        revocation_known,
        canonical: token.canonical,
    })
}

/// Reads the token, or makes the one that its compact form stands for.
fn token(header: &Header<'_>, call: &Call<'_>) -> Result<Token> {
    let Some(signature) = header.token.strip_prefix("..") else {
        return Token::full(header.token);
    };
    if let ppt @ (Type::Shaken | Type::Diverted | Type::RichCallData) = Type::of(header.ppt)? {
        let what = "a compact form lacks the claims of";
        return Err(Refusal::of(Why::Claim, what, ppt.as_str()));
    }
    let info = header
        .info
        .ok_or_else(|| Refusal::new(Why::Info, "a compact form needs the parameter info"))?;
    let text = |text: &str| Json::Text(text.to_owned());
    let made = Json::Object(vec![
        ("alg".to_owned(), text(header.alg.unwrap_or(ES256))),
        ("typ".to_owned(), text(PASSPORT)),
        ("x5u".to_owned(), text(info)),
    ]);
    Token::compact(signature, made, Claims::of_call(call)?)
}

const ES256: &str = "ES256";
const PASSPORT: &str = "passport";

/// Reads the header of a token, and holds the parameters of the SIP header against it (RFC 8224, section 4).
fn token_header(token: &Json, header: &Header<'_>) -> Result<(Type, String)> {
    let told = |name: &str| token.get(name).map(Json::canonical).unwrap_or_default();
    if token.get("typ").and_then(Json::text) != Some(PASSPORT) {
        return Err(Refusal::of(
            Why::TokenType,
            "typ is not passport:",
            &told("typ"),
        ));
    }
    if token.get("alg").and_then(Json::text) != Some(ES256) {
        return Err(Refusal::of(
            Why::Algorithm,
            "alg is not ES256:",
            &told("alg"),
        ));
    }
    if token.get("crit").is_some() {
        return Err(Refusal::of(
            Why::Extension,
            "crit is not known:",
            &told("crit"),
        ));
    }
    let ppt = match token.get("ppt") {
        None => None,
        Some(Json::Text(ppt)) => Some(ppt.as_str()),
        Some(_) => return Err(Refusal::of(Why::Claim, "ppt is no text:", &told("ppt"))),
    };
    let kind = Type::of(ppt)?;
    let x5u = token.get("x5u").and_then(Json::text);
    let x5u =
        x5u.ok_or_else(|| Refusal::of(Why::Info, "x5u is missing or no text:", &told("x5u")))?;
    if !is_https(x5u) {
        return Err(Refusal::of(Why::Info, "x5u is no https address:", x5u));
    }
    if let Some(info) = header.info.filter(|info| *info != x5u) {
        return Err(Refusal::of(Why::Info, "info is not x5u:", info));
    }
    for (name, parameter, value) in [("alg", header.alg, Some(ES256)), ("ppt", header.ppt, ppt)] {
        if let Some(parameter) = parameter
            && Some(parameter) != value
        {
            let what = format!("the token has another {name} than");
            return Err(Refusal::of(Why::HeaderMismatch, &what, parameter));
        }
    }
    Ok((kind, x5u.to_owned()))
}

/// Tells whether an address is of the web, over TLS, with a host.
fn is_https(address: &str) -> bool {
    let scheme = address.get(..8).unwrap_or_default();
    let rest = address.get(8..).unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("https://")
        && !host.is_empty()
        && !host.contains('@')
        && address.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Holds the time of the token, and the date of the call, against the present.
fn fresh(claims: &Claims, call: &Call<'_>, policy: &Policy) -> Result<()> {
    let now = call.received_at;
    let is_fresh = |at: i64| now.seconds().abs_diff(at) <= u64::from(policy.fresh_seconds);
    if !is_fresh(claims.issued_at) {
        let reason = format!("iat {} is too far from {now}", claims.issued_at);
        return Err(Refusal::new(Why::Stale, reason));
    }
    match call.date {
        Some(date) if !is_fresh(date.seconds()) => {
            let reason = format!("the Date {date} is too far from {now}");
            Err(Refusal::new(Why::Stale, reason))
        }
        _ => Ok(()),
    }
}

/// Tells whether the token is about this call.
fn same_call(claims: &Claims, call: &Call<'_>) -> Result<()> {
    let caller = Identity::of(call.orig);
    if caller.as_ref() != Some(&claims.orig) {
        let what = format!("orig {:?} is not the caller", claims.orig.as_str());
        return Err(Refusal::of(Why::Orig, &what, call.orig));
    }
    let mut called = call.dest.iter().filter_map(|dest| Identity::of(dest));
    if !called.any(|called| claims.dest.contains(&called)) {
        let first = call.dest.first().copied().unwrap_or_default();
        return Err(Refusal::of(Why::Dest, "dest has not the called", first));
    }
    Ok(())
}

/// Reads what was fetched: the certificate of the signer, and those between it and a root.
fn certificates(fetched: Option<&[u8]>) -> Result<(Certificate, Vec<Certificate>)> {
    let missing = || Refusal::new(Why::CertificateMissing, "there is no certificate");
    let unreadable = || Refusal::new(Why::CertificateSyntax, "a certificate cannot be read");
    let all = pem::read(fetched.ok_or_else(missing)?, "CERTIFICATE").ok_or_else(unreadable)?;
    let mut all = all.iter();
    let leaf = Certificate::read(all.next().ok_or_else(missing)?).ok_or_else(unreadable)?;
    // What stands beside it and is not needed may be anything.
    Ok((leaf, all.filter_map(|der| Certificate::read(der)).collect()))
}
