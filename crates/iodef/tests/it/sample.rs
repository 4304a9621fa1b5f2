//! Documents that use every class.

use watchbell_iodef::*;

fn texts(text: &str) -> Vec<Text> {
    vec![
        text.into(),
        Text {
            value: text.into(),
            lang: Lang::new("zh-Hant"),
            translation_id: Some(text.into()),
        },
    ]
}

fn id(name: &str) -> Option<Id> {
    Some(Id::new(name).expect("a name"))
}

fn uris() -> Vec<Uri> {
    vec![Uri::new("https://example.test/a?b=%20").expect("a URI")]
}

fn time() -> DateTime {
    DateTime::new("2026-11-21T08:30:00.25-05:00").expect("a time")
}

fn extensions(text: &str) -> Vec<Extension> {
    vec![
        Extension::string(text, text, text),
        Extension {
            kind: DataKind::Extended(text.into()),
            format_id: Some(text.into()),
            restriction: Some(Restriction::Amber),
            ..Extension::string(text, text, text)
        },
    ]
}

fn incident_id(text: &str) -> IncidentId {
    IncidentId {
        name: text.into(),
        instance: Some(text.into()),
        restriction: Some(Restriction::Extended(text.into())),
        id: text.into(),
    }
}

fn contact(text: &str) -> Contact {
    Contact {
        role: Role::VendorServices,
        kind: ContactKind::Extended(text.into()),
        restriction: Some(Restriction::NeedToKnow),
        names: texts(text),
        titles: texts(text),
        descriptions: texts(text),
        handles: vec![RegistryHandle {
            registry: Some(Registry::Ripe),
            handle: text.into(),
        }],
        postal_addresses: vec![PostalAddress {
            kind: Some(PostalKind::Street),
            address: text.into(),
            descriptions: texts(text),
        }],
        emails: vec![Email {
            kind: Some(EmailKind::Hotline),
            to: text.into(),
            descriptions: texts(text),
        }],
        telephones: vec![Telephone {
            kind: Some(TelephoneKind::Mobile),
            number: text.into(),
            descriptions: texts(text),
        }],
        timezone: Timezone::new("+05:30"),
        contacts: vec![Contact {
            names: texts(text),
            ..Contact::default()
        }],
        additional: extensions(text),
    }
}

fn confidence() -> Confidence {
    Confidence {
        rating: Rating::High,
        value: None,
    }
}

fn counter(text: &str) -> Counter {
    Counter {
        kind: CounterKind::Counter,
        unit: CounterUnit::Extended(text.into()),
        meaning: Some(text.into()),
        duration: Some(Duration::Hour),
        value: 1.5,
    }
}

fn assessment(text: &str, name: &str) -> Assessment {
    Assessment {
        occurrence: Some(Occurrence::Actual),
        restriction: Some(Restriction::Green),
        observable_id: id(name),
        categories: texts(text),
        impacts: vec![
            Impact::System(SystemImpact {
                severity: Some(Severity::High),
                completion: Some(Completion::Failed),
                kind: SystemKind::BreachCredential,
                descriptions: texts(text),
            }),
            Impact::Business(BusinessImpact {
                severity: Some(BusinessSeverity::None),
                kind: BusinessKind::TheftFinancial,
                descriptions: texts(text),
            }),
            Impact::Time(TimeImpact {
                severity: Some(Severity::Low),
                metric: TimeMetric::Extended(text.into()),
                duration: Some(Duration::Extended(text.into())),
                value: 0.5,
            }),
            Impact::Monetary(MonetaryImpact {
                severity: None,
                currency: Some(text.into()),
                value: 12.0,
            }),
            Impact::Intended(BusinessImpact::default()),
        ],
        counters: vec![counter(text)],
        mitigating_factors: texts(text),
        causes: texts(text),
        confidence: Some(confidence()),
        additional: extensions(text),
    }
}

fn reference(text: &str) -> Reference {
    Reference {
        observable_id: None,
        name: Some(ReferenceName {
            spec_index: 1,
            id: NcName::new("CVE-2026-0001").expect("a name"),
        }),
        urls: uris(),
        descriptions: texts(text),
    }
}

