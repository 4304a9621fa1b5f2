//! Objects of a bundle, each there once.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use watchbell_iodef::{Extension, Restriction};

use super::{OBJECT, tlp};
use crate::exchange::{Item, form::as_number, id, kept_as, tlp::label};

/// What the objects of one incident have in common.
#[derive(Clone, Debug, Default)]
pub(super) struct Common {
    /// When they were made.
    pub(super) created: String,
    /// How far they may be disclosed.
    pub(super) restriction: Option<Restriction>,
    /// The language of their texts.
    pub(super) lang: Option<String>,
    /// What names the incident: who made it, and the number there.
    pub(super) key: Vec<String>,
}

impl Common {
    /// The identifier of who made them.
    pub(super) fn maker(&self) -> String {
        id::of("identity", &[self.name()])
    }

    fn name(&self) -> &str {
        self.key.first().map(String::as_str).unwrap_or_default()
    }

    /// The same with a restriction of its own, where there is one.
    pub(super) fn marked(&self, restriction: Option<&Restriction>) -> Self {
        Self {
            restriction: restriction.or(self.restriction.as_ref()).cloned(),
            ..self.clone()
        }
    }

    /// The same, made at another time.
    pub(super) fn at(&self, created: String) -> Self {
        Self {
            created,
            ..self.clone()
        }
    }
}

/// The objects so far, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Objects {
    all: Vec<Value>,
    /// Where each stands.
    places: BTreeMap<String, usize>,
}

impl Objects {
    pub(super) fn finish(self) -> Vec<Value> {
        self.all
    }

    /// Puts what was kept of a bundle back as it was; says whether there was anything.
    pub(super) fn given(&mut self, additional: &[Extension]) -> bool {
        let mut is_given = false;
        for object in kept_as(OBJECT, additional) {
            is_given = true;
            let id = object["id"].as_str().unwrap_or_default();
            // Versions of one object are all there.
            let key = format!("{id} {}", object["modified"]);
            self.put(&key, object);
        }
        is_given
    }

    /// Adds an object that these words name within its incident, and who made it; returns its identifier.
    pub(super) fn add(
        &mut self,
        kind: &str,
        about: &Common,
        words: &[&str],
        members: Map<String, Value>,
    ) -> String {
        self.identity(about.name());
        let marking = self.marking(about.restriction.as_ref());
        let key = about
            .key
            .iter()
            .map(String::as_str)
            .chain(words.iter().copied());
        let id = id::of(kind, &key.collect::<Vec<_>>());
        let mut object = Map::new();
        for (name, value) in [
            ("type", kind),
            ("spec_version", "2.1"),
            ("id", &id),
            ("created_by_ref", &about.maker()),
            ("created", &about.created),
            ("modified", &about.created),
        ] {
            object.insert(name.to_owned(), value.into());
        }
        if let Some(lang) = &about.lang {
            object.insert("lang".to_owned(), lang.as_str().into());
        }
        if let Some(marking) = marking {
            object.insert("object_marking_refs".to_owned(), json!([marking]));
        }
        object.extend(members);
        self.put(&id, object.into());
        id
    }

    fn put(&mut self, id: &str, object: Value) {
        if !self.places.contains_key(id) {
            self.places.insert(id.to_owned(), self.all.len());
            self.all.push(object);
        }
    }

    /// Adds who made a document; what changes is not said of them, so that they are the same in all.
    fn identity(&mut self, name: &str) {
        const SINCE: &str = "2016-11-30T00:00:00.000Z";
        let id = id::of("identity", &[name]);
        let identity = json!({
            "type": "identity", "spec_version": "2.1", "id": id, "created": SINCE, "modified": SINCE,
            "name": name, "identity_class": "organization",
        });
        self.put(&id, identity);
    }

    /// Adds the marking that a restriction is.
    fn marking(&mut self, restriction: Option<&Restriction>) -> Option<String> {
        let marking = tlp::marking(label(restriction?)?)?;
        let id = marking["id"].as_str()?.to_owned();
        self.put(&id, marking);
        Some(id)
    }

