//! Security advisories as GitHub's interfaces give them, made OSV records.
//!
//! Both forms are read: GraphQL's `SecurityAdvisory` (`ghsaId`, `vulnerabilities.nodes`) and REST's global advisory
//! (`ghsa_id`, `vulnerabilities`). One element of `affected` is made of all ranges of a package:
//!
//! | range | patched | events |
//! |---|---|---|
//! | `>= a, < b` | any | introduced a, fixed b |
//! | `< b` | any | introduced 0 (once, first), fixed b |
//! | `<= b` | p | introduced 0, fixed p |
//! | `<= b` | none | introduced 0: nothing says where it ends |
//! | `>= a` | p or none | introduced a, fixed p where there is one |
//! | `> a` | as above | introduced at the next version after a |
//! | `= a` | p | introduced a, fixed p |
//! | `= a` | none | a in `versions` |
//!
//! The next version is the next patch level, in semantic versioning with its earliest pre-release (`2.1.0` gives
//! `2.1.1-0`), and behind a pre-release that with a further `0`; only the registry knows which one was published.

use serde_json::{Map, Value, json};

use super::Error as RecordError;
use crate::record::MAX_RECORD;

/// The version of the OSV schema that is written.
const SCHEMA_VERSION: &str = "1.5.0";

/// Why an advisory is not made a record.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It is not JSON, or longer than a record may be.
    #[error(transparent)]
    Unreadable(#[from] RecordError),
    /// A member that is needed is not there, or no text.
    #[error("{at} is missing")]
    Missing {
        /// JSON pointer of the member, by its name in GraphQL.
        at: String,
    },
    /// OSV has no name for the package's ecosystem.
    #[error("{at} is {value:?}, for which OSV has no ecosystem")]
    Ecosystem {
        /// JSON pointer.
        at: String,
        /// What it says.
        value: String,
    },
    /// A range is none.
    #[error("{at} is {value:?}; expected for example \">= 1.0, < 1.2\"")]
    Range {
        /// JSON pointer.
        at: String,
        /// What it says.
        value: String,
    },
}

/// GitHub's ecosystems and those of OSV; whether versions there are semantic ones.
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
    ("RUST", "crates.io", false),
    ("SWIFT", "SwiftURL", false),
];

/// Makes an OSV record of an advisory.
///
/// # Errors
/// [`Error`] names the place and the value.
pub fn convert(json: &[u8]) -> Result<Value, Error> {
    if json.len() > MAX_RECORD {
        return Err(RecordError::Long { length: json.len() }.into());
    }
    let advisory: Value =
        serde_json::from_slice(json).map_err(|error| RecordError::of_json(&error))?;
    let id = text(&advisory, &["ghsaId", "ghsa_id"])?;
    let mut record = Map::new();
    let mut put = |name: &str, value: Value| record.insert(name.to_owned(), value);
    put("schema_version", json!(SCHEMA_VERSION));
    put("id", json!(id));
    let identifiers = nodes(&advisory, "identifiers").iter();
    let aliases = identifiers.filter_map(|identifier| identifier.get("value")?.as_str());
    put("aliases", aliases.filter(|alias| *alias != id).collect());
    put(
        "published",
        json!(text(&advisory, &["publishedAt", "published_at"])?),
    );
    put(
        "modified",
        json!(text(&advisory, &["updatedAt", "updated_at"])?),
    );
    if let Ok(withdrawn) = text(&advisory, &["withdrawnAt", "withdrawn_at"]) {
        put("withdrawn", json!(withdrawn));
    }
    put("summary", json!(text(&advisory, &["summary"])?));
    put(
        "details",
        json!(text(&advisory, &["description"]).unwrap_or_default()),
    );
    let severity = severity(&advisory);
    if !severity.is_empty() {
        put("severity", Value::Array(severity));
    }
    let urls = nodes(&advisory, "references").iter();
    let urls = urls.filter_map(|reference| reference.get("url").unwrap_or(reference).as_str());
    put("references", urls.map(reference).collect());
    put("affected", Value::Array(affected(&advisory)?));
    Ok(Value::Object(record))
}

/// The first of several members that holds text.
fn text<'a>(parent: &'a Value, names: &[&str]) -> Result<&'a str, Error> {
    let found = names.iter().find_map(|name| parent.get(name)?.as_str());
    found.ok_or_else(|| Error::Missing {
        at: format!("/{}", names.first().unwrap_or(&"")),
    })
}

