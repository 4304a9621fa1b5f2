//! Where peers come in: RID, ROLIE and TAXII over mutual TLS.

mod rolie;
mod well_known;

use std::{sync::Arc, time::Duration};

use axum::{
    Extension, Router,
    body::{Body, HttpBody as _, to_bytes},
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::get,
};
use watchbell_formats::rid;
use watchbell_iodef::xml;
use watchbell_node::{Node, peers::Known};

use crate::{app::App, problem::Problem, serve::ClientAddress, taxii};

pub(crate) use well_known::routes as well_known;

/// How long a request may take, its body included.
const TIMEOUT: Duration = Duration::from_secs(60);
/// The header that a late answer bears (RFC 6546, section 3).
const CALLBACK: HeaderName = HeaderName::from_static(rid::CALLBACK);

/// The peer at the other end, as its certificate says.
#[derive(Clone, Debug)]
pub(crate) struct Guest(pub(crate) Arc<Known>);

/// Returns what peers may reach.
pub(crate) fn router(node: Arc<Node>) -> Router {
    let app = App::new(node);
    let mut router = Router::new()
        .route("/", get(nothing).post(message))
        .route("/rolie/service", get(rolie::service))
        .route("/rolie/categories", get(rolie::categories))
        .route("/rolie/feed", get(rolie::feed))
        .route("/rolie/content/{id}", get(rolie::content));
    for (path, answer) in taxii::peer_routes() {
        router = router.route(path, answer);
    }
    for (path, answer) in well_known() {
        router = router.route(path, answer);
    }
    router
        .fallback(async || Problem::NOT_FOUND)
        .layer(from_fn_with_state(app.clone(), frame))
        .with_state(app)
}

/// Surrounds one request: bounds, what is wrong in words, a line in the log.
async fn frame(
    State(app): State<App>,
    Extension(Guest(known)): Extension<Guest>,
    mut request: Request,
    next: Next,
) -> Response {
    // What was agreed or switched off since it came in holds for it too.
    let Some(known) = app.node.peers().still(&known) else {
        tracing::warn!(peer = known.peer.name, "a peer was sent away: it changed");
        return (StatusCode::FORBIDDEN, [(header::CONNECTION, "close")]).into_response();
    };
    request.extensions_mut().insert(Guest(Arc::clone(&known)));
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let place = app.requests.try_acquire();
    let mut response = if place.is_err() {
        Problem::CROWDED.into_response()
    } else {
        match tokio::time::timeout(TIMEOUT, next.run(request)).await {
            Ok(response) => response,
            Err(_) => Problem::SLOW.into_response(),
        }
    };
    let status = response.status().as_u16();
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        if let Some(cause) = &problem.cause {
            tracing::error!(
                peer = known.peer.name,
                code = problem.code,
                cause,
                "request failed"
            );
        }
        response = if path.starts_with("/taxii2") {
            taxii::problem::spelled_out(response, &problem, "")
        } else {
            let (parts, _) = response.into_parts();
            let mut response = Response::from_parts(parts, Body::from(problem.detail.into_owned()));
            let plain = HeaderValue::from_static("text/plain; charset=utf-8");
            response.headers_mut().insert(header::CONTENT_TYPE, plain);
            response
        };
    }
    tracing::info!(peer = known.peer.name, %method, path, status, "request of a peer");
    response
}

/// GET has no meaning for RID (RFC 6546, section 3).
async fn nothing() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// A message of RID.
async fn message(
    State(app): State<App>,
    Extension(Guest(known)): Extension<Guest>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    request: Request,
) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let kind = parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).map(str::trim);
    if !matches!(kind, Some("text/xml" | "application/xml")) {
        return Err(Problem::media(rid::MEDIA_TYPE));
    }
    // What is announced as too large is not waited for.
    if body.size_hint().lower() > rid::MAX_BYTES as u64 {
        return Err(Problem::TOO_LARGE);
    }
    let bytes = to_bytes(body, rid::MAX_BYTES)
        .await
        .map_err(|_| Problem::TOO_LARGE)?;
    let text = xml::text(&bytes).map_err(|error| Problem::unreadable(error.to_string()))?;
    let token = parts
        .headers
        .get(CALLBACK)
        .and_then(|token| token.to_str().ok());
    let answer = app.node.receive_rid(&known, &text, address, token).await?;
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = if status.is_success() {
        rid::MEDIA_TYPE
    } else {
        "text/plain; charset=utf-8"
    };
    let mut response = (status, [(header::CONTENT_TYPE, kind)], answer.body).into_response();
    if let Some(token) = answer
        .callback
        .and_then(|token| HeaderValue::from_str(&token).ok())
    {
        response.headers_mut().insert(CALLBACK, token);
    }
    Ok(response)
}
