//! The table of objects: `objects.txt`, `observables.txt` and `parts.txt`.

use std::{collections::HashMap, sync::LazyLock};

use super::words::{self, Words};

/// What the values of a property are.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Any,
    Text,
    Bool,
    TextOrInt,
    Int(f64, f64),
    Num(f64, f64),
    Time(Precision),
    /// A word of a closed list.
    One(&'static str, &'static Words),
    /// A word that should be of an open list.
    Open(&'static str, &'static Words),
    /// An identifier of these types.
    Id(Targets),
    /// The same where the schemas allow all types.
    Loose(Targets),
    /// An identifier of an observable, or its key in the old container.
    Seen(Targets),
    List(Box<Self>),
    Map(Box<Self>),
    Part(&'static str),
    /// What a table cannot say.
    Special(Special),
}

/// How exact a time is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Precision {
    Any,
    Second,
    Millisecond,
}

/// Which types an identifier may be of.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Targets {
    All,
    These(Vec<&'static str>),
    NotThese(Vec<&'static str>),
}

/// Values with a form of their own, each with its own check.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Special {
    Base64,
    Charset,
    Contents,
    Cpe,
    Email,
    Exif,
    Extensions,
    Hashes,
    HeaderFields,
    Hex,
    Hive,
    Host,
    Ipv4,
    Ipv6,
    Language,
    Mac,
    MediaType,
    NamedHashes,
    Objects,
    Observables,
    Relation,
    SocketOptions,
    Uri,
}

const SPECIAL: [(&str, Special); 23] = [
    ("base64", Special::Base64),
    ("charset", Special::Charset),
    ("contents", Special::Contents),
    ("cpe", Special::Cpe),
    ("email", Special::Email),
    ("exif", Special::Exif),
    ("extensions", Special::Extensions),
    ("hashes", Special::Hashes),
    ("header-fields", Special::HeaderFields),
    ("hex", Special::Hex),
    ("hive", Special::Hive),
    ("host", Special::Host),
    ("ipv4", Special::Ipv4),
    ("ipv6", Special::Ipv6),
    ("language", Special::Language),
    ("mac", Special::Mac),
    ("media-type", Special::MediaType),
    ("named-hashes", Special::NamedHashes),
    ("objects", Special::Objects),
    ("observables", Special::Observables),
    ("relation", Special::Relation),
    ("socket-options", Special::SocketOptions),
    ("uri", Special::Uri),
];

/// What holds between properties.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rule {
    pub(super) word: &'static str,
    pub(super) names: Vec<&'static str>,
}

/// What an object, an extension or a part of them has.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shape {
    /// `domain`, `observable`, `marking` or `bundle`; of an extension, the type that it extends.
    pub(super) family: &'static str,
    pub(super) properties: HashMap<&'static str, Kind>,
    pub(super) required: Vec<&'static str>,
    pub(super) rules: Vec<Rule>,
    /// Whether other properties are errors.
    pub(super) is_closed: bool,
}

const TEXTS: [&str; 3] = [
    include_str!("objects.txt"),
    include_str!("observables.txt"),
    include_str!("parts.txt"),
];

type Shapes = HashMap<&'static str, Shape>;

/// The table, by word and name: `object file`, `part mime-part`, `extension tcp-ext`, `common domain`.
static TABLE: LazyLock<HashMap<&'static str, Shapes>> = LazyLock::new(|| {
    let mut table: HashMap<&'static str, Shapes> = HashMap::new();
    let mut key = ("", "");
    let lines = TEXTS.iter().flat_map(|text| text.lines());
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let Some(line) = line.strip_prefix("  ") else {
            let mut words = line.split(' ');
            let (word, name) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
            let family = words.next().unwrap_or("");
            key = (if word == "closed" { "part" } else { word }, name);
            let common = table.get("common").and_then(|shapes| shapes.get(family));
            let shape = Shape {
                family: if word == "common" { name } else { family },
                is_closed: word == "closed",
                ..common.cloned().unwrap_or_default()
            };
            table.entry(key.0).or_default().insert(name, shape);
            continue;
        };
        let Some(shape) = table
            .get_mut(key.0)
            .and_then(|shapes| shapes.get_mut(key.1))
        else {
            continue;
        };
        match line.strip_prefix("? ") {
            Some(rule) => shape.rules.extend(self::rule(rule)),
            None => property(line, shape),
        }
    }
    table
});

/// Returns the shape of objects of a type that the specification knows.
pub(super) fn object(kind: &str) -> Option<&'static Shape> {
    TABLE.get("object")?.get(kind)
}

