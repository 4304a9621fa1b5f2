//! How others find out whom to talk to: security.txt, the provider's metadata, the card of a peer.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::{MethodRouter, get},
};
use serde_json::json;

use crate::{app::App, problem::Problem};

/// Days for which a security.txt is valid; less than a year (RFC 9116, section 2.5.5).
const VALID_DAYS: i64 = 180;

/// The addresses and what answers there; everybody may see them.
pub(crate) fn routes() -> [(&'static str, MethodRouter<App>); 3] {
    [
        ("/.well-known/security.txt", get(security)),
        ("/.well-known/csaf/provider-metadata.json", get(provider)),
        ("/.well-known/watchbell-peer", get(card)),
    ]
}

/// RFC 9116.
async fn security(State(app): State<App>) -> Response {
    let identity = &app.node.config().node;
    let expires = app.now().plus_seconds(VALID_DAYS * 86_400);
    let expires = expires.plus_micros(-expires.micros().rem_euclid(watchbell_model::Time::SECOND));
    let contact = &identity.contact;
    let contact = if contact.contains(':') {
        contact.clone()
    } else {
        format!("mailto:{contact}")
    };
    let mut text = format!("Contact: {contact}\nExpires: {expires}\nPreferred-Languages: en\n");
    let public = app.node.config().web.public_url.trim_end_matches('/');
    if !public.is_empty() {
        text.push_str(&format!(
            "Canonical: {public}/.well-known/security.txt\nCSAF: {public}/.well-known/csaf/provider-metadata.json\n"
        ));
    }
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// CSAF 2.0, section 7.1.8: where the feeds are, and who may have them.
async fn provider(State(app): State<App>) -> Response {
    let (identity, config) = (&app.node.config().node, app.node.config());
    let public = config.web.public_url.trim_end_matches('/');
    let exchange = config.exchange.public_url.trim_end_matches('/');
    let mut whole = json!({
        "canonical_url": format!("{public}/.well-known/csaf/provider-metadata.json"),
        "last_updated": app.began,
        "list_on_CSAF_aggregators": false,
        "mirror_on_CSAF_aggregators": false,
        "metadata_version": "2.0",
        "publisher": {
            "category": "coordinator",
            "name": identity.organisation,
            "namespace": format!("https://{}", identity.name),
            "contact_details": identity.contact,
        },
        "role": "csaf_publisher",
    });
    if !exchange.is_empty() {
        whole["distributions"] = json!([{"rolie": {"feeds": [{
            "summary": "Incidents, for peers that show their certificate",
            "tlp_label": "AMBER",
            "url": format!("{exchange}/rolie/feed"),
        }]}}]);
    }
    (
        [(header::CONTENT_TYPE, "application/json")],
        whole.to_string(),
    )
        .into_response()
}

/// What a node that wants to be a peer is given.
async fn card(State(app): State<App>) -> Result<Response, Problem> {
    let card = app.node.card()?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], card).into_response())
}
