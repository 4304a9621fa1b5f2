//! Markup that is safe to write into a page as it is.

use std::fmt;

use askama::filters::HtmlSafe;

/// HTML whose parts were escaped when it was made.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Markup(String);

impl HtmlSafe for Markup {}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Markup {
    /// Starts with nothing.
    pub(crate) const fn new() -> Self {
        Self(String::new())
    }

    /// Adds markup written in this program.
    pub(crate) fn raw(&mut self, markup: &str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Adds text from anywhere, escaped.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        for character in text.chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                other => self.0.push(other),
            }
        }
        self
    }

    /// Adds a number.
    pub(crate) fn number(&mut self, number: impl fmt::Display) -> &mut Self {
        self.text(&number.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_its_place() {
        let mut markup = Markup::new();
        markup.raw("<b title=\"").text("\"'><script>&").raw("\">");
        assert_eq!(
            markup.to_string(),
            "<b title=\"&quot;&#39;&gt;&lt;script&gt;&amp;\">"
        );
    }
}
