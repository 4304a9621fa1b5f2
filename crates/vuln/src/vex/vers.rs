//! Version range specifiers, `vers:npm/>=1.2.0|<2.0.0` (package-url's VERS).

use std::cmp::Ordering;

use crate::version::Scheme;

/// Constraints that a range may have.
const MAX_CONSTRAINTS: usize = 1_000;

/// Whether a version lies in the range; nothing where the range or the order of its versions is not known.
pub(super) fn contains(range: &str, version: &str) -> Option<bool> {
    let (kind, constraints) = range.strip_prefix("vers:")?.split_once('/')?;
    let scheme = match kind {
        "semver" => Scheme::Semver,
        kind => Scheme::from_purl_type(kind)?,
    };
    if constraints.trim() == "*" {
        return Some(true);
    }
    let mut bounds: Vec<(&str, &str)> = Vec::new();
    for constraint in constraints.split('|').map(str::trim) {
        let split = constraint.find(|c: char| !"<>=!".contains(c))?;
        let (comparator, bound) = constraint.split_at(split);
        match scheme.compare(version, bound).ok()? {
            Ordering::Equal => return Some(matches!(comparator, "" | "=" | "<=" | ">=")),
            _ if bounds.len() >= MAX_CONSTRAINTS => return None,
            _ => bounds.push((comparator, bound)),
        }
    }
    // What is left are the ends of intervals, and the version is none of them.
    bounds.retain(|(comparator, _)| comparator.starts_with(['<', '>']));
    bounds.sort_by(|a, b| scheme.compare(a.1, b.1).unwrap_or(Ordering::Equal));
    let above = bounds
        .iter()
        .take_while(|(_, bound)| scheme.compare(version, bound).is_ok_and(Ordering::is_gt))
        .count();
    let begins = above
        .checked_sub(1)
        .map(|before| bounds[before].0.starts_with('>'));
    let ends = bounds
        .get(above)
        .map(|(comparator, _)| comparator.starts_with('<'));
    Some(match (begins, ends) {
        (Some(begins), Some(ends)) => begins && ends,
        (Some(end), None) | (None, Some(end)) => end,
        (None, None) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::contains;

    #[test]
    fn intervals_hold_what_lies_between_their_ends() {
        let range = "vers:npm/<1.0.0|>=1.2.0|<2.0.0|!=1.5.0|3.0.0|>4.0.0";
        for (version, expected) in [
            ("0.9.0", true),
            ("1.0.0", false),
            ("1.1.0", false),
            ("1.2.0", true),
            ("1.5.0", false),
            ("1.9.9", true),
            ("2.0.0", false),
            ("3.0.0", true),
            ("3.5.0", false),
            ("4.0.0", false),
            ("4.0.1", true),
        ] {
            assert_eq!(contains(range, version), Some(expected), "{version}");
        }
        assert_eq!(
            contains("vers:semver/<7.0.0|>=1.5.0", "2.0.0"),
            Some(true),
            "in any order"
        );
        assert_eq!(contains("vers:pypi/*", "1"), Some(true));
        for unknown in ["vers:none/1", "npm/1", "vers:npm/", "vers:npm/>=x"] {
            assert_eq!(contains(unknown, "1.0.0"), None, "{unknown}");
        }
    }
}
