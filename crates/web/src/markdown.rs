//! A small, safe part of Markdown: what rule pages are written in.
//!
//! Headings, paragraphs, lists, quotes, tables, fenced code, `code`,
//! **strong**, *stressed* and links. Everything else is text.

use crate::markup::Markup;

/// Lines that are rendered, at most.
const MAX_LINES: usize = 5_000;

/// Returns `text` as HTML; headings start at level `top`.
pub(crate) fn html(text: &str, top: usize) -> Markup {
    let mut markup = Markup::new();
    let lines: Vec<&str> = text.lines().take(MAX_LINES).collect();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let rest = lines.get(at..).unwrap_or_default();
        let used = if line.trim().is_empty() {
            1
        } else if let Some(kind) = line.trim_start().strip_prefix("```") {
            fence(&mut markup, rest, kind.trim())
        } else if let Some((level, title)) = heading(line) {
            let level = (level + top - 1).min(6);
            markup.raw(&format!("<h{level}>"));
            inline(&mut markup, title);
            markup.raw(&format!("</h{level}>"));
            1
        } else if item(line).is_some() {
            list(&mut markup, rest)
        } else if line.starts_with('>') {
            quote(&mut markup, rest)
        } else if line.starts_with('|') {
            table(&mut markup, rest)
        } else {
            paragraph(&mut markup, rest)
        };
        at += used.max(1);
    }
    markup
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let title = line.get(level..)?.strip_prefix(' ')?;
    (1..=6).contains(&level).then(|| (level, title.trim()))
}

fn item(line: &str) -> Option<(bool, &str)> {
    let line = line.trim_start();
    if let Some(text) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
        return Some((false, text));
    }
    let (number, text) = line.split_once(". ")?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some((true, text))
}

fn fence(markup: &mut Markup, lines: &[&str], kind: &str) -> usize {
    let body = lines.get(1..).unwrap_or_default();
    let length = body
        .iter()
        .position(|line| line.trim_start().starts_with("```"))
        .unwrap_or(body.len());
    if kind == "findings" && length == 0 {
        // An example that stays silent needs no empty frame.
        return length + 2;
    }
    markup.raw("<pre dir=\"auto\"");
    if !kind.is_empty() {
        markup.raw(" data-kind=\"").text(kind).raw("\"");
    }
    markup.raw(" tabindex=\"0\"><code>");
    for line in body.iter().take(length) {
        markup.text(line).raw("\n");
    }
    markup.raw("</code></pre>");
    length + 2
}

fn list(markup: &mut Markup, lines: &[&str]) -> usize {
    let ordered = lines
        .first()
        .and_then(|line| item(line))
        .is_some_and(|(ordered, _)| ordered);
    markup.raw(if ordered { "<ol>" } else { "<ul>" });
    let mut used = 0;
    while let Some((_, first)) = lines.get(used).and_then(|line| item(line)) {
        let mut text = first.to_owned();
        used += 1;
        while let Some(more) = lines
            .get(used)
            .filter(|line| line.starts_with("  ") && item(line).is_none())
        {
            text.push(' ');
            text.push_str(more.trim());
            used += 1;
        }
        markup.raw("<li>");
        inline(markup, &text);
        markup.raw("</li>");
    }
    markup.raw(if ordered { "</ol>" } else { "</ul>" });
    used
}

fn quote(markup: &mut Markup, lines: &[&str]) -> usize {
    let used = lines
        .iter()
        .take_while(|line| line.starts_with('>'))
        .count();
    let text: Vec<&str> = lines
        .iter()
        .take(used)
        .map(|line| line.trim_start_matches('>').trim())
        .collect();
    markup.raw("<blockquote dir=\"auto\"><p>");
    inline(markup, &text.join(" "));
    markup.raw("</p></blockquote>");
    used
}

fn table(markup: &mut Markup, lines: &[&str]) -> usize {
    let used = lines
        .iter()
        .take_while(|line| line.starts_with('|'))
        .count();
    let cells = |line: &str| -> Vec<String> {
        line.trim()
            .trim_matches('|')
            .split('|')
            .map(|cell| cell.trim().to_owned())
            .collect()
    };
    let is_rule = |line: &str| line.bytes().all(|byte| b"|-: ".contains(&byte));
    markup.raw("<div class=\"table-wrap\"><table>");
    for (index, line) in lines
        .iter()
        .take(used)
        .enumerate()
        .filter(|(_, line)| !is_rule(line))
    {
        let (open, close) = if index == 0 {
            ("<th scope=\"col\">", "</th>")
        } else {
            ("<td>", "</td>")
        };
        markup.raw("<tr>");
        for cell in cells(line) {
            markup.raw(open);
            inline(markup, &cell);
            markup.raw(close);
        }
        markup.raw("</tr>");
    }
    markup.raw("</table></div>");
    used
}