/// The elements of a list, which GraphQL may hold in `nodes`.
fn nodes<'a>(parent: &'a Value, name: &str) -> &'a [Value] {
    let list = parent
        .get(name)
        .map(|list| list.get("nodes").unwrap_or(list));
    list.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// GraphQL's `cvssSeverities` and what REST gives; the older `cvss` of GraphQL has never been taken over.
fn severity(advisory: &Value) -> Vec<Value> {
    let graph = advisory.get("cvssSeverities");
    let rest = advisory.get("cvss_severities");
    let places = [
        ("CVSS_V3", graph.and_then(|all| all.get("cvssV3"))),
        ("CVSS_V4", graph.and_then(|all| all.get("cvssV4"))),
        ("CVSS_V3", rest.and_then(|all| all.get("cvss_v3"))),
        ("CVSS_V4", rest.and_then(|all| all.get("cvss_v4"))),
        ("CVSS_V3", advisory.get("cvss").filter(|_| rest.is_none())),
    ];
    let vectors = places.into_iter().filter_map(|(kind, cvss)| {
        let name = if graph.is_some() {
            "vectorString"
        } else {
            "vector_string"
        };
        let vector = cvss?.get(name)?.as_str()?;
        let kind = if vector.starts_with("CVSS:4") {
            "CVSS_V4"
        } else {
            kind
        };
        Some(json!({ "type": kind, "score": vector }))
    });
    let mut all: Vec<Value> = Vec::new();
    for vector in vectors {
        if !all.contains(&vector) {
            all.push(vector);
        }
    }
    all
}

fn reference(url: &str) -> Value {
    let advisory = ["github.com/advisories/", "nvd.nist.gov/vuln/detail/"];
    let is_advisory = advisory.iter().any(|place| url.contains(place));
    json!({ "type": if is_advisory { "ADVISORY" } else { "WEB" }, "url": url })
}

/// What is said of one package.
#[derive(Default)]
struct Package {
    ecosystem: &'static str,
    semver: bool,
    name: String,
    events: Vec<Value>,
    versions: Vec<String>,
    from_the_start: bool,
}

fn affected(advisory: &Value) -> Result<Vec<Value>, Error> {
    let mut packages: Vec<Package> = Vec::new();
    for (place, vulnerability) in nodes(advisory, "vulnerabilities").iter().enumerate() {
        let at = |member: &str| format!("/vulnerabilities/{place}/{member}");
        let missing = |member: &str| Error::Missing { at: at(member) };
        let package = vulnerability.get("package").unwrap_or(&Value::Null);
        let ecosystem = text(package, &["ecosystem"]).map_err(|_| missing("package/ecosystem"))?;
        let name = text(package, &["name"]).map_err(|_| missing("package/name"))?;
        let mut known = ECOSYSTEMS.iter();
        let known = known.find(|(theirs, ..)| theirs.eq_ignore_ascii_case(ecosystem));
        let Some(&(_, ecosystem, semver)) = known else {
            let (at, value) = (
                at("package/ecosystem"),
                ecosystem.chars().take(60).collect(),
            );
            return Err(Error::Ecosystem { at, value });
        };
        let name = if ecosystem == "PyPI" {
            pypi(name)
        } else {
            name.to_owned()
        };
        let is_same = |package: &Package| package.ecosystem == ecosystem && package.name == name;
        let index = packages.iter().position(is_same).unwrap_or(packages.len());
        if index == packages.len() {
            packages.push(Package {
                ecosystem,
                semver,
                name,
                ..Package::default()
            });
        }
        let names = ["vulnerableVersionRange", "vulnerable_version_range"];
        let written = text(vulnerability, &names).map_err(|_| missing(names[0]))?;
        let bounds = Bounds::read(written).ok_or_else(|| Error::Range {
            at: at(names[0]),
            value: written.chars().take(120).collect(),
        })?;
        let names = ["firstPatchedVersion", "first_patched_version"];
        let patched = names.iter().find_map(|name| vulnerability.get(name));
        let patched =
            patched.and_then(|patched| patched.get("identifier").unwrap_or(patched).as_str());
        if let Some(package) = packages.get_mut(index) {
            package.add(&bounds, patched);
        }
    }
    let database =
        json!({ "ghsa": text(advisory, &["permalink", "html_url"])?, "cwes": cwes(advisory) });
    Ok(packages
        .into_iter()
        .map(|package| package.write(&database))
        .collect())
}

