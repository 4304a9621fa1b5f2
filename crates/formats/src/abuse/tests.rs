use watchbell_iodef as iodef;

use super::*;
use crate::{arf, xarf};

fn document() -> iodef::Document {
    let address = |category, value: &str| iodef::Address {
        category,
        value: value.to_owned(),
        ..iodef::Address::default()
    };
    let system = |category, addresses, domain: &str| iodef::System {
        category: Some(category),
        node: iodef::Node {
            addresses,
            domains: vec![iodef::DomainData {
                name: domain.to_owned(),
                ..iodef::DomainData::default()
            }],
            ..iodef::Node::default()
        },
        ..iodef::System::default()
    };
    let addresses = vec![
        address(iodef::AddressCategory::Ipv4Addr, "192.0.2.1"),
        address(iodef::AddressCategory::Ipv4Addr, "192.0.2.1"),
        address(iodef::AddressCategory::EMail, "fake@example.com"),
        address(iodef::AddressCategory::SiteUri, "http://pay.example.com/x"),
        address(
            iodef::AddressCategory::Extended("telephone-number".to_owned()),
            "+15550100",
        ),
        address(iodef::AddressCategory::Ipv4Net, "192.0.2.0/24"),
    ];
    let victim = address(iodef::AddressCategory::Ipv4Addr, "198.51.100.1");
    iodef::Document {
        incidents: vec![iodef::Incident {
            id: iodef::IncidentId {
                name: "csirt.example.net".to_owned(),
                id: "inc-7".to_owned(),
                ..iodef::IncidentId::default()
            },
            generation_time: iodef::DateTime::new("2026-11-21T08:30:00Z").expect("a time"),
            descriptions: vec!["Grüße vom Paketdienst".into()],
            assessments: vec![iodef::Assessment {
                categories: vec!["phishing".into()],
                confidence: Some(iodef::Confidence {
                    rating: iodef::Rating::High,
                    value: Some(95.0),
                }),
                ..iodef::Assessment::default()
            }],
            contacts: vec![iodef::Contact {
                names: vec!["Example CSIRT".into()],
                ..iodef::Contact::default()
            }],
            events: vec![iodef::EventData {
                start_time: iodef::DateTime::new("2026-11-20T08:30:00Z"),
                flows: vec![iodef::Flow {
                    systems: vec![
                        system(iodef::SystemCategory::Source, addresses, "evil.example.com"),
                        system(
                            iodef::SystemCategory::Target,
                            vec![victim],
                            "us.example.net",
                        ),
                    ],
                }],
                ..iodef::EventData::default()
            }],
            ..iodef::Incident::default()
        }],
        ..iodef::Document::default()
    }
}

#[test]
fn every_source_of_an_incident_becomes_a_report_in_x_arf() {
    let (all, changes) = xarf::of_incident(&document());
    let told: Vec<String> = all
        .iter()
        .map(|one| format!("{} {}/{}", one.source_identifier, one.category, one.kind))
        .collect();
    assert_eq!(
        told,
        [
            "192.0.2.1 reputation/threat_intelligence",
            "fake@example.com messaging/spam",
            "http://pay.example.com/x content/phishing",
            "+15550100 messaging/spam",
            "evil.example.com content/phishing",
        ]
    );
    assert_eq!(all[4].text("url"), Some("http://evil.example.com/"));
    for one in &all {
        assert_eq!(one.timestamp.to_string(), "2026-11-20T08:30:00Z");
        assert_eq!(one.reporter.contact, "abuse@csirt.example.net");
        assert_eq!(one.reporter.org, "Example CSIRT");
        assert_eq!(one.confidence, Some(0.95));
        assert_eq!(one.description.as_deref(), Some("Grüße vom Paketdienst"));
        assert_eq!(xarf::read(&xarf::write(one)).as_ref(), Ok(one));
    }
    let codes: Vec<&str> = changes.iter().map(|change| change.code).collect();
    assert_eq!(codes, ["lost", "value", "value"]);
    assert!(changes[0].message.contains("192.0.2.0/24"));
    assert_eq!(xarf::of_incident(&document()).0, all, "the same again");
}

#[test]
fn every_source_of_an_incident_becomes_a_message_in_arf() {
    let (all, changes) = arf::of_incident(&document());
    let told: Vec<String> = all
        .iter()
        .map(|one| {
            let ip = one.source_ip.map(|ip| ip.to_string());
            let (domain, uri) = (one.reported_domain.join(" "), one.reported_uri.join(" "));
            format!("{ip:?} {:?} {domain:?} {uri:?}", one.original_mail_from)
        })
        .collect();
    assert_eq!(
        told,
        [
            "Some(\"192.0.2.1\") None \"\" \"\"",
            "None Some(\"fake@example.com\") \"\" \"\"",
            "None None \"pay.example.com\" \"http://pay.example.com/x\"",
            "None None \"evil.example.com\" \"\"",
        ]
    );
    for one in &all {
        assert_eq!(one.feedback_type, arf::FeedbackType::Fraud);
        assert_eq!(arf::read(&arf::write(one)).as_ref(), Ok(one));
    }
    assert_eq!(changes.len(), 3);
    let mailbox = arf::write_all(&all);
    let split = crate::mime::messages(&mailbox);
    assert_eq!(split.len(), all.len());
    for ((_, message), one) in split.iter().zip(&all) {
        assert_eq!(arf::read(message).as_ref(), Ok(one));
    }
}

#[test]
fn no_more_sources_are_told_than_the_bound() {
    let mut document = document();
    let system = &mut document.incidents[0].events[0].flows[0].systems[0];
    system.node.domains = (0..=MOST)
        .map(|number| iodef::DomainData {
            name: format!("h{number}.example.com"),
            ..iodef::DomainData::default()
        })
        .collect();
    let (all, changes) = xarf::of_incident(&document);
    assert_eq!(all.len(), MOST);
    assert!(
        changes
            .iter()
            .any(|change| change.message.contains("past the first 1000"))
    );
    document.incidents[0].events.clear();
    assert!(xarf::of_incident(&document).0.is_empty());
}
