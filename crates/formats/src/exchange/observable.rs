//! An observable of IODEF for what was observed.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use watchbell_iodef as iodef;

use super::{
    Item, Kind, Shape,
    form::{bytes_of, is_of},
};

/// Returns the kind that MISP calls so, of a value: several kinds are of one type there.
pub fn of_misp(name: &str, value: &str) -> Option<&'static Kind> {
    let mut kinds = super::kinds().iter();
    kinds.find(|kind| kind.misp.contains(&name) && is_of(kind.name, value))
}

/// Returns the kind that STIX has in that property, of a value.
pub fn of_stix(path: &str, value: &str) -> Option<&'static Kind> {
    let kinds = BY_STIX.get(path)?;
    kinds.iter().copied().find(|kind| is_of(kind.name, value))
}

/// Whether the table knows a property of objects of STIX of that type.
pub(crate) fn is_observed(kind: &str) -> bool {
    OBSERVED.contains(kind)
}

/// Types of objects of STIX that have such properties.
static OBSERVED: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let paths = super::kinds().iter().filter_map(|kind| kind.stix);
    paths.filter_map(|path| path.split(':').next()).collect()
});

/// Kinds by the property that STIX has them in.
static BY_STIX: LazyLock<HashMap<&'static str, Vec<&'static Kind>>> = LazyLock::new(|| {
    let mut all: HashMap<_, Vec<_>> = HashMap::new();
    for kind in super::kinds() {
        if let Some(path) = kind.stix {
            all.entry(path).or_default().push(kind);
        }
    }
    all
});

/// Returns the observable of items that are of one thing; nothing where the data model has no place for them.
pub(crate) fn of_items(items: &[Item]) -> Option<iodef::Observable> {
    let none = iodef::Observable::default();
    let is_file = |item: &Item| {
        let place = item.kind.iodef;
        place.starts_with("hash:") || place.starts_with("fuzzy:") || place.starts_with("file:")
    };
    if !items.is_empty() && items.iter().all(is_file) {
        return Some(iodef::Observable {
            files: Some(iodef::FileData {
                files: vec![file(items)],
                ..iodef::FileData::default()
            }),
            ..none
        });
    }
    let [Item { kind, value }] = items else {
        return None;
    };
    let (place, word) = kind.iodef.split_once(':').unwrap_or((kind.iodef, ""));
    let value = value.clone();
    Some(match place {
        "address" => iodef::Observable {
            address: Some(address(word, value)),
            ..none
        },
        "domain" => iodef::Observable {
            domain: Some(domain(value)),
            ..none
        },
        "registry-key" => iodef::Observable {
            registry_keys: Some(iodef::RegistryKeys {
                keys: vec![iodef::RegistryKey {
                    name: value,
                    ..iodef::RegistryKey::default()
                }],
                ..iodef::RegistryKeys::default()
            }),
            ..none
        },
        "email" => iodef::Observable {
            email: Some(Box::new(email(word, value))),
            ..none
        },
        "bulk" => iodef::Observable {
            bulk: Some(iodef::BulkObservable {
                kind: iodef::BulkKind::named(word),
                list: value,
                ..iodef::BulkObservable::default()
            }),
            ..none
        },
        "port" => iodef::Observable {
            service: Some(iodef::Service {
                port: value.parse().ok(),
                ..iodef::Service::default()
            }),
            ..none
        },
        _ => return None,
    })
}

fn address(category: &str, value: String) -> iodef::Address {
    iodef::Address {
        category: iodef::AddressCategory::named(category),
        value,
        ..iodef::Address::default()
    }
}

fn domain(name: String) -> iodef::DomainData {
    iodef::DomainData {
        system_status: iodef::SystemStatus::Unknown,
        domain_status: iodef::DomainStatus::Unknown,
        name,
        ..iodef::DomainData::default()
    }
}

