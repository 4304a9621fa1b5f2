//! Writes elements, escaped and indented.

use super::{NAMESPACE, ROOT, SPACES, is_closed};

/// An XML text that is being written, indented.
///
/// Characters that XML does not have become U+FFFD.
#[derive(Debug)]
pub struct Writer {
    out: String,
    depth: usize,
    /// The last start tag is not finished: `>` or `/>` is still to come.
    open: bool,
    /// The present element holds text, so nothing may be added around it.
    text: bool,
    /// Whether apostrophes are escaped.
    apostrophes: bool,
}

impl Writer {
    /// Begins a document of any format, in which apostrophes are escaped, too (RFC 6545, section 5.5).
    pub fn document() -> Self {
        Self {
            apostrophes: true,
            ..Self::new()
        }
    }

    pub(crate) fn new() -> Self {
        Self {
            out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_owned(),
            ..Self::piece()
        }
    }

    /// A piece of XML, which no declaration begins.
    pub(crate) const fn piece() -> Self {
        Self {
            out: String::new(),
            depth: 0,
            open: false,
            text: false,
            apostrophes: false,
        }
    }

    /// Starts an element with a name and attributes as they are given, namespaces among them.
    pub fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.begin(name);
        for (name, value) in attributes {
            self.attribute(name, value);
        }
        self.begun();
    }

    /// Starts an element; a name with a prefix is of a known namespace, and says so.
    pub(crate) fn open(&mut self, name: &str, attributes: &[(&'static str, String)]) {
        self.begin(name);
        if name == ROOT {
            self.attribute("xmlns", NAMESPACE);
        } else if let Some((prefix, _)) = name.split_once(':') {
            let space = SPACES.iter().find(|(known, _)| *known == prefix);
            self.attribute(
                &format!("xmlns:{prefix}"),
                space.map_or("", |(_, space)| space),
            );
        }
        for (name, value) in attributes {
            self.attribute(name, value);
        }
        self.begun();
    }

    fn begin(&mut self, name: &str) {
        self.finish_tag();
        self.indent();
        self.out.push('<');
        self.out.push_str(name);
    }

    const fn begun(&mut self) {
        self.open = true;
        self.depth += 1;
    }

    /// Adds text to the element.
    pub fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.finish_tag();
        self.text = true;
        for c in text.chars() {
            match c {
                '\'' if self.apostrophes => self.out.push_str("&apos;"),
                c => escape(c, &mut self.out),
            }
        }
    }

    /// Adds markup to the element, or what is not well-formed or does not say its namespaces as text.
    pub fn markup(&mut self, markup: &str) {
        if !is_closed(markup) {
            return self.text(markup);
        }
        if !markup.is_empty() {
            self.finish_tag();
            self.text = true;
            self.out.push_str(markup);
        }
    }

    /// Adds an element that was found well-formed before, as it is written.
    pub(crate) fn element(&mut self, markup: &str) {
        self.finish_tag();
        self.indent();
        self.out.push_str(markup);
    }

    /// Ends the element that was started last.
    pub fn close(&mut self, name: &str) {
        self.depth -= 1;
        if self.open {
            self.out.push_str("/>");
            self.open = false;
            return;
        }
        if !self.text {
            self.indent();
        }
        self.text = false;
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// Returns the text.
    pub fn finish(mut self) -> String {
        self.out.push('\n');
        self.out
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        if self.apostrophes {
            let mut escaped = String::new();
            escape_attribute(value, &mut escaped);
            self.out.push_str(&escaped.replace('\'', "&apos;"));
        } else {
            escape_attribute(value, &mut self.out);
        }
        self.out.push('"');
    }

    fn finish_tag(&mut self) {
        if self.open {
            self.out.push('>');
            self.open = false;
        }
    }

    fn indent(&mut self) {
        self.out.push('\n');
        for _ in 0..self.depth {
            self.out.push_str("  ");
        }
    }
}

/// Adds the value of an attribute.
pub(super) fn escape_attribute(value: &str, out: &mut String) {
    for c in value.chars() {
        match c {
            // Readers turn these into blanks unless they are escaped.
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            c => escape(c, out),
        }
    }
}

fn escape(c: char, out: &mut String) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        // Readers turn a bare one into a line feed.
        '\r' => out.push_str("&#13;"),
        c if is_character(c) => out.push(c),
        _ => out.push(char::REPLACEMENT_CHARACTER),
    }
}

/// The characters of XML 1.0, section 2.2.
pub(super) const fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}