fn paragraph(markup: &mut Markup, lines: &[&str]) -> usize {
    let ends = |line: &&str| {
        line.trim().is_empty()
            || heading(line).is_some()
            || item(line).is_some()
            || line.starts_with(['>', '|'])
            || line.trim_start().starts_with("```")
    };
    let used = 1 + lines
        .iter()
        .skip(1)
        .position(ends)
        .unwrap_or_else(|| lines.len().saturating_sub(1));
    let text: Vec<&str> = lines.iter().take(used).map(|line| line.trim()).collect();
    markup.raw("<p dir=\"auto\">");
    inline(markup, &text.join(" "));
    markup.raw("</p>");
    used
}

/// Code, strong, stressed, links; never nested deeper than the text is long.
fn inline(markup: &mut Markup, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['`', '*', '[']) {
        let (before, from) = rest.split_at(at);
        markup.text(before);
        let used = code(markup, from)
            .or_else(|| strong(markup, from))
            .or_else(|| link(markup, from));
        let used = used.unwrap_or_else(|| {
            markup.text(&from[..1]);
            1
        });
        rest = &from[used..];
    }
    markup.text(rest);
}

fn code(markup: &mut Markup, text: &str) -> Option<usize> {
    let inner = text.strip_prefix('`')?;
    let end = inner.find('`')?;
    markup.raw("<code>").text(&inner[..end]).raw("</code>");
    Some(end + 2)
}

fn strong(markup: &mut Markup, text: &str) -> Option<usize> {
    let (mark, tag) = if text.starts_with("**") {
        ("**", "strong")
    } else {
        ("*", "em")
    };
    let inner = text.strip_prefix(mark)?;
    let end = inner.find(mark).filter(|end| *end > 0)?;
    if inner.starts_with(' ') || inner[..end].ends_with(' ') {
        return None;
    }
    markup
        .raw(&format!("<{tag}>"))
        .text(&inner[..end])
        .raw(&format!("</{tag}>"));
    Some(end + 2 * mark.len())
}

/// Only addresses that cannot run anything become links.
fn link(markup: &mut Markup, text: &str) -> Option<usize> {
    let inner = text.strip_prefix('[')?;
    let middle = inner.find("](")?;
    let address = inner.get(middle + 2..)?;
    let end = address.find(')')?;
    let address = &address[..end];
    if !(address.starts_with("https://") || address.starts_with('/') && !address.starts_with("//"))
    {
        return None;
    }
    markup
        .raw("<a rel=\"noreferrer\" href=\"")
        .text(address)
        .raw("\">")
        .text(&inner[..middle])
        .raw("</a>");
    Some(middle + end + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_its_parts() {
        let page = "# Title\n\nOne `two` **three** *four*\nfive [six](https://example.test/a).\n\n- a\n  b\n- c\n\n```sms\n<b>\n```\n\n> said\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
        assert_eq!(
            html(page, 2).to_string(),
            "<h2>Title</h2><p dir=\"auto\">One <code>two</code> <strong>three</strong> <em>four</em> five \
             <a rel=\"noreferrer\" href=\"https://example.test/a\">six</a>.</p><ul><li>a b</li><li>c</li></ul>\
             <pre dir=\"auto\" data-kind=\"sms\" tabindex=\"0\"><code>&lt;b&gt;\n</code></pre>\
             <blockquote dir=\"auto\"><p>said</p></blockquote><div class=\"table-wrap\"><table><tr><th scope=\"col\">a</th>\
             <th scope=\"col\">b</th></tr><tr><td>1</td><td>2</td></tr></table></div>"
        );
    }

    #[test]
    fn nothing_in_a_page_can_run() {
        for text in [
            "[x](javascript:alert(1))",
            "<script>",
            "[x](//evil.test)",
            "`<b>`",
            "**<i>**",
            "[\"](https://e.test/\"x)",
        ] {
            let shown = html(text, 2).to_string();
            assert!(
                !shown.contains("<script")
                    && !shown.contains("href=\"javascript")
                    && !shown.contains("<i>"),
                "{shown}"
            );
            assert!(!shown.contains("\"x"), "{shown}");
        }
    }

    #[test]
    fn what_is_never_closed_is_text() {
        for text in ["`a", "**a", "*", "[a](b", "[a]", "```", "é`é*é[é"] {
            html(text, 2);
        }
        assert_eq!(
            html("2 * 3 * 4", 2).to_string(),
            "<p dir=\"auto\">2 * 3 * 4</p>"
        );
    }
}