fn system(text: &str) -> System {
    System {
        category: Some(SystemCategory::Source),
        interface: Some(text.into()),
        spoofed: Some(YesNoUnknown::Yes),
        is_virtual: Some(YesNoUnknown::No),
        ownership: Some(Ownership::NoRelationship),
        restriction: Some(Restriction::Red),
        observable_id: None,
        node: Node {
            domains: vec![DomainData {
                system_status: SystemStatus::Fraudulent,
                domain_status: DomainStatus::AssignedAndActive,
                observable_id: None,
                name: text.into(),
                checked_at: Some(time()),
                registered_at: Some(time()),
                expires_at: Some(time()),
            }],
            addresses: vec![Address {
                category: AddressCategory::Extended(text.into()),
                vlan_name: Some(text.into()),
                vlan_num: Some(7),
                observable_id: None,
                value: text.into(),
            }],
            postal_address: Some(PostalAddress::default()),
            locations: texts(text),
            counters: vec![counter(text)],
        },
        roles: vec![NodeRole {
            category: NodeRoleCategory::PhishingSite,
            descriptions: texts(text),
        }],
        services: vec![Service {
            ip_protocol: Some(6),
            observable_id: None,
            name: Some(ServiceName {
                iana: Some(text.into()),
                urls: uris(),
                descriptions: texts(text),
            }),
            port: Some(443),
            portlist: Portlist::new("80,443-444"),
            proto_type: Some(1),
            proto_code: Some(2),
            proto_field: Some(3),
        }],
        counters: vec![counter(text)],
        asset_ids: vec![text.into()],
        descriptions: texts(text),
        additional: extensions(text),
    }
}

fn record_data(text: &str) -> RecordData {
    RecordData {
        restriction: Some(Restriction::Public),
        observable_id: None,
        at: Some(time()),
        descriptions: texts(text),
        items: extensions(text),
        urls: uris(),
        additional: extensions(text),
    }
}

fn history_item(text: &str) -> HistoryItem {
    HistoryItem {
        action: CourseOfAction::BlockHost,
        restriction: Some(Restriction::Standard),
        observable_id: None,
        at: time(),
        incident_id: Some(incident_id(text)),
        contact: Some(contact(text)),
        descriptions: texts(text),
        courses: vec![text.into()],
        additional: extensions(text),
    }
}

fn expectation(text: &str) -> Expectation {
    Expectation {
        action: CourseOfAction::Extended(text.into()),
        severity: Some(Severity::Medium),
        restriction: Some(Restriction::White),
        observable_id: None,
        descriptions: texts(text),
        courses: vec![text.into()],
        start_time: Some(time()),
        end_time: Some(time()),
        contact: Some(contact(text)),
    }
}

fn event(text: &str) -> EventData {
    EventData {
        restriction: Some(Restriction::Private),
        observable_id: None,
        descriptions: texts(text),
        detect_time: Some(time()),
        start_time: Some(time()),
        end_time: Some(time()),
        recovery_time: Some(time()),
        report_time: Some(time()),
        contacts: vec![contact(text)],
        discoveries: vec![Discovery {
            source: DiscoverySource::ExternalNotification,
            restriction: None,
            descriptions: texts(text),
            contacts: vec![contact(text)],
        }],
        assessment: Some(assessment(text, "assessment-of-event")),
        methods: vec![Method {
            restriction: None,
            references: vec![reference(text)],
            descriptions: texts(text),
            additional: extensions(text),
        }],
        flows: vec![Flow {
            systems: vec![system(text), system(text)],
        }],
        expectations: vec![expectation(text)],
        record: Some(Record {
            data: vec![record_data(text)],
        }),
        events: vec![EventData {
            descriptions: texts(text),
            ..EventData::default()
        }],
        additional: extensions(text),
    }
}

fn indicator(text: &str, number: usize, observable: Observable) -> Indicator {
    Indicator {
        restriction: Some(Restriction::Partner),
        id: indicator_id(text, &format!("indicator-{number}")),
        alternative_ids: vec![AlternativeIndicatorId {
            restriction: None,
            ids: vec![indicator_id(text, &format!("alternative-{number}"))],
        }],
        descriptions: texts(text),
        start_time: Some(time()),
        end_time: Some(time()),
        confidence: Some(confidence()),
        contacts: vec![contact(text)],
        observable: Some(observable),
        observable_reference: None,
        expression: None,
        reference: None,
        roles: vec![NodeRole::default()],
        attack_phases: vec![AttackPhase {
            ids: vec![text.into()],
            urls: uris(),
            descriptions: texts(text),
            additional: extensions(text),
        }],
        references: vec![reference(text)],
        additional: extensions(text),
    }
}

fn indicator_id(text: &str, name: &str) -> IndicatorId {
    IndicatorId {
        name: text.into(),
        version: text.into(),
        id: Id::new(name).expect("a name"),
    }
}

