//! Names that the operator protects, and hosts that imitate them.

use serde::Deserialize;

/// Shortest protected name for which a single wrong letter counts.
const EDITABLE: usize = 6;

const IN_FRONT: &str = "in front of another host";
const BESIDE: &str = "under another top or beside other words";

/// A name that others like to imitate, and where it really lives.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Protected {
    /// The name as it stands in a host: lower-case letters and digits, no dots.
    pub name: String,
    /// Its own hosts, with everything below them.
    pub hosts: Vec<String>,
}

/// A protected name in a host that is not its own.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Imitation<'a> {
    /// The protected name.
    pub name: &'a str,
    /// The host.
    pub host: &'a str,
    /// How the host imitates it.
    pub how: &'static str,
}

#[derive(Debug)]
pub(super) struct Brands {
    list: Vec<(String, Protected)>,
}

impl Brands {
    /// Takes the names of the reserved examples and those that the operator protects.
    pub(super) fn new(protected: &[Protected]) -> Self {
        let example = |name: &str, host: &str| Protected {
            name: name.to_owned(),
            hosts: vec![host.to_owned()],
        };
        let examples = [
            example("examplebank", "examplebank.example"),
            example("examplepost", "examplepost.example"),
        ];
        let list = examples
            .iter()
            .chain(protected)
            .filter(|one| one.name.len() >= 3);
        Self {
            list: list.map(|one| (skeleton(&one.name), one.clone())).collect(),
        }
    }

    pub(super) fn imitated<'a>(
        &'a self,
        host: &'a str,
        registrable: &'a str,
    ) -> Option<Imitation<'a>> {
        let below = |parent: &str| {
            host.strip_suffix(parent)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        if self
            .list
            .iter()
            .any(|(_, one)| one.hosts.iter().any(|parent| below(parent)))
        {
            return None;
        }
        // Folding keeps the separators, so labels and their shapes go in pairs.
        let shape = skeleton(host);
        let separator = ['.', '-', '_'];
        let joined: String = shape.chars().filter(|c| !matches!(c, '-' | '_')).collect();
        for (name, protected) in &self.list {
            let found = |how| {
                Some(Imitation {
                    name: &protected.name,
                    host,
                    how,
                })
            };
            for (label, shape) in host.split(separator).zip(shape.split(separator)) {
                if label == protected.name {
                    let own_label = registrable.contains(label);
                    return found(if own_label { BESIDE } else { IN_FRONT });
                }
                if shape == name {
                    return found("with look-alike characters");
                }
                if name.len() >= EDITABLE && one_apart(shape.as_bytes(), name.as_bytes()) {
                    return found("with one letter changed");
                }
            }
            if name.len() >= EDITABLE && joined.contains(name.as_str()) {
                return found("joined to other words");
            }
        }
        None
    }
}

/// Returns `label` with characters that look alike written alike.
pub fn skeleton(label: &str) -> String {
    let mut plain = String::with_capacity(label.len());
    for c in label.chars() {
        let alike = match c {
            '0' => 'o',
            '1' | 'i' | '|' => 'l',
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            '7' => 't',
            '8' => 'b',
            'а' => 'a',
            'с' => 'c',
            'е' | 'ё' | 'é' | 'è' | 'ê' => 'e',
            'і' | 'ї' | 'í' | 'ì' => 'l',
            'о' | 'ο' | 'ó' | 'ö' => 'o',
            'р' | 'ρ' => 'p',
            'ѕ' => 's',
            'х' | 'χ' => 'x',
            'у' => 'y',
            'к' | 'κ' => 'k',
            'м' => 'm',
            'т' | 'τ' => 't',
            'á' | 'à' | 'ä' | 'â' | 'α' => 'a',
            other => other,
        };
        // `rn` reads like `m`, and `vv` like `w`.
        let pair = match (plain.as_bytes().last(), alike) {
            (Some(b'r'), 'n') => Some('m'),
            (Some(b'v'), 'v') => Some('w'),
            _ => None,
        };
        if pair.is_some() {
            plain.pop();
        }
        plain.push(pair.unwrap_or(alike));
    }
    plain
}

/// Returns whether one insertion, removal, replacement or swap of neighbours turns `a` into `b`.
fn one_apart(a: &[u8], b: &[u8]) -> bool {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let tail = |a: &[u8], b: &[u8]| {
        a.iter()
            .rev()
            .zip(b.iter().rev())
            .take_while(|(a, b)| a == b)
            .count()
    };
    match a.len().abs_diff(b.len()) {
        0 => {
            let end = tail(a, b);
            let wrong = a.len().saturating_sub(same + end);
            let swapped = || a.get(same) == b.get(same + 1) && a.get(same + 1) == b.get(same);
            wrong == 1 || wrong == 2 && swapped()
        }
        1 => same + tail(a, b) >= a.len().min(b.len()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imitations_are_told_from_the_real_one() {
        let brands = Brands::new(&[]);
        let how =
            |host: &'static str, registrable| brands.imitated(host, registrable).map(|i| i.how);
        assert_eq!(how("examplebank.example", "examplebank.example"), None);
        assert_eq!(how("www.examplebank.example", "examplebank.example"), None);
        assert_eq!(
            how("examp1ebank.test", "examp1ebank.test"),
            Some("with look-alike characters")
        );
        assert_eq!(
            how("exampelbank.test", "exampelbank.test"),
            Some("with one letter changed")
        );
        assert_eq!(
            how("examplebank.pay.test", "pay.test"),
            Some("in front of another host")
        );
        assert_eq!(
            how("examplebanklogin.test", "examplebanklogin.test"),
            Some("joined to other words")
        );
        assert_eq!(how("sample-bank.test", "sample-bank.test"), None);
    }
}
