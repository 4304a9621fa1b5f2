//! Writes elements, escaped and indented.

use super::{ENUM_NAMESPACE, NAMESPACE, ROOT};

/// An XML text that is being written.
#[derive(Debug)]
pub(crate) struct Writer {
    out: String,
    depth: usize,
    /// The last start tag is not finished: `>` or `/>` is still to come.
    open: bool,
    /// The present element holds text, so nothing may be added around it.
    text: bool,
}

impl Writer {
    pub(crate) fn new() -> Self {
        Self {
            out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_owned(),
            depth: 0,
            open: false,
            text: false,
        }
    }

    /// Starts an element.
    pub(crate) fn open(&mut self, name: &str, attributes: &[(&'static str, String)]) {
        self.finish_tag();
        self.indent();
        self.out.push('<');
        self.out.push_str(name);
        if name == ROOT {
            self.attribute("xmlns", NAMESPACE);
        } else if name.starts_with("enum:") {
            self.attribute("xmlns:enum", ENUM_NAMESPACE);
        }
        for (name, value) in attributes {
            self.attribute(name, value);
        }
        self.open = true;
        self.depth += 1;
    }

    /// Adds text to the element.
    pub(crate) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.finish_tag();
        self.text = true;
        for c in text.chars() {
            self.escaped(c);
        }
    }

    /// Ends the element that was started last.
    pub(crate) fn close(&mut self, name: &str) {
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
    pub(crate) fn finish(mut self) -> String {
        self.out.push('\n');
        self.out
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        for c in value.chars() {
            match c {
                // Readers turn these into blanks unless they are escaped.
                '\t' => self.out.push_str("&#9;"),
                '\n' => self.out.push_str("&#10;"),
                c => self.escaped(c),
            }
        }
        self.out.push('"');
    }

    fn escaped(&mut self, c: char) {
        match c {
            '&' => self.out.push_str("&amp;"),
            '<' => self.out.push_str("&lt;"),
            '>' => self.out.push_str("&gt;"),
            '"' => self.out.push_str("&quot;"),
            // Readers turn a bare one into a line feed.
            '\r' => self.out.push_str("&#13;"),
            c if is_character(c) => self.out.push(c),
            _ => self.out.push(char::REPLACEMENT_CHARACTER),
        }
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

/// The characters of XML 1.0, section 2.2.
pub(super) const fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}