fn email(part: &str, value: String) -> iodef::EmailData {
    let mut email = iodef::EmailData::default();
    match part {
        "to" => email.to = vec![value],
        "from" => email.from = Some(value),
        "subject" => email.subject = Some(value),
        "x-mailer" => email.mailer = Some(value),
        _ => email.body = Some(value),
    }
    email
}

fn file(items: &[Item]) -> iodef::File {
    let mut file = iodef::File::default();
    let mut hashes = iodef::HashData::default();
    for Item { kind, value } in items {
        match kind.iodef.split_once(':') {
            Some(("hash", method)) => hashes.hashes.push(iodef::Hash {
                method: iodef::Algorithm::new(method).unwrap_or_default(),
                value: iodef::Bytes(bytes_of(value).unwrap_or_default()),
                ..iodef::Hash::default()
            }),
            Some(("fuzzy", name)) => hashes.fuzzy_hashes.push(iodef::FuzzyHash {
                values: vec![iodef::Extension::string(
                    name,
                    "a fuzzy hash",
                    value.as_str(),
                )],
                ..iodef::FuzzyHash::default()
            }),
            Some((_, "name")) => file.name = Some(value.clone()),
            Some((_, "size")) => file.size = value.parse().ok(),
            _ => file.kind = Some(value.clone()),
        }
    }
    let is_hashed = hashes != iodef::HashData::default();
    file.hash = is_hashed.then_some(hashes);
    file
}

/// Makes an indicator look for what a shape says; says whether the data model can.
pub(crate) fn put_shape(shape: &Shape, indicator: &mut iodef::Indicator) -> bool {
    if let Some(observable) = of_shape(shape) {
        indicator.observable = Some(observable);
        return true;
    }
    indicator.expression = expression(shape);
    indicator.expression.is_some()
}

/// One thing, or what is known of one.
fn of_shape(shape: &Shape) -> Option<iodef::Observable> {
    match shape {
        Shape::One(item) => of_items(std::slice::from_ref(item)),
        Shape::All(_) => {
            let items: Vec<Item> = shape.items().into_iter().cloned().collect();
            let is_flat = matches!(shape, Shape::All(all) if all.len() == items.len());
            of_items(&items).filter(|_| is_flat)
        }
        _ => None,
    }
}

fn expression(shape: &Shape) -> Option<iodef::IndicatorExpression> {
    let (operator, all) = match shape {
        Shape::All(all) => (iodef::Operator::And, &all[..]),
        Shape::Any(all) => (iodef::Operator::Or, &all[..]),
        Shape::Either(all) => (iodef::Operator::Xor, &all[..]),
        Shape::Not(one) => (iodef::Operator::Not, std::slice::from_ref(&**one)),
        Shape::One(_) => return None,
    };
    let mut made = iodef::IndicatorExpression {
        operator,
        ..iodef::IndicatorExpression::default()
    };
    for one in all {
        match of_shape(one) {
            Some(observable) => made.observables.push(observable),
            None => made.expressions.push(expression(one)?),
        }
    }
    Some(made)
}

/// Returns an event that saw these items; what the data model has no place for is left to the caller.
pub(crate) fn event_of(items: &[Item]) -> iodef::EventData {
    let mut event = iodef::EventData::default();
    let Some(observable) = of_items(items) else {
        return event;
    };
    let mut node = iodef::Node::default();
    node.addresses.extend(observable.address);
    node.domains.extend(observable.domain);
    if node != iodef::Node::default() {
        event.flows = vec![iodef::Flow {
            systems: vec![iodef::System {
                node,
                ..iodef::System::default()
            }],
        }];
    }
    let record = iodef::RecordData {
        files: observable.files.into_iter().collect(),
        registry_keys: observable.registry_keys.into_iter().collect(),
        ..iodef::RecordData::default()
    };
    if record != iodef::RecordData::default() {
        event.record = Some(iodef::Record { data: vec![record] });
    }
    event
}
