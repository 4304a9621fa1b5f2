//! Problem details (RFC 9457): the only place that knows status codes.

mod causes;

use std::borrow::Cow;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Value, json};

/// Field errors that one answer names.
pub(crate) const MAX_FIELDS: usize = 50;

/// One field that is wrong.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub(crate) struct FieldError {
    /// JSON pointer (RFC 6901) to the field in the request's body.
    pub(crate) pointer: String,
    /// What is wrong with it.
    pub(crate) detail: String,
}

/// Why a request was not done.
///
/// The public text never holds SQL, paths or what somebody else sent; the
/// private cause is logged once, beside the request's id.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    /// Stable, for programs.
    pub(crate) code: &'static str,
    /// The same for every problem of this code.
    pub(crate) title: &'static str,
    pub(crate) detail: Cow<'static, str>,
    pub(crate) fields: Vec<FieldError>,
    pub(crate) retry_after: Option<u32>,
    pub(crate) challenge: Option<&'static str>,
    pub(crate) cause: Option<String>,
}

impl Problem {
    /// Nothing is at this address.
    pub(crate) const NOT_FOUND: Self = Self::new(
        StatusCode::NOT_FOUND,
        "not-found",
        "Not found",
        "There is nothing at this address.",
    );
    /// The address exists, the method does not.
    pub(crate) const METHOD: Self = Self::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "Method not allowed",
        "This address does not take that method.",
    );
    /// The role is not enough.
    pub(crate) const ROLE: Self = Self::new(
        StatusCode::FORBIDDEN,
        "role",
        "Not allowed",
        "Your role does not allow this. An administrator can change it.",
    );
    /// A form that does not come from our own page.
    pub(crate) const FORGED: Self = Self::new(
        StatusCode::FORBIDDEN,
        "form-token",
        "Form not accepted",
        "This form is too old or did not come from this site. Go back, reload the page and send it again.",
    );
    /// Nobody is signed in.
    pub(crate) const SIGN_IN: Self = Self::new(
        StatusCode::UNAUTHORIZED,
        "sign-in",
        "Not signed in",
        "Sign in first.",
    );
    /// No token, or none that works.
    pub(crate) const TOKEN: Self = Self::new(
        StatusCode::UNAUTHORIZED,
        "token",
        "Token needed",
        "Send a token that is valid: Authorization: Bearer wb_….",
    )
    .challenging("Bearer realm=\"watchbell\", error=\"invalid_token\"");
    /// A token without the scope, or whose owner has lost the role.
    pub(crate) const SCOPE: Self = Self::new(
        StatusCode::FORBIDDEN,
        "scope",
        "Not allowed",
        "This token does not allow this call.",
    )
    .challenging("Bearer realm=\"watchbell\", error=\"insufficient_scope\"");
    /// More bytes than are read.
    pub(crate) const TOO_LARGE: Self = Self::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too-large",
        "Too large",
        "The request is larger than this address takes.",
    );
    /// Too many requests at once.
    pub(crate) const CROWDED: Self = Self::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "busy",
        "Busy",
        "Too many requests at once. Try again shortly.",
    )
    .passing(1);
    /// A request that took too long.
    pub(crate) const SLOW: Self = Self::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "timeout",
        "Took too long",
        "This took too long and was given up.",
    )
    .passing(5);

    pub(crate) const fn new(
        status: StatusCode,
        code: &'static str,
        title: &'static str,
        detail: &'static str,
    ) -> Self {
        Self {
            status,
            code,
            title,
            detail: Cow::Borrowed(detail),
            fields: Vec::new(),
            retry_after: None,
            challenge: None,
            cause: None,
        }
    }

    /// The same, with when to try again.
    const fn passing(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The same, with how to prove who one is.
    const fn challenging(mut self, challenge: &'static str) -> Self {
        self.challenge = Some(challenge);
        self
    }

    /// A path or query parameter that is not what it has to be.
    pub(crate) fn parameter(detail: impl Into<String>) -> Self {
        Self::said(
            StatusCode::BAD_REQUEST,
            "parameter",
            "Bad parameter",
            detail.into(),
        )
    }

    /// A body that cannot be read at all.
    pub(crate) fn unreadable(detail: impl Into<String>) -> Self {
        Self::said(
            StatusCode::BAD_REQUEST,
            "unreadable",
            "Cannot be read",
            detail.into(),
        )
    }

    /// A body of a type that this address does not read.
    pub(crate) fn media(expected: &str) -> Self {
        let detail = format!("The body has to be {expected}.");
        Self::said(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "media-type",
            "Type not supported",
            detail,
        )
    }

    /// A body that can be read but whose fields are wrong.
    pub(crate) fn fields(mut fields: Vec<FieldError>) -> Self {
        fields.truncate(MAX_FIELDS);
        let detail = match fields.as_slice() {
            [one] => format!("{}: {}", one.pointer, one.detail),
            more => format!("{} fields are wrong.", more.len()),
        };
        Self {
            fields,
            ..Self::said(
                StatusCode::UNPROCESSABLE_ENTITY,
                "fields",
                "Fields are wrong",
                detail,
            )
        }
    }

    /// One field of a body that is wrong.
    pub(crate) fn field(pointer: &str, detail: impl Into<String>) -> Self {
        Self::fields(vec![FieldError {
            pointer: pointer.to_owned(),
            detail: detail.into(),
        }])
    }

    /// What was asked does not fit how things stand.
    pub(crate) fn conflict(detail: impl Into<String>) -> Self {
        Self::said(StatusCode::CONFLICT, "conflict", "Conflict", detail.into())
    }

    /// A key that was used for another request.
    pub(crate) fn key_reused() -> Self {
        Self::said(
            StatusCode::CONFLICT,
            "idempotency-key",
            "Key was used before",
            "This Idempotency-Key was used for another body.".to_owned(),
        )
    }

    /// Too many from this address.
    pub(crate) fn too_many(detail: &'static str, retry_after: u32) -> Self {
        let retry_after = Some(retry_after.max(1));
        Self {
            retry_after,
            ..Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too-many",
                "Too many requests",
                detail,
            )
        }
    }

    /// Our fault; `cause` is for the log only.
    pub(crate) fn internal(cause: &dyn ToString) -> Self {
        Self {
            cause: Some(cause.to_string()),
            ..Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                "Our mistake",
                "Something went wrong here. The log has the details under the number of this request.",
            )
        }
    }

    /// What an answer without a body means that did not come from here.
    pub(crate) fn of(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NOT_FOUND,
            StatusCode::METHOD_NOT_ALLOWED => Self::METHOD,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TOO_LARGE,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::media("of another type"),
            status if status.is_client_error() => Self {
                status,
                ..Self::unreadable("The request cannot be understood.")
            },
            _ => Self::internal(&format!("status {status}")),
        }
    }

    fn unavailable(cause: &dyn ToString, retry_after: u32) -> Self {
        Self {
            retry_after: Some(retry_after.max(1)),
            cause: Some(cause.to_string()),
            ..Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "unavailable",
                "Not available now",
                "This cannot be done at the moment. Try again shortly.",
            )
        }
    }

    fn said(status: StatusCode, code: &'static str, title: &'static str, detail: String) -> Self {
        Self {
            detail: Cow::Owned(detail),
            ..Self::new(status, code, title, "")
        }
    }

    /// The body, for the request with this id.
    pub(crate) fn json(&self, request: &str) -> Value {
        let mut body = json!({
            "type": format!("/problems/{}", self.code),
            "title": self.title,
            "status": self.status.as_u16(),
            "detail": self.detail,
            "instance": format!("urn:watchbell:request:{request}"),
            "code": self.code,
        });
        if !self.fields.is_empty() {
            body["errors"] = json!(self.fields);
        }
        body
    }
}

impl IntoResponse for Problem {
    /// Leaves the body to [`crate::frame`], which knows whether a program or a
    /// person asked.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, seconds.into());
        }
        if let Some(challenge) = self.challenge {
            response.headers_mut().insert(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static(challenge),
            );
        }
        response.extensions_mut().insert(self);
        response
    }
}
