//! Links as indicators.

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
        LinkKind::Host => iodef::Observable {
            domain: Some(domain(&link.value)),
            ..none
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

/// Returns a host as a domain.
pub(super) fn domain(name: &str) -> iodef::DomainData {
    iodef::DomainData {
        system_status: iodef::SystemStatus::Unknown,
        domain_status: iodef::DomainStatus::Unknown,
        name: name.to_owned(),
        ..iodef::DomainData::default()
    }
}