fn observables(text: &str) -> Vec<Observable> {
    let none = Observable::default();
    vec![
        Observable {
            system: Some(Box::new(system(text))),
            ..none.clone()
        },
        Observable {
            address: Some(Address::default()),
            ..none.clone()
        },
        Observable {
            domain: Some(DomainData::default()),
            ..none.clone()
        },
        Observable {
            service: Some(Service::default()),
            ..none.clone()
        },
        Observable {
            handle: Some(RegistryHandle {
                registry: Some(Registry::Local),
                handle: text.into(),
            }),
            ..none.clone()
        },
        Observable {
            record: Some(Box::new(record_data(text))),
            ..none.clone()
        },
        Observable {
            event: Some(Box::new(EventData {
                descriptions: texts(text),
                ..EventData::default()
            })),
            ..none.clone()
        },
        Observable {
            expectation: Some(Box::new(expectation(text))),
            ..none.clone()
        },
        Observable {
            reference: Some(reference(text)),
            ..none.clone()
        },
        Observable {
            assessment: Some(Box::new(assessment(text, "assessment-of-observable"))),
            ..none.clone()
        },
        Observable {
            history_item: Some(Box::new(history_item(text))),
            ..none.clone()
        },
        Observable {
            bulk: Some(BulkObservable {
                kind: BulkKind::SiteUri,
                list: text.into(),
                additional: extensions(text),
            }),
            ..none.clone()
        },
        Observable {
            additional: extensions(text),
            ..none
        },
    ]
}

/// A document that uses every class and attribute, with `text` wherever any
/// text may stand.
pub(crate) fn full(text: &str) -> Document {
    let mut indicators: Vec<Indicator> = observables(text)
        .into_iter()
        .enumerate()
        .map(|(number, observable)| indicator(text, number, observable))
        .collect();
    indicators.push(Indicator {
        id: indicator_id(text, "by-reference"),
        observable_reference: Some(ObservableReference {
            uid_ref: IdRef::new("the-incident").expect("a name"),
        }),
        ..Indicator::default()
    });
    indicators.push(Indicator {
        id: indicator_id(text, "combined"),
        expression: Some(IndicatorExpression {
            operator: Operator::Or,
            expressions: Vec::new(),
            observables: observables(text).split_off(11),
            references: vec![IndicatorReference {
                uid_ref: IdRef::new("indicator-1"),
                euid_ref: None,
                version: Some(text.into()),
            }],
            confidence: None,
            additional: Vec::new(),
        }),
        ..Indicator::default()
    });
    indicators.push(Indicator {
        id: indicator_id(text, "elsewhere"),
        reference: Some(IndicatorReference {
            euid_ref: Some(text.into()),
            ..IndicatorReference::default()
        }),
        ..Indicator::default()
    });
    Document {
        version: Version::Two,
        lang: Lang::new("en"),
        format_id: Some(text.into()),
        private_enum_name: Some(text.into()),
        private_enum_id: Some(text.into()),
        incidents: vec![Incident {
            purpose: Purpose::Extended(text.into()),
            status: Some(Status::InProgress),
            lang: Lang::new("en"),
            restriction: Some(Restriction::Amber),
            observable_id: id("the-incident"),
            id: incident_id(text),
            alternative_id: Some(AlternativeId {
                restriction: None,
                ids: vec![incident_id(text)],
            }),
            related: vec![RelatedActivity {
                restriction: None,
                incident_ids: vec![incident_id(text)],
                urls: uris(),
                threat_actors: vec![ThreatActor {
                    restriction: None,
                    ids: vec![text.into()],
                    urls: uris(),
                    descriptions: texts(text),
                    additional: extensions(text),
                }],
                campaigns: vec![Campaign {
                    restriction: None,
                    ids: vec![text.into()],
                    urls: uris(),
                    descriptions: texts(text),
                    additional: extensions(text),
                }],
                indicator_ids: vec![indicator_id(text, "related")],
                confidence: Some(confidence()),
                descriptions: vec![text.into()],
                additional: extensions(text),
            }],
            detect_time: Some(time()),
            start_time: Some(time()),
            end_time: Some(time()),
            recovery_time: Some(time()),
            report_time: Some(time()),
            generation_time: time(),
            descriptions: texts(text),
            discoveries: vec![Discovery::default()],
            assessments: vec![assessment(text, "assessment-of-incident")],
            methods: Vec::new(),
            contacts: vec![contact(text)],
            events: vec![event(text)],
            indicator_data: Some(IndicatorData { indicators }),
            history: Some(History {
                restriction: Some(Restriction::Red),
                items: vec![history_item(text)],
            }),
            additional: extensions(text),
        }],
        additional: extensions(text),
    }
}