/// Returns what all objects of a family have.
pub(super) fn common(family: &str) -> Option<&'static Shape> {
    TABLE.get("common")?.get(family)
}

/// Returns a part of objects.
pub(super) fn part(name: &str) -> Option<&'static Shape> {
    TABLE.get("part")?.get(name)
}

/// Returns an extension that the specification knows of objects of a type.
pub(super) fn extension(name: &str, kind: &str) -> Option<&'static Shape> {
    let shape = TABLE.get("extension")?.get(name);
    shape.filter(|shape| shape.family == kind)
}

fn rule(line: &'static str) -> Option<Rule> {
    let mut words = line.split(' ');
    let word = words.next()?;
    let names = words.collect();
    Some(Rule { word, names })
}

fn property(line: &'static str, shape: &mut Shape) {
    let Some((name, kind)) = line.split_once(' ') else {
        return;
    };
    let bare = name.strip_suffix('!');
    if let Some(name) = bare {
        shape.required.push(name);
    }
    let kind = self::kind(kind).unwrap_or(Kind::Any);
    shape.properties.insert(bare.unwrap_or(name), kind);
}

fn kind(text: &'static str) -> Option<Kind> {
    let within = |open: char, close: char| text.strip_prefix(open)?.strip_suffix(close);
    if let Some(inner) = within('[', ']') {
        return Some(Kind::List(Box::new(kind(inner)?)));
    }
    if let Some(name) = within('{', '}') {
        return Some(Kind::Part(name));
    }
    let (word, argument) = match text.strip_suffix(')') {
        Some(text) => text.split_once('(')?,
        None => (text, ""),
    };
    let kind = match word {
        "any" => Kind::Any,
        "text" => Kind::Text,
        "text-or-int" => Kind::TextOrInt,
        "bool" => Kind::Bool,
        "int" | "num" => {
            let (from, to) = argument.split_once("..").unwrap_or_default();
            let from = from.parse().unwrap_or(f64::NEG_INFINITY);
            let to = to.parse().unwrap_or(f64::INFINITY);
            if word == "int" {
                Kind::Int(from, to)
            } else {
                Kind::Num(from, to)
            }
        }
        "time" => Kind::Time(Precision::Any),
        "time-s" => Kind::Time(Precision::Second),
        "time-ms" => Kind::Time(Precision::Millisecond),
        "one" => Kind::One(argument, words::list(argument)),
        "open" => Kind::Open(argument, words::list(argument)),
        "id" => Kind::Id(targets(argument)),
        "loose" => Kind::Loose(targets(argument)),
        "seen" => Kind::Seen(targets(argument)),
        "map" => Kind::Map(Box::new(kind(argument)?)),
        word => {
            let mut special = SPECIAL.iter();
            Kind::Special(special.find(|(name, _)| *name == word)?.1)
        }
    };
    Some(kind)
}

fn targets(argument: &'static str) -> Targets {
    match argument.strip_prefix('!') {
        Some(types) => Targets::NotThese(types.split(',').collect()),
        None if argument.is_empty() => Targets::All,
        None => Targets::These(argument.split(',').collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_understood() {
        for line in TEXTS.iter().flat_map(|text| text.lines()) {
            if let Some(rule) = line.strip_prefix("  ? ") {
                let word = rule.split(' ').next().unwrap();
                let known = ["any", "one", "needs", "without", "from", "after", "v4"];
                assert!(known.contains(&word), "{line}");
            } else if let Some(line) = line.strip_prefix("  ") {
                let kind = kind(line.split_once(' ').unwrap().1).expect(line);
                let lists = match kind {
                    Kind::List(kind) => *kind,
                    kind => kind,
                };
                match lists {
                    Kind::One(_, words) | Kind::Open(_, words) => {
                        assert!(!words.is_empty(), "{line}");
                    }
                    Kind::Part(name) => assert!(part(name).is_some(), "{line}"),
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn rules_speak_of_properties_that_there_are() {
        for shape in TABLE.values().flat_map(|shapes| shapes.values()) {
            for rule in &shape.rules {
                for name in &rule.names {
                    assert!(shape.properties.contains_key(name), "{rule:?}");
                }
            }
        }
    }

    #[test]
    fn objects_have_what_all_of_their_family_have() {
        let indicator = object("indicator").unwrap();
        assert!(indicator.required.contains(&"spec_version"));
        assert!(!object("file").unwrap().required.contains(&"spec_version"));
        assert!(extension("tcp-ext", "network-traffic").is_some());
        assert!(extension("tcp-ext", "file").is_none());
    }
}
