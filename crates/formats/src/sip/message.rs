//! A message: its first line, its headers, its body.

use watchbell_model::Time;

use super::{
    Address, CSeq, Identity, MediaType, Method, Name, Reason, Uri, Via, identity,
    scan::{self, Scan},
    value,
};

/// A request or a response.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Message {
    /// The first line.
    pub start: Start,
    /// The headers. Content-Length is none of them: it is what the body is long.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
}

/// The first line of a message.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Start {
    /// Of a request (RFC 3261, section 7.1).
    Request {
        /// What it asks for.
        method: Method,
        /// Of whom, as it is written.
        uri: String,
    },
    /// Of a response (section 7.2).
    Response {
        /// The status, from 100 to 699.
        status: u16,
        /// The status in words.
        reason: String,
    },
}

/// One header.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Header {
    /// Its name.
    pub name: Name,
    /// Its value, unfolded.
    pub value: String,
}

/// Headers, in their order.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Headers(pub Vec<Header>);

impl Headers {
    /// Returns the value of the first header of that name.
    pub fn get(&self, name: &Name) -> Option<&str> {
        self.all(name).next()
    }

    /// Returns the value of every header of that name.
    pub fn all(&self, name: &Name) -> impl Iterator<Item = &str> {
        let headers = self.0.iter().filter(move |header| header.name == *name);
        headers.map(|header| header.value.as_str())
    }

    /// Returns every value of that name, those parted by commas one by one.
    pub fn list(&self, name: &Name) -> impl Iterator<Item = &str> {
        self.all(name).flat_map(scan::list)
    }

    /// Adds a header at the end.
    pub fn push(&mut self, name: Name, value: impl Into<String>) {
        let value = value.into();
        self.0.push(Header { name, value });
    }
}

impl Message {
    /// Returns method and URI of a request.
    pub fn request(&self) -> Option<(&Method, &str)> {
        match &self.start {
            Start::Request { method, uri } => Some((method, uri)),
            Start::Response { .. } => None,
        }
    }

    /// Returns the status of a response.
    pub const fn status(&self) -> Option<u16> {
        match self.start {
            Start::Response { status, .. } => Some(status),
            Start::Request { .. } => None,
        }
    }

    /// Tells whether this is a request of that method.
    pub fn is(&self, method: &Method) -> bool {
        self.request().is_some_and(|(own, _)| own == method)
    }

    /// Returns the URI of a request, where it can be read.
    pub fn uri(&self) -> Option<Uri<'_>> {
        Uri::read(self.request()?.1).ok()
    }

    /// Returns the topmost Via, where it can be read.
    pub fn via(&self) -> Option<Via<'_>> {
        let top = self.headers.list(&Name::Via).next()?;
        Via::read(top).ok()
    }

    /// Returns From, where it can be read.
    pub fn from(&self) -> Option<Address<'_>> {
        Address::read(self.headers.get(&Name::From)?).ok()
    }

    /// Returns To, where it can be read.
    pub fn to(&self) -> Option<Address<'_>> {
        Address::read(self.headers.get(&Name::To)?).ok()
    }

    /// Returns every address of that name that can be read: Contact, Route, P-Asserted-Identity,
    /// Diversion, Call-Info and their like.
    pub fn addresses(&self, name: &Name) -> impl Iterator<Item = Address<'_>> {
        let values = self.headers.list(name);
        values.filter_map(|value| Address::read(value).ok())
    }

    /// Returns Call-ID.
    pub fn call_id(&self) -> Option<&str> {
        self.headers.get(&Name::CallId)
    }

    /// Returns `CSeq`, where it can be read.
    pub fn cseq(&self) -> Option<CSeq> {
        CSeq::read(self.headers.get(&Name::CSeq)?).ok()
    }

    /// Returns Max-Forwards, where it can be read.
    pub fn max_forwards(&self) -> Option<u8> {
        let number = value::number(self.headers.get(&Name::MaxForwards)?, 255).ok()?;
        u8::try_from(number).ok()
    }

    /// Returns Content-Type, where it can be read.
    pub fn content_type(&self) -> Option<MediaType<'_>> {
        MediaType::read(self.headers.get(&Name::ContentType)?).ok()
    }

    /// Returns Date, where it can be read.
    pub fn date(&self) -> Option<Time> {
        value::date(self.headers.get(&Name::Date)?).ok()
    }

    /// Returns Expires in seconds, where it can be read.
    pub fn expires(&self) -> Option<u32> {
        let number = value::number(self.headers.get(&Name::Expires)?, u32::MAX.into()).ok()?;
        u32::try_from(number).ok()
    }

    /// Returns Retry-After in seconds, where it can be read.
    pub fn retry_after(&self) -> Option<u32> {
        value::retry_after(self.headers.get(&Name::RetryAfter)?).ok()
    }

    /// Returns every reason that can be read (RFC 3326).
    pub fn reasons(&self) -> impl Iterator<Item = Reason<'_>> {
        let values = self.headers.list(&Name::Reason);
        values.filter_map(|value| Reason::read(value).ok())
    }

    /// Returns every Identity that can be read (RFC 8224).
    pub fn identities(&self) -> Vec<Identity<'_>> {
        identity::all(self.headers.all(&Name::Identity))
    }

    /// Returns the words of Privacy (RFC 3323), which are parted by semicolons.
    pub fn privacy(&self) -> impl Iterator<Item = &str> {
        let values = self.headers.list(&Name::Privacy);
        values.flat_map(|value| value.split(';')).map(str::trim)
    }

    /// Returns the words of a header that lists tokens: Allow, Require, Supported.
    pub fn tokens(&self, name: &Name) -> impl Iterator<Item = &str> {
        let values = self.headers.list(name);
        values.filter_map(|value| Scan::new(value).token().ok())
    }
}
