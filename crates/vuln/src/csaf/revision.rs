//! Versions and the revision history (6.1.14, 6.1.16 to 6.1.22, 6.1.30, 6.2.4 to 6.2.6).

use std::cmp::Ordering;

use super::{Check, document::Document, shape::short};
use crate::{record::moment, version::Scheme};

/// A version of a document (3.1.11): an integer or semantic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Number<'a> {
    text: &'a str,
    semantic: bool,
}

impl<'a> Number<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let is_number = |part: &str| {
            let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            digits && (part == "0" || !part.starts_with('0'))
        };
        let semantic = !is_number(text);
        if semantic {
            let (core, _) = text.split_at(text.find(['-', '+']).unwrap_or(text.len()));
            let three = core.split('.').count() == 3 && core.split('.').all(is_number);
            if !three || Scheme::Semver.compare(text, text).is_err() {
                return None;
            }
        }
        Some(Self { text, semantic })
    }

    /// Without build metadata.
    fn bare(self) -> &'a str {
        self.text.split('+').next().unwrap_or_default()
    }

    /// Without build metadata and what marks a pre-release.
    fn core(self) -> &'a str {
        self.bare().split('-').next().unwrap_or_default()
    }

    fn has_build(self) -> bool {
        self.semantic && self.text.contains('+')
    }

    fn is_pre_release(self) -> bool {
        self.semantic && self.bare().contains('-')
    }

    fn major(self) -> &'a str {
        self.core().split('.').next().unwrap_or_default()
    }

    /// Of the time before the first release: 0, 0.y.z.
    fn is_initial(self) -> bool {
        self.major() == "0"
    }

    fn compare(self, other: Self) -> Ordering {
        if self.semantic && other.semantic {
            let compared = Scheme::Semver.compare(self.text, other.text);
            return compared.unwrap_or(Ordering::Equal);
        }
        integer(self.major()).cmp(&integer(other.major()))
    }
}

/// Integers of any length, in their order.
fn integer(text: &str) -> (usize, &str) {
    (text.len(), text)
}

pub(super) fn check(document: &Document<'_>, check: &mut Check) {
    let tracking = document.tracking();
    let status = tracking.text("status");
    let draft = status == "draft";
    let version_path = format!("{}/version", tracking.path);
    let version = Number::parse(tracking.text("version"));
    let mut history: Vec<_> = tracking
        .each("revision_history")
        .into_iter()
        .filter_map(|item| {
            let number = Number::parse(item.text("number"))?;
            Some((
                moment(item.text("date"))?,
                number,
                format!("{}/number", item.path),
            ))
        })
        .collect();
    let by_date = |a: &(_, Number<'_>, String), b: &(_, Number<'_>, String)| {
        let dates = Ord::cmp(&a.0, &b.0);
        dates.then_with(|| a.1.compare(b.1))
    };
    history.sort_by(by_date);

    for pair in history.windows(2) {
        let [(_, before, _), (_, after, path)] = pair else {
            continue;
        };
        if before.compare(*after) == Ordering::Greater {
            let message = format!("{} comes later than {}", after.text, before.text);
            check.add("6.1.14", &**path, message);
        }
        let (before, after) = (before.major(), after.major());
        let next = |text: &str| {
            text.parse::<u64>()
                .ok()
                .and_then(|number| number.checked_add(1))
        };
        if integer(after) > integer(before) && next(before) != after.parse().ok() {
            check.add(
                "6.1.21",
                &**path,
                format!("nothing stands between {before} and {after}"),
            );
        }
    }
    if let Some((_, first, path)) = history.first()
        && !matches!(first.major(), "0" | "1")
    {
        check.add("6.1.21", &**path, format!("the first is {}", first.text));
    }
    if let (Some(version), Some((_, last, _))) = (version, history.last()) {
        let same = if draft {
            version.core() == last.core()
        } else {
            version.bare() == last.bare()
        };
        if !same {
            let message = format!(
                "is {}, but the last revision is {}",
                version.text, last.text
            );
            check.add("6.1.16", &*version_path, message);
        }
    }
    if let Some(version) = version {
        if (version.is_initial() || version.is_pre_release()) && !draft {
            let message = format!("{} is a draft, but the status is {status:?}", version.text);
            check.add("6.1.17", &*version_path, message);
        }
        if version.is_pre_release() && matches!(status, "final" | "interim") {
            check.add(
                "6.1.20",
                &*version_path,
                format!("{} is a pre-release", version.text),
            );
        }
        if let Some((_, odd, path)) = history
            .iter()
            .find(|item| item.1.semantic != version.semantic)
        {
            let message = format!("{} and {} are of two kinds", odd.text, version.text);
            check.add("6.1.30", &**path, message);
        }
    }
    numbers(&history, status, check);
    dates(document, &history, check);
}

fn numbers<T>(history: &[(T, Number<'_>, String)], status: &str, check: &mut Check) {
    let mut seen = std::collections::HashSet::new();
    for (_, number, path) in history {
        if number.is_initial() && matches!(status, "final" | "interim") {
            let message = format!("{} in a document that is {status}", number.text);
            check.add("6.1.18", &**path, message);
        }
        if number.is_pre_release() {
            check.add(
                "6.1.19",
                &**path,
                format!("{} is a pre-release", number.text),
            );
        }
        if !seen.insert(number.text) {
            check.add(
                "6.1.22",
                &**path,
                format!("{} is there twice", short(number.text)),
            );
        }
        if number.has_build() {
            check.add(
                "6.2.4",
                &**path,
                format!("{} has build metadata", number.text),
            );
        }
    }
}

fn dates<N>(
    document: &Document<'_>,
    history: &[(watchbell_model::Time, N, String)],
    check: &mut Check,
) {
    let tracking = document.tracking();
    let older = |member: &str, than: watchbell_model::Time| {
        moment(tracking.text(member)).is_some_and(|date| date < than)
    };
    if let (Some((first, ..)), Some((last, ..))) = (history.first(), history.last()) {
        for (rule, member, than, what) in [
            ("6.2.5", "initial_release_date", *first, "first"),
            ("6.2.6", "current_release_date", *last, "last"),
        ] {
            if older(member, than) {
                let path = format!("{}/{member}", tracking.path);
                check.add(rule, path, format!("is older than the {what} revision"));
            }
        }
    }
}
