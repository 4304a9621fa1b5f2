//! Values, each against what the table says of it.

use serde_json::{Map, Value};

use super::{
    extension,
    fault::{Found, Place, quoted, shown},
    form, host, identifier, language, object, observed, reference, should, table,
    table::{Kind, Special, Targets},
    time, words,
};

/// What an object is, as far as its values depend on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct About<'a> {
    /// Its type.
    pub(super) kind: &'a str,
    /// Whether it is an observable.
    pub(super) is_observable: bool,
    /// The observables beside it, where it is in the old container of observed data.
    pub(super) container: Option<&'a Map<String, Value>>,
}

/// Checks a value.
pub(super) fn value(
    kind: &Kind,
    value: &Value,
    about: &About<'_>,
    place: &Place<'_>,
    found: &mut Found,
) {
    match kind {
        Kind::Any => something(value, place, found),
        Kind::Text => {
            text(value, place, found);
        }
        Kind::Bool if value.is_boolean() => {}
        Kind::Bool => wrong("true or false", value, place, found),
        Kind::TextOrInt if value.is_string() || whole(value).is_some() => {}
        Kind::TextOrInt => wrong("a text or a whole number", value, place, found),
        Kind::Int(from, to) => match whole(value) {
            None => wrong("a whole number", value, place, found),
            Some(number) => range(number, *from, *to, place, found),
        },
        Kind::Num(from, to) => match value.as_f64() {
            None => wrong("a number", value, place, found),
            Some(number) => range(number, *from, *to, place, found),
        },
        Kind::Time(precision) => {
            let Some(text) = text(value, place, found) else {
                return;
            };
            let problem = match time::read(text) {
                None => "is no time of RFC 3339 in UTC",
                Some(moment) if !moment.is(*precision) => "is not as exact as it has to be",
                Some(_) => return,
            };
            found.error("timestamp", place, format!("{} {problem}", quoted(text)));
        }
        Kind::One(name, list) => {
            let Some(text) = text(value, place, found) else {
                return;
            };
            if !list.contains(text) {
                let message = format!("{} is none of the words of {name}", quoted(text));
                found.error("closed-word", place, message);
            }
        }
        Kind::Open(name, list) => {
            let Some(text) = text(value, place, found) else {
                return;
            };
            should::word(text, name, list, place, found);
        }
        Kind::Id(targets) | Kind::Loose(targets) => {
            if let Some(text) = text(value, place, found) {
                let is_loose = matches!(kind, Kind::Loose(_));
                refers(text, targets, is_loose, place, found);
            }
        }
        Kind::Seen(targets) => {
            let Some(text) = text(value, place, found) else {
                return;
            };
            match about.container {
                Some(container) => observed::refers(text, targets, container, place, found),
                None => seen(text, targets, place, found),
            }
        }
        Kind::List(inner) => {
            for (place, item) in items(value, place, found) {
                self::value(inner, item, about, &place, found);
            }
        }
        Kind::Map(inner) => {
            let Some(map) = dictionary(value, place, found) else {
                return;
            };
            for (name, item) in map {
                self::value(inner, item, about, &Place::Member(place, name), found);
            }
        }
        Kind::Part(name) => match (value, table::part(name)) {
            (Value::Object(members), Some(shape)) => {
                object::part(name, shape, members, about, place, found);
            }
            _ => wrong("an object", value, place, found),
        },
        Kind::Special(special) => self::special(*special, value, about, place, found),
    }
}

fn special(
    special: Special,
    value: &Value,
    about: &About<'_>,
    place: &Place<'_>,
    found: &mut Found,
) {
    let (is_right, code, what): (fn(&str) -> bool, _, _) = match special {
        Special::Contents => return language::contents(value, place, found),
        Special::Extensions => return extension::all(value, about, place, found),
        Special::Hashes => return reference::hashes(value, false, place, found),
        Special::NamedHashes => return reference::hashes(value, true, place, found),
        Special::HeaderFields => return observed::header_fields(value, place, found),
        Special::Exif => return observed::exif(value, place, found),
        Special::SocketOptions => return observed::socket_options(value, place, found),
        Special::Objects => return object::bundled(value, place, found),
        Special::Observables => return observed::container(value, place, found),
        Special::Base64 => (form::is_base64, "base64", "bytes in base64"),
        Special::Charset => (
            is_charset,
            "character-set",
            "a registered set of characters",
        ),
        Special::Cpe => (form::is_cpe, "cpe", "a name of CPE 2.3"),
        Special::Email => (form::is_email, "email", "an address of mail"),
        Special::Hex => (form::is_hex, "hex", "bytes in hexadecimal digits"),
        Special::Hive => (
            form::is_key_of_registry,
            "registry-hive",
            "a key with its hive in full",
        ),
        Special::Host => (host::is_host, "host-name", "a name of a domain"),
        Special::Ipv4 => (host::is_ipv4, "ip-address", "an address or network of IPv4"),
        Special::Ipv6 => (host::is_ipv6, "ip-address", "an address or network of IPv6"),
        Special::Language => (language::is_tag, "language", "a tag of a language"),
        Special::Mac => (host::is_mac, "mac-address", "an address of hardware"),
        Special::MediaType => (form::is_media_type, "media-type", "a media type"),
        Special::Relation => (is_relation, "relationship-name", "a name of a relationship"),
        Special::Uri => (form::is_uri, "uri", "a URI"),
    };
    if let Some(text) = text(value, place, found)
        && !is_right(text)
    {
        found.error(code, place, format!("{} is not {what}", quoted(text)));
    }
}

