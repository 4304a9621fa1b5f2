//! What a presentation shows, in its order (SMIL, as OMA MMS Conformance has it).
//!
//! Phones show what is not well-formed, too, so this reads on where an XML reader would stop. Nothing that
//! a document type declares is used, and no entity but the five of XML and characters by number.

use quick_xml::{
    Reader, XmlVersion,
    escape::unescape,
    events::{BytesStart, Event},
};

use super::charset;
use crate::mime;

/// Longest presentation that is read, in bytes; what follows is left out.
pub const MAX_BYTES: usize = 256 << 10;
/// Most media and links that are read; what follows is left out.
pub const MAX_ITEMS: usize = 1_000;

/// A presentation.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Presentation {
    /// What is shown one after the other.
    pub slides: Vec<Slide>,
    /// Where its links go.
    pub links: Vec<String>,
    /// Whether all of it could be read.
    pub is_whole: bool,
}

/// What is shown at the same time.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Slide {
    /// For how long, as it is written: `5s`, `5000ms`.
    pub duration: Option<String>,
    /// What is shown.
    pub media: Vec<Medium>,
}

/// One thing that is shown.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Medium {
    /// The name of its element, in lower case: `img`, `text`, `audio`, `video`, `ref`, …
    pub element: String,
    /// The part that it is, by identity, place or name.
    pub source: Option<String>,
    /// Text that stands here and in no part: within the element, in its place, or in a `data` URL.
    pub text: Option<String>,
}

/// Elements that show something (SMIL 2.0, section 7.3.1).
const MEDIA: &[&str] = &[
    "img",
    "text",
    "audio",
    "video",
    "ref",
    "animation",
    "textstream",
    "brush",
];

/// Reads a presentation as far as it can be read.
pub fn read(text: &str) -> Presentation {
    let within = text.floor_char_boundary(MAX_BYTES);
    let mut reading = Reading::default();
    let whole = reading.run(text.get(..within).unwrap_or_default());
    let mut presentation = reading.presentation;
    presentation.is_whole = whole && within == text.len();
    presentation
}

#[derive(Default)]
struct Reading {
    presentation: Presentation,
    /// How many elements that make one slide are open.
    parallel: usize,
    /// Whether text that comes is the last medium's own.
    is_in_medium: bool,
    items: usize,
}

impl Reading {
    /// Returns whether it could read all.
    fn run(&mut self, text: &str) -> bool {
        let mut xml = Reader::from_str(text);
        let config = xml.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        loop {
            match xml.read_event() {
                Err(_) => return false,
                Ok(Event::Eof) => return true,
                Ok(Event::Start(tag)) => {
                    if !self.start(&tag, false) {
                        return false;
                    }
                }
                Ok(Event::Empty(tag)) => {
                    if !self.start(&tag, true) {
                        return false;
                    }
                }
                Ok(Event::End(tag)) => self.end(&lower(tag.local_name().as_ref())),
                Ok(Event::Text(text)) => self.text(&text),
                Ok(Event::CData(text)) => self.text(&text),
                Ok(Event::GeneralRef(name)) => {
                    let written = format!("&{};", &*name);
                    self.text(&unescape(&written).unwrap_or_default());
                }
                Ok(_) => {}
            }
        }
    }

    /// Returns whether there is room for what starts here.
    fn start(&mut self, tag: &BytesStart<'_>, is_empty: bool) -> bool {
        let name = lower(tag.local_name().as_ref());
        let attribute = |wanted: &str| {
            let mut all = tag.html_attributes();
            let found = all
                .with_checks(false)
                .flatten()
                .find(|one| lower(one.key.local_name().as_ref()) == wanted)?;
            // An entity that is not known stays as it is.
            let value = found.normalized_value(XmlVersion::Implicit1_0);
            let raw = || found.value.clone();
            Some(value.unwrap_or_else(|_| raw()).trim().to_owned())
        };
        let filled = |name: &str| attribute(name).filter(|value| !value.is_empty());
        match name.as_str() {
            "par" => {
                if self.parallel == 0 && !is_empty {
                    self.presentation.slides.push(Slide {
                        duration: filled("dur"),
                        media: Vec::new(),
                    });
                }
                self.parallel += usize::from(!is_empty);
            }
            "a" | "area" | "anchor" => {
                if let Some(link) = filled("href") {
                    self.items += 1;
                    self.presentation.links.push(link);
                }
            }
            name if MEDIA.contains(&name) => {
                self.items += 1;
                let source = filled("src");
                let inline = source.as_deref().and_then(data);
                let text = inline.or_else(|| filled("alt"));
                self.show(Medium {
                    element: name.to_owned(),
                    source: source.filter(|source| !is_data(source)),
                    text,
                });
                self.is_in_medium = !is_empty;
            }
            _ => {}
        }
        self.items < MAX_ITEMS && self.presentation.slides.len() < MAX_ITEMS
    }

    fn end(&mut self, name: &str) {
        match name {
            "par" => self.parallel = self.parallel.saturating_sub(1),
            name if MEDIA.contains(&name) => self.is_in_medium = false,
            _ => {}
        }
    }

    /// Puts a medium on the slide that is open, or on one of its own.
    fn show(&mut self, medium: Medium) {
        let slides = &mut self.presentation.slides;
        match slides.last_mut().filter(|_| self.parallel > 0) {
            Some(slide) => slide.media.push(medium),
            None => slides.push(Slide {
                duration: None,
                media: vec![medium],
            }),
        }
    }

