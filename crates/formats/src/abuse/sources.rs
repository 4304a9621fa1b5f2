//! The systems of an incident document that it calls sources.

use std::collections::HashSet;

use watchbell_iodef as iodef;
use watchbell_iodef::{Change, MAX_CHANGES};
use watchbell_model::{Class, Time};

use crate::exchange::{in_words, title};

/// Most sources that are told of one document.
pub(crate) const MOST: usize = 1_000;

/// What a source is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Address,
    Domain,
    Uri,
    Mailbox,
    Number,
    Name,
}

/// A source, and what it did.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) kind: Kind,
    pub(crate) value: String,
    pub(crate) port: Option<u16>,
    pub(crate) at: Time,
}

/// What is said of all sources of an incident.
#[derive(Clone, Debug)]
pub(crate) struct About {
    pub(crate) title: String,
    pub(crate) words: String,
    pub(crate) class: Class,
    pub(crate) confidence: Option<f64>,
    /// The name of who reports.
    pub(crate) org: String,
    /// Their address.
    pub(crate) contact: String,
    /// Their domain name.
    pub(crate) domain: String,
    /// The number of the incident there.
    pub(crate) id: String,
    pub(crate) made_at: Time,
    pub(crate) is_reported: bool,
}

/// Returns the incidents with their sources, each source once; says what of them is not told.
pub(crate) fn sources(document: &iodef::Document) -> (Vec<(About, Vec<Source>)>, Vec<Change>) {
    let mut walk = Walk {
        seen: HashSet::new(),
        changes: Vec::new(),
    };
    let mut all = Vec::new();
    for (number, incident) in document.incidents.iter().enumerate() {
        let path = format!("IODEF-Document/Incident[{}]", number + 1);
        walk.seen.clear();
        let mut found = Vec::new();
        for (number, event) in incident.events.iter().enumerate() {
            let path = format!("{path}/EventData[{}]", number + 1);
            let at = moment(&[
                &incident.start_time,
                &incident.detect_time,
                &incident.report_time,
            ]);
            let at = at.unwrap_or_else(|| made(incident));
            walk.event(event, at, &path, &mut found);
        }
        if !found.is_empty() {
            all.push((walk.about(incident, &path), found));
        }
    }
    (all, walk.changes)
}

struct Walk {
    seen: HashSet<String>,
    changes: Vec<Change>,
}

impl Walk {
    /// The readers bound how deep events stand in each other.
    fn event(
        &mut self,
        event: &iodef::EventData,
        above: Time,
        path: &str,
        found: &mut Vec<Source>,
    ) {
        let at = moment(&[&event.start_time, &event.detect_time]).unwrap_or(above);
        let systems = event.flows.iter().flat_map(|flow| &flow.systems);
        let systems = systems.filter(|one| one.category == Some(iodef::SystemCategory::Source));
        for system in systems {
            self.system(system, at, &format!("{path}/System"), found);
        }
        for (number, within) in event.events.iter().enumerate() {
            self.event(
                within,
                at,
                &format!("{path}/EventData[{}]", number + 1),
                found,
            );
        }
    }

    fn system(&mut self, system: &iodef::System, at: Time, path: &str, found: &mut Vec<Source>) {
        let mut ports = system.services.iter().filter_map(|service| service.port);
        let port = ports
            .find_map(|port| u16::try_from(port).ok())
            .filter(|port| *port > 0);
        let names = system.node.domains.iter();
        let names = names.map(|domain| (Some(Kind::Domain), &domain.name));
        let addresses = system.node.addresses.iter();
        let addresses = addresses.map(|address| (kind(address), &address.value));
        for (kind, value) in addresses.chain(names) {
            let value = value.trim();
            let Some(kind) = kind.filter(|_| !value.is_empty()) else {
                self.tell("lost", path, format!("no report is about {value:?}"));
                continue;
            };
            if !self.seen.insert(value.to_owned()) {
                continue;
            }
            if found.len() == MOST {
                self.tell(
                    "lost",
                    path,
                    format!("{value:?} is past the first {MOST} sources"),
                );
                continue;
            }
            let value = value.to_owned();
            found.push(Source {
                kind,
                value,
                port,
                at,
            });
        }
    }

    fn about(&mut self, incident: &iodef::Incident, path: &str) -> About {
        let domain = incident.id.name.trim().to_owned();
        let mut contacts = incident.contacts.iter();
        let contact = contacts.find(|contact| !contact.emails.is_empty());
        let email = contact.and_then(|contact| contact.emails.first());
        let email = email.map(|email| email.to.trim().to_owned());
        let is_address = |address: &String| crate::mime::is_address(address);
        let contact_address = email.filter(is_address).unwrap_or_else(|| {
            // The mailbox that every domain has for this (RFC 2142, section 4).
            let address = format!("abuse@{domain}");
            let told = format!("no contact has an address; {address:?} is given");
            self.tell("value", &format!("{path}/Contact"), told);
            address
        });
        let named = contact.or_else(|| incident.contacts.first());
        let org = named
            .map(|contact| in_words(&contact.names))
            .unwrap_or_default();
        let categories = incident.assessments.iter().flat_map(|one| &one.categories);
        let mut classes = categories.filter_map(|word| word.value.trim().parse().ok());
        let confidence = incident
            .assessments
            .iter()
            .find_map(|one| one.confidence.as_ref());
        let confidence = confidence.and_then(|confidence| confidence.value);
        let mut discoveries = incident.discoveries.iter();
        About {
            title: title(incident),
            words: in_words(&incident.descriptions),
            class: classes.next().unwrap_or_default(),
            confidence: confidence.map(|value| (value / 100.0).clamp(0.0, 1.0)),
            org: org.lines().next().unwrap_or(&domain).to_owned(),
            contact: contact_address,
            id: incident.id.id.clone(),
            made_at: made(incident),
            is_reported: discoveries
                .any(|one| one.source == iodef::DiscoverySource::ExternalNotification),
            domain,
        }
    }

    fn tell(&mut self, code: &'static str, path: &str, message: String) {
        if self.changes.len() < MAX_CHANGES {
            let path = path.to_owned();
            self.changes.push(Change {
                code,
                path,
                message,
            });
        }
    }
}

/// Returns what an address is; nothing where it is neither of one system nor of one sender.
fn kind(address: &iodef::Address) -> Option<Kind> {
    match &address.category {
        iodef::AddressCategory::Ipv4Addr | iodef::AddressCategory::Ipv6Addr => Some(Kind::Address),
        iodef::AddressCategory::SiteUri => Some(Kind::Uri),
        iodef::AddressCategory::EMail => Some(Kind::Mailbox),
        iodef::AddressCategory::Extended(word) => match word.as_str() {
            "domain-name" => Some(Kind::Domain),
            "telephone-number" => Some(Kind::Number),
            "sender-name" => Some(Kind::Name),
            _ => None,
        },
        _ => None,
    }
}

fn moment(times: &[&Option<iodef::DateTime>]) -> Option<Time> {
    let mut times = times.iter().filter_map(|time| time.as_ref());
    times.find_map(|time| time.as_str().parse().ok())
}

fn made(incident: &iodef::Incident) -> Time {
    incident
        .generation_time
        .as_str()
        .parse()
        .unwrap_or_default()
}
