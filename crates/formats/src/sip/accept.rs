//! What a server can do, and why it refuses a request (RFC 3261, section 8.2).

use super::{
    Fault, Header, MediaType, Message, Method, Name, Params, Place, Problem, Start, Uri, scan::Scan,
};

/// What a server can do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Abilities {
    /// The methods that it serves, as Allow names them.
    pub methods: Vec<Method>,
    /// The extensions that it supports, as Supported names them.
    pub extensions: Vec<String>,
    /// The types of bodies that it understands, as Accept names them.
    pub bodies: Vec<String>,
    /// The schemes of URIs that it serves.
    pub schemes: Vec<String>,
}

impl Default for Abilities {
    /// One who answers calls, without any extension.
    fn default() -> Self {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Self {
            methods: vec![
                Method::Invite,
                Method::Ack,
                Method::Cancel,
                Method::Bye,
                Method::Options,
                Method::Info,
            ],
            extensions: Vec::new(),
            bodies: words(&[
                "application/sdp",
                "multipart/mixed",
                "multipart/alternative",
                "multipart/related",
            ]),
            schemes: words(&["sip", "sips", "tel"]),
        }
    }
}

/// Why a request is refused, and what the answer says beside that.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refusal {
    /// What is in the way.
    pub fault: Fault,
    /// What the answer has to tell: Allow, Unsupported, Accept.
    pub headers: Vec<Header>,
}

impl Abilities {
    /// Returns why a request cannot be served, in the order in which a server looks (section 8.2).
    ///
    /// ACK is never refused, and CANCEL not for what it requires (section 8.2.2.3).
    pub fn refuse(&self, request: &Message) -> Option<Refusal> {
        let Start::Request { method, uri } = &request.start else {
            return None;
        };
        if *method == Method::Ack {
            return None;
        }
        let fault = |problem, header, value: &str| Fault::new(problem, Place::of(header), value);
        if !self.methods.contains(method) {
            let fault = fault(Problem::MethodUnknown, None, method.as_str());
            let headers = vec![self.allow()];
            return Some(Refusal { fault, headers });
        }
        let is_known = |uri: Uri<'_>| self.schemes.iter().any(|scheme| uri.scheme() == *scheme);
        if !Uri::read(uri).is_ok_and(is_known) {
            let fault = fault(Problem::SchemeUnknown, None, uri);
            let headers = Vec::new();
            return Some(Refusal { fault, headers });
        }
        if *method == Method::Cancel {
            return None;
        }
        let is_unknown = |tag: &&str| {
            let mut known = self.extensions.iter();
            !known.any(|known| known.eq_ignore_ascii_case(tag))
        };
        let required: Vec<&str> = request.tokens(&Name::Require).filter(is_unknown).collect();
        if !required.is_empty() {
            let value = required.join(", ");
            let fault = fault(Problem::ExtensionUnknown, Some(Name::Require), &value);
            let headers = vec![header(Name::Unsupported, value)];
            return Some(Refusal { fault, headers });
        }
        match *method {
            Method::Invite => self
                .refuse_body(request)
                .or_else(|| self.refuse_accept(request)),
            _ => None,
        }
    }

    /// Refuses a body that is not understood and has to be (section 8.2.3, section 20.11).
    fn refuse_body(&self, request: &Message) -> Option<Refusal> {
        if request.body.is_empty() {
            return None;
        }
        let encodings: Vec<&str> = request.tokens(&Name::ContentEncoding).collect();
        let is_coded = encodings
            .iter()
            .any(|word| !word.eq_ignore_ascii_case("identity"));
        if is_coded {
            let place = Place::of(Some(Name::ContentEncoding));
            return Some(Refusal {
                fault: Fault::new(Problem::EncodingUnknown, place, &encodings.join(", ")),
                headers: vec![header(Name::AcceptEncoding, "identity".to_owned())],
            });
        }
        let is_optional = disposition(request).is_some_and(|params| {
            params
                .raw("handling")
                .is_some_and(|value| value.eq_ignore_ascii_case("optional"))
        });
        let is_known = |kind: MediaType<'_>| self.bodies.iter().any(|name| kind.is(name));
        if is_optional || request.content_type().is_some_and(is_known) {
            return None;
        }
        let place = Place::of(Some(Name::ContentType));
        let value = request.headers.get(&Name::ContentType).unwrap_or_default();
        Some(Refusal {
            fault: Fault::new(Problem::TypeUnknown, place, value),
            headers: vec![self.accept()],
        })
    }

    /// Refuses one who accepts no type that an answer could have (section 20.1).
    fn refuse_accept(&self, request: &Message) -> Option<Refusal> {
        let mut values = request.headers.all(&Name::Accept).peekable();
        values.peek()?;
        let mut ranges = request.headers.list(&Name::Accept);
        let is_met = ranges.any(|range| {
            MediaType::read(range).is_ok_and(|range| {
                let is_any = range.kind == "*" || range.is("application/*");
                is_any || range.is("application/sdp")
            })
        });
        if is_met {
            return None;
        }
        let place = Place::of(Some(Name::Accept));
        let value = values.next().unwrap_or_default();
        Some(Refusal {
            fault: Fault::new(Problem::AcceptNothing, place, value),
            headers: Vec::new(),
        })
    }

    /// Returns the header Allow.
    pub fn allow(&self) -> Header {
        let methods: Vec<&str> = self.methods.iter().map(Method::as_str).collect();
        header(Name::Allow, methods.join(", "))
    }

    /// Returns the header Accept.
    pub fn accept(&self) -> Header {
        header(Name::Accept, self.bodies.join(", "))
    }

    /// Returns the header Supported.
    pub fn supported(&self) -> Header {
        header(Name::Supported, self.extensions.join(", "))
    }
}

/// Returns the parameters of Content-Disposition.
fn disposition(request: &Message) -> Option<Params<'_>> {
    let mut scan = Scan::new(request.headers.get(&Name::ContentDisposition)?);
    scan.token().ok()?;
    Params::scan(&mut scan).ok()
}

fn header(name: Name, value: String) -> Header {
    Header { name, value }
}
