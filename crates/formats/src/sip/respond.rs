//! Makes responses (RFC 3261, section 8.2.6) and finds out where they go (section 18.2).

use std::net::SocketAddr;

use super::{Headers, Message, Method, Name, Start, Via, scan, status::reason};

/// The headers of a request that its responses copy.
pub(super) const COPIED: [Name; 5] = [Name::Via, Name::From, Name::To, Name::CallId, Name::CSeq];

impl Message {
    /// Makes a response to this request, with the usual words for its status.
    ///
    /// Via, From, To, Call-ID and `CSeq` are copied as they were received, so that even a malformed
    /// request is answered. To gets the tag, if it has none and the status is not 100. Record-Route
    /// is copied into what begins a dialog: answers 101 to 299 to INVITE (section 12.1.1).
    /// Timestamp is copied into 100 (section 8.2.6.1).
    pub fn respond(&self, status: u16, to_tag: Option<&str>) -> Self {
        let mut headers = Headers::default();
        for header in &self.headers.0 {
            let is_copied = match header.name {
                Name::RecordRoute => self.is(&Method::Invite) && (101..300).contains(&status),
                Name::Timestamp => status == 100,
                _ => COPIED.contains(&header.name),
            };
            if !is_copied {
                continue;
            }
            let mut value = header.value.clone();
            if header.name == Name::To && status > 100 {
                tagged(&mut value, to_tag);
            }
            headers.push(header.name.clone(), value);
        }
        let reason = reason(status).to_owned();
        Self {
            start: Start::Response { status, reason },
            headers,
            body: Vec::new(),
        }
    }

    /// Writes into the topmost Via where the request came from (section 18.2.1; RFC 3581, section
    /// 4). A Via that cannot be read is left alone.
    pub fn stamp(&mut self, peer: SocketAddr) {
        let mut headers = self.headers.0.iter_mut();
        let Some(header) = headers.find(|header| header.name == Name::Via) else {
            return;
        };
        let text = header.value.clone();
        let mut parts = scan::list(&text);
        let Some(Ok(mut via)) = parts.next().map(Via::read) else {
            return;
        };
        let address = peer.ip().to_canonical();
        let (ip, port) = (address.to_string(), peer.port().to_string());
        let asks = via.params.has("rport");
        if asks {
            via.params.set("rport", &port);
        }
        if asks || via.host.address() != Some(address) || via.params.has("received") {
            via.params.set("received", &ip);
        }
        let rest: String = parts.map(|part| format!(", {part}")).collect();
        header.value = format!("{via}{rest}");
    }

    /// Returns where a response to a [stamped](Self::stamp) request goes over UDP (section 18.2.2;
    /// RFC 3581, section 4): to the address that the request came from, and there to the port that
    /// it came from if its sender asks for that, else to the one that it says.
    ///
    /// `maddr` is not followed: a stranger could direct answers with it.
    pub fn reply_to(&self, peer: SocketAddr) -> SocketAddr {
        let port = match self.via() {
            Some(via) if !via.params.has("rport") => via.port.unwrap_or(5060),
            _ => peer.port(),
        };
        SocketAddr::new(peer.ip(), port)
    }
}

/// Adds a tag to the value of To, if it has none.
fn tagged(value: &mut String, tag: Option<&str>) {
    let has_tag = match super::Address::read(value) {
        Ok(address) => address.tag().is_some(),
        Err(_) => value.contains(";tag="),
    };
    if let Some(tag) = tag.filter(|_| !has_tag) {
        value.push_str(";tag=");
        value.push_str(tag);
    }
}
