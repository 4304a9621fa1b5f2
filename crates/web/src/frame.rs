//! What surrounds every request: a number, bounds, who asks, headers, problems
//! turned into JSON or a page, one line in the log.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    app::{App, Caller, Viewer},
    cookie,
    pages::{self, Shell},
    problem::Problem,
    serve::ClientAddress,
    taxii,
};

/// How long a request may take, from its last header to the answer.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(30);

/// Nothing may run that is not a file of ours.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
    ),
];
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Where a request comes from, as far as it can be known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct From(pub(crate) IpAddr);

/// Surrounds one request.
pub(crate) async fn frame(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = request_id(&app);
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("-", MatchedPath::as_str)
        .to_owned();
    let tongue = Tongue::of(request.uri().path(), request.headers());
    let theme = theme(request.headers(), app.https);
    let from = address(&request, app.node.config().web.behind_proxy);
    request.extensions_mut().insert(From(from));
    request.extensions_mut().insert(theme);

    let place = app.requests.try_acquire();
    let (mut response, viewer) = if place.is_err() {
        (Problem::CROWDED.into_response(), None)
    } else {
        match tokio::time::timeout(TIMEOUT, answer(&app, request, next)).await {
            Ok(answered) => answered,
            Err(_) => (Problem::SLOW.into_response(), None),
        }
    };

    if let Some(problem) = problem(&mut response) {
        if let Some(cause) = &problem.cause {
            tracing::error!(request.id = %id, code = problem.code, cause, "request failed");
        }
        response = spelled_out(
            &app,
            response,
            &problem,
            &id,
            tongue,
            viewer.as_ref(),
            theme,
        );
    }
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, value);
    }
    let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(request.id = %id, %method, route, status = response.status().as_u16(), duration_ms, "request");
    response
}

/// Finds out who asks, and answers.
async fn answer(app: &App, mut request: Request, next: Next) -> (Response, Option<Viewer>) {
    let viewer = match identify(app, &mut request).await {
        Ok(viewer) => viewer,
        Err(problem) => return (problem.into_response(), None),
    };
    (next.run(request).await, viewer)
}

async fn identify(app: &App, request: &mut Request) -> Result<Option<Viewer>, Problem> {
    if Tongue::of(request.uri().path(), request.headers()) != Tongue::People {
        if let Some(secret) = secret(request.headers())
            && let Some(token) = app.accounts.token(&secret, app.now()).await?
        {
            request.extensions_mut().insert(Caller(token));
        }
        return Ok(None);
    }
    let Some(cookie) =
        cookie::read(request.headers(), cookie::SESSION, app.https).map(str::to_owned)
    else {
        return Ok(None);
    };
    // A page that refreshes itself says so, and is no sign of life.
    let active = !request.headers().contains_key("hx-request");
    let session = app.accounts.session(&cookie, active, app.now()).await?;
    let viewer = session.map(|session| Viewer { session, cookie });
    if let Some(viewer) = &viewer {
        request.extensions_mut().insert(viewer.clone());
    }
    Ok(viewer)
}

/// Who asks, and so in what an answer says what is wrong.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Tongue {
    /// People, who read pages and carry cookies.
    People,
    /// Programs, which read JSON and carry tokens.
    Programs,
    /// Clients of TAXII, which do the same in their way.
    Taxii,
}

impl Tongue {
    pub(crate) fn of(path: &str, headers: &HeaderMap) -> Self {
        if path == "/api" || path.starts_with("/api/") || path == "/metrics" {
            Self::Programs
        } else if taxii::speaks(path, headers) {
            Self::Taxii
        } else {
            Self::People
        }
    }
}

/// The token of a request: as it is, or as the password of any name (RFC 7617).
fn secret(headers: &HeaderMap) -> Option<String> {
    let (scheme, secret) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(secret.trim().to_owned());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(secret.trim()).ok()?).ok()?;
    Some(pair.split_once(':')?.1.to_owned())
}

/// Light or dark, where the visitor chose.
fn theme(headers: &HeaderMap, https: bool) -> pages::Theme {
    match cookie::read(headers, cookie::THEME, https) {
        Some("light") => pages::Theme::Light,
        Some("dark") => pages::Theme::Dark,
        _ => pages::Theme::Auto,
    }
}

fn address(request: &Request, behind_proxy: bool) -> IpAddr {
    let forwarded = request
        .headers()
        .get_all("x-forwarded-for")
        .iter()
        .next_back();
    // The last one was written by our own proxy; those before it by anybody.
    let told =
        forwarded.and_then(|line| line.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    let peer = request
        .extensions()
        .get::<ClientAddress>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0);
    told.filter(|_| behind_proxy).unwrap_or(peer)
}

/// The problem that an answer stands for, where it is one without a body.
fn problem(response: &mut Response) -> Option<Problem> {
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        return Some(problem);
    }
    let status = response.status();
    let ours = response.extensions().get::<Spelled>().is_some();
    ((status.is_client_error() || status.is_server_error()) && !ours).then(|| Problem::of(status))
}

/// An answer that looks like an error but has its own body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spelled;

fn spelled_out(
    app: &App,
    response: Response,
    problem: &Problem,
    id: &str,
    tongue: Tongue,
    viewer: Option<&Viewer>,
    theme: pages::Theme,
) -> Response {
    if tongue == Tongue::Taxii {
        return taxii::problem::spelled_out(response, problem, id);
    }
    let (mut parts, _) = response.into_parts();
    let json = tongue == Tongue::Programs;
    let (kind, body) = if json {
        ("application/problem+json", problem.json(id).to_string())
    } else {
        let shell = Shell::new(app, viewer, theme, problem.title, pages::Section::None);
        (
            "text/html; charset=utf-8",
            pages::problem::page(shell, problem, id),
        )
    };
    parts
        .headers
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    parts.headers.remove(header::CONTENT_LENGTH);
    if parts.status == StatusCode::UNAUTHORIZED
        && json
        && !parts.headers.contains_key(header::WWW_AUTHENTICATE)
    {
        parts.headers.insert(
            header::WWW_AUTHENTICATE,
            HeaderValue::from_static("Bearer realm=\"watchbell\""),
        );
    }
    Response::from_parts(parts, Body::from(body))
}

/// A number for the log: when the node began, and how many requests since.
fn request_id(app: &App) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    let began = app.began.seconds();
    format!("{began:x}-{:x}", COUNT.fetch_add(1, Ordering::Relaxed))
}