    /// Adds what was observed; what is of one file is one object.
    pub(super) fn observables(&mut self, items: &[Item]) -> Vec<String> {
        let mut ids = Vec::new();
        let mut files: Map<String, Value> = Map::new();
        for item in items {
            let Some((kind, path)) = item.kind.stix.and_then(|path| path.split_once(':')) else {
                continue;
            };
            match (kind, path) {
                ("file", path) => {
                    // Another name begins another file.
                    if path == "name" && files.contains_key("name") {
                        ids.extend(self.file(std::mem::take(&mut files)));
                    }
                    of_file(path, &item.value, &mut files);
                }
                ("url", _) if !item.value.contains("://") => {}
                (
                    "ipv4-addr" | "ipv6-addr" | "mac-addr" | "email-addr" | "url" | "domain-name",
                    _,
                ) => {
                    ids.push(self.observable(kind, json!({"value": item.value})));
                }
                ("mutex", _) => ids.push(self.observable(kind, json!({"name": item.value}))),
                ("autonomous-system", _) => {
                    if let Some(number) = as_number(&item.value) {
                        ids.push(self.observable(kind, json!({"number": number})));
                    }
                }
                ("windows-registry-key", "key") => {
                    ids.push(self.observable(kind, json!({"key": hive(&item.value)})));
                }
                ("user-account", "display_name") => {
                    let seen = json!({"display_name": item.value});
                    let id = id::of("user-account", &["display_name", &item.value]);
                    self.seen("user-account", &id, seen);
                    ids.push(id);
                }
                ("email-message", "subject") => {
                    let seen = json!({"subject": item.value, "is_multipart": false});
                    let id = id::of_observable(kind, &json!({"subject": item.value}));
                    self.seen(kind, &id, seen);
                    ids.push(id);
                }
                ("email-message", "from_ref.value" | "to_refs[*].value") => {
                    ids.push(self.observable("email-addr", json!({"value": item.value})));
                }
                _ => {}
            }
        }
        ids.extend(self.file(files));
        let mut known = BTreeSet::new();
        ids.retain(|id| known.insert(id.clone()));
        ids
    }

    /// Adds an observable all of whose properties contribute to its identifier.
    fn observable(&mut self, kind: &str, seen: Value) -> String {
        let id = id::of_observable(kind, &seen);
        self.seen(kind, &id, seen);
        id
    }

    fn seen(&mut self, kind: &str, id: &str, seen: Value) {
        let mut object = Map::new();
        for (name, value) in [("type", kind), ("spec_version", "2.1"), ("id", id)] {
            object.insert(name.to_owned(), value.into());
        }
        if let Value::Object(members) = seen {
            object.extend(members);
        }
        self.put(id, object.into());
    }

    fn file(&mut self, members: Map<String, Value>) -> Option<String> {
        let hashes = members.get("hashes").and_then(Value::as_object);
        // The strongest of the common hashes stands for the others (section 2.9).
        let order = ["MD5", "SHA-1", "SHA-256", "SHA-512"];
        let hash = hashes.and_then(|hashes| {
            let first = order.iter().find(|name| hashes.contains_key(**name))?;
            Some(json!({*first: hashes[*first]}))
        });
        let mut contributing = Map::new();
        contributing.extend(hash.map(|hash| ("hashes".to_owned(), hash)));
        contributing.extend(
            members
                .get("name")
                .map(|name| ("name".to_owned(), name.clone())),
        );
        if contributing.is_empty() {
            return None;
        }
        let id = id::of_observable("file", &contributing.into());
        self.seen("file", &id, members.into());
        Some(id)
    }
}

/// Returns a key with the name of its hive in full, as STIX asks for (section 6.17).
pub(super) fn hive(key: &str) -> String {
    let (hive, rest) = key.split_once('\\').unwrap_or((key, ""));
    let full = match hive.to_ascii_uppercase().as_str() {
        "HKLM" => "HKEY_LOCAL_MACHINE",
        "HKCC" => "HKEY_CURRENT_CONFIG",
        "HKCR" => "HKEY_CLASSES_ROOT",
        "HKCU" => "HKEY_CURRENT_USER",
        "HKU" => "HKEY_USERS",
        _ => return key.to_owned(),
    };
    format!("{full}\\{rest}")
}

fn of_file(path: &str, value: &str, file: &mut Map<String, Value>) {
    if let Some(hash) = path.strip_prefix("hashes.") {
        let hashes = file.entry("hashes").or_insert_with(|| json!({}));
        hashes[hash.trim_matches('\'')] = value.into();
        return;
    }
    match path {
        "size" => {
            if let Ok(size) = value.parse::<u64>() {
                file.insert(path.to_owned(), size.into());
            }
        }
        "name" | "mime_type" => {
            file.insert(path.to_owned(), value.into());
        }
        _ => {}
    }
}
