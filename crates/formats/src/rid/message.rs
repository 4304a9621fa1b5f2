//! The classes of a message (RFC 6545, section 5).

use watchbell_iodef::{DateTime, Lang};

use super::{
    Authorization, Category, Destination, Justification, Kind, Region, Report, Restriction, Traffic,
};

/// A message (`RID`, section 5).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    /// The language of its texts.
    pub lang: Lang,
    /// What it is, for whom, about what. Any message has it; the schema lets it be absent because
    /// transports may carry each class alone.
    pub policy: Option<Policy>,
    /// Where a request stands, in an Acknowledgement only.
    pub status: Option<Status>,
    /// What the source of the incident is, in a Result only.
    pub source: Option<Source>,
}

impl Message {
    /// Makes a message of a kind for a system, with nothing in it yet.
    pub fn new(lang: Lang, policy: Policy) -> Self {
        Self {
            lang,
            policy: Some(policy),
            status: None,
            source: None,
        }
    }

    /// Returns what kind of message it is, where its policy is there.
    pub fn kind(&self) -> Option<&Kind> {
        self.policy.as_ref().map(|policy| &policy.kind)
    }

    /// Returns the document in it.
    pub fn report(&self) -> Option<&Report> {
        self.policy.as_ref()?.report.as_ref()
    }

    /// Returns the number of the incident it is about.
    pub fn incident_id(&self) -> Option<&IncidentId> {
        self.policy.as_ref()?.incident_id.as_ref()
    }

    /// Makes the Acknowledgement of this message, for the system at a node (section 6.2): of the same
    /// incident, region and traffic. Where this message has no policy, neither has what is made.
    pub fn acknowledged(&self, to: Node, status: Status) -> Self {
        let policy = self.policy.as_ref().map(|policy| Policy {
            kind: Kind::Acknowledgement,
            destination: Destination::RidSystem,
            node: to,
            report: None,
            ..policy.clone()
        });
        Self {
            lang: self.lang.clone(),
            policy,
            status: Some(status),
            source: None,
        }
    }
}

/// What a message is, for whom, about what (`RIDPolicy`, section 5.1).
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// What kind of message it is.
    pub kind: Kind,
    /// What the node is.
    pub destination: Destination,
    /// How far it may be disclosed.
    pub restriction: Option<Restriction>,
    /// How far the information may be shared, one at least.
    pub regions: Vec<Region>,
    /// Whom it is for, by [`Policy::destination`].
    pub node: Node,
    /// What it is about, one at least.
    pub traffic: Vec<Traffic>,
    /// The number of the incident.
    pub incident_id: Option<IncidentId>,
    /// The document; one document of IODEF can have several incidents.
    pub report: Option<Report>,
}

impl Policy {
    /// Makes the policy of a message to a system.
    pub fn new(kind: Kind, region: Region, node: Node, traffic: Traffic) -> Self {
        Self {
            kind,
            destination: Destination::RidSystem,
            restriction: None,
            regions: vec![region],
            node,
            traffic: vec![traffic],
            incident_id: None,
            report: None,
        }
    }
}

/// Where a request stands (`RequestStatus`, section 5.2).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Status {
    /// Whether it was approved.
    pub authorization: Authorization,
    /// Why not, or not yet.
    pub justification: Option<Justification>,
    /// How far that may be disclosed.
    pub restriction: Option<Restriction>,
}

impl Status {
    /// Says that a request was approved.
    pub const fn approved() -> Self {
        Self {
            authorization: Authorization::Approved,
            justification: None,
            restriction: None,
        }
    }

    /// Says that a message was not accepted, and why.
    pub const fn denied(justification: Justification) -> Self {
        Self {
            authorization: Authorization::Denied,
            justification: Some(justification),
            restriction: None,
        }
    }

    /// Says that a request waits for someone to approve it.
    pub const fn pending() -> Self {
        Self {
            authorization: Authorization::Pending,
            justification: None,
            restriction: None,
        }
    }
}

/// What the source of the incident is (`IncidentSource`, section 5.3).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Source {
    /// Whether it was found.
    pub is_found: bool,
    /// The systems, each with its IP address.
    pub nodes: Vec<Node>,
    /// How far that may be disclosed.
    pub restriction: Option<Restriction>,
}

/// The number of an incident (`IncidentID` of RFC 5070, section 3.3).
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct IncidentId {
    /// Who gave it, as a domain name or another name that is told from all others.
    pub name: String,
    /// One of several that belong to the same number.
    pub instance: Option<String>,
    /// How far it may be disclosed.
    pub restriction: Option<Restriction>,
    /// The number.
    pub id: String,
}

/// Names and addresses of a system (`Node` of RFC 5070, section 3.16).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Node {
    /// Its names.
    pub names: Vec<Words>,
    /// Its addresses.
    pub addresses: Vec<Address>,
    /// Where it is.
    pub location: Option<Words>,
    /// When the addresses were those of the names.
    pub resolved_at: Option<DateTime>,
    /// What it is for: `NodeRole` elements as they are written, which say their namespaces themselves.
    pub roles: Vec<String>,
    /// Numbers about it: `Counter` elements, in the same way.
    pub counters: Vec<String>,
}

impl Node {
    /// Makes the node of an IP address.
    pub fn of_address(address: std::net::IpAddr) -> Self {
        let address = Address {
            category: match address {
                std::net::IpAddr::V4(_) => Category::Ipv4,
                std::net::IpAddr::V6(_) => Category::Ipv6,
            },
            value: address.to_string(),
            vlan_name: None,
            vlan_num: None,
        };
        Self {
            addresses: vec![address],
            ..Self::default()
        }
    }

    /// Returns its first IP address.
    pub fn address(&self) -> Option<std::net::IpAddr> {
        let mut found = self.addresses.iter().filter_map(|address| {
            let is_one = matches!(address.category, Category::Ipv4 | Category::Ipv6);
            address.value.parse().ok().filter(|_| is_one)
        });
        found.next()
    }
}

/// An address of some kind (`Address` of RFC 5070, section 3.16.1).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Address {
    /// Its kind.
    pub category: Category,
    /// The name of its virtual network.
    pub vlan_name: Option<String>,
    /// The number of its virtual network.
    pub vlan_num: Option<i64>,
    /// The address.
    pub value: String,
}

/// A text in some language (`MLStringType` of RFC 5070).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Words {
    /// The text.
    pub value: String,
    /// Its language, where it is not that of the message.
    pub lang: Option<Lang>,
}

impl From<&str> for Words {
    fn from(value: &str) -> Self {
        Self {
            value: value.to_owned(),
            lang: None,
        }
    }
}
