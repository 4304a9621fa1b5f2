//! Addresses: `tel:` (RFC 3966), `sip:` (RFC 3261, section 19.1) and `urn:service:` (RFC 5031).

use super::{
    digits::Digits,
    shape::{Dialled, Shape, number},
    withheld,
};

/// Schemes of which the rest is a telephone number.
const TELEPHONE: [&str; 3] = ["tel", "callto", "sms"];
/// Schemes of which the rest is a user at a host.
const USER: [&str; 6] = ["sip", "sips", "im", "pres", "xmpp", "mailto"];

/// Tells what an address stands for; nothing where the text is none.
pub(super) fn of(text: &str) -> Option<Shape> {
    if let Some((scheme, rest)) = text.split_once(':') {
        let is = |known: &&str| scheme.eq_ignore_ascii_case(known);
        if TELEPHONE.iter().any(is) {
            return Some(telephone(rest));
        }
        if USER.iter().any(is) {
            return Some(user(scheme, rest));
        }
        if scheme.eq_ignore_ascii_case("urn") {
            let urn = format!("urn:{}", rest.to_ascii_lowercase());
            let is_service = urn.starts_with("urn:service:");
            return Some(if is_service {
                Shape::Code(urn)
            } else {
                Shape::Name
            });
        }
    }
    (text.contains('@') && !text.contains(' ')).then(|| user("", text))
}

fn telephone(rest: &str) -> Shape {
    let rest = decoded(rest.trim());
    let rest = rest.split('?').next().unwrap_or_default();
    match number(rest, usize::MAX) {
        Some(dialled) => Shape::Dialled(dialled),
        None if withheld::is_word(rest) => Shape::Withheld,
        None if rest.starts_with(['*', '#']) => {
            let code = rest.split(';').next().unwrap_or_default();
            Shape::Code(code.to_owned())
        }
        None => Shape::Nothing,
    }
}

fn user(scheme: &str, rest: &str) -> Shape {
    let end = rest.find(['?', '>', ' ']).unwrap_or(rest.len());
    let rest = rest.get(..end).unwrap_or_default();
    let (user, host) = rest.rsplit_once('@').unwrap_or(("", rest));
    let host = host.split(';').next().unwrap_or_default();
    let host = host.to_ascii_lowercase();
    let name = host
        .rsplit_once(':')
        .map_or(host.as_str(), |(name, _)| name);
    let user = decoded(user);
    // A password, which nobody should send, and parameters of the number.
    let plain = user.split([':', ';']).next().unwrap_or_default();
    if withheld::is_host(name) || withheld::is_word(plain) {
        return Shape::Withheld;
    }
    if is_telephone_user(plain)
        && let Some(dialled) = telephone_user(&user)
    {
        return Shape::Dialled(dialled);
    }
    if plain.is_empty() && host.is_empty() {
        return Shape::Nothing;
    }
    let colon = if scheme.is_empty() { "" } else { ":" };
    let at = if plain.is_empty() { "" } else { "@" };
    let scheme = scheme.to_ascii_lowercase();
    Shape::Address(format!("{scheme}{colon}{plain}{at}{host}"))
}

fn is_telephone_user(user: &str) -> bool {
    let is_number = |byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'(' | b')' | b' ');
    user.bytes().all(is_number) && user.bytes().any(|byte| byte.is_ascii_digit())
}

fn telephone_user(user: &str) -> Option<Dialled> {
    let user = user.split(':').next().unwrap_or_default();
    number(user, usize::MAX)
}

/// Reads parameters of a number: `ext=12;phone-context=+49`. Those that say nothing about it are passed over.
///
/// Returns whether they are parameters.
pub(super) fn parameters(text: &str, context: &mut Digits) -> bool {
    for parameter in text.split(';') {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let starts = name
            .bytes()
            .next()
            .is_some_and(|byte| byte.is_ascii_alphabetic());
        if !starts || !name.bytes().all(is_name) {
            return false;
        }
        if name.eq_ignore_ascii_case("phone-context")
            && let Some(digits) = value.strip_prefix('+')
        {
            *context = Digits::default();
            for byte in digits.bytes().filter(u8::is_ascii_digit) {
                if !context.push(byte - b'0') {
                    return false;
                }
            }
        }
    }
    true
}

/// Undoes percent encoding; what is not ASCII then is left as it is.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let code = after
            .get(..2)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code.filter(u8::is_ascii) {
            Some(code) => {
                out.push(char::from(code));
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                out.push('%');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}
