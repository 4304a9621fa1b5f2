//! A ROLIE feed (RFC 8322), fetched from the newest page back to what is known.

use hyper::header::ACCEPT;
use watchbell_formats::{exchange::Language, rolie};
use watchbell_model::{Time, Via};

use super::{MAX_PAGE, MAX_PAGES, own_path, unreadable, way};
use crate::{
    Node, Result,
    peers::{
        Known,
        client::{Connection, Failure},
    },
};

/// Entries that one look remembers; the oldest are fetched first.
const MAX_ENTRIES: usize = 100_000;

/// An entry to fetch.
struct Due {
    updated: Time,
    id: String,
    src: String,
}

impl Node {
    /// Fetches a ROLIE feed (RFC 8322): from the newest page back to what is known, then the
    /// documents from the oldest on.
    pub(super) async fn fetch_feed(
        &self,
        known: &Known,
        connection: &mut Connection,
    ) -> Result<usize> {
        let cursor = self.db.peer_cursor(known.peer.id, Via::Rolie).await?;
        let (since, last) = cursor.split_once(' ').unwrap_or_default();
        let since: Option<Time> = since.parse().ok();
        let mut due: Vec<Due> = Vec::new();
        let mut page = Some(service(connection).await?);
        let mut looked = 0;
        while let Some(path) = page.take() {
            looked += 1;
            let answer = connection
                .get(
                    &path,
                    &[(ACCEPT, "application/atom+xml, application/json")],
                    MAX_PAGE,
                )
                .await?;
            let feed = rolie::read_feed(answer.text()?).map_err(unreadable)?;
            let mut reached = false;
            for entry in &feed.entries {
                if since.is_some_and(|since| entry.updated < since) || entry.id == last {
                    reached = true;
                    continue;
                }
                let src = entry.content.as_ref().map(|content| content.src.as_str());
                let Some(src) = src.or_else(|| entry.link("self")) else {
                    continue;
                };
                due.push(Due {
                    updated: entry.updated,
                    id: entry.id.clone(),
                    src: own_path(src)?,
                });
            }
            if due.len() > MAX_ENTRIES {
                due.sort_by(|one, other| (one.updated, &one.id).cmp(&(other.updated, &other.id)));
                due.truncate(MAX_ENTRIES);
            }
            if !reached && looked < MAX_PAGES {
                let next = feed.link("prev-archive").or_else(|| feed.link("next"));
                page = next.map(own_path).transpose()?;
            }
        }
        // In the order in which they were offered; at one moment, as the peer lists them.
        due.reverse();
        due.sort_by_key(|one| one.updated);
        let (mut new, mut told) = (0, cursor.clone());
        for one in &due {
            if self.is_stopping() {
                break;
            }
            let answer = match connection.get(&one.src, &[], MAX_PAGE).await {
                // What is not there any more, or not for us, holds up nothing behind it.
                Err(failure) if failure.is_final() => {
                    self.note_peer(known, Some(&format!("{}: {failure}", one.id)))
                        .await?;
                    told = format!("{} {}", one.updated, one.id);
                    continue;
                }
                answer => answer?,
            };
            let text = answer.text()?;
            match Language::of(text.as_bytes())
                .map(|language| (language, language.read_lenient(text.as_bytes())))
            {
                Some((language, Ok((document, _)))) => {
                    let way = way(Via::Rolie, word(language));
                    new += usize::from(self.taken(known, &document, text, way).await?);
                }
                other => {
                    let why = match other {
                        Some((_, Err(error))) => error.to_string(),
                        _ => "no language that is known here".to_owned(),
                    };
                    tracing::warn!(
                        peer = known.peer.name,
                        entry = one.id,
                        error = why,
                        "an entry cannot be read"
                    );
                    self.note_peer(known, Some(&format!("{}: {why}", one.id)))
                        .await?;
                }
            }
            told = format!("{} {}", one.updated, one.id);
            if new % 50 == 0 {
                self.db
                    .put_peer_cursor(known.peer.id, Via::Rolie, &told, self.now())
                    .await?;
            }
        }
        self.db
            .put_peer_cursor(known.peer.id, Via::Rolie, &told, self.now())
            .await?;
        Ok(new)
    }
}

/// Returns the path of the first feed of incidents that the peer's service document names.
async fn service(connection: &mut Connection) -> Result<String> {
    let accept = [(ACCEPT, "application/atomsvc+xml, application/json")];
    let answer = connection.get("/rolie/service", &accept, MAX_PAGE).await?;
    let service = rolie::read_service(answer.text()?).map_err(unreadable)?;
    let mut collections = service
        .workspaces
        .iter()
        .flat_map(|workspace| &workspace.collections);
    let feed = collections.find(|one| one.information_type().is_none_or(|kind| kind == "incident"));
    let feed = feed
        .ok_or_else(|| Failure::Unreadable("its service offers no feed of incidents".to_owned()))?;
    own_path(&feed.href)
}

/// The word of a language that documents come in.
const fn word(language: Language) -> &'static str {
    match language {
        Language::Iodef(watchbell_iodef::Form::Xml) => "iodef-xml",
        Language::Iodef(watchbell_iodef::Form::Json) => "iodef-json",
        Language::Iodef(watchbell_iodef::Form::Cbor) => "iodef-cbor",
        Language::Stix => "stix",
        Language::Misp => "misp",
        Language::Csaf => "csaf",
    }
}
