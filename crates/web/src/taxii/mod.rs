//! A TAXII 2.1 server: what this node offers to whoever fetches it.

mod asked;
mod path;
pub(crate) mod problem;
mod resource;
mod visitor;

use axum::{
    Extension,
    body::{Body, to_bytes},
    extract::{Query as Pairs, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};
use serde_json::{Value, json};
use watchbell_formats::taxii::MEDIA_TYPE;
use watchbell_node::taxii::{TAXII_SAID, precise};
use watchbell_store::{TaxiiCollection, TaxiiRoot};

use self::{
    asked::Asked,
    path::{Of, Place},
    visitor::Visitor,
};
use crate::{
    app::{App, Caller},
    exchange::Guest,
    problem::Problem,
};

/// Where discovery is (section 1.6.3).
const DISCOVERY: &str = "/taxii2/";
const FIRST: HeaderName = HeaderName::from_static("x-taxii-date-added-first");
const LAST: HeaderName = HeaderName::from_static("x-taxii-date-added-last");

/// Returns the paths of the server and what answers there who has a token.
pub(crate) fn routes() -> [(&'static str, MethodRouter<App>); 3] {
    let all = || get(answer).post(answer).delete(answer);
    [
        ("/taxii2", all()),
        (DISCOVERY, all()),
        ("/taxii2/{*path}", all()),
    ]
}

/// Returns the same paths, and what answers peers there.
pub(crate) fn peer_routes() -> [(&'static str, MethodRouter<App>); 3] {
    let all = || get(answer_peer).post(answer_peer).delete(answer_peer);
    [
        ("/taxii2", all()),
        (DISCOVERY, all()),
        ("/taxii2/{*path}", all()),
    ]
}

/// Whether a request speaks TAXII, wherever it goes: API roots may stand at the top, too.
pub(crate) fn speaks(path: &str, headers: &HeaderMap) -> bool {
    let names = |name| {
        let values = headers.get_all(name).iter();
        values
            .filter_map(|value| value.to_str().ok())
            .any(|value| value.contains("application/taxii+json"))
    };
    path == "/taxii2"
        || path.starts_with(DISCOVERY)
        || names(header::ACCEPT)
        || names(header::CONTENT_TYPE)
}

/// Answers a request of who has a token.
pub(crate) async fn answer(State(app): State<App>, request: Request) -> Response {
    let Some(caller) = request.extensions().get::<Caller>().cloned() else {
        return Problem::TOKEN.into_response();
    };
    answered(&app, &Visitor::Caller(caller), request)
        .await
        .into_response()
}

/// Answers a request of a peer.
async fn answer_peer(
    State(app): State<App>,
    Extension(Guest(known)): Extension<Guest>,
    request: Request,
) -> Response {
    let own = match app.node.peer_collection(&known).await {
        Ok(own) => own,
        Err(error) => return Problem::from(error).into_response(),
    };
    answered(&app, &Visitor::Peer(known, own), request)
        .await
        .into_response()
}

async fn answered(app: &App, visitor: &Visitor, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    if !accepts(&parts.headers) {
        return Err(problem::NOT_ACCEPTABLE);
    }
    let path = parts.uri.path();
    let path = path
        .strip_prefix("/taxii2")
        .unwrap_or(path)
        .trim_start_matches('/');
    let place = Place::read(path).ok_or(Problem::NOT_FOUND)?;
    let Pairs(pairs) = Pairs::<Vec<(String, String)>>::try_from_uri(&parts.uri)
        .map_err(|_| Problem::parameter("the query cannot be read"))?;
    if path.contains('\0') || pairs.iter().any(|(_, value)| value.contains('\0')) {
        return Err(Problem::parameter("there is a NUL character"));
    }
    let asked = Asked::read(&pairs);
    let reads = matches!(parts.method, Method::GET | Method::HEAD);
    visitor.may(app, reads)?;
    match (place, reads) {
        (Place::Discovery, true) => discovery(app, visitor, &parts.headers).await,
        (Place::Root(root), true) => Ok(json_of(
            StatusCode::OK,
            &resource::root(&visitor.root(app, root).await?),
        )),
        (Place::Status(root, id), true) => {
            let root = visitor.root(app, root).await?;
            let status = app.db().taxii_status(&root.name, id).await?;
            Ok(raw(StatusCode::OK, status.ok_or(Problem::NOT_FOUND)?))
        }
        (Place::Collections(root), true) => {
            let root = visitor.root(app, root).await?;
            let collections = visitor.collections(app, &root).await?;
            let list: Vec<Value> = collections.iter().map(resource::collection).collect();
            let whole = if list.is_empty() {
                json!({})
            } else {
                json!({"collections": list})
            };
            Ok(json_of(StatusCode::OK, &whole))
        }
        (Place::Collection(root, id, of), reads) => {
            let root = visitor.root(app, root).await?;
            let collection = visitor.collection(app, &root, id).await?;
            match (of, reads) {
                (Of::Itself, true) => {
                    Ok(json_of(StatusCode::OK, &resource::collection(&collection)))
                }
                (_, true) if !collection.can_read => Err(problem::FORBIDDEN),
                (_, true) => fetch(app, visitor, &collection, of, asked?).await,
                (Of::Objects, false) if parts.method == Method::POST => {
                    if !collection.can_write {
                        return Err(problem::FORBIDDEN);
                    }
                    add(app, &root, &collection, &parts.headers, body).await
                }
                (Of::Object(object), false) if parts.method == Method::DELETE => {
                    match (collection.can_read, collection.can_write) {
                        (true, true) => delete(app, &collection, object, asked?).await,
                        (false, false) => Err(Problem::NOT_FOUND),
                        _ => Err(problem::FORBIDDEN),
                    }
                }
                _ => Err(Problem::METHOD),
            }
        }
        _ => Err(Problem::METHOD),
    }
}

async fn discovery(app: &App, visitor: &Visitor, headers: &HeaderMap) -> Result<Response, Problem> {
    let public = app.node.config().web.public_url.trim_end_matches('/');
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let base = match visitor {
        Visitor::Peer(..) => format!("https://{host}"),
        Visitor::Caller(_) if public.is_empty() => format!("http://{host}"),
        Visitor::Caller(_) => public.to_owned(),
    };
    let roots = visitor.roots(app).await?;
    let addresses: Vec<String> = roots
        .iter()
        .map(|root| format!("{base}{DISCOVERY}{}/", root.name))
        .collect();
    let identity = &app.node.config().node;
    let mut whole = json!({
        "title": identity.organisation,
        "description": format!("What {} offers", identity.name),
        "contact": identity.contact,
    });
    // What a server that was taken over said of itself.
    if let Some(said) = app.db().setting(TAXII_SAID).await?
        && let Ok(Value::Object(said)) = serde_json::from_str(&said)
        && matches!(visitor, Visitor::Caller(_))
    {
        for (name, value) in said {
            whole[name] = value;
        }
    }
    if let Some(first) = addresses.first() {
        let default = whole["default"]
            .as_str()
            .map(|root| format!("{base}{DISCOVERY}{root}/"));
        let default = default.filter(|default| addresses.contains(default));
        whole["default"] = json!(default.as_ref().unwrap_or(first));
        whole["api_roots"] = json!(addresses);
    }
    if addresses.is_empty()
        && let Some(members) = whole.as_object_mut()
    {
        members.remove("default");
    }
    Ok(json_of(StatusCode::OK, &whole))
}

async fn fetch(
    app: &App,
    visitor: &Visitor,
    collection: &TaxiiCollection,
    of: Of<'_>,
    mut asked: Asked,
) -> Result<Response, Problem> {
    let kinds = std::mem::take(&mut asked.filter.kinds);
    match of {
        Of::Object(id) | Of::Versions(id) => {
            asked.filter.ids = vec![id.to_owned()];
            if matches!(of, Of::Versions(_)) {
                asked.filter.versions = vec![watchbell_store::TaxiiVersion::All];
            }
        }
        _ => asked.filter.kinds = kinds,
    }
    let bodies = matches!(of, Of::Objects | Of::Object(_));
    let (filter, limit) = (&asked.filter, asked.limit);
    let objects = app
        .db()
        .taxii_objects(collection.key, filter, asked.after, limit + 1, bodies);
    let mut objects = objects.await?;
    if let (true, Of::Object(id) | Of::Versions(id)) = (objects.is_empty(), of)
        && !app.db().has_taxii_object(collection.key, id).await?
    {
        return Err(Problem::NOT_FOUND);
    }
    let more = i64::try_from(objects.len()).unwrap_or(i64::MAX) > limit;
    objects.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let (Some(first), Some(last)) = (objects.first(), objects.last()) else {
        return Ok(raw(StatusCode::OK, "{}".to_owned()));
    };
    if let (Visitor::Peer(known, _), true) = (visitor, bodies) {
        let handed: Vec<_> = objects
            .iter()
            .map(|object| (object.id.as_str(), object.version.as_str()))
            .collect();
        app.node.handed_objects(known, &handed).await?;
    }
    let next = more.then(|| asked.next(last.added_at, last.seq));
    let (first, last) = (precise(first.added_at), precise(last.added_at));

    let mut text = format!("{{\"more\":{more},");
    if let Some(next) = next {
        text.push_str(&format!("\"next\":\"{next}\","));
    }
    match of {
        Of::Versions(_) => {
            let mut versions: Vec<String> = objects.iter().map(resource::version).collect();
            versions.sort_unstable_by(|one, other| other.cmp(one));
            text.push_str(&format!("\"versions\":{}", json!(versions)));
        }
        Of::Manifest => {
            let list: Vec<Value> = objects.iter().map(resource::record).collect();
            text.push_str(&format!("\"objects\":{}", json!(list)));
        }
        _ => {
            let length: usize = objects.iter().map(|object| object.body.len() + 1).sum();
            text.reserve(length + 16);
            text.push_str("\"objects\":[");
            for (index, object) in objects.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                text.push_str(&object.body);
            }
            text.push(']');
        }
    }
    text.push('}');
    let mut response = raw(StatusCode::OK, text);
    for (name, value) in [(FIRST, first), (LAST, last)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

async fn add(
    app: &App,
    root: &TaxiiRoot,
    collection: &TaxiiCollection,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    if !kind.is_some_and(is_taxii) {
        return Err(Problem::media(MEDIA_TYPE));
    }
    let most = usize::try_from(root.max_bytes).unwrap_or(0);
    let bytes = to_bytes(body, most).await.map_err(|_| Problem::TOO_LARGE)?;
    let text = std::str::from_utf8(&bytes).map_err(|error| problem::content(&error))?;
    match app.node.add_to_taxii(root, collection, text).await {
        Ok(status) => Ok(json_of(StatusCode::ACCEPTED, &status)),
        Err(watchbell_node::Error::Envelope(error)) => Err(problem::content(&error)),
        Err(error) => Err(error.into()),
    }
}

async fn delete(
    app: &App,
    collection: &TaxiiCollection,
    id: &str,
    mut asked: Asked,
) -> Result<Response, Problem> {
    asked.filter.kinds.clear();
    match app
        .db()
        .delete_taxii_objects(collection.key, id, &asked.filter)
        .await?
    {
        0 => Err(Problem::NOT_FOUND),
        _ => Ok(raw(StatusCode::OK, String::new())),
    }
}

/// Whether the visitor takes what this server sends.
fn accepts(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT).iter();
    let mut kinds = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','));
    kinds.any(|kind| {
        is_taxii(kind)
            || matches!(
                kind.split(';').next().map(str::trim),
                Some("*/*" | "application/*")
            )
    })
}

/// Whether a media type is that of TAXII, in a version that this server speaks.
fn is_taxii(kind: &str) -> bool {
    let mut parts = kind.split(';').map(str::trim);
    parts
        .next()
        .is_some_and(|name| name.eq_ignore_ascii_case("application/taxii+json"))
        && parts.all(|part| match part.split_once('=') {
            Some((name, version)) if name.trim().eq_ignore_ascii_case("version") => {
                version.trim().trim_matches('"') == "2.1"
            }
            _ => true,
        })
}

fn json_of(status: StatusCode, body: &Value) -> Response {
    raw(status, body.to_string())
}

fn raw(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, MEDIA_TYPE)], body).into_response()
}
