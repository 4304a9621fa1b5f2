//! What a document of IODEF observes.

use std::collections::HashMap;

use watchbell_iodef as iodef;

use super::{Kind, form::is_of, kinds, of_iodef};

/// Something that was observed or is to be looked for.
#[derive(Clone, Debug)]
pub struct Item {
    /// What it is.
    pub kind: &'static Kind,
    /// Its value; hashes in hexadecimal digits.
    pub value: String,
}

/// How items belong together.
#[derive(Clone, Debug)]
pub enum Shape {
    /// One.
    One(Item),
    /// All of them.
    All(Vec<Self>),
    /// One of them at least.
    Any(Vec<Self>),
    /// What this is not.
    Not(Box<Self>),
    /// Either of them alone.
    Either(Vec<Self>),
}

impl Shape {
    /// Returns all items in it.
    pub fn items(&self) -> Vec<&Item> {
        match self {
            Self::One(item) => vec![item],
            Self::All(all) | Self::Any(all) | Self::Either(all) => {
                all.iter().flat_map(Self::items).collect()
            }
            Self::Not(one) => one.items(),
        }
    }

    /// Puts several together; nothing of nothing, one as itself.
    fn joined(mut all: Vec<Self>, join: fn(Vec<Self>) -> Self) -> Option<Self> {
        match all.len() {
            0 => None,
            1 => all.pop(),
            _ => Some(join(all)),
        }
    }
}

/// What one incident tells.
#[derive(Clone, Debug, Default)]
pub struct Told<'a> {
    /// Its indicators that can be looked for, each with what it looks for.
    pub indicators: Vec<(&'a iodef::Indicator, Shape)>,
    /// What its events observed.
    pub observed: Vec<(&'a iodef::EventData, Vec<Item>)>,
    /// Where each indicator and each event stands in these lists.
    places: HashMap<usize, usize>,
}

impl<'a> Told<'a> {
    /// Returns what an indicator looks for.
    pub fn sought(&self, indicator: &iodef::Indicator) -> Option<&Shape> {
        let at = self.places.get(&address_of(indicator))?;
        self.indicators.get(*at).map(|(_, shape)| shape)
    }

    /// Returns what an event observed.
    pub fn seen(&self, event: &iodef::EventData) -> &[Item] {
        let at = self.places.get(&address_of(event));
        let seen = at.and_then(|at| self.observed.get(*at));
        seen.map_or(&[], |(_, items)| items)
    }
}

/// Tells parts of one document from each other.
fn address_of<T>(part: &T) -> usize {
    std::ptr::from_ref(part).addr()
}

/// Collects what an incident tells; of indicators that refer to others no more than [`MOST`] things.
pub fn collect(incident: &iodef::Incident) -> Told<'_> {
    let mut told = Told::default();
    for event in &incident.events {
        events(event, &mut told);
    }
    let indicators = incident.indicator_data.iter();
    let indicators: Vec<&iodef::Indicator> = indicators.flat_map(|data| &data.indicators).collect();
    let mut walk = Walk {
        named: indicators
            .iter()
            .map(|indicator| (indicator.id.id.as_str(), *indicator))
            .collect(),
        depth: 0,
        left: MOST,
    };
    for indicator in indicators {
        if let Some(shape) = walk.indicator(indicator) {
            told.places
                .insert(address_of(indicator), told.indicators.len());
            told.indicators.push((indicator, shape));
        }
    }
    told
}

/// Deepest that indicators refer to each other.
const DEEPEST: usize = 8;
/// Most parts of what indicators look for that are followed.
pub const MOST: usize = 200_000;

/// On the way through indicators that refer to each other.
struct Walk<'a> {
    named: HashMap<&'a str, &'a iodef::Indicator>,
    depth: usize,
    left: usize,
}

