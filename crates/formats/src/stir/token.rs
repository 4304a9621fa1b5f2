//! A PASSporT as JWS carries it (RFC 7515, section 7.1; RFC 8225, sections 4, 7 and 8).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{
    json::Json,
    refusal::{Refusal, Result, Why},
};

/// Bytes of a signature by ES256 (RFC 7518, section 3.4).
pub(super) const SIGNATURE: usize = 64;

/// A token, its signature not looked at yet.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) header: Json,
    pub(super) claims: Json,
    /// What was signed.
    pub(super) input: Vec<u8>,
    pub(super) signature: Vec<u8>,
    /// Header and claims have the form of RFC 8225, section 9.
    pub(super) canonical: bool,
}

impl Token {
    /// Reads a token in its full form.
    pub(super) fn full(text: &str) -> Result<Self> {
        let mut parts = text.split('.');
        let (Some(header), Some(claims), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(Refusal::of(Why::TokenSyntax, "not three parts:", text));
        };
        let end = header.len() + 1 + claims.len();
        let input = text.get(..end).unwrap_or_default().as_bytes().to_vec();
        let (header, claims) = (part("header", header)?, part("claims", claims)?);
        let (header_json, claims_json) = (json("header", &header)?, json("claims", &claims)?);
        let canonical = header_json.canonical().as_bytes() == header
            && claims_json.canonical().as_bytes() == claims;
        Ok(Self {
            header: header_json,
            claims: claims_json,
            input,
            signature: signature_of(signature)?,
            canonical,
        })
    }

    /// Makes the token that a compact form stands for, of what the call says (RFC 8225, section 7).
    pub(super) fn compact(signature: &str, header: Json, claims: Json) -> Result<Self> {
        let encode = |json: &Json| URL_SAFE_NO_PAD.encode(json.canonical());
        let input = format!("{}.{}", encode(&header), encode(&claims));
        Ok(Self {
            header,
            claims,
            input: input.into_bytes(),
            signature: signature_of(signature)?,
            canonical: true,
        })
    }
}

fn part(what: &str, text: &str) -> Result<Vec<u8>> {
    URL_SAFE_NO_PAD
        .decode(text)
        .map_err(|_| Refusal::of(Why::TokenSyntax, &format!("{what} not in base64url:"), text))
}

fn json(what: &str, bytes: &[u8]) -> Result<Json> {
    let refused = |reason: String| Refusal::new(Why::Json, format!("{what}: {reason}"));
    match Json::read(bytes).map_err(refused)? {
        object @ Json::Object(_) => Ok(object),
        _ => Err(Refusal::new(Why::Json, format!("{what}: no object"))),
    }
}

fn signature_of(text: &str) -> Result<Vec<u8>> {
    let signature = part("signature", text)?;
    if signature.len() != SIGNATURE {
        let reason = format!("{} bytes are no signature by ES256", signature.len());
        return Err(Refusal::new(Why::TokenSyntax, reason));
    }
    Ok(signature)
}
