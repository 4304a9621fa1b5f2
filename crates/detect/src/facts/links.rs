//! Links in a text: where they point, and how they are written.

use std::ops::Range;

use memchr::memchr_iter;

use super::hosts::{HostKind, Hosts};
use crate::normalise::Normalised;

/// How many links of one text are looked at; further ones are counted.
pub const MAX_LINKS: usize = 32;
/// Longest host that a name server answers for.
pub const MAX_HOST: usize = 253;
/// Longest part of a link after its host that is looked at.
const MAX_PATH: usize = 2048;
/// Longest user part before `@` that is looked for.
const MAX_USER: usize = 128;

/// A link as the text shows it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LinkSeen {
    /// Where, in the folded text, scheme and path included.
    pub at: Range<u32>,
    /// Where the host is, in the folded text.
    pub host_at: Range<u32>,
    /// Where the host is, in the arena of hosts.
    host: Range<u32>,
    /// Where the registrable part begins, in the arena of hosts.
    registrable: u32,
    /// What the list of hosts says about it.
    pub kind: HostKind,
    /// The link begins with a scheme.
    pub scheme: bool,
    /// The scheme is followed by a user part and `@`.
    pub user: bool,
    /// How many bytes follow the host.
    pub path: u32,
    /// The host is not written in ASCII.
    pub foreign: bool,
}

/// The links of one text, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct LinkList {
    pub(super) list: Vec<LinkSeen>,
    arena: String,
    /// Links past [`MAX_LINKS`].
    pub(super) more: u32,
}

impl LinkList {
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.arena.clear();
        self.more = 0;
    }

    /// Returns the host of `link`, lower case.
    pub(super) fn host(&self, link: &LinkSeen) -> &str {
        self.arena
            .get(link.host.start as usize..link.host.end as usize)
            .unwrap_or_default()
    }

    /// Returns the part of the host that somebody registered.
    pub(super) fn registrable(&self, link: &LinkSeen) -> &str {
        self.arena
            .get(link.registrable as usize..link.host.end as usize)
            .unwrap_or_default()
    }

    /// Appends every link of `text`.
    pub(super) fn find(&mut self, text: &Normalised, original: &str, hosts: &Hosts) {
        let folded = text.folded.as_str();
        let mut done = 0;
        for dot in memchr_iter(b'.', folded.as_bytes()) {
            if dot < done {
                continue;
            }
            let Some(shape) = around(folded, done, dot) else {
                continue;
            };
            done = shape.end;
            if shape.email || !shape.is_link(folded) {
                continue;
            }
            if self.list.len() == MAX_LINKS {
                self.more += 1;
                continue;
            }
            self.push(&shape, text, original, hosts);
        }
        self.find_numeric(folded, hosts);
    }

    fn push(&mut self, shape: &Shape, text: &Normalised, original: &str, hosts: &Hosts) {
        let folded = text.folded.as_str();
        // What the reader's browser opens is the host as written, unless it was
        // written so that no browser takes it: then it is what folding made of it.
        let raw = original
            .get(text.original(shape.host.clone()))
            .unwrap_or_default();
        let raw = raw.trim_end_matches('.');
        let start = self.arena.len();
        let foreign = !raw.is_ascii();
        if !foreign && !raw.is_empty() && raw.bytes().all(is_host_byte) {
            self.arena
                .extend(raw.chars().map(|c| c.to_ascii_lowercase()));
        } else {
            self.arena
                .push_str(folded.get(shape.host.clone()).unwrap_or_default());
        }
        let host = self.arena.get(start..).unwrap_or_default();
        let registrable = start + hosts.registrable(host);
        let kind = hosts.kind(host, self.arena.get(registrable..).unwrap_or_default());
        self.list.push(LinkSeen {
            at: shape.start as u32..shape.end as u32,
            host_at: shape.host.start as u32..shape.host.end as u32,
            host: start as u32..self.arena.len() as u32,
            registrable: registrable as u32,
            kind,
            scheme: shape.scheme,
            user: shape.user,
            path: (shape.end - shape.host.end) as u32,
            foreign,
        });
    }

    /// Finds `http://3221225985/`: a host that is one number has no dot.
    fn find_numeric(&mut self, folded: &str, hosts: &Hosts) {
        for at in memchr::memmem::find_iter(folded.as_bytes(), b"://").take(MAX_LINKS) {
            let rest = folded.get(at + 3..).unwrap_or_default();
            let digits = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
            let host = rest.get(..digits).unwrap_or_default();
            let ends = !matches!(rest.as_bytes().get(digits), Some(b'.' | b'-' | b'@'));
            let numeric = host.len() >= 8 && host.bytes().all(|b| b.is_ascii_digit())
                || host
                    .strip_prefix("0x")
                    .is_some_and(|h| h.len() == 8 && h.bytes().all(|b| b.is_ascii_hexdigit()));
            if !numeric || !ends || self.list.len() >= MAX_LINKS {
                continue;
            }
            let start = self.arena.len();
            self.arena.push_str(host);
            let end = at + 3 + digits + path_length(rest.get(digits..).unwrap_or_default());
            self.list.push(LinkSeen {
                at: scheme_start(folded, at) as u32..end as u32,
                host_at: (at + 3) as u32..(at + 3 + digits) as u32,
                host: start as u32..self.arena.len() as u32,
                registrable: start as u32,
                kind: hosts.kind(host, host),
                scheme: true,
                user: false,
                path: (end - at - 3 - digits) as u32,
                foreign: false,
            });
        }
    }
}