impl Walk<'_> {
    fn indicator(&mut self, indicator: &iodef::Indicator) -> Option<Shape> {
        self.left = self.left.checked_sub(1)?;
        if let Some(observable) = &indicator.observable {
            return of_observable(observable);
        }
        if let Some(expression) = &indicator.expression {
            return self.expression(expression);
        }
        self.reference(indicator.reference.as_ref()?)
    }

    fn reference(&mut self, reference: &iodef::IndicatorReference) -> Option<Shape> {
        let id = reference.uid_ref.as_ref()?;
        let indicator = *self.named.get(id.as_str())?;
        if self.depth == DEEPEST {
            return None;
        }
        self.depth += 1;
        let shape = self.indicator(indicator);
        self.depth -= 1;
        shape
    }

    fn expression(&mut self, expression: &iodef::IndicatorExpression) -> Option<Shape> {
        self.left = self.left.checked_sub(1)?;
        let count = expression.expressions.len()
            + expression.observables.len()
            + expression.observable_references.len()
            + expression.references.len();
        let mut all = Vec::new();
        for within in &expression.expressions {
            all.extend(self.expression(within));
        }
        all.extend(expression.observables.iter().filter_map(of_observable));
        for reference in &expression.references {
            all.extend(self.reference(reference));
        }
        // A part that cannot be looked for must not make the rest mean something else.
        if all.len() < count && expression.operator != iodef::Operator::Or {
            return None;
        }
        match expression.operator {
            iodef::Operator::And => Shape::joined(all, Shape::All),
            iodef::Operator::Or => Shape::joined(all, Shape::Any),
            iodef::Operator::Xor => Shape::joined(all, Shape::Either),
            iodef::Operator::Not => {
                Shape::joined(all, Shape::Any).map(|shape| Shape::Not(Box::new(shape)))
            }
            iodef::Operator::Extended(_) => None,
        }
    }
}

fn of_observable(observable: &iodef::Observable) -> Option<Shape> {
    let mut items = Vec::new();
    if let Some(bulk) = &observable.bulk {
        return of_bulk(bulk);
    }
    if let Some(system) = &observable.system {
        node(&system.node, &mut items);
        // Any of its addresses is the system, and not any of its ports.
        return Shape::joined(items.into_iter().map(Shape::One).collect(), Shape::Any);
    }
    items.extend(observable.address.iter().filter_map(address));
    items.extend(observable.domain.iter().filter_map(domain));
    if let Some(service) = &observable.service {
        self::service(service, &mut items);
    }
    if let Some(email) = &observable.email {
        self::email(email, &mut items);
    }
    let files = observable.files.iter().flat_map(|data| &data.files);
    let files: Vec<Shape> = files.filter_map(file_shape).collect();
    let keys = observable.registry_keys.iter();
    let keys = keys.flat_map(|keys| &keys.keys).filter_map(|key| {
        let mut items = Vec::new();
        registry_key(key, &mut items);
        Shape::joined(items.into_iter().map(Shape::One).collect(), Shape::All)
    });
    let alternatives: Vec<Shape> = files.into_iter().chain(keys).collect();
    let one = Shape::joined(items.into_iter().map(Shape::One).collect(), Shape::All);
    Shape::joined(one.into_iter().chain(alternatives).collect(), Shape::Any)
}

/// A list of one kind, one a line.
fn of_bulk(bulk: &iodef::BulkObservable) -> Option<Shape> {
    let word = bulk.kind.name();
    let digest = bulk.format.as_ref().and_then(|format| format.hash.as_ref());
    let kind = match digest {
        Some(hash) if word == "file-hash" => of_iodef(&hash_place(hash)),
        _ if word == "windows-reg-key" => of_iodef("registry-key"),
        _ if word == "domain-name" => of_iodef("domain"),
        _ => of_iodef(&format!("bulk:{word}"))
            .or_else(|| of_iodef(&format!("address:{word}")))
            .or_else(|| of_iodef(&word.replacen('-', ":", 1))),
    }?;
    let mut items = Vec::new();
    for line in bulk.list.lines() {
        put(kind.iodef, line, &mut items);
    }
    Shape::joined(items.into_iter().map(Shape::One).collect(), Shape::Any)
}

fn events<'a>(event: &'a iodef::EventData, told: &mut Told<'a>) {
    let mut items = Vec::new();
    for system in event.flows.iter().flat_map(|flow| &flow.systems) {
        node(&system.node, &mut items);
        for one in &system.services {
            service(one, &mut items);
        }
    }
    for record in event.record.iter().flat_map(|record| &record.data) {
        for file in record.files.iter().flat_map(|data| &data.files) {
            self::file(file, &mut items);
        }
        for key in record.registry_keys.iter().flat_map(|keys| &keys.keys) {
            registry_key(key, &mut items);
        }
    }
    if !items.is_empty() {
        told.places.insert(address_of(event), told.observed.len());
        told.observed.push((event, items));
    }
    for within in &event.events {
        events(within, told);
    }
}

