//! What is wrong with an OSV record: the rules of its schema, of its text, and of the OSV linter.

use std::collections::HashSet;

use serde_json::Value;
use watchbell_cvss::{Vector, Version};

use super::{
    form::{is_commit, is_moment, is_semver, is_uri, short},
    lists::{CREDITS, ECOSYSTEMS, MEMBERS, PREFIXES, PRIORITIES, REFERENCES},
    members::Check,
};
use crate::purl::Purl;

/// Findings that one record can have.
pub const MAX_FINDINGS: usize = 1_000;

/// One thing that is wrong.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// The rule, named for the bad pattern: `aliases-duplicate`.
    pub rule: &'static str,
    /// JSON pointer (RFC 6901) of the place; empty for the record itself.
    pub at: String,
    /// What is there, in words.
    pub message: String,
}

impl Finding {
    /// The code of the OSV linter's check that finds the same; `SCH:001`, the schema, for all that has none of its
    /// own.
    pub fn code(&self) -> &'static str {
        match self.rule {
            "affected-missing" => "REC:001",
            "aliases-duplicate" | "aliases-self" => "REC:002",
            "upstream-duplicate" | "upstream-self" | "upstream-alias" | "upstream-related" => {
                "REC:003"
            }
            "related-duplicate" | "related-self" => "REC:004",
            "introduced-missing" => "RNG:001",
            "range-empty" => "RNG:002",
            "purl-invalid" => "PKG:003",
            _ => "SCH:001",
        }
    }
}

/// Returns what is wrong with a record, in the order of its members' rules; nothing for one in order.
///
/// Whether packages and versions exist is asked of no registry (`PKG:001`, `PKG:002` of the linter).
pub fn check(record: &Value) -> Vec<Finding> {
    let mut check = Check::default();
    match record.is_object() {
        true => check.record(record),
        false => check.say("member-type", "", "the record is no object"),
    }
    check.found
}

