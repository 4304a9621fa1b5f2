//! JSON bodies: read whole within bounds, every wrong field named.

use axum::{
    body::{Body, to_bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use serde_json::{Map, Value};
use watchbell_model::{CleanText, Time};

use crate::problem::{FieldError, MAX_FIELDS, Problem};

/// Bytes of a body with one object; its longest text fits even escaped.
pub(super) const MAX_SMALL: usize = 256 * 1024;

/// A body read as JSON.
pub(super) struct Json(pub(super) Value);

impl<S: Send + Sync> FromRequest<S> for Json {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let kind = media_type(request.headers());
        if kind != "application/json" {
            return Err(Problem::media("application/json"));
        }
        let bytes = bytes(request.into_body(), MAX_SMALL).await?;
        Ok(Self(parse(&bytes, "")?))
    }
}

/// The type of a body, without its parameters, in lower case.
pub(super) fn media_type(headers: &HeaderMap) -> String {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    kind.split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// Reads a body of at most `most` bytes.
pub(super) async fn bytes(body: Body, most: usize) -> Result<Vec<u8>, Problem> {
    match to_bytes(body, most).await {
        Ok(bytes) => Ok(bytes.into()),
        Err(error) => {
            let mut cause: Option<&dyn std::error::Error> = Some(&error);
            while let Some(inner) = cause {
                if inner.to_string().contains("length limit exceeded") {
                    return Err(Problem::TOO_LARGE);
                }
                cause = inner.source();
            }
            Err(Problem::unreadable("The body ended early."))
        }
    }
}

/// Parses JSON; nesting is bounded by the parser at 128.
pub(super) fn parse(bytes: &[u8], place: &str) -> Result<Value, Problem> {
    serde_json::from_slice(bytes).map_err(|error| {
        let at = format!("line {}, column {}", error.line(), error.column());
        Problem::unreadable(format!(
            "{place}The body is not JSON: {at}: {}",
            kind(&error)
        ))
    })
}

fn kind(error: &serde_json::Error) -> &'static str {
    match error.classify() {
        serde_json::error::Category::Eof => "it ends early",
        _ => "a character that cannot stand there, or nesting too deep",
    }
}

/// Reads the fields of one object; says all that is wrong with them at the end.
pub(super) struct Fields<'a> {
    object: Option<&'a Map<String, Value>>,
    pointer: String,
    known: Vec<&'static str>,
    wrong: Vec<FieldError>,
}

impl<'a> Fields<'a> {
    /// Begins to read `value`, which stands at `pointer` in the body.
    pub(super) fn new(value: &'a Value, pointer: &str) -> Self {
        let mut fields = Self {
            object: value.as_object(),
            pointer: pointer.to_owned(),
            known: Vec::new(),
            wrong: Vec::new(),
        };
        if fields.object.is_none() {
            fields.wrong.push(FieldError {
                pointer: pointer.to_owned(),
                detail: "has to be an object".to_owned(),
            });
        }
        fields
    }

    /// A text of up to `most` characters without NUL; `null` is not a text.
    pub(super) fn text(&mut self, name: &'static str, most: usize) -> Option<CleanText> {
        let Value::String(text) = self.value(name)? else {
            return self.bad(name, "has to be a text");
        };
        if text.chars().count() > most {
            return self.bad(name, format!("is longer than {most} characters"));
        }
        match CleanText::new(text.as_str()) {
            Ok(text) => Some(text),
            Err(error) => self.bad(name, error.to_string()),
        }
    }

    /// A text that says something: more than white space and control characters.
    pub(super) fn words(&mut self, name: &'static str, most: usize) -> Option<CleanText> {
        let text = self.text(name, most)?;
        if text.chars().all(|c| c.is_whitespace() || c.is_control()) {
            return self.bad(name, "has to say something");
        }
        Some(text)
    }

    /// A word of a list, an id.
    pub(super) fn word<T: std::str::FromStr<Err: std::fmt::Display>>(
        &mut self,
        name: &'static str,
    ) -> Option<T> {
        match self.value(name)? {
            Value::String(text) => match text.parse() {
                Ok(value) => Some(value),
                Err(error) => self.bad(name, format!("{error}")),
            },
            _ => self.bad(name, "has to be a text"),
        }
    }

    /// A time in RFC 3339.
    pub(super) fn time(&mut self, name: &'static str) -> Option<Time> {
        self.word(name)
    }

    /// True or false.
    pub(super) fn flag(&mut self, name: &'static str) -> Option<bool> {
        match self.value(name)? {
            Value::Bool(flag) => Some(*flag),
            _ => self.bad(name, "has to be true or false"),
        }
    }

