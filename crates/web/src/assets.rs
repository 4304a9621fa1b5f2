//! Files that pages load, compiled in and named by their hash.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};
use watchbell_node::hex;

use crate::problem::Problem;

/// One file and the name it is served under.
#[derive(Debug)]
struct Asset {
    name: String,
    kind: &'static str,
    bytes: &'static [u8],
}

/// Where pages find each file.
#[derive(Debug)]
pub(crate) struct Links {
    /// The style sheet.
    pub(crate) style: String,
    /// htmx.
    pub(crate) script: String,
    /// Asks again for a page that the browser kept.
    pub(crate) again: String,
    /// The mark.
    pub(crate) icon: String,
}

static ASSETS: LazyLock<[Asset; 4]> = LazyLock::new(|| {
    [
        asset(
            "watchbell",
            "css",
            "text/css; charset=utf-8",
            include_bytes!("../assets/watchbell.css"),
        ),
        asset(
            "htmx",
            "js",
            "text/javascript; charset=utf-8",
            include_bytes!("../assets/htmx.min.js"),
        ),
        asset(
            "again",
            "js",
            "text/javascript; charset=utf-8",
            include_bytes!("../assets/again.js"),
        ),
        asset(
            "bell",
            "svg",
            "image/svg+xml",
            include_bytes!("../assets/bell.svg"),
        ),
    ]
});

/// The addresses of the files.
pub(crate) static LINKS: LazyLock<Links> = LazyLock::new(|| {
    let [style, script, again, icon] = ASSETS
        .each_ref()
        .map(|asset| format!("/assets/{}", asset.name));
    Links {
        style,
        script,
        again,
        icon,
    }
});

/// Sends one file, to be kept for ever: another content has another name.
pub(crate) async fn show(Path(name): Path<String>) -> Result<Response, Problem> {
    let asset = ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .ok_or(Problem::NOT_FOUND)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.kind)),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
    ];
    Ok((headers, asset.bytes).into_response())
}

fn asset(stem: &str, ending: &str, kind: &'static str, bytes: &'static [u8]) -> Asset {
    let hash = hex(&Sha256::digest(bytes)[..8]);
    Asset {
        name: format!("{stem}.{hash}.{ending}"),
        kind,
        bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendored_file_is_the_one_its_page_names() {
        let hash = hex(&Sha256::digest(ASSETS[1].bytes));
        assert!(include_str!("../assets/README.md").contains(&hash));
    }
}
