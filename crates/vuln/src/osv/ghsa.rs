//! GitHub's security advisories, as its GraphQL interface gives them, as OSV records.

use serde_json::{Map, Value, json};

use crate::version::Scheme;

/// The version of the OSV format that is written.
const SCHEMA: &str = "1.5.0";

/// GitHub's name of an ecosystem, OSV's, and whether its versions are semantic.
const ECOSYSTEMS: &[(&str, &str, bool)] = &[
    ("ACTIONS", "GitHub Actions", false),
    ("COMPOSER", "Packagist", false),
    ("ERLANG", "Hex", false),
    ("GO", "Go", true),
    ("MAVEN", "Maven", false),
    ("NPM", "npm", true),
    ("NUGET", "NuGet", false),
    ("PIP", "PyPI", false),
    ("PUB", "Pub", false),
    ("RUBYGEMS", "RubyGems", false),
    ("RUST", "crates.io", true),
    ("SWIFT", "SwiftURL", false),
];

/// Returns the OSV record of an advisory.
///
/// A range that begins behind a version begins at the next one there can be; one that ends with a
/// version ends at the first patched one, or not at all.
///
/// # Errors
/// What is wrong, with the value.
pub fn of_advisory(advisory: &Value) -> Result<Value, String> {
    let text = |member: &str| advisory.get(member).and_then(Value::as_str);
    let id = text("ghsaId").ok_or("ghsaId is missing")?;
    let values = |member: &str, name: &str| -> Vec<String> {
        let list = advisory.get(member).and_then(Value::as_array);
        let values = list
            .into_iter()
            .flatten()
            .filter_map(|each| each.get(name)?.as_str());
        values.map(str::to_owned).collect()
    };
    let mut record = Map::new();
    record.insert("schema_version".into(), SCHEMA.into());
    record.insert("id".into(), id.into());
    let mut aliases = values("identifiers", "value");
    aliases.retain(|alias| alias != id);
    record.insert("aliases".into(), aliases.into());
    for (member, of) in [
        ("published", "publishedAt"),
        ("modified", "updatedAt"),
        ("withdrawn", "withdrawnAt"),
        ("summary", "summary"),
        ("details", "description"),
    ] {
        if let Some(text) = text(of) {
            record.insert(member.into(), text.into());
        }
    }
    let reference = |url: &String| {
        let advises = ["github.com/advisories/", "nvd.nist.gov/vuln/detail/"];
        let advises = advises.iter().any(|place| url.contains(place));
        json!({"type": if advises { "ADVISORY" } else { "WEB" }, "url": url})
    };
    let references: Vec<Value> = values("references", "url").iter().map(reference).collect();
    record.insert("references".into(), references.into());
    record.insert("affected".into(), affected(advisory)?.into());
    Ok(record.into())
}

/// What is said of one package.
struct Package {
    ecosystem: &'static str,
    semantic: bool,
    name: String,
    events: Vec<Value>,
    versions: Vec<Value>,
    /// Whether everything before the first end is affected.
    from_the_start: bool,
}

fn affected(advisory: &Value) -> Result<Vec<Value>, String> {
    let mut packages: Vec<Package> = Vec::new();
    let nodes = advisory
        .pointer("/vulnerabilities/nodes")
        .and_then(Value::as_array);
    for node in nodes.into_iter().flatten() {
        let text = |pointer: &str| node.pointer(pointer).and_then(Value::as_str);
        let ecosystem = text("/package/ecosystem").unwrap_or_default();
        let (_, ecosystem, semantic) = *ECOSYSTEMS
            .iter()
            .find(|(theirs, ..)| theirs.eq_ignore_ascii_case(ecosystem))
            .ok_or_else(|| format!("ecosystem {ecosystem:?} is not known"))?;
        let name = normalised(ecosystem, text("/package/name").unwrap_or_default());
        let place = packages
            .iter()
            .position(|known| known.ecosystem == ecosystem && known.name == name);
        let place = place.unwrap_or_else(|| {
            packages.push(Package {
                ecosystem,
                semantic,
                name,
                events: Vec::new(),
                versions: Vec::new(),
                from_the_start: false,
            });
            packages.len() - 1
        });
        let range = text("/vulnerableVersionRange").unwrap_or_default();
        packages[place].add(range, text("/firstPatchedVersion/identifier"))?;
    }
    let cwes = advisory
        .pointer("/cwes/nodes")
        .cloned()
        .unwrap_or_else(|| json!([]));
    let permalink = advisory.get("permalink").cloned().unwrap_or_default();
    let each = packages.into_iter().map(|package| {
        let mut events = package.events;
        if package.from_the_start {
            events.insert(0, json!({"introduced": "0"}));
        }
        let kind = if package.semantic {
            "SEMVER"
        } else {
            "ECOSYSTEM"
        };
        let ranges = match events.is_empty() {
            true => json!([]),
            false => json!([{"type": kind, "events": events}]),
        };
        json!({
            "package": {"ecosystem": package.ecosystem, "name": package.name},
            "ranges": ranges,
            "versions": package.versions,
            "database_specific": {"ghsa": permalink, "cwes": cwes},
        })
    });
    Ok(each.collect())
}