fn put(place: &str, value: impl Into<String>, items: &mut Vec<Item>) {
    let value: String = value.into();
    let value = match place {
        "email:body" => value.trim().to_owned(),
        // A line that was folded to be printed is one line.
        "email:subject" => value.split_whitespace().collect::<Vec<_>>().join(" "),
        _ => value.lines().map(str::trim).collect(),
    };
    let kind = of_iodef(place).filter(|kind| !value.is_empty() && is_of(kind.name, &value));
    items.extend(kind.map(|kind| Item { kind, value }));
}

fn address(address: &iodef::Address) -> Option<Item> {
    let mut items = Vec::new();
    put(
        &format!("address:{}", address.category.name()),
        address.value.as_str(),
        &mut items,
    );
    items.pop()
}

fn domain(domain: &iodef::DomainData) -> Option<Item> {
    let mut items = Vec::new();
    put("domain", domain.name.as_str(), &mut items);
    items.pop()
}

fn node(node: &iodef::Node, items: &mut Vec<Item>) {
    items.extend(node.addresses.iter().filter_map(address));
    items.extend(node.domains.iter().filter_map(domain));
}

fn service(service: &iodef::Service, items: &mut Vec<Item>) {
    if let Some(port) = service.port {
        put("port", port.to_string(), items);
    }
    if let Some(email) = &service.email {
        self::email(email, items);
    }
}

fn email(email: &iodef::EmailData, items: &mut Vec<Item>) {
    for to in &email.to {
        put("email:to", to.as_str(), items);
    }
    for (place, value) in [
        ("email:from", &email.from),
        ("email:subject", &email.subject),
        ("email:x-mailer", &email.mailer),
        ("email:body", &email.body),
    ] {
        put(place, value.as_deref().unwrap_or_default(), items);
    }
    email.hashes.iter().for_each(|data| hashes(data, items));
}

fn file_shape(file: &iodef::File) -> Option<Shape> {
    let mut items = Vec::new();
    self::file(file, &mut items);
    Shape::joined(items.into_iter().map(Shape::One).collect(), Shape::All)
}

fn file(file: &iodef::File, items: &mut Vec<Item>) {
    put("file:name", file.name.as_deref().unwrap_or_default(), items);
    if let Some(size) = file.size {
        put("file:size", size.to_string(), items);
    }
    put("file:type", file.kind.as_deref().unwrap_or_default(), items);
    file.hash.iter().for_each(|data| hashes(data, items));
}

fn hashes(data: &iodef::HashData, items: &mut Vec<Item>) {
    for hash in &data.hashes {
        put(&hash_place(hash), digest(hash), items);
    }
    for value in data.fuzzy_hashes.iter().flat_map(|hash| &hash.values) {
        let name = value.name.as_deref().unwrap_or_default();
        let place = format!("fuzzy:{}", name.to_ascii_lowercase());
        put(&place, value.value.as_str(), items);
    }
}

/// The name of a hash at the end of the URI of its method.
fn fragment(hash: &iodef::Hash) -> &str {
    let method = hash.method.as_str();
    method.rsplit(['#', '/']).next().unwrap_or_default()
}

/// Several namespaces have methods of one name: what is asked for is the name.
fn hash_place(hash: &iodef::Hash) -> String {
    let name = fragment(hash);
    let places = kinds().iter().map(|kind| kind.iodef);
    let mut places = places.filter(|place| place.starts_with("hash:"));
    let found = places.find(|place| place.ends_with(&format!("#{name}")));
    found.unwrap_or(name).to_owned()
}

/// Returns a hash in hexadecimal digits.
///
/// It is base64 by the schema. Many write the digits there, which are base64 by chance, or the digits
/// in base64: neither is of as many bytes as the hash has.
fn digest(hash: &iodef::Hash) -> String {
    let bytes = match fragment(hash) {
        "md5" => 16,
        "sha1" => 20,
        "sha256" => 32,
        "sha512" => 64,
        _ => 0,
    };
    let as_text = std::str::from_utf8(&hash.value.0).unwrap_or_default();
    for text in [hash.value.to_string().as_str(), as_text] {
        let text = text.strip_prefix("0x").unwrap_or(text);
        let is_digits = text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_digits && text.len() == 2 * bytes {
            return text.to_ascii_lowercase();
        }
    }
    let digits = hash.value.0.iter().map(|byte| format!("{byte:02x}"));
    digits.collect()
}

fn registry_key(key: &iodef::RegistryKey, items: &mut Vec<Item>) {
    put("registry-key", key.name.as_str(), items);
    put(
        "registry-value",
        key.value.as_deref().unwrap_or_default(),
        items,
    );
}
