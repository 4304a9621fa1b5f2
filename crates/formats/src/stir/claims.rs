//! What a PASSporT says (RFC 8225, section 5; RFC 8588; RFC 8946; RFC 9795).

use watchbell_model::Time;

use super::{
    Call, Identity, Type,
    call::MAX_NUMBER,
    json::Json,
    refusal::{Refusal, Result, Why},
};

/// Most destinations of a token.
pub const MAX_DEST: usize = 64;

/// How much the signer knows of the caller (RFC 8588, section 4).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Attest {
    /// The customer, and that the number is theirs.
    Full,
    /// The customer, not that the number is theirs.
    Partial,
    /// Only where the call came in.
    Gateway,
}

impl Attest {
    /// Returns the letter that stands for this.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "A",
            Self::Partial => "B",
            Self::Gateway => "C",
        }
    }
}

/// The claims of a token, each of its type.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Claims {
    pub(super) orig: Identity,
    pub(super) dest: Vec<Identity>,
    pub(super) issued_at: i64,
    pub(super) attest: Option<Attest>,
    pub(super) origid: Option<String>,
    pub(super) diverted: Option<Identity>,
    pub(super) name: Option<String>,
}

impl Claims {
    /// Reads the claims that a token of `ppt` has to have.
    pub(super) fn read(claims: &Json, ppt: Type) -> Result<Self> {
        let mut read = Self {
            orig: one("orig", claims.get("orig"))?,
            dest: dest(claims.get("dest"))?,
            issued_at: match claims.get("iat") {
                Some(Json::Integer(seconds)) => *seconds,
                other => return Err(wrong("iat", "a whole number of seconds", other)),
            },
            attest: None,
            origid: None,
            diverted: None,
            name: None,
        };
        match ppt {
            Type::Plain => {}
            Type::Shaken => {
                read.attest = Some(attest(claims.get("attest"))?);
                read.origid = Some(origid(claims.get("origid"))?);
            }
            Type::Diverted => read.diverted = Some(one("div", claims.get("div"))?),
            Type::RichCallData => read.name = Some(name(claims.get("rcd"))?),
        }
        // A token of another kind may say so too (RFC 8588, section 5; RFC 9795, section 9).
        if ppt != Type::Shaken && claims.get("attest").is_some() {
            read.attest = Some(attest(claims.get("attest"))?);
        }
        Ok(read)
    }

    /// Makes the claims that a compact form leaves out.
    pub(super) fn of_call(call: &Call<'_>) -> Result<Json> {
        let missing = |why, what: &str| Refusal::new(why, format!("the call has no {what}"));
        let orig = Identity::of(call.orig).ok_or_else(|| missing(Why::Orig, "caller"))?;
        let date = call.date.ok_or_else(|| missing(Why::Claim, "date"))?;
        let first = call
            .dest
            .first()
            .ok_or_else(|| missing(Why::Dest, "destination"))?;
        let dest = Identity::of(first).ok_or_else(|| missing(Why::Dest, "destination"))?;
        let of = |identity: &Identity, is_list: bool| {
            let name = match identity {
                Identity::Number(_) => "tn",
                Identity::Uri(_) => "uri",
            };
            let value = Json::Text(identity.as_str().to_owned());
            let value = if is_list {
                Json::Array(vec![value])
            } else {
                value
            };
            Json::Object(vec![(name.to_owned(), value)])
        };
        Ok(Json::Object(vec![
            ("dest".to_owned(), of(&dest, true)),
            ("iat".to_owned(), Json::Integer(date.seconds())),
            ("orig".to_owned(), of(&orig, false)),
        ]))
    }

    /// Returns when the token was issued.
    pub(super) fn issued_at(&self) -> Time {
        Time::default().plus_seconds(self.issued_at)
    }
}

fn wrong(claim: &str, expected: &str, found: Option<&Json>) -> Refusal {
    match found {
        None => Refusal::new(Why::Claim, format!("{claim} is missing")),
        Some(found) => {
            let what = format!("{claim} is not {expected}:");
            Refusal::of(Why::Claim, &what, &found.canonical())
        }
    }
}

/// Reads one identity: an object with `tn` or with `uri` (section 5.2.1).
fn one(claim: &str, value: Option<&Json>) -> Result<Identity> {
    let expected = "an object with a tn or a uri";
    let refused = || wrong(claim, expected, value);
    let object = value.filter(|value| matches!(value, Json::Object(_)));
    let object = object.ok_or_else(refused)?;
    match (object.get("tn"), object.get("uri")) {
        (Some(Json::Text(number)), None) if is_number(number) => {
            Ok(Identity::Number(number.clone()))
        }
        (None, Some(Json::Text(uri))) if !uri.is_empty() => Ok(Identity::Uri(uri.clone())),
        _ => Err(refused()),
    }
}

/// Reads the destinations: lists under `tn`, `uri` or both (section 5.2.1).
fn dest(value: Option<&Json>) -> Result<Vec<Identity>> {
    let refused = || wrong("dest", "an object with lists of tn or uri", value);
    let Some(object @ Json::Object(_)) = value else {
        return Err(refused());
    };
    let mut all = Vec::new();
    for kind in ["tn", "uri"] {
        let values = match object.get(kind) {
            None => continue,
            Some(Json::Array(values)) if !values.is_empty() => values,
            Some(_) => return Err(refused()),
        };
        if values.len() > MAX_DEST {
            let reason = format!("{} destinations are more than {MAX_DEST}", values.len());
            return Err(Refusal::new(Why::Claim, reason));
        }
        for value in values {
            all.push(match (kind, value) {
                ("tn", Json::Text(number)) if is_number(number) => Identity::Number(number.clone()),
                ("uri", Json::Text(uri)) if !uri.is_empty() => Identity::Uri(uri.clone()),
                _ => return Err(refused()),
            });
        }
    }
    if all.is_empty() {
        return Err(refused());
    }
    Ok(all)
}

/// Tells whether a number has the form that is signed (RFC 8224, section 8.3).
fn is_number(text: &str) -> bool {
    (1..=MAX_NUMBER).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'#' | b'*'))
}

fn attest(value: Option<&Json>) -> Result<Attest> {
    match value.and_then(Json::text) {
        Some("A") => Ok(Attest::Full),
        Some("B") => Ok(Attest::Partial),
        Some("C") => Ok(Attest::Gateway),
        _ => Err(wrong("attest", "A, B or C", value)),
    }
}

/// Reads a UUID in its written form (RFC 8588, section 5; RFC 9562, section 4).
fn origid(value: Option<&Json>) -> Result<String> {
    let text = value.and_then(Json::text);
    let written = text.filter(|text| text.len() == 36 && uuid::Uuid::try_parse(text).is_ok());
    match written {
        Some(text) => Ok(text.to_owned()),
        None => Err(wrong("origid", "a UUID", value)),
    }
}

fn name(value: Option<&Json>) -> Result<String> {
    let name = value
        .and_then(|value| value.get("nam"))
        .and_then(Json::text);
    let name = name.ok_or_else(|| wrong("rcd", "an object with a nam", value))?;
    Ok(name.to_owned())
}
