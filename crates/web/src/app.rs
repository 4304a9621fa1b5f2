//! What every handler shares.

use std::{ops::Deref, sync::Arc};

use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
};
use tokio::sync::Semaphore;
use watchbell_model::Time;
use watchbell_node::{Node, accounts::Accounts};
use watchbell_store::{Account, Db, Role, Session, Token};

use crate::{limit::PerAddress, problem::Problem};

/// Requests worked on at the same time; further ones are told to come back.
pub(crate) const MAX_REQUESTS: usize = 256;

/// The node and what the web keeps beside it; cheap to clone.
#[derive(Clone)]
pub(crate) struct App(Arc<Inner>);

/// See [`App`].
pub(crate) struct Inner {
    pub(crate) node: Arc<Node>,
    pub(crate) accounts: Accounts,
    /// Reports through the public form.
    pub(crate) public_reports: PerAddress,
    /// Whether visitors come by https, so that cookies can be bound to it.
    pub(crate) https: bool,
    pub(crate) requests: Semaphore,
    /// When this began, for the numbers of requests.
    pub(crate) began: Time,
}

impl App {
    pub(crate) fn new(node: Arc<Node>) -> Self {
        let web = &node.config().web;
        let accounts = Accounts::new(node.db().clone(), node.hmac("accounts", b""), web);
        let public_reports = PerAddress::an_hour(web.public_reports_an_hour);
        let https = web.public_url.starts_with("https://");
        let (requests, began) = (Semaphore::new(MAX_REQUESTS), node.now());
        Self(Arc::new(Inner {
            node,
            accounts,
            public_reports,
            https,
            requests,
            began,
        }))
    }

    pub(crate) fn db(&self) -> &Db {
        self.node.db()
    }

    pub(crate) fn now(&self) -> Time {
        self.node.now()
    }
}

impl Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// Somebody who is signed in, with the cookie that says so.
#[derive(Clone, Debug)]
pub(crate) struct Viewer {
    pub(crate) session: Session,
    pub(crate) cookie: String,
}

impl Viewer {
    /// Their name, for what they do.
    pub(crate) fn name(&self) -> &str {
        &self.session.account.name
    }

    /// Whether they may do what needs `role`.
    pub(crate) fn may(&self, role: Role) -> bool {
        self.session.account.role >= role
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Viewer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(Problem::SIGN_IN)
    }
}

/// Who calls the API, with the token that says so.
#[derive(Clone, Debug)]
pub(crate) struct Caller(pub(crate) Token);

impl Caller {
    /// The owner of the token.
    pub(crate) const fn account(&self) -> &Account {
        &self.0.account
    }

    /// Their name, for what they do.
    pub(crate) fn name(&self) -> &str {
        &self.0.account.name
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(Problem::TOKEN)
    }
}

/// Part of the path, read as `T`.
pub(crate) struct In<T>(pub(crate) T);

impl<S, T> FromRequestParts<S> for In<T>
where
    S: Send + Sync,
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = axum::extract::Path::<String>::from_request_parts(parts, state).await;
        let axum::extract::Path(text) = path.map_err(|_| Problem {
            status: StatusCode::BAD_REQUEST,
            ..Problem::parameter("The path is not UTF-8.")
        })?;
        if text.contains('\0') {
            return Err(Problem::parameter("The path holds a NUL character."));
        }
        text.parse()
            .map(Self)
            .map_err(|error: T::Err| Problem::parameter(error.to_string()))
    }
}