fn is_charset(name: &str) -> bool {
    words::list("charset").contains(name)
}

fn is_relation(name: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !name.is_empty() && name.bytes().all(is_sign)
}

/// A value that may be anything but nothing.
pub(super) fn something(value: &Value, place: &Place<'_>, found: &mut Found) {
    match value {
        Value::Null => found.error("null-value", place, "a value is null".to_owned()),
        Value::Array(items) if items.is_empty() => {
            found.error("empty-list", place, "a list has no items".to_owned());
        }
        _ => {}
    }
}

/// Returns a whole number; one that is written with a fraction of zero is whole.
fn whole(value: &Value) -> Option<f64> {
    value.as_f64().filter(|number| number.fract() == 0.0)
}

fn range(number: f64, from: f64, to: f64, place: &Place<'_>, found: &mut Found) {
    if !(from..=to).contains(&number) {
        let message = format!("{number} is not from {from} to {to}");
        found.error("out-of-range", place, message);
    }
}

/// Says that a value is of another type.
pub(super) fn wrong(what: &str, value: &Value, place: &Place<'_>, found: &mut Found) {
    if value.is_null() {
        found.error("null-value", place, format!("null is not {what}"));
    } else {
        found.error(
            "value-type",
            place,
            format!("{} is not {what}", shown(value)),
        );
    }
}

/// Returns a text, or says that it is none.
pub(super) fn text<'a>(value: &'a Value, place: &Place<'_>, found: &mut Found) -> Option<&'a str> {
    let text = value.as_str();
    if text.is_none() {
        wrong("a text", value, place, found);
    }
    text
}

/// Returns the items of a list with their places, or says that it is none or an empty one.
pub(super) fn items<'a>(
    value: &'a Value,
    place: &'a Place<'a>,
    found: &mut Found,
) -> impl Iterator<Item = (Place<'a>, &'a Value)> + use<'a> {
    let items = value.as_array();
    match items {
        None => wrong("a list", value, place, found),
        Some(items) if items.is_empty() => something(value, place, found),
        Some(_) => {}
    }
    let items = items.into_iter().flatten().enumerate();
    items.map(move |(number, item)| (Place::Item(place, number), item))
}

/// Returns a dictionary, and checks its keys; says where it is none or an empty one.
pub(super) fn dictionary<'a>(
    value: &'a Value,
    place: &Place<'_>,
    found: &mut Found,
) -> Option<&'a Map<String, Value>> {
    let Value::Object(map) = value else {
        wrong("a dictionary", value, place, found);
        return None;
    };
    if map.is_empty() {
        found.error(
            "empty-object",
            place,
            "a dictionary has no entries".to_owned(),
        );
    }
    for (key, value) in map {
        let place = &Place::Member(place, key);
        if !identifier::is_key(key) {
            let message = format!("{} is no key of a dictionary", quoted(key));
            found.error("dictionary-key", place, message);
        }
        something(value, place, found);
    }
    Some(map)
}

/// Checks an identifier, and which type it names.
fn refers(text: &str, targets: &Targets, is_loose: bool, place: &Place<'_>, found: &mut Found) {
    match identifier::read(text) {
        None => {
            let message = format!("{} is no identifier", quoted(text));
            found.error("identifier", place, message);
        }
        Some(id) => leads(id.kind, targets, is_loose, place, found),
    }
}

/// Checks the identifier of an observable. The schemas take any text for one: where only its UUID is wrong, it is
/// warned of.
fn seen(text: &str, targets: &Targets, place: &Place<'_>, found: &mut Found) {
    match text.split_once("--") {
        Some((kind, _)) if identifier::is_type(kind) => {
            if identifier::read(text).is_none() {
                let message = format!("{} is no identifier", quoted(text));
                found.warning("identifier", place, message);
            }
            leads(kind, targets, true, place, found);
        }
        _ => refers(text, targets, true, place, found),
    }
}

/// Checks the type of what is referred to. Where the schemas allow any type, one that the specification does not
/// know is only warned of.
fn leads(kind: &str, targets: &Targets, is_loose: bool, place: &Place<'_>, found: &mut Found) {
    if targets.allow(kind) {
        return;
    }
    let message = format!("{} may not be referred to here", quoted(kind));
    if is_loose && table::object(kind).is_none() {
        found.warning("reference-type", place, message);
    } else {
        found.error("reference-type", place, message);
    }
}

impl Targets {
    /// Whether what is of this type may be referred to.
    pub(super) fn allow(&self, kind: &str) -> bool {
        match self {
            Self::All => true,
            Self::These(kinds) => kinds.contains(&kind),
            Self::NotThese(kinds) => !kinds.contains(&kind),
        }
    }
}
