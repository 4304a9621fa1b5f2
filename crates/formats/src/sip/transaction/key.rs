//! Which transaction a message belongs to (RFC 3261, sections 17.2.3 and 8.2.2.2).

use std::sync::Arc;

use super::super::{Message, Method, Name, Via};

/// What names one transaction.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Key(Arc<str>);

impl Key {
    /// Returns the key of the transaction that a request begins or comes again in.
    ///
    /// ACK has the key of its INVITE. That of a CANCEL is its own; [`Self::cancelled`] is that of
    /// what it cancels. A branch without the cookie, or with nothing after it, is of RFC 2543: then
    /// the URI, the tag of From, Call-ID, `CSeq` and Via together name the transaction, and an ACK has
    /// to be told from others by the tag of To.
    ///
    /// Returns nothing for what is no request or lacks what a key is made of.
    pub fn of(request: &Message) -> Option<Self> {
        let (method, _) = request.request()?;
        let method = if *method == Method::Ack {
            &Method::Invite
        } else {
            method
        };
        Self::with(request, method)
    }

    /// Returns the key of the INVITE that a CANCEL is for (section 9.2).
    pub fn cancelled(cancel: &Message) -> Option<Self> {
        Self::with(cancel, &Method::Invite)
    }

    fn with(request: &Message, method: &Method) -> Option<Self> {
        let (_, uri) = request.request()?;
        let top = request.headers.list(&Name::Via).next()?;
        let via = Via::read(top).ok()?;
        let port = via.port.unwrap_or(5060);
        let host = via.host.to_string().to_ascii_lowercase();
        if let Some(branch) = via.branch() {
            return Some(Self::new(&[
                "b",
                branch,
                &host,
                &port.to_string(),
                method.as_str(),
            ]));
        }
        let cseq = request.cseq()?.number.to_string();
        let tag = request.from()?.tag().unwrap_or_default();
        Some(Self::new(&[
            "c",
            uri,
            tag,
            request.call_id()?,
            &cseq,
            top,
            method.as_str(),
        ]))
    }

    /// Returns the key of what was sent with this branch (section 17.1.3).
    pub fn sent(branch: &str, method: &Method) -> Self {
        Self::new(&["s", branch, method.as_str()])
    }

    fn new(parts: &[&str]) -> Self {
        // No part has a line feed in it.
        Self(parts.join("\n").into())
    }
}

/// Returns what requests have in common that are one request which came on several ways; nothing for
/// those within a dialog, which are never taken for merged.
pub fn merged_key(request: &Message) -> Option<Key> {
    if request.to().is_some_and(|to| to.tag().is_some()) {
        return None;
    }
    let cseq = request.headers.get(&Name::CSeq)?;
    let from = request.from()?;
    Some(Key::new(&["m", from.tag()?, request.call_id()?, cseq]))
}
