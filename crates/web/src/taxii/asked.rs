//! What a request asks of a collection: filters, how many, from where on (sections 3.4 and 3.5).

use sha2::{Digest as _, Sha256};
use watchbell_model::Time;
use watchbell_node::hex;
use watchbell_store::{TaxiiFilter, TaxiiVersion};

use crate::problem::Problem;

/// Objects that one answer holds at most, and where the request does not say how many.
pub(super) const MAX_LIMIT: i64 = 1_000;
const USUAL: i64 = 100;
/// Words of one filter.
const MAX_WORDS: usize = 100;

/// What is asked for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Asked {
    pub(super) filter: TaxiiFilter,
    pub(super) limit: i64,
    /// Behind this moment and place.
    pub(super) after: Option<(Time, i64)>,
    /// What all but the limit and the place came from.
    mark: String,
}

impl Asked {
    /// Reads the pairs behind the question mark. What `match` names is beyond TAXII is passed over
    /// (section 3.4); a page that continues has to ask the same as the one before.
    pub(super) fn read(pairs: &[(String, String)]) -> Result<Self, Problem> {
        let mut asked = Self {
            limit: USUAL,
            ..Self::default()
        };
        let mut next = None;
        let mut said = Vec::new();
        for (name, value) in pairs {
            let words = || -> Result<Vec<String>, Problem> {
                let words: Vec<String> = value.split(',').map(str::to_owned).collect();
                if words.len() > MAX_WORDS {
                    return Err(Problem::parameter(format!(
                        "{name} has more than {MAX_WORDS} words"
                    )));
                }
                Ok(words)
            };
            match name.as_str() {
                "limit" => {
                    asked.limit = match value.parse::<i64>() {
                        Ok(limit) if limit > 0 => limit.min(MAX_LIMIT),
                        _ => {
                            return Err(Problem::parameter(format!(
                                "limit {value:?} is no number above 0"
                            )));
                        }
                    };
                    continue;
                }
                "next" => {
                    next = Some(value);
                    continue;
                }
                "added_after" => asked.filter.added_after = Some(time(name, value)?),
                "match[id]" => asked.filter.ids = words()?,
                "match[type]" => asked.filter.kinds = words()?,
                "match[spec_version]" => asked.filter.specs = words()?,
                "match[version]" => {
                    for word in words()? {
                        asked.filter.versions.push(match word.as_str() {
                            "first" => TaxiiVersion::First,
                            "last" => TaxiiVersion::Last,
                            "all" => TaxiiVersion::All,
                            other => TaxiiVersion::At(time(name, other)?),
                        });
                    }
                }
                _ => continue,
            }
            said.push(format!("{name}={value}"));
        }
        said.sort();
        let digest = Sha256::digest(said.join("&"));
        asked.mark = hex(&digest[..4]);
        if let Some(next) = next {
            asked.after = Some(asked.place(next)?);
        }
        Ok(asked)
    }

    /// Returns the text that continues behind a moment and place.
    pub(super) fn next(&self, at: Time, seq: i64) -> String {
        format!("{}-{}-{seq}", self.mark, at.micros())
    }

    fn place(&self, next: &str) -> Result<(Time, i64), Problem> {
        let parts = next
            .strip_prefix(&self.mark)
            .and_then(|rest| rest.strip_prefix('-'));
        // A moment before 1970 has a minus sign of its own.
        let parts = parts.and_then(|rest| rest.rsplit_once('-'));
        let place = parts
            .and_then(|(at, seq)| Some((Time::from_micros(at.parse().ok()?), seq.parse().ok()?)));
        place.ok_or_else(|| {
            Problem::parameter("next is not what the page before gave, or the filter is another")
        })
    }
}

fn time(name: &str, value: &str) -> Result<Time, Problem> {
    value
        .parse()
        .map_err(|error| Problem::parameter(format!("{name}: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &[(&str, &str)]) -> Result<Asked, Problem> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Asked::read(&query.iter().map(owned).collect::<Vec<_>>())
    }

    #[test]
    fn a_page_continues_only_what_it_began() {
        let asked = read(&[("match[type]", "indicator,malware"), ("limit", "5000")]).unwrap();
        assert_eq!((asked.limit, asked.filter.kinds.len()), (MAX_LIMIT, 2));
        for micros in [7, -7] {
            let next = asked.next(Time::from_micros(micros), 3);
            let more = read(&[("next", &next), ("match[type]", "indicator,malware")]).unwrap();
            assert_eq!(more.after, Some((Time::from_micros(micros), 3)));
            assert!(read(&[("next", &next), ("match[type]", "indicator")]).is_err());
        }
    }

    #[test]
    fn what_cannot_be_asked_is_refused() {
        let many = vec!["x"; MAX_WORDS + 1].join(",");
        for (name, value) in [
            ("limit", "0"),
            ("limit", "-20"),
            ("limit", "many"),
            ("added_after", "yesterday"),
            ("match[version]", "2nd"),
            ("match[id]", &many),
            ("next", "1-2-3"),
        ] {
            assert!(read(&[(name, value)]).is_err(), "{name}");
        }
        assert!(read(&[("match[name]", "x")]).is_ok());
    }
}