impl Check {
    fn record(&mut self, record: &Value) {
        for name in record
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name)
        {
            if !MEMBERS.contains(&&**name) {
                self.say(
                    "member-unknown",
                    "",
                    format!("{:?} is no member of a record", short(name)),
                );
            }
        }
        let id = self.text(record, "id", "", true).unwrap_or_default();
        if !id.is_empty() && !PREFIXES.iter().any(|prefix| id.starts_with(prefix)) {
            self.say(
                "id-prefix",
                "/id",
                format!("{:?} begins as no home database's do", short(id)),
            );
        }
        if let Some(version) = self.text(record, "schema_version", "", false)
            && !version.starts_with("1.")
        {
            let message = format!("{:?} is no version 1", short(version));
            self.say("schema-version", "/schema_version", message);
        }
        for (name, required) in [
            ("modified", true),
            ("published", false),
            ("withdrawn", false),
        ] {
            if let Some(text) = self
                .text(record, name, "", required)
                .filter(|text| !is_moment(text))
            {
                let message = format!("{:?} is no time of RFC 3339 that ends in Z", short(text));
                self.say("timestamp", &format!("/{name}"), message);
            }
        }
        for name in ["summary", "details"] {
            self.text(record, name, "", false);
        }
        self.object(record, "database_specific", "");
        self.identifiers(record, id);
        let severe = !self.severities(record, "").is_empty();
        let affected = self.list(record, "affected", "", true);
        if affected.is_empty() && record.get("withdrawn").is_none() {
            self.say(
                "affected-missing",
                "",
                "affected is missing or empty, and the record is not withdrawn",
            );
        }
        for (at, affected) in affected {
            self.affected(affected, &at, severe);
        }
        for (at, reference) in self.list(record, "references", "", true) {
            let kind = self.text(reference, "type", &at, true);
            self.listed(kind, REFERENCES, "reference-type", &format!("{at}/type"));
            if let Some(url) = self
                .text(reference, "url", &at, true)
                .filter(|url| !is_uri(url))
            {
                let message = format!("{:?} is no URI", short(url));
                self.say("reference-url", &format!("{at}/url"), message);
            }
        }
        for (at, credit) in self.list(record, "credits", "", false) {
            self.text(credit, "name", &at, true);
            let part = self.text(credit, "type", &at, false);
            self.listed(part, CREDITS, "credit-type", &format!("{at}/type"));
            self.texts(credit, "contact", &at, false);
        }
    }

    fn identifiers(&mut self, record: &Value, id: &str) {
        let aliases = self.texts(record, "aliases", "", true);
        let related = self.texts(record, "related", "", false);
        let upstream = self.texts(record, "upstream", "", false);
        for (texts, at, twice, own) in [
            (&aliases, "/aliases", "aliases-duplicate", "aliases-self"),
            (&related, "/related", "related-duplicate", "related-self"),
            (
                &upstream,
                "/upstream",
                "upstream-duplicate",
                "upstream-self",
            ),
        ] {
            let mut seen = HashSet::new();
            if let Some(text) = texts.iter().find(|text| !seen.insert(**text)) {
                self.say(twice, at, format!("{:?} is there twice", short(text)));
            }
            if texts.contains(&id) {
                self.say(own, at, format!("{:?} is the record itself", short(id)));
            }
        }
        for (others, rule, what) in [
            (&aliases, "upstream-alias", "an alias"),
            (&related, "upstream-related", "related"),
        ] {
            let others: HashSet<&str> = others.iter().copied().collect();
            if let Some(text) = upstream.iter().find(|text| others.contains(*text)) {
                self.say(
                    rule,
                    "/upstream",
                    format!("{:?} is {what} too", short(text)),
                );
            }
        }
    }

    fn severities<'a>(&mut self, parent: &'a Value, at: &str) -> Vec<(String, &'a Value)> {
        let severities = self.list(parent, "severity", at, true);
        for (at, severity) in &severities {
            let kind = self.text(severity, "type", at, true);
            let Some(score) = self.text(severity, "score", at, true) else {
                continue;
            };
            let vector = Vector::parse(score).ok().map(|vector| vector.version());
            let fits = match kind {
                Some("CVSS_V2") => matches!(vector, Some(Version::V2)),
                Some("CVSS_V3") => matches!(vector, Some(Version::V30 | Version::V31)),
                Some("CVSS_V4") => matches!(vector, Some(Version::V4)),
                Some("Ubuntu") => PRIORITIES.contains(&score),
                Some(other) => {
                    let message = format!("{:?} is no method that the schema lists", short(other));
                    self.say("severity-type", &format!("{at}/type"), message);
                    continue;
                }
                None => continue,
            };
            if !fits {
                let message = format!("{:?} is no score of its type", short(score));
                self.say("severity-score", &format!("{at}/score"), message);
            }
        }
        severities
    }

    fn affected(&mut self, affected: &Value, at: &str, severe: bool) {
        if !affected.is_object() {
            return self.say("member-type", at, "it is no object");
        }
        if let Some(package) = affected.get("package") {
            self.package(package, &format!("{at}/package"));
        }
        if !self.severities(affected, at).is_empty() && severe {
            let message = "a severity of the package beside one of the record";
            self.say("severity-twice", &format!("{at}/severity"), message);
        }
        self.texts(affected, "versions", at, false);
        self.object(affected, "ecosystem_specific", at);
        self.object(affected, "database_specific", at);
        for (at, range) in self.list(affected, "ranges", at, false) {
            self.range(range, &at);
        }
    }

    fn package(&mut self, package: &Value, at: &str) {
        self.text(package, "name", at, true);
        if let Some(ecosystem) = self.text(package, "ecosystem", at, true) {
            let (name, release) = match ecosystem.split_once(':') {
                Some((name, release)) => (name, Some(release)),
                None => (ecosystem, None),
            };
            if !ECOSYSTEMS.contains(&name) || release == Some("") {
                let message = format!(
                    "{:?} is no ecosystem that the schema lists",
                    short(ecosystem)
                );
                self.say("ecosystem-unknown", &format!("{at}/ecosystem"), message);
            }
        }
        if let Some(purl) = self.text(package, "purl", at, false)
            && let Err(error) = Purl::parse(purl)
        {
            self.say("purl-invalid", &format!("{at}/purl"), error.to_string());
        }
    }

    fn range(&mut self, range: &Value, at: &str) {
        let kind = self.text(range, "type", at, true);
        self.listed(
            kind,
            &["GIT", "SEMVER", "ECOSYSTEM"],
            "range-type",
            &format!("{at}/type"),
        );
        if self.text(range, "repo", at, false).is_none() && kind == Some("GIT") {
            self.say("repo-missing", at, "a range of commits names no repository");
        }
        self.object(range, "database_specific", at);
        if range.get("events").is_none() {
            self.say("member-missing", at, "events is missing");
        }
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for (at, event) in self.list(range, "events", at, false) {
            let before = seen.len();
            for name in ["introduced", "fixed", "last_affected", "limit"] {
                let Some(version) = self.text(event, name, &at, false) else {
                    continue;
                };
                seen.push((name, version));
                self.version(kind, name, version, &format!("{at}/{name}"));
            }
            if seen.len() != before + 1 {
                let message = "an event is exactly one of introduced, fixed, last_affected, limit";
                self.say("event-kinds", &at, message);
            }
        }
        let of = |wanted: &str| -> HashSet<&str> {
            let versions = seen.iter().filter(|(name, _)| *name == wanted);
            versions.map(|(_, version)| *version).collect()
        };
        let (introduced, fixed) = (of("introduced"), of("fixed"));
        if introduced.is_empty() {
            self.say(
                "introduced-missing",
                at,
                "no event says where it was introduced",
            );
        }
        if !fixed.is_empty() && !of("last_affected").is_empty() {
            self.say(
                "fixed-and-last-affected",
                at,
                "events of both kinds are there",
            );
        }
        if let Some((_, version)) = seen
            .iter()
            .find(|(name, version)| *name == "fixed" && introduced.contains(version))
        {
            let message = format!("introduced and fixed at the same {:?}", short(version));
            self.say("range-empty", at, message);
        }
    }

    fn version(&mut self, kind: Option<&str>, event: &str, version: &str, at: &str) {
        if matches!((event, version), ("introduced", "0") | ("limit", "*")) {
            return;
        }
        match kind {
            Some("GIT") if !is_commit(version) => {
                let message = format!("{:?} is no full commit hash", short(version));
                self.say("commit-short", at, message);
            }
            Some("SEMVER") if !is_semver(version) => {
                let message = format!(
                    "{:?} is no version of Semantic Versioning 2.0.0",
                    short(version)
                );
                self.say("version-invalid", at, message);
            }
            _ => {}
        }
    }
}
