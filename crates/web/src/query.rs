//! What stands after the question mark.

use std::str::FromStr;

use axum::{
    extract::{FromRequestParts, Query as Pairs},
    http::request::Parts,
};
use watchbell_model::{IncidentId, Time};

use crate::problem::Problem;

/// Longest search that is looked for, in characters.
pub(crate) const MAX_SEARCH: usize = 200;
/// Items on one page, at most.
pub(crate) const MAX_LIMIT: i64 = 200;

/// The parameters of a query, each at most once.
#[derive(Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let pairs = Pairs::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let Pairs(pairs) = pairs.map_err(|_| Problem::parameter("The query cannot be read."))?;
        if let Some((name, _)) = pairs.iter().find(|(_, value)| value.contains('\0')) {
            return Err(Problem::parameter(format!("{name} holds a NUL character.")));
        }
        Ok(Self(pairs))
    }
}

impl Query {
    /// Refuses parameters that are not in `known`, and those given twice.
    pub(crate) fn only(&self, known: &[&str]) -> Result<(), Problem> {
        for (index, (name, _)) in self.0.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                let name: String = name.chars().take(40).collect();
                return Err(Problem::parameter(format!(
                    "There is no parameter {name:?}; known are: {}.",
                    known.join(", ")
                )));
            }
            if self.0.iter().take(index).any(|(before, _)| before == name) {
                return Err(Problem::parameter(format!("{name} is given twice.")));
            }
        }
        Ok(())
    }

    /// Returns the text of a parameter, if it is there and not empty.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.given(name).filter(|value| !value.is_empty())
    }

    fn given(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Returns a parameter read as `T`; empty counts as absent.
    pub(crate) fn parsed<T: FromStr<Err: std::fmt::Display>>(
        &self,
        name: &str,
    ) -> Result<Option<T>, Problem> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let error = |error: T::Err| Problem::parameter(format!("{name}: {error}"));
        text.parse().map(Some).map_err(error)
    }

    /// Like [`Query::parsed`], but empty is not absent: what the API promises.
    pub(crate) fn strict<T: FromStr<Err: std::fmt::Display>>(
        &self,
        name: &str,
    ) -> Result<Option<T>, Problem> {
        let Some(text) = self.given(name) else {
            return Ok(None);
        };
        let error = |error: T::Err| Problem::parameter(format!("{name}: {error}"));
        text.parse().map(Some).map_err(error)
    }

    /// Returns words to search for.
    pub(crate) fn search(&self, name: &str) -> Result<Option<String>, Problem> {
        let text = self
            .text(name)
            .map(str::trim)
            .filter(|text| !text.is_empty());
        if text.is_some_and(|text| text.chars().count() > MAX_SEARCH) {
            return Err(Problem::parameter(format!(
                "{name} is longer than {MAX_SEARCH} characters."
            )));
        }
        Ok(text.map(str::to_owned))
    }

    /// Returns how many items are asked for.
    pub(crate) fn limit(&self, usual: i64) -> Result<i64, Problem> {
        match self.strict::<i64>("limit")? {
            None => Ok(usual),
            Some(limit) if (1..=MAX_LIMIT).contains(&limit) => Ok(limit),
            Some(_) => Err(Problem::parameter(format!(
                "limit is between 1 and {MAX_LIMIT}."
            ))),
        }
    }

    /// Returns the query without some parameters, to be carried on in links:
    /// empty, or ending in `&`.
    pub(crate) fn without(&self, names: &[&str]) -> String {
        let kept = self
            .0
            .iter()
            .filter(|(name, value)| !names.contains(&name.as_str()) && !value.is_empty());
        kept.map(|(name, value)| format!("{}={}&", encoded(name), encoded(value)))
            .collect()
    }
}

/// Where a page of incidents continues: `MICROSECONDS.NUMBER`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Cursor(pub(crate) Time, pub(crate) IncidentId);

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.0.micros(), self.1.0)
    }
}

impl FromStr for Cursor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const BAD: &str = "not a place that an answer named in `next`";
        let (at, id) = text.split_once('.').ok_or(BAD)?;
        let digits =
            |text: &str| text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(at) || !digits(id) {
            return Err(BAD);
        }
        Ok(Self(
            Time::from_micros(at.parse().map_err(|_| BAD)?),
            IncidentId(id.parse().map_err(|_| BAD)?),
        ))
    }
}

/// Returns `text` for a query or a path, every byte that could mean something written as `%XX`.
pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(pairs: &[(&str, &str)]) -> Query {
        Query(
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        )
    }

    #[test]
    fn unknown_and_repeated_parameters_are_named() {
        let known = ["state", "limit"];
        assert!(query(&[("state", "open")]).only(&known).is_ok());
        let unknown = query(&[("sate", "open")]).only(&known).unwrap_err();
        assert!(unknown.detail.contains("sate"));
        assert!(
            query(&[("state", "a"), ("state", "b")])
                .only(&known)
                .is_err()
        );
    }

    #[test]
    fn a_page_has_a_bound() {
        assert_eq!(query(&[]).limit(50).unwrap(), 50);
        assert_eq!(query(&[("limit", "200")]).limit(50).unwrap(), 200);
        for text in ["0", "201", "-1", "x", ""] {
            assert!(query(&[("limit", text)]).limit(50).is_err(), "{text}");
        }
        assert!(
            query(&[("q", &"x".repeat(MAX_SEARCH + 1))])
                .search("q")
                .is_err()
        );
    }

    #[test]
    fn a_cursor_is_read_as_it_is_written() {
        let cursor = Cursor(Time::from_micros(1_700_000_000_000_000), IncidentId(42));
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for text in ["", "1", "a.b", "-1.2", "1.9999999999999999999"] {
            assert!(text.parse::<Cursor>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_carried_on_cannot_add_parameters() {
        let query = query(&[("q", "a&b=c d"), ("before", "1.2"), ("state", "")]);
        assert_eq!(query.without(&["before"]), "q=a%26b%3Dc%20d&");
    }
}
