//! One multimedia message, whatever interface it came over.

use watchbell_model::Time;

use super::{
    Address, MediaType, charset,
    smil::{self, Presentation},
};

/// A multimedia message.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Multimedia {
    /// The identity that a relay gave it.
    pub id: Option<String>,
    /// Who sent it; nothing where the relay is to put that in, or hides it.
    pub from: Option<Address>,
    /// Who is to have it, of whatever kind of recipient.
    pub to: Vec<Address>,
    /// What it is about.
    pub subject: Option<String>,
    /// When it was sent.
    pub date: Option<Time>,
    /// What kind of message it says it is: `Personal`, `Advertisement`, …
    pub class: Option<String>,
    /// What is in it, parts within parts laid flat.
    pub parts: Vec<Part>,
    /// How it is to be shown, where it says so.
    pub presentation: Option<Presentation>,
}

/// A part of a message.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Part {
    /// Its file name.
    pub name: Option<String>,
    /// Its identity, without brackets.
    pub id: Option<String>,
    /// Where it is said to be.
    pub location: Option<String>,
    /// What it is.
    pub media_type: MediaType,
    /// The character set it says it is in.
    pub charset: Option<String>,
    /// What is in it.
    pub content: Content,
}

/// What is in a part.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Content {
    /// Text, read in its character set.
    Text(String),
    /// Anything else.
    Bytes(Vec<u8>),
}

/// Something that a recipient is shown.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Shown<'a> {
    /// The slide that it is on, from 0.
    pub slide: usize,
    /// Which part it is; nothing where the message does not have it.
    pub part: Option<usize>,
    /// Text that the presentation itself has in its place.
    pub text: Option<&'a str>,
}

impl Part {
    /// Returns a part of a media type; text is read in the character set that it names.
    pub fn new(media_type: MediaType, bytes: Vec<u8>) -> Self {
        let charset = media_type.parameter("charset").map(str::to_owned);
        let content = if media_type.is_readable() {
            Content::Text(charset::decode(charset.as_deref(), &bytes))
        } else {
            Content::Bytes(bytes)
        };
        let name = media_type.parameter("name");
        let name = name.or_else(|| media_type.parameter("filename"));
        Self {
            name: name.map(str::to_owned),
            id: None,
            location: None,
            charset,
            content,
            media_type,
        }
    }

    /// Returns its text, where it is text.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            Content::Bytes(_) => None,
        }
    }

    /// Returns its bytes, where it is no text.
    pub fn bytes(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Text(_) => None,
            Content::Bytes(bytes) => Some(bytes),
        }
    }

    /// Returns what is in it as bytes, text in UTF-8: what is the same whatever interface it came over.
    pub fn octets(&self) -> &[u8] {
        match &self.content {
            Content::Text(text) => text.as_bytes(),
            Content::Bytes(bytes) => bytes,
        }
    }

    /// Whether it says it is an image.
    pub fn is_image(&self) -> bool {
        self.media_type.essence.starts_with("image/")
    }

    /// Whether a presentation means this part by one of its names.
    fn is_named(&self, key: &str) -> bool {
        let names = [&self.id, &self.location, &self.name];
        let mut names = names.into_iter().flatten();
        names.any(|name| name.eq_ignore_ascii_case(key))
    }
}

impl Multimedia {
    /// Reads its presentation: the part that `start` names, else the first that is one.
    pub(crate) fn present(&mut self, start: Option<&str>) {
        let start = start.map(|start| start.trim_matches(['<', '>']));
        let all = || {
            let parts = self.parts.iter();
            parts.filter(|part| part.media_type.is_presentation())
        };
        let named = start.and_then(|start| all().find(|part| part.is_named(start)));
        let chosen = named.or_else(|| all().next());
        let text = chosen.and_then(Part::text);
        self.presentation = text.map(smil::read);
    }

    /// Returns what the presentation shows, in its order; without one, the parts in theirs.
    pub fn shown(&self) -> Vec<Shown<'_>> {
        let Some(presentation) = &self.presentation else {
            let parts = 0..self.parts.len();
            let alone = |part| Shown {
                slide: part,
                part: Some(part),
                text: None,
            };
            return parts.map(alone).collect();
        };
        let mut shown = Vec::new();
        for (slide, on) in presentation.slides.iter().enumerate() {
            for medium in &on.media {
                let source = medium.source.as_deref();
                shown.push(Shown {
                    slide,
                    part: source.and_then(|source| self.find(source)),
                    text: medium.text.as_deref(),
                });
            }
        }
        shown
    }

    /// Returns which parts the presentation leaves out, itself not counted; a phone shows them behind it or
    /// not at all.
    pub fn left_out(&self) -> Vec<usize> {
        let shown = self.shown();
        let is_left = |at: &usize| {
            let part = self.parts.get(*at);
            let is_presentation = part.is_some_and(|part| part.media_type.is_presentation());
            !is_presentation && !shown.iter().any(|one| one.part == Some(*at))
        };
        (0..self.parts.len()).filter(is_left).collect()
    }

    /// Returns all that can be read in it: the subject, what is shown in its order, what the presentation
    /// leaves out.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts: Vec<&str> = self.subject.as_deref().into_iter().collect();
        let text_of = |at: usize| {
            let part = self.parts.get(at)?;
            part.text().filter(|_| !part.media_type.is_presentation())
        };
        let mut seen = Vec::new();
        for one in self.shown() {
            texts.extend(one.text);
            let part = one.part.filter(|part| !seen.contains(part));
            texts.extend(part.and_then(text_of));
            seen.extend(part);
        }
        texts.extend(self.left_out().into_iter().filter_map(text_of));
        texts.retain(|text| !text.trim().is_empty());
        texts
    }

    /// Returns the images in it.
    pub fn images(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| part.is_image())
    }

    /// Whether it says what it says in images alone: it has one, and beside the subject no text.
    pub fn is_image_only(&self) -> bool {
        let subject = usize::from(
            self.subject
                .as_deref()
                .is_some_and(|subject| !subject.trim().is_empty()),
        );
        self.images().next().is_some() && self.texts().len() == subject
    }

    /// Returns the part that a presentation means: by identity (RFC 2392), place or name.
    fn find(&self, source: &str) -> Option<usize> {
        let scheme = source.get(..4);
        let is_id = scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("cid:"));
        let key = source.get(if is_id { 4 } else { 0 }..).unwrap_or_default();
        let key = smil::unescaped(key);
        let key = String::from_utf8_lossy(&key);
        self.parts.iter().position(|part| part.is_named(&key))
    }
}
