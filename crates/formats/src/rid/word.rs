//! Words of the lists in the schema of RID (RFC 6545, section 8).

/// A word of a list that can be extended.
pub(super) trait Word: Sized {
    /// Returns the word of the list, or what an older version of RID called it.
    fn listed(word: &str) -> Option<Self>;
    /// Returns a word that is not on the list.
    fn extended(word: String) -> Self;
    /// Returns the word where the list has it.
    fn word(&self) -> Option<&'static str>;
    /// Returns the word, listed or not.
    fn text(&self) -> &str;
}

/// Declares a list that can be extended (RFC 5070, section 5.1); names of RFC 6045 stand behind a bar.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident {
        $($(#[$variant_meta:meta])* $variant:ident = $word:literal $(| $old:literal)*,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Eq, Hash, PartialEq)]
        pub enum $name {
            $($(#[$variant_meta])* #[doc = concat!("`", $word, "`")] $variant,)*
            /// A word that the standard does not list (`ext-value`).
            Extended(String),
        }

        impl $name {
            /// Returns the word, listed or not.
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)*
                    Self::Extended(word) => word,
                }
            }

            /// Returns the listed word, or one that the standard does not list.
            pub fn named(word: &str) -> Self {
                let listed = <Self as Word>::listed(word);
                listed.unwrap_or_else(|| Self::Extended(word.to_owned()))
            }
        }

        impl Word for $name {
            fn listed(word: &str) -> Option<Self> {
                match word {
                    $($word $(| $old)* => Some(Self::$variant),)*
                    _ => None,
                }
            }

            fn extended(word: String) -> Self {
                Self::Extended(word)
            }

            fn word(&self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => Some($word),)*
                    Self::Extended(_) => None,
                }
            }

            fn text(&self) -> &str {
                self.name()
            }
        }
    };
}

words! {
    /// What kind of message it is (`MsgType`, section 5.1); the names that RFC 6045 had are read, too.
    Kind {
        /// Asks to trace traffic back to its source.
        TraceRequest = "TraceRequest",
        /// Tells where a request stands, or why a message was not accepted.
        Acknowledgement = "Acknowledgement" | "RequestAuthorization" | "TraceAuthorization",
        /// Tells how a request ended.
        Result = "Result",
        /// Asks for any other help in an investigation (section 4.2).
        InvestigationRequest = "InvestigationRequest" | "Investigation" | "Request",
        /// Tells of an incident, asking for nothing.
        Report = "Report",
        /// Asks for what is known of an incident.
        Query = "Query" | "IncidentQuery",
    }
}

impl Kind {
    /// Whether it is a Request, of either kind (section 6.1).
    pub const fn is_request(&self) -> bool {
        matches!(self, Self::TraceRequest | Self::InvestigationRequest)
    }
}

words! {
    /// What the node of a policy is (`MsgDestination`, section 5.1).
    Destination {
        /// The system that is to receive the message.
        RidSystem = "RIDSystem",
        /// The source of the incident; the message is for the system nearest to it.
        SourceOfIncident = "SourceOfIncident",
    }
}

words! {
    /// How far information may be shared (`PolicyRegion`, section 5.1).
    Region {
        /// From a client to its provider.
        ClientToSp = "ClientToSP" | "ClientToNP",
        /// From a provider to its client.
        SpToClient = "SPToClient" | "NPToClient",
        /// Within a consortium.
        IntraConsortium = "IntraConsortium",
        /// Between two peers.
        PeerToPeer = "PeerToPeer",
        /// Between consortiums.
        BetweenConsortiums = "BetweenConsortiums",
    }
}

words! {
    /// What a message is about (`TrafficType`, section 5.1).
    Traffic {
        /// A security incident.
        Attack = "Attack",
        /// Traffic or routing of a network.
        Network = "Network",
        /// Content that some region restricts access to.
        Content = "Content",
        /// Data that is to be handled by rules of its own.
        DataWithHandlingRequirements = "DataWithHandlingRequirements",
        /// What only some people may see.
        AudienceRestriction = "AudienceRestriction",
        /// Anything else, to be described in the document.
        Other = "Other",
    }
}

words! {
    /// Where a request stands (`AuthorizationStatus`, section 5.2).
    Authorization {
        /// It was approved.
        Approved = "Approved",
        /// It was denied.
        Denied = "Denied",
        /// It waits for someone to approve it.
        Pending = "Pending",
    }
}

words! {
    /// Why a request was denied or waits (`Justification`, section 5.2).
    Justification {
        /// The systems that would do it cannot now.
        SystemResource = "SystemResource",
        /// The signature around the document is not valid.
        Authentication = "Authentication",
        /// The signature of who asked first is not valid.
        AuthenticationOrigin = "AuthenticationOrigin",
        /// It could not be decrypted.
        Encryption = "Encryption",
        /// The document has a format that is not known.
        UnrecognizedFormat = "UnrecognizedFormat",
        /// The document could not be processed, for example for legal reasons.
        CannotProcess = "CannotProcess",
        /// For another reason.
        Other = "Other",
    }
}

words! {
    /// What an address is (`category` of RFC 5070, section 3.16.1).
    Category {
        /// The number of an autonomous system.
        Asn = "asn",
        /// An ATM address.
        Atm = "atm",
        /// An e-mail address.
        Email = "e-mail",
        /// A MAC address.
        Mac = "mac",
        /// An IPv4 address.
        Ipv4 = "ipv4-addr",
        /// A network of IPv4, with a length.
        Ipv4Net = "ipv4-net",
        /// A network of IPv4, with a mask.
        Ipv4NetMask = "ipv4-net-mask",
        /// An IPv6 address.
        Ipv6 = "ipv6-addr",
        /// A network of IPv6, with a length.
        Ipv6Net = "ipv6-net",
        /// A network of IPv6, with a mask.
        Ipv6NetMask = "ipv6-net-mask",
    }
}

/// How far something may be disclosed (`restriction` of RFC 5070, section 3.2).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Restriction {
    /// `default`: as was agreed.
    Standard,
    /// `public`
    Public,
    /// `need-to-know`
    NeedToKnow,
    /// `private`
    Private,
}

impl Restriction {
    /// Returns the word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Standard => "default",
            Self::Public => "public",
            Self::NeedToKnow => "need-to-know",
            Self::Private => "private",
        }
    }

    /// Returns what a word means, where the list has it.
    pub fn of(word: &str) -> Option<Self> {
        let all = [
            Self::Standard,
            Self::Public,
            Self::NeedToKnow,
            Self::Private,
        ];
        all.into_iter().find(|one| one.name() == word)
    }
}
