//! Every route and who may reach it.

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Redirect, Response},
    routing::MethodRouter,
};
use watchbell_node::{
    Node,
    accounts::{Scope, allows},
};
use watchbell_store::Role;

use crate::{
    api,
    app::{App, Caller, Viewer},
    exchange,
    form::MAX_FORM,
    frame::{self, Tongue},
    pages,
    problem::Problem,
    query::encoded,
    taxii,
};

/// Who may reach a route.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Access {
    /// Everybody.
    Open,
    /// Who is signed in with at least this role.
    Role(Role),
    /// A token with this scope.
    Scope(Scope),
    /// Any token that works.
    Token,
}

/// One route, for tests that walk over all of them.
#[derive(Clone, Debug)]
pub struct Reach {
    /// Its method.
    pub method: Method,
    /// Its path, with `{names}`.
    pub path: &'static str,
    /// Who may reach it.
    pub access: Access,
}

/// One route and what answers it.
pub(crate) struct Route {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) access: Access,
    pub(crate) answer: MethodRouter<App>,
}

/// Returns every route.
pub fn reach() -> Vec<Reach> {
    let reach = |route: Route| Reach {
        method: route.method,
        path: route.path,
        access: route.access,
    };
    routes().into_iter().map(reach).collect()
}

fn routes() -> Vec<Route> {
    let mut routes = pages::routes();
    routes.extend(api::calls().into_iter().map(Route::from));
    routes
}

/// Returns the pages and the API of `node` as one service.
pub fn router(node: Arc<Node>) -> Router {
    let app = App::new(node);
    let mut router = Router::new();
    for route in routes() {
        let guard = from_fn_with_state((app.clone(), route.access), guard);
        router = router.route(route.path, route.answer.route_layer(guard));
    }
    for (path, answer) in taxii::routes().into_iter().chain(exchange::well_known()) {
        router = router.route(path, answer);
    }
    router
        .fallback(nowhere)
        .method_not_allowed_fallback(no_such_method)
        .layer(DefaultBodyLimit::max(MAX_FORM))
        .layer(from_fn_with_state(app.clone(), frame::frame))
        .with_state(app)
}

/// Lets through who may reach the route behind it.
async fn guard(
    State((app, access)): State<(App, Access)>,
    request: Request,
    next: Next,
) -> Response {
    let passed = match access {
        Access::Open => Ok(()),
        Access::Role(role) => match request.extensions().get::<Viewer>() {
            Some(viewer) if viewer.may(role) => Ok(()),
            Some(_) => Err(Problem::ROLE.into_response()),
            None => Err(to_sign_in(&request)),
        },
        Access::Scope(_) | Access::Token => match request.extensions().get::<Caller>() {
            None => Err(Problem::TOKEN.into_response()),
            Some(Caller(token)) => match access {
                Access::Scope(scope) if !allows(token, scope, app.now()) => {
                    Err(Problem::SCOPE.into_response())
                }
                _ => Ok(()),
            },
        },
    };
    match passed {
        Ok(()) => next.run(request).await,
        Err(refused) => refused,
    }
}

/// Sends a person to sign in and back; a page part sends its whole page.
fn to_sign_in(request: &Request) -> Response {
    if request.headers().contains_key("hx-request") {
        let mut response = Problem::SIGN_IN.into_response();
        response.headers_mut().insert(
            HeaderName::from_static("hx-redirect"),
            HeaderValue::from_static("/sign-in"),
        );
        return response;
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Problem::SIGN_IN.into_response();
    }
    let wanted = request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str());
    if wanted == "/" {
        return Redirect::to("/sign-in").into_response();
    }
    Redirect::to(&format!("/sign-in?next={}", encoded(wanted))).into_response()
}

/// Answers addresses that do not exist, to those who may know that.
async fn nowhere(State(app): State<App>, request: Request) -> Response {
    if Tongue::of(request.uri().path(), request.headers()) == Tongue::Taxii {
        return taxii::answer(State(app), request).await;
    }
    stranger(&request).unwrap_or_else(|| Problem::NOT_FOUND.into_response())
}

/// Answers methods that an address does not take, to those who may know that.
async fn no_such_method(request: Request) -> Response {
    stranger(&request).unwrap_or_else(|| Problem::METHOD.into_response())
}

fn stranger(request: &Request) -> Option<Response> {
    if Tongue::of(request.uri().path(), request.headers()) != Tongue::People {
        return request
            .extensions()
            .get::<Caller>()
            .is_none()
            .then(|| Problem::TOKEN.into_response());
    }
    request
        .extensions()
        .get::<Viewer>()
        .is_none()
        .then(|| match to_sign_in(request) {
            redirect if redirect.status() == StatusCode::SEE_OTHER => redirect,
            _ => Problem::SIGN_IN.into_response(),
        })
}
