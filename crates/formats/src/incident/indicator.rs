//! Links as indicators.

use std::net::IpAddr;

use watchbell_iodef as iodef;
use watchbell_model::{Link, LinkKind};

use super::{IncidentFile, MAX_INDICATORS, summary, time};

/// Words for addresses that the RFC's list does not have.
const NUMBER: &str = "telephone-number";
const SENDER: &str = "sender-name";

pub(super) fn all(file: &IncidentFile) -> Option<iodef::IndicatorData> {
    let seen = file
        .links
        .iter()
        .filter(|link| link.kind != LinkKind::Vulnerability);
    let links = seen.take(MAX_INDICATORS).enumerate();
    let indicators: Vec<iodef::Indicator> = links
        .map(|(index, link)| indicator(file, index + 1, link))
        .collect();
    (!indicators.is_empty()).then_some(iodef::IndicatorData { indicators })
}

fn indicator(file: &IncidentFile, number: usize, link: &Link) -> iodef::Indicator {
    let id = format!("{}-{number}", file.incident.id);
    iodef::Indicator {
        id: iodef::IndicatorId {
            name: file.csirt_name.clone(),
            version: "1".to_owned(),
            id: iodef::Id::new(id).expect("an incident's id is letters, digits and hyphens"),
        },
        descriptions: vec![meaning(link.kind).into()],
        start_time: Some(time(file.incident.opened_at)),
        confidence: Some(summary::confidence(file.incident.score)),
        observable: Some(observable(link)),
        ..iodef::Indicator::default()
    }
}

/// Whether an indicator names an originator.
pub(super) fn is_originator(indicator: &iodef::Indicator) -> bool {
    indicator.descriptions == [meaning(LinkKind::Originator).into()]
}

const fn meaning(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Template => "The text follows this template.",
        LinkKind::Originator => "This originator sent it.",
        LinkKind::Host => "The text links to this host.",
        LinkKind::Number => "The text asks to call this number.",
        // Told as a method: nothing of it can be observed.
        LinkKind::Vulnerability => "What is run is affected.",
    }
}

fn observable(link: &Link) -> iodef::Observable {
    let none = iodef::Observable::default();
    match link.kind {
        LinkKind::Template => iodef::Observable {
            additional: vec![iodef::Extension::string(
                "template",
                "band of the near-duplicate signature of a text",
                link.value.as_str(),
            )],
            ..none
        },
        LinkKind::Originator | LinkKind::Number => iodef::Observable {
            address: Some(sender(&link.value)),
            ..none
        },
        LinkKind::Vulnerability => none,
        LinkKind::Host => match host(&link.value) {
            Host::Address(address) => iodef::Observable {
                address: Some(address),
                ..none
            },
            Host::Domain(domain) => iodef::Observable {
                domain: Some(domain),
                ..none
            },
        },
    }
}

/// Returns a telephone number, an e-mail address or a sender name as an address.
pub(super) fn sender(value: &str) -> iodef::Address {
    let dialled = |c: char| c.is_ascii_digit() || "+-() *#".contains(c);
    iodef::Address {
        category: if value.contains('@') {
            iodef::AddressCategory::EMail
        } else if value.chars().all(dialled) {
            iodef::AddressCategory::Extended(NUMBER.to_owned())
        } else {
            iodef::AddressCategory::Extended(SENDER.to_owned())
        },
        value: value.to_owned(),
        ..iodef::Address::default()
    }
}

/// A host as IODEF has it.
pub(super) enum Host {
    Address(iodef::Address),
    Domain(iodef::DomainData),
}

/// Returns what a host is called by.
pub(super) fn host(name: &str) -> Host {
    let category = match name.parse() {
        Ok(IpAddr::V4(_)) => iodef::AddressCategory::Ipv4Addr,
        Ok(IpAddr::V6(_)) => iodef::AddressCategory::Ipv6Addr,
        Err(_) => {
            return Host::Domain(iodef::DomainData {
                system_status: iodef::SystemStatus::Unknown,
                domain_status: iodef::DomainStatus::Unknown,
                name: name.to_owned(),
                ..iodef::DomainData::default()
            });
        }
    };
    Host::Address(iodef::Address {
        category,
        value: name.to_owned(),
        ..iodef::Address::default()
    })
}
