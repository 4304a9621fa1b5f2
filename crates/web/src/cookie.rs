//! Cookies: read from a request, written for a browser.

use axum::http::{HeaderMap, HeaderValue, header};

/// Longest value that is looked at; ours are 64 characters.
const MAX_VALUE: usize = 128;
/// A year, for what is no secret.
const YEAR_SECONDS: u32 = 31_536_000;

/// Who is signed in.
pub(crate) const SESSION: &str = "watchbell";
/// What ties a form to a visitor who is not signed in.
pub(crate) const VISITOR: &str = "watchbell-visitor";
/// Light or dark, where the visitor chose.
pub(crate) const THEME: &str = "watchbell-theme";

/// Returns the value of a cookie; over https only the name that a browser
/// binds to this very host counts.
pub(crate) fn read<'a>(headers: &'a HeaderMap, name: &str, https: bool) -> Option<&'a str> {
    let name = full_name(name, https);
    let lines = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok());
    let mut pairs = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(key, _)| *key == name)?;
    let plain = value.len() <= MAX_VALUE && value.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then_some(value)
}

/// Returns the header that sets a secret cookie until the browser closes.
pub(crate) fn secret(name: &str, value: &str, https: bool) -> HeaderValue {
    write(name, value, "; HttpOnly", "Lax", https)
}

/// Returns the header that sets a cookie for a form, sent by this site's own pages only.
pub(crate) fn strict(name: &str, value: &str, https: bool) -> HeaderValue {
    write(name, value, "; HttpOnly", "Strict", https)
}

/// Returns the header that sets a cookie for a year.
pub(crate) fn lasting(name: &str, value: &str, https: bool) -> HeaderValue {
    write(
        name,
        value,
        &format!("; HttpOnly; Max-Age={YEAR_SECONDS}"),
        "Lax",
        https,
    )
}

/// Returns the header that takes a cookie back.
pub(crate) fn gone(name: &str, https: bool) -> HeaderValue {
    write(name, "", "; HttpOnly; Max-Age=0", "Lax", https)
}

fn write(name: &str, value: &str, more: &str, same_site: &str, https: bool) -> HeaderValue {
    let name = full_name(name, https);
    let secure = if https { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; SameSite={same_site}{more}{secure}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

fn full_name(name: &str, https: bool) -> String {
    if https {
        format!("__Host-{name}")
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_https_the_name_is_bound_to_the_host() {
        let set = secret(SESSION, "abc", true);
        assert_eq!(
            set,
            "__Host-watchbell=abc; Path=/; SameSite=Lax; HttpOnly; Secure"
        );
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            HeaderValue::from_static("watchbell=planted; __Host-watchbell=abc"),
        );
        assert_eq!(read(&headers, SESSION, true), Some("abc"));
        assert_eq!(read(&headers, SESSION, false), Some("planted"));
    }

    #[test]
    fn strange_values_are_not_read() {
        let mut headers = HeaderMap::new();
        let long = format!("watchbell={}", "a".repeat(MAX_VALUE + 1));
        for line in ["watchbell=a b", "watchbell=\"x\"", long.as_str()] {
            headers.insert(header::COOKIE, HeaderValue::from_str(line).unwrap());
            assert_eq!(read(&headers, SESSION, false), None, "{line}");
        }
    }
}