impl Package {
    /// Adds a range, such as `>= 1.0, < 1.2`, `= 2.0` or `<= 3`.
    fn add(&mut self, range: &str, patched: Option<&str>) -> Result<(), String> {
        let (mut lower, mut upper, mut exact) = (None, None, None);
        for part in range.split(',').map(str::trim) {
            let split = part
                .find(|c: char| !"<>=".contains(c))
                .unwrap_or(part.len());
            let (operator, version) = part.split_at(split);
            let version = version.trim();
            let part = match operator {
                "=" => &mut exact,
                ">" | ">=" => &mut lower,
                "<" | "<=" => &mut upper,
                _ => return Err(format!("range {range:?}: {part:?} begins with no operator")),
            };
            if version.is_empty() || part.replace((operator, version)).is_some() {
                return Err(format!("range {range:?} cannot be read"));
            }
        }
        match (exact, lower, upper) {
            (Some((_, exact)), None, None) => match patched {
                Some(patched) => {
                    self.events.push(json!({"introduced": exact}));
                    self.events.push(json!({"fixed": patched}));
                }
                None => self.versions.push(exact.into()),
            },
            (Some(_), ..) => return Err(format!("range {range:?} is a version and a range")),
            (None, lower, upper) => {
                match lower {
                    Some((">", version)) => {
                        self.events.push(json!({"introduced": self.next(version)}));
                    }
                    Some((_, version)) => self.events.push(json!({"introduced": version})),
                    None => self.from_the_start = true,
                }
                let end = match upper {
                    Some(("<", version)) => Some(version),
                    _ => patched,
                };
                self.events.extend(end.map(|end| json!({"fixed": end})));
            }
        }
        Ok(())
    }

    /// The next version there can be.
    fn next(&self, version: &str) -> String {
        let core = version.split(['-', '+']).next().unwrap_or_default();
        let semantic = self.semantic && Scheme::Semver.compare(version, version).is_ok();
        match core.rsplit_once('.') {
            // What comes before 1.2.3 comes behind 1.2.3-rc, too: only a release has a next patch.
            Some((stem, patch)) if semantic && core == version => match patch.parse::<u64>() {
                Ok(patch) if patch < u64::MAX => format!("{stem}.{}-0", patch + 1),
                _ => format!("{version}.0"),
            },
            _ if semantic => format!("{version}.0"),
            _ => format!("{version}.1"),
        }
    }
}

/// A package's name as its registry compares it: PyPI's by PEP 503.
fn normalised(ecosystem: &str, name: &str) -> String {
    if ecosystem != "PyPI" {
        return name.to_owned();
    }
    let mut out = String::new();
    for c in name.to_lowercase().chars() {
        match c {
            '-' | '_' | '.' if out.ends_with('-') => {}
            '-' | '_' | '.' => out.push('-'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(ecosystem: &str, range: &str, patched: Option<&str>) -> Result<String, String> {
        let advisory = json!({"ghsaId": "GHSA-x", "vulnerabilities": {"nodes": [{
            "package": {"ecosystem": ecosystem, "name": "w"}, "vulnerableVersionRange": range,
            "firstPatchedVersion": patched.map(|patched| json!({"identifier": patched})),
        }]}});
        let record = of_advisory(&advisory)?;
        Ok(record["affected"][0]["ranges"].to_string()
            + &record["affected"][0]["versions"].to_string())
    }

    #[test]
    fn ranges_become_events() {
        for (ecosystem, range, patched, expected) in [
            (
                "NPM",
                "< 1.2",
                None,
                r#"[{"events":[{"introduced":"0"},{"fixed":"1.2"}],"type":"SEMVER"}][]"#,
            ),
            (
                "npm",
                "<= 1.2",
                Some("1.3"),
                r#"[{"events":[{"introduced":"0"},{"fixed":"1.3"}],"type":"SEMVER"}][]"#,
            ),
            (
                "PIP",
                "<= 1.2",
                None,
                r#"[{"events":[{"introduced":"0"}],"type":"ECOSYSTEM"}][]"#,
            ),
            (
                "GO",
                "> 1.2.3, < 2",
                None,
                r#"[{"events":[{"introduced":"1.2.4-0"},{"fixed":"2"}],"type":"SEMVER"}][]"#,
            ),
            (
                "GO",
                "> 1.2.3-rc.1",
                None,
                r#"[{"events":[{"introduced":"1.2.3-rc.1.0"}],"type":"SEMVER"}][]"#,
            ),
            ("NUGET", "= 1.0", None, r#"[]["1.0"]"#),
            (
                "NUGET",
                "= 1.0",
                Some("1.1"),
                r#"[{"events":[{"introduced":"1.0"},{"fixed":"1.1"}],"type":"ECOSYSTEM"}][]"#,
            ),
            (
                "RUST",
                ">=1.0",
                Some("1.5"),
                r#"[{"events":[{"introduced":"1.0"},{"fixed":"1.5"}],"type":"SEMVER"}][]"#,
            ),
        ] {
            assert_eq!(
                events(ecosystem, range, patched).unwrap(),
                expected,
                "{range}"
            );
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (ecosystem, range) in [
            ("NONE", "< 1"),
            ("NPM", "1.0"),
            ("NPM", ""),
            ("NPM", "< 1, < 2"),
            ("NPM", "= 1, < 2"),
            ("NPM", "<"),
        ] {
            assert!(
                events(ecosystem, range, None).is_err(),
                "{ecosystem} {range}"
            );
        }
        assert!(of_advisory(&json!([])).is_err());
        assert_eq!(normalised("PyPI", "A.B__c-D"), "a-b-c-d");
    }
}