    /// A whole number; `3.0` is one (JSON has but one kind of number).
    pub(super) fn whole(&mut self, name: &'static str) -> Option<i64> {
        let value = self.value(name)?;
        let whole = value
            .as_f64()
            .filter(|number| number.fract() == 0.0 && number.abs() < 9e15)
            .map(|number| number as i64);
        match value.as_i64().or(whole) {
            Some(number) => Some(number),
            None => self.bad(name, "has to be a whole number"),
        }
    }

    /// A list of words.
    pub(super) fn list<T: std::str::FromStr<Err: std::fmt::Display>>(
        &mut self,
        name: &'static str,
    ) -> Option<Vec<T>> {
        let Value::Array(items) = self.value(name)? else {
            return self.bad(name, "has to be a list");
        };
        let mut list = Vec::new();
        for (index, item) in items.iter().enumerate() {
            match item.as_str().map(str::parse) {
                Some(Ok(value)) => list.push(value),
                Some(Err(error)) => self.at(&format!("/{name}/{index}"), format!("{error}")),
                None => self.at(&format!("/{name}/{index}"), "has to be a text".to_owned()),
            }
        }
        Some(list)
    }

    /// An object, to be read by itself.
    pub(super) fn object(&mut self, name: &'static str) -> Option<&'a Value> {
        self.value(name)
    }

    /// Says that a field has to be there.
    pub(super) fn required<T>(&mut self, name: &'static str, value: Option<T>) -> Option<T> {
        let absent = self.object.is_some_and(|object| !object.contains_key(name));
        if value.is_none() && absent {
            self.at(&format!("/{name}"), "is missing".to_owned());
        }
        value
    }

    /// Says that a field is wrong.
    pub(super) fn bad<T>(&mut self, name: &str, detail: impl Into<String>) -> Option<T> {
        self.at(&format!("/{name}"), detail.into());
        None
    }

    /// Returns what is wrong, fields that nobody asked for included.
    pub(super) fn wrong(mut self) -> Vec<FieldError> {
        let Some(object) = self.object else {
            return self.wrong;
        };
        for name in object
            .keys()
            .filter(|name| !self.known.contains(&name.as_str()))
            .take(MAX_FIELDS)
        {
            let name: String = name
                .chars()
                .take(60)
                .collect::<String>()
                .replace('~', "~0")
                .replace('/', "~1");
            let detail = format!("is not known; known are: {}", self.known.join(", "));
            self.wrong.push(FieldError {
                pointer: format!("{}/{name}", self.pointer),
                detail,
            });
        }
        self.wrong
    }

    /// Fails when anything was wrong.
    pub(super) fn end(self) -> Result<(), Problem> {
        let wrong = self.wrong();
        if wrong.is_empty() {
            Ok(())
        } else {
            Err(Problem::fields(wrong))
        }
    }

    fn value(&mut self, name: &'static str) -> Option<&'a Value> {
        self.known.push(name);
        self.object?.get(name)
    }

    fn at(&mut self, place: &str, detail: String) {
        self.wrong.push(FieldError {
            pointer: format!("{}{place}", self.pointer),
            detail,
        });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn everything_that_is_wrong_is_named_with_its_place() {
        let body =
            json!({"text": 3, "lang": "xxxxx", "when": "yesterday", "mo/re": 1, "flag": null});
        let mut fields = Fields::new(&body, "/2");
        let text = fields.text("text", 5);
        let text = fields.required("text", text);
        let lang = fields.text("lang", 4);
        let name: Option<CleanText> = fields.text("name", 4);
        let name = fields.required("name", name);
        let when = fields.time("when");
        let flag = fields.flag("flag");
        assert!(
            text.is_none() && lang.is_none() && name.is_none() && when.is_none() && flag.is_none()
        );
        let places: Vec<String> = fields
            .wrong()
            .into_iter()
            .map(|wrong| wrong.pointer)
            .collect();
        assert_eq!(
            places,
            [
                "/2/text",
                "/2/lang",
                "/2/name",
                "/2/when",
                "/2/flag",
                "/2/mo~1re"
            ]
        );
    }

    #[test]
    fn deep_nesting_is_refused() {
        let deep = "[".repeat(100_000);
        assert!(parse(deep.as_bytes(), "").is_err());
        assert!(parse(b"{\"a\":\xff}", "").is_err());
    }

    #[test]
    fn whole_numbers_may_have_a_zero_fraction() {
        let body = json!({"a": 3.0, "b": 3.5, "c": 1e300});
        let mut fields = Fields::new(&body, "");
        assert_eq!(fields.whole("a"), Some(3));
        assert_eq!((fields.whole("b"), fields.whole("c")), (None, None));
    }
}