    fn text(&mut self, text: &str) {
        let last = self.presentation.slides.last_mut();
        let medium = last.and_then(|slide| slide.media.last_mut());
        if let Some(medium) = medium.filter(|_| self.is_in_medium)
            && !(text.trim().is_empty() && medium.text.is_none())
        {
            medium.text.get_or_insert_default().push_str(text);
        }
    }
}

fn lower(name: &str) -> String {
    name.to_ascii_lowercase()
}

fn is_data(source: &str) -> bool {
    let scheme = source.get(..5);
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// Returns the text of a `data` URL (RFC 2397); nothing where this is none or another kind of thing.
fn data(source: &str) -> Option<String> {
    let rest = source.get(5..).filter(|_| is_data(source))?;
    let (media_type, value) = rest.split_once(',')?;
    let media_type = lower(media_type);
    if !media_type.starts_with("text/") && !media_type.starts_with(';') && !media_type.is_empty() {
        return None;
    }
    let octets = unescaped(value);
    let octets = match media_type.strip_suffix(";base64") {
        Some(_) => mime::base64(&octets)?,
        None => octets,
    };
    Some(charset::decode(None, &octets))
}

/// Undoes escapes of a URL (RFC 3986, section 2.1); what is none stays as it is.
pub(super) fn unescaped(text: &str) -> Vec<u8> {
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let octet = digits
            .filter(|two| *first == b'%' && two.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        octets.push(octet.unwrap_or(*first));
        rest = match octet {
            Some(_) => after.get(2..).unwrap_or_default(),
            None => after,
        };
    }
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Element, source and text of each medium, slides apart.
    fn shown(text: &str) -> Vec<Vec<(String, String, String)>> {
        let slides = read(text).slides.into_iter();
        let medium = |one: Medium| {
            let text = one.text.unwrap_or_default();
            (one.element, one.source.unwrap_or_default(), text)
        };
        slides
            .map(|slide| slide.media.into_iter().map(medium).collect())
            .collect()
    }

    fn one(element: &str, source: &str, text: &str) -> (String, String, String) {
        (element.to_owned(), source.to_owned(), text.to_owned())
    }

    #[test]
    fn slides_come_in_their_order() {
        let text = "<?xml version=\"1.0\"?><!DOCTYPE smil PUBLIC \"-//W3C//DTD SMIL 1.0//EN\" \"x.dtd\">\
            <smil xmlns=\"http://www.w3.org/2001/SMIL20/Language\"><head><layout><region id=\"a\"/></layout></head>\
            <body><par dur=\"5s\"><img src=\"cid:1.jpg\" alt=\"Win &amp; go\"/><text src=\"2.txt\"/></par>\
            <par><audio src=\"3.amr\"></audio></par><video src=\"4.3gp\"/></body></smil>";
        assert_eq!(
            shown(text),
            [
                vec![
                    one("img", "cid:1.jpg", "Win & go"),
                    one("text", "2.txt", "")
                ],
                vec![one("audio", "3.amr", "")],
                vec![one("video", "4.3gp", "")],
            ]
        );
        let read = read(text);
        assert!(read.is_whole);
        assert_eq!(read.slides[0].duration.as_deref(), Some("5s"));
    }

    #[test]
    fn what_is_not_well_formed_is_read_on() {
        for text in [
            "<SMIL><BODY><PAR><IMG SRC=a.gif></PAR>",
            "<smil><body><par><img src='a.gif' src='b.gif'></body></par></smil>",
            "<s:smil><s:par><s:img s:src=\"a.gif\"/></s:wrong></s:smil>",
            "<!DOCTYPE smil [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><par><img src=\"a.gif\"/>&x;</par>",
        ] {
            assert_eq!(shown(text), [vec![one("img", "a.gif", "")]], "{text}");
        }
        let cut = read("<par><img src=\"a.gif\"/><img src=\"b.g");
        assert_eq!((cut.slides.len(), cut.is_whole), (1, false));
        assert_eq!(
            read(""),
            Presentation {
                is_whole: true,
                ..Presentation::default()
            }
        );
    }

    #[test]
    fn texts_and_links_of_its_own_are_found() {
        let text = "<par><text region='t'>Call &#x2B;1 555 &lt;0100&gt;<![CDATA[ now]]></text>\
            <text src=\"data:text/plain,Free%20prize\"/>\
            <text src=\"data:;base64,V2lu\"/><img src=\"data:image/gif;base64,AAAA\"/>\
            <a href=\"http://example.com/?a=1&b=2\"><img src=\"x.png\"/></a>&unknown;</par>";
        assert_eq!(
            shown(text),
            [[
                one("text", "", "Call +1 555 <0100> now"),
                one("text", "", "Free prize"),
                one("text", "", "Win"),
                one("img", "", ""),
                one("img", "x.png", ""),
            ]]
        );
        assert_eq!(read(text).links, ["http://example.com/?a=1&b=2"]);
    }

    #[test]
    fn bounds_are_kept() {
        let text = "<par><img src='a'/></par>".repeat(MAX_ITEMS + 1);
        let bounded = read(&text);
        assert_eq!((bounded.slides.len(), bounded.is_whole), (MAX_ITEMS, false));
        let text = format!(
            "<par><img src='a'/></par>{}<par><img src='b'/></par>",
            " ".repeat(MAX_BYTES)
        );
        let bounded = read(&text);
        assert_eq!((bounded.slides.len(), bounded.is_whole), (1, false));
        let deep = "<par>".repeat(50_000);
        assert!(read(&deep).slides.len() == 1);
    }
}
