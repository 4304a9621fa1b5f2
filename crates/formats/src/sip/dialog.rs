//! Dialogs: two user agents that know of each other for a while (RFC 3261, section 12).

use std::net::SocketAddr;

use super::{Address, Headers, Message, Method, Name, Start, Uri};

/// A dialog, as the one who was called sees it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Dialog {
    /// Call-ID.
    pub call_id: String,
    /// Our tag.
    pub local_tag: String,
    /// The tag of the other; empty for one of RFC 2543, who has none.
    pub remote_tag: String,
    /// From of the requests that we send.
    local: String,
    /// To of the requests that we send.
    remote: String,
    /// The number of the last request that we sent.
    local_seq: u32,
    /// The number of the last request that we received.
    remote_seq: u32,
    /// The URI of the other, as Contact named it last.
    target: String,
    /// The way there, as Record-Route named it.
    routes: Vec<String>,
}

/// What names a dialog at our end.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct DialogId(String);

impl DialogId {
    /// Returns the name of the dialog that a request is within, whether we know it or not; nothing
    /// for a request without the tag of one.
    pub fn of_request(request: &Message) -> Option<Self> {
        let to = request.to()?;
        let from = request.from()?;
        let remote = from.tag().unwrap_or_default();
        Some(Self::new(request.call_id()?, to.tag()?, remote))
    }

    /// Returns the name of the dialog that a request without our tag would be within.
    pub(super) fn with_tag(request: &Message, tag: &str) -> Option<Self> {
        let from = request.from()?;
        let remote = from.tag().unwrap_or_default();
        Some(Self::new(request.call_id()?, tag, remote))
    }

    fn new(call_id: &str, local: &str, remote: &str) -> Self {
        Self([call_id, local, remote].join("\n"))
    }
}

impl Dialog {
    /// Begins the dialog of an INVITE that gets this tag (section 12.1.1); nothing where the INVITE
    /// lacks what a dialog is made of.
    ///
    /// One of RFC 2543 may send no Contact; then the URI of From is where requests go.
    pub fn of_invite(invite: &Message, tag: &str) -> Option<Self> {
        let from = invite.from()?;
        let to = invite.headers.get(&Name::To)?;
        let mut dialog = Self {
            call_id: invite.call_id()?.to_owned(),
            local_tag: tag.to_owned(),
            remote_tag: from.tag().unwrap_or_default().to_owned(),
            local: format!("{to};tag={tag}"),
            remote: invite.headers.get(&Name::From)?.to_owned(),
            local_seq: 0,
            remote_seq: invite.cseq()?.number,
            target: without_headers(&from.uri),
            routes: Vec::new(),
        };
        let routes = invite.headers.list(&Name::RecordRoute);
        dialog.routes = routes.map(str::to_owned).collect();
        dialog.refresh(invite);
        Some(dialog)
    }

    /// Returns its name.
    pub fn id(&self) -> DialogId {
        DialogId::new(&self.call_id, &self.local_tag, &self.remote_tag)
    }

    /// Tells whether a request comes after the last one, and takes it for the last one then
    /// (section 12.2.2).
    pub fn advance(&mut self, request: &Message) -> bool {
        let number = request.cseq().map(|cseq| cseq.number);
        let later = number.filter(|number| *number > self.remote_seq);
        self.remote_seq = later.unwrap_or(self.remote_seq);
        later.is_some()
    }

    /// Takes the Contact of an INVITE for where requests go from now on.
    pub fn refresh(&mut self, invite: &Message) {
        if let Some(contact) = invite.addresses(&Name::Contact).next() {
            self.target = without_headers(&contact.uri);
        }
    }

    /// Makes the next request within the dialog (section 12.2.1.1). Via, Max-Forwards and what else it
    /// says are for the caller to add.
    pub fn request(&mut self, method: Method) -> Message {
        self.local_seq = self.local_seq.saturating_add(1);
        let mut headers = Headers::default();
        let (uri, routes) = self.way();
        if !routes.is_empty() {
            headers.push(Name::Route, routes.join(", "));
        }
        headers.push(Name::From, self.local.clone());
        headers.push(Name::To, self.remote.clone());
        headers.push(Name::CallId, self.call_id.clone());
        headers.push(Name::CSeq, format!("{} {method}", self.local_seq));
        Message {
            start: Start::Request { method, uri },
            headers,
            body: Vec::new(),
        }
    }

    /// Returns the URI and the routes of a request: where the first router is a strict one, its URI
    /// is that of the request and our target the last route.
    fn way(&self) -> (String, Vec<String>) {
        let strict = self.routes.split_first().and_then(|(first, rest)| {
            let uri = Address::read(first).ok()?.uri;
            let is_loose = uri.sip()?.params.get("lr").is_some();
            (!is_loose).then(|| (without_headers(&uri), rest))
        });
        match strict {
            Some((uri, rest)) => {
                let mut routes = rest.to_vec();
                routes.push(format!("<{}>", self.target));
                (uri, routes)
            }
            None => (self.target.clone(), self.routes.clone()),
        }
    }

    /// Returns the address that a request goes to, where that is no name which has to be looked up
    /// (section 8.1.2).
    pub fn next_hop(&self) -> Option<SocketAddr> {
        let first = self.routes.first().map(|route| Address::read(route));
        let uri = match first {
            Some(address) => address.ok()?.uri,
            None => Uri::read(&self.target).ok()?,
        };
        let uri = uri.sip()?;
        let port = uri.port.unwrap_or(if uri.is_secure { 5061 } else { 5060 });
        Some(SocketAddr::new(uri.host.address()?, port))
    }
}

fn without_headers(uri: &Uri<'_>) -> String {
    match *uri {
        Uri::Sip(mut uri) => {
            uri.headers = None;
            uri.to_string()
        }
        uri => uri.to_string(),
    }
}