/// A run of characters around a dot that may be a host.
struct Shape {
    start: usize,
    host: Range<usize>,
    end: usize,
    scheme: bool,
    user: bool,
    email: bool,
    slash: bool,
}

/// Grows a host around the dot at `dot`, never left of `from`, so that no byte is looked at twice.
fn around(folded: &str, from: usize, dot: usize) -> Option<Shape> {
    let left = folded.get(from..dot)?;
    let mut start = dot;
    for (at, c) in left.char_indices().rev() {
        if !is_host_char(c) || dot - (from + at) > MAX_HOST {
            break;
        }
        start = from + at;
    }
    let right = folded.get(dot..)?;
    let mut end = folded.len();
    for (at, c) in right.char_indices() {
        if !(is_host_char(c) || c == '.') || at > MAX_HOST {
            end = dot + at;
            break;
        }
    }
    // In `user@host` and `http://user:word@host` the first dot may be in the user part.
    let mut user = false;
    let mut email = false;
    let before = folded.get(from..start)?;
    let mut whole = start;
    if before.ends_with("://") {
        whole = scheme_start(folded, start - 3);
        let tail = folded.get(end..)?;
        let name = tail.find(['@', '/', ' ', '\n']).filter(|&at| at < MAX_USER);
        if let Some(at) = name.filter(|&at| tail.as_bytes().get(at) == Some(&b'@')) {
            user = true;
            start = end + at + 1;
            let rest = folded.get(start..)?;
            end = start
                + rest
                    .find(|c| !(is_host_char(c) || c == '.'))
                    .unwrap_or(rest.len());
        }
    } else if before.ends_with('@') {
        let name = before.trim_end_matches('@');
        let tail = name
            .rsplit(|c: char| c.is_whitespace() || c == '/')
            .next()
            .unwrap_or_default();
        match name
            .len()
            .checked_sub(tail.len())
            .and_then(|at| name.get(..at))
        {
            Some(ahead) if ahead.ends_with("://") && tail.len() < MAX_USER => {
                user = true;
                whole = scheme_start(folded, from + ahead.len() - 3);
            }
            _ => email = true,
        }
    } else if folded.as_bytes().get(end) == Some(&b'@') {
        email = true;
        let rest = folded.get(end + 1..)?;
        end += 1 + rest
            .find(|c| !(is_host_char(c) || c == '.'))
            .unwrap_or(rest.len());
    }
    let scheme = whole < start && !email;
    let host_text = folded.get(start..end)?;
    let trimmed = host_text.trim_end_matches(['.', '-', '_']);
    let host = start..start + trimmed.len();
    let after = folded.get(host.end..)?;
    let slash = matches!(after.as_bytes(), [b'/' | b':', next, ..] if next.is_ascii_alphanumeric());
    let tail = if after.starts_with(['/', ':', '?', '#']) {
        path_length(after)
    } else {
        0
    };
    let end = (host.end + tail).max(dot + 1);
    Some(Shape {
        start: whole.min(start),
        host,
        end,
        scheme,
        user,
        email,
        slash,
    })
}

