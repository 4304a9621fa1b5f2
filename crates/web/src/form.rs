//! Forms: read once, checked to come from our own page.

use axum::{
    Form as Pairs,
    extract::{FromRequest, Request},
    http::{HeaderMap, StatusCode},
};
use watchbell_model::CleanText;
use watchbell_node::accounts::same;

use crate::{
    app::{App, Viewer},
    cookie,
    problem::Problem,
};

/// Bytes of one form; a pasted proof is the largest.
pub(crate) const MAX_FORM: usize = 256 * 1024;
/// Forms that need nobody to be signed in.
const OPEN: [&str; 2] = ["/sign-in", "/report"];
/// The field that carries the token.
pub(crate) const TOKEN: &str = "csrf";

/// The fields of a form that carried the right token.
#[derive(Debug)]
pub(crate) struct Form(Vec<(String, String)>);

impl FromRequest<App> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        if is_foreign(request.headers()) {
            return Err(Problem::FORGED);
        }
        let visitor = cookie::read(request.headers(), cookie::VISITOR, app.https)
            .map(|visitor| app.accounts.visitor_csrf(visitor));
        let expected = match request.extensions().get::<Viewer>() {
            // Forms that anybody sees carry the visitor's token, whoever sends them.
            Some(viewer) if !OPEN.contains(&request.uri().path()) => viewer.session.csrf.clone(),
            _ => visitor.ok_or(Problem::FORGED)?,
        };
        let pairs = Pairs::<Vec<(String, String)>>::from_request(request, app).await;
        let Pairs(pairs) = pairs.map_err(|rejection| match rejection.status() {
            StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                Problem::media("application/x-www-form-urlencoded")
            }
            StatusCode::PAYLOAD_TOO_LARGE => Problem::TOO_LARGE,
            _ => Problem::unreadable("The form cannot be read."),
        })?;
        let form = Self(pairs);
        if !same(form.text(TOKEN), &expected) {
            return Err(Problem::FORGED);
        }
        Ok(form)
    }
}

impl Form {
    /// Returns the text of a field; empty where it is absent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// Returns every value of a field that may be ticked several times.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Returns a field that has to be filled, up to `most` characters, without NUL.
    pub(crate) fn words(&self, name: &str, most: usize) -> Result<String, Problem> {
        let text = self.text(name);
        let pointer = format!("/{name}");
        if text.is_empty() {
            return Err(Problem::field(&pointer, "has to be filled in"));
        }
        if text.chars().count() > most {
            return Err(Problem::field(
                &pointer,
                format!("is longer than {most} characters"),
            ));
        }
        let clean =
            CleanText::new(text).map_err(|error| Problem::field(&pointer, error.to_string()))?;
        Ok(clean.into_string())
    }

    /// Returns a field read as `T`.
    pub(crate) fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(
        &self,
        name: &str,
    ) -> Result<T, Problem> {
        self.text(name)
            .parse()
            .map_err(|error: T::Err| Problem::field(&format!("/{name}"), error.to_string()))
    }
}

/// Whether the browser says that another site made it send this.
fn is_foreign(headers: &HeaderMap) -> bool {
    let site = headers
        .get("sec-fetch-site")
        .and_then(|value| value.to_str().ok());
    site.is_some_and(|site| site != "same-origin" && site != "none")
}
