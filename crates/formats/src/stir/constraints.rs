//! What a certificate says of the claims that it may sign (RFC 8226, section 8; RFC 9118).

use super::{
    der::{Elements, IA5_STRING, SEQUENCE, UTF8_STRING, ascii, explicit, only},
    json::Json,
    refusal::{Refusal, Result, Why},
};

/// Most names and values of an extension.
const MAX: usize = 1_000;

/// The claims that tokens have to have, must not have, and the values that some may have.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Constraints {
    required: Vec<String>,
    permitted: Vec<(String, Vec<String>)>,
    excluded: Vec<String>,
}

impl Constraints {
    /// Reads the value of the extension; nothing where it is not of this form.
    pub(super) fn read(value: &[u8]) -> Option<Self> {
        let mut constraints = Self::default();
        for element in Elements(only(value, SEQUENCE)?) {
            let (tag, content) = element?;
            let content = only(content, SEQUENCE)?;
            if tag == explicit(0) {
                constraints.required = names(content)?;
            } else if tag == explicit(1) {
                constraints.permitted = permitted(content)?;
            } else if tag == explicit(2) {
                constraints.excluded = names(content)?;
            } else {
                return None;
            }
        }
        Some(constraints)
    }

    /// Tells whether a token may say this.
    pub(super) fn hold(&self, claims: &Json) -> Result<()> {
        let refused = |what: &str, name: &str| Err(Refusal::of(Why::Constraint, what, name));
        if let Some(name) = self.required.iter().find(|name| claims.get(name).is_none()) {
            return refused("the certificate requires the claim", name);
        }
        if let Some(name) = self.excluded.iter().find(|name| claims.get(name).is_some()) {
            return refused("the certificate excludes the claim", name);
        }
        for (name, values) in &self.permitted {
            let Some(value) = claims.get(name) else {
                continue;
            };
            // Values stand there as text; others are compared in their written form.
            let written = value
                .text()
                .map_or_else(|| value.canonical(), str::to_owned);
            if !values.contains(&written) {
                return refused("the certificate does not permit this value of", name);
            }
        }
        Ok(())
    }
}

fn names(content: &[u8]) -> Option<Vec<String>> {
    texts(content, IA5_STRING)
}

fn texts(content: &[u8], wanted: u8) -> Option<Vec<String>> {
    let mut all = Vec::new();
    for element in Elements(content) {
        let (tag, content) = element?;
        if tag != wanted || all.len() == MAX {
            return None;
        }
        all.push(match wanted {
            IA5_STRING => ascii(content)?.to_owned(),
            _ => std::str::from_utf8(content).ok()?.to_owned(),
        });
    }
    Some(all)
}

fn permitted(content: &[u8]) -> Option<Vec<(String, Vec<String>)>> {
    let mut all = Vec::new();
    for element in Elements(content) {
        let (SEQUENCE, content) = element? else {
            return None;
        };
        let mut parts = Elements(content);
        let (IA5_STRING, claim) = parts.next()?? else {
            return None;
        };
        let (SEQUENCE, values) = parts.next()?? else {
            return None;
        };
        if all.len() == MAX {
            return None;
        }
        all.push((ascii(claim)?.to_owned(), texts(values, UTF8_STRING)?));
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(tag: u8, content: &[u8]) -> Vec<u8> {
        let mut out = vec![tag, u8::try_from(content.len()).unwrap()];
        out.extend(content);
        out
    }

    fn names_of(tag: u8, names: &[&str]) -> Vec<u8> {
        let names: Vec<u8> = names
            .iter()
            .flat_map(|name| element(IA5_STRING, name.as_bytes()))
            .collect();
        element(tag, &element(SEQUENCE, &names))
    }

    #[test]
    fn constraints_are_read_and_held() {
        let values = element(SEQUENCE, &element(UTF8_STRING, b"B"));
        let attest = [element(IA5_STRING, b"attest"), values].concat();
        let permitted = element(SEQUENCE, &element(SEQUENCE, &attest));
        let parts = [
            names_of(0xA0, &["attest"]),
            element(0xA1, &permitted),
            names_of(0xA2, &["rcd"]),
        ];
        let constraints = Constraints::read(&element(SEQUENCE, &parts.concat())).unwrap();
        for (claims, why) in [
            ("{\"attest\":\"B\"}", None),
            ("{}", Some("requires")),
            ("{\"attest\":\"A\"}", Some("permit")),
            ("{\"attest\":\"B\",\"rcd\":{}}", Some("excludes")),
        ] {
            let claims = Json::read(claims.as_bytes()).unwrap();
            let refusal = constraints.hold(&claims).err();
            assert_eq!(
                refusal.as_ref().map(|refusal| refusal.why),
                why.map(|_| Why::Constraint)
            );
            let told = refusal.map_or(String::new(), |refusal| refusal.reason);
            assert!(told.contains(why.unwrap_or_default()), "{told}");
        }
    }

    #[test]
    fn what_is_none_of_them_is_refused() {
        for der in [
            &[][..],
            &[0x30, 2, 0xA0, 0],
            &[0x30, 4, 0xA3, 2, 0x30, 0],
            &[0x16, 0],
        ] {
            assert_eq!(Constraints::read(der), None, "{der:?}");
        }
        assert_eq!(Constraints::read(&[0x30, 0]), Some(Constraints::default()));
    }
}