impl Shape {
    /// Tells a link from a sentence whose full stop lacks its space.
    fn is_link(&self, folded: &str) -> bool {
        let host = folded.get(self.host.clone()).unwrap_or_default();
        let Some((name, top)) = host.rsplit_once('.') else {
            return false;
        };
        if name.is_empty() || name.starts_with('.') || name.contains("..") {
            return false;
        }
        if self.scheme {
            return true;
        }
        if is_address(host) {
            return self.slash;
        }
        if top.len() < 2 || top.bytes().any(|b| b.is_ascii_digit()) && !top.starts_with("xn--") {
            return false;
        }
        if host.starts_with("www.") && name.len() > 4 {
            return true;
        }
        top.starts_with("xn--") || Hosts::is_plain_top(top) || (self.slash && Hosts::is_top(top))
    }
}

/// Returns where the scheme that ends before `://` at `at` begins.
fn scheme_start(folded: &str, at: usize) -> usize {
    let before = folded.get(..at).unwrap_or_default().as_bytes();
    at - before
        .iter()
        .rev()
        .take(8)
        .take_while(|b| b.is_ascii_alphabetic())
        .count()
}

fn path_length(after: &str) -> usize {
    let end = after
        .bytes()
        .take(MAX_PATH)
        .position(|b| !b.is_ascii_graphic() || matches!(b, b'"' | b'<' | b'>' | b'`' | b']' | b'|'))
        .unwrap_or_else(|| after.len().min(MAX_PATH));
    // The cut may fall inside a character only when it is past ASCII, which ends a path anyway.
    after.get(..end).map_or(0, |path| {
        path.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\''])
            .len()
    })
}

/// Returns whether `host` is four numbers with dots.
pub(super) fn is_address(host: &str) -> bool {
    let mut parts = 0;
    host.split('.').all(|part| {
        parts += 1;
        part.parse::<u8>().is_ok()
    }) && parts == 4
}

fn is_host_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_')
}

/// Returns whether `c` may stand in a label; scripts without spaces would run into the text around.
fn is_host_char(c: char) -> bool {
    match c {
        'a'..='z' | '0'..='9' | '-' | '_' => true,
        '\0'..='\u{7f}' => false,
        '\u{80}'..='\u{52f}' => c.is_alphanumeric(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<String> {
        let mut normalised = Normalised::default();
        normalised.read(text);
        let mut list = LinkList::default();
        list.find(&normalised, text, &Hosts::new(&[]));
        let shown = |link: &LinkSeen| format!("{} {}", list.host(link), list.registrable(link));
        list.list.iter().map(shown).collect()
    }

    #[test]
    fn links_are_found_as_people_write_them() {
        for (text, found) in [
            (
                "see https://www.example.com/a.",
                "www.example.com example.com",
            ),
            ("(example.com)", "example.com example.com"),
            ("go to example.co.uk, now", "example.co.uk example.co.uk"),
            ("请点击pay.example.com查看", "pay.example.com example.com"),
            (
                "http://a.example.com:8080/x?y=1",
                "a.example.com example.com",
            ),
            ("HTTPS://EXAMPLE.COM", "example.com example.com"),
            (
                "https://user:word@b.example.net/",
                "b.example.net example.net",
            ),
            (
                "https://www.example.org@c.example.net/",
                "c.example.net example.net",
            ),
            ("short.link/ab2", "short.link short.link"),
            ("http://192.0.2.7/login", "192.0.2.7 192.0.2.7"),
            ("http://3221225985/x", "3221225985 3221225985"),
            (
                "https：//ｅｘａｍｐｌｅ．ｃｏｍ/a",
                "example.com example.com",
            ),
        ] {
            assert_eq!(links(text), [found], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_link_is_none() {
        for text in [
            "ok.so what do you think",
            "write to maria@example.com",
            "write to maria.lopez@example.com please",
            "at 10.30 or 11.45",
            "version 10.0.2.15 is out",
            "wait...what",
            "e.g. this, i.e. that",
            "1.234.567,89",
            "Go until then.. Available only here",
        ] {
            assert_eq!(links(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn links_past_the_bound_are_counted() {
        let text = "https://example.com/a ".repeat(MAX_LINKS + 5);
        let mut normalised = Normalised::default();
        normalised.read(&text);
        let mut list = LinkList::default();
        list.find(&normalised, &text, &Hosts::new(&[]));
        assert_eq!((list.list.len(), list.more), (MAX_LINKS, 5));
    }
}
