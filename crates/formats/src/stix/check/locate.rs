//! Lines and columns of faults, found by their paths.
//!
//! The text was read as JSON before, so that nothing is checked here again.

use std::collections::HashMap;

use super::fault::Checked;

/// Fills in where faults are.
pub(super) fn locate(text: &str, checked: &mut Checked) {
    let faults = || checked.errors.iter().chain(&checked.warnings);
    if faults().next().is_none() {
        return;
    }
    let mut wanted: HashMap<String, Option<usize>> =
        faults().map(|fault| (fault.path.clone(), None)).collect();
    let mut walk = Walk {
        bytes: text.as_bytes(),
        at: 0,
        wanted: &mut wanted,
    };
    walk.value(&mut String::new());
    let mut offsets: Vec<usize> = wanted.values().copied().flatten().collect();
    offsets.sort_unstable();
    offsets.dedup();
    let places = places(text, &offsets);
    for fault in checked.errors.iter_mut().chain(&mut checked.warnings) {
        let mut path = fault.path.as_str();
        // What is missing is where it should be.
        while !path.is_empty() && wanted.get(path).copied().flatten().is_none() {
            path = path.rsplit_once('/').map_or("", |(before, _)| before);
        }
        let offset = wanted.get(path).copied().flatten();
        if let Some((line, column)) = offset.and_then(|offset| places.get(&offset)) {
            (fault.line, fault.column) = (*line, *column);
        }
    }
}

/// Returns line and column of offsets that rise.
fn places(text: &str, offsets: &[usize]) -> HashMap<usize, (u64, u64)> {
    let mut places = HashMap::new();
    let (mut line, mut begin, mut from) = (1, 0, 0);
    for offset in offsets {
        let between = text.get(from..*offset).unwrap_or_default();
        for (at, _) in between.match_indices('\n') {
            line += 1;
            begin = from + at + 1;
        }
        let before = text.get(begin..*offset).unwrap_or_default();
        places.insert(*offset, (line, before.chars().count() as u64 + 1));
        from = *offset;
    }
    places
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    wanted: &'a mut HashMap<String, Option<usize>>,
}

impl Walk<'_> {
    fn value(&mut self, path: &mut String) {
        self.space();
        if let Some(place) = self.wanted.get_mut(path.as_str()) {
            *place = Some(self.at);
        }
        match self.bytes.get(self.at) {
            Some(b'{') => self.members(path),
            Some(b'[') => self.items(path),
            Some(b'"') => {
                self.text();
            }
            _ => {
                let rest = self.bytes.get(self.at..).unwrap_or_default();
                let is_end = |byte: &u8| matches!(byte, b',' | b'}' | b']');
                self.at += rest.iter().position(is_end).unwrap_or(rest.len());
            }
        }
    }

    fn members(&mut self, path: &mut String) {
        let length = path.len();
        self.at += 1;
        while self.next_of(b'}') {
            let name = self.text();
            let name: String = serde_json::from_slice(name).unwrap_or_default();
            path.push('/');
            path.push_str(&name.replace('~', "~0").replace('/', "~1"));
            self.space();
            self.at += 1;
            self.value(path);
            path.truncate(length);
        }
    }

    fn items(&mut self, path: &mut String) {
        let length = path.len();
        self.at += 1;
        let mut number = 0;
        while self.next_of(b']') {
            path.push_str(&format!("/{number}"));
            self.value(path);
            path.truncate(length);
            number += 1;
        }
    }

    /// Goes on to the next member or item; false at the end.
    fn next_of(&mut self, end: u8) -> bool {
        self.space();
        match self.bytes.get(self.at) {
            Some(byte) if *byte == end => {
                self.at += 1;
                false
            }
            Some(b',') => {
                self.at += 1;
                self.space();
                true
            }
            Some(_) => true,
            None => false,
        }
    }

    /// Goes over a text and returns it with its quotes.
    fn text(&mut self) -> &[u8] {
        let begin = self.at;
        self.at += 1;
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += match byte {
                b'\\' => 2,
                _ => 1,
            };
            if *byte == b'"' {
                break;
            }
        }
        self.bytes.get(begin..self.at).unwrap_or_default()
    }

    fn space(&mut self) {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
    }
}
