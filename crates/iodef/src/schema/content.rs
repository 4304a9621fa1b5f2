//! Which elements may stand in an element, and in what order.
//!
//! Schemas are deterministic (section 3.8.6 of XML Schema 1.0): the name of an element tells which
//! part of the model it is. So a model is an automaton whose states are its parts.

use super::table::{Kind, Schema, full};

/// A part of a model.
#[derive(Debug)]
pub(super) enum Part {
    /// An element by its full name; its type, where the model itself says it.
    Element(&'static str, Option<Kind>),
    /// Any element, but not of the namespace of this prefix, where one is named.
    Any {
        /// The prefix of the namespace that is left out.
        but: Option<&'static str>,
        /// Whether it may be unknown.
        lax: bool,
    },
}

/// A model.
#[derive(Debug, Default)]
pub(super) struct Content {
    parts: Vec<Part>,
    /// What may come first.
    first: Vec<usize>,
    /// What may follow each part.
    follow: Vec<Vec<usize>>,
    /// Behind which part it may end.
    last: Vec<bool>,
    /// Whether nothing at all may be there.
    empty: bool,
}

/// A piece of a model while it is put together.
struct Piece {
    empty: bool,
    first: Vec<usize>,
    last: Vec<usize>,
}

impl Content {
    /// Reads a model such as `( i2:Incident+ , i2:AdditionalData* )`.
    pub(super) fn read(text: &'static str, schema: &Schema) -> Self {
        let mut content = Self::default();
        let words: Vec<&str> = text.split_whitespace().collect();
        let piece = content.piece(&mut words.iter().copied().peekable(), schema);
        content.first = piece.first;
        content.empty = piece.empty;
        content.last = vec![false; content.parts.len()];
        for part in piece.last {
            content.last[part] = true;
        }
        content
    }

    /// Returns the part of an element that comes behind the part `after`.
    pub(super) fn step(&self, after: Option<usize>, name: &str) -> Option<(usize, &Part)> {
        let next = match after {
            Some(part) => &self.follow[part],
            None => &self.first,
        };
        let fits = |part: &&usize| match &self.parts[**part] {
            Part::Element(known, _) => *known == name,
            Part::Any { but, .. } => !but.is_some_and(|but| in_space(name, but)),
        };
        // An element that is named stands before any other.
        let named = |part: &&usize| matches!(self.parts[**part], Part::Element(..));
        let mut found = next.iter().filter(fits);
        let part = found.clone().find(named).or_else(|| found.next())?;
        Some((*part, &self.parts[*part]))
    }

    /// Whether it may end behind a part.
    pub(super) fn may_end(&self, after: Option<usize>) -> bool {
        after.map_or(self.empty, |part| self.last[part])
    }

    /// What may come behind a part, in words.
    pub(super) fn expected(&self, after: Option<usize>) -> String {
        let next = match after {
            Some(part) => &self.follow[part],
            None => &self.first,
        };
        let mut names: Vec<&str> = Vec::new();
        for part in next {
            let name = match &self.parts[*part] {
                Part::Element(name, _) => name,
                Part::Any { .. } => "any element",
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        if names.is_empty() {
            return "no more elements".to_owned();
        }
        names.join(", ")
    }

    fn piece(
        &mut self,
        words: &mut std::iter::Peekable<impl Iterator<Item = &'static str>>,
        schema: &Schema,
    ) -> Piece {
        let word = words.next().unwrap_or("");
        if word != "(" {
            let (atom, sign) = quantified(word);
            let part = self.part(atom, schema);
            return self.repeated(
                Piece {
                    empty: false,
                    first: vec![part],
                    last: vec![part],
                },
                sign,
            );
        }
        let mut all = self.piece(words, schema);
        loop {
            match words.next() {
                Some(",") => {
                    let next = self.piece(words, schema);
                    all = self.sequence(all, next);
                }
                Some("|") => {
                    let other = self.piece(words, schema);
                    all.empty |= other.empty;
                    all.first.extend(other.first);
                    all.last.extend(other.last);
                }
                Some(end) => return self.repeated(all, quantified(end).1),
                None => return all,
            }
        }
    }

    fn part(&mut self, atom: &'static str, schema: &Schema) -> usize {
        let part = if let Some(any) = atom.strip_prefix("any:") {
            let but = any.split(':').next().filter(|space| *space != "any");
            Part::Any {
                but,
                lax: any.ends_with(":lax"),
            }
        } else {
            match atom.split_once('=') {
                Some((name, kind)) => Part::Element(full(name), Some(schema.kind(kind))),
                None => Part::Element(full(atom), None),
            }
        };
        self.parts.push(part);
        self.follow.push(Vec::new());
        self.parts.len() - 1
    }

    fn sequence(&mut self, before: Piece, after: Piece) -> Piece {
        self.connect(&before.last, &after.first);
        let mut first = before.first;
        if before.empty {
            first.extend(&after.first);
        }
        let mut last = after.last;
        if after.empty {
            last.extend(before.last);
        }
        Piece {
            empty: before.empty && after.empty,
            first,
            last,
        }
    }

    fn repeated(&mut self, piece: Piece, sign: &str) -> Piece {
        if matches!(sign, "*" | "+") {
            self.connect(&piece.last, &piece.first);
        }
        Piece {
            empty: piece.empty || matches!(sign, "*" | "?"),
            ..piece
        }
    }

    fn connect(&mut self, last: &[usize], first: &[usize]) {
        for part in last {
            for next in first {
                if !self.follow[*part].contains(next) {
                    self.follow[*part].push(*next);
                }
            }
        }
    }
}

/// Whether a name is of the namespace of a prefix; names of IODEF 2.0 have none.
pub(super) fn in_space(name: &str, prefix: &str) -> bool {
    if name.starts_with('{') {
        return false;
    }
    let own = name.split_once(':').map_or("i2", |(own, _)| own);
    own == prefix
}

fn quantified(word: &'static str) -> (&'static str, &'static str) {
    match word.find(['?', '*', '+']) {
        Some(at) => word.split_at(at),
        None => (word, ""),
    }
}