/// Weaknesses under GraphQL's names of members.
fn cwes(advisory: &Value) -> Vec<Value> {
    let cwes = nodes(advisory, "cwes").iter();
    cwes.map(|cwe| match (cwe.get("cwe_id"), cwe.get("name")) {
        (Some(id), name) => json!({ "cweId": id, "name": name }),
        (None, _) => cwe.clone(),
    })
    .collect()
}

/// PEP 503: runs of `-`, `_` and `.` are one hyphen, capital letters small ones.
fn pypi(name: &str) -> String {
    let mut out = String::new();
    for char in name.chars() {
        match char {
            '-' | '_' | '.' if out.ends_with('-') => {}
            '-' | '_' | '.' => out.push('-'),
            _ => out.extend(char.to_lowercase()),
        }
    }
    out
}

impl Package {
    fn add(&mut self, bounds: &Bounds<'_>, patched: Option<&str>) {
        let (start, end) = match *bounds {
            Bounds::Exact(version) => match patched {
                Some(_) => (Some((version, true)), None),
                None => return self.versions.push(version.to_owned()),
            },
            Bounds::Between(start, end) => (start, end),
        };
        match start {
            Some((version, true)) => self.events.push(json!({ "introduced": version })),
            Some((version, false)) => {
                let next = next(version, self.semver);
                self.events.push(json!({ "introduced": next }));
            }
            None => self.from_the_start = true,
        }
        let fixed = match end {
            Some((version, false)) => Some(version),
            Some((_, true)) | None => patched,
        };
        self.events
            .extend(fixed.map(|version| json!({ "fixed": version })));
    }

    fn write(mut self, database: &Value) -> Value {
        if self.from_the_start {
            self.events.insert(0, json!({ "introduced": "0" }));
        }
        let kind = if self.semver { "SEMVER" } else { "ECOSYSTEM" };
        let ranges = match self.events.is_empty() {
            true => json!([]),
            false => json!([{ "type": kind, "events": self.events }]),
        };
        json!({
            "package": { "ecosystem": self.ecosystem, "name": self.name },
            "ranges": ranges,
            "versions": self.versions,
            "database_specific": database,
        })
    }
}

/// A bound and whether it belongs to the range.
type Bound<'a> = Option<(&'a str, bool)>;

enum Bounds<'a> {
    Exact(&'a str),
    Between(Bound<'a>, Bound<'a>),
}

impl<'a> Bounds<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let (mut start, mut end, mut exact) = (None, None, None);
        for part in text.split(',').map(str::trim) {
            let (sign, version) =
                part.split_at(part.find(|char| !matches!(char, '<' | '>' | '='))?);
            let version = version.trim_start();
            if version.is_empty() || version.contains(char::is_whitespace) {
                return None;
            }
            let taken = match sign {
                "=" => exact.replace(version).is_some(),
                ">" => start.replace((version, false)).is_some(),
                ">=" => start.replace((version, true)).is_some(),
                "<" => end.replace((version, false)).is_some(),
                "<=" => end.replace((version, true)).is_some(),
                _ => return None,
            };
            if taken {
                return None;
            }
        }
        match exact {
            Some(version) => (start, end)
                .eq(&(None, None))
                .then_some(Self::Exact(version)),
            None => Some(Self::Between(start, end)),
        }
    }
}

/// The next version that can be named; where there is none to see, the version itself, which includes one too many.
fn next(version: &str, semver: bool) -> String {
    if semver
        && let Some((_, pre)) = version.split_once('-')
        && !pre.contains('+')
    {
        return format!("{version}.0");
    }
    let mut numbers: Vec<u64> = Vec::new();
    for part in version.split('.') {
        match part.parse() {
            Ok(number) => numbers.push(number),
            Err(_) => return version.to_owned(),
        }
    }
    numbers.resize(numbers.len().max(3), 0);
    if let Some(last) = numbers.last_mut() {
        *last = last.saturating_add(1);
    }
    let numbers: Vec<String> = numbers.iter().map(u64::to_string).collect();
    let suffix = if semver { "-0" } else { "" };
    format!("{}{suffix}", numbers.join("."))
}
