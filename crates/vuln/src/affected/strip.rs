//! What a record says of a product as stretches of versions, to be drawn.

use std::cmp::Ordering;

use super::{
    Affected, Options, Status,
    range::{Bounds, Order, star},
    scheme,
};
use crate::{record::VersionEntry, version::Scheme};

/// Marks that are drawn; a record with more is no picture.
pub const MAX_MARKS: usize = 16;

/// Versions in their order, cut where their status changes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Strip {
    /// Versions at which something changes, rising; `5.10.*` is behind every version that begins so.
    pub marks: Vec<String>,
    /// One more than twice as many: below the first mark, at it, between it and the second …, above
    /// the last.
    pub parts: Vec<Status>,
    /// Whether the order of the versions is a heuristic one.
    pub heuristic: bool,
}

/// Returns the stretches of a product; nothing where no range is named, the order of the versions
/// cannot be told, or there are more than [`MAX_MARKS`].
pub fn strip(affected: &Affected) -> Option<Strip> {
    let entries = affected.versions.iter();
    let entries = entries.filter(|entry| scheme(entry, None) != Some(Scheme::Git));
    let entries: Vec<&VersionEntry> = entries.collect();
    let mut schemes = entries.iter().filter_map(|entry| scheme(entry, None));
    let named = schemes.next();
    // Entries that name no order stand among those that do.
    if !schemes.all(|scheme| Some(scheme) == named) {
        return None;
    }
    let order = Order::new(named, Options::default());
    let entries: Vec<(&VersionEntry, Option<Bounds<'_>>)> = entries
        .into_iter()
        .map(|entry| (entry, Bounds::of(entry, &order, Options::default())))
        .collect();
    // A single version with a star is many.
    if entries
        .iter()
        .any(|(entry, bounds)| bounds.is_none() && star(entry.version.trim()).is_some())
    {
        return None;
    }
    let ranges = entries.iter().filter_map(|(entry, bounds)| {
        let bounds = bounds.as_ref()?;
        Some(bounds.heuristic || scheme(entry, None).is_none())
    });
    let ranges: Vec<bool> = ranges.collect();
    if ranges.is_empty() {
        return None;
    }
    let mut marks: Vec<&str> = Vec::new();
    for text in entries
        .iter()
        .flat_map(|(entry, bounds)| said(entry, bounds.as_ref()))
    {
        add(&mut marks, text, &order)?;
    }
    let place = |text: &str| {
        let mut marks = marks.iter();
        let found = marks.position(|mark| compare(&order, mark, text) == Some(Ordering::Equal));
        found.map(|mark| 2 * mark + 1)
    };
    let status = |part: usize| -> Option<Status> {
        for entry in &entries {
            if let Some(status) = holds(entry, part, place)? {
                return Some(status);
            }
        }
        Some(affected.default_status.unwrap_or_default())
    };
    let parts: Option<Vec<Status>> = (0..=2 * marks.len()).map(status).collect();
    let strip = Strip {
        marks: marks.iter().map(|mark| (*mark).to_owned()).collect(),
        parts: parts?,
        heuristic: ranges.contains(&true),
    };
    Some(strip.simplified()).filter(|strip| !strip.marks.is_empty())
}

impl Strip {
    /// Without marks at which nothing changes.
    fn simplified(self) -> Self {
        let mut marks = Vec::new();
        let mut parts = vec![self.parts[0]];
        for (mark, after) in self.marks.into_iter().zip(self.parts[1..].chunks_exact(2)) {
            if after.iter().any(|status| Some(status) != parts.last()) {
                marks.push(mark);
                parts.extend(after);
            }
        }
        Self {
            marks,
            parts,
            ..self
        }
    }
}

/// Every version that an entry names.
fn said<'a>(
    entry: &'a VersionEntry,
    bounds: Option<&Bounds<'a>>,
) -> impl Iterator<Item = &'a str> + use<'a> {
    let single = bounds.is_none().then(|| entry.version.trim());
    let ends = bounds.map(|bounds| [bounds.start, bounds.end]);
    let ends = ends.into_iter().flatten().flatten().map(|(end, _)| end);
    let changes = entry.changes.iter().map(|change| change.at.trim());
    single.into_iter().chain(ends).chain(changes)
}

/// Adds a mark in its place; nothing where it has none, or there are too many.
fn add<'a>(marks: &mut Vec<&'a str>, text: &'a str, order: &Order) -> Option<()> {
    let mut place = marks.len();
    for (at, mark) in marks.iter().enumerate() {
        match compare(order, text, mark)? {
            Ordering::Equal => return Some(()),
            Ordering::Less => {
                place = at;
                break;
            }
            Ordering::Greater => {}
        }
    }
    // The first has to be a version too.
    order.compare(stem(text).unwrap_or(text), text.trim_end_matches(".*"))?;
    marks.insert(place, text);
    (marks.len() <= MAX_MARKS).then_some(())
}

/// What stands before the star of `5.10.*`.
fn stem(text: &str) -> Option<&str> {
    text.strip_suffix(".*")
}

fn compare(order: &Order, a: &str, b: &str) -> Option<Ordering> {
    match (stem(a), stem(b)) {
        (None, None) => order.compare(a, b),
        (Some(a), Some(b)) => order.compare(a, b),
        (None, Some(_)) => order.is_below(a, b, true).map(|below| match below {
            true => Ordering::Less,
            false => Ordering::Greater,
        }),
        (Some(_), None) => compare(order, b, a).map(Ordering::reverse),
    }
}

/// What an entry says of a part: nothing inside where it does not hold it, nothing at all where its
/// bounds have no place.
fn holds(
    (entry, bounds): &(&VersionEntry, Option<Bounds<'_>>),
    part: usize,
    place: impl Fn(&str) -> Option<usize>,
) -> Option<Option<Status>> {
    let (first, last) = match bounds {
        None => {
            let at = place(entry.version.trim())?;
            (at, at)
        }
        Some(Bounds { start, end, .. }) => (
            start.map_or(Some(0), |(start, inclusive)| {
                Some(place(start)? + usize::from(!inclusive))
            })?,
            end.map_or(Some(usize::MAX), |(end, inclusive)| {
                Some(place(end)? - usize::from(!inclusive))
            })?,
        ),
    };
    if part < first || part > last {
        return Some(None);
    }
    let mut status = (0, entry.status);
    for change in &entry.changes {
        let at = place(change.at.trim())?;
        if at <= part && at >= status.0 {
            status = (at, change.status);
        }
    }
    Some(Some(status.1))
}
