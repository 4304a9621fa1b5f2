//! Times as records write them.

use watchbell_model::Time;

/// Reads a time of a record: RFC 3339, where the offset may be missing (then it is UTC), or a day.
pub fn moment(text: &str) -> Option<Time> {
    let text = text.trim();
    let attempts = [
        text.to_owned(),
        format!("{text}Z"),
        format!("{text}T00:00:00Z"),
    ];
    attempts.iter().find_map(|text| text.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_offset_is_utc() {
        for text in [
            "2024-08-20T13:42:38.965445",
            "2024-08-20T13:42:38.965445Z",
            "2024-08-20T15:42:38.965445+02:00",
        ] {
            assert_eq!(
                moment(text).map(Time::micros),
                Some(1_724_161_358_965_445),
                "{text}"
            );
        }
        assert_eq!(moment("2024-08-20"), moment("2024-08-20T00:00:00Z"));
        assert!(moment("2024-08-20").is_some());
        assert_eq!(moment("yesterday"), None);
    }
}
